"""Progress of `index` on standard error: a bar with the time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .cli_output import printable
from .cli_times import clock

if TYPE_CHECKING:
    from ..memory.memorize import Progress

EVERY = 10.0
"""Seconds between two lines where standard error is not a terminal."""


class Bars:
    """Shows how far each source has come. A context manager; silent with `is_quiet`."""

    def __init__(self, *, is_quiet: bool = False, now: Callable[[], float] = time.monotonic) -> None:
        self._is_quiet = is_quiet
        self._now = now
        self._bars: Any = None

    def __enter__(self) -> Bars:
        if not self._is_quiet and sys.stderr.isatty():
            self._bars = _rich_bars()
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bars is not None:
            self._bars.stop()

    def source(self, name: str) -> Callable[[Progress], None]:
        """What to call with the progress of the source `name`."""
        if self._is_quiet:
            return lambda progress: None
        name = printable(name)
        return _Bar(self._bars, name) if self._bars is not None else _Lines(name, self._now)


class _Bar:
    def __init__(self, bars: Any, name: str) -> None:  # noqa: ANN401 - rich is imported only where there is a terminal
        self._bars = bars
        self._task = bars.add_task(name, total=None, entries=0)

    def __call__(self, progress: Progress) -> None:
        total = progress.duration or None
        done = min(progress.time, total) if total else progress.time
        self._bars.update(self._task, total=total, completed=done, entries=progress.entries)


class _Lines:
    def __init__(self, name: str, now: Callable[[], float]) -> None:
        self._name, self._now = name, now
        self._begun = self._last = now()
        self._first: float | None = None

    def __call__(self, progress: Progress) -> None:
        if self._first is None:
            self._first = progress.time  # a run that goes on does not begin at zero
        now = self._now()
        if now - self._last < EVERY:
            return
        self._last = now
        sys.stderr.write(f"{self._name}: {self._words(progress, now)}\n")
        sys.stderr.flush()

    def _words(self, progress: Progress, now: float) -> str:
        entries = f"{progress.entries} entries"
        if not progress.duration:
            return f"{clock(progress.time)}, {entries}"
        share = min(1.0, progress.time / progress.duration)
        speed = (progress.time - (self._first or 0.0)) / max(now - self._begun, 1e-6)
        left = f", {clock((progress.duration - progress.time) / speed)} left" if speed > 0 else ""
        return f"{clock(progress.time)} of {clock(progress.duration)} ({share:.0%}), {entries}{left}"


def _rich_bars() -> Any:  # noqa: ANN401
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[entries]} entries"),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
        console=Console(stderr=True),
    )
