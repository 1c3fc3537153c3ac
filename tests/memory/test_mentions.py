"""Things and places in texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.memory.mentions import find_mentions
from mneme.memory.mentions_things import MOST, find_things, head_form, normal_form
from mneme.memory.names.claims import find_names
from mneme.memory.units import name_unit, thing_unit

THINGS = [
    ("I put the garden shears in the wooden crate.", ["garden shears", "wooden crate"]),
    ("Where did you leave my umbrella?", ["umbrella"]),
    ("The spare tire is behind the workbench.", ["spare tire", "workbench"]),
    ("She flew to Lisbon and then to Porto.", ["Lisbon", "Porto"]),
    ("The elevator in the east wing is broken.", ["elevator", "east wing"]),
    ("Marta's bicycle is in the courtyard.", ["bicycle", "courtyard"]),
    ("This projector needs a longer cable.", ["projector", "longer cable"]),
    ("I like our new coffee machine.", ["coffee machine"]),
    ("That helps a lot.", []),
    ("Good morning, everyone.", []),
    ("I will be there in a minute.", []),
    ("The meeting with the council starts at nine.", ["meeting", "council"]),
    ("Where did the printer move to?", ["printer"]),
    ("Does the shuttle leave from the north gate?", ["shuttle", "north gate"]),
    ("The red folder and the blue folder are on the shelf.", ["red folder", "blue folder", "shelf"]),
    ("We keep the first aid kit under the sink.", ["first aid kit", "sink"]),
    ("It is about the warm lamp, not the cold one.", ["warm lamp"]),
    ("The children's drawings hang in the hallway.", ["hallway"]),
    ("We need two more chairs for the workshop.", ["workshop"]),
    ("Anything that sticks out to you?", []),
    ("He lives in Kyoto, near the river.", ["Kyoto", "river"]),
    ("My passport was in the glove compartment of the van.", ["passport", "glove compartment", "van"]),
    ("They found a violin case at the tram stop.", ["violin case", "tram stop"]),
    ("The man holding the ladder is my cousin.", ["ladder"]),
    ("That is a good idea.", []),
    ("Your glasses are next to the microwave.", ["glasses", "microwave"]),
    ("I lost the key to the boathouse.", ["key", "boathouse"]),
    ("The parcel arrived yesterday.", ["parcel"]),
    ("Can I use the microscope in the lab?", ["microscope", "lab"]),
    ("The doctor's office moved to Elm Street.", ["Elm Street"]),
    ("The tickets cost twelve euros.", ["tickets"]),
    ("Put the lid back on the jar, please.", ["lid", "jar"]),
    ("Every drawer has a label.", ["drawer", "label"]),
    ("The server crashed because the disk was full.", ["server", "disk"]),
    ("in the MEANTIME we wait", ["MEANTIME"]),
    ("the red kayak is behind the barn", ["red kayak", "barn"]),
    ("I am the caretaker.", ["caretaker"]),
    ("We left the tent at the campsite by the lake.", ["tent", "campsite", "lake"]),
    ("The second floor is closed.", ["second floor"]),
    ("No problem at all.", []),
    ("这是一个蓝色的盒子。", []),
]


@pytest.mark.parametrize(("text", "names"), THINGS)
def test_things_are_found_by_what_announces_them(text: str, names: list[str]) -> None:
    people = [(use.start, use.end) for use in find_names(text)]
    assert [thing.name for thing in find_things(text, people=people)] == names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the car keys", "My car key"),
        ("the new battery samples", "battery samples"),
        ("CAR KEYS", "car keys"),
        ("our lovely little garden", "the garden"),
        ("a meeting with the bank", "the meeting with the bank"),
    ],
)
def test_the_same_thing_has_one_form(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


def test_colors_and_materials_tell_things_apart() -> None:
    assert normal_form("the blue cabinet") != normal_form("the cabinet")


def test_the_head_is_what_a_thing_is() -> None:
    assert head_form("car keys") == normal_form("keys")
    assert head_form("meeting with the bank") == normal_form("meeting")


def test_mentions_hold_people_and_things_and_their_spans() -> None:
    text = "Ingrid, please ask Walter for the car keys."
    mentions = find_mentions(text, "s1", find_names(text))
    assert [text[m.start : m.end] for m in mentions.spans] == ["Ingrid", "Walter", "car keys"]
    assert mentions.spans[1].unit == name_unit("s1", "Walter")
    assert thing_unit(normal_form("keys")) in mentions.units  # found by "where are the keys?" as well


def test_a_thing_is_one_unit_in_all_streams() -> None:
    one = find_mentions("I have the car keys.", "s1", ())
    other = find_mentions("Your car keys are here.", "s2", ())
    assert one.spans[0].unit == other.spans[0].unit


def test_what_is_found_in_one_text_is_bounded() -> None:
    text = " ".join(f"the item{chr(97 + n % 26)}{chr(97 + n // 26)}x and" for n in range(200))
    assert len(find_things(text)) == MOST


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    mentions = find_mentions(text, "s", find_names(text))
    last = 0
    for mention in mentions.spans:
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
