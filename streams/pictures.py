"""The pictures of a media file: upright, small, and sampled on a fixed grid of times.

The frame for grid time g = k / rate is the one that a player shows at g, so a screen recording that stores
a picture only when something changes is sampled like any other film.  A picture stands for at most
`max_hold` seconds; after that there is a gap.  Decoding is sequential and seeks nowhere: on long groups of
pictures, seeking to samples costs more than decoding everything.
"""

from __future__ import annotations

import logging
import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.codec.context import ThreadType
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from .clock import Clock
from .container import MAX_PIXELS, Track, open_container
from .types import Frame, Glimpse, Image
from .upright import LumaReader, orientation

logger = logging.getLogger(__name__)

TICK = 1e-4
"""Seconds by which a frame may miss a grid time and still be on it: timestamps are coarse."""
SEEK_MARGIN = 2.0
"""Seconds of pictures decoded before those that are wanted, over and above `max_hold`."""
MAX_SKIPPED_BYTES = 64 << 20
"""Packets held while looking for the key frame to begin with; where a group is larger, it is decoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOptions:
    """How pictures are sampled. Checked where they are composed (`FileOptions`)."""

    rate_hz: float
    max_height: int
    max_width: int
    max_hold: float
    threads: int
    glimpse_rate_hz: float = 0.0
    """0: no glimpses."""
    glimpse_width: int = 960


def read_pictures(
    path: Path, track: int, zero: Fraction, *, options: PictureOptions, frames_from: float = 0.0
) -> Iterator[Frame | Glimpse]:
    """The sampled frames, and glimpses if wanted, from `frames_from` on: bit for bit those of a whole read.

    The whole file is demuxed, because the clock is found from its packets; decoding begins with the last but
    one key frame that lies safely before `frames_from`.
    """
    with open_container(path) as container:
        read = Track(container, track)
        stream = read.stream
        assert isinstance(stream, VideoStream)
        stream.thread_count = options.threads
        stream.thread_type = ThreadType.AUTO if options.threads != 1 else ThreadType.NONE
        stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}  # a size can change on the way
        clock = Clock(round(zero / read.time_base), read.time_base)
        start = KeyframeStart(read.time_base, zero, frames_from - options.max_hold - SEEK_MARGIN)
        frames = _timed(read, start.skip(clock.steady(read.packets())), zero)
        shrink = Shrinker(options, stream)
        look = LumaReader(options.glimpse_width, stream) if options.glimpse_rate_hz else None
        yield from _sampled(frames, start, shrink, look, options=options, frames_from=frames_from)
        skipped = clock.dropped + read.errors + shrink.errors
        if skipped:
            logger.warning("%s: %d damaged pieces of film skipped", path.name, skipped)


class KeyframeStart:
    """Leaves out the packets before the last but one key frame up to a time.

    The last but one: a damaged key frame is concealed with the picture before it, which must be there too.
    """

    def __init__(self, time_base: Fraction, zero: Fraction, until: float) -> None:
        """`until` is in seconds of the stream; before its zero, nothing is left out."""
        self._until = math.floor((Fraction(until) + zero) / time_base)
        self._is_wanted = until > 0
        self.has_skipped = False
        """Whether anything has been left out."""

    def skip(self, packets: Iterable[Packet[Stream]]) -> Iterator[Packet[Stream]]:
        """The packets to decode."""
        groups: deque[list[Packet[Stream]]] = deque([[]])
        size_bytes = 0
        for packet in packets:
            if not self._is_wanted:
                yield packet
                continue
            stamp = packet.pts if packet.pts is not None else packet.dts
            if packet.is_keyframe and stamp is not None and stamp <= self._until:
                groups.append([])
                while len(groups) > 2:
                    dropped = groups.popleft()
                    size_bytes -= sum(p.size for p in dropped)
                    self.has_skipped = self.has_skipped or bool(dropped)
            groups[-1].append(packet)
            size_bytes += packet.size
            if (stamp is not None and stamp > self._until) or size_bytes > MAX_SKIPPED_BYTES:
                self._is_wanted = False
                for group in groups:
                    yield from group
                groups.clear()
        for group in groups:
            yield from group


def _timed(
    track: Track, packets: Iterable[Packet[Stream]], zero: Fraction
) -> Iterator[tuple[float, float, VideoFrame]]:
    """(time, duration or 0, frame) with growing times; frames that go back in time are left out."""
    last = -math.inf
    for frame in track.decode(packets):
        assert isinstance(frame, VideoFrame)
        if frame.is_corrupt:  # refers to pictures that are not there
            track.errors += 1
            continue
        stamp = frame.pts if frame.pts is not None else frame.dts
        if stamp is None:
            continue
        time = float(stamp * track.time_base - zero)
        if time > last:
            last = time
            yield time, float((frame.duration or 0) * track.time_base), frame


def _sampled(
    frames: Iterator[tuple[float, float, VideoFrame]],
    start: KeyframeStart,
    shrink: Shrinker,
    look: LumaReader | None,
    *,
    options: PictureOptions,
    frames_from: float,
) -> Iterator[Frame | Glimpse]:
    """Frames on the grid, and the very first one, which may lie between two grid times; glimpses between them."""
    rate, hold = options.rate_hz, options.max_hold
    k = max(0, math.floor(frames_from * rate))
    while k / rate < frames_from:  # by division, as below: multiplication rounds otherwise
        k += 1
    shown: tuple[float, float, VideoFrame] | None = None
    cell, is_due = -1, False  # of the last picture in time; whether it is the first of its cell

    def held(until: float) -> Iterator[Frame]:
        nonlocal k
        if shown is None:
            return
        time, _, frame = shown
        k = max(k, math.ceil((time - TICK) * rate))
        image: Image | None = None
        while k / rate < min(until, time + hold) - TICK:
            image = shrink(frame) if image is None else image
            if image is None:  # cannot be converted: damaged
                return
            yield Frame(k / rate, image)
            k += 1

    def seen(until: float) -> Iterator[Frame | Glimpse]:
        glimpse = None
        # of two pictures within a tick the first is not shown: a frame on the grid may lie between them
        if look is not None and shown is not None and is_due and shown[0] >= frames_from and until - shown[0] > TICK:
            glimpse = look(shown[0], shown[2])
        for frame in held(until):
            if glimpse is not None and frame.time > glimpse.time:
                yield glimpse
                glimpse = None
            yield frame
        if glimpse is not None:
            yield glimpse

    for timed in frames:
        yield from seen(timed[0])
        if shown is None and not start.has_skipped and timed[0] >= max(frames_from, TICK):
            image = None if _is_on_grid(timed[0], rate) else shrink(timed[2])
            if image is not None:
                yield Frame(timed[0], image)
        shown = timed
        if look is not None:  # a quarter of a cell off: pictures of that rate, or of twice it, lie on no border
            last, cell = cell, math.floor(timed[0] * options.glimpse_rate_hz + 0.25)
            is_due = cell != last
    if shown is not None:
        yield from seen(shown[0] + min(shown[1] or shrink.frame_seconds, hold))


def _is_on_grid(time: float, rate: float) -> bool:
    return abs(round(time * rate) / rate - time) < TICK


class Shrinker:
    """Frames of a decoder to upright RGB of a bounded size."""

    def __init__(self, options: PictureOptions, stream: VideoStream) -> None:
        self._options = options
        self._reformatter = VideoReformatter()
        self._tag = stream.metadata.get("rotate", "0")
        shape = stream.sample_aspect_ratio
        self._pixel_aspect = float(shape) if shape and 0.2 < shape < 5 else 1.0
        self.frame_seconds = float(1 / stream.average_rate) if stream.average_rate else 0.04
        """How long a frame is shown that does not say it."""
        self.errors = 0

    def __call__(self, frame: VideoFrame) -> Image | None:
        """uint8 (height, width, 3), or None if it cannot be converted. Held frames share it: do not write into it."""
        if frame.width * frame.height > MAX_PIXELS:
            self.errors += 1
            return None
        is_turned, flips_x, flips_y = orientation(frame, self._tag)
        width, height = self._size(frame, is_turned=is_turned)
        try:
            small = self._reformatter.reformat(
                frame,
                width,
                height,
                "rgb24",
                interpolation="AREA",
                src_color_range=frame.color_range,  # without it, full-range video comes out too contrasty
                threads=1,
            )
        except (ValueError, OSError):
            self.errors += 1
            return None
        picture: Image = np.asarray(small.to_ndarray(), np.uint8)
        if is_turned:
            picture = picture.transpose(1, 0, 2)
        return np.ascontiguousarray(picture[:: -1 if flips_y else 1, :: -1 if flips_x else 1])

    def _size(self, frame: VideoFrame, *, is_turned: bool) -> tuple[int, int]:
        """Width and height to scale to, before turning."""
        most_wide, most_high = self._options.max_width, self._options.max_height
        if is_turned:
            most_wide, most_high = most_high, most_wide
        width = frame.width * self._pixel_aspect
        scale = min(1.0, most_wide / width, most_high / frame.height)
        return max(1, round(width * scale)), max(1, round(frame.height * scale))
