"""What a person looks and sounds like: exemplar faces and short voice samples, ready to be drawn.

Pictures come from the memory's own thumbnails, voices are cut out of the source file, where it is still there and
still the same.  Nothing else of the file system is read: paths in a memory are data.
"""

from __future__ import annotations

import io
import logging
import wave
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..memory.people.profile import Profile, faces_of
from ..memory.types import EntryKind, StoredObservation
from ..streams.errors import SourceError, UsageError
from ..streams.types import SAMPLE_RATE, Samples, Span

if TYPE_CHECKING:
    from ..memory.recall import Recall
    from ..memory.types import Entry, StreamRecord
    from ..streams.file import FileSource

logger = logging.getLogger(__name__)
MOST_FACES = 12
MOST_VOICES = 3
LONGEST_VOICE = 5.0
"""Seconds of a sample."""
SHORTEST_VOICE = 1.0
"""Seconds of a turn below which it is no sample."""
MOST_PICTURE_BYTES = 1 << 20
"""Of a thumbnail; ours have about 8 kB."""
EARLY = 1_800.0
"""Seconds of a recording within which samples are looked for first: sound is decoded from the beginning."""


@dataclass(frozen=True, slots=True)
class Face:
    """An exemplar."""

    jpeg: bytes
    source: str
    time: float
    """Seconds of the stream."""
    is_enrolled: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """A sample."""

    wav: bytes
    """16 kHz, mono, 16 bit."""
    source: str
    span: Span
    text: str
    """What is said."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person in full, with pictures and sound."""

    profile: Profile
    faces: tuple[Face, ...]
    voices: tuple[Voice, ...]


def portrait_of(recall: Recall, profile: Profile, *, with_voices: bool = True) -> Portrait:
    """A person's portrait. Cost: a second per half hour of each recording that a voice sample is cut from."""
    faces = _faces(recall, profile)
    voices = tuple(_voices(recall, profile)) if with_voices else ()
    return Portrait(profile, faces, voices)


def _faces(recall: Recall, profile: Profile) -> tuple[Face, ...]:
    parts = {part.unit: part for part in profile.parts}
    found = [each for each in faces_of(recall, profile.person) if each.vector is not None]
    given = [each for each in found if parts[each.unit].is_enrolled]
    seen = [each for each in found if not parts[each.unit].is_enrolled]
    shown = []
    for each in [*given, *diverse(seen, MOST_FACES - min(len(given), MOST_FACES))][:MOST_FACES]:
        jpeg = _picture(recall.store.media, each.thumbnail)
        if jpeg:
            part = parts[each.unit]
            shown.append(Face(jpeg, part.source, each.span.start, part.is_enrolled))
    return tuple(shown)


def diverse(faces: Sequence[StoredObservation], limit: int) -> list[StoredObservation]:
    """The clearest face, then again and again the one that is least like those chosen: in order of stream and time."""
    if limit < 1 or not faces:
        return []
    ordered = sorted(faces, key=lambda each: (-each.confidence, each.id))
    vectors = np.stack([np.asarray(each.vector, np.float32) for each in ordered])  # (n, dim)
    chosen = [0]
    nearest = vectors @ vectors[0]
    while len(chosen) < min(limit, len(ordered)):
        nearest[chosen] = 2.0
        chosen.append(int(np.argmin(nearest)))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    return sorted((ordered[i] for i in chosen), key=lambda each: (each.stream, each.span.start, each.id))


def _picture(media: Path, relative: str) -> bytes:
    """A thumbnail's bytes; b"" where it is gone, none of ours, or no JPEG."""
    path = (media / relative).resolve()
    try:
        if not path.is_relative_to(media.resolve()) or path.stat().st_size > MOST_PICTURE_BYTES:
            return b""
        found = path.read_bytes()
    except OSError:
        return b""
    return found if found.startswith(b"\xff\xd8\xff") else b""


