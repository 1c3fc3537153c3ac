"""What a read is limited to, as a typed value; and the SQL predicate that the store understands.

Values reach the predicate only through `quoted`, so a quote in a name, a path or an id is data.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from .types import EntryKind


def quoted(value: str) -> str:
    """A string literal of SQL. Quotes are doubled; nothing else is special inside one (no backslashes)."""
    return "'" + value.replace("'", "''") + "'"


def moment(value: datetime) -> str:
    """A timestamp literal in UTC with microseconds.

    Raises:
        ValueError: the time has no zone, so it names no moment.
    """
    if value.tzinfo is None:
        msg = f"a time in a filter needs a time zone (found: {value.isoformat()})"
        raise ValueError(msg)
    return f"timestamp '{value.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%S.%fZ')}'"


def any_of(column: str, values: Iterable[str]) -> str:
    """The column is one of the values. No values match nothing."""
    literals = ", ".join(quoted(value) for value in sorted(set(values)))
    return f"{column} IN ({literals})" if literals else "FALSE"


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that all hold. The default lets everything through.

    An empty `units` or `speakers` is no condition; to ask for nobody, do not ask.
    """

    stream: str = ""
    kinds: tuple[EntryKind, ...] = ()
    units: tuple[str, ...] = ()
    """Entries in which at least one of these takes part."""
    speakers: tuple[str, ...] = ()
    """Entries that one of these units says."""
    start: datetime | float | None = None
    """Entries that are not over by then: wall clock, or seconds on the stream's clock."""
    end: datetime | float | None = None
    """Entries that begin before."""
    as_of: datetime | None = None
    """Entries that were complete by then (a turn: said to its end; the rest: begun)."""
    ids: tuple[str, ...] | None = None
    """Only these entries."""
    exclude: frozenset[str] = frozenset()
    """None of these entries."""

    def sql(self) -> str:
        """The predicate over the columns of the table `entries`; "" where everything is let through."""
        parts: list[str] = []
        if self.stream:
            parts.append(f"stream = {quoted(self.stream)}")
        if self.kinds:
            parts.append(any_of("kind", (kind.value for kind in self.kinds)))
        if self.units:
            literals = ", ".join(quoted(unit) for unit in sorted(set(self.units)))
            parts.append(f"array_has_any(units, [{literals}])")
        if self.speakers:
            parts.append(any_of("speaker", self.speakers))
        parts.extend(self._times())
        if self.ids is not None:
            parts.append(any_of("id", self.ids))
        if self.exclude:
            parts.append(f"NOT ({any_of('id', self.exclude)})")
        return " AND ".join(parts)

    def _times(self) -> Iterable[str]:
        if isinstance(self.start, datetime):
            since = moment(self.start)
            yield f"(until > {since} OR at >= {since})"
        elif self.start is not None:
            yield f"(end > {_number(self.start)} OR start >= {_number(self.start)})"
        if isinstance(self.end, datetime):
            yield f"at < {moment(self.end)}"
        elif self.end is not None:
            yield f"start < {_number(self.end)}"
        if self.as_of is not None:
            then = moment(self.as_of)
            yield (
                f"((kind = 'turn' AND until <= {then}) OR (kind <> 'turn' AND at <= {then})"
                f" OR (at IS NULL AND known_at <= {then}))"
            )


def _number(value: float) -> str:
    if not math.isfinite(value):
        msg = f"a time in a filter needs to be finite (found: {value})"
        raise ValueError(msg)
    return repr(float(value))
