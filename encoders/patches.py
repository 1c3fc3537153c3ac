"""Finding a small piece of a picture again in the next picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ..streams.types import Image
from .types import Region

_HEIGHT = 24  # pixels a patch is scaled to: enough to tell letters
_WIDTH = 288
_OTHER = 0.2  # how much worse than the middle one a part must fit to be another letter
_REACH = 0.5  # of its height: how far it may have moved


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A piece of a picture in grey, with the scale that it is kept at."""

    gray: NDArray[np.uint8]
    """(height, width), small."""
    scale: float
    """Pixels of `gray` for one of the picture."""

    @classmethod
    def of(cls, image: Image, region: Region) -> Patch:
        """The region's picture."""
        height, width = image.shape[:2]
        box_height, box_width = (region.bottom - region.top) * height, (region.right - region.left) * width
        scale = min(1.0, max(_HEIGHT / max(1.0, box_height), 8 / max(1.0, box_height)), _WIDTH / max(1.0, box_width))
        return cls(_gray(image, region, scale), scale)

    def find(self, image: Image, near: Region, *, whole: float = 0.8, part: float = 0.5) -> Region | None:
        """Where it is now, None where it is not.

        Args:
            image: The next picture.
            near: Where it was.
            whole: Correlation (-1..1) that it must have.
            part: What each of its parts must have, so that one other word makes another sign.
        """
        height, width = image.shape[:2]
        reach = _REACH * (near.bottom - near.top)
        reach_x = reach * height / width
        left, top = max(0.0, near.left - reach_x), max(0.0, near.top - reach)
        window = Region(left, top, min(1.0, near.right + reach_x), min(1.0, near.bottom + reach))
        area = _gray(image, window, self.scale)
        h, w = self.gray.shape
        if area.shape[0] < h or area.shape[1] < w:
            return None
        fits = cv2.matchTemplate(area, self.gray, cv2.TM_CCOEFF_NORMED)
        _, best, _, (x, y) = cv2.minMaxLoc(fits)
        if best < whole or self._has_other_part(area[y : y + h, x : x + w], part):
            return None
        dx = left + x / self.scale / width - near.left
        dy = top + y / self.scale / height - near.top
        return Region(near.left + dx, near.top + dy, near.right + dx, near.bottom + dy)

    def _has_other_part(self, there: NDArray[np.uint8], least: float) -> bool:
        """Whether a part of about a letter fits much worse than the rest: another digit among the same ones.

        Where nothing moved the others fit at 1.00 and an exchanged digit at 0.7; where all has moved by half a
        pixel, or is noisy, all fit alike at 0.8 or so.
        """
        height, width = self.gray.shape
        count = max(1, round(width / (0.7 * height)))
        fits = []
        for mine, other in zip(np.array_split(self.gray, count, 1), np.array_split(there, count, 1), strict=True):
            a, b = mine.astype(np.float32) - mine.mean(), other.astype(np.float32) - other.mean()
            if float(a.std()) > 8:  # a blank part has nothing to say
                fits.append(float((a * b).sum()) / max(1.0, float(np.linalg.norm(a) * np.linalg.norm(b))))
        return bool(fits) and min(fits) < max(least, float(np.median(fits)) - _OTHER)


def _gray(image: Image, region: Region, scale: float) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    left, top = int(region.left * width), int(region.top * height)
    right, bottom = max(left + 1, round(region.right * width)), max(top + 1, round(region.bottom * height))
    gray = cv2.cvtColor(np.ascontiguousarray(image[top:bottom, left:right]), cv2.COLOR_RGB2GRAY)
    size = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
