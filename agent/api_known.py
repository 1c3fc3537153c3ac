"""A memory as it was: only what had come to it by a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from ..memory.types import EntryKind, Fact, Hit, Person, Query, StreamRecord
from .policy import Library

OVERSAMPLE = 4
"""So many times more hits are fetched than asked for, since later ones are taken out afterwards."""


class Known:
    """A `Library` that leaves out what came later. What has no time of knowing is taken to be known."""

    def __init__(self, library: Library, known_at: datetime) -> None:
        self._library = library
        self._known_at = known_at

    def _keep(self, hits: Iterable[Hit]) -> list[Hit]:
        return [hit for hit in hits if hit.entry.known_at is None or hit.entry.known_at <= self._known_at]

    def search(self, query: Query) -> list[Hit]:
        """The moments that fit best, best first."""
        return self._keep(self._library.search(replace(query, k=query.k * OVERSAMPLE)))[: query.k]

    def hits(self, ids: Sequence[str]) -> list[Hit]:
        """Entries by id, in the order asked."""
        return self._keep(self._library.hits(ids))

    def read(self, moment: str, *, before: int = 2, after: int = 2) -> list[Hit]:
        """The turns around a moment, in order."""
        return self._keep(self._library.read(moment, before=before, after=after))

    def timeline(
        self,
        *,
        stream: str = "",
        start: datetime | float | None = None,
        end: datetime | float | None = None,
        kinds: Collection[EntryKind] = (),
        people: Iterable[str] = (),
        as_of: datetime | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Hit]:
        """What happened, in order of time."""
        found = self._library.timeline(
            stream=stream, start=start, end=end, kinds=kinds, people=people, as_of=as_of, newest_first=newest_first
        )
        return self._keep(found)[:limit]

    def people(self) -> list[Person]:
        """Who is known now: identity is derived from everything."""
        return self._library.people()

    def find_people(self, name: str) -> list[Person]:
        """People of that name, best match first."""
        return self._library.find_people(name)

    def facts(
        self,
        person: Person | None = None,
        *,
        predicate: str = "",
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> list[Fact]:
        """What was known by then."""
        until = self._known_at if known_at is None else min(known_at, self._known_at)
        return self._library.facts(person, predicate=predicate, as_of=as_of, known_at=until)

    def streams(self) -> list[StreamRecord]:
        """All streams."""
        return self._library.streams()
