"""Who is spoken to, and what it says of those who spoke before and after."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.memory.names.claims import Conversation, NameClaim, Turn, find_names
from mneme.memory.names.text import Use, Vocabulary
from mneme.streams.types import Span

BACKWARD = [
    ("Thank you, Walter.", "Walter"),
    ("Thanks Ingrid, that helps.", "Ingrid"),
    ("Thank you so much, Priya!", "Priya"),
    ("Not really, Tobias.", "Tobias"),
    ("Yes, Marta, I did.", "Marta"),
    ("Good point, Kofi.", "Kofi"),
    ("Exactly, Rosa.", "Rosa"),
    ("You are right, Emil.", "Emil"),
    ("Sorry, Nadia, I forgot.", "Nadia"),
    ("Of course, Hugo. It is in the box.", "Hugo"),
    ("Great idea, Selma!", "Selma"),
    ("Okay Bartosz.", "Bartosz"),
    ("Wow, Leonie, that is lovely.", "Leonie"),
    ("That sounds good, Viktor.", "Viktor"),
    ("Congratulations, Elena.", "Elena"),
]
FORWARD = [
    ("Ingrid, can you close the window?", "Ingrid"),
    ("Tobias, please bring the ladder.", "Tobias"),
    ("What do you think, Marta?", "Marta"),
    ("Did you find the invoice, Kofi?", "Kofi"),
    ("Good morning, Priya. Did you sleep well?", "Priya"),
    ("Hello Rosa, how was the trip?", "Rosa"),
    ("Emil, where did you park?", "Emil"),
    ("Is that yours, Nadia?", "Nadia"),
    ("Hey Hugo!", "Hugo"),
    ("Selma?", "Selma"),
]
NOBODY_ADDRESSED = [
    "Anna, Ben and Carlos are coming.",
    "I gave it to Anna and Ben.",
    "My brother, Peter, lives there.",
    "We went to Paris, France.",
    "See you on Monday, Tuesday at the latest.",
    "Well, honestly, I do not know.",
    "Frankly, that is too much.",
    "Thank you, Chair.",
    "Good morning, everyone.",
    "Thanks, Mom.",
    "I like it, Frankfurt is nice.",
    "Peter said that he would come.",
    "Ask Peter for the key.",
    "Yes, Sir.",
    "It rains in Oslo, Norway.",
    "The order is tea, water, juice.",
    "Today, we start late.",
    "Uh-huh, right.",
    "Mm, yeah.",
    "XML, please.",
]


@pytest.mark.parametrize(("text", "name"), BACKWARD)
def test_answers_and_thanks_name_who_spoke_before(text: str, name: str) -> None:
    use = next(use for use in find_names(text) if use.use is Use.ADDRESSED)
    assert use.name == name
    assert use.previous > use.following


@pytest.mark.parametrize(("text", "name"), FORWARD)
def test_questions_and_requests_name_who_speaks_next(text: str, name: str) -> None:
    use = next(use for use in find_names(text) if use.use is Use.ADDRESSED)
    assert use.name == name
    assert use.following > use.previous


@pytest.mark.parametrize("text", NOBODY_ADDRESSED)
def test_not_every_name_or_capital_addresses_somebody(text: str) -> None:
    assert [use.name for use in find_names(text) if use.use is Use.ADDRESSED] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I found this parcel for Ingrid.", ["Ingrid"]),
        ("Ask Walter for the samples.", ["Walter"]),
        ("Tobias Renner and his sister were there.", ["Tobias Renner"]),
        ("Svetozar said that it broke.", []),
        ("Then Svetozar said that it broke.", ["Svetozar"]),
        ("Marta's bicycle is red.", ["Marta"]),
        ("We are in San Francisco.", []),
        ("I may come in May, June is too late.", []),
        ("The Government said no.", []),
        ("tell marta that it is done", ["Marta"]),
        ("Green tea for Kofi, black coffee for Rosa.", ["Kofi", "Rosa"]),
        ("我叫王伟。", []),
    ],
)
def test_people_who_are_spoken_of_are_mentioned(text: str, names: list[str]) -> None:
    assert [use.name for use in find_names(text)] == names


def test_a_small_word_that_is_also_a_name_is_a_word() -> None:
    known = Vocabulary()
    known.update(["Will", "Mark", "Rose"])
    assert find_names("i will mark the rose", known) == []
    assert [use.name for use in find_names("Then I saw Will and Rose.", known)] == ["Will", "Rose"]


def talk(*turns: tuple[str, str]) -> list[NameClaim]:
    conversation = Conversation()
    claims: list[NameClaim] = []
    for number, (speaker, text) in enumerate(turns):
        span = Span(number * 5.0, number * 5.0 + 4.0)
        claims.extend(conversation.read(Turn(f"e{number}", speaker, span, text))[1])
    return claims


def votes(claims: list[NameClaim], unit: str, name: str) -> float:
    return sum(claim.weight for claim in claims if claim.unit == unit and claim.name == name)


def test_being_addressed_names_the_addressee_and_never_the_speaker() -> None:
    claims = talk(("a", "I can bring the ladder."), ("b", "Thank you, Walter."))
    assert votes(claims, "a", "Walter") >= 0.8
    assert votes(claims, "b", "Walter") < 0


def test_the_one_asked_to_ask_somebody_is_not_that_somebody() -> None:
    claims = talk(
        ("a", "Ben, please ask Walter for the ladder."), ("w", "I can bring it."), ("b", "Thank you, Walter.")
    )
    assert votes(claims, "w", "Walter") > votes(claims, "w", "Ben")


def test_two_who_call_each_other_by_name_name_each_other() -> None:
    claims = talk(("a", "You are early, Felix."), ("b", "I could not sleep, Ida, it was too hot."))
    assert votes(claims, "b", "Felix") >= 0.8
    assert votes(claims, "a", "Ida") >= 0.8


def test_a_greeting_returned_names_who_greeted_first() -> None:
    claims = talk(("a", "Good morning!"), ("b", "Good morning, Nadia. The bus was late."))
    assert votes(claims, "a", "Nadia") >= 0.8


def test_after_a_long_silence_nobody_answers_anybody() -> None:
    conversation = Conversation()
    conversation.read(Turn("e0", "a", Span(0.0, 2.0), "I can bring the ladder."))
    _, claims = conversation.read(Turn("e1", "b", Span(60.0, 62.0), "Thank you, Walter."))
    assert [claim.unit for claim in claims] == ["b"]


def test_a_claim_about_the_next_speaker_names_the_turn_that_says_so() -> None:
    claims = talk(("a", "What do you think, Marta?"), ("b", "It is fine."))
    claim = next(claim for claim in claims if claim.unit == "b")
    assert (claim.entry, claim.words) == ("e0", "What do you think, Marta?")


LINES = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(
            ["Thank you, Walter.", "I am Ingrid.", "Walter, can you help?", "Them cue, welter.", "Hello Emil!", "Fine."]
        ),
    ),
    min_size=2,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(LINES, st.data())
def test_going_on_after_a_break_gives_the_claims_of_an_unbroken_run(lines: list[tuple[str, str]], data) -> None:  # type: ignore[no-untyped-def]
    turns = [Turn(f"e{n}", who, Span(n * 3.0, n * 3.0 + 2.0), text) for n, (who, text) in enumerate(lines)]
    whole = Conversation()
    expected = [whole.read(turn) for turn in turns]
    cut = data.draw(st.integers(1, len(turns) - 1))
    resumed = Conversation()
    for turn in turns[:cut]:
        resumed.read(turn)
    assert [resumed.read(turn) for turn in turns[cut:]] == expected[cut:]
