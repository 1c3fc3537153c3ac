"""Questions are taken apart into words, names and dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from mneme.memory.retrieval_query import Period, content_words, is_question, periods, tells_when, understand
from mneme.memory.types import Person

from tests.memory.retrieval_samples import CAST, StandIn


def test_names_are_taken_out_of_the_words_and_kept_as_people() -> None:
    asked = understand("What did Caroline say about the painting?", StandIn(CAST))
    assert asked.content == "What did say about the painting?"
    assert asked.words == "say painting"
    assert [person.name for person in asked.people] == ["Caroline"]
    assert not asked.is_only_names


def test_possessives_go_with_their_name() -> None:
    asked = understand("Is Caroline's or Mel’s or Melanies' painting blue?", StandIn(CAST))
    assert asked.content == "Is or or Melanies' painting blue?"
    assert [person.id for person in asked.people] == ["p1", "p2"]


def test_what_could_be_a_thing_as_well_as_a_speaker_stays_in_the_words() -> None:
    """A transcript's label may be an ordinary word: "marketing" speaks, and is spoken of."""
    cast = (Person("p1", "Marketing", ("Marketing", "marketing"), ("label-a-0",)),)
    for text, words in (
        ("What did Marketing say?", "say"),
        ("What did the Marketing say?", "say"),
        ("What was said of the marketing?", "said marketing"),
        ("what did marketing say?", "say"),
    ):
        asked = understand(text, StandIn(cast))
        assert asked.words == words
        assert [person.id for person in asked.people] == ["p1"]


def test_a_question_of_nothing_but_names_asks_for_whatever_there_is() -> None:
    asked = understand("Who is Caroline?", StandIn(CAST))
    assert asked.is_only_names
    assert asked.words == "Who is Caroline?"


def test_a_question_of_function_words_keeps_them() -> None:
    asked = understand("What will it be?", StandIn(CAST))
    assert asked.words == asked.content == "What will it be?"
    assert not asked.is_only_names


def test_function_words_say_nothing_and_the_rest_stays_in_order() -> None:
    assert content_words("Where did she put the red car keys, and why?") == ["put", "red", "car", "keys"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What was said on 8 May, 2023?", [Period(5, 8, 2023)]),
        ("on the 3rd of October", [Period(10, 3)]),
        ("on May 8th 2023", [Period(5, 8, 2023)]),
        ("2023-05-08", [Period(5, 8, 2023)]),
        ("in June", [Period(6)]),
        ("since last December", [Period(12)]),
        ("in Feb. 2024 or March 2024", [Period(2, None, 2024), Period(3, None, 2024)]),
        ("between 1 May and 3 June", [Period(5, 1), Period(6, 3)]),
        ("May I march in?", []),
        ("who may come at 9:05", []),
        ("we may 10:30", []),
        ("2023-13-45", []),
    ],
)
def test_dates_are_read_and_words_are_left_alone(text: str, found: list[Period]) -> None:
    assert periods(text) == found


def test_a_day_is_near_to_itself_and_to_its_neighbours_only() -> None:
    day = Period(5, 31, 2023)
    assert day.closeness(datetime(2023, 5, 31, 12, tzinfo=UTC)) == 1
    assert day.closeness(datetime(2023, 6, 1, 1, tzinfo=UTC)) == 1
    assert day.closeness(datetime(2023, 6, 2, tzinfo=UTC)) == 0
    assert day.closeness(datetime(2024, 5, 31, tzinfo=UTC)) == 0
    assert day.closeness(None) == 0
    assert Period(5).closeness(datetime(2020, 5, 1, tzinfo=UTC)) == 0.5
    assert Period(5).bounds() is None
    assert Period(2, 31, 2023).bounds() == (datetime(2023, 2, 27, tzinfo=UTC), datetime(2023, 3, 2, tzinfo=UTC))


def test_questions_and_words_for_times_are_known() -> None:
    assert is_question("And you? ")
    assert is_question("好吗？")
    assert not is_question("He asked why.")
    assert tells_when("I went there last week")
    assert tells_when("at 9")
    assert not tells_when("I like it")
