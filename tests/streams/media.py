"""Small media files for tests, made with PyAV alone, and what is in them once they are read.

Each picture carries its own number, readable after encoding.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from mneme.streams.file import FileOptions, FileSource
from mneme.streams.types import SAMPLE_RATE, Frame, Item, Sound
from numpy.typing import NDArray

BITS = 10
RATE = 16_000


def numbered(n: int, size: tuple[int, int] = (320, 240)) -> NDArray[np.uint8]:
    """A picture whose upper half is white, and whose lower half has the bits of n in columns, dark and bright."""
    width, height = size
    image = np.full((height, width, 3), 235, np.uint8)
    for bit in range(BITS):
        left, right = bit * width // BITS, (bit + 1) * width // BITS
        image[height // 2 :, left:right] = 215 if n >> bit & 1 else 40
    return image


def number_of(image: NDArray[np.uint8]) -> int:
    """The number that `numbered` has put in."""
    height, width = image.shape[:2]
    row = image[height * 3 // 4].mean(axis=1)
    return sum(1 << bit for bit in range(BITS) if row[(2 * bit + 1) * width // (2 * BITS)] > 128)


def clicks(times: Sequence[float], seconds: float, *, rate: int = RATE) -> NDArray[np.float32]:
    """Silence with a short loud burst at each time."""
    samples = np.zeros(round(seconds * rate), np.float32)
    for time in times:
        samples[round(time * rate) :][: rate // 200] = 0.8
    return samples


def tone(seconds: float, *, rate: int = RATE, hertz: float = 440.0, level: float = 0.5) -> NDArray[np.float32]:
    """A sine."""
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def write_film(
    path: Path,
    *,
    frames: Sequence[float] | None = None,
    sound: Sequence[tuple[float, NDArray[np.float32]]] = (),
    size: tuple[int, int] = (320, 240),
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    pixels: str = "yuv420p",
    audio_codec: str = "aac",
    rate: int = RATE,
    layout: str = "mono",
    rotation: float | None = None,
    images: Sequence[NDArray[np.uint8]] | None = None,
    metadata: dict[str, str] | None = None,
    container_format: str | None = None,
    interleave: bool = True,
    ticks: int = 1000,
) -> Path:
    """Writes pictures at the times `frames` (numbered from 0) and stretches of sound at their times."""
    container = av.open(str(path), "w", format=container_format)
    container.metadata.update(metadata or {})
    video = audio = None
    if frames is not None:
        video = container.add_stream(
            codec, rate=30 if ticks == 1000 else ticks, options={"threads": "1", **(options or {})}
        )
        video.width, video.height, video.pix_fmt = *size, pixels
        video.codec_context.time_base = Fraction(1, ticks)
        if rotation is not None:
            video.set_display_rotation(rotation)
    if sound:
        audio = container.add_stream(audio_codec, rate=rate)
        audio.layout = layout
    packets: list[tuple[float, int, av.Packet]] = []

    def put(track: av.stream.Stream, made: Sequence[av.Packet]) -> None:
        packets.extend((float((p.dts or 0) * p.time_base), track.index, p) for p in made)

    for n, time in enumerate(frames or ()):
        image = numbered(n, size) if images is None else images[n]
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        if pixels == "yuvj420p":
            frame = frame.reformat(format=pixels, dst_color_range="JPEG")
        frame.pts, frame.time_base = round(time * ticks), Fraction(1, ticks)
        put(video, video.encode(frame))
    if video is not None:
        put(video, video.encode(None))
    for time, samples in sound:
        for start in range(0, len(samples), 1024):
            block = np.atleast_2d(samples[start : start + 1024])
            channels = len(av.AudioLayout(layout).channels)
            block = np.ascontiguousarray(np.repeat(block, channels, axis=0), np.float32)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
            frame.pts = round(time * rate) + start
            put(audio, audio.encode(frame))
    if audio is not None:
        put(audio, audio.encode(None))
    if interleave:
        packets.sort(key=lambda p: p[0])
    for _, _, packet in packets:
        container.mux(packet)
    container.close()
    return path


def even(seconds: float, fps: float = 10.0) -> list[float]:
    """Times of frames at a constant rate."""
    return [n / fps for n in range(round(seconds * fps))]


def read(path: Path, **options: float) -> list[Item]:
    """All items of a media file."""
    with FileSource(path, options=FileOptions(**options)) as source:
        return list(source.read())


def frames(items: Sequence[Item]) -> list[Frame]:
    """The frames among items."""
    return [item for item in items if isinstance(item, Frame)]


def sounds(items: Sequence[Item]) -> list[Sound]:
    """The sound among items."""
    return [item for item in items if isinstance(item, Sound)]


def loud_times(items: Sequence[Item], level: float = 0.3) -> list[float]:
    """When each burst begins."""
    found: list[float] = []
    for sound in sounds(items):
        for time in sound.time + np.flatnonzero(np.abs(sound.samples) > level) / SAMPLE_RATE:
            if not found or time - found[-1] > 0.1:
                found.append(float(time))
    return found
