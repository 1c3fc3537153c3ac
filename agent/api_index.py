"""The verbs of a `Memory` that add to it: `index` and `remember`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from ..streams.errors import UsageError
from .api_access import Access, moment_of

if TYPE_CHECKING:
    from ..memory.memorize import Progress
    from ..memory.types import Hit


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What `index` did with one source, or with all of a folder."""

    stream: str
    """The stream's id; "" for a folder of several."""
    clips: int
    """Clips of the stream, those of earlier runs included."""
    entries: int
    """Entries of the stream, those of earlier runs included."""
    seconds: float
    """Wall-clock time of this run."""
    source: str = ""
    media_seconds: float = 0.0
    """Length of the stream."""
    is_skipped: bool = False
    """It was complete before."""
    stages: Mapping[str, float] = field(default_factory=dict, hash=False)
    """CPU seconds by stage of this run."""
    parts: tuple[IndexReport, ...] = ()
    """One report per file of a folder."""


class Indexing(Access):
    """Memorizing files, keeping notes."""

    def index(
        self,
        source: Path | str,
        *,
        started_at: datetime | str | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> IndexReport:
        """Memorizes a file, or all media and transcripts of a folder.

        Run again, it goes on where it stopped and skips what is done.

        Args:
            source: a path.
            started_at: wall-clock time of the recording's zero (a time without a zone is local); None: what the
                file itself says, if it does.
            on_progress: called as the stream is read.

        Raises:
            SourceError: nothing there, or nothing in it that can be read.
            UsageError: a start for several files at once.
            ModelMissing: a model is not there; the message says how to get it.
            MemoryBusy, MemoryReadOnly, MemoryFull: the memory cannot be written; what was committed is kept.
        """
        begun = perf_counter()
        files = self.sources_in(source)
        moment = moment_of(started_at)
        if moment is not None and len(files) > 1:
            msg = f"{source}: one start for {len(files)} files makes no sense; index them one by one, each with its own"
            raise UsageError(msg)
        reports = [self._index_file(file, moment, on_progress) for file in files]
        if len(reports) == 1:
            return reports[0]
        return IndexReport(
            stream="",
            clips=sum(report.clips for report in reports),
            entries=sum(report.entries for report in reports),
            seconds=perf_counter() - begun,
            source=str(source),
            media_seconds=sum(report.media_seconds for report in reports),
            is_skipped=all(report.is_skipped for report in reports),
            parts=tuple(reports),
        )

    def sources_in(self, source: Path | str) -> list[str]:
        """The files that `index` reads: the file itself, or a folder's media and transcripts in natural order.

        Raises:
            SourceNotFound: nothing is there, or a folder without media.
        """
        from ..streams.source import find_sources

        return [str(path.absolute()) for path in find_sources(source)]

    def _index_file(
        self, file: str, started_at: datetime | None, on_progress: Callable[[Progress], None] | None
    ) -> IndexReport:
        begun = perf_counter()
        try:
            done = self.writing.index(file, started_at=started_at, on_progress=on_progress)
        finally:
            self.read_again()
        return IndexReport(
            stream=done.stream,
            clips=done.clips,
            entries=done.entries,
            seconds=perf_counter() - begun,
            source=file,
            media_seconds=done.media_seconds,
            is_skipped=done.is_skipped,
            stages=self.writing.stages,
        )

    def remember(self, text: str, *, person: str | None = None, at: datetime | str | None = None) -> Hit:
        """Keeps what somebody types, with that origin; gives the moment that it became.

        Raises:
            UsageError: nothing but spaces, or nobody is known by that name.
        """
        if not text.strip():
            msg = "there is nothing to remember: the text is empty"
            raise UsageError(msg)
        about = self.reading.person(person) if person else None
        try:
            entry = self.writing.remember(text, about, moment_of(at) or datetime.now(UTC))
        finally:
            self.read_again()
        return self.reading.recall.hits([entry])[0]
