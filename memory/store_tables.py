"""The LanceDB tables of a memory: made, opened, indexed and kept compact."""

from __future__ import annotations

import math
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from ..encoders.types import EncoderInfo
from ..streams.errors import MemoryNotFound, MemoryReadOnly
from . import migrations, schema
from .lock import WriteLock
from .store_lance import FTS, Bitmap, BTree, DBConnection, IvfSq, LabelList, Table, open_database

FOLDER = "tables"
"""Where the tables lie in the memory's folder."""
_TRAINED = "mneme:trained"
"""Metadata of a vector column: how many vectors its index was made from."""
KEPT_SECONDS = 60
"""Old versions are kept this long, for readers that are still at them."""

_PLAIN_INDEXES: dict[str, dict[str, BTree | Bitmap | LabelList]] = {
    "entries": {
        "id": BTree(),
        "start": BTree(),
        "at": BTree(),
        "position": BTree(),
        "commit": BTree(),
        "stream": Bitmap(),
        "kind": Bitmap(),
        "speaker": Bitmap(),
        "units": LabelList(),
    },
    "observations": {"stream": Bitmap(), "commit": BTree()},
    "statements": {"subject": Bitmap(), "commit": BTree()},
    "clips": {"stream": Bitmap()},
}


@dataclass(frozen=True, slots=True)
class Statistics:
    """How large a memory is, by table."""

    rows: Mapping[str, int]
    """Committed and not."""
    bytes: Mapping[str, int]
    """Of the newest version, without indexes."""
    fragments: Mapping[str, int]
    """Files that a scan has to open."""


def location(path: Path) -> str:
    """What LanceDB connects to. The one place that knows where tables lie (an object store would be one more case)."""
    return str(path / FOLDER)


def connect(path: Path) -> DBConnection:
    """Opens the database of a memory's folder; creates nothing."""
    return open_database(location(path))


def exists(path: Path) -> bool:
    """Whether a memory was made there: `entries` is created last.

    Raises:
        MemoryNotFound: this may not be looked at.
    """
    try:
        return (path / FOLDER / "entries.lance").is_dir()
    except PermissionError:
        msg = f"the memory at {path} cannot be read: permission denied"
        raise MemoryNotFound(msg) from None


def lock(folder: Path) -> WriteLock:
    """Makes the folder where there is none, and takes its write lock.

    Raises:
        MemoryBusy, MemoryReadOnly, MemoryNotFound: as `Store.open` says.
    """
    if folder.exists() and not folder.is_dir():
        msg = f"{folder} is a file, not the folder of a memory: choose another with --memory"
        raise MemoryNotFound(msg)
    if folder.is_dir() and not folder.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        # Asked of the folder itself: the superuser could write here, but somebody has said that nobody should.
        msg = f"the memory at {folder} is read-only: make the folder writable, or choose another with --memory"
        raise MemoryReadOnly(msg)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileNotFoundError, NotADirectoryError) as error:
        msg = f"the memory folder {folder} cannot be made ({error.strerror}): choose another with --memory"
        raise MemoryReadOnly(msg) from None
    held = WriteLock(folder / "lock")
    held.acquire()
    return held


def prepare(folder: Path, encoders: Mapping[str, EncoderInfo | None]) -> DBConnection:
    """The database with all tables, up to date, its encoders checked and noted.

    Raises:
        MemoryMismatch: made with another encoder, or by a newer version.
    """
    database = connect(folder)
    _create(database, {role: info for role, info in encoders.items() if info is not None})
    entries = database.open_table("entries")
    version, recorded = schema.read_metadata(entries.schema)
    migrations.check_version(str(folder), version, may_migrate=True)
    fresh = schema.check_encoders(str(folder), recorded, encoders)
    migrations.migrate(database, version, lambda reached: _write_metadata(entries, reached, recorded))
    for name in schema.tables(schema.DEFAULT_DIM):
        _create_indexes(name, database.open_table(name))
    if fresh:
        entries.checkout_latest()  # type: ignore[no-untyped-call]
        if "text" in fresh:
            _widen(entries, fresh["text"].dim)
        _write_metadata(entries, schema.SCHEMA_VERSION, recorded | fresh)
    (folder / "media").mkdir(exist_ok=True)
    return database


