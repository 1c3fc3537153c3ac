"""memory/people/profile.py: where the names of a person come from."""

from __future__ import annotations

from mneme.memory.people.profile import _names
from mneme.memory.types import Person, Statement

ANNA = Person("person-1", "Anna Keller", ("Anna Keller",), ("voice-s-1", "name-s-1"))
WORDS = "my name is Anna Keller and I lead the project."


def said(entry: str, source: str, unit: str = "voice-s-1", text: str = WORDS) -> Statement:
    return Statement(f"{entry}-{source}", "s", 0, entry, unit, "name", "Anna Keller", text, source=source)


def test_words_that_tell_a_name_are_not_listed_as_having_spoken_of_it_too():
    found = list(_names(ANNA, [said("e1", "other", "name-s-1"), said("e1", "self")], [], {}))
    assert [(each.origin, each.count) for each in found] == [("self", 1)]
    later = said("e2", "other", "name-s-1", "Ask Anna Keller.")
    found = list(_names(ANNA, [said("e1", "other", "name-s-1"), said("e1", "self"), later], [], {}))
    assert {each.origin: each.text for each in found} == {"self": WORDS, "other": "Ask Anna Keller."}
