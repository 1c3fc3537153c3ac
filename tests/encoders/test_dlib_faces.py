from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from mneme.encoders.dlib_faces import PARTIAL, DlibFaceDetector, DlibFaceEncoder
from mneme.encoders.models import locate
from mneme.encoders.registry import missing
from mneme.encoders.types import Region
from mneme.streams.errors import ModelMissing
from mneme.streams.types import Image

pytestmark = pytest.mark.skipif(bool(missing("face", "dlib")), reason=missing("face", "dlib"))


def missing_mtcnn() -> str:
    try:
        for name in ("mtcnn-pnet", "mtcnn-rnet", "mtcnn-onet"):
            locate(name)
    except ModelMissing as exc:
        return str(exc)
    return ""


needs_mtcnn = pytest.mark.skipif(bool(missing_mtcnn()), reason=missing_mtcnn())


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
    small = DlibFaceDetector(max_side=640).detect(photo(path, 640))[0][0]
    large = DlibFaceDetector(max_side=640).detect(photo(path, 2000))[0][0]
    assert small.iou(large) > 0.8
    assert 0 <= small.left < small.right <= 1


def test_upsampling_finds_smaller_faces(shared: Path) -> None:
    image = photo(shared / "media/faces/p1_a.jpg", 180)  # a face of 42 pixels
    assert DlibFaceDetector(max_enlarged=1).detect(image) == []
    assert len(DlibFaceDetector(max_enlarged=1, upsample=1).detect(image)) == 1


def test_a_small_picture_is_enlarged_but_no_more_than_a_large_one_costs(shared: Path) -> None:
    image = photo(shared / "media/faces/p1_a.jpg", 180)
    assert len(DlibFaceDetector().detect(image)) == 1
    assert DlibFaceDetector(max_side=180).detect(image) == []


def covered(image: Image) -> Image:
    """With the lower half of the face of p1_a at 640 pixels hidden."""
    hidden = image.copy()
    hidden[145:240, 210:350] = (190, 205, 215)
    return hidden


@needs_mtcnn
def test_a_thorough_look_finds_a_half_hidden_face_and_trusts_it_little(shared: Path) -> None:
    image = covered(photo(shared / "media/faces/p1_a.jpg"))
    assert DlibFaceDetector().detect(image) == []
    ((region, confidence),) = DlibFaceDetector().detect(image, thorough=True)
    assert 0 < confidence <= PARTIAL
    whole = DlibFaceDetector().detect(photo(shared / "media/faces/p1_a.jpg"))[0][0]
    assert region.iou(whole) > 0.5


@needs_mtcnn
@pytest.mark.parametrize("name", ["p1_a", "p2_a", "p4_b", "p5_b"])
def test_a_thorough_look_gives_a_whole_face_the_confidence_of_a_whole_face(shared: Path, name: str) -> None:
    image = photo(shared / f"media/faces/{name}.jpg", 150)
    ((_, confidence),) = DlibFaceDetector().detect(image, thorough=True)
    assert confidence > 3 * PARTIAL


@needs_mtcnn
def test_a_half_hidden_face_is_nearer_to_its_own_person_than_to_others(shared: Path, encoder: DlibFaceEncoder) -> None:
    detector = DlibFaceDetector()
    hidden = covered(photo(shared / "media/faces/p1_a.jpg"))
    vector = encoder.encode(hidden, [detector.detect(hidden, thorough=True)[0][0]])[0]
    cosines = {}
    for name in ("p1_b", "p2_b", "p3_b", "p4_b", "p5_a", "p6_a"):
        image = photo(shared / f"media/faces/{name}.jpg")
        cosines[name] = float(encoder.encode(image, [detector.detect(image)[0][0]])[0] @ vector)
    assert max(cosines, key=lambda name: cosines[name]) == "p1_b", cosines


def test_an_ordinary_look_needs_no_network(shared: Path) -> None:
    detector = DlibFaceDetector()
    detector.detect(photo(shared / "media/faces/p1_a.jpg"))
    assert "_mtcnn" not in vars(detector)


def test_without_the_second_weights_faces_are_found_and_encoded_all_the_same(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MNEME_MODELS", str(tmp_path))
    image = photo(shared / "media/faces/p1_a.jpg", 180)
    ((region, confidence),) = DlibFaceDetector().detect(image, thorough=True)
    assert confidence > 3 * PARTIAL
    plain = DlibFaceEncoder().encode(image, [region])[0]
    monkeypatch.undo()
    if not missing_mtcnn():
        assert float(plain @ DlibFaceEncoder().encode(image, [region])[0]) > 0.95


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
