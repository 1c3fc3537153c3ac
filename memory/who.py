"""Keeps the people of a memory derived: whoever writes observations or decisions calls `put` afterwards.

People are a small table that is replaced as a whole; nothing else refers to it but by unit.  A writer that is
killed before `put` leaves people as they were one clip earlier, and its next run derives them again.
"""

from __future__ import annotations

from collections.abc import Iterable

from .identity import Identity
from .identity_evidence import identity_options
from .store import Store
from .types import Person, Statement, StoredObservation


class WhoIsWho:
    """The derived people of an open store. Reads all observations once, then only takes what is new."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._identity = Identity(identity_options(store.encoders))
        self._identity.add_clip(store.observations(), store.statements())

    def add(self, observations: Iterable[StoredObservation], statements: Iterable[Statement]) -> None:
        """Takes what a clip brought, each clip once."""
        self._identity.add_clip(observations, statements)

    def put(self) -> list[Person]:
        """Derives who is who from all evidence and decisions, and keeps it. Cost: grows with the number of units."""
        starts = {each.id: each.started_at.timestamp() for each in self._store.streams() if each.started_at}
        people = self._identity.people(self._store.decisions(), starts=starts)
        self._store.put_people(people)
        return people
