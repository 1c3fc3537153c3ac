from __future__ import annotations

import pytest
from mneme.agent.question import analyse
from mneme.agent.question_words import Asks, Moment

NAMES = frozenset({"anna", "keller", "ben", "carlos", "david", "peter"})


@pytest.mark.parametrize(
    ("text", "asks", "subject"),
    [
        ("Who is the project manager?", Asks.PERSON, ""),
        ("Whose coat can Anna borrow?", Asks.PERSON, "Anna"),
        ("Which person waters the plants?", Asks.PERSON, ""),
        ("Where are the car keys now?", Asks.PLACE, ""),
        ("Which city did the server move to?", Asks.PLACE, ""),
        ("When does the meeting with the bank start?", Asks.TIME, ""),
        ("On which day is the concert?", Asks.TIME, ""),
        ("What time do the doors open?", Asks.TIME, ""),
        ("Until when is Ben here?", Asks.TIME, "Ben"),
        ("What is the deadline for the posters?", Asks.TIME, ""),
        ("Why was the ceramic housing chosen?", Asks.REASON, ""),
        ("How many pictures did Anna take?", Asks.NUMBER, "Anna"),
        ("How much does a ticket cost?", Asks.NUMBER, ""),
        ("How long does the repair take?", Asks.DURATION, ""),
        ("How does Anna take her coffee?", Asks.MANNER, "Anna"),
        ("What colour is David's bicycle?", Asks.COLOUR, "David"),
        ("What did Ben say about the firmware?", Asks.SPEECH, "Ben"),
        ("What does Anna Keller work on?", Asks.THING, "Anna Keller"),
        ("Did the parcel arrive?", Asks.TRUTH, ""),
        ("Could you tell me where the lab is?", Asks.PLACE, ""),
    ],
)
def test_the_kind_of_answer_and_the_person_asked_about_are_found(text, asks, subject):
    question = analyse(text, NAMES)
    assert (question.asks, question.subject) == (asks, subject)


@pytest.mark.parametrize(
    ("text", "verb", "gap"),
    [
        ("Who will bring the battery samples?", "bring", "subject"),
        ("Who brought the parcel?", "bring", "subject"),
        ("Who will Anna interview?", "interview", "object"),
        ("What does Ben work on?", "work", "object"),
        ("What survived the drop test?", "surviv", "subject"),
        ("What will David water this evening?", "water", "object"),
        ("How long does the final exam last?", "last", "object"),
        ("What was in the box that Peter brought?", None, "subject"),
        ("Who has the recorder?", "have", "subject"),
        ("What does Carlos like to drink?", "drink", "object"),
        ("Who is going to paint the hall?", "paint", "subject"),
    ],
)
def test_the_verb_and_the_part_that_is_asked_for_are_found(text, verb, gap):
    question = analyse(text, NAMES)
    assert (question.verb.stem if question.verb else None, question.gap) == (verb, gap)


def test_names_are_no_words_to_look_for_and_light_words_weigh_little():
    question = analyse("What is the name of Anna's dog?", NAMES)
    assert [term.word for term in question.terms] == ["dog"]
    assert question.possessed
    weights = {term.word: term.weight for term in analyse("Who takes the photographs?", NAMES).terms}
    assert weights["takes"] < weights["photographs"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Where are the keys now?", Moment.NOW),
        ("Where were the keys at first?", Moment.FIRST),
        ("When was the trip originally planned?", Moment.FIRST),
        ("Where were the keys before?", Moment.EARLIER),
        ("Which day did Ben name first?", Moment.FIRST),
        ("Where were the keys?", Moment.ANY),
    ],
)
def test_which_of_several_values_is_meant(text, moment):
    assert analyse(text, NAMES).moment is moment


def test_a_condition_in_time_is_cut_off_when_it_is_a_clause():
    question = analyse("Where were the car keys before Anna moved them?", NAMES)
    assert question.order is not None
    assert (question.order.relation, question.order.clause) == ("before", "Anna moved them")
    assert "moved" not in [term.word for term in question.terms]
    assert analyse("What does Anna drink before a concert?", NAMES).order is None


@pytest.mark.parametrize("near", ["right after", "directly after", "right before", "just before"])
def test_who_speaks_next_refers_to_an_event(near):
    question = analyse(f"Who speaks {near} Ben says he needs two more days?", NAMES)
    assert question.asks is Asks.PERSON
    assert question.order is not None
    assert question.order.is_next
    assert question.order.relation == near.split()[1]


def test_what_somebody_said_is_looked_for_as_it_was_said():
    question = analyse("Who said the firmware crashes when the battery is low?", NAMES)
    assert question.reported.startswith("the firmware crashes")


@pytest.mark.parametrize(
    "text",
    [
        "What is the launch date shown on the screen?",
        "What is on the shopping list?",
        "What does the sign say?",
        "Which city is named on the board?",
        "When does the ferry leave according to the notice?",
    ],
)
def test_questions_for_what_is_written_are_known(text):
    assert analyse(text, NAMES).is_on_screen


def test_a_person_described_first_is_kept_apart():
    question = analyse("The person who leads the standup: where does she hang the car keys?", NAMES)
    assert question.description == "The person who leads the standup"
    assert question.asks is Asks.PLACE


def test_a_name_that_nobody_knows_is_still_a_person_in_its_place():
    assert analyse("Where does Gerard live?", NAMES).subject == "Gerard"
    assert analyse("What does Ingrid's husband do?", NAMES).subject == "Ingrid"
    assert analyse("Who is Paula?", NAMES).is_description


def test_any_text_at_all_is_taken_apart_without_failing():
    for text in (
        "Why?",
        "what",
        "(((",
        "钥匙在哪里？",
        "who " * 900,
        "Where, when: why — who? 12:30 3.5%",
        "'s 's n't",
    ):
        analyse(text, NAMES)
