"""Deterministic stand-ins for tests: colours for faces, tones for voices, hashed words for sentences.

They are used where they are asked for by name, never in a model's place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ..streams.types import SAMPLE_RATE, Frame, Image, Samples, Vector
from .types import EncoderInfo, Region

_HUES = 12
"""Faces that can be told apart: hues 0, 15, 30, … of OpenCV's 180."""
_TONES = 24
"""Voices that can be told apart: a third of an octave each, from 62.5 Hz up."""


class FakeTextEncoder:
    """Sentences that share words are alike: the sum of a fixed random direction for each word."""

    def __init__(self, *, dim: int = 64) -> None:
        self._dim = dim

    @property
    def info(self) -> EncoderInfo:
        """Named as what it is."""
        return EncoderInfo("fake-text", "1", self._dim)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim), rows of norm 1; an empty text gives a zero row."""
        rows = np.zeros((len(texts), self._dim), np.float32)
        for i, text in enumerate(texts):
            words = re.findall(r"\w+", text.casefold()) or re.findall(r"\S+", text)
            if words:
                rows[i] = _unit(np.sum([_direction(word, self._dim) for word in words], axis=0))
        return rows


class FakeFaceDetector:
    """A face is a patch of one strong colour, at least `min_area` of the picture; the largest is the clearest."""

    def __init__(self, *, min_area: float = 0.005) -> None:
        self._min_area = min_area

    def detect(self, image: Image) -> Sequence[tuple[Region, float]]:
        """Boxes with confidence: 0.5 and more, by the share of its box that the colour fills."""
        height, width = image.shape[:2]
        hues = _hues(image)
        found: list[tuple[Region, float]] = []
        for hue in range(_HUES):
            _, _, boxes, _ = cv2.connectedComponentsWithStats((hues == hue).astype(np.uint8))
            for x, y, w, h, area in boxes[1:].tolist():  # the first is the background
                if area >= self._min_area * height * width:
                    region = Region(x / width, y / height, (x + w) / width, (y + h) / height)
                    found.append((region, 0.5 + 0.5 * area / (w * h)))
        return sorted(found, key=lambda face: (-face[0].area, face[0].left, face[0].top))


class FakeFaceEncoder:
    """People are told apart by the colour of their faces."""

    @property
    def info(self) -> EncoderInfo:
        """Named as what it is."""
        return EncoderInfo("fake-face", "1", _HUES)

    def encode(self, image: Image, regions: Sequence[Region]) -> NDArray[np.float32]:
        """(n, 12), rows of norm 1: one number for each hue."""
        height, width = image.shape[:2]
        rows = np.zeros((len(regions), _HUES), np.float32)
        for i, box in enumerate(regions):
            top, left = int(box.top * height), int(box.left * width)
            patch = image[
                top : max(top + 1, round(box.bottom * height)), left : max(left + 1, round(box.right * width))
            ]
            hues = _hues(patch)
            counts = np.bincount(hues[hues >= 0], minlength=_HUES).astype(np.float32)
            rows[i] = _unit(counts + np.float32(1e-3))
        return rows


class FakeVoiceEncoder:
    """People are told apart by the pitch of their tone."""

    @property
    def info(self) -> EncoderInfo:
        """Named as what it is."""
        return EncoderInfo("fake-voice", "1", _TONES)

    def encode(self, samples: Sequence[Samples]) -> NDArray[np.float32]:
        """(n, 24), rows of norm 1: one number for each third of an octave."""
        rows = np.zeros((len(samples), _TONES), np.float32)
        for i, sound in enumerate(samples):
            power = np.abs(np.fft.rfft(sound)) ** 2 if len(sound) else np.zeros(1)
            rates = np.fft.rfftfreq(max(1, len(sound)), 1 / SAMPLE_RATE)[: len(power)]
            bins = np.clip(np.floor(np.log2(np.maximum(rates, 62.5) / 62.5) * 3), 0, _TONES - 1).astype(int)
            rows[i] = _unit(np.bincount(bins, power, _TONES).astype(np.float32) + np.float32(1e-6))
        return rows


class FakeRecognizer:
    """Everybody says the same."""

    def __init__(self, *, text: str = "la la la", confidence: float = 0.9) -> None:
        self._said = text, confidence

    @property
    def languages(self) -> frozenset[str]:
        """English, as far as that goes."""
        return frozenset({"en"})

    def transcribe(self, samples: Samples) -> tuple[str, float]:
        """The text that it was made with; nothing for silence."""
        return self._said if len(samples) and float(np.abs(samples).max()) > 1e-3 else ("", 0.0)


class FakeTextReader:
    """A sign is a strip of black and white cells in the lower left corner: see `write`."""

    CELL = 8
    """Pixels of a cell; a letter is a column of 8 cells, the least bit on top."""
    _START, _STOP = 0x55, 0xAA

    @classmethod
    def write(cls, image: Image, text: str) -> Image:
        """A copy of the picture with an ASCII text that `read` finds."""
        codes = np.array([cls._START, *text.encode("ascii"), cls._STOP], np.uint8)
        cells = np.unpackbits(codes[None], axis=0, bitorder="little") * 255  # (8, letters + 2)
        strip = np.kron(cells, np.ones((cls.CELL, cls.CELL), np.uint8))
        copy = image.copy()
        copy[-strip.shape[0] :, : strip.shape[1]] = strip[:, :, None]
        return copy

    def find(self, image: Image, *, max_side: int = 0) -> Sequence[Region]:
        """The sign's place, whatever the side."""
        del max_side
        return [region for _, _, region in self.read(image)]

    def read(self, image: Image) -> Sequence[tuple[str, float, Region]]:
        """The text, if there is one, with confidence 1."""
        size, half = 8 * self.CELL, self.CELL // 2
        if image.shape[0] < size:
            return []
        cells = image[half - size :: self.CELL, half :: self.CELL, 0] > 127  # (8, columns)
        codes = np.packbits(cells, axis=0, bitorder="little")[0].tolist()
        if codes[:1] != [self._START] or self._STOP not in codes:
            return []
        letters = codes[1 : codes.index(self._STOP)]
        height, width = image.shape[:2]
        region = Region(0.0, 1 - size / height, (len(letters) + 2) * self.CELL / width, 1.0)
        return [(bytes(letters).decode("ascii", "replace"), 1.0, region)]