def _create(database: DBConnection, encoders: dict[str, EncoderInfo]) -> None:
    """Makes the tables that are missing, with their indexes: a break in the middle is mended by the next call."""
    text = encoders.get("text")
    present = set(database.list_tables().tables)
    for name, columns in schema.tables(text.dim if text else schema.DEFAULT_DIM).items():
        if name in present:
            continue
        table = database.create_table(name, schema=columns, exist_ok=True)
        if name == "entries":
            _write_metadata(table, schema.SCHEMA_VERSION, encoders)
        _create_indexes(name, table)


def _create_indexes(name: str, table: Table) -> None:
    """Makes the indexes of a table that are missing; they may be empty, `tidy` fills them."""
    present = {column for index in table.list_indices() for column in index.columns}
    for column, config in _PLAIN_INDEXES.get(name, {}).items():
        if column not in present:
            table.create_index(column, config=config)
    if name != "entries":
        return
    words = FTS(with_position=False, language="English", stem=True, remove_stop_words=True, ascii_folding=True)
    grams = FTS(
        with_position=False,
        base_tokenizer="ngram",
        ngram_min_length=1,
        ngram_max_length=2,
        stem=False,
        remove_stop_words=False,
    )
    for column, config_of_text in (("text", words), ("context", words), ("grams", grams)):
        if column not in present:
            table.create_index(column, config=config_of_text)


def _write_metadata(
    table: Table, version: int, encoders: Mapping[str, EncoderInfo], privacy: str | None = None
) -> None:
    """Notes schema version, encoders and privacy policy (None: as it is) in `entries`."""
    table.checkout_latest()  # type: ignore[no-untyped-call]  # a migration changed it through a handle of its own
    policy = schema.read_privacy(table.schema) if privacy is None else privacy
    metadata = schema.metadata_of(version, encoders, policy)
    table.update_field_metadata({"path": schema.METADATA_COLUMN, "metadata": metadata, "replace": True})


def write_privacy(entries: Table, privacy: str) -> None:
    """Notes a privacy policy in `entries`."""
    entries.checkout_latest()  # type: ignore[no-untyped-call]
    version, encoders = schema.read_metadata(entries.schema)
    _write_metadata(entries, version, encoders, privacy)


def _widen(entries: Table, dim: int) -> None:
    """Gives the vector columns the width of the first text encoder that the memory meets (they are null so far)."""
    if entries.schema.field("vector").type.list_size == dim:
        return
    columns = schema.entries(dim)
    for column in ("vector", "context_vector"):
        entries.drop_columns([column])
        entries.add_columns(columns.field(column))


def statistics(database: DBConnection) -> Statistics:
    """Sizes of the newest versions."""
    found: dict[str, Any] = {name: database.open_table(name).stats() for name in schema.tables(schema.DEFAULT_DIM)}
    return Statistics(
        rows={name: int(table["num_rows"]) for name, table in found.items()},
        bytes={name: int(table["total_bytes"]) for name, table in found.items()},
        fragments={name: int(table["fragment_stats"]["num_fragments"]) for name, table in found.items()},
    )


def tidy(table: Table) -> None:
    """Compacts a table, brings its indexes up to date and drops versions that nobody reads any more."""
    table.checkout_latest()  # type: ignore[no-untyped-call]  # on a stale handle `optimize` silently does nothing
    table.optimize(cleanup_older_than=timedelta(seconds=KEPT_SECONDS))


def index_vectors(table: Table, *, above: int) -> None:
    """Gives the text vectors an approximate index once there are many, and a new one each time they have doubled.

    IVF with scalar quantization: it is built in seconds, so that it can be rebuilt after an erasure.  Rows that
    come later join the nearest of its partitions when the table is tidied.
    """
    if table.count_rows() < above:
        return
    columns = table.schema
    for column in ("vector", "context_vector"):
        filled = table.count_rows(f"{column} IS NOT NULL")
        trained = int((columns.field(column).metadata or {}).get(_TRAINED.encode(), b"0"))
        if filled < max(above, 2 * trained):
            continue
        partitions = max(1, round(math.sqrt(filled)))
        config = IvfSq(distance_type="cosine", num_partitions=partitions, max_iterations=10, sample_rate=64)
        table.create_index(column, config=config, replace=True)
        table.update_field_metadata({"path": column, "metadata": {_TRAINED: str(filled)}})
