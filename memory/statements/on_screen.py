"""What a clip's picture says of names: a card under a face, a face that is shown when somebody is introduced.

Read at a clip's end, when its faces are known.  The only state are the cards that were up then, for they may go on,
and which faces have been seen at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...encoders.types import ObservationKind
from ...streams.types import Span
from ..names.cards import Card, Seen, bearer, read_card
from ..types import Entry, EntryKind, Statement, StoredObservation
from .reading import Read, Reading

SHOWN_NEXT = 0.5
"""Weight of an introduction for the one face that comes into view with it."""
SHOWN_BOTH = 0.3
"""For either of two faces in view: one of them is mostly the speaker's, whose voice denies the name."""
_SOON = 2.0
"""Seconds after an introduction within which the picture goes to who is introduced."""
_AT_ONCE = 0.3
"""Seconds after a turn's start in which a face is still one that was there."""
_JUST_BEFORE = 1.0
"""Seconds before an introduction in which a face that was never seen before may come into view for it."""
_GOES_ON = 1.0
"""Seconds between the end of a card and the next of the same name, up to which it is one."""


@dataclass(frozen=True, slots=True)
class _Up:
    """A card that is or was up, and whose face it named."""

    end: float
    unit: str


class OnScreen:
    """Statements about the names of faces, clip by clip."""

    def __init__(self, reading: Reading) -> None:
        """`reading`: of the same stream; names on cards become known to it."""
        self._reading = reading
        self._entries: list[Read] = []
        self._up: dict[str, _Up] = {}
        """By the name on the card."""
        self._seen: set[str] = set()
        """Faces of earlier clips."""

    def take(self, read: Read) -> None:
        """An entry of the clip that is being read."""
        if read.entry.kind is EntryKind.SIGN or read.introduced:
            self._entries.append(read)

    def end_clip(self, stored: Sequence[StoredObservation]) -> list[Read]:
        """The clip ends: what its entries say of its faces, entry by entry."""
        faces = [
            Seen(each.unit, each.span, each.times, each.region)
            for each in stored
            if each.kind is ObservationKind.FACE and each.unit
        ]
        signs = {each.id: Seen("", each.span, each.times, each.region) for each in stored}
        end = max((each.span.end for each in stored), default=0.0)
        found = []
        for read in self._entries:
            entry = read.entry
            if entry.kind is EntryKind.SIGN:
                card = read_card(entry.text, tuple(self._reading.known_words))
                if card is None:
                    continue
                unit, share = self._bearer(card, signs[entry.id], faces)
                self._reading.learn(card.name)
                if unit:
                    found.append(_said(entry, [(unit, card.name, "screen", card.weight * share)]))
                self._up[card.name] = _Up(entry.span.end, unit)
            else:
                found.append(_said(entry, self._introductions(entry.span, read.introduced, faces)))
        self._entries = []
        self._seen.update(face.unit for face in faces)
        self._up = {name: up for name, up in self._up.items() if end - up.end < _GOES_ON}
        return [read for read in found if read.statements]

    def _bearer(self, card: Card, sign: Seen, faces: Sequence[Seen]) -> tuple[str, float]:
        """The face that a card names; one that goes on, after a clip's end or a cut, names the face that it named."""
        up = self._up.get(card.name)
        if up is not None and sign.span.start - up.end < _GOES_ON:
            _, share = bearer(sign, [face for face in faces if face.unit == up.unit])
            return (up.unit, share) if share else ("", 0.0)
        return bearer(sign, faces)

    def _introductions(
        self, span: Span, names: Sequence[str], faces: Sequence[Seen]
    ) -> Iterable[tuple[str, str, str, float]]:
        """For the one face that is new, or that comes into view with an introduction, or for either of two in view."""
        if len(names) != 1:
            return
        during = {face.unit for face in faces if face.span.overlap(span) >= 0.5 * max(span.duration, 1e-6)}
        known = self._seen | {face.unit for face in faces if face.span.start < span.start - _JUST_BEFORE}
        there = {face.unit for face in faces if face.span.start < span.start + _AT_ONCE and face.span.end > span.start}
        late = [face for face in faces if face.unit not in there and face.span.start >= span.start + _AT_ONCE]
        new = during - known if len(during) == 2 else set()
        if len(new) != 1:
            new = {face.unit for face in late if face.span.start < span.end}
        if not new and len(during) < 2:
            new = {face.unit for face in late if face.span.start < span.end + _SOON}
        if len(new) == 1:
            yield next(iter(new)), names[0], "introduced", SHOWN_NEXT
        elif len(during) == 2:
            for unit in sorted(during):
                yield unit, names[0], "introduced", SHOWN_BOTH


def _said(entry: Entry, claims: Iterable[tuple[str, str, str, float]]) -> Read:
    statements = tuple(
        Statement(
            id=f"{entry.id}-f{number}",
            stream=entry.stream,
            clip=entry.clip,
            entry=entry.id,
            subject=unit,
            predicate="name",
            object=name,
            text=entry.text,
            at=entry.at,
            time=entry.span.start,
            confidence=round(weight, 3),
            source=source,
        )
        for number, (unit, name, source, weight) in enumerate(claims)
    )
    return Read(entry, statements, ())
