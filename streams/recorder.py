"""A bounded store of what a live source has shown: segments that citations can play.

Each segment is an mp4 file (H.264 or MPEG-4, AAC) of about ten seconds, named by its times:
`0000012000-0000022000.mp4` holds 12.0 to 22.0 s of the stream; its own time 0 is the 12.0.  A segment is
written as `.part` and renamed when it is whole, so what a kill leaves behind is never taken for a segment;
the next recorder on the folder removes it.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .errors import ConfigError, MemoryFull, SourceError
from .types import SAMPLE_RATE, Frame, Sound, Span

logger = logging.getLogger(__name__)

_NAME = re.compile(r"(\d{10,})-(\d{10,})\.mp4")
_TICKS = 1000  # of pictures, a second


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderOptions:
    """How segments are made and kept."""

    segment: float = 10.0
    """Seconds of a segment, about."""
    quality: int = 28
    """x264's CRF: 18 is near the original, 35 is poor."""
    max_bytes: int = 10_000_000_000
    """Of all segments; the oldest go first."""
    max_age: float = math.inf
    """Seconds before the newest segment's end, on the stream's clock."""
    max_pending: float = 1.0
    """Seconds of a segment that are held back to learn whether it has pictures, sound or both."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.segment) and self.segment > 0 and self.max_bytes >= 0 and self.max_age >= 0):
            msg = f"streams.recorder: segment, max_bytes and max_age must not be negative (found: {self})"
            raise ConfigError(msg)


class Recorder:
    """Writes the frames and the sound of one stream to segments, and removes the oldest."""

    def __init__(self, folder: Path | str, options: RecorderOptions = RecorderOptions()) -> None:
        """Makes the folder; removes what a killed recorder has left unfinished.

        Raises:
            SourceError: The folder cannot be written.
        """
        self.folder = Path(folder)
        self._options = options
        self._pending: list[Frame | Sound] = []
        self._segment: _Segment | None = None
        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            for left in self.folder.glob("*.part"):
                left.unlink()

    def push(self, item: Frame | Sound) -> list[Path]:
        """Takes the next frame or sound, in order of time; gives the segments that are whole now.

        Raises:
            MemoryFull: No space is left on the device.
            SourceError: The folder cannot be written.
        """
        with _writing(self.folder):
            done = self._finish() if self._ends_before(item) else []
            if self._segment is not None:
                self._segment.write(item)
                return done
            self._pending.append(item)
            kinds = {type(pending) for pending in self._pending}
            if len(kinds) == 2 or item.time - self._pending[0].time >= self._options.max_pending:
                self._begin()
            return done

    def flush(self) -> list[Path]:
        """Closes the segment that is open."""
        with _writing(self.folder):
            return self._finish()

    def segments(self) -> list[tuple[Span, Path]]:
        """What is kept, in order of time."""
        return [(span, path) for span, path, _ in self._kept()]

    def prune(self, *, max_bytes: int | None = None, max_age: float | None = None) -> list[Path]:
        """Removes the oldest segments beyond those limits (without: the options'); gives what went."""
        most = self._options.max_bytes if max_bytes is None else max_bytes
        age = self._options.max_age if max_age is None else max_age
        kept = self._kept()
        oldest = max((span.end for span, _, _ in kept), default=0.0) - age
        total = sum(size for _, _, size in kept)
        removed = []
        for span, path, size in kept:
            if total <= most and span.end > oldest:
                continue
            path.unlink(missing_ok=True)
            total -= size
            removed.append(path)
        return removed

    def close(self) -> None:
        """Closes the segment that is open."""
        self.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _kept(self) -> list[tuple[Span, Path, int]]:
        kept = []
        for path in self.folder.glob("*.mp4"):
            match = _NAME.fullmatch(path.name)
            if match is not None:
                with contextlib.suppress(FileNotFoundError):  # pruned by another process
                    kept.append((Span(int(match[1]) / 1000, int(match[2]) / 1000), path, path.stat().st_size))
        return sorted(kept)

    def _ends_before(self, item: Frame | Sound) -> bool:
        """Whether the item begins another segment: by time, or because this one has no track for it."""
        if self._segment is not None and not self._segment.takes(item):
            return True
        start = self._segment.start if self._segment else self._pending[0].time if self._pending else item.time
        return not start <= item.time < start + self._options.segment

    def _begin(self) -> None:
        self._segment = _Segment(self.folder, self._pending, self._options)
        for item in self._pending:
            self._segment.write(item)
        self._pending = []

    def _finish(self) -> list[Path]:
        if self._segment is None and self._pending:
            self._begin()
        if self._segment is None:
            return []
        path = self._segment.close()
        self._segment = None
        self.prune()
        return [path]


class _Segment:
    """One file that is being written."""

    def __init__(self, folder: Path, first: list[Frame | Sound], options: RecorderOptions) -> None:
        self.start = math.floor(first[0].time * 1000) / 1000  # as in the name
        self._end = self.start
        self._folder = folder
        self._part = folder / f"{_milliseconds(self.start)}.part"
        self._container: OutputContainer = av.open(str(self._part), "w", format="mp4")
        picture = next((item.image for item in first if isinstance(item, Frame)), None)
        has_sound = any(isinstance(item, Sound) for item in first)
        self._video = None if picture is None else _video_track(self._container, picture.shape, options.quality)
        self._audio = _audio_track(self._container) if has_sound else None
        self._size = None if picture is None else (picture.shape[1] // 2 * 2, picture.shape[0] // 2 * 2)
        self._shape = None if picture is None else picture.shape
        self._last_tick = -1
        self._last_sample = 0

    def takes(self, item: Frame | Sound) -> bool:
        """Whether there is a track for it."""
        return item.image.shape == self._shape if isinstance(item, Frame) else self._audio is not None

    def write(self, item: Frame | Sound) -> None:
        """Encodes it."""
        if isinstance(item, Frame):
            self._write_frame(item)
        else:
            self._write_sound(item)

    def _write_frame(self, frame: Frame) -> None:
        tick = round((frame.time - self.start) * _TICKS)
        if self._video is None or self._size is None or tick <= self._last_tick:
            return
        self._last_tick = tick
        self._end = max(self._end, frame.time + 1 / _TICKS)
        width, height = self._size  # H.264 with 4:2:0 needs even numbers
        picture = VideoFrame.from_ndarray(np.ascontiguousarray(frame.image[:height, :width]), format="rgb24")
        picture.pts, picture.time_base = tick, Fraction(1, _TICKS)
        self._container.mux(self._video.encode(picture))

    def _write_sound(self, sound: Sound) -> None:
        place = round((sound.time - self.start) * SAMPLE_RATE)
        samples = sound.samples[max(0, self._last_sample - place) :]
        place = max(place, self._last_sample)
        if self._audio is None or not len(samples):
            return
        self._last_sample = place + len(samples)
        self._end = max(self._end, sound.end)
        block = AudioFrame.from_ndarray(np.ascontiguousarray(samples[np.newaxis]), format="fltp", layout="mono")
        block.sample_rate, block.pts, block.time_base = SAMPLE_RATE, place, Fraction(1, SAMPLE_RATE)
        self._container.mux(self._audio.encode(block))

    def close(self) -> Path:
        """Writes what the encoders hold back, and gives the file its name."""
        for track in (self._video, self._audio):
            if track is not None:
                self._container.mux(track.encode(None))
        self._container.close()
        path = self._folder / f"{_milliseconds(self.start)}-{_milliseconds(self._end)}.mp4"
        return self._part.rename(path)


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Errors of the disk, of Python or of FFmpeg, as ours."""
    try:
        yield
    except (OSError, av.error.FFmpegError) as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            msg = f"{folder}: no space left for recorded segments; free some, or lower the recorder's max_bytes"
            raise MemoryFull(msg) from error
        msg = f"{folder}: segments cannot be written there ({error.strerror}); give a folder that can be written"
        raise SourceError(msg) from error


def _video_track(container: OutputContainer, shape: tuple[int, ...], quality: int) -> VideoStream:
    """H.264 where this FFmpeg can encode it, otherwise MPEG-4."""
    if "libx264" in av.codecs_available:
        options = {"crf": str(quality), "preset": "veryfast", "bf": "0", "threads": "1"}
        track = container.add_stream("libx264", rate=30, options=options)
    else:
        track = container.add_stream("mpeg4", rate=30, options={"qscale": "5"})
    assert isinstance(track, VideoStream)
    track.height, track.width = shape[0] // 2 * 2, shape[1] // 2 * 2
    track.pix_fmt = "yuv420p"
    track.codec_context.time_base = Fraction(1, _TICKS)
    return track


def _audio_track(container: OutputContainer) -> AudioStream:
    track = container.add_stream("aac", rate=SAMPLE_RATE)
    assert isinstance(track, AudioStream)
    track.layout = "mono"
    return track


def _milliseconds(time: float) -> str:
    return f"{round(time * 1000):010d}"
