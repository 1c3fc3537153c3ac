"""Names that people give themselves, and names of those presented."""

from __future__ import annotations

import pytest
from mneme.memory.names.claims import find_names
from mneme.memory.names.text import Use, Vocabulary

GIVEN_TO_ONESELF = [
    ("My name is Ingrid Solberg and I run the archive.", "Ingrid Solberg"),
    ("I am Tobias Renner.", "Tobias Renner"),
    ("Hi, I'm Yuki", "Yuki"),
    ("Hello, this is Marta speaking.", "Marta"),
    ("Priya here.", "Priya"),
    ("Rosa Delgado here, from the night shift.", "Rosa Delgado"),
    ("You can call me Theo.", "Theo"),
    ("Everybody calls me Lou.", "Lou"),
    ("Good afternoon, I am Svetozar, the plumber.", "Svetozar"),
    ("Well, I'm Kofi Mensah and I look after the greenhouse.", "Kofi Mensah"),
    ("My name's Aoife.", "Aoife"),
    ("the name's Bond, James Bond", "Bond"),
    ("Sorry I'm late, I'm Renata.", "Renata"),
    ("I am Jean-Luc Moreau, nice to meet you.", "Jean-Luc Moreau"),
    ("I'm Siobhan O'Hara.", "Siobhan O'Hara"),
    ("I am Ludwig van Houten.", "Ludwig van Houten"),
    ("I'm Dr. Amara Osei.", "Amara Osei"),
    ("Hey everyone, I am Fatima from accounting.", "Fatima"),
    ("Dmitri Volkov is my name.", "Dmitri Volkov"),
    ("Let me introduce myself, I am Clara Jensen.", "Clara Jensen"),
    ("Allow me to introduce myself: I'm Hugo Brandt.", "Hugo Brandt"),
    ("my name is peter and i am from leeds", "Peter"),
    ("i am hannah", "Hannah"),
    ("Hello, this is Omar, I am calling about the flat.", "Omar"),
    ("Yes, hi, I am Emil. I have the room upstairs.", "Emil"),
    ("My name is, uh, Wanda.", None),  # what a filler hides is not guessed
    ("I am called Zelda.", "Zelda"),
    ("So, my full name is Paulo Ribeiro.", "Paulo Ribeiro"),
    ("I'm Grace.", "Grace"),
    ("I am Will Turner.", "Will Turner"),
    ("This is Nadia Petrova speaking, can you hear me?", "Nadia Petrova"),
    ("I go by Max.", "Max"),
    ("Hi there, I'm Bartosz. Is this seat free?", "Bartosz"),
    ("and I am Selma, her sister", "Selma"),
    ("My first name is Ravi.", "Ravi"),
    ("Good evening. I'm Leonie Vogel, your guide tonight.", "Leonie Vogel"),
    ("I am Malik.", "Malik"),
    ("Ok so I'm Viktor and this is Elena.", "Viktor"),
    ("I'm Anna K. Miller.", "Anna K Miller"),
    ("Hello, my name is Xiao Chen.", "Xiao Chen"),
    ("Good morning, I am the Edward Silver, I have a question.", "Edward Silver"),  # "the" was put in by a recognizer
    ("Henry Marie know here, I am the vet on duty.", "Henry Marie"),
]

