"""memory/decision_log.py: ids that are one's own, what was taken back, what an undo means."""

from __future__ import annotations

import pytest
from mneme.memory.people.log import Wish, append, find, hiding, logged, taken_back, to_take_back
from mneme.memory.store import Store
from mneme.memory.types import Decision, Person
from mneme.streams.errors import UsageError

from tests.memory.stage import ZERO

EMMA = Person("person-1", "Emma", ("Emma",), ("face-s-0", "voice-s-1"))


def decision(number: int, action: str, value: str = "", by: str = "vera", units: tuple[str, ...] = ()) -> Decision:
    return Decision(f"decision-{number:04d}-{number:08x}", action, units or EMMA.units, value, by=by)


def undo(number: int, of: Decision) -> Decision:
    return decision(number, "undo", of.id)


def test_the_same_wish_twice_is_two_decisions_and_in_another_memory_it_has_the_same_id(tmp_path):
    ids = []
    for name in ("one", "two"):
        with Store.open(tmp_path / name, mode="write") as store:
            wish = Wish(action="confirm", people=[EMMA])
            append(store, [wish], by="vera", why="", at=ZERO)
            append(store, [wish, wish], by="vera", why="", at=ZERO)
            found = [each.id for each in store.decisions()]
            assert len(set(found)) == 3
            ids.append(found)
    assert ids[0] == ids[1]


def test_who_and_why_are_kept_in_one_line_and_within_bounds(tmp_path):
    with Store.open(tmp_path, mode="write") as store:
        wish = Wish(action="split", people=[EMMA], leaving=["voice-s-1"])
        (made,) = append(store, [wish], by=" vera\n", why="two\nlines", at=ZERO)
        assert (made.by, made.why, made.value, made.at) == ("vera", "two lines", "voice-s-1", ZERO)
        assert store.decisions() == [made]
        for who, why in (("mneme", ""), ("Mneme ", ""), ("", ""), ("x" * 101, ""), ("vera", "x" * 2001)):
            with pytest.raises(UsageError):
                append(store, [wish], by=who, why=why, at=ZERO)
        assert len(store.decisions()) == 1


def test_an_undo_takes_back_and_an_undo_of_it_gives_back():
    name = decision(1, "name", "Ada")
    first = undo(2, name)
    second = undo(3, first)
    assert taken_back([name]) == {}
    assert taken_back([name, first]) == {name.id: first}
    assert taken_back([name, first, second]) == {first.id: second}
    third = undo(4, second)
    assert taken_back([name, first, second, third]) == {second.id: third, name.id: first}
    assert [bool(each.taken_back_by) for each in logged([name, first, second])] == [False, True, False]


def test_without_an_id_the_last_decision_of_a_person_that_holds_is_taken_back():
    one, two, machine = decision(1, "name", "A"), decision(2, "merge"), decision(3, "joined", by="mneme")
    assert to_take_back([one, two, machine]) == two
    assert to_take_back([one, two, machine, undo(4, two)]) == one
    with pytest.raises(UsageError, match="no decision to take back"):
        to_take_back([machine])


def test_what_cannot_be_taken_back_is_told():
    name, machine = decision(1, "name", "A"), decision(2, "joined", by="mneme")
    log = [name, machine, undo(3, name)]
    with pytest.raises(UsageError, match=r"mneme people undo decision-0003"):
        to_take_back(log, name.id)
    with pytest.raises(UsageError, match="machine's own"):
        to_take_back(log, "2")
    assert to_take_back(log, "decision-0003") == log[2]


def test_a_decision_is_found_by_its_id_its_number_and_the_beginning_of_both():
    log = [decision(n, "confirm") for n in (1, 2, 10)]
    assert find(log, log[1].id) == log[1]
    assert [find(log, text).id for text in ("1", "10", "0002", "decision-0010", "0001-")] == [
        log[0].id,
        log[2].id,
        log[1].id,
        log[2].id,
        log[0].id,
    ]
    for text in ("", " ", "decision-00", "7", "zzz"):
        with pytest.raises(UsageError):
            find(log, text)


def test_only_hides_that_hold_and_concern_the_units_are_found():
    hide, other = decision(1, "hide"), decision(2, "hide", units=("face-s-9",))
    log = [hide, other, decision(3, "confirm")]
    assert hiding(log, EMMA.units) == [hide]
    assert hiding([*log, undo(4, hide)], EMMA.units) == []
