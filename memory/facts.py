"""Facts: statements that say the same of the same, put together when they are read.

Nothing is stored or rewritten: a later statement about a thing that can only have one value (where it
is, when it takes place) closes the earlier one, within what was known at the time that is asked for.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .mentions_words import FUNCTION, stem, tokens
from .people.directory import Directory
from .types import Fact, Statement, UnitKind

_SINGLE = frozenset({"located", "time", "shown", "lives"})
HIDDEN = frozenset({"name", "not_name", "thing"})
"""What identity is derived from; names are given by the directory."""


def is_single(subject: str, predicate: str) -> bool:
    """Whether a subject has one value of a predicate at a time, so that a later one closes the earlier."""
    return predicate in _SINGLE or (predicate == "is" and subject.startswith(UnitKind.THING))


@dataclass(slots=True)
class _Group:
    """Statements of one subject, predicate and object."""

    subject: str
    predicate: str
    form: frozenset[str]
    statements: list[Statement] = field(default_factory=list)


def facts_of(
    statements: Iterable[Statement],
    directory: Directory,
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> list[Fact]:
    """The facts that statements come to, oldest first.

    Args:
        statements: as the store has them, in any order.
        directory: who is who: statements about all units of a person are about the person.
        as_of: the world then: nothing said later counts, and only what still held then comes back.
        known_at: the memory then: nothing said later counts, what is past comes back as past.

    A statement whose wall-clock time is not known is left out where a time is asked for, since nobody
    can tell whether it was earlier.  Cost: linear in the statements, quadratic in the values of one
    subject and predicate.
    """
    limit = min((time for time in (as_of, known_at) if time is not None), default=None)
    groups: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    for statement in sorted(statements, key=_order):
        if statement.predicate in HIDDEN or (limit is not None and (statement.at is None or statement.at > limit)):
            continue
        _join(groups[_subject(statement.subject, directory), statement.predicate], statement, directory)
    facts = [fact for family in groups.values() for fact in _facts(family, directory)]
    if as_of is not None:
        facts = [fact for fact in facts if fact.is_current]
    return sorted(facts, key=lambda fact: fact.valid_from.timestamp() if fact.valid_from is not None else math.inf)


def _order(statement: Statement) -> tuple[bool, float, str, int, float, str]:
    at = statement.at.timestamp() if statement.at is not None else 0.0
    return statement.at is None, at, statement.stream, statement.clip, statement.time, statement.id


def _subject(unit: str, directory: Directory) -> str:
    person = directory.person_of(unit)
    return person.id if person is not None else unit


def _form(phrase: str) -> frozenset[str]:
    """Stems of the words with content: what makes two objects the same."""
    words = [token.lower for token in tokens(phrase)]
    return frozenset(stem(word) for word in words if word not in FUNCTION) or frozenset(words)


def _join(family: list[_Group], statement: Statement, directory: Directory) -> None:
    form = _form(statement.object)
    if not is_single(statement.subject, statement.predicate):
        same = next((group for group in family if group.form == form), None)
    else:  # only the newest value can be said again: "drawer", "hook", "drawer" are three facts
        same = family[-1] if family and (family[-1].form <= form or form <= family[-1].form) else None
    if same is not None:
        same.statements.append(statement)
        return
    family.append(_Group(_subject(statement.subject, directory), statement.predicate, form, [statement]))


def _facts(family: Sequence[_Group], directory: Directory) -> Iterable[Fact]:
    for place, group in enumerate(family):
        first, last = group.statements[0], group.statements[-1]
        closing = None
        if is_single(group.subject, group.predicate):
            later = [other.statements[0] for other in family[place + 1 :]]
            closing = next((each for each in later if _is_later(each, last)), None)
        entries = tuple(dict.fromkeys(statement.entry for statement in group.statements))
        best = max(group.statements, key=lambda statement: (len(_form(statement.object)), statement.confidence))
        doubt = 1.0
        for entry in entries:
            doubt *= 1.0 - max(s.confidence for s in group.statements if s.entry == entry) * 0.9
        yield Fact(
            id=_fact_id(group, first),
            subject=directory.display(first.subject),
            subject_id=group.subject,
            predicate=group.predicate,
            object=best.object,
            text=best.text,
            valid_from=first.at,
            valid_to=closing.at if closing is not None else None,
            known_at=first.at,
            support=len(entries),
            evidence=entries,
            confidence=round(1.0 - doubt, 3),
            is_current=closing is None,
        )


def _is_later(statement: Statement, other: Statement) -> bool:
    """Whether a statement was surely made after another one."""
    if statement.at is not None and other.at is not None:
        return statement.at > other.at
    return statement.stream == other.stream and (statement.clip, statement.time) > (other.clip, other.time)


def _fact_id(group: _Group, first: Statement) -> str:
    parts = (first.subject, group.predicate, " ".join(sorted(group.form)), first.entry)
    return "fact-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
