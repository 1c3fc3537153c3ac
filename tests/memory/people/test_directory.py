"""Names to people and people to names."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.memory.mentions_things import normal_form
from mneme.memory.people.directory import Directory
from mneme.memory.types import Entry, EntryKind, Mention, Person, Statement
from mneme.memory.units import name_unit, thing_unit
from mneme.streams.types import Span

PEOPLE = [
    Person(
        "person-000000aa01", "Ingrid Solberg", ("Ingrid Solberg", "Inga"), ("voice-s1-1", name_unit("s1", "Ingrid"))
    ),
    Person("person-000000aa02", "Benjamin Okafor", ("Benjamin Okafor",), ("voice-s1-2",)),
    Person("person-000000aa03", "Will Marsh", ("Will Marsh",), ("voice-s1-3",)),
    Person("person-000000aa04", None, (), ("face-s1-4",)),
    Person("person-000000aa05", "Walter", ("Walter",), ("voice-s1-5", name_unit("s1", "Walter"))),
    Person("person-000000aa06", "Anna Berg", ("Anna Berg",), ("voice-s1-6",)),
    Person("person-000000aa07", "Anna Lind", ("Anna Lind",), ("voice-s1-7",)),
]
CALLED = [
    Statement("1", "s1", 0, "e", thing_unit(normal_form("car keys")), "thing", "car keys", ""),
    Statement("2", "s1", 0, "e", thing_unit(normal_form("battery samples")), "thing", "battery samples", ""),
    Statement(
        "3", "s1", 0, "e", thing_unit(normal_form("meeting with the bank")), "thing", "meeting with the bank", ""
    ),
    Statement("4", "s1", 0, "e", name_unit("s1", "Walter"), "name", "Walter", "", source="other"),
    Statement("5", "s1", 0, "e", name_unit("s1", "Oskar"), "name", "Oskar", "", source="other"),
]
directory = Directory(PEOPLE, CALLED)


def names(found: list[Person]) -> list[str]:
    return [person.display for person in found]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ingrid Solberg", ["Ingrid Solberg"]),
        ("ingrid", ["Ingrid Solberg"]),
        ("Solberg", ["Ingrid Solberg"]),
        ("Inga", ["Ingrid Solberg"]),
        ("Mrs. Solberg", ["Ingrid Solberg"]),
        ("Ben", ["Benjamin Okafor"]),
        ("Ben Okafor", ["Benjamin Okafor"]),
        ("Okafar", ["Benjamin Okafor"]),
        ("welter", ["Walter"]),
        ("Anna", ["Anna Berg", "Anna Lind"]),
        ("Anna Lind", ["Anna Lind"]),
        ("person-000000aa04", ["person aa04"]),
        ("person aa04", ["person aa04"]),
        ("Zoltan", []),
        ("", []),
        ("  ", []),
    ],
)
def test_people_are_found_by_what_one_may_call_them(name: str, found: list[str]) -> None:
    assert names(directory.find(name)) == found


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("What does Ingrid drink?", [("Ingrid", "Ingrid Solberg")]),
        ("What is the name of Ingrid's dog?", [("Ingrid", "Ingrid Solberg")]),
        ("where did ingrid solberg go", [("ingrid solberg", "Ingrid Solberg")]),
        ("Did Benjamin Okafor meet Walter?", [("Benjamin Okafor", "Benjamin Okafor"), ("Walter", "Walter")]),
        ("What did Ben say to Mr. Marsh?", [("Ben", "Benjamin Okafor"), ("Marsh", "Will Marsh")]),
        ("When will we meet?", []),
        ("Will it rain?", []),
        ("What did Will say?", [("Will", "Will Marsh")]),
        ("Who is Anna?", [("Anna", "Anna Berg"), ("Anna", "Anna Lind")]),
        ("Who is Anna Lind?", [("Anna Lind", "Anna Lind")]),
        ("Where did Ingrit go?", [("Ingrit", "Ingrid Solberg")]),
        ("What does person aa04 do?", [("person aa04", "person aa04")]),
        ("Who watered the plants?", []),
        ("", []),
    ],
)
def test_people_are_found_in_a_question(text: str, spans: list[tuple[str, str]]) -> None:
    assert [(text[start:end], person.display) for start, end, person in directory.mentioned(text)] == spans


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("What does Ingrid like to drink?", "What does like to drink?"),
        ("What is the name of Ingrid's dog?", "What is the name of dog?"),
        ("Ingrid, where are the keys?", "where are the keys?"),
        ("Where are the keys, Walter?", "Where are the keys?"),
        ("Walter", ""),
        ("Where are the keys?", "Where are the keys?"),
    ],
)
def test_names_are_taken_out_of_a_text(text: str, stripped: str) -> None:
    assert directory.strip_names(text) == stripped


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Where are the keys?", ["car keys"]),
        ("Where are my car keys?", ["car keys"]),
        ("where are battery samples", ["battery samples"]),
        ("Is the battery full?", []),
        ("When is the meeting?", ["meeting with the bank"]),
        ("When is the meeting with the bank?", ["meeting with the bank"]),
        ("Who is Walter?", []),
    ],
)
def test_known_things_are_found_in_a_question(text: str, things: list[str]) -> None:
    found = [directory.display(unit) for _, _, unit in directory.things(text)]
    assert [name for name in dict.fromkeys(found) if name] == things


def test_a_thing_that_nobody_has_stated_anything_of_is_still_a_unit() -> None:
    assert directory.things("Where did the violin go?") == [(14, 20, thing_unit(normal_form("violin")))]


def moment(
    text: str, kind: EntryKind, mentions: tuple[Mention, ...] = (), speaker: str = "", units: tuple[str, ...] = ()
) -> Entry:
    return Entry("e1", kind, "s1", 0, Span(0, 1), text, speaker=speaker, mentions=mentions, units=units)


def test_an_appearance_gets_the_name_of_whoever_it_is() -> None:
    entry = moment(
        "Somebody is on the screen", EntryKind.APPEARANCE, (Mention(0, 8, "voice-s1-1"),), "voice-s1-1", ("voice-s1-1",)
    )
    assert directory.render(entry) == ("Ingrid Solberg is on the screen", "", ["Ingrid Solberg"], ["person-000000aa01"])
    stranger = moment("Somebody is on the screen", EntryKind.APPEARANCE, (Mention(0, 8, "face-s1-4"),))
    assert directory.render(stranger)[0] == "person aa04 is on the screen"
    nobody = moment("Somebody is on the screen", EntryKind.APPEARANCE, (Mention(0, 8, "face-s9-9"),))
    assert directory.render(nobody)[0] == "Somebody is on the screen"


def test_quoted_words_stay_but_a_misheard_name_is_put_right() -> None:
    walter = name_unit("s1", "Walter")
    heard = moment(
        "Them cue, welter. Bye.", EntryKind.TURN, (Mention(10, 16, walter),), "voice-s1-2", ("voice-s1-2", walter)
    )
    text, speaker, people, ids = directory.render(heard)
    assert (text, speaker) == ("Them cue, Walter. Bye.", "Benjamin Okafor")
    assert people == ["Benjamin Okafor", "Walter"]
    assert ids == ["person-000000aa02", "person-000000aa05"]
    right = moment("Thanks, Ingrid.", EntryKind.TURN, (Mention(8, 14, name_unit("s1", "Ingrid")),))
    assert directory.render(right)[0] == "Thanks, Ingrid."


def test_a_thing_keeps_its_words() -> None:
    keys = thing_unit(normal_form("car keys"))
    entry = moment("My car keys!", EntryKind.TURN, (Mention(3, 11, keys),), units=(keys,))
    assert directory.render(entry) == ("My car keys!", "", [], [])


def test_a_unit_is_called_by_its_person_its_thing_or_not_at_all() -> None:
    assert directory.display("voice-s1-1") == "Ingrid Solberg"
    assert directory.display(thing_unit(normal_form("car keys"))) == "car keys"
    assert directory.display(name_unit("s1", "Oskar")) == "Oskar"
    assert directory.display("voice-s1-99") == ""
    assert directory.person_of("voice-s1-99") is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_question_gives_spans_inside_it(text: str) -> None:
    for start, end, _ in directory.mentioned(text):
        assert 0 <= start < end <= len(text)
    for start, end, _ in directory.things(text):
        assert 0 <= start < end <= len(text)
    directory.strip_names(text)
    directory.find(text)


def test_looking_people_up_imports_nothing_heavy() -> None:
    code = (
        "import sys, mneme.memory.people.directory, mneme.memory.facts\n"
        "heavy = {'torch', 'lancedb', 'pyarrow', 'cv2', 'onnxruntime', 'dlib', 'av'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_who_was_once_called_by_a_wrong_name_is_found_by_it_and_never_shown_so() -> None:
    omar = Person("person-000000bb01", "Omar", ("Omar",), ("voice-s1-1", name_unit("s1", "Oscar")))
    said = Statement("1", "s1", 0, "e", name_unit("s1", "Oscar"), "name", "Oscar", "", source="other")
    known = Directory([omar], [said])
    assert names(known.find("Oscar")) == ["Omar"]
    assert [(start, end) for start, end, _ in known.mentioned("When did Oscar come?")] == [(9, 14)]
    text = "Oscar, when will it be ready?"
    entry = Entry("e", EntryKind.TURN, "s1", 0, Span(0, 1), text, mentions=(Mention(0, 5, name_unit("s1", "Oscar")),))
    assert known.render(entry)[0] == text  # what was said stays as it was said
    oscar = Person("person-000000bb02", "Oscar", ("Oscar",), ("voice-s1-2",))
    assert names(Directory([omar, oscar], [said]).find("Oscar")) == ["Oscar"]  # who bears it goes before


def test_namesakes_of_one_recording_are_shown_with_a_stand_in() -> None:
    peters = [Person(f"person-000000cc0{n}", "Peter", ("Peter",), (f"voice-s1-{n}",)) for n in (1, 2)]
    known = Directory(peters)
    assert names(known.find("Peter")) == ["Peter (person cc01)", "Peter (person cc02)"]
    assert names(known.find("Peter (person cc02)")) == ["Peter (person cc02)"]
    assert [person.id for _, _, person in known.mentioned("What does person cc01 do?")] == ["person-000000cc01"]
    assert known.people[0].name == "Peter"


def test_namesakes_who_never_meet_and_roles_are_shown_by_name_alone() -> None:
    apart = [Person(f"person-000000cc0{n}", "Peter", ("Peter",), (f"voice-s{n}-1",)) for n in (1, 2)]
    spoken_of = Person("person-000000cc03", "Peter", ("Peter",), (name_unit("s1", "Peter"),))
    assert names(list(Directory([*apart, spoken_of]).people)) == ["Peter"] * 3
    roles = [Person(f"person-000000dd0{n}", "Speaker 1", ("Speaker 1",), (f"label-s1-{n}",)) for n in (1, 2)]
    assert names(list(Directory(roles).people)) == ["Speaker 1"] * 2


def test_a_hidden_person_is_someone_but_for_whoever_asks_for_the_name() -> None:
    hidden = Person("person-000000ee01", "Vera", ("Vera",), ("voice-s1-1",), is_hidden=True)
    known = Directory([hidden, Person("person-000000ee02", "Omar", ("Omar",), ("voice-s1-2",))])
    assert (known.display("voice-s1-1"), known.display_all("voice-s1-1")) == ("someone", "Vera")
    assert known.display_all("voice-s1-2") == known.display("voice-s1-2") == "Omar"
