"""Clear statements in what was said: who does what, likes what, where a thing is, when something is.

Precision before recall: a question, a condition or a guess is no statement, and a pronoun that cannot
be resolved makes none.  The patterns are those of the language, none is of a scene.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..mentions_things import ThingUse, find_things
from ..mentions_words import word_set
from ..names.text import NameUse
from .clauses import Clause, clauses
from .people import about_person, favorites, for_somebody, presented
from .scope import MALE_OR_FEMALE, Draft, Scope, Subject
from .things import about_things, answered_place, decisions

_SPEAKER = re.compile(r"^(?:i|me\s+and\s+\w+)(?=\s|['’])", re.IGNORECASE)
_WE = word_set("we")


def extract(
    text: str,
    *,
    stream: str,
    speaker: str,
    people: Sequence[NameUse],
    things: Sequence[ThingUse],
    before: str = "",
    fuller: Mapping[str, str] | None = None,
) -> list[Draft]:
    """The statements of one turn, in order, each once.

    Args:
        text: what was said or typed.
        stream: the stream's id.
        speaker: the unit that says it, "" where nobody knows: then nothing is stated about "I".
        people: the names in it.
        things: the things in it.
        fuller: bare nouns that stand for a fuller name (`Scope.fuller`).
        before: the turn before, for what "they" stands for and what a bare place answers.
    """
    scope = Scope(text, stream, speaker, people, things, before, find_things(before) if before else (), fuller or {})
    found = list(presented(scope))
    first: Clause | None = None
    for clause in clauses(text, people):
        if first is None:
            first = clause
            found.extend(answered_place(scope, clause))
        found.extend(_of_clause(scope, clause))
    unique: dict[tuple[str, str, str], Draft] = {}
    for draft in found:
        unique.setdefault((draft.subject.unit, draft.predicate, draft.object.lower()), draft)
    return list(unique.values())


def _of_clause(scope: Scope, clause: Clause) -> Iterator[Draft]:
    found = list(decisions(scope, clause)) or list(favorites(scope, clause))
    if not found:
        found.extend(about_things(scope, clause))
    person, rest = _person(scope, clause)
    if person is not None and not any(draft.predicate == "decided" for draft in found):
        found.extend(about_person(scope, clause, person, rest))
    if not found:
        found.extend(for_somebody(scope, clause))
    yield from found


def _person(scope: Scope, clause: Clause) -> tuple[Subject | None, str]:
    """The person whom a clause is about and what follows."""
    if match := _SPEAKER.match(clause.text):
        return (Subject(scope.speaker) if scope.speaker else None), clause.text[match.end() :]
    named = scope.person_at(clause.start, clause.start + 1)
    if named is not None:
        return scope.person(named), clause.text[named.end - clause.start :]
    word = re.match(r"[A-Za-z]+", clause.text)
    if word and word.group().lower() in MALE_OR_FEMALE:
        return scope.somebody(clause.start), clause.text[word.end() :]
    return None, ""
