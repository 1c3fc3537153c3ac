"""What every part of a `Memory` stands on: its place, its settings, and what is open of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ..streams.errors import UsageError

if TYPE_CHECKING:
    from .api_read import Reader
    from .api_write import Writer
    from .settings import Settings


class Access:
    """Opens the reading and the writing half when they are first used."""

    def __init__(self, location: Path, settings: Settings) -> None:
        """Use `mneme.open`."""
        if "://" in str(location) or str(location).startswith(("s3:/", "gs:/", "az:/")):
            msg = f"{location}: a memory lies in a local folder for now; give one with --memory"
            raise UsageError(msg)
        self.location = location
        self.settings = settings
        self._reader: Reader | None = None
        self._writer: Writer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Gives back what it holds. Nothing is pending; closing twice is allowed."""
        if self._reader is not None:
            self._reader.close()
        self._reader = self._writer = None

    @property
    def reading(self) -> Reader:
        """The memory, open for reading."""
        if self._reader is None:
            from .api_read import Reader

            self._reader = Reader(self.location, self.settings.read)
        return self._reader

    @property
    def writing(self) -> Writer:
        """What writes to it; it takes the lock only while it does."""
        if self._writer is None:
            from .api_write import Writer

            self._writer = Writer(self.location, self.settings)
        return self._writer

    def read_again(self) -> None:
        """After a write: what was read before is old."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def moment_of(time: datetime | str | None) -> datetime | None:
    """A time in UTC; text as on the command line, a time without a zone is local."""
    if time is None or isinstance(time, datetime):
        return None if time is None else time.astimezone(UTC)
    from .cli_times import parse_time

    return parse_time(time, option="time")


def bound_of(time: datetime | float | str | None) -> datetime | float | None:
    """A bound in time: a moment, or seconds of a stream."""
    return float(time) if isinstance(time, int | float) else moment_of(time)
