"""Keeps the people of a memory derived: whoever writes observations or decisions calls `put` afterwards.

People are a small table that is replaced as a whole; nothing else refers to it but by unit.  A writer that is
killed before `put` leaves people as they were some clips earlier, and its next run derives them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter

from .identity.derive import Identity
from .identity.evidence import identity_options
from .store import Store
from .types import Person, Statement, StoredObservation

SHARE = 0.1
"""Most of a run's time that deriving people after each clip may take: with thousands of units it takes seconds."""


class WhoIsWho:
    """The derived people of an open store. Reads all observations once, then only takes what is new."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = perf_counter) -> None:
        self._store, self._clock = store, clock
        self._identity = Identity(identity_options(store.encoders))
        self._identity.add_clip(store.observations(), store.statements())
        self._rest_until = 0.0

    def add(self, observations: Iterable[StoredObservation], statements: Iterable[Statement]) -> None:
        """Takes what a clip brought, each clip once."""
        self._identity.add_clip(observations, statements)

    def put_sometimes(self) -> None:
        """Derives people where the last time was long enough ago for what it cost: while a stream is memorized."""
        if self._clock() >= self._rest_until:
            self.put()

    def put(self) -> list[Person]:
        """Derives who is who from all evidence and decisions, and keeps it. Cost: grows with the number of units."""
        begun = self._clock()
        starts = {each.id: each.started_at.timestamp() for each in self._store.streams() if each.started_at}
        people = self._identity.people(self._store.decisions(), starts=starts)
        self._store.put_people(people)
        ended = self._clock()
        self._rest_until = ended + (ended - begun) * (1 - SHARE) / SHARE
        return people
