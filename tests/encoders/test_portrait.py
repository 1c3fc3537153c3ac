from collections.abc import Sequence

import numpy as np
from mneme.encoders.portrait import look
from mneme.encoders.types import EncoderInfo, Region
from mneme.streams.types import Image
from numpy.typing import NDArray


class Detector:
    """Knows two boxes, the second only if it looks thoroughly."""

    def detect(self, image: Image, *, thorough: bool = False) -> Sequence[tuple[Region, float]]:
        found = [(Region(0.1, 0.1, 0.4, 0.5), 0.9)]
        return [*found, (Region(0.6, 0.1, 0.9, 0.5), 0.1)] if thorough else found


class Plain:
    """Knows nothing of thoroughness."""

    def detect(self, image: Image) -> Sequence[tuple[Region, float]]:
        return [(Region(0.1, 0.1, 0.4, 0.5), 0.9)]


class Encoder:
    """A vector that says on which side of the crop it is brighter."""

    info = EncoderInfo("side", "1", 2)

    def encode(self, image: Image, regions: Sequence[Region]) -> NDArray[np.float32]:
        half = image.shape[1] // 2
        both = np.asarray([image[:, :half].mean(), image[:, half:].mean()], np.float32)
        return np.stack([both / np.linalg.norm(both)] * len(regions))


def picture() -> Image:
    image = np.random.default_rng(0).integers(0, 60, (200, 300, 3), np.uint8)
    image[:, :150] += 150
    return image


def test_a_single_picture_is_looked_at_thoroughly_clearest_face_first() -> None:
    faces = look(picture(), detector=Detector(), encoder=Encoder(), time=3.0)
    assert [face.times for face in faces] == [(3.0,), (3.0,)]
    assert faces[0].confidence > faces[1].confidence


def test_a_detector_that_knows_no_thorough_look_is_asked_for_its_own() -> None:
    assert len(look(picture(), detector=Plain(), encoder=Encoder())) == 1


def test_a_vector_is_the_same_for_the_mirrored_picture() -> None:
    image = picture()
    (face,) = look(image, detector=Plain(), encoder=Encoder())
    assert face.vector is not None
    assert np.allclose(np.linalg.norm(face.vector), 1)
    assert not np.allclose(Encoder().encode(image, [Region(0, 0, 1, 1)])[0], [0.5**0.5] * 2, atol=0.05)
    assert face.region == Region(0.1, 0.1, 0.4, 0.5)
