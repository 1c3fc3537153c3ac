"""Senses run beside one another: one thread each, in order, with bounded queues.

A sense is sequential (its state is its past), but two senses share nothing, so each has a thread of
its own.  Decoding runs in the caller's thread.  All the heavy libraries (FFmpeg, dlib, ONNX Runtime,
moonshine, torch) release Python's lock while they work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from ..encoders.types import Observation, Sense
from ..streams.types import Item


class Lane:
    """One sense with its thread. What it gives is collected until `end_clip`."""

    def __init__(self, name: str, sense: Sense, *, backlog: int = 64) -> None:
        """`backlog` is how many items may wait before `push` blocks."""
        self.name = name
        self.sense = sense
        self._backlog = backlog
        self._waiting: deque[Future[None]] = deque()
        self._collected: list[Observation] = []
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"mneme-{name}")

    def push(self, item: Item) -> None:
        """Queues an item; an error of an earlier one is raised here."""
        self._submit(lambda: self.sense.push(item))

    def end_clip(self, time: float, *, is_last: bool) -> Future[tuple[list[Observation], bytes]]:
        """Queues the end of a clip; the future gives its observations and the snapshot after it."""
        return self._pool.submit(self._end_clip, time, is_last)

    def _end_clip(self, time: float, is_last: bool) -> tuple[list[Observation], bytes]:
        self._collected.extend(self.sense.end_clip(time))
        if is_last:
            self._collected.extend(self.sense.flush())
        collected, self._collected = self._collected, []
        return collected, b"" if is_last else self.sense.snapshot()

    def _submit(self, work: Callable[[], Iterable[Observation]]) -> None:
        while self._waiting and (len(self._waiting) >= self._backlog or self._waiting[0].done()):
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(lambda: self._collected.extend(work())))

    def check(self) -> None:
        """Raises what went wrong in an item that has been worked on."""
        while self._waiting and self._waiting[0].done():
            self._waiting.popleft().result()

    def close(self) -> None:
        """Drops what still waits and ends the thread."""
        self._pool.shutdown(wait=True, cancel_futures=True)
