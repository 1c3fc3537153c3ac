from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from mneme.encoders.dlib_faces import DlibFaceDetector, DlibFaceEncoder
from mneme.encoders.registry import missing
from mneme.encoders.types import Region
from mneme.streams.types import Image

pytestmark = pytest.mark.skipif(bool(missing("face", "dlib")), reason=missing("face", "dlib"))


def photo(path: Path, side: int = 640) -> Image:
    image = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    scale = side / max(image.shape[:2])
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


@pytest.fixture(scope="module")
def encoder() -> DlibFaceEncoder:
    return DlibFaceEncoder()


def test_the_same_person_is_near_and_others_are_far(shared: Path, encoder: DlibFaceEncoder) -> None:
    detector = DlibFaceDetector()
    vectors = {}
    for name in ("p1_a", "p1_b", "p2_a", "p2_b", "p4_a", "p4_b"):
        image = photo(shared / f"media/faces/{name}.jpg")
        ((region, confidence), *more) = detector.detect(image)
        assert not more
        assert confidence > 0.4
        vectors[name] = encoder.encode(image, [region])[0]
    for (one, a), (other, b) in combinations(vectors.items(), 2):
        distance = float(np.linalg.norm(a - b))
        assert (distance < 0.42) == (one[:2] == other[:2]), (one, other, distance)


def test_boxes_are_fractions_whatever_the_size_of_the_picture(shared: Path) -> None:
    path = shared / "media/faces/p1_a.jpg"
    small = DlibFaceDetector().detect(photo(path, 640))[0][0]
    large = DlibFaceDetector(max_side=640).detect(photo(path, 2000))[0][0]
    assert small.iou(large) > 0.8
    assert 0 <= small.left < small.right <= 1


def test_upsampling_finds_smaller_faces(shared: Path) -> None:
    image = photo(shared / "media/faces/p1_a.jpg", 180)  # a face of 42 pixels
    assert DlibFaceDetector().detect(image) == []
    assert len(DlibFaceDetector(upsample=1).detect(image)) == 1


def test_two_faces_are_two_boxes_clearest_first(shared: Path) -> None:
    both = np.full((640, 1000, 3), 90, np.uint8)
    for name, left in (("p1_a", 0), ("p2_b", 520)):
        image = photo(shared / f"media/faces/{name}.jpg", 640)[:, :480]
        both[: image.shape[0], left : left + image.shape[1]] = image
    faces = DlibFaceDetector().detect(both)
    assert len(faces) == 2
    assert faces[0][1] >= faces[1][1]


@pytest.mark.parametrize("shape", [(540, 960), (1, 1), (20, 3000), (2160, 3840)])
def test_a_picture_without_a_face_gives_none(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (*shape, 3), np.uint8)
    assert DlibFaceDetector().detect(noise) == []


def test_a_vector_does_not_depend_on_what_it_is_encoded_with(shared: Path, encoder: DlibFaceEncoder) -> None:
    image = photo(shared / "media/faces/p1_a.jpg")
    face, elsewhere = DlibFaceDetector().detect(image)[0][0], Region(0.0, 0.8, 0.2, 1.0)
    alone, together = encoder.encode(image, [face]), encoder.encode(image, [elsewhere, face])
    assert np.array_equal(alone[0], together[1])
