"""Reranking: who speaks, what stands near, and what kind of turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from mneme.memory.fusion import Candidate
from mneme.memory.rerank import Moment, RerankOptions, rerank
from mneme.memory.retrieval_query import Period, Understood

from tests.memory.retrieval_samples import CAST

ASKED = Understood("x", "x", (), (), (), asks_when=False, is_only_names=False)
PLAIN = Moment("s", "turn", 0, 0.0, "I like it", "label-a-9", (), None)


def order(moments: list[Moment], asked: Understood = ASKED, *, k: int = 10, **options: float) -> list[int]:
    """Numbers of the moments, best first; the first ones were found a little better."""
    candidates = [Candidate(f"e{n:02d}", 1 - n / 1000, ("text",)) for n in range(len(moments))]
    known = {f"e{n:02d}": moment for n, moment in enumerate(moments)}
    found = rerank(candidates, known, asked, RerankOptions(**options), k=k)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    return [int(candidate.id[1:]) for candidate, _ in found]


def far(n: int, **changes: object) -> Moment:
    return replace(PLAIN, position=100 * n, start=100.0 * n, **changes)


def test_what_the_named_person_says_comes_first() -> None:
    asked = replace(ASKED, people=CAST[:1])
    moments = [far(0), far(1, speaker="voice-b-1"), far(2, units=("label-a-0",))]
    assert order(moments, asked) == [1, 2, 0]
    assert order(moments) == [0, 1, 2]


def test_answers_come_before_questions() -> None:
    assert order([far(0, text="Where is it?"), far(1)]) == [1, 0]


def test_when_a_time_is_asked_for_turns_with_one_come_first() -> None:
    moments = [far(0), far(1, text="I went there last week")]
    assert order(moments, replace(ASKED, asks_when=True)) == [1, 0]
    assert order(moments) == [0, 1]


def test_a_named_day_comes_before_other_days() -> None:
    asked = replace(ASKED, periods=(Period(5, 8),))
    moments = [far(0), far(1, at=datetime(2023, 6, 8, tzinfo=UTC)), far(2, at=datetime(2023, 5, 8, tzinfo=UTC))]
    assert order(moments, asked)[0] == 2


def test_neighbours_of_good_moments_rise_within_their_stream_and_kind() -> None:
    lone, one, two = far(0), replace(far(1), position=7), replace(far(2), position=8)
    assert order([lone, one, two]) == [1, 2, 0]
    assert order([lone, one, replace(two, stream="other")]) == [0, 1, 2]
    assert order([lone, one, replace(two, kind="sign")]) == [0, 1, 2]


def test_one_moment_is_one_hit() -> None:
    moments = [far(0, kind="scene"), far(0), far(0, stream="other")]
    assert order(moments) == [0, 2]


def test_the_last_places_go_to_other_moments() -> None:
    cluster = [replace(PLAIN, position=n, start=float(n)) for n in range(12)]
    assert order([*cluster, far(5)], spread_from=5, spread_radius=9)[5] == 12
    assert order([*cluster, far(5)], spread_from=5, spread_factor=1.0)[5] != 12
    assert len(order([*cluster, far(5)], k=4)) == 4


def test_a_candidate_that_was_erased_meanwhile_is_left_out() -> None:
    found = rerank([Candidate("gone", 1, ())], {}, ASKED, RerankOptions(), k=5)
    assert found == []


@pytest.mark.parametrize("k", [1, 7, 8, 50])
def test_as_many_come_as_are_asked_for(k: int) -> None:
    assert len(order([far(n) for n in range(20)], k=k)) == min(k, 20)
