"""The newest sound on one grid of samples, so that nothing depends on how it was cut into pieces.

A stream's time becomes a sample number once, when sound comes in; from there on all is whole numbers.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..streams.types import SAMPLE_RATE, Samples, Sound

_TOLERANCE = SAMPLE_RATE // 10  # containers round times; less than this is no gap
_PHASE = 0.503  # a time half way between two samples must not be decided by a rounding error: an odd threshold


class SoundBuffer:
    """Sound without a gap, the oldest dropped on demand.

    A time within 0.1 s of the expected one is jitter and the samples go on; what was heard already is
    ignored.  After `set_state` the sound has to come again: from `resume_from` on, or from before it.
    """

    def __init__(self) -> None:
        self.start = self.end = 0
        self._pieces: deque[Samples] = deque()
        self._items: deque[tuple[int, float]] = deque()  # place and time of each item that is still kept
        self.is_open = False
        self._lead: tuple[int, float] | None = None  # place and time of the item to come again, until new sound comes

    def has_gap_before(self, sound: Sound) -> bool:
        """Whether `sound` does not go on where the kept sound ends; True for the very first."""
        return not self.is_open or self._place(sound) - self.end > _TOLERANCE

    def begin(self, sound: Sound) -> None:
        """Drops all: `sound` will be the first that is kept."""
        self._pieces.clear()
        self._items.clear()
        self.start = self.end = _number(sound.time)
        self.is_open, self._lead = True, None

    def close(self) -> None:
        """Drops all: whatever comes next comes after a gap."""
        self._pieces.clear()
        self._items.clear()
        self.start = self.end
        self.is_open, self._lead = False, None

    def is_over_by(self, time: float) -> bool:
        """Whether sound that begins at `time` would come after a gap."""
        return self.is_open and _number(time) - self.end > _TOLERANCE

    def append(self, sound: Sound) -> None:
        """Takes what is new in `sound`."""
        place = self._place(sound)
        if self._lead is None:
            if abs(place - self.end) <= _TOLERANCE:
                place = self.end
        elif sound.time >= self._lead[1]:
            if sound.time == self._lead[1]:  # the very item: what jitter let in before it does not count
                self._pieces.clear()
                self.end = self.start
            self._lead = None
        samples = sound.samples[max(0, self.end - place) :]
        if not len(samples):
            return
        self._items.append((place, sound.time))
        self._pieces.append(samples)
        self.end += len(samples)

    def read(self, start: int, end: int) -> Samples:
        """The samples from `start` to `end`, without what is not kept."""
        parts, place = [], self.start
        for piece in self._pieces:
            low, high = max(start - place, 0), min(end - place, len(piece))
            if low < high:
                parts.append(piece[low:high])
            place += len(piece)
            if place >= end:
                break
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def drop_before(self, position: int) -> None:
        """Keeps nothing older than `position`."""
        position = min(position, self.end)
        while self._pieces and self.start + len(self._pieces[0]) <= position:
            self.start += len(self._pieces.popleft())
        if self._pieces and self.start < position:
            self._pieces[0] = np.array(self._pieces[0][position - self.start :])  # a copy frees what went before
            self.start = position
        while len(self._items) > 1 and self._items[1][0] <= self.start:
            self._items.popleft()

    @property
    def resume_from(self) -> float:
        """The time of the item that holds the oldest sample kept."""
        return self._items[0][1] if self._items else self.start / SAMPLE_RATE

    def state(self) -> dict[str, Any]:
        """Where it stands, without the sound."""
        place, time = self._items[0] if self._items else (self.start, self.start / SAMPLE_RATE)
        return {"start": self.start, "place": place, "time": time, "is_open": self.is_open}

    def set_state(self, state: Mapping[str, Any]) -> None:
        """Stands where the other stood, still without its sound."""
        self._pieces.clear()
        self._items.clear()
        self._lead = state["place"], state["time"]
        self._items.append(self._lead)
        self.start = self.end = state["start"]
        self.is_open = state["is_open"]

    def _place(self, sound: Sound) -> int:
        """Where the sound's first sample belongs, by its time."""
        if self._lead is None:
            return _number(sound.time)
        place, time = self._lead
        return place + _number(sound.time) - _number(time)


def _number(time: float) -> int:
    return math.floor(time * SAMPLE_RATE + _PHASE)
