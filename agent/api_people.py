"""The verbs of a `Memory` about people: who is known, what is known of them, and what a person corrects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from .api_access import Access, moment_of

if TYPE_CHECKING:
    from ..memory.types import Decision, Fact, Person


class People(Access):
    """People, facts, decisions."""

    def people(self) -> list[Person]:
        """Who is known, in order of first appearance, with all appearances."""
        return self.reading.recall.people(with_appearances=True)

    def person(self, name: str) -> Person:
        """The one person of that name or id, with all appearances.

        Raises:
            UsageError: nobody is known so, or several are.
        """
        return self.reading.recall.person(self.reading.person(name))

    def facts(
        self,
        person: Person | str | None = None,
        *,
        as_of: datetime | str | None = None,
        known_at: datetime | str | None = None,
    ) -> list[Fact]:
        """What is known of a person (or of everybody and everything), oldest first.

        Args:
            person: somebody, by name or id.
            as_of: what held in the world then.
            known_at: what the memory knew by then.
        """
        who = self.reading.person(person) if isinstance(person, str) else person
        return self.reading.recall.facts(who, as_of=moment_of(as_of), known_at=moment_of(known_at))

    def name(self, person: str, name: str) -> Person:
        """Says what somebody is called; never overruled, and `undo` takes it back."""
        return self._decide("name", [person], name)

    def merge(self, person: str, other: str) -> Person:
        """Says that two are one person."""
        return self._decide("merge", [person, other])

    def undo(self) -> Decision:
        """Takes the last decision back that has not been taken back.

        Raises:
            UsageError: there is none.
        """
        try:
            return self.writing.undo()
        finally:
            self.read_again()

    def _decide(self, action: str, people: Sequence[str], value: str = "") -> Person:
        chosen = [self.reading.person(person) for person in people]
        try:
            self.writing.decide(action, chosen, value)
        finally:
            self.read_again()
        unit = chosen[0].units[0]
        after = next((each for each in self.reading.recall.people() if unit in each.units), chosen[0])
        return self.reading.recall.person(after)
