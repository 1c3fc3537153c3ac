"""Whether a mouth makes a sound: movement of lips against loudness of speech, turn by turn, as log-odds.

Two things are looked at for each turn and each face that is seen meanwhile.

Share: of the time that is loud, the share in which the mouth moves.  Who speaks moves it in a third of that time or
more; who listens hardly does.
Sync: how movement goes with the *change* of loudness, at the best of the lags that lips and sound have.  How far a
mouth is open goes with the loudness (r = 0.45 and more, lips first by 0.1 to 0.3 s: Chandrasekaran et al. 2009, "The
natural statistics of audiovisual speech"), so how fast it moves goes with how fast that changes.  This tells a
speaker from somebody who chews or speaks to somebody else.

A still mouth speaks against a face only if it is known to move: a photograph never does, and gives no evidence.
A mouth that moves whoever speaks gives less.  Both may be known later than the turn, so what is kept are sums by
which it can be told at any time: they grow with the pairs of voice and face that have met, not with the stream.

The figures are from drawn mouths over real photographs (tests/benchmarks/lips.py), and made softer, for there was
little real film to measure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from ...encoders.loudness import decibels
from ...encoders.types import TRACE_RATE_HZ
from ...streams.types import Span

MOVES = 7
"""Byte of a face's trace from which on the mouth moves (0.0006 widths of the face a glimpse). Photographs that are
panned, zoomed and lit otherwise: above it in 1 of 500; speakers: in a third to four fifths of the loud time."""
_WINDOW = TRACE_RATE_HZ
_LIVELY = 8
"""Slots of a second that must move for it to count: compression and cuts make one or two, never a second of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LipsOptions:
    """The model of lips and sound."""

    known_to_move: float = 1.0
    """Seconds of lively movement from which on a mouth is known to move, and …"""
    known_share: float = 0.01
    """… the share of the time in which it was seen."""
    loud: float = 20.0
    """Decibels below a turn's loud parts that are still speech."""
    least: float = 0.5
    """Seconds of a turn in which a mouth must have been seen."""
    full_turn: float = 1.5
    """Seconds from which a turn counts as one."""
    shares: tuple[float, ...] = (0.0, 0.04, 0.10, 0.20, 0.30, 0.45, 0.60)
    """Shares of the loud time with movement, and …"""
    share_odds: tuple[float, ...] = (-2.0, -1.8, -1.0, -0.2, 0.4, 0.8, 1.0)
    """… the log-odds of each that this mouth makes the sound."""
    lag: float = 0.2
    """Seconds that lips may come before or after the sound."""
    sync: float = 0.42
    """Correlation at the best lag to expect of a speaker (drawn: 0.16 to 0.83)."""
    sync_spread: float = 0.12
    chance_spread: float = 0.3
    """Spread of the correlation with a foreign sound, times the root of the seconds; the best lag adds about one."""
    sync_weight: float = 0.6
    sync_most: float = 1.5
    sync_least: float = -0.9
    always: float = 0.6
    """Share of the time without the voice in which a mouth moves, from which on its movement with it says nothing."""
    most: float = 8.0
    """Log-odds at which the sum is cut off, either way: what misleads once may do so again."""


@dataclass(slots=True)
class Watched:
    """What is kept of a face's mouth: slots of 1 / TRACE_RATE_HZ s."""

    seen: int = 0
    moving: int = 0
    lively: int = 0
    """Moving, in seconds with much movement."""


@dataclass(slots=True)
class Heard:
    """What is kept of a voice and a face that were there at once."""

    seen: int = 0
    """Slots of its turns in which the mouth was seen."""
    moving: int = 0
    moved: float = 0.0
    """Turns in which the mouth moved as a speaker's does; short ones count less."""
    still: float = 0.0
    """Turns in which it was still."""
    speaks_for: float = 0.0
    """Log-odds by the share, of the turns that speak for it."""
    speaks_against: float = 0.0
    """The same of those that speak against it, if the mouth is known to move."""
    sync: float = 0.0
    """Log-odds by the correlation."""


