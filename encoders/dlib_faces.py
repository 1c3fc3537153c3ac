"""Faces by dlib: a HOG detector for frontal faces, and a ResNet that makes 128 numbers of a face.

dlib counts two faces as one person below a distance of 0.6 of its raw vectors, whose norm is about 1.43.
Ours have norm 1: there the same border lies at a distance of 0.42 (a cosine of 0.91).  On the photographs
of the test media the same person's are 0.17–0.38 apart and different people's 0.47 or more.

The detector is that of Dalal & Triggs 2005 with five sub-detectors (frontal, two half-turned, two tilted).
It finds whole faces of 80 pixels or more; where a thorough look is asked for, MTCNN looks for small and partial
ones as well, and HOG then says which of these are whole: a face that only MTCNN finds says little of who it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from ..streams.errors import ModelMissing
from ..streams.types import Image
from .models import locate
from .types import EncoderInfo, Region

if TYPE_CHECKING:
    from .mtcnn import MtcnnFaceDetector, MtcnnLandmarks

_HALF_TURNED = frozenset({1, 2})
"""Sub-detectors whose faces are not seen from the front: less good to tell people by."""


PARTIAL = 0.05
"""The most confidence in a face that is covered, cut off or seen from the side, so that whole ones of the same
track outweigh it, and nobody is enrolled by it; half of what HOG gives the least clear of its own."""
_WHOLE_SIDE = 120  # pixels of a face that is looked at again: HOG's window is 80 of them
_CHIP = 150
_CHIP_POINTS = np.asarray([(47.2, 44.6), (101.8, 44.6), (74.5, 77.7), (49.8, 103.2), (99.2, 103.2)], np.float32)
"""Where eyes, nose and mouth are in a chip that dlib cuts out by its own landmarks: mean of 14 photographs."""


class DlibFaceDetector:
    """Frontal faces in a picture, by HOG: 0.045 s for 960 × 540 pixels. A thorough look: 0.1–0.3 s."""

    def __init__(
        self,
        *,
        max_side: int = 960,
        upsample: int = 0,
        min_score: float = 0.1,
        max_enlarged: float = 2.0,
        min_partial: float = 0.9,
    ) -> None:
        """Builds the detector (0.1 s; its weights are inside dlib).

        Args:
            max_side: Larger pictures are scaled down to it. The smallest face found is 80 pixels wide after that.
            upsample: How often the picture is doubled for smaller faces; each costs four times as much.
            min_score: The detector's own score, from which on a face is one. False boxes lie mostly below 0.3, but
                so do small dark faces; `tracks` wants more of a face that was seen once only.
            max_enlarged: Smaller pictures are enlarged by as much, at most to `max_side`: a small picture then costs
                no more than a large one, and its small faces are found.
            min_partial: MTCNN's score from which on a face that HOG does not find is one beside others (thorough
                looks only): false boxes had up to 0.92 on the photographs. Where nothing else is in a picture, its
                clearest is taken, from 0.7 on.
        """
        self._detector = dlib.get_frontal_face_detector()
        self._max_side, self._max_enlarged = max_side, max_enlarged
        self._upsample = upsample
        self._min_score, self._min_partial = min_score, min_partial

    def detect(self, image: Image, *, thorough: bool = False) -> Sequence[tuple[Region, float]]:
        """Boxes with confidence 0..1 (1 - exp(-score), less for a half-turned face), clearest first.

        Args:
            image: The picture.
            thorough: Look for small and partial faces too; the latter's confidence is at most `PARTIAL`. For single
                pictures: it costs some times as much. Without MTCNN's weights only small ones are found besides.
        """
        found = self._whole(image, self._scale(image))
        if thorough:
            found += self._closer(image, [region for region, _ in found])
        return sorted(found, key=lambda face: (-face[1], face[0].left, face[0].top))

    def _scale(self, image: Image) -> float:
        scale = self._max_side / float(max(image.shape[:2]))
        return min(scale, self._max_enlarged) if scale > 1 else scale

    def _whole(self, image: Image, scale: float) -> list[tuple[Region, float]]:
        """What HOG finds in the picture at this scale."""
        if scale != 1:
            size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
            way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
            image = np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)
        height, width = image.shape[:2]
        boxes, scores, views = self._detector.run(np.ascontiguousarray(image), self._upsample, self._min_score)
        found = []
        for box, score, view in zip(boxes, scores, views, strict=True):
            confidence = (1 - math.exp(-max(0.0, score))) * (0.8 if view in _HALF_TURNED else 1.0)
            region = Region(
                max(0.0, box.left() / width),
                max(0.0, box.top() / height),
                min(1.0, (box.right() + 1) / width),
                min(1.0, (box.bottom() + 1) / height),
            )
            found.append((region, confidence))
        return found

    def _closer(self, image: Image, known: Sequence[Region]) -> list[tuple[Region, float]]:
        """Faces that MTCNN finds besides: whole ones with HOG's confidence, partial ones with a low one."""
        if self._mtcnn is None:
            return [face for face in self._whole(image, 2 * self._scale(image)) if _is_new(face[0], known)]
        found: list[tuple[Region, float]] = []
        boxes = self._mtcnn.detect(image)
        if not (boxes or known):  # its networks see some half-covered faces in the mirror only
            mirrored = self._mtcnn.detect(np.ascontiguousarray(image[:, ::-1]))
            boxes = [(Region(1 - each.right, each.top, 1 - each.left, each.bottom), score) for each, score in mirrored]
        for region, score in boxes:
            if not _is_new(region, [*known, *(each for each, _ in found)]):
                continue
            whole = self._around(image, region)
            if whole or score >= self._min_partial or not (known or found):
                found.append((region, max(whole, PARTIAL * score)))
        return found

    def _around(self, image: Image, region: Region) -> float:
        """HOG's confidence that a whole face is where MTCNN found one; 0 where it finds none."""
        height, width = image.shape[:2]
        x, y = region.center[0] * width, region.center[1] * height
        side = max((region.right - region.left) * width, (region.bottom - region.top) * height, 1.0)
        left, top = max(0, int(x - 1.2 * side)), max(0, int(y - 1.2 * side))
        crop = image[top : math.ceil(y + 1.2 * side), left : math.ceil(x + 1.2 * side)]
        h, w = crop.shape[:2]
        own = Region(
            (region.left * width - left) / w, (region.top * height - top) / h,
            (region.right * width - left) / w, (region.bottom * height - top) / h,
        )  # fmt: skip
        seen = self._whole(crop, _WHOLE_SIDE / side)
        return max((confidence for face, confidence in seen if face.iou(own) >= 0.3), default=0.0)

    @cached_property
    def _mtcnn(self) -> MtcnnFaceDetector | None:
        from .mtcnn import MtcnnFaceDetector

        try:
            return MtcnnFaceDetector(max_side=self._max_side)
        except ModelMissing:
            return None


