"""The change gate: lets through the frames in which something has changed.

It stands after the source and before the encoders, because what it keeps depends on what it kept before:
`reset` it at each clip boundary (as faces and signs are closed there), and a restart at any clip
keeps the same frames as an unbroken run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .errors import ConfigError
from .types import Frame, Image


@dataclass(frozen=True, slots=True, kw_only=True)
class GateOptions:
    """What counts as a change."""

    max_still: float = 2.0
    """Seconds: a frame is kept at least this often."""
    level: int = 10
    """Grey levels (0..255) that a spot of the thumbnail must change by."""
    share: float = 0.003
    """Share of the thumbnail's spots that must change, 0..1; 0.003 is a short word on a sign."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.max_still) and self.max_still >= 0 and 0 <= self.share <= 1):
            msg = f"streams.gate: max_still must be >= 0 seconds and share 0..1 (found: {self.max_still}, {self.share})"
            raise ConfigError(msg)


class ChangeGate:
    """Drops frames that show what the last kept frame showed."""

    def __init__(self, options: GateOptions = GateOptions()) -> None:
        self._options = options
        self._kept: NDArray[np.int16] | None = None
        self._kept_at = -math.inf

    def admits(self, frame: Frame) -> bool:
        """Whether the frame is kept; then the next ones are compared with it. About 0.3 ms."""
        thumbnail = _thumbnail(frame.image)
        if not self._has_changed(thumbnail) and frame.time - self._kept_at < self._options.max_still - 1e-6:
            return False
        self._kept, self._kept_at = thumbnail, frame.time
        return True

    def reset(self) -> None:
        """Forgets: the next frame is kept."""
        self._kept, self._kept_at = None, -math.inf

    def _has_changed(self, thumbnail: NDArray[np.int16]) -> bool:
        if self._kept is None:
            return True
        changed = np.abs(thumbnail - self._kept) > self._options.level
        return float(changed.mean()) > self._options.share


def _thumbnail(image: Image) -> NDArray[np.int16]:
    """(54, 96) grey levels; averaging over areas takes the noise out."""
    small = cv2.resize(image, (96, 54), interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.int16)
