"""Clips: the units in which a stream is committed.

    windower = Windower(stream.id)
    for item in source.read():
        for clip in windower.push(item):     # first: the clips that end before this item
            commit(clip)                     # encoders: end_clip(clip.span.end)
        encoders.push(item)                  # then: the item belongs to the clip that is open now
    for clip in windower.flush():            # exactly one, with is_last
        commit(clip)

Clips are contiguous and half-open; an item belongs to the clip in which it *begins*.  A clip ends after
`length` seconds, or, from `min_length` on, at a frame that shows something else than the frame before it while
nobody speaks.  A clip that would begin with nothing is stretched over the gap, so that an empty night makes
no thousand empty clips.

The trap: sound that begins in a clip can reach past its end, by less than a chunk.  From our file source it
never does where a frame ends the clip (frames come before sound of the same time, and chunks end at frame times).

What a clip is made of depends on its start and the items from there on, and on nothing before: a windower
that begins at clip k (`start`, `index`) gives the same clips as one that has seen the whole stream.  Items
from before `start`, which encoders may need again, are passed over.  Glimpses end a clip whose time is over, so that
they go to the clip in which they lie, and change nothing else: with and without them the clips are the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .cuts import Quiet, SceneCut
from .errors import ConfigError
from .types import Clip, Frame, Glimpse, Item, Sound, Span, Utterance

FRAME_SECONDS = 0.1
"""How long the last frame of a stream is taken to last: nothing follows that would tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOptions:
    """When a clip ends."""

    length: float = 30.0
    """Seconds after which a clip ends in any case."""
    min_length: float = 15.0
    """Seconds before which it does not."""
    cut: float = 0.4
    """Share of the picture (0..1) that must be new for a scene cut: cuts of the test scenes are above 0.53,
    movement on a stage below 0.3."""
    silence: float = 0.3
    """Seconds without speech that must come before the cut."""
    quiet_level: float = 0.003
    """RMS (0..1) that always counts as silence: -50 dB."""
    quiet_share: float = 0.1
    """Share of the clip's loud parts (90th percentile) that counts as silence: -20 dB."""
    holds_items: bool = True
    """Whether clips carry their frames, sound and utterances. A pipeline that feeds its encoders from the source does
    not need them: 30 s at 720p and 2 frames a second are 166 MB."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.length) and 0 < self.min_length <= self.length):
            msg = (
                "streams.windows: length and min_length need 0 < min_length <= length seconds "
                f"(found: {self.min_length}, {self.length})"
            )
            raise ConfigError(msg)


class Windower:
    """Items in order of time to clips. Holds the items of one clip at most."""

    def __init__(
        self, stream: str, *, start: float = 0.0, index: int = 0, options: WindowOptions = WindowOptions()
    ) -> None:
        """For the stream with that id, going on with clip `index` at `start` seconds."""
        self._stream = stream
        self._options = options
        self._start = start
        self._index = index
        self._cut = SceneCut(options.cut)
        self._quiet = Quiet(seconds=options.silence, floor=options.quiet_level, share=options.quiet_share)
        self._begin()

    @property
    def start(self) -> float:
        """Where the clip that is open began."""
        return self._start

    @property
    def index(self) -> int:
        """The number of the clip that is open."""
        return self._index

    def push(self, item: Item) -> Iterable[Clip]:
        """Takes the next item; gives the clip that ends before it, if one does (never more than one)."""
        time = item.time
        if time < self._start:
            return ()
        closed: tuple[Clip, ...] = ()
        is_cut = isinstance(item, Frame) and self._cut.push(item)
        if self._limit is not None and time >= self._limit:
            closed = (self._close(self._limit),)
        elif is_cut and self._may_end_at(time):
            closed = (self._close(time),)
        if closed and isinstance(item, Frame):
            self._cut.push(item)
        if not isinstance(item, Glimpse):
            self._take(item)
        return closed

    def flush(self) -> Iterable[Clip]:
        """The stream has ended: exactly one clip, the last one, which can be empty."""
        return (self._close(max(self._start, self._content_end), is_last=True),)

    def _may_end_at(self, time: float) -> bool:
        """Whether the clip is long enough, all that it holds began before, and nobody speaks."""
        is_long = self._earliest is not None and time >= self._earliest
        return is_long and time > self._newest and self._quiet.is_quiet(time)

    def _begin(self) -> None:
        """A clip begins at `self._start`."""
        self._limit: float | None = None  # where it ends in any case; known from its first item on
        self._earliest: float | None = None
        self._newest = self._start  # when its last item begins
        self._content_end = self._start
        self._frames: list[Frame] = []
        self._audio: list[Sound] = []
        self._utterances: list[Utterance] = []
        self._cut.reset()
        self._quiet.reset()

    def _take(self, item: Frame | Sound | Utterance) -> None:
        if self._limit is None:
            is_gap = item.time >= self._start + self._options.length
            # whole seconds after a gap, so that clips go on ending where chunks of sound and frames do
            content = float(math.floor(item.time)) if is_gap else self._start
            self._limit = content + self._options.length
            self._earliest = content + self._options.min_length
        self._newest = item.time
        self._content_end = max(self._content_end, _end(item))
        if isinstance(item, Sound):
            self._quiet.push(item)
        if not self._options.holds_items:
            return
        if isinstance(item, Frame):
            self._frames.append(item)
        elif isinstance(item, Sound):
            self._audio.append(item)
        else:
            self._utterances.append(item)

    def _close(self, end: float, *, is_last: bool = False) -> Clip:
        clip = Clip(
            stream=self._stream,
            index=self._index,
            span=Span(self._start, end),
            frames=tuple(self._frames),
            audio=tuple(self._audio),
            utterances=tuple(self._utterances),
            is_last=is_last,
        )
        self._start = end
        self._index += 1
        self._begin()
        return clip


def _end(item: Frame | Sound | Utterance) -> float:
    """Where an item ends, as far as it is known."""
    if isinstance(item, Frame):
        return item.time + FRAME_SECONDS
    return item.end if isinstance(item, Sound) else item.span.end


def clips(items: Iterable[Item], stream: str, *, options: WindowOptions = WindowOptions()) -> Iterator[Clip]:
    """All clips of a stream: the loop above without encoders."""
    windower = Windower(stream, options=options)
    for item in items:
        yield from windower.push(item)
    yield from windower.flush()
