"""A memory of an older version is brought up to date when it is opened for writing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import lancedb
import pyarrow as pa
import pytest
from mneme.memory import migrations, schema, store_tables
from mneme.memory.filters import Filter
from mneme.memory.store import Store
from mneme.memory.store_rows import entry_row
from mneme.memory.types import EntryKind, Person
from mneme.streams.errors import MemoryMismatch

from tests.memory.store_samples import TEXT, ZERO, clip_of, commit, turn

LATER = ("until", "position", "trace", "is_tentative", "is_hidden", "may_be")
"""Columns that version 1 did not have."""


def old_memory(folder: Path) -> None:
    """Version 1, by hand: entries had neither `until` nor `position`, and no index."""
    database = lancedb.connect(folder / store_tables.FOLDER)
    for name, columns in schema.tables(TEXT.dim).items():
        kept = [field for field in columns if field.name not in LATER]
        database.create_table(name, schema=pa.schema(kept))
    rows = [turn("s", 1, "second"), turn("s", 0, "first"), turn("s", 2, "a sign", kind=EntryKind.SIGN)]
    rows.append(turn("s", 40, "of the next clip", at=None))
    entries = database.open_table("entries")
    for commit_number, part in ((1, rows[:3]), (2, rows[3:])):
        old = [entry_row(row, position=0, commit=commit_number, dim=TEXT.dim) for row in part]
        entries.add(pa.Table.from_pylist(old, schema=entries.schema))
    clips = database.open_table("clips")
    for number, part in ((0, rows[:3]), (1, rows[3:])):
        clip = clip_of("s", number, part)
        marks = [
            {"id": clip.id, "stream": "s", "index": number, "start": 0.0, "end": 30.0, "entries": 1, "is_last": False}
        ]
        clips.add(pa.Table.from_pylist([marks[0] | {"commit": number + 1}], schema=clips.schema))
    store_tables._write_metadata(entries, 1, {"text": TEXT})


def test_an_old_memory_opened_for_writing_has_all_its_rows_and_the_new_columns(tmp_path: Path) -> None:
    old_memory(tmp_path)
    with Store.open(tmp_path, mode="write", encoders={"text": TEXT}) as store:
        rows = {row["text"]: row for row in store.details(Filter(), ["text", "position", "at", "until"])}
        assert {text: row["position"] for text, row in rows.items()} == {
            "first": 0, "second": 1, "of the next clip": 2, "a sign": 0,
        }  # fmt: skip
        assert rows["second"]["until"] == ZERO + timedelta(seconds=1.5)
        assert rows["of the next clip"]["until"] is None
        assert [e.text for e in store.scan(as_of=ZERO + timedelta(seconds=1.2))] == ["first"]
        commit(store, "s", 2, ["new words"])
        assert store.details(Filter(ids=("s-0060",)), ["position"]) == [{"position": 3}]
        assert store.text_search("text", "first", 5, Filter())[0][0] == "s-0000"
        store.put_people([Person("person-1", "Anna", ("Anna",), ("face-s-0",), is_hidden=True)])
    after = Store.open(tmp_path, mode="read")
    assert len(after.scan()) == 5
    assert {each.trace for each in after.observations()} == {b""}
    assert after.people()[0].is_hidden


def test_a_migration_that_was_broken_off_is_finished_by_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_memory(tmp_path)

    def half(tables: migrations.Tables) -> None:
        tables.open_table("entries").add_columns({"position": "CAST(-1 AS INT)"})
        raise KeyboardInterrupt

    monkeypatch.setattr(migrations, "STEPS", {2: half})
    with pytest.raises(KeyboardInterrupt):
        Store.open(tmp_path, mode="write")
    monkeypatch.undo()
    with Store.open(tmp_path, mode="write") as store:
        found = sorted(row["position"] for row in store.details(Filter(), ["position"]))
        assert found == [0, 0, 1, 2]


def test_a_reader_of_an_old_memory_is_told_what_to_do_and_changes_nothing(tmp_path: Path) -> None:
    old_memory(tmp_path)
    with pytest.raises(MemoryMismatch, match=r"older Mneme .*run `mneme index`"):
        Store.open(tmp_path, mode="read")
    assert "until" not in lancedb.connect(tmp_path / store_tables.FOLDER).open_table("entries").schema.names


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_memory_of_a_newer_version_is_refused(tmp_path: Path, mode: str) -> None:
    Store.open(tmp_path, mode="write", encoders={"text": TEXT}).close()
    entries = lancedb.connect(tmp_path / store_tables.FOLDER).open_table("entries")
    store_tables._write_metadata(entries, schema.SCHEMA_VERSION + 1, {"text": TEXT})
    with pytest.raises(MemoryMismatch, match="update Mneme"):
        Store.open(tmp_path, mode=mode)


def test_every_version_has_its_step() -> None:
    assert sorted(migrations.STEPS) == list(range(2, schema.SCHEMA_VERSION + 1))
