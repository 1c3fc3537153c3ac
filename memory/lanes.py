"""Senses run beside one another: one thread each, in order, with bounded queues.

A sense is sequential (its state is its past), but two senses share nothing, so each has a thread of
its own.  Decoding runs in the caller's thread.  All the heavy libraries (FFmpeg, dlib, ONNX Runtime,
moonshine, torch) release Python's lock while they work.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

from ..encoders.types import Observation, Sense
from ..streams.types import Glimpse, Item

GLIMPSES_AHEAD = 256
"""Glimpses that may wait beside a lane's backlog: 8 s of film, 130 MB at 960 × 540."""


class Lane:
    """One sense with its thread. What it gives is collected until `end_clip`."""

    def __init__(self, name: str, sense: Sense, *, backlog: int = 64) -> None:
        """`backlog` is how many items may wait before `push` blocks."""
        self.name = name
        self.sense = sense
        self._backlog = backlog
        self._waiting: deque[tuple[Future[None], bool]] = deque()  # (work, is a glimpse)
        self._glimpses = 0
        self._collected: list[Observation] = []
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"mneme-{name}")

    def push(self, item: Item) -> None:
        """Queues an item; an error of an earlier one is raised here. Glimpses only go where they are taken."""
        is_glimpse = isinstance(item, Glimpse)
        if is_glimpse and not getattr(self.sense, "takes_glimpses", False):
            return
        while self._waiting and (self._is_full() or self._waiting[0][0].done()):
            self._next()
        work = self._pool.submit(lambda: self._collected.extend(self.sense.push(item)))
        self._waiting.append((work, is_glimpse))
        self._glimpses += is_glimpse

    def end_clip(self, time: float, *, is_last: bool) -> Future[tuple[list[Observation], bytes]]:
        """Queues the end of a clip; the future gives its observations and the snapshot after it."""
        return self._pool.submit(self._end_clip, time, is_last)

    def _end_clip(self, time: float, is_last: bool) -> tuple[list[Observation], bytes]:
        self._collected.extend(self.sense.end_clip(time))
        if is_last:
            self._collected.extend(self.sense.flush())
        collected, self._collected = self._collected, []
        return collected, b"" if is_last else self.sense.snapshot()

    def _is_full(self) -> bool:
        return self._glimpses >= GLIMPSES_AHEAD or len(self._waiting) - self._glimpses >= self._backlog

    def _next(self) -> None:
        work, is_glimpse = self._waiting.popleft()
        self._glimpses -= is_glimpse
        work.result()

    def check(self) -> None:
        """Raises what went wrong in an item that has been worked on."""
        while self._waiting and self._waiting[0][0].done():
            self._next()

    def close(self) -> None:
        """Drops what still waits and ends the thread."""
        self._pool.shutdown(wait=True, cancel_futures=True)