NOT_A_NAME = [
    "I am driving to the harbour.",
    "I'm sure that it was Tuesday.",
    "I am German.",
    "I'm Home!",
    "I am Tired of this.",
    "I am a doctor.",
    "I'm not Peter.",
    "If I am Peter, who are you?",
    "He said I am Batman.",
    '"I am Groot" is all it says.',
    "I'm Peter's brother.",
    "I am Project Manager.",
    "I'm User Interface.",
    "I am from Dublin.",
    "I'm Chinese, not Japanese.",
    "I am Iron Man.",
    "My name is on the list.",
    "My name is spelled wrong.",
    "My name is not important.",
    "This is Frankfurt.",
    "This is Anna's desk.",
    "Don't call me Shirley.",
    "Call me later.",
    "Call me when you arrive.",
    "They call me crazy.",
    "Who am I? I am nobody.",
    "I'm Okay.",
    "I am in Berlin.",
    "I'm Monday to Friday at the desk.",
    "I'm really tired",
    "I am so glad that Anna came.",
    "I am with Peter.",
    "I'm going to call Peter.",
    "It is me who opened the door.",
    "I'm Allergic to nuts.",
    "Thank you, Walter.",
    "Anna, please sit down.",
    "I am the one with the keys.",
    "Everyone here knows that.",
    "I am Head of Sales.",
    "This is Windows, not Linux.",
    "I'm Mr. President for a day.",
    "I am the Iron Lady.",
    "Everything is fine here.",
    "I am Catholic and she is Muslim.",
    "i am happy",
    "im fine thanks",
]


@pytest.mark.parametrize(("text", "name"), GIVEN_TO_ONESELF)
def test_own_names_are_found(text: str, name: str | None) -> None:
    found = [use.name for use in find_names(text) if use.use is Use.SELF]
    assert found[:1] == ([name] if name else [])


@pytest.mark.parametrize("text", NOT_A_NAME)
def test_what_only_looks_like_an_own_name_is_none(text: str) -> None:
    assert [use.name for use in find_names(text) if use.use is Use.SELF] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("And this is Omar, our new designer.", "Omar"),
        ("I'd like to introduce Salma Haddad.", "Salma Haddad"),
        ("Everyone, meet Joaquin.", "Joaquin"),
        ("Please welcome Beatrix Lang.", "Beatrix Lang"),
        ("I want you to meet Dieter, he is from the bank.", "Dieter"),
        ("Say hello to Mireille.", "Mireille"),
        ("That's Tamara, my cousin, over there.", "Tamara"),
        ("I am Viktor and this is Elena, our nurse.", "Elena"),
        ("Let me introduce Professor Adeyemi.", "Adeyemi"),
    ],
)
def test_those_who_are_presented_are_not_the_speaker(text: str, name: str) -> None:
    uses = {use.name: use.use for use in find_names(text)}
    assert uses[name] is Use.INTRODUCED


def test_a_name_is_its_own_span_of_the_text() -> None:
    text = "Hello, I am Dr. Amara Osei, the new vet."
    use = find_names(text)[0]
    assert text[use.start : use.end] == "Amara Osei"


def test_a_bare_name_answers_the_question_for_it() -> None:
    assert find_names("Jonas Weber.", was_asked=True)[0].use is Use.SELF
    assert all(use.use is not Use.SELF for use in find_names("Jonas Weber.", was_asked=False))


def test_a_misheard_name_is_the_known_one_where_names_stand() -> None:
    known = Vocabulary()
    known.update(["Walter", "Carlos Mendes"])
    assert [use.name for use in find_names("Them cue, welter.", known)] == ["Walter"]
    assert [use.name for use in find_names("Sam Pew Walter, that is kind.", known)] == ["Walter"]
    assert find_names("A glass of water, please.", known) == []


def test_two_given_names_that_sound_alike_stay_two() -> None:
    known = Vocabulary()
    known.update(["Maria"])
    assert [use.name for use in find_names("Thank you, Mario.", known)] == ["Mario"]


def test_no_own_name_is_invented_in_real_meetings(shared) -> None:  # type: ignore[no-untyped-def]
    """QMSum (35 meetings) and LoCoMo 26 and 30: every name that is found there is one that the speaker gives."""
    import json

    found = []
    for line in (shared / "data" / "qmsum" / "val.jsonl").read_text().splitlines()[:8]:
        for turn in json.loads(line)["meeting_transcripts"]:
            found.extend(use.name for use in find_names(turn["content"]) if use.use is Use.SELF)
    assert found == ["Marty", "Sarah", "Ron", "Nathan", "Mark Dwight"]
