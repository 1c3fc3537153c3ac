"""Name cards: which signs are somebody's name, and whose face a card names."""

from __future__ import annotations

import pytest
from mneme.encoders.types import Region
from mneme.memory.names.cards import Seen, bearer, read_card
from mneme.streams.types import Span

CARDS = [
    ("Dr. Anna Keller", "Anna Keller"),
    ("ANNA KELLER / Lab Manager", "Anna Keller"),
    ("ANNA KELLER LAB MANAGER", "Anna Keller"),
    ("ANNA KELLER\nLAB MANAGER", "Anna Keller"),
    ("Omar Haddad, Designer", "Omar Haddad"),
    ("OMAR HADDAD", "Omar Haddad"),
    ("Svetozar Adeyemi, Reporter", "Svetozar Adeyemi"),
    ("Prof. Dieter Lang", "Dieter Lang"),
    ("Dr.Anna Keller", "Anna Keller"),
    ("Anna Keller (CEO)", "Anna Keller"),
    ("Maria Santos de Oliveira", "Maria Santos de Oliveira"),
    ("Jean-Luc Moreau", "Jean-Luc Moreau"),
    ("Ann Baker", "Ann Baker"),
    ("Ms. Meyer", "Meyer"),
    ("Walter", "Walter"),
    ("Will Turner, Lawyer", "Will Turner"),
    ("Anna Kel1er", "Anna Keller"),
]
NO_CARDS = [
    "EXIT",
    "Frankfurt",
    "LAUNCH 14 MAY",
    "Hotel Adler",
    "SERVER: FRANKFURT",
    "Anna's Bakery",
    "Martin Luther King Street",
    "Happy Birthday Anna",
    "SHOPPING: EGGS MILK RICE",
    "Anna and Ben",
    "Virginia",
    "Mark",
    "New York",
    "Green Tea",
    "San Antonio",
    "Meeting Room Anna",
    "BREAKING NEWS",
    "Anna Keller 2",
    "B2B",
    "The budget review with Anna Keller takes place on Thursday at three in the afternoon",
    "",
]


@pytest.mark.parametrize(("text", "name"), CARDS)
def test_a_sign_that_reads_like_a_persons_name_is_a_card(text: str, name: str) -> None:
    card = read_card(text)
    assert card is not None
    assert card.name == name


@pytest.mark.parametrize("text", NO_CARDS)
def test_a_sign_that_is_a_place_a_date_or_a_shop_is_none(text: str) -> None:
    assert read_card(text) is None


def test_a_name_that_was_said_before_is_known_on_a_card() -> None:
    assert read_card("Adeyemi Okonkwo") is None
    assert read_card("Adeyemi Okonkwo", known=("adeyemi",)) is not None


LEFT, RIGHT = Region(0.1, 0.2, 0.3, 0.5), Region(0.7, 0.2, 0.9, 0.5)


def seen(unit: str, start: float, end: float, region: Region | None) -> Seen:
    times = tuple(start + 0.5 * n for n in range(int(2 * (end - start))))
    return Seen(unit, Span(start, end), times, region)


def card(start: float, end: float, *, at: float = 0.5) -> Seen:
    return seen("", start, end, Region(at - 0.1, 0.85, at + 0.1, 0.95))


def test_a_card_names_the_only_face_in_view() -> None:
    unit, share = bearer(card(0, 5), [seen("a", 0, 5, LEFT), seen("b", 6, 9, RIGHT)])
    assert unit == "a"
    assert share >= 0.6


def test_of_two_faces_a_card_names_the_one_that_it_stands_under() -> None:
    faces = [seen("a", 0, 5, LEFT), seen("b", 0, 5, RIGHT)]
    assert bearer(card(0, 5, at=0.8), faces) == ("b", 1.0)
    assert bearer(card(0, 5, at=0.5), faces) == ("", 0.0)


def test_a_card_over_the_heads_of_two_names_nobody() -> None:
    faces = [seen("a", 0, 5, LEFT), seen("b", 0, 5, RIGHT)]
    assert bearer(seen("", 0, 5, Region(0.7, 0.0, 0.9, 0.1)), faces) == ("", 0.0)


def test_a_card_that_stays_up_while_the_picture_cuts_names_the_face_that_it_came_up_with() -> None:
    unit, share = bearer(card(0, 8, at=0.2), [seen("a", 0, 5, LEFT), seen("b", 5, 8, LEFT)])
    assert unit == "a"
    assert 0.5 < share < 0.9
    short, _ = bearer(card(0, 8, at=0.2), [seen("a", 0, 1, LEFT), seen("b", 1, 8, LEFT)])
    assert short == ""  # a second of eight: nobody knows


def test_a_card_without_a_face_names_nobody() -> None:
    assert bearer(card(0, 5), [seen("a", 10, 15, LEFT)]) == ("", 0.0)
