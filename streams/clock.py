"""Timestamps that can be relied on: packets of one track, put on one steady clock.

Containers carry wrong times: a camera that restarts at zero, two recordings in one file, a damaged
packet from the year 2100.  A packet whose time is far from where the last one ended is *odd*; the
packet after it decides:

- it goes on from the odd one, forwards: a gap, and gaps are kept (nothing was recorded then);
- it goes on from the odd one, backwards or by more than `max_gap`: the clock was set anew, and the
  packets that follow are shifted so that they go on where the old clock stopped;
- it goes on from before the odd one: the odd one is damaged, and is dropped.

Everything is decided on packets in file order, before decoding, so a read that skips decoding to a
later place (resume) decides the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeVar

from .errors import ConfigError


class Stamped(Protocol):
    """A packet as this module sees it: times in ticks of its track."""

    pts: int | None
    dts: int | None
    duration: int | None

    @property
    def is_discard(self) -> bool:
        """Needed to decode, not to be shown: an edit list begins after it, often before zero."""


P = TypeVar("P", bound=Stamped)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOptions:
    """When a time is odd."""

    max_step: float = 10.0
    """Seconds ahead of the last packet's end up to which a time needs no confirmation (FFmpeg's
    dts_delta_threshold)."""
    max_overlap: float = 1.0
    """Seconds behind it up to which packets merely overlap; the overlap is trimmed later."""
    max_gap: float = 86_400.0
    """Seconds: a longer gap is a clock set anew."""

    def __post_init__(self) -> None:
        for name in ("max_step", "max_overlap", "max_gap"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value > 0):
                msg = f"streams.clock.{name} must be positive seconds (found: {value})"
                raise ConfigError(msg)


class Clock:
    """Puts the packets of one track on a steady clock."""

    def __init__(self, start: int, time_base: Fraction, options: ClockOptions = ClockOptions()) -> None:
        """Begins at `start` ticks of `time_base` seconds: where the first picture or sound is expected."""
        self._expected = start
        self._has_begun = False
        self._shift = 0
        self._step = int(options.max_step / time_base)
        self._overlap = int(options.max_overlap / time_base)
        self._gap = int(options.max_gap / time_base)
        self.dropped = 0
        """Packets that were left out because their time was damaged."""

    def steady(self, packets: Iterable[P]) -> Iterator[P]:
        """The packets with `pts` and `dts` shifted where the clock was set anew.

        Holds back one packet at most. Packets without any time pass as they are.
        """
        odd: P | None = None
        for packet in packets:
            stamp = None if packet.is_discard else _stamp(packet)
            if stamp is not None and not self._has_begun:
                self._has_begun = True
                self._expected -= self._reordering(packet)
            if odd is not None:
                odd_stamp = _stamp(odd)
                returns = stamp is not None and self._follows(stamp + self._shift, self._expected)
                continues = stamp is None or odd_stamp is None or self._follows(stamp, odd_stamp)
                if returns and not continues:
                    self.dropped += 1
                else:
                    yield self._accept(odd)
                odd = None
            if stamp is not None and not self._follows(stamp + self._shift, self._expected):
                odd = packet
                continue
            yield self._accept(packet)
        if odd is not None:
            yield self._accept(odd)

    def _reordering(self, first: P) -> int:
        """Ticks by which decoding runs ahead of showing: seconds, where there are few pictures a second."""
        if first.pts is None or first.dts is None:
            return 0
        ahead = first.pts - first.dts
        return ahead if 0 <= ahead <= self._step else 0

    def _follows(self, stamp: int, expected: int) -> bool:
        return -self._overlap <= stamp - expected <= self._step

    def _accept(self, packet: P) -> P:
        stamp = _stamp(packet)
        if stamp is None:
            return packet
        ahead = stamp + self._shift - self._expected
        if not packet.is_discard and (ahead < -self._overlap or ahead > self._gap):
            self._shift -= ahead
        if self._shift:
            packet.pts = None if packet.pts is None else packet.pts + self._shift
            packet.dts = None if packet.dts is None else packet.dts + self._shift
        if not packet.is_discard:
            duration = packet.duration or 0
            self._expected = stamp + self._shift + (duration if 0 < duration <= self._step else 0)
        return packet


def _stamp(packet: Stamped) -> int | None:
    """Decoding time where there is one (it only grows), otherwise presentation time."""
    return packet.pts if packet.dts is None else packet.dts
