"""The reading half of the store: what was committed, as of the newest look at it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from ..encoders.types import EncoderInfo, ObservationKind
from ..streams.types import Vector
from . import store_tables
from .filters import Filter
from .identity.portraits import Portrait
from .privacy.policy import PrivacyPolicy
from .store_lance import DBConnection
from .store_options import StoreOptions
from .store_tables import Statistics
from .store_view import View
from .types import ClipRecord, Decision, Entry, EntryKind, Person, Statement, StoredObservation, StreamRecord

T = TypeVar("T")


class StoreReading:
    """A memory's tables, read. Threads may share it.

    A read shows committed clips only, and always whole ones.
    """

    def __init__(
        self,
        path: Path,
        database: DBConnection,
        *,
        options: StoreOptions,
        clock: Callable[[], float],
        is_writer: bool,
    ) -> None:
        """`is_writer`: nobody else writes, so that nothing changes but by `_on_change`."""
        self.path = path
        self.media = path / "media"
        self._database = database
        self._options = options
        self._clock = clock
        self._is_writer = is_writer
        self._mutex = threading.RLock()
        self._view: View | None = None
        self._looked_at = 0.0
        self._is_stale = True

    @property
    def encoders(self) -> Mapping[str, EncoderInfo]:
        """What the memory's vectors were made with, by role."""
        return self._metadata()[1]

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
        self,
        *,
        stream: str | None = None,
        kinds: Collection[ObservationKind] | None = None,
        first_clip: int = 0,
    ) -> list[StoredObservation]:
        """In order of stream, clip and ordinal. Reads all that match; `first_clip`: none of earlier clips."""
        return self._read(lambda view: view.observations(stream, kinds, first_clip))

    def last_indexes(self) -> dict[str, int]:
        """The index of the newest clip by stream. Reads two columns of all commit marks."""
        return self._read(View.last_indexes)

    def portraits(self) -> list[Portrait]:
        """What people are recognized by. Empty for a memory that is small enough to do without."""
        dims = {role: info.dim for role, info in self.encoders.items()}

        def parts(flat: Vector | None, role: str) -> tuple[Vector, ...]:
            return () if flat is None or not len(flat) else tuple(flat.reshape(-1, dims[role]))

        found = self._read(View.portraits)
        return [
            Portrait(person, parts(faces, "face"), parts(voices, "voice"), voiced)
            for person, faces, voices, voiced in found
        ]

    def summaries(self, streams: Collection[str] | None = None) -> dict[str, tuple[int, bytes]]:
        """What identity kept of streams: stream → (the last clip that it covers, state)."""
        return self._read(lambda view: view.summaries(streams))

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
        self,
        *,
        subjects: Collection[str] | None = None,
        predicates: Collection[str] = (),
        stream: str | None = None,
        first_clip: int = 0,
    ) -> list[Statement]:
        """In the order in which they were committed; `first_clip`: none of earlier clips."""
        return self._read(lambda view: view.statements(subjects, predicates, stream, first_clip))

    def decisions(self) -> list[Decision]:
        """Oldest first."""
        return self._read(View.decisions)

    @property
    def privacy(self) -> PrivacyPolicy | None:
        """What may be kept of people, None where nobody has said anything (then everything)."""
        text = self._read(lambda view: view.privacy)
        return PrivacyPolicy.from_json(text) if text else None

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
            is_old = not self._is_writer and now - self._looked_at >= self._options.fresh_seconds
            if self._view is not None and not (is_old or is_forced or self._is_stale):
                return self._view
            self._is_stale = False  # first: what changes while the view is made makes it stale again
            self._view = View(self._database, vector_index_rows=self._options.vector_index_rows)
            self._looked_at = now
            return self._view
