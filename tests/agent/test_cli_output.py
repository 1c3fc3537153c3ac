"""agent/cli_output.py: what reaches a terminal."""

from __future__ import annotations

import json

import pytest
from mneme.agent.cli_output import Output, printable, short, width


def test_control_characters_from_media_never_reach_a_terminal() -> None:
    assert "\x1b" not in printable("a\x1b]0;owned\x07b\x9bc\u202ed")
    assert printable("two\n lines\t here") == "two lines here"
    assert printable("naïve 你好 — “ok”") == "naïve 你好 — “ok”"


def test_joiners_that_names_are_written_with_stay() -> None:
    persian = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"
    assert printable(persian) == persian
    assert width(persian) == 6


def test_wide_letters_take_two_columns() -> None:
    assert width("你好") == 4
    assert width("e\u0301") == 1


def test_a_table_is_aligned_and_its_cells_are_clean(capsys: pytest.CaptureFixture[str]) -> None:
    Output(is_json=False).table([["你好", "1"], ["abcdef", "\x1b2"]], head=("who", "n"))
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["who     n", "你好    1", "abcdef  \ufffd2"]


def test_an_empty_table_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Output(is_json=False).table([])
    assert capsys.readouterr().out == ""


def test_without_a_terminal_there_are_no_colours(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output(is_json=False)
    output.line(output.style("x", "bold") + output.place("/a/b.mp4", 61))
    assert capsys.readouterr().out == "x/a/b.mp4@01:01\n"


def test_an_error_is_one_line_and_with_json_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    Output(is_json=True).error("a\nb")
    out, err = capsys.readouterr()
    assert err == "mneme: a b\n"
    assert json.loads(out) == {"error": "a\nb"}


def test_an_address_is_not_shortened() -> None:
    assert short("rtsp://host/1") == "rtsp://host/1"
