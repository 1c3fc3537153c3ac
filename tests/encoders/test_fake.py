import numpy as np
import pytest
from mneme.encoders.fake import (
    FakeFaceDetector,
    FakeFaceEncoder,
    FakeRecognizer,
    FakeSceneEncoder,
    FakeTextEncoder,
    FakeTextReader,
    FakeVoiceEncoder,
)
from mneme.streams.types import SAMPLE_RATE, Frame, Samples


def tone(hz: float, seconds: float = 1.0) -> Samples:
    return np.sin(2 * np.pi * hz * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE).astype(np.float32)


def test_sentences_that_share_words_are_alike() -> None:
    keys, where, tea = FakeTextEncoder().encode(["the car keys are here", "where are the car keys", "green tea please"])
    assert float(keys @ where) > 0.6 > 0.4 > float(keys @ tea)


def test_a_strong_colour_is_a_face_and_its_hue_the_person() -> None:
    image = np.full((90, 160, 3), 128, np.uint8)
    image[20:50, 30:60] = (230, 10, 10)
    image[40:60, 100:120] = (10, 10, 230)
    faces = FakeFaceDetector().detect(image)
    assert [round(region.left * 160) for region, _ in faces] == [30, 100]
    red, blue = FakeFaceEncoder().encode(image, [region for region, _ in faces])
    again = FakeFaceEncoder().encode(image[10:60, 20:70], [FakeFaceDetector().detect(image[10:60, 20:70])[0][0]])[0]
    assert float(red @ again) > 0.99 > 0.1 > float(red @ blue)


def test_a_pitch_is_a_voice() -> None:
    low, same, high = FakeVoiceEncoder().encode([tone(110), tone(110, 2.0), tone(330)])
    assert float(low @ same) > 0.99 > 0.1 > float(low @ high)


def test_silence_says_nothing() -> None:
    assert FakeRecognizer(text="good morning").transcribe(tone(200))[0] == "good morning"
    assert FakeRecognizer().transcribe(np.zeros(100, np.float32)) == ("", 0.0)


@pytest.mark.parametrize("text", ["LAUNCH 14 MAY", "x", ""])
def test_what_is_written_can_be_read(text: str) -> None:
    image = np.random.default_rng(0).integers(0, 255, (120, 300, 3), np.uint8)
    reader = FakeTextReader()
    assert reader.read(image) == []
    ((found, confidence, region),) = reader.read(reader.write(image, text))
    assert (found, confidence) == (text, 1.0)
    assert region.bottom == 1.0
    assert reader.find(reader.write(image, text)) == [region]


def test_the_strongest_colour_is_the_tag() -> None:
    image = np.zeros((10, 10, 3), np.uint8)
    image[..., 1] = 200
    assert FakeSceneEncoder().tags([Frame(0.0, image)])[0][0][0] == "green"
