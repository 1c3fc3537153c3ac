"""Where a stream may be cut: the picture changes altogether while nobody speaks.

Both detectors look at one clip only and forget at its end, so what they say does not depend on where a
run began.
"""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from .types import SAMPLE_RATE, Frame, Image, Sound

BLOCK = SAMPLE_RATE // 20
"""Samples of which one loudness is taken: 50 ms."""
MAX_BLOCKS = 20 * 600
"""Loudnesses that are remembered: ten minutes; clips are far shorter."""


class SceneCut:
    """Says whether a frame shows something else than the frame before it."""

    def __init__(self, threshold: float) -> None:
        """`threshold` is the share of the picture whose colours are new, 0..1."""
        self._threshold = threshold
        self._previous: NDArray[np.float32] | None = None

    def push(self, frame: Frame) -> bool:
        """Takes the next frame. The first one is no cut. About 0.3 ms."""
        histogram = _colours(frame.image)
        previous, self._previous = self._previous, histogram
        if previous is None:
            return False
        return float(np.abs(histogram - previous).sum()) / 2 > self._threshold

    def reset(self) -> None:
        """Forgets the last frame."""
        self._previous = None


class Quiet:
    """Says whether nobody speaks just before a time: by energy, against the loudest of the clip."""

    def __init__(self, *, seconds: float, floor: float, share: float) -> None:
        """Quiet is `seconds` below `floor` (RMS, 0..1) or below `share` of the clip's loud parts."""
        self._seconds = seconds
        self._floor = floor
        self._share = share
        self._blocks: deque[tuple[float, float]] = deque(maxlen=MAX_BLOCKS)  # (end, RMS)

    def push(self, sound: Sound) -> None:
        """Takes the next chunk."""
        for start in range(0, len(sound.samples), BLOCK):
            block = sound.samples[start : start + BLOCK]
            loudness = float(np.sqrt(np.mean(np.square(block, dtype=np.float64))))
            self._blocks.append((sound.time + (start + len(block)) / SAMPLE_RATE, loudness))

    def is_quiet(self, time: float) -> bool:
        """Whether the time is preceded by silence; without any sound it always is."""
        if not self._blocks:
            return True
        loud = float(np.percentile([loudness for _, loudness in self._blocks], 90))
        limit = max(self._floor, self._share * loud)
        return all(rms <= limit for end, rms in self._blocks if time - self._seconds < end <= time + 1e-6)

    def reset(self) -> None:
        """Forgets what was heard."""
        self._blocks.clear()


def _colours(image: Image) -> NDArray[np.float32]:
    """Histogram of 4 x 4 areas of the picture by colour, (4 * 4 * 64,), sum 1.

    Areas, because a change of place is a change of the picture; 4 levels a channel, so that light that
    flickers is none.
    """
    small = np.asarray(cv2.resize(image, (64, 64), interpolation=cv2.INTER_AREA), np.int32)
    levels = small >> 6
    code = levels[..., 0] * 16 + levels[..., 1] * 4 + levels[..., 2]  # (64, 64), 0..63
    rows, columns = np.indices(code.shape) // 16
    counts = np.bincount(((rows * 4 + columns) * 64 + code).ravel(), minlength=1024)
    return np.asarray(counts / code.size, np.float32)
