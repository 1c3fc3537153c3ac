"""Faces in pictures, made unrecognizable before a picture is kept.

A face becomes a mosaic of a few cells, which keeps nothing that tells people apart.  It can only be done to faces
that are found: those that were followed at the picture's time, and those that the detector finds in the picture
and in four overlapping quarters of it, each enlarged, so that faces of half the usual size are found too.  Faces
from the side, or smaller than about 1/24 of the picture's width, it may not find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from ...encoders.types import FaceDetector, Region
from ...streams.types import Image

_CELLS = 4
"""Cells of the mosaic along the shorter side of a face."""
_MARGIN = 0.3
"""How much of its size is added around a face that was found: hair and chin, and a box that sits badly."""
_QUARTER = 0.6
"""Side of the overlapping quarters, as a share of the picture's: a face on a seam is whole in one of them."""
_SIDE = 960
"""Pixels of the longer side at which a picture is looked at: the detector finds faces from a fixed size on."""


def without_faces(image: Image, detector: FaceDetector, seen: Iterable[Region] = ()) -> Image:
    """The picture with all faces made unrecognizable: `seen` and those that the detector finds. About 0.25 s."""
    regions = [*seen, *_found(image, detector)]
    return mosaic(image, [grown(region, _MARGIN) for region in regions])


def only_inside(image: Image, region: Region) -> Image:
    """The picture with everything outside of a box made unrecognizable: a neighbour's face in the crop of a face."""
    covered = mosaic(image, [Region(0.0, 0.0, 1.0, 1.0)])
    top, bottom, left, right = _pixels(image, region)
    covered[top:bottom, left:right] = image[top:bottom, left:right]
    return covered


def place_in_crop(region: Region) -> Region:
    """Where a face lies in its own crop (`encoders.tracks`: half the face's size around it, cut at the borders)."""
    x, y = region.center
    width, height = region.right - region.left, region.bottom - region.top
    left, top = max(0.0, x - width), max(0.0, y - height)
    right, bottom = min(1.0, x + width), min(1.0, y + height)
    if right <= left or bottom <= top:
        return Region(0.25, 0.25, 0.75, 0.75)
    across, down = right - left, bottom - top
    return Region(
        (region.left - left) / across,
        (region.top - top) / down,
        (region.right - left) / across,
        (region.bottom - top) / down,
    )


def grown(region: Region, margin: float) -> Region:
    """The box with a share of its size added on each side, within the picture."""
    across, down = (region.right - region.left) * margin, (region.bottom - region.top) * margin
    return Region(
        max(0.0, region.left - across),
        max(0.0, region.top - down),
        min(1.0, region.right + across),
        min(1.0, region.bottom + down),
    )


def mosaic(image: Image, regions: Iterable[Region]) -> Image:
    """A copy of the picture with these boxes as a few cells of one colour each."""
    covered = image.copy()
    for region in regions:
        top, bottom, left, right = _pixels(image, region)
        if bottom <= top or right <= left:
            continue
        shorter = min(bottom - top, right - left)
        cells = max(1, round((right - left) / shorter * _CELLS)), max(1, round((bottom - top) / shorter * _CELLS))
        small = cv2.resize(covered[top:bottom, left:right], cells, interpolation=cv2.INTER_AREA)
        large = cv2.resize(small, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
        covered[top:bottom, left:right] = large
    return covered


def _found(image: Image, detector: FaceDetector) -> Iterator[Region]:
    far = 1.0 - _QUARTER
    parts = [Region(0.0, 0.0, 1.0, 1.0)]
    parts += [Region(x, y, x + _QUARTER, y + _QUARTER) for y in (0.0, far) for x in (0.0, far)]
    for part in parts:
        top, bottom, left, right = _pixels(image, part)
        cut = image[top:bottom, left:right]
        if not cut.size:
            continue
        scale = max(1.0, _SIDE / max(cut.shape[:2]))
        size = max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale))
        enlarged = np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_CUBIC), np.uint8)
        across, down = part.right - part.left, part.bottom - part.top
        for face, _ in detector.detect(enlarged):
            yield Region(
                part.left + face.left * across,
                part.top + face.top * down,
                part.left + face.right * across,
                part.top + face.bottom * down,
            )


def _pixels(image: Image, region: Region) -> tuple[int, int, int, int]:
    """(top, bottom, left, right), rounded outwards."""
    height, width = image.shape[:2]
    return (
        max(0, int(np.floor(region.top * height))),
        min(height, int(np.ceil(region.bottom * height))),
        max(0, int(np.floor(region.left * width))),
        min(width, int(np.ceil(region.right * width))),
    )
