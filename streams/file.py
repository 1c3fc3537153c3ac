"""Media files of any container and codec that FFmpeg reads.

Pictures and sound are read through two demuxers and merged by time, each as it is needed: the memory is
bounded whatever the file's interleaving, and the order of the items depends on their times alone.
"""

from __future__ import annotations

import heapq
import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from .container import WHAT_TO_GIVE, Contents, inspect
from .errors import ConfigError, SourceError, SourceUnreadable
from .identify import fingerprint, stream_id
from .pictures import PictureOptions, read_pictures
from .sound import read_sound
from .types import Frame, Glimpse, Item, Sound, Stream, Utterance

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """How files are read."""

    rate_hz: float = 2.0
    """Pictures per second; decoding dominates, so fewer save little."""
    max_height: int = 720
    """Pixels; larger pictures are made smaller."""
    max_width: int = 1280
    """Pixels."""
    max_hold: float = 10.0
    """Seconds that a picture stands for while no new one comes (screen recordings); then there is a gap."""
    chunk: float = 0.5
    """Seconds of sound at a time, at most. Chunks end at multiples of it: with 1 / rate_hz or a part of that,
    all sound before a frame has come before it, so a clip can end there."""
    threads: int = 1
    """Decoder threads; 0 leaves it to FFmpeg. More than one can be faster on free cores (measured: 1.0 to 1.5 times
    at 720p), but then *damaged* H.264 comes out differently in each run: exactly-once holds for intact files only."""
    glimpses: bool = False
    """Also give the pictures of the film's own rate, small and without colour, where there is sound: to read lips."""
    glimpse_rate_hz: float = 30.0
    """Glimpses per second at most: of 60 pictures a second every other is one."""
    glimpse_width: int = 960
    """Pixels of a glimpse at most."""
    use_transcript: bool = True
    """Take a transcript of the same name beside a media file in place of speech recognition."""

    def __post_init__(self) -> None:
        self._check("rate_hz", self.rate_hz, 0.01, 60.0)
        self._check("max_height", self.max_height, 16, 4320)
        self._check("max_width", self.max_width, 16, 7680)
        self._check("max_hold", self.max_hold, 0.1, 3600.0)
        self._check("chunk", self.chunk, 0.02, 30.0)
        self._check("threads", self.threads, 0, 64)
        self._check("glimpse_rate_hz", self.glimpse_rate_hz, 1.0, 120.0)
        self._check("glimpse_width", self.glimpse_width, 64, 7680)

    def _check(self, name: str, value: float, low: float, high: float) -> None:
        if not (math.isfinite(value) and low <= value <= high):
            msg = f"streams.file.{name} must lie in {low:g} to {high:g} (found: {value})"
            raise ConfigError(msg)


class FileSource:
    """One media file."""

    is_replayable = True

    def __init__(
        self, path: Path | str, *, started_at: datetime | None = None, options: FileOptions = FileOptions()
    ) -> None:
        """Looks into the file without decoding it.

        Raises:
            SourceUnreadable: It is no media, or has neither pictures nor sound.
        """
        self.path = Path(path)
        self._options = options
        self._contents: Contents = inspect(self.path)
        self.fingerprint = fingerprint(self.path)
        """12 hex digits from the content: the same file under another name has the same."""
        self.stream = Stream(
            id=stream_id(self.fingerprint, started_at),
            uri=str(self.path),
            started_at=started_at or self._contents.created_at,
            kind="audio" if self._contents.video is None else "video",
            duration=self._contents.duration,
            metadata=self._contents.metadata,
        )
        self._is_open = True

    @property
    def has_pictures(self) -> bool:
        """Whether there is a picture track."""
        return self._contents.video is not None

    @property
    def has_sound(self) -> bool:
        """Whether there is a sound track."""
        return self._contents.audio is not None

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Item]:
        """Frames, glimpses if wanted, and sound in order of time; at one time in that order.

        The trap: the first chunk of sound is the one that *holds* `sound_from`, so it can begin before it.

        Raises:
            SourceUnreadable: In a read from the beginning nothing could be decoded.
        """
        wants_glimpses = self._options.glimpses and self.has_sound
        items = merge(self._pictures(frames_from, with_glimpses=wants_glimpses), self.sound(sound_from))
        is_whole = sound_from <= 0 and frames_from <= 0
        return self._checked(items) if is_whole else items

    def frames(self, frames_from: float = 0.0) -> Iterator[Frame]:
        """The sampled pictures alone."""
        return (item for item in self._pictures(frames_from, with_glimpses=False) if isinstance(item, Frame))

    def _pictures(self, frames_from: float, *, with_glimpses: bool) -> Iterator[Frame | Glimpse]:
        self._require_open()
        if self._contents.video is None:
            return iter(())
        o = self._options
        options = PictureOptions(
            rate_hz=o.rate_hz,
            max_height=o.max_height,
            max_width=o.max_width,
            max_hold=o.max_hold,
            threads=o.threads,
            glimpse_rate_hz=o.glimpse_rate_hz if with_glimpses else 0.0,
            glimpse_width=o.glimpse_width,
        )
        return read_pictures(
            self.path, self._contents.video, self._contents.zero, options=options, frames_from=frames_from
        )

    def sound(self, sound_from: float = 0.0) -> Iterator[Sound]:
        """The sound alone."""
        self._require_open()
        if self._contents.audio is None:
            return iter(())
        return read_sound(
            self.path, self._contents.audio, self._contents.zero, chunk=self._options.chunk, sound_from=sound_from
        )

    def close(self) -> None:
        """No read can begin any more; those that have begun hold their own files."""
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _require_open(self) -> None:
        if not self._is_open:
            msg = f"{self.path}: the source is closed; open it again with open_source"
            raise SourceError(msg)

    def _checked(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items; an error if there is none, a warning if a track gave none."""
        seen: set[type[Item]] = set()
        for item in items:
            seen.add(type(item))
            yield item
        found = self._contents.metadata
        if not seen:
            tracks = ", ".join(found[k] for k in ("video", "audio") if k in found)
            msg = f"{self.path}: nothing in it can be decoded (found: {tracks}); {WHAT_TO_GIVE}"
            raise SourceUnreadable(msg)
        for kind, has, name in ((Frame, self.has_pictures, "video"), (Sound, self.has_sound, "audio")):
            if has and kind not in seen:
                logger.warning("%s: nothing of its %s track (%s) can be decoded", self.path.name, name, found[name])


def merge(*streams: Iterator[Item]) -> Iterator[Item]:
    """Items of several streams in order of time; at one time frames, then glimpses, sound, utterances.

    Frames first, so that all that came before a frame lies before its time: a clip can end there.
    """
    return heapq.merge(*streams, key=lambda item: (item.time, _RANK[type(item)]))


_RANK: dict[type[Item], int] = {Frame: 0, Glimpse: 1, Sound: 2, Utterance: 3}
