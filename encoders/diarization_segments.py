"""Who speaks when within a turn, by pyannote's segmentation network over overlapping windows.

The network tells up to three voices apart in ten seconds, also when they speak at once.  The voices of a
window are matched to those of the windows before by what both say of the sound that they share.  As many speak at
a frame as the windows that see it say on average, and those are the voices that most windows hear (Bredin 2023,
without the second clustering: `Speakers` does that online).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..streams.types import SAMPLE_RATE, Samples
from .diarization import Stretch, Track, joined, samples_of
from .pyannote import FRAME_OFFSET, FRAME_STEP, SPEAKERS, WINDOW, Segmentation

Frames = NDArray[np.bool_]
"""(frames, voices): who speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentOptions:
    """How finely to look. Seconds."""

    step: float = 2.0
    """Between windows, each 40 ms of CPU. With 1 s nothing more was gained, with 5 s quick exchanges blur."""
    margin: float = 5.0
    """The first window begins so long before the turn, the last one ends so long after it; less gives more of what
    precedes the turn, and a blurred end."""
    min_speech: float = 0.15
    """Shorter stretches of a voice are dropped."""
    min_pause: float = 0.3
    """Shorter pauses of a voice are filled."""
    min_shared: float = 0.2
    """Windows that agree on less speech than this do not tell that two voices are one."""
    max_voices: int = 8
    """Kept apart within one turn."""


SETTINGS = {"fast": SegmentOptions(step=3.0, margin=3.0), "accurate": SegmentOptions()}
"""The named settings of `EarsOptions.diarization`."""


class SegmentingDiarizer:
    """Cuts turns at changes of speaker, to 17 ms; voices may overlap."""

    def __init__(self, *, options: SegmentOptions | None = None, threads: int = 1) -> None:
        """Opens the network (20 ms).

        Raises:
            ModelMissing: It is not there.
            ModelError: It is something else.
        """
        self._options = options or SegmentOptions()
        self._network = Segmentation(threads=threads)

    @property
    def context(self) -> int:
        """One window."""
        return WINDOW

    def split(self, samples: Samples, position: int, turn: Stretch) -> Sequence[Track]:
        """See `Diarizer`. The sound after the turn, where there is some, is heard too."""
        windows = self._windows(position, position + len(samples), turn)
        first = windows[0] // FRAME_STEP
        count = (windows[-1] + WINDOW) // FRAME_STEP + 1 - first
        votes = np.zeros((count, self._options.max_voices), np.int32)
        seen, speaking = np.zeros((count, 1), np.int32), np.zeros((count, 1), np.int32)
        for start in windows:
            active = self._network.activity(samples[max(0, start - position) : start + WINDOW - position])
            low = round((start + FRAME_OFFSET) / FRAME_STEP) - first
            view = votes[low : low + len(active)]
            seen[low : low + len(active)] += 1
            speaking[low : low + len(active)] += active.sum(axis=1, keepdims=True)
            for voice, place in self._match(view, active, np.asarray(votes.any(axis=0))):
                view[:, place] += active[:, voice]
        at_once = np.floor(speaking / np.maximum(seen, 1) + 0.5)
        ranks = np.argsort(np.argsort(-votes, axis=1, kind="stable"), axis=1, kind="stable")
        return self._tracks((ranks < at_once) & (votes > 0), first, max(position, turn[0] - WINDOW), turn)

    def _windows(self, low: int, high: int, turn: Stretch) -> list[int]:
        """Where windows start, in order; the turn stands in them at various places, silence after the sound."""
        margin, step = samples_of(self._options.margin), samples_of(self._options.step)
        starts = [max(low, high - WINDOW + margin)]
        while starts[-1] - step >= max(low, turn[0] - margin):
            starts.append(starts[-1] - step)
        return starts[::-1]

    def _match(self, votes: NDArray[np.int32], active: Frames, is_used: NDArray[np.bool_]) -> list[tuple[int, int]]:
        """(voice of the window, voice of the turn), those with most in common first; new voices take free places."""
        common = (votes > 0).T.astype(np.int32) @ active.astype(np.int32)  # (max_voices, SPEAKERS) frames
        least = self._options.min_shared * SAMPLE_RATE / FRAME_STEP
        places: dict[int, int] = {}
        for shared, voice, place in sorted(
            (-common[place, voice], voice, place) for place, voice in np.ndindex(common.shape)
        ):
            if -shared >= least and voice not in places and place not in places.values():
                places[voice] = place
        new = [voice for voice in range(SPEAKERS) if voice not in places and np.any(active[:, voice])]
        free = np.flatnonzero(~is_used).tolist()
        return [*places.items(), *zip(new, free, strict=False)]

    def _tracks(self, active: Frames, first: int, heard: int, turn: Stretch) -> list[Track]:
        """Frames to samples, pauses filled and bursts dropped; what was heard before the turn as it is."""
        gap, least = samples_of(self._options.min_pause), samples_of(self._options.min_speech)
        alone = active & (active.sum(axis=1, keepdims=True) == 1)
        tracks = []
        for voice in range(active.shape[1]):
            stretches = joined(_stretches(active[:, voice], first, turn), gap)
            kept = tuple(stretch for stretch in stretches if stretch[1] - stretch[0] >= least)
            if kept:
                before = _stretches(active[:, voice], first, (heard, turn[0]))
                tracks.append(Track(kept, _stretches(alone[:, voice], first, turn), before))
        return sorted(tracks, key=lambda track: track.stretches)


def _stretches(active: NDArray[np.bool_], first: int, turn: Stretch) -> tuple[Stretch, ...]:
    """Runs of active frames, as samples within the turn (or another stretch)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], active, [False]]).astype(np.int8)))
    places = [min(max((first + int(edge)) * FRAME_STEP, turn[0]), turn[1]) for edge in edges]
    return tuple((start, end) for start, end in zip(places[::2], places[1::2], strict=True) if start < end)
