"""The store of a memory: a folder of LanceDB tables with one writer and any number of readers.

Exactly once: the rows of a clip are appended table by table and the clip's own row last.  Rows that were
appended before a break have a commit number above that of any clip; no read shows them, and the writer removes
them before it writes again.  LanceDB does not call fsync: what a power loss takes is not covered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

from ..encoders.types import EncoderInfo
from ..streams.errors import InternalError, MemoryNotFound
from . import migrations, schema, store_tables
from .filters import Filter
from .identity.portraits import Portrait
from .lock import WriteLock
from .privacy.policy import PrivacyPolicy
from .store_errors import opening
from .store_lance import DBConnection
from .store_options import StoreOptions
from .store_reading import StoreReading
from .store_tables import Statistics
from .store_writer import Writer
from .types import ClipRecord, Decision, Person, Row, Statement, StoredObservation, StreamRecord

__all__ = ["Filter", "Statistics", "Store", "StoreOptions"]

T = TypeVar("T")


class Store(StoreReading):
    """A memory's tables. Reading needs no lock and works on a read-only folder; threads may share a store.

    A read shows committed clips only, and always whole ones.  A store that is open for writing shows its own
    writes at once; a reader in another process sees them after at most `StoreOptions.fresh_seconds`.
    """

    def __init__(
        self,
        path: Path,
        database: DBConnection,
        *,
        options: StoreOptions,
        lock: WriteLock | None,
        clock: Callable[[], float],
    ) -> None:
        """Use `Store.open`."""
        super().__init__(path, database, options=options, clock=clock, is_writer=lock is not None)
        self._lock = lock
        self._writer = None if lock is None else Writer(path, database, options, self._on_change)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        mode: Literal["read", "write"],
        encoders: Mapping[str, EncoderInfo | None] | None = None,
        options: StoreOptions | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> Store:
        """Opens a memory; for writing, it is made where there is none and brought up to date where it is old.

        Args:
            path: the memory's folder.
            mode: "write" takes the lock and keeps it until `close`.
            encoders: by role ("text", "face", "voice", "scene"); one that is missing leaves its vectors null.
            options: when to tidy, and how fresh a reader is.
            clock: seconds that only go up.

        Raises:
            MemoryNotFound: nothing is there to read.
            MemoryBusy, MemoryReadOnly: another process writes; the folder cannot be written.
            MemoryMismatch: made with another encoder, or by another version of Mneme.
            MemoryError_: the tables are damaged.
        """
        folder, options = Path(path).expanduser(), options or StoreOptions()
        if mode == "read":
            if not store_tables.exists(folder):
                msg = f"no memory at {folder}: run `mneme index` first, or choose another folder with --memory"
                raise MemoryNotFound(msg)
            with opening(folder):
                store = cls(folder, store_tables.connect(folder), options=options, lock=None, clock=clock)
                version, recorded = store._metadata()
            migrations.check_version(str(folder), version, may_migrate=False)
            schema.check_encoders(str(folder), recorded, encoders or {})
            return store
        with opening(folder):
            lock = store_tables.lock(folder)
            try:
                database = store_tables.prepare(folder, encoders or {})
                return cls(folder, database, options=options, lock=lock, clock=clock)
            except BaseException:
                lock.release()
                raise

    def close(self) -> None:
        """Gives the lock back. Nothing is pending: each call above has written what it had to."""
        with self._mutex:
            self._view = self._writer = None
            self._is_stale = True
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing.

    def put_stream(self, record: StreamRecord) -> None:
        """Inserts a stream, or replaces the one with its id."""
        self._write().put_stream(record)

    def discard_uncommitted(self, stream: str) -> int:
        """Removes the rows of clips without a commit mark; how many of them were the stream's."""
        return self._write().discard_uncommitted(stream)

    def commit(
        self,
        clip: ClipRecord,
        *,
        rows: Sequence[Row],
        observations: Sequence[StoredObservation],
        statements: Sequence[Statement],
    ) -> None:
        """Makes a clip part of the memory, all of it or nothing; nothing happens where it is part of it already.

        Raises:
            MemoryFull: no space is left; nothing of the clip shows, and earlier clips are kept.
        """
        self._write().commit(clip, rows, observations, statements)

    def put_people(self, people: Sequence[Person]) -> None:
        """Replaces the derived people (without their appearances)."""
        self._write().put_people(people)

    def put_portraits(self, portraits: Sequence[Portrait], *, gone: Collection[str] | None = None) -> None:
        """Keeps what people are recognized by; `gone`: people who are no more (None: all who are not given)."""
        self._write().put_portraits(portraits, gone)

    def put_summaries(self, summaries: Mapping[str, tuple[int, bytes]]) -> None:
        """Keeps what identity has made of streams: stream → (the last clip that it covers, state)."""
        self._write().put_summaries(summaries)

    def append_decision(self, decision: Decision) -> None:
        """Adds to the log of decisions, once for each id."""
        self._write().append_decision(decision)

    def put_privacy(self, policy: PrivacyPolicy) -> None:
        """Notes what may be kept of people from now on."""
        self._write().put_privacy(policy.to_json())

    def optimize(self) -> None:
        """Compacts the tables and brings the indexes up to date. `commit` does it now and then by itself."""
        self._write().optimize()

    def _write(self) -> Writer:
        if self._writer is None:
            msg = f"the memory at {self.path} is not open for writing"
            raise InternalError(msg)
        return self._writer
