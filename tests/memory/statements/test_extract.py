"""What sentences state, and what they do not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.memory.mentions_things import find_things
from mneme.memory.names.claims import find_names
from mneme.memory.statements.extract import extract
from mneme.memory.statements.signs import read_sign

STATED = [
    # roles and work
    ("I am the head gardener.", "me", "role", "the head gardener"),
    ("I'm an electrician.", "me", "role", "an electrician"),
    ("Hello, I am Tobias, the new intern.", "me", "role", "the new intern"),
    ("And this is Omar, our new cook.", "Omar", "role", "our new cook"),
    ("Ingrid is the chair of the committee.", "Ingrid", "role", "the chair of the committee"),
    ("I work for the water company.", "me", "does", "work for the water company"),
    ("I'm in charge of the lighting.", "me", "does", "in charge of the lighting"),
    ("My name is Rosa and I repair violins.", "me", "does", "repair violins"),
    ("I'm Emil, I bake the bread.", "me", "does", "bake the bread"),
    ("Marta runs the bookshop on the corner.", "Marta", "does", "runs the bookshop on the corner"),
    # likes and dislikes
    ("I really like ginger ale.", "me", "prefers", "ginger ale"),
    ("I always drink oat milk.", "me", "prefers", "oat milk"),
    ("Just water for me, please.", "me", "prefers", "water"),
    ("Kofi loves jazz.", "Kofi", "prefers", "jazz"),
    ("My favorite color is turquoise.", "me", "prefers", "turquoise (favorite color)"),
    ("I do not eat meat.", "me", "avoids", "meat"),
    ("I can't drink milk.", "me", "avoids", "milk"),
    ("I'm allergic to cats.", "me", "avoids", "cats"),
    ("I hate mushrooms.", "me", "avoids", "mushrooms"),
    ("No sugar for me.", "me", "avoids", "sugar"),
    ("No, milk for me.", "me", "prefers", "milk"),
    ("I will pack the tents, do not worry.", "me", "will", "pack the tents"),
    ("I am sorry, we had to move the rehearsal to Friday.", "rehearsal", "time", "Friday"),
    ("Please note, the audit takes place on Tuesday at 10:30.", "audit", "time", "on Tuesday at 10:30"),
    ("I needed the maps, and now they are under the newspaper.", "maps", "located", "under the newspaper"),
    ("Nadia doesn't like spiders.", "Nadia", "avoids", "spiders"),
    ("I no longer eat fish.", "me", "avoids", "fish"),
    ("I am vegetarian.", "me", "is", "vegetarian"),
    # home
    ("I live in Tromsø.", "me", "lives", "in Tromsø"),
    ("I'm from Ghana.", "me", "from", "Ghana"),
    ("I have two dogs.", "me", "has", "two dogs"),
    # where things are
    ("The ladder is behind the shed.", "ladder", "located", "behind the shed"),
    ("The ladder's in the shed.", "ladder", "located", "in the shed"),
    ("I put the passports in the top drawer.", "passports", "located", "in the top drawer"),
    ("We moved the piano to the basement yesterday.", "piano", "located", "the basement"),
    ("You'll find the scissors next to the stapler.", "scissors", "located", "next to the stapler"),
    ("I keep the spare key under the flower pot.", "spare key", "located", "under the flower pot"),
    ("The archive was moved to Leeds.", "archive", "located", "Leeds"),
    ("There is a fire extinguisher behind the door.", "fire extinguisher", "located", "behind the door"),
    ("I bought two lamps. I put the lamps on the piano.", "lamps", "located", "on the piano"),
    ("I finished the kites. They are on the roof.", "kites", "located", "on the roof"),
    ("The batteries are with Selma.", "batteries", "located", "with Selma"),
    ("Hugo is at the dentist's office.", "Hugo", "located", "at the dentist's office"),
    # when things are
    ("The rehearsal is on Friday at seven.", "rehearsal", "time", "on Friday at seven"),
    ("Lunch is at noon.", "Lunch", "time", "at noon"),
    ("The ferry leaves at half past six.", "ferry", "time", "at half past six"),
    ("We postponed the concert to June.", "concert", "time", "June"),
    ("The exam has been moved to next Monday.", "exam", "time", "next Monday"),
    ("I have a dentist appointment on Tuesday at ten.", "dentist appointment", "time", "on Tuesday at ten"),
    ("The deadline for the grant is the third of April.", "deadline for the grant", "time", "the third of April"),
    ("The interview with the mayor starts at 9:30.", "interview with the mayor", "time", "at 9:30"),
    # decisions and promises
    ("We decided to rent the bigger boat.", "me", "decided", "rent the bigger boat"),
    ("Let's go with the oak table.", "me", "decided", "the oak table"),
    (
        "We will use the wooden frame and not the steel one, because it is lighter.",
        "me",
        "decided",
        "the wooden frame and not the steel one",
    ),
    ("I will call the plumber tomorrow.", "me", "will", "call the plumber tomorrow"),
    ("I can lend you a tent.", "me", "will", "lend you a tent"),
    ("I'm going to repaint the fence this weekend.", "me", "will", "repaint the fence this weekend"),
    # attributes
    ("The wifi password is tulip seven.", "wifi password", "is", "tulip seven"),
    ("The ticket costs twelve euros.", "ticket", "is", "costs twelve euros"),
]

NOT_STATED = [
    "Is the ladder behind the shed?",
    "Where are the keys",
    "Do you like ginger ale?",
    "If I like it, I will buy it.",
    "Maybe the ladder is behind the shed.",
    "I think the rehearsal is on Friday.",
    "The ladder is not behind the shed.",
    "I might call the plumber.",
    "I would call the plumber.",
    "You are right about that.",
    "I like it.",
    "I love how you did that.",
    "I don't like that.",
    "That is on time.",
    "The problem is in the middle of May.",
    "It is in progress.",
    "We are in trouble.",
    "The project is on track.",
    "The temperature is below ten percent.",
    "I will see.",
    "I'll be honest.",
    "I'll let you know.",
    "I can see that.",
    "I can hear you.",
    "I am a bit tired.",
    "I'm the one who called.",
    "I am sure about that.",
    "I am in a hurry.",
    "It's early days.",
    "What a nice garden!",
    "We could use the oak table.",
    "Could I get some water?",
    "Thank you very much.",
    "I have an idea.",
    "I need to go.",
    "They are on the roof.",  # who?
    "It was good for me.",
    "That works for me.",
    "I used to like jazz.",
    "I would like to know why.",
    "She is the head gardener.",  # who?
    "I am Edward Silver, I have an appointment.",
    "I would like to order a cake.",
    "The team said that they have an answer.",
    "这是我的钥匙。",
]


def stated(text: str, *, before: str = "") -> list[tuple[str, str, str]]:
    people = find_names(text)
    things = find_things(text, people=[(use.start, use.end) for use in people])
    drafts = extract(text, stream="s", speaker="me", people=people, things=things, before=before)
    names = {f"name-s-{use.name}": use.name for use in people}
    from mneme.memory.units import name_unit

    called = {name_unit("s", name): name for name in names.values()}
    return [
        (draft.subject.name or called.get(draft.subject.unit, draft.subject.unit), draft.predicate, draft.object)
        for draft in drafts
    ]


@pytest.mark.parametrize(("text", "subject", "predicate", "phrase"), STATED)
def test_a_clear_statement_is_read(text: str, subject: str, predicate: str, phrase: str) -> None:
    assert (subject, predicate, phrase) in stated(text)


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_is_asked_guessed_or_denied_is_no_statement(text: str) -> None:
    assert stated(text) == []


def test_they_are_what_the_turn_before_spoke_of() -> None:
    assert ("glasses", "located", "on the piano") in stated("They are on the piano.", before="Where are my glasses?")


def test_a_bare_place_answers_where() -> None:
    assert ("spare tire", "located", "behind the barn") in stated("Behind the barn.", before="Where is the spare tire?")


def test_a_plural_pronoun_does_not_stand_for_a_single_thing() -> None:
    assert stated("I bought a lamp. They are on the roof.") == []


def test_what_is_put_somewhere_is_what_it_is_about_not_the_place() -> None:
    found = stated("I left the drill in the shed. It is behind the ladder.")
    assert ("drill", "located", "behind the ladder") in found


def test_an_address_is_no_part_of_a_statement() -> None:
    assert ("kayak", "located", "behind the barn") in stated("The kayak is behind the barn, Ingrid.")


def test_nothing_is_stated_about_a_speaker_whom_nobody_knows() -> None:
    text = "I am the head gardener. The ladder is behind the shed."
    drafts = extract(text, stream="s", speaker="", people=(), things=find_things(text))
    assert [draft.predicate for draft in drafts] == ["located"]


def test_capitals_and_marks_of_a_recognizer_do_not_matter() -> None:
    assert ("me", "avoids", "meat") in stated("i do not eat meat")
    assert ("piano", "located", "the basement") in stated("we moved the piano to the basement")
    assert ("me", "will", "feed the cats this evening") in stated("I will feed the cats this evening?")


def test_the_words_of_a_statement_are_its_sentence() -> None:
    text = "Good idea. The ladder is behind the shed. Thank you."
    draft = extract(text, stream="s", speaker="me", people=(), things=find_things(text))[0]
    assert text[slice(*draft.span)] == "The ladder is behind the shed."


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("OPENING 3 JUNE", ("OPENING", "3 JUNE")),
        ("PACKING: TENT ROPE LAMP", ("PACKING", "TENT ROPE LAMP")),
        ("GATE B12", ("GATE", "B12")),
        ("Sale - 50 %", ("Sale", "50 %")),
        ("CLOSED MONDAY", None),
        ("MENU\nsoup\nbread", ("MENU", "soup bread")),
        ("LECTURE IN HALL 4", ("LECTURE", "IN HALL 4")),
        ("WELCOME", None),
        ("9:30", None),
        ("DOORS OPEN AT 19:00", ("DOORS", "OPEN AT 19:00")),
        ("TO DO: call Ingrid", ("TO DO", "call Ingrid")),
        ("", None),
    ],
)
def test_a_sign_has_a_title_and_a_content(text: str, read: tuple[str, str] | None) -> None:
    assert read_sign(text) == read


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=150))
def test_any_text_is_read_without_an_error(text: str) -> None:
    stated(text)
    read_sign(text)