class FakeSceneEncoder:
    """Pictures are alike when their colours are; the tag is the name of the strongest."""

    _NAMES = ("red", "green", "blue")

    @property
    def info(self) -> EncoderInfo:
        """Named as what it is."""
        return EncoderInfo("fake-scene", "1", 3)

    def encode(self, frames: Sequence[Frame]) -> NDArray[np.float32]:
        """(n, 3), rows of norm 1: red, green and blue."""
        means = [frame.image.reshape(-1, 3).mean(0) + 1.0 for frame in frames]
        return np.stack([_unit(mean) for mean in means]) if means else np.zeros((0, 3), np.float32)

    def tags(self, frames: Sequence[Frame]) -> Sequence[Sequence[tuple[str, float]]]:
        """Per frame the three colours with their shares, strongest first."""
        found = []
        for frame in frames:
            means = frame.image.reshape(-1, 3).mean(0) + 1.0
            shares = [(name, float(share)) for name, share in zip(self._NAMES, means / means.sum(), strict=True)]
            found.append(sorted(shares, key=lambda tag: -tag[1]))
        return found


def _unit(row: NDArray[np.floating]) -> Vector:
    return np.asarray(row / np.linalg.norm(row), np.float32)


@lru_cache(maxsize=10_000)
def _direction(word: str, dim: int) -> Vector:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
    return np.random.default_rng(seed).standard_normal(dim).astype(np.float32)


def _hues(image: Image) -> NDArray[np.int16]:
    """0..11 for each pixel of a strong colour, -1 for the others."""
    hsv = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2HSV).astype(np.int16)
    hues = (hsv[..., 0] + 7) // 15 % _HUES
    return np.where((hsv[..., 1] > 180) & (hsv[..., 2] > 80), hues, np.int16(-1)).astype(np.int16)
