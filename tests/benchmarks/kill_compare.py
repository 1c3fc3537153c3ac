"""All rows of a memory, read from its tables as they lie on the disk, and how two memories differ."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

KEYS = {"summaries": "stream", "portraits": "person"}
"""What tells the rows of a table apart, where it is not an id."""
MACHINE = "mneme"
"""Rows of the log by the machine are left out: what it revised, and when, depends on where it was broken off."""
Content = dict[str, dict[str, Any]]
"""Table to row id to row; "media" holds the hash of each kept file."""


def contents(memory: Path) -> Content:
    """Every row of every table. Vectors come as exact numbers: float32 to float loses nothing."""
    import lancedb

    found: Content = {}
    for folder in _tables(memory):
        name = folder.name.removesuffix(".lance")
        rows = lancedb.connect(str(folder.parent)).open_table(name).search().limit(None).to_arrow().to_pylist()
        rows = [row for row in rows if row.get("by") != MACHINE]
        key = KEYS.get(name, "id")
        found[name] = {row[key]: row for row in rows}
        if len(found[name]) != len(rows):
            found[name]["(doubled ids)"] = len(rows) - len(found[name])
    kept = sorted(path for path in (memory / "media").rglob("*") if path.is_file())
    found["media"] = {str(path.relative_to(memory)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}
    return found


def _tables(memory: Path) -> list[Path]:
    """The folders of the tables, wherever the memory keeps them; those inside a table are its indexes."""
    folders = [path for path in memory.rglob("*.lance") if any((path / "_versions").glob("*.manifest"))]
    return sorted(path for path in folders if not any(above.suffix == ".lance" for above in path.parents))


def difference(wanted: Content, found: Content) -> str:
    """The first few differences in words, "" where there are none."""
    parts = []
    for name in sorted({*wanted, *found}):
        one, other = wanted.get(name, {}), found.get(name, {})
        missing, extra = len(one.keys() - other.keys()), len(other.keys() - one.keys())
        changed = [id_ for id_ in sorted(one.keys() & other.keys()) if one[id_] != other[id_]]
        if missing or extra:
            parts.append(f"{name}: {missing} missing, {extra} extra")
        if changed:
            columns = _columns(one[changed[0]], other[changed[0]])
            parts.append(f"{name}: {len(changed)} changed ({changed[0]}: {columns})")
    return "; ".join(parts)


def _columns(one: Any, other: Any) -> str:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return "content"
    return ", ".join(sorted(key for key in {*one, *other} if one.get(key) != other.get(key)))
