"""One voice a track: what a track says alone is looked at in parts of two seconds.

The segmentation network follows a voice through ten seconds, and now and then goes on with another of the same
kind.  The vectors of the parts tell; where they fall into two groups that are little alike, the track is two.
The mean of the parts' vectors says what one vector of the whole says, at the same cost (measured: 0.80 and 0.81
between halves of 4 s, 0.88 and 0.88 of 8 s).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..streams.types import Samples, Vector
from .diarization import Stretch, Track, Voiced, samples_of, seconds_of
from .speakers import SpeakerOptions
from .types import VoiceEncoder

_PART = 2.0  # seconds
_SHORT = 1.0  # shorter stretches are put together
_LEAST = 0.25  # what is shorter says nothing
_SPLIT_FROM = 1.0  # seconds on both sides of a split
_MOST_PARTS = 8  # of which all ways to split are tried, 127

Part = tuple[Stretch, ...]


class Purity:
    """Listens to the parts of tracks."""

    def __init__(self, encoder: VoiceEncoder, options: SpeakerOptions, *, most: float) -> None:
        """Takes what it listens with.

        Args:
            encoder: Of voices.
            options: What is alike.
            most: Seconds of a track that are listened to, from its beginning.
        """
        self._encoder, self._options, self._most = encoder, options, most

    def voiced(
        self, track: Track, sound: Samples, first: int, *, origin: int = 0, may_cut: bool = True
    ) -> list[Voiced]:
        """The track with its vector, or the tracks that it is cut into.

        Args:
            track: What the diarizer took for one voice.
            sound: Samples from `first` on.
            first: Where they begin on the stream's grid.
            origin: The track's place in the turn.
            may_cut: Whether it may be two voices.
        """
        parts = [part for part in parts_of(track.alone, self._most) if seconds_of(part) >= _LEAST]
        rows = self._encoder.encode(
            [np.concatenate([sound[start - first : end - first] for start, end in part]) for part in parts]
        )
        heard = [i for i in range(len(parts)) if np.any(rows[i])]
        if not heard:
            return [Voiced(track, np.zeros(self._encoder.info.dim, np.float32), 0.0, origin)]
        parts, rows = [parts[i] for i in heard], rows[heard]
        seconds = np.array([seconds_of(part) for part in parts])
        every = list(range(len(parts)))
        groups = _groups(every, rows, seconds, self._options) if may_cut else [every]
        pieces = _pieces(track, parts, {i: place for place, group in enumerate(groups) for i in group}, len(groups))
        return [
            Voiced(piece, _mean(rows[group], seconds[group]), float(seconds[group].sum()), origin)
            for piece, group in zip(pieces, groups, strict=True)
            if piece.stretches
        ]


def parts_of(stretches: Sequence[Stretch], most: float) -> list[Part]:
    """Stretches cut and put together to parts of about two seconds, in order, `most` seconds of them."""
    made: list[Part] = []
    for start, end in stretches:
        length = seconds_of([(start, end)])
        count = max(1, round(length / _PART)) if length >= _SHORT else 1
        for i in range(count):
            piece = start + (end - start) * i // count, start + (end - start) * (i + 1) // count
            last = made[-1] if made else ()
            is_little = seconds_of([piece]) < _SHORT or seconds_of(last) < _SHORT
            is_room = seconds_of(last) + seconds_of([piece]) <= 1.5 * _PART
            if last and is_little and is_room and piece[0] - last[-1][1] < samples_of(_SHORT):
                made[-1] = (*last, piece)
            elif sum(map(seconds_of, made)) < most:
                made.append((piece,))
    return made


def _groups(
    group: list[int], rows: NDArray[np.float32], seconds: NDArray[np.float64], options: SpeakerOptions
) -> list[list[int]]:
    """The parts of one voice each, in order of their first; a group is cut where its halves are least alike."""
    count = len(group)
    ways = range(1, 2 ** (count - 1)) if count <= _MOST_PARTS else [(1 << i) - 1 for i in range(1, count)]
    worst, chosen = 0.0, 0
    for way in ways:
        sides = [[i for place, i in enumerate(group) if (way >> place & 1) == side] for side in (1, 0)]
        changes = sum((way >> i & 1) != (way >> (i + 1) & 1) for i in range(count - 1))
        said, others = (float(seconds[side].sum()) for side in sides)
        if changes > 2 or min(said, others) < _SPLIT_FROM:
            continue
        cosine = float(_mean(rows[sides[0]], seconds[sides[0]]) @ _mean(rows[sides[1]], seconds[sides[1]]))
        if cosine - options.wanted(said, others, options.split) < worst:
            worst, chosen = cosine - options.wanted(said, others, options.split), way
    if not chosen:
        return [group]
    halves = [[i for place, i in enumerate(group) if (chosen >> place & 1) == side] for side in (1, 0)]
    return sorted(each for half in halves for each in _groups(half, rows, seconds, options))


def _pieces(track: Track, parts: Sequence[Part], owners: dict[int, int], count: int) -> list[Track]:
    """The track cut half way between parts of two groups; what was heard before the turn is the first one's."""
    if count == 1:
        return [track]
    cuts = [
        ((parts[i][-1][1] + parts[i + 1][0][0]) // 2, owners[i + 1])
        for i in range(len(parts) - 1)
        if owners[i] != owners[i + 1]
    ]
    stretches: list[list[Stretch]] = [[] for _ in range(count)]
    for start, end in track.stretches:
        owner, begin = owners[0], start
        for place, after in cuts:
            if begin < place < end:
                stretches[owner].append((begin, place))
                begin = place
            if place < end:
                owner = after
        stretches[owner].append((begin, end))
    alone = [tuple(sorted(stretch for i in owners if owners[i] == k for stretch in parts[i])) for k in range(count)]
    return [Track(tuple(stretches[k]), alone[k], track.before if owners[0] == k else ()) for k in range(count)]


def _mean(rows: NDArray[np.float32], seconds: NDArray[np.float64]) -> Vector:
    total = (rows * seconds[:, None].astype(np.float32)).sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)
