"""A cast and a directory for the tests of search."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mneme.memory.types import Entry, Person

CAST = (
    Person("p1", "Caroline", ("Caroline",), ("label-a-0", "voice-b-1")),
    Person("p2", "Melanie", ("Melanie", "Mel"), ("label-a-1",)),
)


class StandIn:
    """Names as they are spelt; things by their word."""

    def __init__(self, people: Sequence[Person], things: Sequence[str] = ()) -> None:
        self.people = tuple(people)
        self._names = {name: person for person in people for name in person.names}
        self._things = tuple(things)

    def mentioned(self, text: str) -> list[tuple[int, int, Person]]:
        words = re.finditer(r"\w+", text)
        return [(*word.span(), self._names[word[0]]) for word in words if word[0] in self._names]

    def things(self, text: str) -> list[tuple[int, int, str]]:
        return [(*m.span(), f"thing-{word}") for word in self._things for m in re.finditer(word, text)]

    def render(self, entry: Entry) -> tuple[str, str, list[str], list[str]]:
        people = [person for person in self.people if set(person.units) & set(entry.units)]
        speaker = next((p.display for p in people if entry.speaker in p.units), "")
        return f"<{entry.text}>", speaker, [p.display for p in people], [p.id for p in people]
