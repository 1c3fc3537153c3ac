"""What flows from a source: frames, sound, utterances; and the clip that they are committed in.

Time is seconds (float) on the stream's own clock.  Spans are half-open `[start, end)`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples per second of all sound inside Mneme (float32, mono)."""

Image = NDArray[np.uint8]
"""RGB, (height, width, 3)."""
Luma = NDArray[np.uint8]
"""Brightness alone, (height, width)."""
Samples = NDArray[np.float32]
"""Mono sound at SAMPLE_RATE, (n,)."""
Vector = NDArray[np.float32]
"""(dim,), norm 1."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time `[start, end)` in seconds of a stream."""

    start: float
    end: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.end)) or self.end < self.start:
            msg = f"a span needs finite start <= end (found: {self.start}, {self.end})"
            raise ValueError(msg)

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.end - self.start

    @property
    def middle(self) -> float:
        """The time half way."""
        return (self.start + self.end) / 2

    def overlap(self, other: Span) -> float:
        """Seconds that both share; 0 where they do not touch."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))

    def __contains__(self, time: float) -> bool:
        return self.start <= time < self.end


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture."""

    time: float
    """Seconds on the stream's clock."""
    image: Image
    """uint8 RGB, (height, width, 3)."""

    def __post_init__(self) -> None:
        if self.image.dtype != np.uint8 or self.image.ndim != 3 or self.image.shape[2] != 3:
            msg = f"a frame needs uint8 (height, width, 3), found {self.image.dtype} {self.image.shape}"
            raise ValueError(msg)

    def __repr__(self) -> str:
        return f"Frame(time={self.time:.3f}, image={self.image.shape})"


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """A picture of the film's own rate, for what moves fast (lips): its brightness alone, and not too large.

    Frames are few and seen by all encoders; glimpses are many, come only where they were asked for, and no clip
    holds them.
    """

    time: float
    """Seconds on the stream's clock."""
    luma: Luma
    """uint8, (height, width), upright; the whole picture, as in a frame. It may be shared: do not write into it."""

    def __post_init__(self) -> None:
        if self.luma.dtype != np.uint8 or self.luma.ndim != 2:
            msg = f"a glimpse needs uint8 (height, width), found {self.luma.dtype} {self.luma.shape}"
            raise ValueError(msg)

    def __repr__(self) -> str:
        return f"Glimpse(time={self.time:.3f}, luma={self.luma.shape})"


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A stretch of sound. A gap between two of them is a jump of `time`."""

    time: float
    """Seconds on the stream's clock of the first sample."""
    samples: Samples
    """float32 mono at SAMPLE_RATE, (n,), in -1..1."""

    def __post_init__(self) -> None:
        if self.samples.dtype != np.float32 or self.samples.ndim != 1:
            msg = f"sound needs float32 (n,), found {self.samples.dtype} {self.samples.shape}"
            raise ValueError(msg)

    @property
    def end(self) -> float:
        """Seconds on the stream's clock just after the last sample."""
        return self.time + len(self.samples) / SAMPLE_RATE

    def __repr__(self) -> str:
        return f"Sound(time={self.time:.3f}, samples={self.samples.shape})"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn of a transcript: somebody else has listened already."""

    span: Span
    speaker: str
    """The transcript's own label, "" where it has none."""
    text: str

    @property
    def time(self) -> float:
        """When it begins: utterances are in order of it."""
        return self.span.start


Item = Frame | Glimpse | Sound | Utterance
"""What a source yields, in order of `time`."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A stretch of a stream that is committed as one. What it holds is bounded by its length."""

    stream: str
    """The stream's id."""
    index: int
    """0, 1, 2, … without holes."""
    span: Span
    frames: tuple[Frame, ...] = ()
    """The sampled frames, in order."""
    audio: tuple[Sound, ...] = ()
    """The sound, in order; gaps are jumps of time."""
    utterances: tuple[Utterance, ...] = ()
    """A transcript's turns that begin in the span."""
    is_last: bool = False
    """The source has ended with this clip."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A source as the memory knows it."""

    id: str
    """12 hex digits from the content (files) or the URL (live): the same file is the same stream."""
    uri: str
    """Path or URL without credentials."""
    started_at: datetime | None = None
    """Wall-clock time (UTC) of the stream's zero, where it is known."""
    kind: str = "video"
    """"video", "audio", "transcript" or "live"."""
    duration: float | None = None
    """Seconds, where the container tells; a hint for progress only."""
    metadata: dict[str, str] = field(default_factory=dict, hash=False)
    """What the container says of itself (codec, size, title); for people only."""

    def __post_init__(self) -> None:
        if self.started_at is not None and self.started_at.tzinfo is None:
            msg = f"{self.uri}: started_at needs a time zone (found: {self.started_at})"
            raise ValueError(msg)

    def at(self, time: float) -> datetime | None:
        """The wall-clock time (UTC) of a time of the stream, None where its zero is not known."""
        if self.started_at is None:
            return None
        return self.started_at.astimezone(UTC) + timedelta(seconds=time)
