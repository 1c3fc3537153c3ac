"""Statements put together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from mneme.memory.facts import facts_of
from mneme.memory.people.directory import Directory
from mneme.memory.types import Fact, Person, Statement
from mneme.memory.units import thing_unit

NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)
KEYS = thing_unit("car key")
INGRID = Person("person-1", "Ingrid", ("Ingrid",), ("voice-s1-1", "name-s1-a", "voice-s2-4"))
_DIRECTORY = Directory([INGRID], [Statement("t", "s1", 0, "e", KEYS, "thing", "car keys", "")])


def said(
    number: int, subject: str, predicate: str, phrase: str, *, hour: float | None = 0, stream: str = "s1"
) -> Statement:
    at = None if hour is None else NOW + timedelta(hours=hour)
    return Statement(
        f"{stream}-{number}",
        stream,
        number,
        f"{stream}-e{number}",
        subject,
        predicate,
        phrase,
        f"({phrase})",
        at=at,
        time=number * 5.0,
        confidence=0.9,
    )


def facts(*statements: Statement, as_of: float | None = None, known_at: float | None = None) -> list[Fact]:
    def time(hour: float | None) -> datetime | None:
        return None if hour is None else NOW + timedelta(hours=hour)

    return facts_of(statements, _DIRECTORY, as_of=time(as_of), known_at=time(known_at))


def test_what_is_said_twice_is_one_fact_with_two_proofs() -> None:
    found = facts(
        said(0, "voice-s1-1", "avoids", "nuts"),
        said(1, "name-s1-a", "avoids", "the nuts"),
        said(2, "voice-s1-1", "avoids", "milk"),
    )
    assert [(fact.subject, fact.object, fact.support) for fact in found] == [
        ("Ingrid", "nuts", 2),
        ("Ingrid", "milk", 1),
    ]
    assert found[0].evidence == ("s1-e0", "s1-e1")
    assert found[0].subject_id == "person-1"
    assert found[0].confidence > found[1].confidence


def test_one_entry_that_says_it_twice_is_one_proof() -> None:
    one = said(0, "voice-s1-1", "avoids", "nuts")
    assert facts(one, one)[0].support == 1


def test_a_later_place_closes_the_earlier_one() -> None:
    old, new = facts(said(0, KEYS, "located", "in the drawer"), said(1, KEYS, "located", "on the hook", hour=2))
    assert (old.object, old.is_current, old.valid_to) == ("in the drawer", False, NOW + timedelta(hours=2))
    assert (new.subject, new.object, new.is_current, new.valid_to) == ("car keys", "on the hook", True, None)


def test_back_where_it_was_is_a_new_fact() -> None:
    places = ["in the drawer", "on the hook", "in the drawer"]
    found = facts(*(said(n, KEYS, "located", place, hour=n) for n, place in enumerate(places)))
    assert [(fact.object, fact.is_current) for fact in found] == [
        ("in the drawer", False),
        ("on the hook", False),
        ("in the drawer", True),
    ]


def test_less_said_is_no_contradiction() -> None:
    found = facts(said(0, KEYS, "time", "on Thursday at three"), said(1, KEYS, "time", "on Thursday", hour=1))
    assert [(fact.support, fact.is_current) for fact in found] == [(2, True)]


def test_one_may_like_many_things() -> None:
    found = facts(said(0, "voice-s1-1", "prefers", "tea"), said(1, "voice-s1-1", "prefers", "jazz", hour=1))
    assert all(fact.is_current for fact in found)


def test_the_world_as_of_a_time_has_only_what_held_then() -> None:
    statements = said(0, KEYS, "located", "in the drawer"), said(1, KEYS, "located", "on the hook", hour=2)
    assert [fact.object for fact in facts(*statements, as_of=1)] == ["in the drawer"]
    assert [fact.object for fact in facts(*statements, as_of=3)] == ["on the hook"]
    assert facts(*statements, as_of=-1) == []


def test_what_the_memory_knew_then_has_the_past_as_past() -> None:
    statements = [
        said(n, KEYS, "located", place, hour=n) for n, place in enumerate(["in a box", "on a hook", "in a bag"])
    ]
    found = facts(*statements, known_at=1)
    assert [(fact.object, fact.is_current) for fact in found] == [("in a box", False), ("on a hook", True)]


def test_what_has_no_clock_is_left_out_where_a_time_is_asked_for() -> None:
    assert facts(said(0, KEYS, "located", "in the drawer", hour=None), as_of=5) == []
    assert len(facts(said(0, KEYS, "located", "in the drawer", hour=None))) == 1


def test_without_a_clock_only_the_same_stream_tells_what_is_later() -> None:
    here = facts(
        said(0, KEYS, "located", "in the drawer", hour=None), said(1, KEYS, "located", "on the hook", hour=None)
    )
    assert [fact.is_current for fact in here] == [False, True]
    there = facts(
        said(0, KEYS, "located", "in the drawer", hour=None),
        said(1, KEYS, "located", "on the hook", hour=None, stream="s2"),
    )
    assert [fact.is_current for fact in there] == [True, True]


def test_names_are_no_facts() -> None:
    names = [said(n, "voice-s1-1", predicate, "Ingrid") for n, predicate in enumerate(("name", "not_name", "thing"))]
    assert facts(*names) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_order_in_which_statements_come_does_not_matter(order: tuple[int, ...]) -> None:
    statements = [
        said(n, KEYS, "located", place, hour=n) for n, place in enumerate(["in a box", "on a hook", "in a bag"])
    ]
    assert facts(*(statements[n] for n in order)) == facts(*statements)


def test_ids_stay_when_more_is_said() -> None:
    first = said(0, KEYS, "located", "in the drawer")
    assert facts(first)[0].id == facts(first, said(1, KEYS, "located", "on the hook", hour=1))[0].id
