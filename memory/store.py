"""The store of a memory: a folder of LanceDB tables with one writer and any number of readers.

Exactly once: the rows of a clip are appended table by table and the clip's own row last.  Rows that were
appended before a break have a commit number above that of any clip; no read shows them, and the writer removes
them before it writes again.  LanceDB does not call fsync: what a power loss takes is not covered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from ..encoders.types import EncoderInfo, ObservationKind
from ..streams.errors import InternalError, MemoryNotFound
from ..streams.types import Vector
from . import migrations, schema, store_tables
from .filters import Filter
from .lock import WriteLock
from .store_errors import opening
from .store_lance import DBConnection
from .store_options import StoreOptions
from .store_tables import Statistics
from .store_view import View
from .store_writer import Writer
from .types import ClipRecord, Decision, Entry, EntryKind, Person, Row, Statement, StoredObservation, StreamRecord

__all__ = ["Filter", "Statistics", "Store", "StoreOptions"]

T = TypeVar("T")


class Store:
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
        self.path = path
        self.media = path / "media"
        self._database = database
        self._options = options
        self._lock = lock
        self._clock = clock
        self._mutex = threading.RLock()
        self._view: View | None = None
        self._looked_at = 0.0
        self._is_stale = True
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
            MemoryBusy: another process writes.
            MemoryReadOnly: the folder cannot be written.
            MemoryMismatch: made with another encoder, or by another version of Mneme.
            MemoryError_: the tables are damaged.
        """
        folder = Path(path).expanduser()
        options = options or StoreOptions()
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

    @property
    def encoders(self) -> Mapping[str, EncoderInfo]:
        """What the memory's vectors were made with, by role."""
        return self._metadata()[1]

    def close(self) -> None:
        """Gives the lock back. Nothing is pending: each call above has written what it had to."""
        with self._mutex:
            self._view = None
            self._is_stale = True
            self._writer = None
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

    def append_decision(self, decision: Decision) -> None:
        """Adds to the log of decisions, once for each id."""
        self._write().append_decision(decision)

    def optimize(self) -> None:
        """Compacts the tables and brings the indexes up to date. `commit` does it now and then by itself."""
        self._write().optimize()

    # Reading.

    def streams(self) -> list[StreamRecord]:
        """In order of wall-clock time where it is known."""
        return self._read(View.streams)

    def stream(self, id: str) -> StreamRecord | None:
        """One stream, None where it is not known."""
        return next((record for record in self.streams() if record.id == id), None)

    def clips(self, stream: str) -> list[ClipRecord]:
        """The committed clips of a stream in order; the newest has its snapshot."""
        return self._read(lambda view: view.clips(stream))

    def last_clip(self, stream: str) -> ClipRecord | None:
        """The newest committed clip of a stream, with its snapshot."""
        return self._read(lambda view: view.last_clip(stream))

    def observations(
        self, *, stream: str | None = None, kinds: Collection[ObservationKind] | None = None
    ) -> list[StoredObservation]:
        """In order of stream, clip and ordinal. Reads all that match."""
        return self._read(lambda view: view.observations(stream, kinds))

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """Those of the entries that exist, in the order asked."""
        return self._read(lambda view: view.entries(ids))

    def scan(
        self,
        *,
        stream: str = "",
        kinds: Sequence[EntryKind] = (),
        units: Sequence[str] = (),
        start: float | datetime | None = None,
        end: float | datetime | None = None,
        as_of: datetime | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Entry]:
        """Entries in order of time. Cost: the entries that match, found through the indexes."""
        where = Filter(stream=stream, kinds=tuple(kinds), units=tuple(units), start=start, end=end, as_of=as_of)
        return self.find(where, limit=limit, newest_first=newest_first)

    def find(self, where: Filter, *, limit: int | None = None, newest_first: bool = False) -> list[Entry]:
        """`scan` with a whole filter."""
        return self._read(lambda view: view.scan(where, limit=limit, newest_first=newest_first))

    def around(
        self, entry: Entry, *, before: int, after: int, kinds: Sequence[EntryKind] = (EntryKind.TURN,)
    ) -> list[Entry]:
        """The entry with its neighbours in time in the same stream."""
        return self._read(lambda view: view.around(entry, before=before, after=after, kinds=kinds))

    def statements(
        self, *, subjects: Collection[str] | None = None, predicates: Collection[str] = ()
    ) -> list[Statement]:
        """In the order in which they were committed."""
        return self._read(lambda view: view.statements(subjects, predicates))

    def decisions(self) -> list[Decision]:
        """Oldest first."""
        return self._read(View.decisions)

    def people(self) -> list[Person]:
        """As they were put, without appearances."""
        return self._read(View.people)

    def text_search(
        self, column: Literal["text", "context", "grams"], words: str, k: int, where: Filter
    ) -> list[tuple[str, float]]:
        """(entry id, BM25 score), best first. The words are plain text: nothing in them is syntax."""
        return self._read(lambda view: view.text_search(column, words, k, where))

    def vector_search(
        self, column: Literal["vector", "context_vector"], vector: Vector, k: int, where: Filter
    ) -> list[tuple[str, float]]:
        """(entry id, cosine), best first. Entries without a vector are not found."""
        return self._read(lambda view: view.vector_search(column, vector, k, where))

    def details(self, where: Filter | str, columns: Sequence[str]) -> list[dict[str, Any]]:
        """Some columns of the entries that pass, in no particular order."""
        found: list[dict[str, Any]] = self._read(lambda view: view.details(where, columns)).to_pylist()
        return found

    def statistics(self) -> Statistics:
        """Sizes by table."""
        return store_tables.statistics(self._database)

    def _metadata(self) -> tuple[int, dict[str, EncoderInfo]]:
        return self._read(lambda view: view.metadata)

    def _write(self) -> Writer:
        if self._writer is None:
            msg = f"the memory at {self.path} is not open for writing"
            raise InternalError(msg)
        return self._writer

    def _on_change(self) -> None:
        self._is_stale = True

    def _read(self, ask: Callable[[View], T]) -> T:
        """Asks the newest view; a second time where a clean-up took files away from under the first."""
        try:
            return ask(self._newest(is_forced=False))
        except (OSError, RuntimeError, ValueError) as error:
            if "not found" not in str(error).lower():
                raise
        return ask(self._newest(is_forced=True))

    def _newest(self, *, is_forced: bool) -> View:
        with self._mutex:
            now = self._clock()
            is_old = self._lock is None and now - self._looked_at >= self._options.fresh_seconds
            if self._view is not None and not (is_old or is_forced or self._is_stale):
                return self._view
            self._is_stale = False  # first: what changes while the view is made makes it stale again
            self._view = View(self._database, vector_index_rows=self._options.vector_index_rows)
            self._looked_at = now
            return self._view
