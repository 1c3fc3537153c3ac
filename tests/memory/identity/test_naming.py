"""Which names people get, and who is meant by a name that is only said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from mneme.memory.identity.derive import derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.types import Decision, Person
from mneme.memory.units import label_unit, name_unit, voice_unit

OPTIONS = identity_options(ENCODERS)


def people(*films: Film, decisions: Sequence[Decision] = ()) -> list[Person]:
    observations = [each for film in films for each in film.observations]
    statements = [each for film in films for each in film.statements]
    return derive(observations, statements, decisions, options=OPTIONS)


def of(found: list[Person], unit: str) -> Person:
    return next(person for person in found if unit in person.units)


def voice(letter: str, stream: str = "s1") -> str:
    return voice_unit(stream, letter)


def test_the_own_name_is_the_best_and_the_fullest_first() -> None:
    film = (
        Film("s1").shot("a").says("a", "Ingrid").says("a", "Ingrid Solberg").claim(voice("a"), "Inga", "addressed", 1.0)
    )
    person = of(people(film), voice("a"))
    assert person.name == "Ingrid Solberg"
    assert "Ingrid" in person.names
    assert "Inga" not in person.names  # another name: whoever said it meant somebody else


def test_a_voice_that_is_only_addressed_gets_that_name() -> None:
    film = (
        Film("s1").shot("a").shot("w").says("a", "Rosa").claim(voice("w"), "Walter", "addressed", 0.9).mention("Walter")
    )
    person = of(people(film), voice("w"))
    assert person.name == "Walter"
    assert name_unit("s1", "Walter") in person.units


def test_one_weak_address_names_nobody_where_two_could_be_meant() -> None:
    film = Film("s1").shot("a").shot("b")
    film.claim(voice("a"), "Walter", "addressed", 0.3).claim(voice("b"), "Walter", "addressed", 0.3)
    assert [person.name for person in people(film)] == [None, None]


def test_a_weak_address_is_enough_where_nobody_else_can_be_meant() -> None:
    film = Film("s1").shot("a").shot("b").says("a", "Rosa")
    film.claim(voice("a"), "Walter", "addressed", 0.3).claim(voice("b"), "Walter", "addressed", 0.3)
    assert of(people(film), voice("b")).name == "Walter"


def test_who_calls_others_by_a_name_does_not_bear_it() -> None:
    film = Film("s1").shot("a").shot("b").claim(voice("a"), "Walter", "addressed", 0.9)
    film.claim(voice("a"), "Walter", "addressed", -1.0)
    assert of(people(film), voice("a")).name is None


def test_a_name_that_somebody_gives_himself_is_not_given_to_another() -> None:
    film = Film("s1").shot("a").shot("b").says("a", "Ben").claim(voice("b"), "Ben", "addressed", 1.0)
    assert of(people(film), voice("b")).name is None


def test_two_people_of_one_first_name_stay_two() -> None:
    film = Film("s1").shot("a", "A").shot("b", "B").shot("a", "A").shot("b", "B").says("a", "Anna").says("b", "Anna")
    assert len(people(film)) == 2
    full = people(film, Film("s2").shot("a", "C").shot("a", "C").says("a", "Anna Berg"))
    assert len(full) == 3


def test_different_own_names_keep_alike_voices_apart() -> None:
    film = Film("s1").shot("a").says("a", "Tobias")
    other = Film("s2").shot("b", sounds_like="a", shade=1).says("b", "Emil")
    assert len(people(film, other)) == 2
    assert len(people(Film("s1").shot("a"), Film("s2").shot("b", sounds_like="a", shade=1))) == 1


def test_the_same_full_name_in_two_recordings_is_one_person() -> None:
    found = people(Film("s1").shot("a").says("a", "Kofi Mensah"), Film("s2").shot("b").says("b", "Kofi Mensah"))
    assert len(found) == 1


def test_a_misheard_letter_does_not_make_another_name() -> None:
    found = people(Film("s1").shot("a").says("a", "Carlos Mendes"), Film("s2").shot("b").says("b", "Carlos Mendez"))
    assert len(found) == 1


def test_a_name_that_is_only_mentioned_joins_the_one_who_bears_it() -> None:
    film = Film("s1").shot("a").says("a", "Ingrid Solberg").mention("Ingrid").mention("Oskar")
    found = people(film)
    assert name_unit("s1", "Ingrid") in of(found, voice("a")).units
    assert of(found, name_unit("s1", "Oskar")).units == (name_unit("s1", "Oskar"),)
    assert of(found, name_unit("s1", "Oskar")).name == "Oskar"


def test_a_name_that_two_people_bear_is_nobodys_mention() -> None:
    film = Film("s1").shot("a").shot("b").says("a", "Anna Berg").says("b", "Anna Lind").mention("Anna")
    assert of(people(film), name_unit("s1", "Anna")).units == (name_unit("s1", "Anna"),)


def test_a_mention_in_another_recording_finds_the_only_bearer() -> None:
    found = people(Film("s1").shot("a").says("a", "Ingrid Solberg"), Film("s2").shot("b").mention("Ingrid"))
    assert name_unit("s2", "Ingrid") in of(found, voice("a")).units


def test_a_nickname_is_kept_as_a_name() -> None:
    film = Film("s1").label("Melanie").label("Jo").mention("Mel")
    person = of(people(film), label_unit("s1", "Melanie"))
    assert person.names == ("Melanie", "Mel")


def test_one_label_in_two_transcripts_is_one_person() -> None:
    found = people(Film("s1").label("Ingrid Solberg").label("Emil"), Film("s2").label("Ingrid Solberg").label("Jo"))
    assert of(found, label_unit("s1", "Ingrid Solberg")).units == tuple(
        label_unit(s, "Ingrid Solberg") for s in ("s1", "s2")
    )
    assert len(found) == 3


@pytest.mark.parametrize("label", ["Speaker 1", "SPEAKER_00", "Unknown", "Project Manager", "Interviewer", "User"])
def test_a_label_that_names_a_part_is_not_one_person_everywhere(label: str) -> None:
    found = people(Film("s1").label(label), Film("s2").label(label))
    assert [person.name for person in found] == [label, label]