@dataclass(slots=True)
class Lips:
    """Sums of one stream."""

    faces: dict[str, Watched] = field(default_factory=dict)
    pairs: dict[tuple[str, str], Heard] = field(default_factory=dict)
    """(voice unit, face unit) → what both did at once."""

    def watch(self, face: str, trace: bytes) -> None:
        """Takes the trace of a face, each once."""
        levels = np.frombuffer(trace, np.uint8)
        if not face or not levels.any():
            return
        moving = levels >= MOVES
        watched = self.faces.setdefault(face, Watched())
        watched.seen += int((levels > 0).sum())
        watched.moving += int(moving.sum())
        for start in range(0, len(moving), _WINDOW):
            count = int(moving[start : start + _WINDOW].sum())
            watched.lively += count if count >= _LIVELY else 0

    def hear(
        self, voice: str, span: Span, trace: bytes, faces: Iterable[tuple[str, Span, bytes]], options: LipsOptions
    ) -> None:
        """Compares a turn with the faces that were seen around it: (unit, span, trace) of each track."""
        loudness = decibels(trace)
        if not voice or not len(loudness) or np.isnan(loudness).all():
            return
        levels: dict[str, NDArray[np.uint8]] = {}
        for face, shown, watched in faces:
            if face and watched and shown.overlap(span) > 0:
                own = levels.setdefault(face, np.zeros(len(loudness), np.uint8))
                _lay(own, np.frombuffer(watched, np.uint8), round((shown.start - span.start) * TRACE_RATE_HZ))
        for face in sorted(levels):
            self._compare(voice, face, levels[face], loudness, options)

    def _compare(
        self, voice: str, face: str, levels: NDArray[np.uint8], loudness: NDArray[np.float32], options: LipsOptions
    ) -> None:
        seen = (levels > 0) & ~np.isnan(loudness)
        loud = seen & (np.nan_to_num(loudness, nan=-200.0) > np.nanpercentile(loudness, 90) - options.loud)
        seconds = int(loud.sum()) / TRACE_RATE_HZ
        if seconds < options.least:
            return
        weight = min(1.0, seconds / options.full_turn)
        moving = levels >= MOVES
        share = float(moving[loud].mean())
        odds = weight * float(np.interp(share, options.shares, options.share_odds))
        heard = self.pairs.setdefault((voice, face), Heard())
        heard.seen += int(seen.sum())
        heard.moving += int((moving & seen).sum())
        heard.speaks_for += max(0.0, odds)
        heard.speaks_against += min(0.0, odds)
        heard.moved += weight * (odds > 0)
        if share < options.shares[2]:
            heard.still += weight
            return
        heard.sync += weight * _sync(levels, loudness, seen, options)

    def moves(self, faces: Collection[str], options: LipsOptions) -> bool:
        """Whether the mouth of a person's face units is known to move."""
        watched = [self.faces[face] for face in faces if face in self.faces]
        lively, seen = sum(each.lively for each in watched), sum(each.seen for each in watched)
        return lively >= max(options.known_to_move * TRACE_RATE_HZ, options.known_share * seen)

    def between(self, voices: Collection[str], faces: Collection[str]) -> Heard:
        """The sums over all units of a voice and all units of a face."""
        total = Heard()
        for voice in sorted(voices):
            for face in sorted(faces):
                heard = self.pairs.get((voice, face))
                if heard is not None:
                    for each in fields(Heard):
                        setattr(total, each.name, getattr(total, each.name) + getattr(heard, each.name))
        return total

    def log_odds(self, voices: Collection[str], faces: Collection[str], options: LipsOptions) -> float:
        """Log-odds (natural) by the lips alone that the face is the voice's; 0 where they have nothing to say."""
        if not self.moves(faces, options):
            return 0.0
        heard = self.between(voices, faces)
        watched = [self.faces[face] for face in sorted(faces) if face in self.faces]
        otherwise = max(0, sum(each.seen for each in watched) - heard.seen)
        moving = max(0, sum(each.moving for each in watched) - heard.moving)
        always = min(1.0, moving / (otherwise + 2 * TRACE_RATE_HZ) / options.always)
        odds = heard.speaks_for * (1 - always) + heard.speaks_against + heard.sync
        return min(max(odds, -options.most), options.most)

    def state(self) -> dict[str, list[list[object]]]:
        """Everything, as JSON takes it."""
        return {
            "faces": [[face, *astuple(watched)] for face, watched in sorted(self.faces.items())],
            "pairs": [[voice, face, *astuple(heard)] for (voice, face), heard in sorted(self.pairs.items())],
        }

    @classmethod
    def of_state(cls, state: dict[str, list[list[object]]]) -> Lips:
        """What `state` has given, exactly."""
        return cls(
            {str(face): Watched(*values) for face, *values in state["faces"]},  # type: ignore[arg-type]
            {(str(voice), str(face)): Heard(*values) for voice, face, *values in state["pairs"]},  # type: ignore[arg-type]
        )


def _lay(onto: NDArray[np.uint8], trace: NDArray[np.uint8], start: int) -> None:
    """Puts a trace into another from a slot on, as far as it reaches."""
    low, high = max(0, start), min(len(onto), start + len(trace))
    if low < high:
        onto[low:high] = np.maximum(onto[low:high], trace[low - start : high - start])


def _sync(
    levels: NDArray[np.uint8], loudness: NDArray[np.float32], seen: NDArray[np.bool_], options: LipsOptions
) -> float:
    """Log-odds that the movement goes with the sound, of one turn; 0 where there is too little to tell."""
    top = float(np.nanpercentile(loudness, 90))
    sound = np.clip(np.nan_to_num(loudness, nan=-200.0).astype(np.float64) - (top - 30.0), 0.0, 30.0)
    change = _smooth(np.abs(np.diff(sound, prepend=sound[:1])))
    movement = _smooth(np.sqrt(np.maximum(levels.astype(np.float64) - 1, 0.0)))
    best, most = 0.0, round(options.lag * TRACE_RATE_HZ)
    for lag in range(-most, most + 1):
        count = len(movement) - abs(lag)
        both = seen[max(0, lag) :][:count] & seen[max(0, -lag) :][:count]
        one, other = movement[max(0, lag) :][:count][both], change[max(0, -lag) :][:count][both]
        if len(one) < TRACE_RATE_HZ // 2 or one.std() < 1e-6 or other.std() < 1e-6:
            continue
        best = max(best, float(np.corrcoef(one, other)[0, 1]))
    chance = max(0.08, options.chance_spread / (int(seen.sum()) / TRACE_RATE_HZ) ** 0.5)
    spread = (options.sync_spread**2 + chance**2) ** 0.5
    if chance > 0.5 * options.sync:  # too short: what chance gives reaches what a speaker gives
        return 0.0
    by_chance = ((best - chance) / chance) ** 2 / 2 + float(np.log(chance))
    by_speech = ((best - options.sync) / spread) ** 2 / 2 + float(np.log(spread))
    if best > options.sync:
        by_speech = float(np.log(spread))  # better than expected is no argument against
    return float(min(max(options.sync_weight * (by_chance - by_speech), options.sync_least), options.sync_most))


def _smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean over 0.2 s."""
    return np.convolve(np.pad(values, 2, mode="edge"), np.full(5, 0.2), mode="valid")
