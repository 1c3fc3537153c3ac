"""What every registered encoder keeps: unit vectors of its declared size, the same each time, empty input too."""

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
import pytest
from mneme.encoders.registry import BACKENDS, load, missing
from mneme.encoders.types import (
    EncoderInfo,
    FaceDetector,
    FaceEncoder,
    Recognizer,
    Region,
    SceneEncoder,
    TextEncoder,
    TextReader,
    VoiceEncoder,
)
from mneme.streams.errors import ModelMissing
from mneme.streams.types import SAMPLE_RATE, Frame

RNG = np.random.default_rng(0)
PICTURES = [
    cv2.resize(RNG.integers(0, 255, (9, 16, 3), np.uint8), (320, 180), interpolation=cv2.INTER_CUBIC) for _ in range(2)
]
TIMES = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
VOICES = [
    (np.sin(2 * np.pi * hz * TIMES) * 0.3 + RNG.normal(0, 0.01, len(TIMES))).astype(np.float32) for hz in (120, 210)
]
FACES = [Region(0.1, 0.1, 0.5, 0.8), Region(0.5, 0.2, 0.9, 0.9)]

Inputs = list[Any]
# role: how it is asked, and with what
VECTORS: dict[str, tuple[Callable[[Any, Inputs], np.ndarray], Inputs]] = {
    "text": (lambda encoder, items: encoder.encode(items), ["Where are the car keys?", "Good morning."]),
    "voice": (lambda encoder, items: encoder.encode(items), VOICES),
    "face": (lambda encoder, items: encoder.encode(PICTURES[0], items), FACES),
    "scene": (lambda encoder, items: encoder.encode(items), [Frame(i, image) for i, image in enumerate(PICTURES)]),
}
PROTOCOLS = {
    "text": (TextEncoder, ("info", "encode")),
    "voice": (VoiceEncoder, ("info", "encode")),
    "face": (FaceEncoder, ("info", "encode")),
    "scene": (SceneEncoder, ("info", "encode", "tags")),
    "face_detector": (FaceDetector, ("detect",)),
    "reader": (TextReader, ("read", "find")),
    "recognizer": (Recognizer, ("languages", "transcribe")),
}


def backends(roles: Sequence[str]) -> list[tuple[str, str]]:
    return [(role, name) for role in roles for name in BACKENDS[role]]


def made(role: str, name: str) -> Any:
    why = missing(role, name)
    if why:
        pytest.skip(why)
    try:
        return load(role, name)
    except ModelMissing as exc:  # weights that come from a hub
        pytest.skip(str(exc))


@pytest.mark.parametrize(("role", "name"), backends(list(VECTORS)))
def test_vectors_are_of_the_declared_size_and_of_norm_1(role: str, name: str) -> None:
    encoder, (ask, items) = made(role, name), VECTORS[role]
    assert isinstance(encoder.info, EncoderInfo)
    assert encoder.info.name
    assert encoder.info.version
    vectors = ask(encoder, items)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(items), encoder.info.dim)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)
    assert not np.array_equal(vectors[0], vectors[1])

    # the same each time, by a fresh object too, whatever stands beside it and in whatever order
    assert np.array_equal(ask(encoder, items), vectors)
    assert np.array_equal(ask(encoder, items[::-1])[::-1], vectors)
    assert np.array_equal(ask(encoder, items[1:]), vectors[1:])
    assert np.array_equal(ask(load(role, name), items), vectors)

    empty = ask(encoder, [])
    assert (empty.dtype, empty.shape) == (np.float32, (0, encoder.info.dim))


@pytest.mark.parametrize(("role", "name"), backends(["face_detector", "reader"]))
def test_what_is_found_lies_in_the_picture(role: str, name: str) -> None:
    finder = made(role, name)
    look = finder.detect if role == "face_detector" else finder.read
    for image in (*PICTURES, np.zeros((1, 1, 3), np.uint8), np.full((200, 20, 3), 255, np.uint8)):
        found = look(image)
        assert list(look(image)) == list(found)
        for *_, region in found if role == "reader" else [(None, region) for region, _ in found]:
            assert 0 <= region.left <= region.right <= 1
            assert 0 <= region.top <= region.bottom <= 1


@pytest.mark.parametrize(("role", "name"), backends(["recognizer"]))
def test_a_recognizer_says_what_it_knows_and_the_same_each_time(role: str, name: str) -> None:
    recognizer = made(role, name)
    assert recognizer.languages
    assert all(isinstance(language, str) for language in recognizer.languages)
    text, confidence = recognizer.transcribe(VOICES[0])
    assert isinstance(text, str)
    assert 0 <= confidence <= 1
    assert recognizer.transcribe(VOICES[0]) == (text, confidence)


@pytest.mark.parametrize(("role", "name"), [pair for pair in backends(list(PROTOCOLS)) if pair[1] == "fake"])
def test_there_is_a_fake_for_what_tests_need(role: str, name: str) -> None:
    backend = load(role, name)
    for attribute in PROTOCOLS[role][1]:
        assert hasattr(backend, attribute)
