"""One detection of a face with its surroundings cut out, and how good a picture of it that is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ..streams.types import Frame, Image, Vector
from .types import Region

SIDE = 220
"""Pixels of a crop that waits for embedding: the encoder looks at 150 of them."""


@dataclass(slots=True, eq=False)
class Moment:
    """One detection, with its surroundings cut out."""

    time: float
    region: Region
    confidence: float
    quality: float
    """0..1: the detector's confidence, less for small and blurred faces."""
    crop: Image
    """The face with half its size around it, at most `SIDE` pixels wide."""
    inside: Region
    """The face in the crop."""
    vector: Vector | None = None


def moment_of(frame: Frame, region: Region, confidence: float) -> Moment:
    """A detection in a frame."""
    height, width = frame.image.shape[:2]
    x, y = region.center[0] * width, region.center[1] * height
    size = max((region.right - region.left) * width, (region.bottom - region.top) * height)  # of the face, pixels
    left, top = max(0, round(x - size)), max(0, round(y - size))
    right, bottom = min(width, round(x + size) + 1), min(height, round(y + size) + 1)
    crop = frame.image[top:bottom, left:right]
    w, h = right - left, bottom - top
    inside = Region(
        (region.left * width - left) / w, (region.top * height - top) / h,
        (region.right * width - left) / w, (region.bottom * height - top) / h,
    )  # fmt: skip
    quality = confidence * min(1.0, size / 80) * _sharpness(crop)
    return Moment(frame.time, region, confidence, max(1e-3, quality), shrunk(crop, SIDE), inside)


def _sharpness(crop: Image) -> float:
    """0.3..1 by the variance of the Laplacian at a fixed size; motion blur is below 50, a clear face above 200."""
    gray = cv2.cvtColor(cv2.resize(crop, (96, 96), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return float(np.clip(cv2.Laplacian(gray, cv2.CV_32F).var() / 200, 0.3, 1.0))


def shrunk(crop: Image, side: int) -> Image:
    """The picture, at most `side` pixels wide and high; a copy, since a view would keep the whole frame alive."""
    height, width = crop.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return crop.copy()
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), np.uint8)
