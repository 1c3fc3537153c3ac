"""The read side of a memory: what control, the command line and the Python API ask it for.

Reading needs no lock.  Whatever is cached here (who is who) is small and is read again by `refresh`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from ..encoders.types import TextEncoder
from ..streams.types import Span
from .facts import facts_of
from .filters import Filter
from .people import enrolled
from .people.directory import Directory
from .retrieval import Retrieval, RetrievalOptions
from .store import Store
from .types import Appearance, Entry, EntryKind, Fact, Hit, Person, Query, StreamRecord

NEARBY = 3.0
"""Seconds before and after a hidden person was seen for which pictures are not given out either: who is half turned
away is on the screen, and not found."""
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
        self.__dict__.pop("_unseen", None)
        self._retrieval = Retrieval(self.store, self.directory, self._text_encoder, self._options)

    def streams(self) -> list[StreamRecord]:
        """All recordings and the notes, oldest first; enrolled samples are none: nothing happens in them."""
        return [record for record in self._streams.values() if record.kind != enrolled.KIND]

    def search(self, query: Query) -> list[Hit]:
        """The moments that fit best, best first. Cost: a few index look-ups, whatever the size."""
        redaction = self.directory.redaction
        if redaction:
            query = replace(query, text=redaction.without(query.text))
        return [self._shown(self._with_source(hit)) for hit in self._retrieval.search(query)]

    def hit(self, entry: Entry, *, score: float = 0.0, channels: tuple[str, ...] = ()) -> Hit:
        """An entry with names put in."""
        text, speaker, people, ids = self.directory.render(entry)
        record = self._streams.get(entry.stream)
        source = record.uri if record is not None else ""
        return Hit(
            entry=self.shown(entry),
            score=score,
            channels=channels,
            source=source,
            speaker=speaker,
            text=text,
            people=tuple(people),
            person_ids=tuple(ids),
        )

    def shown(self, entry: Entry) -> Entry:
        """The entry as it may be shown: without the names of hidden people and without pictures that may show them."""
        if not self.directory.redaction:
            return entry
        evidence = tuple(
            replace(each, thumbnail="") if self.withholds(each.stream, each.span) else each for each in entry.evidence
        )
        return replace(self.directory.redaction.entry(entry), evidence=evidence)

    def withholds(self, stream: str, span: Span) -> bool:
        """Whether pictures of that time are not given out, because a hidden person is on the screen then."""
        starts, ends = self._unseen.get(stream, ((), ()))
        place = bisect_left(starts, span.end)  # the first stretch that begins after it
        return place > 0 and ends[place - 1] > span.start

    @cached_property
    def _unseen(self) -> dict[str, tuple[list[float], list[float]]]:
        """Starts and ends of the stretches around hidden people's appearances, in order, none overlapping, by stream.

        Cost: their appearances, looked up once.
        """
        units = tuple(sorted(self.directory.redaction.units))
        where = Filter(kinds=(EntryKind.APPEARANCE,), units=units)
        rows = self.store.details(where, ("stream", "start", "end")) if units else []
        found: dict[str, tuple[list[float], list[float]]] = {}
        for row in sorted(rows, key=lambda row: (row["stream"], row["start"])):
            starts, ends = found.setdefault(row["stream"], ([], []))
            start, end = row["start"] - NEARBY, row["end"] + NEARBY
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        return found

    def _shown(self, hit: Hit) -> Hit:
        return replace(hit, entry=self.shown(hit.entry)) if self.directory.redaction else hit

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

    def people(self, *, with_appearances: bool = False, hidden: bool = False) -> list[Person]:
        """Who is known, in order of first appearance; with `hidden`, those as well who are not to be shown."""
        people = [*self.directory.people, *(self.directory.hidden if hidden else ())]
        return [self.person(person) for person in people] if with_appearances else people

    def find_people(self, name: str) -> list[Person]:
        """People of that name or id, best match first."""
        return list(self.directory.find(name))

    def person(self, person: Person) -> Person:
        """The person with all appearances, joined where they are less than `JOIN_GAP` apart."""
        seen = [self._appearance(entry) for entry in self._own_entries(person)]
        return replace(person, appearances=tuple(_joined(seen)))

    def spans(self, person: Person) -> dict[str, tuple[Span, ...]]:
        """When each unit of a person is seen or heard, joined likewise."""
        seen: dict[str, list[Appearance]] = {}
        for entry in self._own_entries(person):
            seen.setdefault(entry.speaker, []).append(self._appearance(entry))
        return {unit: tuple(each.span for each in _joined(found)) for unit, found in seen.items()}

    def _own_entries(self, person: Person) -> list[Entry]:
        """What the person says, and when it is on the screen."""
        entries = self.store.scan(kinds=(EntryKind.TURN, EntryKind.APPEARANCE), units=person.units)
        own = set(person.units)
        return [entry for entry in entries if entry.speaker in own]

    def _appearance(self, entry: Entry) -> Appearance:
        via = "face" if entry.kind is EntryKind.APPEARANCE else "label" if entry.origin == "transcript" else "voice"
        record = self._streams.get(entry.stream)
        evidences = self.shown(entry).evidence
        thumbnail = next((evidence.thumbnail for evidence in evidences if evidence.thumbnail), "")
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
        found = self.store.statements(subjects=subjects, predicates=(predicate,) if predicate else ())
        statements = self.directory.redaction.statements(found)
        return facts_of(statements, self.directory, as_of=as_of, known_at=known_at)


def _joined(appearances: Sequence[Appearance]) -> list[Appearance]:
    """In order of stream and time, those by the same sense that are less than `JOIN_GAP` apart made one."""
    found: list[Appearance] = []
    last: dict[tuple[str, str], int] = {}
    for appearance in sorted(appearances, key=lambda each: (each.stream, each.span.start, each.via)):
        key = appearance.stream, appearance.via
        index = last.get(key)
        before = found[index] if index is not None else None
        if index is not None and before is not None and appearance.span.start - before.span.end < JOIN_GAP:
            end = max(before.span.end, appearance.span.end)
            found[index] = replace(before, span=Span(before.span.start, end))
        else:
            last[key] = len(found)
            found.append(appearance)
    return found
