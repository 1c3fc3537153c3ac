"""Keeps the people of a memory derived: whoever writes observations or decisions says so here.

    observations ──▶ what each stream tells (kept, table `summaries`) ──▶ people (kept, table `people`)
                                   decisions ─────────────────────────────────┘

Both are derived: a writer that is killed leaves them as they were some clips earlier, and the next one finds out
from the clips' marks and makes them anew.  Nobody reads the observations of a recording twice, and a decision
about somebody reads what the recordings of those concerned tell, nothing else.

In quiet times (at the end of a recording: `put`) everybody is derived from all evidence at once, so that the
order in which things came plays no part; where that joins or parts people who were known before, the log says so.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from ..identity.decisions import MACHINE
from ..identity.portraits import gallery_of, portraits_of
from ..identity.summaries import gathered
from ..names.compare import is_full, words_of
from ..store import Store
from ..types import Decision, Person, Statement, StoredObservation
from ..units import unit_stream
from .told import Told

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoOptions:
    """When everybody is derived anew, and when only those concerned."""

    share: float = 0.1
    """Most of a run's time that deriving people after each clip may take."""
    few_units: int = 300
    """Up to so many units a decision derives everybody anew: it takes some 0.05 s."""
    many_units: int = 5_000
    """From so many on a new recording is matched against a gallery of those known: to derive all takes seconds."""


