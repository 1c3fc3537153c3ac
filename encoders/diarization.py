"""Who speaks when: the parts that every diarizer shares.

A *diarizer* cuts one turn of the voice activity into *tracks*, one per voice in it, and does not know whose
voices they are.  `Purity` cuts a track that holds two voices one after the other, `Speakers` tells whose they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..streams.types import SAMPLE_RATE, Samples, Vector

Stretch = tuple[int, int]
"""Samples `[start, end)` on the stream's grid."""


@dataclass(frozen=True, slots=True)
class Track:
    """One voice within one turn."""

    stretches: tuple[Stretch, ...]
    """When it speaks, in order."""
    alone: tuple[Stretch, ...]
    """When nobody else does: what a vector is made from."""
    before: tuple[Stretch, ...] = ()
    """When the diarizer heard the same voice in what precedes the turn."""


@dataclass(frozen=True, slots=True, eq=False)
class Voiced:
    """A track of one voice with what is known of the voice."""

    track: Track
    vector: Vector
    """Of norm 1; zeros where it is never heard alone."""
    seconds: float
    """Speech behind the vector."""
    origin: int = 0
    """The diarizer's track that it was cut from, by its place in the turn."""


class Diarizer(Protocol):
    """Cuts turns into tracks."""

    @property
    def context(self) -> int:
        """Samples before a turn that it wants to hear."""

    def split(self, samples: Samples, position: int, turn: Stretch) -> Sequence[Track]:
        """The voices within a turn, the one that begins first first; none where it hears no speech.

        Args:
            samples: Sound from `position` on, with up to `context` before the turn; it may go on after it.
            position: Where the samples begin on the stream's grid.
            turn: What to cut.
        """


def joined(stretches: Sequence[Stretch], gap: int) -> tuple[Stretch, ...]:
    """Sorted, and those that overlap or are less than `gap` apart made one."""
    made: list[Stretch] = []
    for start, end in sorted(stretches):
        if made and start - made[-1][1] < gap:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((start, end))
    return tuple(made)


def shared(some: Sequence[Stretch], others: Sequence[Stretch]) -> int:
    """Samples that lie in both."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in some for b in others)


def overlap(one: Track, other: Track) -> int:
    """Samples in which both speak."""
    return shared(one.stretches, other.stretches)


def seconds_of(stretches: Sequence[Stretch]) -> float:
    """How long they are together."""
    return sum(end - start for start, end in stretches) / SAMPLE_RATE


def samples_of(seconds: float) -> int:
    """Seconds as a number of samples."""
    return round(seconds * SAMPLE_RATE)
