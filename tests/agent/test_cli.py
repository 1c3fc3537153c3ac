"""agent/cli.py and the commands: documents, exit codes, what people see."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from mneme.agent.cli import build_parser, main

from mneme import __version__

COMMANDS = ["index", "ask", "search", "people", "timeline", "facts", "remember", "models", "status", "doctor"]


def test_every_command_has_help_with_examples(capsys):
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        shown = capsys.readouterr().out
        assert ended.value.code == 0
        assert "Examples:\n  mneme " in shown
        assert f"mneme {command}" in shown or f" {command} " in shown


def test_every_example_of_the_help_is_a_command_line_that_parses(capsys):
    import shlex

    parser = build_parser()
    seen = 0
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            main([command, "--help"])
        examples = capsys.readouterr().out.partition("Examples:")[2]
        for line in filter(None, map(str.strip, examples.splitlines())):
            words = shlex.split(line, comments=True)
            assert words[0] == "mneme"
            assert callable(parser.parse_args(words[1:]).run), line
            seen += 1
    assert seen >= 25


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"mneme {__version__}\n"


def test_the_memory_may_stand_before_or_after_the_command(filled, capsys):
    place = str(filled.memory)
    assert main(["--memory", place, "status", "--json"]) == 0
    first = capsys.readouterr().out
    assert main(["status", "--json", "--memory", place]) == 0
    assert capsys.readouterr().out == first


def test_the_memory_may_stand_in_the_environment(filled, monkeypatch, capsys):
    monkeypatch.setenv("MNEME_MEMORY", str(filled.memory))
    assert main(["timeline", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["entries"]) == 4


def test_index_tells_of_each_source(mneme, transcript):
    first = mneme("index", transcript, "--quiet", "--json").document["sources"][0]
    assert {"source", "stream", "clips", "entries", "seconds", "skipped", "error"} <= set(first)
    assert (first["entries"], first["skipped"], first["error"]) == (4, False, None)
    again = mneme("index", transcript, "--quiet", "--json").document["sources"][0]
    assert again["skipped"]
    assert (again["stream"], again["entries"]) == (first["stream"], first["entries"])


def test_index_shows_how_far_it_is_where_there_is_no_terminal(mneme, transcript, capsys):
    from mneme.agent.progress import EVERY, Bars
    from mneme.memory.memorize import Progress

    times = iter([0.0, 0.0, EVERY + 1, EVERY + 2, 2 * EVERY + 2])
    with Bars(now=lambda: next(times)) as bars:
        tell = bars.source("a.mp4")
        for time in (0.0, 22.0, 24.0, 44.0):
            tell(Progress(time, 60.0, 1, 7))
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "a.mp4: 00:22 of 01:00 (37%), 7 entries, 00:19 left",
        "a.mp4: 00:44 of 01:00 (73%), 7 entries, 00:08 left",
    ]


def test_an_answer_is_printed_with_where_it_can_be_heard(filled):
    ran = filled("ask", "Where is the spare battery now?")
    assert ran.code == 0, ran.err
    answer, first = ran.out.splitlines()[:2]
    assert "blue cabinet" in answer
    assert "(confidence 0." in answer
    assert first.startswith("  [1] ")
    assert "meeting.vtt@00:09  Martin Reed: “I moved the spare battery" in first


def test_an_answer_as_a_document(filled):
    form = filled("ask", "Where is the spare battery now?", "--json").document
    assert {"question", "answer", "confidence", "citations", "evidence", "steps", "seconds"} <= set(form)
    assert "blue cabinet" in form["answer"]
    assert form["citations"][0]["start"] == 9.0
    assert form["evidence"]
    assert form["steps"][-1]["action"] == "answer"


def test_what_the_memory_does_not_hold_is_said_so(filled):
    ran = filled("ask", "What is the name of Emma's dog?")
    assert (ran.code, ran.out) == (0, "The memory does not hold an answer.\n")
    assert filled("ask", "What is the name of Emma's dog?", "--json").document["answer"] is None


def test_a_trace_shows_the_steps(filled):
    ran = filled("ask", "When is the team meeting?", "--trace")
    assert ran.out.startswith("1. search")
    assert "Friday at two" in ran.out


def test_search_gives_moments_best_first(filled):
    hits = filled("search", "green tea", "-k", "2", "--json").document["hits"]
    assert 1 <= len(hits) <= 2
    assert "green tea" in hits[0]["text"]
    assert (hits[0]["speaker"], hits[0]["start"], hits[0]["kind"]) == ("Emma Clark", 14.0, "turn")
    assert "  1  " in filled("search", "green tea").out


def test_filters_narrow_what_is_found(filled):
    found = filled("timeline", "--person", "Martin Reed", "--json").document["entries"]
    assert {entry["speaker"] for entry in found} == {"Martin Reed"}
    found = filled("timeline", "--stream", "meeting.vtt", "--from", "8.5", "--to", "13", "--json").document["entries"]
    assert [entry["start"] for entry in found] == [9.0]
    assert filled("timeline", "--kind", "sign", "--json").document["entries"] == []
    assert filled("timeline", "--limit", "1", "--newest-first", "--json").document["entries"][0]["start"] == 14.0


def test_people_are_listed_shown_named_and_taken_back(filled):
    people = filled("people", "--json").document["people"]
    assert {person["name"] for person in people} == {"Emma Clark", "Martin Reed"}
    assert {a["via"] for person in people for a in person["appearances"]} == {"label"}
    assert "Emma Clark" in filled("people").out
    assert "meeting.vtt@00:01" in filled("people", "show", "Emma Clark").out
    named = filled("people", "name", "Martin Reed", "Martin Reed-Jones", "--json").document["people"][0]
    assert (named["name"], named["confirmed"]) == ("Martin Reed-Jones", True)
    assert "Martin Reed-Jones: “The team meeting" in filled("timeline").out
    assert filled("people", "undo").code == 0
    assert {person["name"] for person in filled("people", "--json").document["people"]} == {"Emma Clark", "Martin Reed"}


def test_two_people_are_merged_and_parted_again(filled):
    merged = filled("people", "merge", "Emma Clark", "Martin Reed", "--json").document["people"]
    assert len(merged) == 1
    assert len(filled("people", "--json").document["people"]) == 1
    assert filled("people", "undo").code == 0
    assert len(filled("people", "--json").document["people"]) == 2


def test_facts_are_listed_with_what_no_longer_holds_on_request(filled):
    facts = filled("facts", "--json").document["facts"]
    places = [(fact["object"], fact["current"]) for fact in facts if fact["predicate"] == "located"]
    assert any("blue cabinet" in place and is_current for place, is_current in places)
    assert any("kitchen table" in place and not is_current for place, is_current in places)
    assert "kitchen table" not in filled("facts").out
    assert "kitchen table" in filled("facts", "--all").out


def test_what_is_remembered_is_found_and_answered(filled):
    kept = filled("remember", "The spare key is in the yellow drawer", "--json").document["entries"][0]
    assert kept["kind"] == "note"
    again = filled("remember", "Emma prefers the window seat", "--at", "2026-03-02T15:00", "--person", "Emma Clark")
    assert again.out == "Kept: Emma prefers the window seat\n"
    assert "yellow drawer" in (filled("ask", "Where is the spare key?", "--json").document["answer"] or "")
    assert filled("search", "spare key", "--kind", "note", "--json").document["hits"][0]["entry"] == kept["entry"]


def test_the_timeline_is_drawn(filled, tmp_path):
    ran = filled("timeline", "--png", tmp_path / "picture.png")
    assert ran.code == 0, ran.err
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    ran = filled("timeline", "--png", tmp_path / "none" / "picture.png")
    assert ran.code == 2
    assert "cannot be written" in ran.complaint


def test_status_tells_what_is_held(filled):
    form = filled("status", "--json").document
    assert {"streams", "rows", "bytes", "fragments", "encoders"} <= set(form)
    assert form["streams"][0]["clips"] == 1
    assert form["encoders"]["text"]["name"] == "all-MiniLM-L6-v2"
    assert "meeting.vtt" in filled("status").out


def test_models_are_listed_and_checked(mneme):
    names = {row["name"] for row in mneme("models", "--json").document["models"]}
    assert {"all-minilm-l6-v2", "moonshine-tiny-en", "silero"} <= names
    checked = mneme("models", "verify", "--json")
    assert checked.code == (0 if all(row["ok"] for row in checked.document["models"]) else 2)


def test_models_that_are_there_are_not_fetched_again(mneme):
    ran = mneme("models", "pull", "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_bug_is_one_line_with_a_hint():
    code = "from mneme.agent import cli_ask, cli; cli_ask.open_memory = lambda a: 1 / 0; raise SystemExit(cli.main())"
    done = subprocess.run([sys.executable, "-c", code, "ask", "x"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        done.stderr
        == "mneme: internal error: ZeroDivisionError: division by zero (a bug of ours; --debug shows where)\n"
    )


def test_a_reader_that_goes_away_is_no_error(filled):
    process = subprocess.Popen(filled.command("timeline", "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.wait(timeout=60) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_nothing_but_the_document_is_on_standard_output(filled):
    noisy = "import os; os.write(1, b'noise from a native library\\n'); print('noise from Python')"
    code = (
        f"from mneme.agent import cli, cli_timeline as t; run = t.open_memory\n"
        f"def opened(a):\n    {noisy}\n    return run(a)\n"
        "t.open_memory = opened; raise SystemExit(cli.main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--memory", str(filled.memory), "timeline", "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert len(json.loads(done.stdout)["entries"]) == 4
    assert "noise from a native library" in done.stderr
    assert "noise from Python" in done.stderr
