"""Numbered steps that bring the tables of an older version up to date.

Step n turns version n - 1 into version n.  Each step can be run again after a break in its middle:
the version is noted only when it is done.  Steps run when a memory is opened for writing; a reader
of an older memory is told to do that once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ..streams.errors import MemoryMismatch
from . import schema

Table = Any
"""A LanceDB table: only the store imports that package."""


class Tables(Protocol):
    """What a step needs of a LanceDB connection."""

    def open_table(self, name: str, /) -> Table: ...


Step = Callable[[Tables], None]


def add_until_and_position(tables: Tables) -> None:
    """Version 2: entries know when they are over by the wall clock, and their place among their kind in the stream.

    `until` lets "as of" leave out a turn that was still being said; `position` finds neighbours without a scan.
    """
    entries = tables.open_table("entries")
    present = set(entries.schema.names)
    if "until" not in present:
        microseconds = "CAST(round((`end` - start) * 1000000) AS BIGINT)"
        shifted = f"arrow_cast(arrow_cast(at, 'Int64') + {microseconds}, 'Timestamp(Microsecond, Some(\"UTC\"))')"
        entries.add_columns({"until": shifted})
    if "position" not in present:
        entries.add_columns({"position": "CAST(-1 AS INT)"})
    places: dict[tuple[str, str], int] = {}
    found = entries.search().select(["id", "stream", "kind", "commit", "start"]).limit(None).to_arrow()
    order = [("commit", "ascending"), ("start", "ascending"), ("id", "ascending")]
    rows = found.sort_by(order).select(["id", "stream", "kind"])
    positions: list[int] = []
    for row in rows.to_pylist():
        key = (row["stream"], row["kind"])
        positions.append(places.get(key, 0))
        places[key] = positions[-1] + 1
    if not positions:
        return
    update = rows.select(["id"]).append_column("position", [schema.as_int32(positions)])
    entries.merge_insert("id").when_matched_update_all().execute(update)


def add_traces_and_doubts(tables: Tables) -> None:
    """Version 3: observations have traces (mouth, loudness), people can be tentative or hidden."""
    observations = tables.open_table("observations")
    if "trace" not in observations.schema.names:
        observations.add_columns({"trace": "arrow_cast('', 'Binary')"})
    people = tables.open_table("people")
    for column in ("is_tentative", "is_hidden"):
        if column not in people.schema.names:
            people.add_columns({column: "false"})
    if "may_be" not in people.schema.names:
        people.add_columns(schema.PEOPLE.field("may_be"))


STEPS: Mapping[int, Step] = {2: add_until_and_position, 3: add_traces_and_doubts}
"""By the version that they lead to."""


def check_version(place: str, version: int, *, may_migrate: bool) -> None:
    """Refuses what cannot be read.

    Raises:
        MemoryMismatch: the memory is newer than this program, or older and opened for reading only.
    """
    if version > schema.SCHEMA_VERSION:
        msg = (
            f"the memory at {place} was written by a newer Mneme (schema {version}, this one knows "
            f"{schema.SCHEMA_VERSION}): update Mneme"
        )
        raise MemoryMismatch(msg)
    if version < schema.SCHEMA_VERSION and not may_migrate:
        msg = (
            f"the memory at {place} was written by an older Mneme (schema {version}, this one needs "
            f"{schema.SCHEMA_VERSION}): run `mneme index` on it once, which brings it up to date"
        )
        raise MemoryMismatch(msg)


def migrate(tables: Tables, version: int, note: Callable[[int], None]) -> None:
    """Runs the steps after `version`; `note` writes down each version that is reached."""
    for target in range(version + 1, schema.SCHEMA_VERSION + 1):
        STEPS[target](tables)
        note(target)
