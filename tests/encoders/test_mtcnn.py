from pathlib import Path

import cv2
import numpy as np
import pytest
from mneme.encoders.models import locate
from mneme.encoders.mtcnn import MtcnnFaceDetector, MtcnnLandmarks
from mneme.encoders.types import Region
from mneme.streams.errors import ModelError, ModelMissing
from mneme.streams.types import Image


def folder() -> Path | None:
    try:
        return {locate(f"mtcnn-{name}").parent for name in ("pnet", "rnet", "onet")}.pop()
    except ModelMissing:
        return None


pytestmark = pytest.mark.skipif(folder() is None, reason="needs MTCNN's weights (`mneme models pull`)")


@pytest.fixture(scope="module")
def detector() -> MtcnnFaceDetector:
    return MtcnnFaceDetector()


@pytest.fixture(scope="module")
def portrait(shared: Path) -> Image:
    return np.ascontiguousarray(cv2.imread(str(shared / "media/faces/p4_b.jpg"))[:, :, ::-1])


def test_eyes_nose_and_mouth_are_where_they_are(detector: MtcnnFaceDetector, portrait: Image) -> None:
    face = detector.find(portrait)[0]
    points = face.points * [portrait.shape[1], portrait.shape[0]]
    expected = [(173, 178), (265, 179), (219, 225), (186, 269), (252, 269)]
    assert np.abs(points - expected).max() < 12
    assert 0.9 < face.confidence <= 1
    assert all(face.region.left < x < face.region.right for x in face.points[:, 0])


@pytest.mark.parametrize("width", [24, 40, 400])
def test_faces_of_all_sizes_are_found(detector: MtcnnFaceDetector, portrait: Image, width: int) -> None:
    scale = width / 200  # the face is 200 pixels wide
    image = np.asarray(cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    ((region, _), *_) = detector.detect(image)
    assert (region.right - region.left) * image.shape[1] == pytest.approx(width, rel=0.25)


def test_a_face_at_the_pictures_edge_gives_a_box_inside(detector: MtcnnFaceDetector, portrait: Image) -> None:
    for found in detector.detect(np.ascontiguousarray(portrait[:, 150:])):
        region = found[0]
        assert 0 <= region.left < region.right <= 1
        assert 0 <= region.top < region.bottom <= 1


@pytest.mark.parametrize("shape", [(1, 1), (5, 900), (30, 30)])
def test_no_picture_is_too_small(detector: MtcnnFaceDetector, shape: tuple[int, int]) -> None:
    assert detector.detect(np.full((*shape, 3), 90, np.uint8)) == []


def test_the_last_network_alone_finds_the_same_landmarks(detector: MtcnnFaceDetector, portrait: Image) -> None:
    face = detector.find(portrait)[0]
    r = face.region
    askew = Region(r.left - 0.03, r.top - 0.02, r.right + 0.02, r.bottom + 0.03)
    points = MtcnnLandmarks().points(portrait, [askew, r])
    expected = face.points * [portrait.shape[1], portrait.shape[0]]
    assert np.abs(points - expected).max() < 12


def test_another_file_is_refused_in_one_line(tmp_path: Path) -> None:
    for name in ("pnet", "rnet", "onet"):
        (tmp_path / f"{name}.pt").write_bytes(b"not weights")
    with pytest.raises(ModelError, match="not MTCNN's weights"):
        MtcnnFaceDetector(folder=tmp_path)
    with pytest.raises(ModelError, match="models pull"):
        MtcnnFaceDetector(folder=tmp_path / "nowhere")
