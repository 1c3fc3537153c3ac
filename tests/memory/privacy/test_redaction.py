"""Names of hidden people are taken out when a text is read, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.memory.people.directory import Directory
from mneme.memory.privacy.redaction import Redaction, divided
from mneme.memory.types import Entry, EntryKind, Mention, Person, Statement
from mneme.memory.units import name_unit, thing_unit
from mneme.streams.types import Span

ZEB = Person("person-zz", "Zebulon Pike", ("Zebulon Pike",), ("face-s1-0", name_unit("s1", "Zebulon")), is_hidden=True)
ANNA = Person("person-aa", "Anna Berg", ("Anna Berg",), ("voice-s1-1", name_unit("s1", "Anna")))
OTHER_ANNA = Person("person-ab", "Anna Lind", ("Anna Lind",), (name_unit("s1", "Anna Lind"),), is_hidden=True)
ROSE = Person("person-rr", "Rose", ("Rose",), ("voice-s1-3",), is_hidden=True)
WILL = Person("person-ww", "Will", ("Will",), ("voice-s1-4",), is_hidden=True)


def redaction(*people: Person) -> Redaction:
    visible, hidden = divided(people)
    return Redaction(hidden, visible, {})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("My name is Zebulon Pike.", "My name is someone."),
        ("Zebulon's ladder", "Someone's ladder"),
        ("Thanks. Zebulon, come here!", "Thanks. Someone, come here!"),
        ("ask ZEBULON or zebulon", "ask someone or someone"),
        ("mail zebulon.pike@example.com", "mail someone@example.com"),
        ("zebulon_pike was here", "Someone was here"),
        ("Mr. Pike is here", "Mr. someone is here"),
        ("Anna met Zebulun yesterday", "Anna met someone yesterday"),
        ("Anna likes tea", "Anna likes tea"),
        ("the pikemen of Zanzibar", "the pikemen of Zanzibar"),
        ("", ""),
    ],
)
def test_a_hidden_name_is_taken_out_in_any_form(text: str, shown: str) -> None:
    assert redaction(ZEB, ANNA).text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I gave Rose a rose.", "I gave someone a rose."),
        ("Rose is late.", "Someone is late."),
        ("Will it rain? I will ask Will.", "Will it rain? I will ask someone."),
    ],
)
def test_a_name_that_is_a_word_goes_only_where_it_is_written_as_a_name(text: str, shown: str) -> None:
    assert redaction(ROSE, WILL).text(text) == shown


def test_a_namesake_who_is_visible_keeps_the_name() -> None:
    both = redaction(ANNA, OTHER_ANNA)
    assert both.text("Anna Berg and Anna Lind know Ms. Lind.") == "Anna Berg and someone know Ms. someone."
    entry = said("Anna and Anna", (Mention(0, 4, ANNA.units[1]), Mention(9, 13, OTHER_ANNA.units[0])))
    assert both.entry(entry).text == "Anna and someone"


def test_nobody_hidden_changes_nothing_and_is_the_same_object() -> None:
    nobody = redaction(ANNA)
    entry = said("Zebulon and Anna")
    assert not nobody
    assert nobody.entry(entry) is entry
    assert nobody.text("Zebulon") == "Zebulon"


def said(text: str, mentions: tuple[Mention, ...] = (), speaker: str = "", units: tuple[str, ...] = ()) -> Entry:
    return Entry("e1", EntryKind.TURN, "s1", 0, Span(0, 1), text, speaker=speaker, mentions=mentions, units=units)


def test_the_mentions_of_others_move_with_the_text() -> None:
    text = "Zebulon Pike gave Anna the car keys of Zebulon."
    keys = thing_unit("car key")
    entry = said(
        text,
        (
            Mention(0, 12, ZEB.units[1]),
            Mention(18, 22, ANNA.units[1]),
            Mention(27, 35, keys),
            Mention(39, 46, ZEB.units[1]),
        ),
        speaker="face-s1-0",
        units=("face-s1-0", ZEB.units[1], ANNA.units[1], keys),
    )
    shown = redaction(ZEB, ANNA).entry(entry)
    assert shown.text == "Someone gave Anna the car keys of someone."
    assert [(shown.text[each.start : each.end], each.unit) for each in shown.mentions] == [
        ("Anna", ANNA.units[1]),
        ("car keys", keys),
    ]
    assert shown.speaker == ""
    assert shown.units == (ANNA.units[1], keys)


def test_a_misheard_name_goes_where_a_mention_says_whom_it_means() -> None:
    heard = said("them cue sepulchre", (Mention(9, 18, ZEB.units[1]),))
    assert redaction(ZEB).entry(heard).text == "them cue someone"


def test_statements_about_hidden_people_go_and_their_names_in_others_too() -> None:
    about = Statement("1", "s1", 0, "e", "face-s1-0", "likes", "tea", "I like tea")
    other = Statement("2", "s1", 0, "e", "voice-s1-1", "married", "Zebulon Pike", "I am married to Zebulon Pike")
    kept = redaction(ZEB, ANNA).statements([about, other])
    assert [(each.object, each.text) for each in kept] == [("Someone", "I am married to someone")]


def test_somebody_of_whom_only_the_hidden_name_is_known_is_hidden_as_well() -> None:
    spoken_of = Person("person-s2", "Zebulon Pike", ("Zebulon Pike",), (name_unit("s2", "Zebulon Pike"),))
    called = Person("person-s3", "Anna Berg", ("Anna Berg", "Zebulon Pike"), ("face-s3-0",))
    visible, hidden = divided([ZEB, spoken_of, called])
    assert [person.id for person in hidden] == ["person-zz", "person-s2"]
    assert all(person.is_hidden for person in hidden)
    assert [person.names for person in visible] == [("Anna Berg",)]


def test_a_directory_finds_and_names_nobody_who_is_hidden() -> None:
    car = thing_unit("zebulon car")
    directory = Directory([ZEB, ANNA], [Statement("1", "s1", 0, "e", car, "thing", "Zebulon's car", "")])
    assert [person.id for person in directory.people] == ["person-aa"]
    assert [person.id for person in directory.hidden] == ["person-zz"]
    for name in ("Zebulon", "zebulon pike", "Pike", "person-zz", "Zebulun"):
        assert directory.find(name) == []
        assert directory.mentioned(f"Where is {name}?") == []
    assert directory.person_of("face-s1-0") is None
    assert directory.display("face-s1-0") == "someone"
    assert directory.display(car) == "Someone's car"
    appearance = Entry(
        "e", EntryKind.APPEARANCE, "s1", 0, Span(0, 1), "Somebody appears",
        speaker="face-s1-0", mentions=(Mention(0, 8, "face-s1-0"),), units=("face-s1-0",),
    )  # fmt: skip
    assert directory.render(appearance) == ("Someone appears", "", [], [])


def test_a_question_loses_the_hidden_name_with_its_genitive() -> None:
    assert redaction(ZEB, ANNA).without("Where is Zebulon's ladder, Anna?") == "Where is ladder, Anna?"
    assert redaction(ZEB).without("Zebulon Pike") == ""


LETTERS = st.sampled_from(
    ["Zebulon", "zebulon", "PIKE", "Pike's", "Anna", "tea", "gave", ".", ",", "?", "\n", "“", "ß", "İ"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LETTERS, max_size=14), st.sampled_from([" ", "", "-", "  "]))
def test_whatever_stands_around_it_no_whole_hidden_word_is_left(words: list[str], between: str) -> None:
    text = between.join(words)
    people = redaction(ZEB, ANNA)
    shown = people.text(text)
    assert people.spans(shown) == []
    assert people.text(shown) == shown
    assert people.entry(said(text)).text == shown
    if not people.spans(text):
        assert shown == text
