"""Opening a media file with PyAV, safely: which tracks it has, when they begin, what it says of itself.

Only files are opened: playlists that name other files or addresses (HLS, concat, SDP) are refused, and so
is every protocol but `file`.  FFmpeg's own messages stay off (PyAV's default): its errors become one line
that says what is wrong with the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from itertools import chain
from pathlib import Path

import av
import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.frame import Frame
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from .errors import SourceUnreadable
from .identify import creation_time

REFUSED_FORMATS = frozenset(
    ["concat", "dash", "hls", "image2", "image2pipe", "imf", "lavfi", "rtp", "rtsp", "sap", "sdp", "tty"]
)
"""Demuxers that open other files or addresses, or make pictures of text."""
MAX_PIXELS = 64_000_000
"""8K has 33 million; a larger claim is a damaged or hostile header."""
MAX_SECONDS = 3.2e7
"""A year: a longer claim of duration is not believed."""
MAX_DEMUX_ERRORS = 100
"""Errors in a row, without a packet between them, after which the rest of a file is given up."""
FOREIGN_ERRORS = (av.error.FFmpegError, OSError, ValueError)
"""What PyAV raises for damaged data."""
WHAT_TO_GIVE = "give a media file, a .vtt/.srt/.jsonl transcript or a folder of them"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a media file holds, without decoding it."""

    video: int | None
    """Index of the video track, None where there is none."""
    audio: int | None
    """Index of the sound track, None where there is none."""
    zero: Fraction
    """Seconds on the container's clock at which the stream begins."""
    duration: float | None
    """Seconds by the container's word."""
    created_at: datetime | None
    """When the container says that it was recorded (UTC)."""
    metadata: dict[str, str]
    """Format, codecs, sizes, title: for people."""


def open_container(path: Path) -> InputContainer:
    """The file, opened for demuxing.

    Raises:
        SourceUnreadable: It is no media, or damaged in a way that leaves nothing to read.
    """
    options = {"protocol_whitelist": "file", "format_whitelist": _formats()}
    try:
        container = av.open(str(path.absolute()), "r", options=options, metadata_errors="replace")
    except FOREIGN_ERRORS as error:
        msg = f"{path}: {diagnose(path)}; {WHAT_TO_GIVE}"
        raise SourceUnreadable(msg) from error
    assert isinstance(container, InputContainer)
    return container


def inspect(path: Path) -> Contents:
    """What the file holds.

    Raises:
        SourceUnreadable: Nothing in it can be shown or heard.
    """
    with open_container(path) as container:
        videos = [s for s in container.streams.video if _is_film(s)]
        sounds = [s for s in container.streams.audio if s.codec_context is not None]
        if not videos and not sounds:
            found = ", ".join(sorted({s.type for s in container.streams})) or "nothing"
            msg = f"{path}: no video or sound track (found: {found}); {WHAT_TO_GIVE}"
            raise SourceUnreadable(msg)
        video = max(videos, key=lambda s: (s.width * s.height, -s.index), default=None)
        sound = min(sounds, key=lambda s: (Disposition.default not in s.disposition, s.index), default=None)
        if video is not None and video.width * video.height > MAX_PIXELS:
            msg = f"{path}: pictures of {video.width}x{video.height} are too large (limit: {MAX_PIXELS} pixels)"
            raise SourceUnreadable(msg)
        return Contents(
            video=None if video is None else video.index,
            audio=None if sound is None else sound.index,
            zero=_zero([s for s in (video, sound) if s is not None]),
            duration=_duration(container),
            created_at=creation_time(dict(container.metadata)),
            metadata=_describe(container, video, sound),
        )


