"""When the store tidies up, and how fresh a reader is. Here and not in `store.py`, which imports LanceDB."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreOptions:
    """When the tables are tidied, and when vectors get an approximate index."""

    tidy_after: int = 32
    """Commits after which the tables are compacted: each adds a fragment to every table, and search slows by
    about 0.1 ms for each. At the end of a stream a quarter of them is enough."""
    small_rows: int = 5_000
    """Below so many entries tables are compacted at the end of every stream: it takes a moment."""
    tidy_after_large: int = 256
    """The same above `large_rows`, where compacting costs more."""
    large_rows: int = 50_000
    vector_index_rows: int = 20_000
    """Entries from which on vectors are searched through an index; below, all of them are compared."""
    fresh_seconds: float = 1.0
    """A reader looks for what is new at most this often."""

    def __post_init__(self) -> None:
        if self.tidy_after < 1 or self.tidy_after_large < self.tidy_after:
            msg = (
                f"tidy_after must be 1 or more, and tidy_after_large no less "
                f"(found: {self.tidy_after}, {self.tidy_after_large})"
            )
            raise ValueError(msg)
