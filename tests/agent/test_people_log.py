"""`mneme people undo|log`: what was decided is listed with who, when and why, and can be taken back and had again."""

from __future__ import annotations

import getpass

import pytest
from mneme.memory.identity.decisions import MACHINE
from mneme.memory.store import Store
from mneme.memory.types import Decision

from tests.agent.people_media import everything, known, log_of


@pytest.mark.parametrize(
    "words",
    [
        ["name", "Emma Clark", "Ada"],
        ["merge", "Emma Clark", "Martin Reed"],
        ["split", "Emma Clark", "1"],
        ["confirm", "Emma Clark"],
        ["hide", "Emma Clark"],
    ],
)
def test_undo_gives_back_exactly_the_people_of_before_and_again_what_was_decided(pair, words):
    before = everything(pair)
    assert pair("people", *words).code == 0
    after = everything(pair)
    assert after != before
    assert pair("people", "undo").code == 0
    assert everything(pair) == before
    undo = log_of(pair)[-1]
    assert undo["action"] == "undo"
    assert pair("people", "undo", undo["id"]).code == 0
    assert everything(pair) == after


def test_undo_without_an_id_goes_back_step_by_step(pair):
    before = everything(pair)
    for name in ("Ada", "Ines"):
        pair("people", "name", "Emma Clark" if name == "Ada" else "Ada", name)
    assert "name Ines" in pair("people", "undo").out
    assert "Ada" in known(pair)
    assert "name Ada" in pair("people", "undo").out
    assert everything(pair) == before
    ran = pair("people", "undo")
    assert (ran.code, "no decision to take back" in ran.complaint) == (2, True)


def test_a_decision_is_found_by_the_beginning_of_its_id_or_its_number(pair):
    for name in ("Ada", "Ines", "Olga"):
        pair("people", "name", "Martin Reed" if name == "Ada" else "Ada" if name == "Ines" else "Ines", name)
    first = log_of(pair)[0]["id"]
    assert first.startswith("decision-0001-")
    assert pair("people", "undo", "1").code == 0
    ran = pair("people", "undo", first)
    assert (ran.code, "taken back already" in ran.complaint) == (2, True)
    assert pair("people", "undo", "decision-0002").code == 0
    for wrong in ("decision-0", "decision-0077", "nothing"):
        ran = pair("people", "undo", wrong)
        assert (ran.code, "mneme people log" in ran.complaint) == (2, True)
    assert "Olga" in known(pair)  # the third decision still holds


def test_the_log_says_who_decided_what_when_and_why(pair, monkeypatch):
    monkeypatch.setenv("MNEME_USER", "vera")
    pair("people", "name", "Emma Clark", "Ada", "--why", "she  told\nme")
    pair("people", "confirm", "Martin Reed", "--by", "otto")
    monkeypatch.delenv("MNEME_USER")
    pair("people", "undo", "--why", "too early")
    first, second, third = log_of(pair)
    assert (first["action"], first["value"], first["by"], first["why"]) == ("name", "Ada", "vera", "she told me")
    assert (first["about"], first["taken_back_by"], first["machine"]) == (["Ada"], None, False)
    assert (second["by"], second["taken_back_by"]) == ("otto", third["id"])
    assert (third["by"], third["why"], third["value"]) == (getpass.getuser(), "too early", second["id"])
    assert all(each["at"].endswith("+00:00") for each in (first, second, third))
    shown = pair("people", "log").out
    assert "vera" in shown and "taken back by" in shown
    assert len(pair("people", "log", "--limit", "1", "--json").document["log"]) == 1
    assert [e["action"] for e in pair("people", "log", "Ada", "--json").document["log"]] == ["name"]
    assert pair("people", "log", "--limit", "0").code == 2


@pytest.mark.parametrize("by", [MACHINE, "MNEME", " ", "x" * 101])
def test_nobody_decides_in_the_name_of_the_machine_or_without_one(pair, by):
    ran = pair("people", "confirm", "Emma Clark", "--by", by)
    assert (ran.code, "--by" in ran.complaint) == (2, True)
    assert log_of(pair) == []


def test_what_the_machine_has_revised_is_listed_and_is_nobody_s_to_undo(pair):
    with Store.open(pair.memory, mode="write") as store:
        units = store.people()[0].units
        store.append_decision(Decision("decision-0001-machine", "joined", units, "p1 into p2", by=MACHINE))
    (entry,) = log_of(pair)
    assert (entry["machine"], entry["by"]) == (True, MACHINE)
    assert "no decision to take back" in pair("people", "undo").complaint
    ran = pair("people", "undo", "decision-0001")
    assert (ran.code, "machine's own" in ran.complaint) == (2, True)


def test_decisions_with_the_same_words_have_ids_of_their_own(pair):
    for _ in range(2):
        pair("people", "confirm", "Emma Clark")
    assert len({each["id"] for each in log_of(pair)}) == 2


def test_undo_where_no_memory_is_makes_none(mneme):
    ran = mneme("people", "undo")
    assert (ran.code, "no memory at" in ran.complaint) == (2, True), ran.complaint
    assert not mneme.memory.exists()


def test_an_empty_id_takes_nothing_back(pair):
    pair("people", "name", "Emma Clark", "Ada")
    for empty in ("", " "):
        ran = pair("people", "undo", empty)
        assert (ran.code, "is no decision" in ran.complaint) == (2, True)
    assert "Ada" in known(pair)


def test_the_log_with_hidden_people_says_whom_a_decision_is_about(pair):
    pair("people", "hide", "Emma Clark", "--by", "Emma Clark")
    (kept,) = log_of(pair)
    assert (kept["about"], kept["by"]) == (["someone"], "Someone")
    assert "Emma" not in pair("people", "log").out
    (kept,) = pair("people", "log", "--hidden", "--json").document["log"]
    assert (kept["about"], kept["by"]) == (["Emma Clark"], "Emma Clark")


def test_to_settle_derives_everybody_anew_and_changes_nobody_where_nothing_is_new(pair):
    before = everything(pair)
    done = pair("people", "settle", "--json")
    assert done.code == 0
    assert done.document == {"people": len(known(pair)), "revised": []}
    assert everything(pair) == before
    assert "2 people, 0 revised" in pair("people", "settle").out


def test_to_settle_brings_a_decision_to_effect_that_was_broken_off_half_way(pair):
    with Store.open(pair.memory, mode="write") as store:
        units = store.people()[0].units
        store.append_decision(Decision("decision-0001-aa", "name", units, "Ada", by="vera"))
    assert "Ada" not in pair("people").out
    assert pair("people", "settle").code == 0
    assert "Ada" in pair("people").out


def test_where_there_is_no_memory_to_settle_none_is_made(mneme, tmp_path):
    done = mneme("--memory", str(tmp_path / "none"), "people", "settle")
    assert done.code == 2
    assert not (tmp_path / "none").exists()
