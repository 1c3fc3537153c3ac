"""A single picture looked at closely: its faces as observations, however small or hidden they are.

For photographs that somebody gives or asks about. In a film a face that is not seen in one frame is seen in the
next, and time is dear; here there is one picture and time enough.
"""

from __future__ import annotations

from dataclasses import replace
from inspect import signature

import numpy as np

from ..streams.types import Frame, Image
from .tracks import FaceTracker, TrackOptions
from .types import FaceDetector, FaceEncoder, Observation, Region


def look(image: Image, *, detector: FaceDetector, encoder: FaceEncoder, time: float = 0.0) -> list[Observation]:
    """All faces in a picture, the clearest first, each with a vector; `confidence` is the quality (0..1).

    Args:
        image: The picture.
        detector: One whose `detect` takes `thorough` is asked for a thorough look.
        encoder: Makes vectors of faces.
        time: That the observations are to have.
    """
    if "thorough" in signature(detector.detect).parameters:
        faces = detector.detect(image, thorough=True)  # type: ignore[call-arg]  # not of every detector
    else:
        faces = detector.detect(image)
    tracker = FaceTracker(encoder, TrackOptions(min_confidence=0.0))
    seen = [*tracker.push(Frame(time, image), faces), *tracker.end(time)]
    mirror = np.ascontiguousarray(image[:, ::-1])
    return sorted((_seen_twice(face, mirror, encoder) for face in seen), key=lambda face: -face.confidence)


def _seen_twice(face: Observation, mirror: Image, encoder: FaceEncoder) -> Observation:
    """The face with the mean of its vector and that of its mirror image: less depends on which half is hidden."""
    region = face.region
    if face.vector is None or region is None:
        return face
    mirrored = encoder.encode(mirror, [Region(1 - region.right, region.top, 1 - region.left, region.bottom)])[0]
    both = face.vector + mirrored
    return replace(face, vector=np.asarray(both / np.linalg.norm(both), np.float32))
