"""Faces by dlib: a HOG detector for frontal faces, and a ResNet that makes 128 numbers of a face.

dlib counts two faces as one person below a distance of 0.6 of its raw vectors, whose norm is about 1.43.
Ours have norm 1: there the same border lies at a distance of 0.42 (a cosine of 0.91).  On the photographs
of the test media the same person's are 0.17–0.38 apart and different people's 0.47 or more.

The detector is that of Dalal & Triggs 2005 with five sub-detectors (frontal, two half-turned, two tilted).
It finds faces of 80 pixels or more; partial and profile faces it does not find.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from ..streams.types import Image
from .models import locate
from .types import EncoderInfo, Region

_HALF_TURNED = frozenset({1, 2})
"""Sub-detectors whose faces are not seen from the front: less good to tell people by."""


class DlibFaceDetector:
    """Frontal faces in a picture, by HOG. 0.045 s for 960 × 540 pixels, four times that with one upsampling."""

    def __init__(self, *, max_side: int = 960, upsample: int = 0, min_score: float = 0.1) -> None:
        """Builds the detector (0.1 s; its weights are inside dlib).

        Args:
            max_side: Larger pictures are scaled down to it. The smallest face found is 80 pixels wide after that.
            upsample: How often the picture is doubled for smaller faces; each costs four times as much.
            min_score: The detector's own score, from which on a face is one. False boxes lie mostly below 0.3, but
                so do small dark faces; `tracks` wants more of a face that was seen once only.
        """
        self._detector = dlib.get_frontal_face_detector()
        self._max_side = max_side
        self._upsample = upsample
        self._min_score = min_score

    def detect(self, image: Image) -> Sequence[tuple[Region, float]]:
        """Boxes with confidence 0..1 (1 - exp(-score), less for a half-turned face), clearest first."""
        height, width = image.shape[:2]
        scale = min(1.0, self._max_side / max(height, width))
        if scale < 1:
            size = max(1, round(width * scale)), max(1, round(height * scale))
            image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
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
        return sorted(found, key=lambda face: (-face[1], face[0].left, face[0].top))


class DlibFaceEncoder:
    """128 numbers for each face, 0.075 s each; see the module on distances."""

    def __init__(self) -> None:
        """Opens the two files (0.4 s) by path: importing the package that carries them fails.

        The 5-point landmarks are used; the data behind the 68-point ones is not for commercial use.

        Raises:
            ModelMissing: face_recognition_models is not installed.
        """
        self._landmarks = dlib.shape_predictor(str(locate("dlib-landmarks")))
        self._network = dlib.face_recognition_model_v1(str(locate("dlib-resnet")))

    @property
    def info(self) -> EncoderInfo:
        """Version 1 is the only one that dlib has published."""
        return EncoderInfo("dlib-resnet", "1", 128)

    def encode(self, image: Image, regions: Sequence[Region]) -> NDArray[np.float32]:
        """(n, 128), rows of norm 1, one for each box of the picture."""
        height, width = image.shape[:2]
        image = np.ascontiguousarray(image)
        vectors = np.zeros((len(regions), 128), np.float32)
        for i, region in enumerate(regions):
            corners = region.left * width, region.top * height, region.right * width - 1, region.bottom * height - 1
            face = self._landmarks(image, dlib.rectangle(*(round(corner) for corner in corners)))
            chip = dlib.get_face_chip(image, face, size=150)
            vector = np.asarray(self._network.compute_face_descriptor(chip), np.float64)
            vectors[i] = vector / np.linalg.norm(vector)
        return vectors
