"""LanceDB as this package uses it: the only module that imports lancedb.

`import lancedb` builds some 360 validators of the REST client of a catalogue server, which we do not use: half of its
import time, and a third of a cold `mneme ask` (1.5 s against 0.8 s, `tests/benchmarks/ask_latency.py`).  That client is
deferred here: it is loaded in full at the first use of one of its names, so nothing behaves differently.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class _Deferred(ModuleType):
    """A package whose `__init__` runs when one of its own names is first asked for; sub-modules import as ever."""

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(spec.name)
        self.__dict__.update(importlib.util.module_from_spec(spec).__dict__)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a module's attribute may be anything
        spec = self.__spec__
        if name.startswith("__") or spec is None or spec.loader is None:
            raise AttributeError(name)
        # From here on it is an ordinary module.
        self.__class__ = ModuleType  # type: ignore[assignment]
        spec.loader.exec_module(self)
        return getattr(self, name)


def _defer(name: str) -> None:
    spec = importlib.util.find_spec(name) if name not in sys.modules else None
    if spec is not None:
        sys.modules[name] = _Deferred(spec)


_defer("lance_namespace_urllib3_client")

from lancedb import connect as open_database  # noqa: E402
from lancedb.db import DBConnection  # noqa: E402
from lancedb.index import FTS, Bitmap, BTree, IvfSq, LabelList  # noqa: E402
from lancedb.query import ColumnOrdering, LanceVectorQueryBuilder, MatchQuery  # noqa: E402
from lancedb.table import Table  # noqa: E402

__all__ = [
    "FTS",
    "BTree",
    "Bitmap",
    "ColumnOrdering",
    "DBConnection",
    "IvfSq",
    "LabelList",
    "LanceVectorQueryBuilder",
    "MatchQuery",
    "Table",
    "open_database",
]
