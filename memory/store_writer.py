"""The writing half of the store: one clip at a time, its own row last."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from . import schema, store_rows, store_tables
from .filters import any_of, quoted
from .identity.portraits import Portrait
from .store_errors import writing
from .store_lance import DBConnection, Table
from .store_options import StoreOptions
from .types import ClipRecord, Decision, Person, Row, Statement, StoredObservation, StreamRecord

logger = logging.getLogger(__name__)

_CLIP_TABLES = ("observations", "statements", "entries")
"""Written in this order, then `clips`."""


class Writer:
    """Appends to the tables. Its owner holds the write lock; threads take turns.

    A write that fails half way leaves rows that no read shows; they are removed before the next write.
    """

    def __init__(self, path: Path, database: DBConnection, options: StoreOptions, changed: Callable[[], None]) -> None:
        """Opens the tables for writing; writes nothing.

        Args:
            path: the memory's folder, for messages.
            database: where the tables lie.
            options: when to tidy.
            changed: is called after each change.
        """
        self._path = path
        self._options = options
        self._changed = changed
        self._mutex = threading.RLock()
        self._tables: dict[str, Table] = {name: database.open_table(name) for name in schema.tables(schema.DEFAULT_DIM)}
        self._dim: int = self._tables["entries"].schema.field("vector").type.list_size
        self._people: list[Person] | None = None
        self._untidy = 0
        self._is_torn = True  # until looked at: the last writer may have been killed
        self._last_commit = 0
        self._indexes: dict[str, int] = {}
        self._places: dict[tuple[str, str], int] = {}

    def commit(
        self,
        clip: ClipRecord,
        rows: Sequence[Row],
        observations: Sequence[StoredObservation],
        statements: Sequence[Statement],
    ) -> bool:
        """Makes a clip part of the memory, all of it or nothing. False where it is part of it already.

        Raises:
            MemoryFull, MemoryReadOnly: nothing of this clip shows; all earlier clips are kept.
            ValueError: a vector's width is not the memory's; nothing is written.
        """
        with self._mutex, writing(self._path):
            self._mend()
            if clip.index <= self._indexes.get(clip.stream, -1):
                return False
            number = self._last_commit + 1
            observed = [store_rows.observation_row(o, ordinal=i, commit=number) for i, o in enumerate(observations)]
            stated = [store_rows.statement_row(s, ordinal=i, commit=number) for i, s in enumerate(statements)]
            entered = self._placed(rows, number)
            self._is_torn = True
            self._append("observations", observed)
            self._append("statements", stated)
            self._append("entries", entered)
            self._append("clips", [store_rows.clip_row(clip, commit=number)])
            self._is_torn = False
            self._last_commit = number
            self._indexes[clip.stream] = clip.index
            self._untidy += 1
            self._changed()
            if self._is_untidy(at_end=clip.is_last):
                self.optimize()
        return True

    def discard_uncommitted(self, stream: str) -> int:
        """Removes the rows of all clips that were broken off; the number of those that were this stream's."""
        with self._mutex, writing(self._path):
            self._is_torn = True
            return self._mend(stream)

    def put_stream(self, record: StreamRecord) -> None:
        """Inserts or replaces a stream."""
        with self._mutex, writing(self._path):
            table = self._tables["streams"]
            new = store_rows.arrow([store_rows.stream_row(record)], table.schema)
            table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all().execute(new)
            self._changed()

    def put_people(self, people: Sequence[Person]) -> None:
        """Replaces all people at once; nothing is written where nothing has changed."""
        with self._mutex, writing(self._path):
            table = self._tables["people"]
            if self._people == list(people):
                return
            self._people = None
            table.add(store_rows.arrow(map(store_rows.person_row, people), table.schema), mode="overwrite")
            self._people = list(people)
            self._changed()

    def put_portraits(self, portraits: Sequence[Portrait], gone: Collection[str] | None) -> None:
        """Inserts or replaces what people are recognized by; `gone`: None replaces the whole table."""
        with self._mutex, writing(self._path):
            table = self._tables["portraits"]
            kept = [
                {
                    "person": each.person,
                    "faces": np.concatenate(each.faces) if each.faces else None,
                    "voices": np.concatenate(each.voices) if each.voices else None,
                    "voiced": each.voiced,
                }
                for each in portraits
            ]
            new = store_rows.arrow(kept, table.schema)
            if gone is None:
                table.add(new, mode="overwrite")
            else:
                if gone:
                    table.delete(any_of("person", gone))
                table.merge_insert("person").when_matched_update_all().when_not_matched_insert_all().execute(new)
            self._changed()

    def put_summaries(self, summaries: Mapping[str, tuple[int, bytes]]) -> None:
        """Inserts or replaces what identity has made of streams."""
        if not summaries:
            return
        with self._mutex, writing(self._path):
            table = self._tables["summaries"]
            kept = [{"stream": stream, "clip": clip, "state": state} for stream, (clip, state) in summaries.items()]
            new = store_rows.arrow(kept, table.schema)
            table.merge_insert("stream").when_matched_update_all().when_not_matched_insert_all().execute(new)
            self._changed()

    def append_decision(self, decision: Decision) -> None:
        """Adds to the log; a decision that is in it already is not added again."""
        with self._mutex, writing(self._path):
            table = self._tables["decisions"]
            if table.count_rows(f"id = {quoted(decision.id)}"):
                return
            self._append("decisions", [store_rows.decision_row(decision, ordinal=table.count_rows())])
            self._changed()

    def put_privacy(self, privacy: str) -> None:
        """Notes the privacy policy."""
        with self._mutex, writing(self._path):
            store_tables.write_privacy(self._tables["entries"], privacy)
            self._changed()

    def optimize(self) -> None:
        """Compacts all tables and brings their indexes up to date; search results stay the same."""
        with self._mutex, writing(self._path):
            self._forget_snapshots()
            store_tables.index_vectors(self._tables["entries"], above=self._options.vector_index_rows)
            for table in self._tables.values():
                store_tables.tidy(table)
            self._untidy = 0
            self._changed()

    def _append(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """The one place where rows are added: a break before or after it is what the tests simulate."""
        if rows:
            table = self._tables[name]
            table.add(store_rows.arrow(rows, table.schema))

    def _placed(self, rows: Iterable[Row], number: int) -> list[dict[str, Any]]:
        places: dict[tuple[str, str], int] = {}
        found = []
        for row in rows:
            key = (row.entry.stream, row.entry.kind.value)
            if key not in places:
                places[key] = self._place(key)
            found.append(store_rows.entry_row(row, position=places[key], commit=number, dim=self._dim))
            places[key] += 1
        self._places.update(places)
        return found

    def _place(self, key: tuple[str, str]) -> int:
        stream, kind = key
        if key not in self._places:
            predicate = f"stream = {quoted(stream)} AND kind = {quoted(kind)} AND commit <= {self._last_commit}"
            self._places[key] = self._tables["entries"].count_rows(predicate)
        return self._places[key]

    def _mend(self, stream: str = "") -> int:
        """After a break: learns what was committed and removes the rest; the rows removed of one stream."""
        if not self._is_torn:
            return 0
        marks = self._tables["clips"].search().select(["stream", "index", "commit"]).limit(None).to_arrow()
        self._last_commit = max(marks["commit"].to_pylist(), default=0)
        newest = marks.group_by("stream").aggregate([("index", "max")]).to_pydict()
        self._indexes = dict(zip(newest["stream"], newest["index_max"], strict=True))
        self._places.clear()
        orphans = f"commit > {self._last_commit}"
        removed = 0
        for name in _CLIP_TABLES:
            table = self._tables[name]
            if count := table.count_rows(orphans):
                removed += table.count_rows(f"{orphans} AND stream = {quoted(stream)}")
                table.delete(orphans)
                logger.info("removed %d rows of a clip that was broken off from %s", count, name)
        self._is_torn = False
        self._changed()
        return removed

    def _is_untidy(self, *, at_end: bool) -> bool:
        """At the end of a stream sooner: then people ask. Compacting rewrites much, so in a large memory later."""
        rows = self._tables["entries"].count_rows()
        options = self._options
        limit = options.tidy_after_large if rows >= options.large_rows else options.tidy_after
        if at_end:
            limit = 1 if rows < options.small_rows else limit // 4
        return self._untidy >= limit

    def _forget_snapshots(self) -> None:
        """Only the newest clip of a stream that goes on is ever resumed from."""
        table = self._tables["clips"]
        kept = _resumable(
            table.search().select(["id", "stream", "index", "is_last"]).limit(None).to_arrow().to_pylist()
        )
        stale = "snapshot IS NOT NULL" + (f" AND NOT ({any_of('id', kept)})" if kept else "")
        if table.count_rows(stale):
            table.update(where=stale, values_sql={"snapshot": "NULL"})


def _resumable(clips: Iterable[Mapping[str, Any]]) -> Collection[str]:
    newest: dict[str, Mapping[str, Any]] = {}
    for clip in clips:
        known = newest.get(clip["stream"])
        if known is None or clip["index"] > known["index"]:
            newest[clip["stream"]] = clip
    return [clip["id"] for clip in newest.values() if not clip["is_last"]]
