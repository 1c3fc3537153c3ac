"""Questions and options that are wrong: one clear line, exit code 2, no traceback."""

from __future__ import annotations

import json

import pytest
from mneme.memory.store import Store


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!"])
def test_an_empty_question_is_refused(filled, question):
    ran = filled("ask", "--", question)
    assert ran.code == 2
    assert "question" in ran.complaint


def test_a_question_of_100_kb_is_refused(filled, root):
    ran = filled("ask", "why " * 25_000)
    assert ran.code == 2
    assert "question" in ran.complaint
    assert len(ran.complaint) < 400


def test_a_memory_that_is_not_there_says_how_to_make_it(mneme):
    for words in (["ask", "who is there?"], ["search", "tea"], ["people"], ["timeline"], ["facts"], ["status"]):
        ran = mneme(*words)
        assert ran.code == 2
        assert "mneme index" in ran.complaint
    assert not mneme.memory.exists()


def test_an_empty_memory_says_that_it_is_empty(mneme):
    Store.open(mneme.memory, mode="write").close()
    for words in (["ask", "who is there?"], ["search", "tea"]):
        ran = mneme(*words)
        assert ran.code == 2
        assert "empty" in ran.complaint
        assert "mneme index" in ran.complaint
    assert mneme("people").code == 0
    assert mneme("timeline", "--json").document == {"entries": []}


def test_a_folder_that_is_no_memory_is_left_alone(mneme):
    mneme.memory.mkdir()
    (mneme.memory / "letter.txt").write_text("private")
    ran = mneme("ask", "who is there?")
    assert ran.code == 2
    assert str(mneme.memory) in ran.complaint
    assert [path.name for path in mneme.memory.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ask", "who?", "--policy", "magic"], "no policy is called 'magic'"),
        (["ask", "who?", "--rounds", "0"], "at least one round"),
        (["ask", "who?", "--rounds", "many"], "--rounds"),
        (["ask", "who?", "--as-of", "yesterday"], "--as-of 'yesterday' is not a time"),
        (["ask", "who?", "--stream", "nowhere"], "nowhere"),
        (["search", "tea", "-k", "0"], "k must be 1 or more"),
        (["search", "tea", "--person", "Zebulon"], "nobody is known as 'Zebulon'"),
        (["search", "tea", "--kind", "smell"], "smell"),
        (["search", "tea", "--from", "12"], "seconds of a stream go with --stream"),
        (["search", "  "], "nothing to search for"),
        (["people", "show", "Zebulon"], "nobody is known as 'Zebulon'"),
        (["people", "name", "Zebulon", "Zeb"], "nobody is known as 'Zebulon'"),
        (["people", "undo"], "no decision to take back"),
        (["remember", "  "], "nothing to remember"),
        (["timeline", "--png", "picture.jpg"], "ends in .png"),
        (["status", "--preset", "none"], "preset 'none' is not known"),
        (["status", "--set", "models.txt=x"], "models.txt: unknown key"),
        (["status", "--set", "wholly.other=x"], "wholly: unknown key"),
        (["status", "--config", "missing.yaml"], "missing.yaml: cannot read"),
        (["status", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
    ],
)
def test_a_slip_is_told_in_one_line(filled, words, told):
    ran = filled(*words)
    assert ran.code == 2, ran.err
    assert told in ran.complaint
    assert ran.out == ""


def test_with_json_an_error_is_a_document_too(filled):
    ran = filled("search", "tea", "--person", "Zebulon", "--json")
    assert ran.code == 2
    assert json.loads(ran.out)["error"] in ran.complaint
    ran = filled("nonsense", "--json")
    assert "nonsense" in json.loads(ran.out)["error"]


def test_without_a_command_the_help_is_shown(mneme):
    ran = mneme()
    assert ran.code == 2
    assert "index" in ran.err
    assert ran.out == ""
