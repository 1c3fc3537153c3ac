"""What the encoders make of frames and sound: observations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ..streams.types import Frame, Image, Item, Samples, Span, Vector

TRACE_RATE_HZ = 25
"""Of traces: syllables come at 4 to 8 a second."""


class ObservationKind(StrEnum):
    """The four things that are observed."""

    FACE = "face"
    """One face tracked through a clip."""
    TURN = "turn"
    """One voice speaking without a pause."""
    SIGN = "sign"
    """Text on the screen for a while."""
    SCENE = "scene"
    """What a stretch between two cuts looks like."""


@dataclass(frozen=True, slots=True)
class Region:
    """A box in a frame, in fractions of its width and height (0..1)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def center(self) -> tuple[float, float]:
        """(x, y) in fractions."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        """Fraction of the frame."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def iou(self, other: Region) -> float:
        """Intersection over union, 0..1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        if width <= 0 or height <= 0:
            return 0.0
        shared = width * height
        return shared / (self.area + other.area - shared)


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """One thing seen or heard. Deterministic: the same input gives the same observations in the same order."""

    kind: ObservationKind
    span: Span
    vector: Vector | None = None
    """float32 (dim,) of norm 1 by the encoder of this kind; None where there is none (too short, no model)."""
    text: str = ""
    """Words said, words on the sign, or the scene's tags; "" for a face."""
    confidence: float = 1.0
    """0..1."""
    region: Region | None = None
    """Where in the frame, at its clearest moment."""
    label: str = ""
    """A transcript's speaker label, or the diarizer's name for the voice within this recording.

    Of faces: the same for those of a clip that are surely one face shown twice at once (`mirrors`), "" for all others.
    """
    language: str = "en"
    """BCP 47; "und" for speech in a language that the recognizer does not know."""
    image: Image | None = None
    """A crop (face) or picture (sign, scene) worth keeping as a thumbnail."""
    times: tuple[float, ...] = ()
    """The times of the frames in which it was detected (face, sign): two tracks that share one are two people."""
    trace: bytes = b""
    """One byte per 1 / `TRACE_RATE_HZ` s from the span's start on: how much the mouth moves (face, `lips`), how loud it
    is (turn, `loudness`); 0 at times, and b"" where at no time, it was measured."""

    def __repr__(self) -> str:
        shape = None if self.vector is None else self.vector.shape
        return f"Observation({self.kind}, {self.span.start:.2f}-{self.span.end:.2f}, {self.text!r}, vector={shape})"


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """What a vector column was made with; kept in the table, so that another encoder is refused."""

    name: str
    version: str
    dim: int


@runtime_checkable
class Sense(Protocol):
    """A streaming stage: items in, observations out, in order.

    `end_clip` is called at each commit; an observation that is still open then is either closed
    (faces, signs, scenes) or carried over (a turn).  `snapshot` right after `end_clip` holds all that
    is needed to go on: `restore(snapshot)` on a fresh object, then the items from `resume_from`
    on, give bit for bit what would have come without the break.

    Glimpses come many times a second: only a sense whose attribute `takes_glimpses` is true gets them.
    """

    def push(self, item: Item) -> Iterable[Observation]:
        """Takes the next item; gives what has closed."""

    def end_clip(self, time: float) -> Iterable[Observation]:
        """The clip ends at `time`: gives what closes with it."""

    def flush(self) -> Iterable[Observation]:
        """The stream has ended: gives everything that is still open."""

    def snapshot(self) -> bytes:
        """State to go on from."""

    def restore(self, snapshot: bytes) -> None:
        """Goes on from a snapshot."""

    @property
    def resume_from(self) -> float:
        """The time of the stream from which items must come again after `restore`."""


class TextEncoder(Protocol):
    """Sentences to vectors."""

    @property
    def info(self) -> EncoderInfo: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim), rows of norm 1; an empty text gives a zero row."""


class FaceDetector(Protocol):
    """Finds faces."""

    def detect(self, image: Image) -> Sequence[tuple[Region, float]]:
        """Boxes with confidence 0..1, clearest first."""


class FaceEncoder(Protocol):
    """Faces to vectors."""

    @property
    def info(self) -> EncoderInfo: ...

    def encode(self, image: Image, regions: Sequence[Region]) -> NDArray[np.float32]:
        """(n, dim), rows of norm 1."""


class VoiceEncoder(Protocol):
    """Voices to vectors."""

    @property
    def info(self) -> EncoderInfo: ...

    def encode(self, samples: Sequence[Samples]) -> NDArray[np.float32]:
        """(n, dim), rows of norm 1. Below about 1.5 s a vector says little."""


class Recognizer(Protocol):
    """Speech to text."""

    @property
    def languages(self) -> frozenset[str]:
        """BCP 47 tags that it knows."""

    def transcribe(self, samples: Samples) -> tuple[str, float]:
        """(text, confidence 0..1) of one turn."""


@runtime_checkable
class LanguageIdentifier(Protocol):
    """What a recognizer of several languages is as well."""

    @property
    def language(self) -> str:
        """BCP 47 tag of the turn that was transcribed last."""


class TextReader(Protocol):
    """Text in pictures."""

    def read(self, image: Image) -> Sequence[tuple[str, float, Region]]:
        """Lines from top to bottom with confidence and place."""


class SceneEncoder(Protocol):
    """Pictures to vectors and tags."""

    @property
    def info(self) -> EncoderInfo: ...

    def encode(self, frames: Sequence[Frame]) -> NDArray[np.float32]:
        """(n, dim), rows of norm 1."""

    def tags(self, frames: Sequence[Frame]) -> Sequence[Sequence[tuple[str, float]]]:
        """Per frame, (tag, probability), likeliest first."""
