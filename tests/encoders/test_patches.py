import cv2
import numpy as np
import pytest
from mneme.encoders.patches import Patch
from mneme.encoders.types import Region
from mneme.streams.types import Image


def board(text: str, *, x: int = 100, y: int = 200, noise: int = 0, gain: float = 1.0) -> Image:
    image = np.random.default_rng(5).integers(60, 120, (9, 16, 3)).astype(np.float32)
    image = cv2.resize(image, (640, 360), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    cv2.rectangle(image, (x - 10, y - 32), (x + 330, y + 12), (245, 245, 240), -1)
    cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (25, 25, 25), 2, cv2.LINE_AA)
    noisy = image + np.random.default_rng(noise).normal(0, 4, image.shape)
    return np.clip(noisy * gain, 0, 255).astype(np.uint8)


PLACE = Region(90 / 640, 168 / 360, 430 / 640, 212 / 360)


def test_a_sign_is_found_again_under_noise_and_other_light() -> None:
    patch = Patch.of(board("SERVER: FRANKFURT"), PLACE)
    found = patch.find(board("SERVER: FRANKFURT", noise=3, gain=0.9), PLACE)
    assert found is not None
    assert found.iou(PLACE) > 0.9


def test_a_sign_that_moved_a_little_is_found_where_it_is() -> None:
    patch = Patch.of(board("SERVER: FRANKFURT"), PLACE)
    found = patch.find(board("SERVER: FRANKFURT", x=110, y=206, noise=1), PLACE)
    assert found is not None
    assert found.left - PLACE.left == pytest.approx(10 / 640, abs=2.5 / 640)
    assert found.top - PLACE.top == pytest.approx(6 / 360, abs=2.5 / 360)


@pytest.mark.parametrize("other", ["SERVER: HELSINKI", "MENU OF THE DAY", ""])
def test_another_text_in_its_place_is_not_it(other: str) -> None:
    patch = Patch.of(board("SERVER: FRANKFURT"), PLACE)
    assert patch.find(board(other, noise=2), PLACE) is None


def test_another_digit_in_its_place_is_seen() -> None:
    place = Region(90 / 640, 168 / 360, 200 / 640, 212 / 360)
    patch = Patch.of(board("10:41"), place)
    assert patch.find(board("10:41", noise=4), place) is not None
    assert patch.find(board("10:42", noise=4), place) is None


def test_a_picture_without_it_does_not_hold_it() -> None:
    patch = Patch.of(board("SERVER: FRANKFURT"), PLACE)
    assert patch.find(np.full((360, 640, 3), 90, np.uint8), PLACE) is None
    assert patch.find(np.full((8, 8, 3), 90, np.uint8), PLACE) is None
