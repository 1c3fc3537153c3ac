"""Cuts, and what each stretch between two cuts looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ..streams.types import Frame, Image, Span
from .types import Observation, ObservationKind, SceneEncoder


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneOptions:
    """How stretches are made and described."""

    cut_colours: float = 0.3
    """Share of the picture's colours that must be others in the next frame (measured: 0.39 and more at cuts,
    0.16 and less at moving pictures, half a second apart)."""
    cut_places: float = 8.0
    """Mean difference of the pixels (L*a*b*, 48 × 27) that must come with it (measured: 20 and 3)."""
    max_length: float = 10.0
    """Seconds after which a stretch ends without a cut."""
    min_length: float = 1.0
    """Shorter ones (a flash, fast motion) join the next."""
    tags: int = 3
    """At most so many."""
    min_probability: float = 0.25
    """Less likely tags are left out: the classifier knows 1,000 things, and guesses."""
    image_side: int = 640
    """Pixels of the thumbnail's longer side."""


class CutDetector:
    """Tells the first frame after a cut from its predecessor: other colours, and in other places.

    Colours alone see a lamp that is switched on as a cut, places alone a moving camera.
    """

    def __init__(self, options: SceneOptions | None = None) -> None:
        self._options = options or SceneOptions()
        self._last: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None

    def push(self, image: Image) -> bool:
        """Whether there is a cut between the last picture and this one. The first one is none. 1 ms."""
        small = cv2.resize(image, (160, 90), interpolation=cv2.INTER_AREA)
        hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
        colours = cv2.calcHist([hsv], [0, 1, 2], None, [8, 4, 8], [0, 180, 0, 256, 0, 256]).ravel() / (160 * 90)
        tiny = cv2.resize(small, (48, 27), interpolation=cv2.INTER_AREA)
        places = np.asarray(cv2.cvtColor(tiny, cv2.COLOR_RGB2LAB), np.float32)
        last, self._last = self._last, (np.asarray(colours, np.float32), places)
        if last is None:
            return False
        other_colours = 1 - float(np.minimum(last[0], colours).sum())
        other_places = float(np.abs(last[1] - places).mean())
        return other_colours >= self._options.cut_colours and other_places >= self._options.cut_places

    def reset(self) -> None:
        """Forgets the last picture."""
        self._last = None


class SceneTracker:
    """Frames in, one observation per stretch out: its sharpest frame, with tags and vector."""

    def __init__(self, encoder: SceneEncoder, options: SceneOptions | None = None) -> None:
        self._encoder = encoder
        self._options = options or SceneOptions()
        self._start: float | None = None
        self._best: tuple[float, Frame] | None = None

    def push(self, frame: Frame, *, is_cut: bool = False) -> list[Observation]:
        """Takes the next frame; gives the stretch that ends before it."""
        ended: list[Observation] = []
        if self._start is not None:
            length = frame.time - self._start
            if (is_cut and length >= self._options.min_length) or length >= self._options.max_length:
                ended = self.end(frame.time)
            elif is_cut:
                self._best = None  # what was there too briefly does not stand for the stretch
        if self._start is None:
            self._start = frame.time
        clarity = _clarity(frame.image)
        if self._best is None or clarity > self._best[0]:
            self._best = clarity, frame
        return ended

    def end(self, time: float) -> list[Observation]:
        """Ends the stretch at `time`."""
        if self._start is None or self._best is None:
            return []
        span, frame = Span(self._start, max(time, self._start)), self._best[1]
        self.reset()
        tags = _kept(self._encoder.tags([frame])[0], self._options)
        return [
            Observation(
                kind=ObservationKind.SCENE,
                span=span,
                vector=self._encoder.encode([frame])[0],
                text=", ".join(tag for tag, _ in tags),
                confidence=round(tags[0][1], 4) if tags else 0.0,
                image=thumbnail(frame.image, self._options.image_side),
                times=(frame.time,),
            )
        ]

    def reset(self) -> None:
        """Forgets everything."""
        self._start = self._best = None


def thumbnail(image: Image, side: int) -> Image:
    """The picture with its longer side at most `side` pixels, as a copy."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return image.copy()
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _kept(tags: Sequence[tuple[str, float]], options: SceneOptions) -> list[tuple[str, float]]:
    return [(tag, probability) for tag, probability in tags if probability >= options.min_probability][: options.tags]


def _clarity(image: Image) -> float:
    """Variance of the Laplacian at a fixed size: how sharp the picture is, and how much is in it."""
    gray = cv2.cvtColor(cv2.resize(image, (320, 180), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(gray, cv2.CV_32F).var())
