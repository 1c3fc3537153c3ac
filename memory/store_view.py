"""One consistent look at a memory: what was committed when the view was made, and nothing later.

A view never changes, so readers need no lock.  The table of clips is opened first and every other
after it: whatever clip is in it, its rows are in the others.  Rows of a clip that was not committed yet
have a higher commit number and are kept out by a condition that costs nothing where there are none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import cast

import pyarrow as pa

from ..encoders.types import EncoderInfo, ObservationKind
from ..streams.types import Vector
from . import schema
from . import store_rows as rows
from .filters import Filter, any_of, quoted
from .store_lance import ColumnOrdering, DBConnection, LanceVectorQueryBuilder, MatchQuery, Table
from .types import ClipRecord, Decision, Entry, EntryKind, Person, Statement, StoredObservation, StreamRecord

_READ_ORDER = ("clips", "observations", "statements", "entries", "people", "decisions", "streams")
_CLIP_COLUMNS = [name for name in schema.CLIPS.names if name != "snapshot"]
_PROBES = 64
"""Partitions of the vector index that are looked into: recall@100 is .99 at 100,000 vectors."""
_REFINE = 2
"""Of twice as many candidates as asked for the exact similarity is computed."""


class View:
    """Read-only handles at fixed versions."""

    def __init__(self, database: DBConnection, *, vector_index_rows: int) -> None:
        """Opens the newest versions.

        Args:
            database: where the tables lie.
            vector_index_rows: up to so many rows vectors are compared one by one, index or not.
        """
        self._hidden: dict[str, str] = {}
        self._database = database
        self._tables: dict[str, Table] = {name: database.open_table(name) for name in _READ_ORDER}
        self._vector_index_rows = vector_index_rows
        self.versions = tuple(table.version for table in self._tables.values())
        newest = self._select("clips", "", ["commit"], order=[("commit", False)], limit=1)
        self.last_commit: int = newest["commit"][0].as_py() if newest.num_rows else 0
        self._hidden = {
            name: f"commit <= {self.last_commit}"
            for name in ("observations", "statements", "entries")
            if self._tables[name].count_rows(f"commit > {self.last_commit}")
        }

    @property
    def has_uncommitted(self) -> bool:
        """Whether a commit was under way, or broken off, when the view was made."""
        return bool(self._hidden)

    @cached_property
    def metadata(self) -> tuple[int, dict[str, EncoderInfo]]:
        """(schema version, encoders by role)."""
        return schema.read_metadata(self._tables["entries"].schema)

    @cached_property
    def privacy(self) -> str:
        """The privacy policy as it is kept, "" where none was put."""
        return schema.read_privacy(self._tables["entries"].schema)

    @cached_property
    def _has_vector_index(self) -> bool:
        return self._tables["entries"].count_rows() >= self._vector_index_rows

    # Small tables: read whole.

    def streams(self) -> list[StreamRecord]:
        """In order of wall-clock time where it is known, then of id."""
        found = [rows.stream_of(row) for row in self._select("streams").to_pylist()]
        return sorted(
            found, key=lambda r: (r.started_at is None, r.started_at.timestamp() if r.started_at else 0, r.id)
        )

    def people(self) -> list[Person]:
        """In the order in which they were put."""
        return [rows.person_of(row) for row in self._select("people").to_pylist()]

    def summaries(self, streams: Collection[str] | None) -> dict[str, tuple[int, bytes]]:
        """Stream → (the last clip that it covers, state)."""
        predicate = "" if streams is None else any_of("stream", streams)
        found = self._select("summaries", predicate).to_pylist()
        return {row["stream"]: (row["clip"], row["state"]) for row in found}

    def portraits(self) -> list[tuple[str, Vector | None, Vector | None, float]]:
        """(person, faces, voices, seconds of each voice) of everybody, each kind's vectors one after the other."""
        found = self._select("portraits")
        columns = (
            found["person"].to_pylist(),
            rows.vectors_of(found["faces"]),
            rows.vectors_of(found["voices"]),
            found["voiced"].to_pylist(),
        )
        return list(zip(*columns, strict=True))

    def decisions(self) -> list[Decision]:
        """Oldest first."""
        return [rows.decision_of(row) for row in rows.ordered(self._select("decisions"), "ordinal")]

    def clips(self, stream: str) -> list[ClipRecord]:
        """In order; only the newest with its snapshot."""
        found = self._select("clips", f"stream = {quoted(stream)}", _CLIP_COLUMNS)
        clips = [rows.clip_of(row) for row in rows.ordered(found, "index")]
        newest = self.last_clip(stream)
        return clips if newest is None else [*clips[:-1], newest]

    def last_clip(self, stream: str) -> ClipRecord | None:
        """The newest clip with its snapshot."""
        found = self._select("clips", f"stream = {quoted(stream)}", order=[("index", False)], limit=1)
        return rows.clip_of(found.to_pylist()[0]) if found.num_rows else None

    def last_indexes(self) -> dict[str, int]:
        """The index of the newest clip by stream."""
        found = self._select("clips", "", ["stream", "index"]).group_by("stream").aggregate([("index", "max")])
        return dict(zip(found["stream"].to_pylist(), found["index_max"].to_pylist(), strict=True))

    def observations(
        self, stream: str | None, kinds: Collection[ObservationKind] | None, first_clip: int
    ) -> list[StoredObservation]:
        """In order of stream, clip and ordinal."""
        parts = [] if stream is None else [f"stream = {quoted(stream)}"]
        if kinds is not None:
            parts.append(any_of("kind", (kind.value for kind in kinds)))
        if first_clip:
            parts.append(f"clip >= {first_clip}")
        return rows.observations_of(self._select("observations", " AND ".join(parts)))

    def statements(
        self, subjects: Collection[str] | None, predicates: Collection[str], stream: str | None, first_clip: int
    ) -> list[Statement]:
        """In order of the commit and of the ordinal."""
        parts = [] if subjects is None else [any_of("subject", subjects)]
        if stream is not None:
            parts.append(f"stream = {quoted(stream)}")
        if first_clip:
            parts.append(f"clip >= {first_clip}")
        if predicates:
            parts.append(any_of("predicate", predicates))
        found = self._select("statements", " AND ".join(parts))
        return [rows.statement_of(row) for row in rows.ordered(found, "commit", "ordinal")]

    # Entries: only what is asked for.

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """Those that exist, in the order asked."""
        if not ids:
            return []
        found = self._select("entries", any_of("id", ids), rows.ENTRY_COLUMNS).to_pylist()
        by_id = {row["id"]: rows.entry_of(row) for row in found}
        return [by_id[entry] for entry in ids if entry in by_id]

    def details(self, where: Filter | str, columns: Sequence[str]) -> pa.Table:
        """Some columns of the entries that pass, in no particular order."""
        predicate = where.sql() if isinstance(where, Filter) else where
        return self._select("entries", predicate, columns)

    def scan(self, where: Filter, *, limit: int | None, newest_first: bool) -> list[Entry]:
        """In order of time: of the wall clock where it is known, else of stream and start."""
        order = [(column, not newest_first) for column in ("at", "stream", "start", "id")]
        if where.stream:
            order = [(column, not newest_first) for column in ("start", "id")]
        found = self._select("entries", where.sql(), rows.ENTRY_COLUMNS, order=order, limit=limit)
        return [rows.entry_of(row) for row in found.to_pylist()]

    def around(self, entry: Entry, *, before: int, after: int, kinds: Sequence[EntryKind]) -> list[Entry]:
        """Neighbours in time in the same stream, and the entry itself. Looks at one stream's rows near it only."""
        where = Filter(stream=entry.stream, kinds=tuple(kinds), exclude=frozenset({entry.id})).sql()
        earlier = (
            f"{where} AND (start < {entry.span.start!r} OR (start = {entry.span.start!r} AND id < {quoted(entry.id)}))"
        )
        later = (
            f"{where} AND (start > {entry.span.start!r} OR (start = {entry.span.start!r} AND id > {quoted(entry.id)}))"
        )
        found = [entry]
        if before > 0:
            order = [("start", False), ("id", False)]
            near = self._select("entries", earlier, rows.ENTRY_COLUMNS, order=order, limit=before).to_pylist()
            found = [rows.entry_of(row) for row in reversed(near)] + found
        if after > 0:
            order = [("start", True), ("id", True)]
            near = self._select("entries", later, rows.ENTRY_COLUMNS, order=order, limit=after).to_pylist()
            found += [rows.entry_of(row) for row in near]
        return found

    def count(self, table: str, predicate: str = "") -> int:
        """Rows that are visible."""
        return int(self._tables[table].count_rows(self._visible(table, predicate) or None))

    # Search.

    def text_search(self, column: str, words: str, k: int, where: Filter) -> list[tuple[str, float]]:
        """BM25 over one of the indexed text columns; ties in order of id."""
        if column == "grams":
            words = rows.grams_of(words).replace(" ", "")  # a space would be a gram too
        if not words.strip() or k < 1:
            return []
        match = MatchQuery(words, column)  # type: ignore[call-arg]  # its defaults are not in its types
        query = self._tables["entries"].search(match, query_type="fts").select(["id", "_score"])
        predicate = self._visible("entries", where.sql())
        if predicate:
            query = query.where(predicate, prefilter=True)
        found = query.limit(k).to_arrow()
        return _ranked(found["id"].to_pylist(), found["_score"].to_pylist())

    def vector_search(self, column: str, vector: Vector, k: int, where: Filter) -> list[tuple[str, float]]:
        """The cosine to one of the vector columns; ties in order of id."""
        if k < 1 or not vector.any():
            return []
        table = self._tables["entries"]
        query = cast(LanceVectorQueryBuilder, table.search(vector, query_type="vector", vector_column_name=column))
        query = query.distance_type("cosine").select(["id", "_distance"])
        predicate = self._visible("entries", where.sql())
        if predicate:
            query = query.where(predicate, prefilter=True)
        if self._has_vector_index:
            # It looks into a few partitions only, and misses most of a small selection.
            is_small = bool(predicate) and table.count_rows(predicate) <= self._vector_index_rows
            query = query.bypass_vector_index() if is_small else query.nprobes(_PROBES).refine_factor(_REFINE)
        found = query.limit(k).to_arrow()
        return _ranked(found["id"].to_pylist(), [1.0 - distance for distance in found["_distance"].to_pylist()])

    # All reading goes through here.

    def _visible(self, table: str, predicate: str) -> str:
        parts = [part for part in (predicate, self._hidden.get(table, "")) if part]
        return " AND ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)

    def _select(
        self,
        table: str,
        predicate: str = "",
        columns: Sequence[str] = (),
        *,
        order: Sequence[tuple[str, bool]] = (),
        limit: int | None = None,
    ) -> pa.Table:
        if table not in self._tables:  # what only identity asks for is opened when it does
            self._tables[table] = self._database.open_table(table)
        query = self._tables[table].search()
        predicate = self._visible(table, predicate)
        if predicate:
            query = query.where(predicate)
        if columns:
            query = query.select(list(columns))
        if order:
            query = query.order_by(
                [ColumnOrdering(column_name=name, ascending=is_rising, nulls_first=False) for name, is_rising in order]
            )
        return query.limit(limit).to_arrow()


def _ranked(ids: Sequence[str], scores: Sequence[float]) -> list[tuple[str, float]]:
    pairs: list[tuple[str, float]] = list(zip(ids, scores, strict=True))
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
