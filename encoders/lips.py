"""How much a mouth moves: the film's own pictures compared with one another, glimpse by glimpse.

Between two sampled frames a face is followed from where it was detected.  From one glimpse to the next the upper
face (eyes and nose) and the mouth are registered, each by its own best shift (Gauss-Newton on brightness, after Lucas
& Kanade 1981), so that a head that moves, nods or comes nearer, and a photograph that is panned, zoomed or lit
otherwise, leave next to nothing.  What a shift cannot explain is put in relation to the slopes of the picture: it
is then a movement, in widths of the face.  That of the mouth, less that of the upper face (noise, compression,
turning), is the mouth's movement.

Where the upper face cannot be found again (a cut, a hand before it), nothing is measured until the face is
detected anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..streams.types import Glimpse, Luma, Span
from .types import TRACE_RATE_HZ, Region

MOVEMENT_STEP = 1 / 10_000
"""Widths of the face by which a byte of a trace grows: 254 steps reach 2.5 %."""


_FLAT = 0.25
"""Grey levels a pixel, on average, below which there is nothing to register: darkness, glare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LipOptions:
    """How mouths are watched. Boxes are in shares of a detected face's box: eyes at 0.3, mouth at 0.8 of its height."""

    upper: tuple[float, float, float, float] = (0.10, 0.12, 0.90, 0.58)
    """Left, top, right, bottom of the upper face."""
    mouth: tuple[float, float, float, float] = (0.24, 0.62, 0.76, 0.98)
    side: int = 72
    """Pixels to which a face's width is scaled."""
    upper_share: float = 1.5
    """How much of the upper face's movement the mouth's is reduced by."""
    most: float = 0.02
    """Movement of the upper face, in widths, from which on it has been lost (real film: 0.003, one in fifty 0.02)."""
    farthest: float = 0.14
    """Widths of a face that it moves between two glimpses at most."""
    longest_step: float = 0.25
    """Seconds between two glimpses beyond which they are not compared."""


@dataclass(slots=True)
class _Step:
    start: float
    end: float
    movement: float


class Mouth:
    """The mouth of one followed face: `detect` says where it is, `look` compares two glimpses."""

    def __init__(self, options: LipOptions | None = None) -> None:
        self._options = options or LipOptions()
        self._box: tuple[float, float, float, float] | None = None  # in fractions of the picture
        self._steps: list[_Step] = []

    def detect(self, region: Region) -> None:
        """The face was detected there, in the picture that was glimpsed last or is next."""
        self._box = (region.left, region.top, region.right, region.bottom)

    def lose(self) -> None:
        """The face was looked for and not found: nothing is measured until it is."""
        self._box = None

    def look(self, before: Glimpse, now: Glimpse) -> None:
        """Measures the movement between two glimpses, and follows the face. 0.3 ms."""
        seconds = now.time - before.time
        if self._box is None or not 0 < seconds <= self._options.longest_step:
            return
        found = _Pair.of(before.luma, now.luma, self._box, self._options)
        if found is None:
            self._box = None
            return
        (dx, dy), upper = found.shift(self._options.upper)
        if upper > self._options.most or math.hypot(dx, dy) > self._options.farthest * self._options.side:
            self._box = None
            return
        _, mouth = found.shift(self._options.mouth, start=(dx, dy))
        left, top, right, bottom = self._box
        dx, dy = dx * found.pixel[0], dy * found.pixel[1]
        self._box = left + dx, top + dy, right + dx, bottom + dy
        moved = max(0.0, mouth - self._options.upper_share * upper)
        self._steps.append(_Step(before.time, now.time, moved))

    def trace(self, span: Span) -> bytes:
        """One byte per 1 / TRACE_RATE_HZ s of the span: 0 where nothing was measured, else 1 + movement in steps."""
        count = math.ceil(span.duration * TRACE_RATE_HZ - 1e-6)
        sums, seconds = np.zeros(count), np.zeros(count)
        for step in self._steps:
            first = max(0, math.floor((step.start - span.start) * TRACE_RATE_HZ))
            last = min(count, math.ceil((step.end - span.start) * TRACE_RATE_HZ))
            for slot in range(first, last):
                low = span.start + slot / TRACE_RATE_HZ
                shared = max(0.0, min(step.end, low + 1 / TRACE_RATE_HZ) - max(step.start, low))
                sums[slot] += shared * step.movement
                seconds[slot] += shared
        if not seconds.any():
            return b""
        known = seconds > 0.25 / TRACE_RATE_HZ
        levels = np.rint(sums / np.maximum(seconds, 1e-9) / MOVEMENT_STEP)
        return np.where(known, 1 + np.clip(levels, 0, 254), 0).astype(np.uint8).tobytes()


