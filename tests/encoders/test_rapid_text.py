import socket

import cv2
import numpy as np
import pytest
from mneme.encoders.rapid_text import RapidTextReader
from mneme.encoders.registry import missing
from mneme.encoders.signs import SignTracker
from mneme.streams.types import Frame, Image

pytestmark = pytest.mark.skipif(bool(missing("reader", "rapidocr")), reason=missing("reader", "rapidocr"))


def scene(text: str, *, scale: float = 1.1, x: int = 60, y: int = 480, seed: int = 1) -> Image:
    """A blurred wall of 960 x 540 with a light board."""
    small = np.random.default_rng(seed).integers(70, 150, (4, 6, 3)).astype(np.uint8)
    image = cv2.resize(small, (960, 540), interpolation=cv2.INTER_CUBIC)
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, 2)
    if text:
        cv2.rectangle(image, (x - 16, y - height - 14), (x + width + 16, y + 14), (245, 245, 240), -1)
        cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, (25, 25, 25), 2, cv2.LINE_AA)
    noise = np.random.default_rng(seed + 1).normal(0, 3, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def reader() -> RapidTextReader:
    return RapidTextReader(max_side=640)


def test_a_line_is_read_with_its_place(reader: RapidTextReader) -> None:
    ((text, confidence, region),) = reader.read(scene("PLATFORM 9: OSLO"))
    assert text == "PLATFORM 9: OSLO"
    assert confidence > 0.9
    assert region.left == pytest.approx(60 / 960, abs=0.03)
    assert region.bottom == pytest.approx(480 / 540, abs=0.04)


def test_where_text_may_be_is_found_in_a_small_picture(reader: RapidTextReader) -> None:
    (region,) = reader.find(scene("PLATFORM 9: OSLO"), max_side=320)
    assert region.center[0] == pytest.approx(0.23, abs=0.1)
    assert region.center[1] == pytest.approx(0.87, abs=0.05)


def test_a_picture_without_text_has_none(reader: RapidTextReader) -> None:
    assert list(reader.find(scene(""), max_side=320)) == []
    assert list(reader.read(scene(""))) == []
    assert list(reader.read(np.zeros((3, 3, 3), np.uint8))) == []


def test_finding_and_reading_do_not_disturb_each_other(reader: RapidTextReader) -> None:
    image = scene("PLATFORM 9: OSLO")
    before = reader.read(image)
    reader.find(image, max_side=320)
    assert reader.read(image) == before


def test_opening_and_reading_open_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert RapidTextReader(max_side=320).read(scene("OFFLINE"))[0][0] == "OFFLINE"


def test_signs_are_followed_through_a_shot(reader: RapidTextReader) -> None:
    tracker = SignTracker(reader)
    found = []
    for i in range(12):  # 2.0 s: nothing; 2.0-4.5 s: one text; then one other digit in the same place
        text = "" if i < 4 else "GATE CLOSES 10:41" if i < 9 else "GATE CLOSES 10:42"
        found += tracker.push(Frame(i * 0.5, scene(text, seed=7)))
    found += tracker.end(6.0)
    assert [sign.text for sign in found] == ["GATE CLOSES 10:41", "GATE CLOSES 10:42"]
    assert [sign.times[0] for sign in found] == [2.0, 4.5]
    assert [sign.times[-1] for sign in found] == [4.0, 5.5]
