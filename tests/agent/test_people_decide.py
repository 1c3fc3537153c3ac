"""`mneme people name|merge|split|confirm|hide|undo|log`: decisions hold at once, for the past too, until undone."""

from __future__ import annotations

import hashlib
import json

import pytest
from mneme.agent.cli import main
from mneme.memory.lock import WriteLock
from mneme.memory.types import Person
from mneme.streams.errors import UsageError

import mneme as package
from tests.agent.people_media import everything, known, log_of

ACTIONS = ["list", "show", "name", "merge", "split", "undo", "enroll", "confirm", "hide", "unhide", "log"]


def entries_on_disk(mneme):
    """The files of the table `entries`, by content."""
    folder = mneme.memory / "tables" / "entries.lance"
    return {p.relative_to(folder): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def memory(pair, fake_preset):
    with package.open(pair.memory, config=fake_preset[1]) as opened:
        yield opened


def test_the_film_shows_two_people_with_a_face_and_a_label_each(pair):
    people = known(pair)
    assert set(people) == {"Emma Clark", "Martin Reed"}
    for person in people.values():
        assert {each["via"] for each in person["appearances"]} == {"face", "label"}
        assert (person["confirmed"], person["tentative"], person["hidden"]) == (False, False, False)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_help_with_examples(action, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["people", action, "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"Examples:\n  mneme people {action}" in shown


def test_a_name_takes_effect_on_every_answer_at_once_and_rewrites_no_entry(pair, fake_preset):
    before = entries_on_disk(pair)
    assert pair("people", "name", "Martin Reed", "Otto Stein").out == "Martin Reed is called Otto Stein\n"
    told = pair("ask", "Where is the spare battery now?", *fake_preset, "--json").document
    assert told["citations"][0]["speaker"] == "Otto Stein"
    assert (
        pair("search", "blue cabinet", "--kind", "turn", *fake_preset, "--json").document["hits"][0]["speaker"]
        == "Otto Stein"
    )
    moments = pair("timeline", "--person", "Otto Stein", "--json").document["entries"]
    assert {each["speaker"] for each in moments if each["kind"] == "turn"} == {"Otto Stein"}
    assert any(each["text"] == "Otto Stein appears" for each in moments)
    assert {fact["subject"] for fact in pair("facts", "Emma Clark", "--json").document["facts"]} == {"Emma Clark"}
    assert not [each for each in pair("timeline", "--json").document["entries"] if "Martin Reed" in each["people"]]
    assert entries_on_disk(pair) == before


def test_merging_and_splitting_take_effect_on_every_answer_and_rewrite_no_entry(pair, fake_preset):
    before, people = entries_on_disk(pair), everything(pair)
    merged = pair("people", "merge", "Emma Clark", "Martin Reed", "--json").document["people"]
    assert len(merged) == 1
    name = merged[0]["name"]
    moments = pair("timeline", "--json").document["entries"]
    assert {each["speaker"] for each in moments if each["kind"] == "turn"} == {name}
    facts = pair("facts", name, "--json").document["facts"]
    assert any("coffee" in fact["text"] for fact in facts)
    ran = pair("people", "split", name, "--voice", "--name", "Rosa")
    assert "who leaves is Rosa" in ran.out
    heard = pair("search", "team meeting", "--kind", "turn", *fake_preset, "--json").document["hits"][0]
    assert heard["speaker"] == "Rosa"
    assert {each["via"] for each in known(pair)["Rosa"]["appearances"]} == {"label"}
    assert entries_on_disk(pair) == before
    for _ in range(3):
        assert pair("people", "undo").code == 0
    assert everything(pair) == people


def test_what_was_decided_is_never_overruled_by_what_comes_later(pair, fake_preset, tmp_path):
    pair("people", "name", "Emma Clark", "Ada Byron")
    pair("people", "split", "Martin Reed", "--face")
    apart = everything(pair)
    later = tmp_path / "later.vtt"
    later.write_text("WEBVTT\n\n00:01.000 --> 00:04.000\n<v Emma Clark>Hello, I am Emma Clark, not Ada.\n")
    assert pair("index", later, *fake_preset, "--quiet").code == 0
    people = everything(pair)
    by_id = {person["id"]: person for person in people}
    for person in apart:
        assert by_id[person["id"]]["name"] == person["name"]
    assert "Ada Byron" in {person["name"] for person in people}


def test_confirming_renames_nobody(pair):
    before = known(pair)
    assert pair("people", "confirm", "Emma Clark").out == "Emma Clark is confirmed\n"
    after = known(pair)
    assert after["Emma Clark"] == {**before["Emma Clark"], "confirmed": True}
    assert "confirmed" in pair("people").out


def test_parts_leave_by_number_by_id_by_recording_and_by_kind(pair):
    parts = pair("people", "show", "Emma Clark", "--json").document["parts"]
    kinds = {part["kind"]: part for part in parts}
    assert [part["number"] for part in parts] == list(range(1, len(parts) + 1))
    assert {"face", "label"} <= set(kinds)
    whole = everything(pair)
    for words in (
        [kinds["face"]["number"]],
        [kinds["face"]["unit"]],
        ["--from", kinds["face"]["number"]],
        ["--face"],
        ["--face", "--stream", "talk.mp4"],
    ):
        assert pair("people", "split", "Emma Clark", *words).code == 0, words
        assert {each["via"] for each in known(pair)["Emma Clark"]["appearances"]} == {"label"}
        pair("people", "undo")
        assert everything(pair) == whole


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["9"], "no part of Emma Clark"),
        (["0"], "no part of Emma Clark"),
        (["face-elsewhere-0"], "no part of Emma Clark"),
        ([], "say which part"),
        (["--face", "--voice"], "nobody would be left"),
        (["--stream", "talk.mp4"], "nobody would be left"),
        (["--stream", "none.mp4"], "no recording of this memory"),
        (["1", "--name", " "], "is no name"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused_in_one_line(pair, words, complaint):
    ran = pair("people", "split", "Emma Clark", *words)
    assert (ran.code, complaint in ran.complaint) == (2, True), ran.complaint
    assert log_of(pair) == []


def test_whoever_is_one_already_is_not_merged(pair):
    ran = pair("people", "merge", "Emma Clark", "emma")
    assert (ran.code, "one person already" in ran.complaint) == (2, True)


@pytest.mark.parametrize("name", ["", "  ", "?!", "x" * 201, "person 3f2a", "person-3f2a81c0de"])
def test_what_is_no_name_is_refused(pair, name):
    ran = pair("people", "name", "Emma Clark", name)
    assert (ran.code, "name" in ran.complaint) == (2, True)


def test_a_namesake_is_pointed_out(pair):
    ran = pair("people", "name", "Emma Clark", "Martin Reed")
    assert ran.code == 0
    assert "also known: Martin Reed" in ran.complaint
    assert len(pair("people", "--json").document["people"]) == 2


def test_bytes_that_are_no_text_are_refused_in_one_line(pair):
    for words in (["Ada\udcff"], ["Ada", "--why", "\udcfe"], ["Ada", "--by", "ver\udcffa"]):
        ran = pair("people", "name", "Emma Clark", *words)
        assert (ran.code, "type " in ran.complaint, "UTF-8" in ran.complaint) == (2, True, True), ran.err
    assert log_of(pair) == []


def test_what_was_given_is_repeated_no_longer_than_it_takes_to_know_it_again(pair):
    ran = pair("people", "show", "x" * 100_000)
    assert ran.code == 2
    assert len(ran.complaint) < 300
    assert "known: Emma Clark" in ran.complaint


def test_a_hostile_name_cannot_steer_a_terminal(pair):
    assert pair("people", "name", "Emma Clark", "Eve\x1b[31m\u202e <b>").code == 0
    for words in (["people"], ["people", "show", "Eve"], ["people", "log"], ["people", "undo"]):
        shown = pair(*words).out
        assert "\x1b" not in shown and "\u202e" not in shown


def test_a_hidden_person_appears_nowhere_until_it_is_shown_again(pair, fake_preset):
    before = everything(pair)
    pair("people", "name", "Martin Reed", "Martin Reed", "--why", "Martin said so")
    identity = known(pair)["Martin Reed"]["id"]
    ran = pair("people", "hide", "Martin Reed", "--why", "Martin asked for it")
    assert (ran.code, identity in ran.out, "Martin" in ran.out) == (0, True, False)
    listed = pair("people", "--json").document
    assert ([person["name"] for person in listed["people"]], listed["hidden"]) == (["Emma Clark"], 1)
    for words in (
        ["people"],
        ["people", "log"],
        ["people", "log", "--json"],
        ["people", "show", "Emma Clark"],
        ["timeline"],
        ["timeline", "--json"],
        ["facts", "--all"],
        ["search", "battery", *fake_preset, "--json"],
        ["ask", "Who moved the spare battery?", *fake_preset, "--json"],
    ):
        shown = pair(*words)
        assert shown.code == 0, shown.err
        assert "Martin" not in shown.out, words
    for who in ("Martin Reed", identity):
        ran = pair("people", "show", who)
        assert (ran.code, "Martin Reed" in ran.complaint.replace(repr(who), "")) == (2, False)
    assert pair("people", "show", "Martin Reed", "--hidden").code == 2
    assert "Martin Reed" in pair("people", "show", identity, "--hidden").out
    assert "hidden" in pair("people", "--hidden").out
    assert pair("people", "unhide", "Emma Clark").code == 2
    assert pair("people", "unhide", identity).code == 0
    pair("people", "undo")
    assert everything(pair) == before


def test_somebody_else_who_writes_is_told_of_in_one_line(pair):
    lock = WriteLock(pair.memory / "lock")
    lock.acquire()
    try:
        for words in (["name", "Emma Clark", "Ada"], ["undo"], ["hide", "Emma Clark"]):
            ran = pair("people", *words)
            assert (ran.code, "is writing to the memory" in ran.complaint) == (2, True)
        assert pair("people").code == 0
    finally:
        lock.release()
    assert log_of(pair) == []


def test_an_error_is_a_document_too(pair):
    ran = pair("people", "split", "Emma Clark", "9", "--json")
    assert "no part" in json.loads(ran.out)["error"]


def test_in_python_the_same_verbs_give_people_and_decisions(memory):
    person = memory.name("Emma Clark", "Ada", why="a test", by="vera")
    assert isinstance(person, Person)
    assert (person.name, person.is_confirmed) == ("Ada", True)
    assert memory.confirm("Martin Reed").is_confirmed
    stays, leaves = memory.split("Ada", kinds=["face"])
    assert leaves is not None and set(stays.units).isdisjoint(leaves.units)
    assert memory.merge(stays.id, leaves.id).units
    hidden = memory.hide("Martin Reed")
    assert hidden.is_hidden
    assert [p.name for p in memory.people()] == ["Ada"]
    assert {p.id for p in memory.people(hidden=True)} >= {hidden.id}
    assert memory.unhide(hidden.id).name == "Martin Reed"
    first = memory.identity_log()[0]
    assert (first.decision.by, first.decision.why) == ("vera", "a test")
    assert memory.undo(first.decision.id).value == "Ada"
    with pytest.raises(UsageError, match="face or voice"):
        memory.split("Martin Reed", kinds=["nose"])