class WhoIsWho:
    """The derived people of an open store."""

    def __init__(
        self,
        store: Store,
        *,
        options: WhoOptions | None = None,
        clock: Callable[[], float] = perf_counter,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Reads nothing yet. `clock` measures what deriving costs; `now` dates the machine's entries in the log."""
        self._store, self._clock, self._now = store, clock, now
        self.options = options or WhoOptions()
        self._told = Told(store)
        self._rest_until = 0.0
        self._added: set[str] = set()
        self._before: list[Person] | None = None
        """People as they were before anything was added, and …"""
        self._known: Collection[str] = ()
        """… the ids of the decisions that were in the log then."""

    def add(self, clip: int, stream: str, seen: Iterable[StoredObservation], said: Iterable[Statement]) -> None:
        """Takes what a clip brought that was just committed, each clip once, those of a stream in order."""
        if self._before is None:
            self._remember(self._store.people())
        self._added.add(stream)
        self._told.add(clip, stream, seen, said)

    def put_sometimes(self) -> None:
        """Derives people where the last time was long enough ago for what it cost: while a stream is memorized."""
        begun = self._clock()
        if begun < self._rest_until:
            return
        self._put(self._derive())
        ended = self._clock()
        self._rest_until = ended + (ended - begun) * (1 - self.options.share) / self.options.share

    def put(self) -> list[Person]:
        """Derives everybody from all evidence and decisions, and keeps it; says in the log who was joined or parted.

        Where clips were added to a large memory (`WhoOptions.many_units`), only those whom they may concern.
        Cost: grows with the number of units in the memory, some 0.3 s for 1,000.
        """
        if self._before is None:
            self._remember(self._store.people())
        people = self._derive()
        self._put(people)
        self._note(self._before or (), people)
        self._remember(people)
        return people

    def _remember(self, people: Sequence[Person]) -> None:
        self._before = list(people)
        self._known = {each.id for each in self._store.decisions()}

    def decided(self, decisions: Sequence[Decision]) -> list[Person]:
        """After decisions have come into the log: derives those whom they concern, and keeps that.

        Cost: linear in the units of those concerned, whatever the size of the memory.
        """
        people = self._store.people()
        log = self._store.decisions()
        if sum(len(person.units) for person in people) <= self.options.few_units:
            people = self._everybody()
        else:
            before, about = people, _concerned(decisions, log)
            concerned = [person for person in people if not about.isdisjoint(person.units)]
            units = {unit for person in concerned for unit in person.units}
            self._told.load({unit_stream(unit) for unit in units | about} | self._told.notes())
            is_reopened = any(each.action == "undo" for each in decisions)
            people = self._told.identity.revise(
                people,
                about,
                log,
                starts=self._told.starts(),
                enrolled=self._told.enrolled(),
                reopened=is_reopened,
            )
            if sum(len(person.units) for person in people) >= self.options.many_units // 2:
                self._put_portraits(before, people)
        self._put(people)
        return people

    def _derive(self) -> list[Person]:
        if self._added:
            people = self._store.people()
            if sum(len(person.units) for person in people) >= self.options.many_units:
                return self._grown(people) or self._everybody()
        return self._everybody()

    def _grown(self, before: Sequence[Person]) -> list[Person] | None:
        """People with what the added streams brought: only those are looked at whom it may be of.

        None where there is no gallery yet.
        """
        portraits = self._store.portraits()
        if not portraits:
            return None
        identity = self._told.identity
        alike = identity.alike(self._added, gallery_of(portraits, identity.options))
        said = {_plain(name) for name in identity.names_in(self._added) if is_full(name)}
        alike |= {person.id for person in before if not said.isdisjoint(map(_plain, person.names))}
        concerned = [
            person
            for person in before
            if person.id in alike or any(unit_stream(unit) in self._added for unit in person.units)
        ]
        about = {unit for person in concerned for unit in person.units}
        about |= {unit for stream in self._added for unit in identity.stream(stream).summaries}
        self._told.load({unit_stream(unit) for unit in about} | self._told.notes())
        log = self._store.decisions()
        people = identity.revise(
            before,
            about,
            log,
            starts=self._told.starts(),
            enrolled=self._told.enrolled(),
            reopened=False,
            anew=self._added,
        )
        self._put_portraits(before, people)
        return people

    def _put_portraits(self, before: Sequence[Person], after: Sequence[Person]) -> None:
        """Keeps the portraits of whom a revision has changed, or of whom more was seen or heard since."""
        known = {person.id: person.units for person in before}
        changed = [
            person
            for person in after
            if known.get(person.id) != person.units or any(unit_stream(unit) in self._added for unit in person.units)
        ]
        gone = known.keys() - {person.id for person in after}
        self._store.put_portraits(portraits_of(changed, gathered(self._told.identity.streams.values())), gone=gone)

    def _everybody(self) -> list[Person]:
        self._told.load()
        identity = self._told.identity
        people = identity.people(self._store.decisions(), starts=self._told.starts(), enrolled=self._told.enrolled())
        if sum(len(person.units) for person in people) >= self.options.many_units // 2:
            self._store.put_portraits(portraits_of(people, gathered(identity.streams.values())))
        return people

    def _put(self, people: Sequence[Person]) -> None:
        self._store.put_people(people)
        self._told.save()

    def _note(self, before: Sequence[Person], after: Sequence[Person]) -> None:
        """Says in the log which people, known before, have become one, or several."""
        log = self._store.decisions()
        decided = _concerned([each for each in log if each.id not in self._known and each.by != MACHINE], log)
        number = len(log)
        for action, units, value in revisions(before, after, without=self._added):
            if not decided.isdisjoint(units):
                continue  # a person's doing
            number += 1
            digest = hashlib.sha256("\n".join((str(number), action, value)).encode()).hexdigest()[:8]
            identifier = f"decision-{number:04d}-{digest}"
            self._store.append_decision(Decision(identifier, action, units, value, at=self._now(), by=MACHINE))
            logger.info("identity: %s %s", action, value)


def revisions(
    before: Sequence[Person], after: Sequence[Person], *, without: Collection[str] = ()
) -> list[tuple[str, tuple[str, ...], str]]:
    """(action, units, ids of the people concerned) of what became of people who were known before.

    Only those count who were seen or heard: somebody who was only spoken of and now has a face is no news here.

    Args:
        before: people as they were.
        after: people as they are.
        without: streams that are being added: how their own people were put together on the way is no news.
    """
    home = {unit: person for person in after for unit in person.units}
    found: list[tuple[str, tuple[str, ...], str]] = []
    into: dict[str, list[Person]] = {}
    for person in before:
        units = [unit for unit in person.units if not unit.startswith("name-") and unit_stream(unit) not in without]
        now = {home[unit].id: None for unit in units if unit in home}
        for each in now:
            into.setdefault(each, []).append(person)
        if len(now) > 1:
            found.append(("parted", tuple(units), " ".join([person.id, "into", *sorted(now)])))
    for person in after:
        were = into.get(person.id, [])
        if len(were) > 1:
            ids = sorted(each.id for each in were)
            found.append(("joined", person.units, " ".join([*ids, "into", person.id])))
    return found


def _plain(name: str) -> str:
    return " ".join(words_of(name))


def _concerned(decisions: Iterable[Decision], log: Sequence[Decision]) -> set[str]:
    """The units that decisions of the log are about."""
    named = {each.id: each for each in log}
    return {unit for each in decisions for unit in _concerns(each, named)}


def _concerns(decision: Decision, named: dict[str, Decision]) -> set[str]:
    """The units that a decision is about; those of the decision that it takes back, too."""
    units = set(decision.units)
    while decision.action == "undo" and decision.value in named:
        decision = named[decision.value]
        units.update(decision.units)
    return units
