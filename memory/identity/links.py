"""Whose face a voice belongs to: a running log-odds from who is on the screen while the voice speaks.

For each turn the faces that are visible are counted, nothing else is kept, so the counts grow with the
number of different sets of faces, not with the length of the stream.  A face that is seen while the voice
speaks, more often than while others speak, is evidence for it; a voice that speaks while the face is
away is evidence against it.  A face that is always there says nothing.

To this comes what the lips say (`lips`): that they move with the sound, or, known to move, are still while the
voice speaks.  Lips that never move say nothing: a still photograph that is shown while somebody speaks counts as
that person's face, as long as no other does so better.

All faces that were seen with a voice compete for it, and with them that none of them is its own (`probability`).
A link is believed from `LinkOptions.believed` on; below that, face and voice stay apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ...streams.types import Span
from ..types import StoredObservation
from .lips import Lips, LipsOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """The model of a camera that mostly, not always, shows who speaks."""

    shown_when_speaking: float = 0.75
    """Probability that the speaker's face is seen in a turn (18 of 21 turns of the test scenes)."""
    shown_otherwise: float = 0.30
    """Prior for a face to be seen while somebody else speaks, as many as `prior_turns` observed ones."""
    prior_turns: float = 2.0
    shown_at_least: float = 0.15
    """Never less than this: one shot of a listener must not prove a link (one turn: p = 0.83)."""
    believed: float = 0.85
    """Probability from which a link is believed: two turns of two, or two of three."""
    worth_saying: float = 0.3
    """Probability from which a link that is not believed is told as a doubt."""
    overlap: float = 0.5
    """Share of a turn during which a face must be seen to count as shown."""
    full_turn: float = 1.0
    """Seconds from which a turn counts as one; shorter ones count less."""
    lips: LipsOptions = field(default_factory=LipsOptions)


@dataclass(slots=True)
class Links:
    """Counts of one stream: (voice unit, the faces shown) → turns; and what the lips did in them."""

    turns: Counter[tuple[str, frozenset[str]]] = field(default_factory=Counter)
    lips: Lips = field(default_factory=Lips)

    def watch(self, faces: Iterable[StoredObservation]) -> None:
        """Takes the mouths of a clip's faces, each face once."""
        for face in faces:
            self.lips.watch(face.unit, face.trace)

    def hear(self, turn: StoredObservation, faces: Iterable[StoredObservation], options: LinkOptions) -> None:
        """Counts a turn with the faces that were tracked around it, and compares their lips with its sound."""
        around = list(faces)
        self.add(turn.unit, turn.span, ((face.unit, face.span) for face in around), options)
        tracks = ((face.unit, face.span, face.trace) for face in around)
        self.lips.hear(turn.unit, turn.span, turn.trace, tracks, options.lips)

    def add(self, voice: str, span: Span, faces: Iterable[tuple[str, Span]], options: LinkOptions) -> None:
        """Counts a turn with the faces that were tracked around it."""
        if not voice or span.duration <= 0:
            return
        seen: Counter[str] = Counter()
        for unit, shown in faces:
            if unit:
                seen[unit] += span.overlap(shown)  # type: ignore[assignment]
        visible = frozenset(unit for unit, seconds in seen.items() if seconds >= options.overlap * span.duration)
        self.turns[voice, visible] += min(1.0, span.duration / options.full_turn)  # type: ignore[assignment]

    def log_odds(self, voices: Collection[str], faces: Collection[str], options: LinkOptions) -> float:
        """Log-odds (natural) that the face (all its units) is that of the voice (all its units).

        Both hypotheses explain all turns of the voice: as the speaker's face it is shown with probability
        `shown_when_speaking`, or more often if it is so while others speak; otherwise just as often as then.
        """
        owned, shared = set(voices), set(faces)
        with_face = without = others_with = others = 0.0
        for (voice, visible), count in self.turns.items():
            is_shown = not shared.isdisjoint(visible)
            if voice in owned:
                with_face += count * is_shown
                without += count * (not is_shown)
            else:
                others_with += count * is_shown
                others += count
        base = (others_with + options.prior_turns * options.shown_otherwise) / (others + options.prior_turns)
        base = min(max(base, options.shown_at_least), 0.98)
        shown = max(options.shown_when_speaking, base)
        by_sight = with_face * math.log(shown / base) + without * math.log((1 - shown) / (1 - base))
        return by_sight + self.lips.log_odds(owned, shared, options.lips)

    def faces_with(self, voices: Collection[str]) -> set[str]:
        """Face units that were shown in a turn of one of the voices."""
        owned = set(voices)
        return {unit for (voice, visible) in self.turns if voice in owned for unit in visible}


def probability(mine: float, others: Iterable[float]) -> float:
    """Posterior of one face against the others and against "none of them", from log-odds against none."""
    scores = [0.0, mine, *others]
    top = max(scores)
    return math.exp(mine - top) / sum(math.exp(score - top) for score in scores)


def merged(parts: Mapping[str, Links]) -> Links:
    """The counts of several streams together (units of different streams never meet in a turn)."""
    total = Links()
    for links in parts.values():
        total.turns.update(links.turns)
        total.lips.faces.update(links.lips.faces)
        total.lips.pairs.update(links.lips.pairs)
    return total
