from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from mneme.agent.budget import Budget, Meter
from mneme.agent.control import answer, steps
from mneme.agent.policy import (
    MAX_CITATION,
    MAX_CITATIONS,
    GiveUp,
    Know,
    Mistake,
    Proof,
    Read,
    Reply,
    Search,
    When,
)
from mneme.agent.types import Answer
from mneme.memory.types import EntryKind, Query
from mneme.streams.errors import InternalError, QuestionError, UsageError
from mneme.streams.types import Span

from tests.agent.stand_in import stand_in

HALL = {
    "title": "hall",
    "start": "2026-03-03T07:40:00+00:00",
    "signs": [{"text": "TO DO: MOW LAWN", "start": 5.0, "end": 9.0}],
    "turns": [
        {"speaker": "David", "start": 0.0, "end": 4.0, "text": "I put the car keys in the drawer."},
        {"speaker": "Anna", "start": 5.0, "end": 9.0, "text": "I moved the car keys. They are on the hook now."},
        {"speaker": "David", "start": 10.0, "end": 40.0, "text": "Good. I will mow the lawn."},
    ],
}
QUESTION = "Where are the car keys?"


class Scripted:
    """A policy that does as it is told."""

    name = "scripted"

    def __init__(self, *actions):
        self.script = actions
        self.seen = []

    def actions(self, notebook, library):
        for action in self.script:
            yield action(notebook) if callable(action) else action
            self.seen.append(tuple(notebook.hits))


@pytest.fixture
def library():
    return stand_in([HALL])


def run(library, *actions, **more):
    return answer(QUESTION, library, Scripted(*actions), **more)


def test_steps_are_a_generator_whose_value_is_the_answer(library):
    loop = steps(QUESTION, library, Scripted(Search(Query("car keys")), Reply("on the hook", 0.9)))
    first = next(loop)
    assert (first.action, first.query, first.round) == ("search", "car keys", 1)
    assert {"hall-000", "hall-001"} <= {hit.entry.id for hit in first.hits}
    assert next(loop).action == "answer"
    with pytest.raises(StopIteration) as stop:
        next(loop)
    assert isinstance(stop.value.value, Answer)
    assert stop.value.value.text == "on the hook"


def test_a_moment_is_shown_only_once(library):
    result = run(library, Search(Query("car keys")), Search(Query("keys moved")), Read(("hall-000",)), GiveUp())
    shown = [hit.entry.id for step in result.steps for hit in step.hits]
    assert len(shown) == len(set(shown)) > 2


def test_a_query_is_never_repeated_whatever_its_spaces_and_case(library):
    result = run(library, Search(Query("car keys")), Search(Query("  Car  KEYS ")), GiveUp())
    assert "looked up before" in result.steps[1].error
    assert result.steps[1].hits == ()


def test_the_same_words_with_another_filter_are_another_query(library):
    signs = Query("lawn", kinds=(EntryKind.SIGN,))
    result = run(library, Search(Query("lawn", kinds=(EntryKind.TURN,))), Search(signs), GiveUp())
    assert [step.error for step in result.steps[:2]] == ["", ""]
    assert [hit.entry.kind for hit in result.steps[1].hits] == [EntryKind.SIGN]


def test_every_action_becomes_a_step_of_its_name(library):
    result = run(
        library,
        When(kinds=(EntryKind.SIGN,)),
        Read(("hall-001",)),
        Know("Anna"),
        Mistake("no action", "hm"),
        GiveUp("enough"),
    )
    assert [step.action for step in result.steps] == ["when", "read", "person", "mistake", "give_up"]
    assert result.steps[3].error == "no action"
    assert result.steps[-1].thought == "enough"


def test_rounds_are_bounded_and_the_answer_is_null_then(library):
    endless = [Search(Query(f"keys {i}")) for i in range(50)]
    result = run(library, *endless, budget=Budget(rounds=3))
    assert len(result.steps) == 4
    assert result.text is None
    assert "3 rounds" in result.steps[-1].thought