class Track:
    """The packets of one track in file order; what cannot be read is skipped and counted."""

    def __init__(self, container: InputContainer, index: int) -> None:
        self._container = container
        stream = container.streams[index]
        assert isinstance(stream, VideoStream | AudioStream)
        self.stream = stream
        self.errors = 0
        """Places in the file that could not be demuxed or decoded."""

    @property
    def time_base(self) -> Fraction:
        """Seconds per tick."""
        return self.stream.time_base or Fraction(1, 90_000)

    def packets(self) -> Iterator[Packet[Stream]]:
        """All packets that hold data."""
        in_a_row = 0
        while in_a_row < MAX_DEMUX_ERRORS:
            try:
                for packet in self._container.demux(self.stream):
                    in_a_row = 0
                    if packet.size:  # an empty one would put the decoder into draining
                        yield packet
                return
            except FOREIGN_ERRORS:
                self.errors += 1
                in_a_row += 1

    def decode(self, packets: Iterable[Packet[Stream]]) -> Iterator[Frame]:
        """What the packets hold, in order of presentation; what cannot be decoded is skipped and counted."""
        for packet in chain(packets, [None]):  # None: the decoder gives what it holds back
            try:
                frames: Sequence[Frame] = self.stream.decode(packet)
            except FOREIGN_ERRORS:
                self.errors += 1
                continue
            yield from frames


def diagnose(path: Path) -> str:
    """Why a file is no readable media, in a few words."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            head = file.read(4096)
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if size == 0:
        return "the file is empty"
    if head[4:8] in (b"ftyp", b"mdat", b"wide", b"free", b"skip") and not _has_box(path, size, b"moov"):
        return "the recording was cut off before its index (moov) was written, so nothing in it can be found"
    if not head.strip(b"\0"):
        return "the file begins with zeros only: a copy or a download that was never finished"
    if head[:3] == b"\xff\xd8\xff" or head[:8] == b"\x89PNG\r\n\x1a\n":
        return "a still picture, not a recording"
    if b"\0" not in head and sum(byte < 9 for byte in head) == 0:
        return f"a text file, not media (begins: {head[:24].decode('utf-8', 'replace')!r})"
    return "not a media format that FFmpeg knows, or damaged at its beginning"


def _has_box(path: Path, size: int, name: bytes) -> bool:
    """Whether an mp4 has a box of that name at its top level."""
    with path.open("rb") as file:
        place = 0
        while place + 8 <= size:
            file.seek(place)
            header = file.read(16)
            length = int.from_bytes(header[:4], "big")
            if header[4:8] == name:
                return True
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            if length < 8:
                return False
            place += length
    return False


@cache
def _formats() -> str:
    names = (n for n in av.formats_available if n not in REFUSED_FORMATS and not n.endswith("_pipe"))
    return ",".join(sorted(names))


def _is_film(stream: VideoStream) -> bool:
    """Pictures that move: not the cover of an album, not a track without a decoder."""
    return stream.codec_context is not None and Disposition.attached_pic not in stream.disposition


def _zero(streams: list[VideoStream | AudioStream]) -> Fraction:
    """When the first track begins, as players count; 0 where no track says."""
    starts = [s.start_time * s.time_base for s in streams if s.start_time is not None and s.time_base is not None]
    return min(starts, default=Fraction(0))


def _duration(container: InputContainer) -> float | None:
    if container.duration is None:
        return None
    seconds = container.duration / 1e6
    return seconds if 0 < seconds <= MAX_SECONDS else None


def _describe(container: InputContainer, video: VideoStream | None, sound: AudioStream | None) -> dict[str, str]:
    described = {"format": container.format.long_name or container.format.name}
    if video is not None:
        described["video"] = f"{video.codec_context.name} {video.width}x{video.height}"
        if video.average_rate:
            described["video"] += f" {float(video.average_rate):.4g}/s"
    if sound is not None:
        rate, channels = sound.codec_context.sample_rate, sound.codec_context.channels
        described["audio"] = f"{sound.codec_context.name} {rate} Hz, channels: {channels}"
    title = container.metadata.get("title", "").strip()
    if title:
        described["title"] = title[:200]
    return described
