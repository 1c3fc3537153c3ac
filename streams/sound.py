"""The sound of a media file: 16 kHz mono chunks, placed by their timestamps.

Sample n of a stream is the one at n / 16000 seconds, whatever the file's rate: every chunk has a place on
that grid, and chunks end at multiples of the chunk length, so where a read begins changes nothing.  Sound
is placed by timestamps, never by counting (a recording of 600 s with 50 gaps holds 558 s of samples);
counting is only trusted from one timestamp to the next, while both agree.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame

from .clock import Clock
from .container import FOREIGN_ERRORS, Track, open_container
from .types import SAMPLE_RATE, Samples, Sound

logger = logging.getLogger(__name__)

TOLERANCE = round(0.05 * SAMPLE_RATE)
"""Samples that count and timestamp may differ by: coarse timestamps (1 ms in Matroska) and slow drift."""
TINY_GAP = round(0.1 * SAMPLE_RATE)
"""A gap up to this many samples is filled with silence: a resynchronized clock, not a pause in the recording."""

PLAUSIBLE_RATES = range(1_000, 1_000_000)
"""Samples per second; anything else is a damaged header."""


def read_sound(path: Path, track: int, zero: Fraction, *, chunk: float, sound_from: float = 0.0) -> Iterator[Sound]:
    """The sound of a track from `sound_from` on, in chunks of at most `chunk` seconds.

    The first chunk is the one that holds `sound_from`, whole: the chunks are those of a read from the beginning.
    Always decodes from the beginning (550 times real time), because decoders and resamplers remember.
    """
    floor = round(sound_from * SAMPLE_RATE)
    chunker = Chunker(max(1, round(chunk * SAMPLE_RATE)))
    for position, samples in _resampled(path, track, zero):
        for sound in chunker.push(position, samples):
            if _end_position(sound) > floor:
                yield sound
    for sound in chunker.flush():
        if _end_position(sound) > floor:
            yield sound


class Chunker:
    """Samples with places to chunks that end at multiples of a length; overlaps are trimmed, gaps end a chunk."""

    def __init__(self, length: int) -> None:
        """With a chunk length in samples."""
        self._length = length
        self._start = 0
        self._end = 0
        self._parts: list[Samples] = []

    def push(self, position: int, samples: Samples) -> Iterator[Sound]:
        """Takes samples (n,) whose first one has its place at `position`; gives the chunks that are full."""
        if position < self._end:  # also what lies before zero
            samples = samples[self._end - position :]
            position = self._end
        if not len(samples):
            return
        gap = position - self._end
        if 0 < gap <= TINY_GAP and self._end > 0:
            samples = np.concatenate([np.zeros(gap, np.float32), samples])
        elif gap > 0:
            yield from self.flush()
            self._start = self._end = position
        self._parts.append(samples)
        self._end += len(samples)
        while self._start // self._length < self._end // self._length:
            cut = (self._start // self._length + 1) * self._length
            joined = np.concatenate(self._parts)
            yield _sound(self._start, joined[: cut - self._start])
            self._parts = [joined[cut - self._start :]]
            self._start = cut

    def flush(self) -> Iterator[Sound]:
        """What has not filled a chunk."""
        joined = np.concatenate(self._parts) if self._parts else np.zeros(0, np.float32)
        if len(joined):
            yield _sound(self._start, joined)
        self._parts = []
        self._start = self._end


def _sound(position: int, samples: Samples) -> Sound:
    return Sound(position / SAMPLE_RATE, np.ascontiguousarray(samples))


def _end_position(sound: Sound) -> int:
    return round(sound.time * SAMPLE_RATE) + len(sound.samples)


def _resampled(path: Path, track: int, zero: Fraction) -> Iterator[tuple[int, Samples]]:
    """(place of the first sample, samples) in file order; places can overlap and leave gaps."""
    resampler: Resampler | None = None
    with open_container(path) as container:
        for frame, time in _decoded(path, Track(container, track), zero):
            place = None if time is None else round(time * SAMPLE_RATE)
            if resampler is not None and not resampler.continues(frame, place):
                yield from resampler.flush()
                place = resampler.position if place is None else place
                resampler = None
            if resampler is None:
                resampler = Resampler(frame, 0 if place is None else place)
            yield from resampler.push(frame)
        if resampler is not None:
            yield from resampler.flush()


def _decoded(path: Path, track: Track, zero: Fraction) -> Iterator[tuple[AudioFrame, Fraction | None]]:
    """Frames with their time in seconds of the stream (None where the container gives none)."""
    clock = Clock(round(zero / track.time_base), track.time_base)
    odd_rates = 0
    for frame in track.decode(clock.steady(track.packets())):
        assert isinstance(frame, AudioFrame)
        if frame.sample_rate not in PLAUSIBLE_RATES:
            odd_rates += 1
        elif frame.samples:
            yield frame, None if frame.pts is None else frame.pts * track.time_base - zero
    skipped = odd_rates + clock.dropped + track.errors
    if skipped:
        logger.warning("%s: %d damaged pieces of sound skipped", path.name, skipped)


class Resampler:
    """Frames of one format, without a gap between them, to 16 kHz mono with places."""

    def __init__(self, frame: AudioFrame, position: int) -> None:
        """For frames like `frame`, the first of which has its place at `position`."""
        self._setup = _setup(frame)
        self._rate = frame.sample_rate
        self._start = position
        self._taken = 0  # samples at the file's rate
        self._given = 0  # samples at ours
        self.errors = 0
        """Frames that could not be resampled."""
        self._resampler = av.AudioResampler(format="fltp", rate=SAMPLE_RATE)
        # FFmpeg's own mix to mono amplifies (two equal channels come out at 1.41), so the mix is ours
        channels = frame.layout.channels
        self._heard = [i for i, channel in enumerate(channels) if channel.name != "LFE"] or [0]

    @property
    def position(self) -> int:
        """Where the next frame is expected, by counting."""
        return self._start + round(Fraction(self._taken * SAMPLE_RATE, self._rate))

    def continues(self, frame: AudioFrame, place: int | None) -> bool:
        """Whether the frame has the same format and goes on where the last one ended."""
        return _setup(frame) == self._setup and (place is None or abs(place - self.position) <= TOLERANCE)

    def push(self, frame: AudioFrame) -> Iterator[tuple[int, Samples]]:
        """Takes the next frame."""
        self._taken += frame.samples
        frame.pts = None
        yield from self._give(frame)

    def flush(self) -> Iterator[tuple[int, Samples]]:
        """The end of the last frame, which waited for what follows. The object is used up."""
        if self._taken:
            yield from self._give(None)

    def _give(self, frame: AudioFrame | None) -> Iterator[tuple[int, Samples]]:
        try:
            outputs: list[AudioFrame | None] = [*self._resampler.resample(frame)]
        except FOREIGN_ERRORS:  # a layout that FFmpeg cannot resample
            self.errors += 1
            return
        for output in outputs:
            if output is None:  # the end, where nothing had to be resampled
                continue
            planes = output.to_ndarray()  # (channels, n) float32
            mixed = planes[0] if len(self._heard) == 1 else planes[self._heard].mean(axis=0, dtype=np.float32)
            place = self._start + self._given
            self._given += len(mixed)
            yield place, np.clip(np.nan_to_num(mixed), -1.0, 1.0).astype(np.float32, copy=False)


def _setup(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate
