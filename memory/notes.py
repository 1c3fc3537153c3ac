"""What a person types: notes are entries of a stream of their own, each committed as a clip of one moment.

The stream's clock is the Unix time, so that notes lie on one line with recordings.  A note is data like
everything else: its origin "person" stays with it, and what it states counts as said by a person.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from ..encoders.types import TextEncoder
from ..streams.errors import UsageError
from ..streams.types import Span
from .episodes import without
from .privacy.guard import Guard
from .statements.reading import Reading
from .store import Store
from .types import ClipRecord, Entry, EntryKind, Evidence, Person, Row, StreamRecord

STREAM = "notes"
"""The id of the stream of all notes; its URI is the same word."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_CHARACTERS = 20_000


def keep_note(
    store: Store,
    text: str,
    *,
    about: Person | None,
    at: datetime,
    text_encoder: TextEncoder | None,
    known_at: datetime | None = None,
) -> str:
    """Commits a note; gives its entry's id. The same note of the same time is kept once.

    Args:
        store: open for writing.
        text: what was typed, kept verbatim.
        about: whom "I" and the note as a whole stand for.
        at: when it was so, in the world.
        text_encoder: None leaves the vectors null.
        known_at: when it was typed (default: now).

    Raises:
        UsageError: nothing but spaces, or too long.
    """
    text = text.strip()
    if not text:
        msg = "there is nothing to remember: the text is empty"
        raise UsageError(msg)
    if len(text) > MAX_CHARACTERS:
        msg = f"a note of {len(text):,} characters is too long (at most {MAX_CHARACTERS:,}); index it as a transcript"
        raise UsageError(msg)
    about_unit = about.units[0] if about is not None else ""
    digest = hashlib.sha256(f"{at.isoformat()}\n{about_unit}\n{text}".encode()).hexdigest()[:10]
    entry_id = f"{STREAM}-{digest}"
    if store.entries([entry_id]):
        return entry_id
    number = len(store.clips(STREAM))
    seconds = (at - EPOCH).total_seconds()
    span = Span(seconds, seconds)
    entry = Entry(
        id=entry_id,
        kind=EntryKind.NOTE,
        stream=STREAM,
        clip=number,
        span=span,
        text=text,
        units=(about_unit,) if about_unit else (),
        evidence=(Evidence(STREAM, span),),
        at=at,
        known_at=known_at or datetime.now(UTC),
        origin="person",
        language="und",
    )
    read = Reading(STREAM, names=_known_names(store)).read(entry, speaker=about_unit)
    read = Guard.of(store, STREAM).reading(read)
    nameless = without(text, read.people)
    vector = text_encoder.encode([nameless])[0] if text_encoder is not None and nameless else None
    clip = ClipRecord(id=f"{STREAM}-{number:06d}", stream=STREAM, index=number, span=span, entries=1)
    store.discard_uncommitted(STREAM)
    store.put_stream(_record(number + 1))
    store.commit(
        clip,
        rows=[Row(read.entry, text, vector, vector)],
        observations=[],
        statements=read.statements,
    )
    return entry_id


def _record(clips: int) -> StreamRecord:
    return StreamRecord(
        id=STREAM,
        uri=STREAM,
        kind="notes",
        started_at=EPOCH,
        duration=0.0,
        clips=clips,
        is_complete=True,
        fingerprint="",
    )


def _known_names(store: Store) -> list[str]:
    """Names of the whole memory: a typed "walter" is the Walter who was heard."""
    return [name for person in store.people() for name in person.names]