def _is_new(region: Region, known: Sequence[Region]) -> bool:
    return all(region.iou(other) < 0.3 for other in known)


class DlibFaceEncoder:
    """128 numbers for each face, 0.075 s each; see the module on distances."""

    def __init__(self) -> None:
        """Opens the two files (0.4 s) by path: importing the package that carries them fails.

        A face is cut out upright by MTCNN's landmarks: with them 39 of 40 half-covered photographs were nearer to their
        own person than any of them was to somebody else; with dlib's 5 points 32.  Without those weights, dlib's points
        are used; the vectors of clear faces are nearly the same (cosine 0.989 or more).  The data behind dlib's 68
        points is not for commercial use.

        Raises:
            ModelMissing: face_recognition_models is not installed.
        """
        self._landmarks = dlib.shape_predictor(str(locate("dlib-landmarks")))
        self._network = dlib.face_recognition_model_v1(str(locate("dlib-resnet")))

    @property
    def info(self) -> EncoderInfo:
        """Version 1 is the only one that dlib has published."""
        return EncoderInfo("dlib-resnet", "1", 128)

    @cached_property
    def _finer(self) -> MtcnnLandmarks | None:
        from .mtcnn import MtcnnLandmarks

        try:
            return MtcnnLandmarks()
        except ModelMissing:
            return None

    def encode(self, image: Image, regions: Sequence[Region]) -> NDArray[np.float32]:
        """(n, 128), rows of norm 1, one for each box of the picture."""
        vectors = np.zeros((len(regions), 128), np.float32)
        for i, region in enumerate(regions):
            vector = np.asarray(self._network.compute_face_descriptor(self.upright(image, region)), np.float64)
            vectors[i] = vector / np.linalg.norm(vector)
        return vectors

    def upright(self, image: Image, region: Region) -> Image:
        """The face cut out upright, eyes and mouth always in the same places: (150, 150, 3)."""
        if self._finer is not None:
            points = self._finer.points(image, [region])[0]
            return _upright(image, points)
        height, width = image.shape[:2]
        corners = region.left * width, region.top * height, region.right * width - 1, region.bottom * height - 1
        image = np.ascontiguousarray(image)
        face = self._landmarks(image, dlib.rectangle(*(round(corner) for corner in corners)))
        return np.asarray(dlib.get_face_chip(image, face, size=_CHIP), np.uint8)


def _upright(image: Image, points: NDArray[np.float32]) -> Image:
    """Moves, turns and scales the picture so that the points come as near as can be to a chip's (Umeyama 1991)."""
    middle, goal = points.mean(axis=0), _CHIP_POINTS.mean(axis=0)
    own = points - middle
    x, y = own.T.astype(np.float64)
    u, v = (_CHIP_POINTS - goal).T.astype(np.float64)
    size = max(float((x * x + y * y).sum()), 1e-6)
    a, b = float((x * u + y * v).sum()) / size, float((x * v - y * u).sum()) / size  # scale × cosine, scale × sine
    shrink = int(0.7 / max(math.hypot(a, b), 1e-3))
    if shrink > 1:  # a linear interpolation of a much larger face would pick single pixels
        size_xy = max(1, image.shape[1] // shrink), max(1, image.shape[0] // shrink)
        ratio = np.asarray([size_xy[0] / image.shape[1], size_xy[1] / image.shape[0]], np.float32)
        return _upright(np.asarray(cv2.resize(image, size_xy, interpolation=cv2.INTER_AREA), np.uint8), points * ratio)
    turn = np.asarray([[a, -b], [b, a]])
    move = goal - turn @ middle.astype(np.float64)
    chip = cv2.warpAffine(image, np.hstack([turn, move[:, None]]), (_CHIP, _CHIP), flags=cv2.INTER_LINEAR)
    return np.asarray(chip, np.uint8)