def _voices(recall: Recall, profile: Profile) -> Iterable[Voice]:
    units = {part.unit for part in profile.parts}
    turns = recall.store.scan(kinds=(EntryKind.TURN,), units=profile.person.units)
    own = [t for t in turns if t.speaker in units and t.span.duration >= SHORTEST_VOICE]
    records = {record.id: record for record in recall.streams()}
    by_stream: defaultdict[str, list[Entry]] = defaultdict(list)
    for turn in sorted(own, key=_fitness):
        by_stream[turn.stream].append(turn)
    count = 0
    for stream, entries in by_stream.items():
        wanted = entries[: max(1, MOST_VOICES // len(by_stream))] if len(by_stream) > 1 else entries[:MOST_VOICES]
        record = records.get(stream)
        if record is None or count >= MOST_VOICES:
            continue
        spans = [Span(t.span.start, min(t.span.end, t.span.start + LONGEST_VOICE)) for t in wanted]
        for turn, span, samples in zip(wanted, spans, excerpts(record, spans), strict=False):
            if count < MOST_VOICES and len(samples) >= SHORTEST_VOICE * SAMPLE_RATE / 2:
                count += 1
                yield Voice(wav_of(samples), record.uri, span, recall.hit(turn).text)


def _fitness(turn: Entry) -> tuple[bool, float, str, float]:
    """Early turns of about the right length first."""
    return turn.span.end > EARLY, abs(turn.span.duration - LONGEST_VOICE), turn.stream, turn.span.start


def excerpts(record: StreamRecord, spans: Sequence[Span]) -> list[Samples]:
    """The sound of some spans of a recording, read once; nothing where the file is gone or another one by now."""
    from ..streams.file import FileSource
    from ..streams.source import open_source

    path = Path(record.uri)
    if "://" in record.uri or not path.is_file():
        return []
    try:
        with open_source(path, started_at=record.started_at) as source:
            is_same = source.fingerprint == record.fingerprint
        if not is_same:
            logger.warning("%s is another file than the one that was memorized: no voice samples", path.name)
            return []
        with FileSource(path) as media:
            return _cut(media, spans)
    except SourceError as exc:
        logger.warning("no voice samples: %s", exc)
        return []


def _cut(media: FileSource, spans: Sequence[Span]) -> list[Samples]:
    parts: list[list[Samples]] = [[] for _ in spans]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    for sound in takewhile(lambda sound: sound.time < last, media.sound(first)):
        for part, span in zip(parts, spans, strict=True):
            low = max(0, round((span.start - sound.time) * SAMPLE_RATE))
            high = max(0, round((span.end - sound.time) * SAMPLE_RATE))
            if sound.samples[low:high].size:
                part.append(sound.samples[low:high])
    return [np.concatenate(part) if part else np.zeros(0, np.float32) for part in parts]


def wav_of(samples: Samples) -> bytes:
    """Samples as a WAV file, as loud as it goes without clipping (a soft recording would not be heard)."""
    loudest = float(np.abs(samples).max()) if len(samples) else 0.0
    scaled = samples * (0.9 / loudest if loudest > 1e-4 else 1.0)
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((scaled * 32_767).astype("<i2").tobytes())
    return buffer.getvalue()


SUFFIXES = {"html": (".html", ".htm"), "png": (".png",)}


def check_target(path: Path, option: str) -> None:
    """Before anything is drawn: whether it can be written there.

    Raises:
        UsageError: another kind of file, a folder, or no such folder.
    """
    if path.suffix.lower() not in SUFFIXES[option]:
        msg = f"--{option} {path}: give a file that ends in {SUFFIXES[option][0]}"
        raise UsageError(msg)
    try:
        is_folder, has_parent = path.is_dir(), path.parent.is_dir()
    except OSError as exc:  # a name that is too long
        raise UsageError(_unwritable(path, option, exc)) from exc
    if is_folder:
        msg = f"--{option} {path}: that is a folder; give the name of a file"
        raise UsageError(msg)
    if not has_parent:
        msg = f"--{option} {path}: cannot be written (no folder {path.parent}); give another place"
        raise UsageError(msg)


def write(path: Path, content: bytes, option: str) -> None:
    """Writes a page or a picture.

    Raises:
        UsageError: it cannot be written there.
    """
    try:
        path.write_bytes(content)
    except OSError as exc:
        raise UsageError(_unwritable(path, option, exc)) from exc


def _unwritable(path: Path, option: str, error: OSError) -> str:
    return f"--{option} {path}: cannot be written ({error.strerror or error}); give another place"
