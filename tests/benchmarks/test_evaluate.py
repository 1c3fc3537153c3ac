"""The benchmarks' own parts, on a memory made by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import report
from kill_compare import difference
from scenes_evaluate import Asked, Baseline, ask_all
from scenes_make import drawn, shipped


def _place(source, start, end, text=""):
    return SimpleNamespace(source=f"/media/{source}.mp4", span=SimpleNamespace(start=start, end=end), text=text)


class Oracle:
    """A memory that has read the truth."""

    def __init__(self, recording):
        self.truth = recording.truth

    def _of(self, question):
        return next(q for q in (*self.truth.questions, *self.truth.across) if q.text == question)

    def ask(self, question):
        known = self._of(question)
        places = [_place(moment.source, moment.start, moment.end) for moment in known.evidence]
        return SimpleNamespace(text=known.accepted[0] if known.accepted else None, citations=places)

    def search(self, question, k):
        moments = self._of(question).evidence[:k]
        return [_place(moment.source, moment.start, moment.end, "some words") for moment in moments]

    def timeline(self, kinds, limit):
        return []

    def people(self):
        return []


def test_an_oracle_gets_everything_right(shared):
    recording = shipped(shared, "kitchen")
    figures = ask_all(Asked(Oracle(recording)), [recording.truth]).figures()
    assert figures == {"right": "9/9", "cited": "9/9", "nulls": "1/1", "across": "2/2", "search": "9/9"}


def test_an_oracle_gets_drawn_scenes_right():
    for seed in range(9):
        recording = drawn(seed)
        card = ask_all(Asked(Oracle(recording)), [recording.truth])
        assert not [result.fault for result in card.results if result.fault]


def test_the_baseline_answers_what_nobody_knows(shared):
    recording = shipped(shared, "kitchen")
    memory = Oracle(recording)
    memory.search = lambda question, k: [_place("kitchen", 0, 1, "word " * 30)]
    figures = ask_all(Baseline(memory), [recording.truth]).figures()
    assert figures["nulls"] == "0/1"
    assert figures["right"] == "0/9"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"clips": {"a": {"id": "a", "end": 1.0}}}, ""),
        ({"clips": {"a": {"id": "a", "end": 1.5}}}, "clips: 1 changed (a: end)"),
        ({"clips": {}}, "clips: 1 missing, 0 extra"),
        ({}, "clips: 1 missing, 0 extra"),
        ({"clips": {"a": {"id": "a", "end": 1.0}}, "media": {"x": "1"}}, "media: 0 missing, 1 extra"),
    ],
)
def test_memories_are_compared_row_by_row(found, words):
    assert difference({"clips": {"a": {"id": "a", "end": 1.0}}}, found) == words


def test_a_table_sets_numbers_to_the_right(capsys):
    report.table("title", ("name", "n"), [("a", 1), ("bcd", 22)])
    assert capsys.readouterr().out.splitlines()[2:] == ["  name   n", "  ----  --", "  a      1", "  bcd   22"]
