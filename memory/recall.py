"""The read side of a memory: what control, the command line and the Python API ask it for.

Reading needs no lock.  Whatever is cached here (who is who) is small and is read again by `refresh`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from ..encoders.types import TextEncoder
from ..streams.types import Span
from .directory import Directory
from .facts import facts_of
from .retrieval import Retrieval, RetrievalOptions
from .store import Store
from .types import Appearance, Entry, EntryKind, Fact, Hit, Person, Query, StreamRecord

JOIN_GAP = 2.0
"""Two sightings of a person by the same sense that are less than this many seconds apart are one appearance."""


class Recall:
    """Everything that can be asked of a memory without changing it."""

    def __init__(
        self, store: Store, text_encoder: TextEncoder | None, *, options: RetrievalOptions | None = None
    ) -> None:
        self.store = store
        self._text_encoder = text_encoder
        self._options = options or RetrievalOptions()
        self.refresh()

    def refresh(self) -> None:
        """Reads again who is who and which streams there are; call it after a write."""
        self._streams = {record.id: record for record in self.store.streams()}
        self.directory = Directory(self.store.people(), self.store.statements(predicates=("name", "thing")))
        self._retrieval = Retrieval(self.store, self.directory, self._text_encoder, self._options)

    def streams(self) -> list[StreamRecord]:
        """All streams, oldest first."""
        return list(self._streams.values())

    def search(self, query: Query) -> list[Hit]:
        """The moments that fit best, best first. Cost: a few index look-ups, whatever the size."""
        return [self._with_source(hit) for hit in self._retrieval.search(query)]

    def hit(self, entry: Entry, *, score: float = 0.0, channels: tuple[str, ...] = ()) -> Hit:
        """An entry with names put in."""
        text, speaker, people, ids = self.directory.render(entry)
        record = self._streams.get(entry.stream)
        source = record.uri if record is not None else ""
        return Hit(
            entry=entry,
            score=score,
            channels=channels,
            source=source,
            speaker=speaker,
            text=text,
            people=tuple(people),
            person_ids=tuple(ids),
        )

    def _with_source(self, hit: Hit) -> Hit:
        record = self._streams.get(hit.stream)
        return hit if hit.source or record is None else replace(hit, source=record.uri)

    def hits(self, ids: Sequence[str]) -> list[Hit]:
        """Entries by id, with names put in, in the order asked."""
        return [self.hit(entry) for entry in self.store.entries(ids)]

    def read(self, moment: Hit | Entry | str, *, before: int = 2, after: int = 2) -> list[Hit]:
        """The turns around a moment, in order, the moment itself among them when it is a turn."""
        if isinstance(moment, str):
            found = self.store.entries([moment])
            if not found:
                return []
            entry = found[0]
        else:
            entry = moment.entry if isinstance(moment, Hit) else moment
        return [self.hit(near) for near in self.store.around(entry, before=before, after=after)]

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
        """What happened, in order of time. `people` are person ids: only moments with one of them."""
        units = [unit for person in people for unit in self.units_of(person)]
        entries = self.store.scan(
            stream=stream,
            kinds=tuple(kinds),
            units=tuple(units),
            start=start,
            end=end,
            as_of=as_of,
            limit=limit,
            newest_first=newest_first,
        )
        return [self.hit(entry) for entry in entries]

    def units_of(self, person_id: str) -> tuple[str, ...]:
        """The units of a person; a thing's unit stands for itself."""
        person = next((each for each in self.directory.people if each.id == person_id), None)
        return person.units if person is not None else (person_id,)

    def people(self, *, with_appearances: bool = False) -> list[Person]:
        """Who is known, in order of first appearance."""
        people = list(self.directory.people)
        return [self.person(person) for person in people] if with_appearances else people

    def find_people(self, name: str) -> list[Person]:
        """People of that name or id, best match first."""
        return list(self.directory.find(name))

    def person(self, person: Person) -> Person:
        """The person with all appearances, joined where they are less than `JOIN_GAP` apart."""
        entries = self.store.scan(kinds=(EntryKind.TURN, EntryKind.APPEARANCE), units=person.units)
        own = set(person.units)
        seen = [self._appearance(entry) for entry in entries if entry.speaker in own]
        return replace(person, appearances=tuple(_joined(seen)))

    def _appearance(self, entry: Entry) -> Appearance:
        via = "face" if entry.kind is EntryKind.APPEARANCE else "label" if entry.origin == "transcript" else "voice"
        record = self._streams.get(entry.stream)
        thumbnail = next((evidence.thumbnail for evidence in entry.evidence if evidence.thumbnail), "")
        return Appearance(entry.stream, record.uri if record else "", entry.span, via, thumbnail)

    def facts(
        self,
        person: Person | None = None,
        *,
        predicate: str = "",
        things: Collection[str] = (),
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> list[Fact]:
        """What is known of a person, of things (units), or of everything, oldest first.

        `as_of` is a time in the world: facts that held then. `known_at` is a time of knowing: what the
        memory knew by then.
        """
        subjects: set[str] | None = None
        if person is not None or things:
            subjects = {*things, *(person.units if person is not None else ())}
        statements = self.store.statements(subjects=subjects, predicates=(predicate,) if predicate else ())
        return facts_of(statements, self.directory, as_of=as_of, known_at=known_at)


def _joined(appearances: Sequence[Appearance]) -> list[Appearance]:
    joined: list[Appearance] = []
    last: dict[tuple[str, str], int] = {}
    for appearance in sorted(appearances, key=lambda each: (each.stream, each.span.start, each.via)):
        key = appearance.stream, appearance.via
        index = last.get(key)
        before = joined[index] if index is not None else None
        if index is not None and before is not None and appearance.span.start - before.span.end < JOIN_GAP:
            end = max(before.span.end, appearance.span.end)
            joined[index] = replace(before, span=Span(before.span.start, end))
        else:
            last[key] = len(joined)
            joined.append(appearance)
    return joined