class _Pair:
    """The surroundings of a face in two glimpses, at one scale."""

    def __init__(
        self, before: NDArray[np.float32], now: NDArray[np.float32], face: tuple[float, float, float, float],
        pixel: tuple[float, float],
    ) -> None:  # fmt: skip
        self._before, self._now = before, now
        self._face = face  # left, top, width, height in scaled pixels
        self.pixel = pixel
        """A scaled pixel in fractions of the picture, across and down."""

    @classmethod
    def of(cls, before: Luma, now: Luma, box: tuple[float, float, float, float], options: LipOptions) -> _Pair | None:
        """None where the face is not whole in the picture, or the picture's size has changed."""
        if before.shape != now.shape:
            return None
        height, width = now.shape
        left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
        margin = 0.12 * (right - left)
        x0, y0 = math.floor(left - margin), math.floor(top - margin)
        x1, y1 = math.ceil(right + margin), math.ceil(bottom + margin)
        x0, y0, x1, y1 = max(0, x0), max(0, y0), min(width, x1), min(height, y1)
        scale = options.side / max(right - left, 1.0)
        size = round((x1 - x0) * scale), round((y1 - y0) * scale)
        if right - left < 16 or min(size) < options.side // 2:
            return None
        across, down = size[0] / (x1 - x0), size[1] / (y1 - y0)
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        parts = [_soft(cv2.resize(luma[y0:y1, x0:x1], size, interpolation=how)) for luma in (before, now)]
        face = (left - x0) * across, (top - y0) * down, (right - left) * across, (bottom - top) * down
        return cls(parts[0], parts[1], face, (1 / across / width, 1 / down / height))

    def shift(
        self, part: tuple[float, float, float, float], *, start: tuple[float, float] = (0.0, 0.0)
    ) -> tuple[tuple[float, float], float]:
        """The best shift of a part of the face, in scaled pixels, and the movement left, in widths of the face."""
        left, top, width, height = self._face
        rows, columns = self._before.shape
        x0, x1 = max(1, round(left + part[0] * width)), min(columns - 1, round(left + part[2] * width))
        y0, y1 = max(1, round(top + part[1] * height)), min(rows - 1, round(top + part[3] * height))
        if x1 - x0 < 8 or y1 - y0 < 6:
            return start, math.inf
        block = self._before[y0:y1, x0:x1]
        slope_x = (self._before[y0:y1, x0 + 1 : x1 + 1] - self._before[y0:y1, x0 - 1 : x1 - 1]) / 2
        slope_y = (self._before[y0 + 1 : y1 + 1, x0:x1] - self._before[y0 - 1 : y1 - 1, x0:x1]) / 2
        slopes = float(np.abs(slope_x).mean() + np.abs(slope_y).mean())
        if slopes < _FLAT:
            return start, math.inf
        contrast = (block - block.mean()).ravel()
        flat = np.stack([slope_x.ravel(), slope_y.ravel(), contrast, np.ones(block.size, np.float32)])
        normal = np.asarray(flat @ flat.T, np.float64)  # shift across, shift down, gain and offset of the light
        normal[np.diag_indices(4)] *= 1.001
        dx, dy = start
        rest = contrast
        for _ in range(4):
            rest = (self._patch(x0 + dx, y0 + dy, (x1 - x0, y1 - y0)) - block).ravel()
            solved = np.linalg.solve(normal, np.asarray(flat @ rest, np.float64))
            rest = rest - (solved[2:].astype(np.float32) @ flat[2:])
            if abs(solved[0]) + abs(solved[1]) < 0.01:
                break
            dx, dy = dx - float(solved[0]), dy - float(solved[1])
        return (dx, dy), float(np.abs(rest).mean()) / max(slopes, 1.0) / width

    def _patch(self, x: float, y: float, size: tuple[int, int]) -> NDArray[np.float32]:
        """A block of the later glimpse from (x, y) on, between its pixels."""
        matrix = np.array([[1, 0, x], [0, 1, y]], np.float64)
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(self._now, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE), np.float32
        )


def _soft(part: NDArray[Any]) -> NDArray[np.float32]:
    """Without the finest grain, which no shift explains."""
    return np.asarray(cv2.GaussianBlur(np.asarray(part, np.float32), (5, 5), 1.0), np.float32)
