"""Names that are put right, by whoever bears them and by others."""

from __future__ import annotations

import pytest
from mneme.memory.names.claims import Conversation, NameClaim, Turn, find_names
from mneme.memory.names.text import Use
from mneme.streams.types import Span

TAKEN_BACK = [
    ("By the way, my name is Omar, not Oscar.", "Omar", "Oscar"),
    ("No, I'm Omar, not Oscar.", "Omar", "Oscar"),
    ("I am Ingrid and not Astrid.", "Ingrid", "Astrid"),
    ("It's Karen, not Carol.", "Karen", "Carol"),
    ("Karen, not Carol.", "Karen", "Carol"),
    ("That is not Ben, that is Bruno.", "Bruno", "Ben"),
    ("This is not Ben. This is Bruno.", "Bruno", "Ben"),
    ("She isn't Carol, her name is Karen.", "Karen", "Carol"),
    ("I said Oscar, I meant Omar.", "Omar", "Oscar"),
    ("Thank you, Peter. Sorry, I mean George.", "George", "Peter"),
    ("Thank you, Peter, sorry, I meant George.", "George", "Peter"),
    ("Did I say Oscar? I meant Omar.", "Omar", "Oscar"),
    ("Sorry, I meant Omar, not Oscar.", "Omar", "Oscar"),
    ("I introduced him as Oscar, but his name is Omar.", "Omar", "Oscar"),
    ("It's Omar, of course, not Oscar.", "Omar", "Oscar"),
    ("I called you Oscar. You are Omar, of course.", "Omar", "Oscar"),
    ("You mean Omar, not Oscar.", "Omar", "Oscar"),
    ("I'm not Peter.", None, "Peter"),
    ("My name isn't Peter.", None, "Peter"),
    ("Please don't call me Bob.", None, "Bob"),
]
NOTHING_TAKEN_BACK = [
    "It's Monday, not Tuesday.",
    "I'm not sure.",
    "I'm not German.",
    "It is Frankfurt, not Berlin.",
    "I am here, not there.",
    "This is not Windows, this is Linux.",
    "Thank you, Peter. Sorry, Anna, I forgot.",
    "I mean it, Peter.",
    "I said that Oscar is late.",
    "It is not Anna's fault.",
    "No, Anna.",
    "Peter is not here.",
    "It's Anna who has the key.",
]


@pytest.mark.parametrize(("text", "right", "wrong"), TAKEN_BACK)
def test_the_wrong_name_and_the_right_one_are_told_apart(text: str, right: str | None, wrong: str) -> None:
    uses = find_names(text)
    assert [use.name for use in uses if use.use is Use.WRONG] == [wrong]
    assert [use.name for use in uses if use.use is not Use.WRONG] == ([right] if right else [])


@pytest.mark.parametrize("text", NOTHING_TAKEN_BACK)
def test_not_every_not_takes_a_name_back(text: str) -> None:
    assert [use.name for use in find_names(text) if use.use in (Use.WRONG, Use.RIGHT)] == []


def talk(*turns: tuple[str, str]) -> list[NameClaim]:
    conversation = Conversation()
    claims: list[NameClaim] = []
    for number, (speaker, text) in enumerate(turns):
        span = Span(number * 5.0, number * 5.0 + 4.0)
        claims.extend(conversation.read(Turn(f"e{number}", speaker, span, text))[1])
    return claims


def said(claims: list[NameClaim], unit: str) -> set[tuple[str, str, bool]]:
    """(name, source, whether it is borne) of what is claimed of a unit."""
    return {(claim.name, claim.source, claim.weight > 0) for claim in claims if claim.unit == unit}


def test_who_puts_the_own_name_right_takes_the_wrong_one_back() -> None:
    claims = talk(
        ("a", "This is Oscar, our new designer."), ("b", "Hello."), ("b", "By the way, my name is Omar, not Oscar.")
    )
    assert said(claims, "b") == {("Oscar", "introduced", True), ("Omar", "self", True), ("Oscar", "self", False)}