def test_time_is_bounded_by_the_injected_clock(library):
    ticks = iter(range(0, 1_000, 40))
    meter = Meter(Budget(seconds=100), clock=lambda: float(next(ticks)))
    result = run(library, *[Search(Query(f"keys {i}")) for i in range(50)], meter=meter)
    assert "100 seconds" in result.steps[-1].thought
    assert len(result.steps) < 6


def test_a_reply_after_the_budget_still_counts(library):
    result = run(library, Search(Query("car keys")), Reply("on the hook", 0.8), budget=Budget(rounds=1))
    assert result.text == "on the hook"


def test_citations_are_few_and_short_and_evidence_is_best_first(library):
    long = library.entries[-1]
    proofs = tuple(Proof(long, Span(10.0, 40.0)) for _ in range(9))
    result = run(library, Search(Query("car keys lawn")), Reply("x", 0.5, proofs))
    assert len(result.citations) == MAX_CITATIONS
    assert all(citation.span.duration <= MAX_CITATION for citation in result.citations)
    assert result.evidence[0] is long
    scores = [hit.score for hit in result.evidence[1:]]
    assert scores == sorted(scores, reverse=True)


def test_nothing_later_than_as_of_is_seen_by_any_action(library):
    then = datetime(2026, 3, 3, 7, 40, 2, tzinfo=UTC)
    result = run(library, Search(Query("car keys")), Read(("hall-000",)), When(), GiveUp(), as_of=then)
    assert [hit.entry.id for step in result.steps for hit in step.hits] == ["hall-000"]


def test_only_the_stream_that_is_asked_for_is_seen():
    other = {**HALL, "title": "attic"}
    result = run(stand_in([HALL, other]), Search(Query("car keys")), GiveUp(), stream="attic")
    assert {hit.stream for step in result.steps for hit in step.hits} == {"attic"}


def test_an_action_of_no_kind_is_our_failure(library):
    @dataclass(frozen=True)
    class Dance:
        why: str = ""

    with pytest.raises(InternalError, match="Dance"):
        run(library, Dance())


def test_a_failure_of_the_memory_is_raised_not_swallowed(library):
    library.search = lambda query: 1 / 0
    with pytest.raises(ZeroDivisionError):
        run(library, Search(Query("car keys")))


@pytest.mark.parametrize("question", ["", "   ", "?!", "\n\t"])
def test_an_empty_question_is_refused_with_a_way_out(library, question):
    with pytest.raises(QuestionError, match="empty"):
        answer(question, library, Scripted())


def test_a_question_of_100_kilobytes_is_refused_with_its_length(library):
    with pytest.raises(QuestionError, match="100,000"):
        answer("a" * 100_000, library, Scripted())


def test_a_budget_of_nothing_is_refused():
    with pytest.raises(UsageError, match="at least one round"):
        Budget(rounds=0)


def test_a_policy_that_just_ends_gives_null(library):
    result = run(library, Search(Query("car keys")))
    assert result.text is None
    assert result.confidence == 0.0


def test_the_seconds_are_the_clock_of_the_meter(library):
    times = iter([5.0, *[7.5] * 20])
    result = run(library, GiveUp(), meter=Meter(Budget(), clock=lambda: next(times)))
    assert result.seconds == 2.5


def test_two_equal_hits_are_told_apart_by_entry_not_by_object(library):
    again = [replace(hit) for hit in library.entries]
    library.timeline = lambda **_: again
    result = run(library, When(), When(newest_first=True), GiveUp())
    assert len(result.steps[0].hits) == len(again)
    assert result.steps[1].hits == ()


def test_the_rules_path_loads_no_heavy_package():
    code = (
        "import sys, mneme.agent.control, mneme.agent.rules;"
        "print([m for m in ('torch','lancedb','httpx','onnxruntime','cv2','pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