def test_it_is_karen_not_carol_is_of_who_was_called_carol() -> None:
    mine = talk(("b", "The soup is ready."), ("a", "Thank you, Carol."), ("b", "It's Karen, not Carol."))
    assert ("Karen", "self", True) in said(mine, "b")
    assert ("Carol", "self", False) in said(mine, "b")
    theirs = talk(("b", "The soup is ready."), ("a", "Thank you, Carol."), ("c", "It's Karen, not Carol."))
    assert ("Karen", "introduced", True) in said(theirs, "b")
    assert ("Carol", "introduced", False) in said(theirs, "b")
    assert said(theirs, "c") <= {("Carol", "addressed", True)}


def test_actually_it_is_bruno_answers_a_wrong_address() -> None:
    claims = talk(
        ("b", "I look after the lights."),
        ("a", "Thank you, Ben. How many lamps do we have?"),
        ("b", "Actually, it is Bruno. We have twelve."),
    )
    assert ("Bruno", "self", True) in said(claims, "b")
    assert ("Ben", "self", False) in said(claims, "b")


@pytest.mark.parametrize("question", ["Who took the key, Ben?", "Ben, whose bag is this?"])
def test_actually_it_is_anna_may_answer_who_it_was(question: str) -> None:
    claims = talk(("b", "The key is gone."), ("a", question), ("b", "Actually, it is Anna."))
    assert ("Anna", "self", True) not in said(claims, "b")


@pytest.mark.parametrize(
    "words",
    [
        "It's actually Bruno.",
        "Bruno, actually.",
        "You got my name wrong. It's Bruno.",
        "The name is Bruno, by the way.",
    ],
)
def test_the_right_name_alone_answers_a_wrong_address(words: str) -> None:
    claims = talk(("b", "I look after the lights."), ("a", "Thank you, Ben."), ("b", words))
    assert ("Bruno", "self", True) in said(claims, "b")
    assert ("Ben", "self", False) in said(claims, "b")
    unasked = talk(("b", "I look after the lights."), ("a", "Thank you."), ("b", words))
    assert said(unasked, "b") == set()


def test_his_name_is_puts_right_what_the_speaker_called_somebody() -> None:
    claims = talk(("a", "This is Oscar, our cook."), ("b", "Hello."), ("a", "I made a mistake. His name is Omar."))
    assert {("Omar", "introduced", True), ("Oscar", "introduced", False)} <= said(claims, "b")
    told = talk(("a", "This is Oscar, our cook."), ("b", "Hello."), ("a", "I have a brother. His name is Omar."))
    assert not any(name == "Omar" for name, _, _ in said(told, "b"))


def test_who_is_called_right_in_the_same_breath_never_was_called_wrong() -> None:
    claims = talk(("g", "I look after the money."), ("a", "Thank you, Peter. Sorry, I mean George."))
    assert said(claims, "g") == {("George", "addressed", True)}


def test_who_made_the_mistake_takes_it_back_later() -> None:
    claims = talk(
        ("a", "This is Oscar, our new designer."),
        ("b", "I will draw the posters."),
        ("a", "Good. Oh, I said Oscar, I meant Omar."),
    )
    assert ("Omar", "introduced", True) in said(claims, "b")
    assert ("Oscar", "introduced", False) in said(claims, "b")


def test_the_name_may_be_heard_a_little_differently_when_it_is_taken_back() -> None:
    claims = talk(("b", "I look after the garden."), ("a", "Thank you, Mendes."), ("b", "My name is Omar, not Mendez."))
    assert ("Mendes", "self", False) in said(claims, "b")


def test_a_name_that_is_spoken_of_after_it_was_taken_back_is_of_somebody_else() -> None:
    claims = talk(
        ("b", "The door is open."),
        ("a", "Thank you, Peter."),
        ("b", "I'm not Peter. Peter is in the garden."),
    )
    assert ("Peter", "addressed", False) in said(claims, "b")


def test_a_misheard_own_name_is_replaced_by_the_one_that_comes_with_a_sorry() -> None:
    claims = talk(("b", "My name is Oscar."), ("a", "Welcome."), ("b", "Sorry, my name is Omar."))
    assert ("Oscar", "self", False) in said(claims, "b")
    late = talk(("b", "My name is Renata."), ("a", "You are late."), ("b", "Sorry I'm late, I'm Renata."))
    assert all(borne for _, _, borne in said(late, "b"))
