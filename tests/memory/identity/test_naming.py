"""Which names people get, and who is meant by a name that is only said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from mneme.memory.identity.derive import derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.types import Decision, Person
from mneme.memory.units import face_unit, label_unit, name_unit, voice_unit

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
    film = Film("s1").shot("a").shot("a").says("a", "Carlos Mendes")
    other = Film("s2").shot("b", sounds_like="a", shade=1).shot("b", sounds_like="a").says("b", "Carlos Mendez")
    assert len(people(film, other)) == 1


@pytest.mark.parametrize(("one", "two"), [("Daniel Stone", "Daniel Stein"), ("Erik Hansen", "Erik Hanson")])
def test_names_that_only_sound_alike_make_nobody_one(one: str, two: str) -> None:
    assert len(people(Film("s1").shot("a").says("a", one), Film("s2").shot("b").says("b", two))) == 2
    assert len(people(Film("s1").shot("", "A").says("a", one), Film("s2").shot("b").says("b", two))) == 3


def test_a_name_that_is_only_mentioned_joins_the_one_who_bears_it() -> None:
    film = Film("s1").shot("a").says("a", "Ingrid Solberg").mention("Ingrid").mention("Oskar")
    found = people(film)
    assert name_unit("s1", "Ingrid") in of(found, voice("a")).units
    assert of(found, name_unit("s1", "Oskar")).units == (name_unit("s1", "Oskar"),)
    assert of(found, name_unit("s1", "Oskar")).name == "Oskar"


def test_a_name_that_two_people_bear_is_nobodys_mention_and_no_third_person() -> None:
    film = Film("s1").shot("a").shot("b").says("a", "Anna Berg").says("b", "Anna Lind").mention("Anna")
    found = people(film)
    assert [person.names for person in found] == [("Anna Berg",), ("Anna Lind",)]
    assert not any(name_unit("s1", "Anna") in person.units for person in found)
    film.mention("Anna Koch")  # who is not there is a third
    assert [person.name for person in people(film)] == ["Anna Berg", "Anna Lind", "Anna Koch"]


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


def face(letter: str, stream: str = "s1") -> str:
    return face_unit(stream, ord(letter) - ord("A"))


def test_a_name_that_its_bearer_takes_back_is_gone_and_the_right_one_stays() -> None:
    film = Film("s1").shot("a").shot("b").says("a", "Anna").mention("Oscar")
    film.claim(voice("b"), "Oscar", "introduced", 0.5).claim(voice("b"), "Oscar", "addressed", 0.8)
    assert of(people(film), voice("b")).names == ("Oscar",)
    film.shot("b").says("b", "Omar").claim(voice("b"), "Oscar", "self", -1.0)
    found = people(film)
    assert of(found, voice("b")).names == ("Omar",)
    assert name_unit("s1", "Oscar") in of(found, voice("b")).units  # what was said of "Oscar" was said of Omar
    assert [person.name for person in found] == ["Anna", "Omar"]


def test_who_goes_on_calling_somebody_by_the_wrong_name_changes_nothing() -> None:
    film = Film("s1").shot("a").shot("b").claim(voice("b"), "Oscar", "self", -1.0)
    film.shot("a").claim(voice("b"), "Oscar", "addressed", 1.0).claim(voice("b"), "Oscar", "addressed", 1.0)
    assert of(people(film), voice("b")).name is None


def test_who_takes_a_name_back_and_gives_it_later_bears_it() -> None:
    film = Film("s1").shot("b").claim(voice("b"), "Peter", "self", -1.0).shot("b").says("b", "Peter")
    assert of(people(film), voice("b")).name == "Peter"


def test_a_mistake_of_the_own_name_is_put_right_later() -> None:
    film = Film("s1").shot("b").says("b", "Oscar").says("b", "Oscar").shot("b")
    film.claim(voice("b"), "Oscar", "self", -1.0).says("b", "Omar")
    assert of(people(film), voice("b")).names == ("Omar",)


def test_nobody_else_can_take_back_the_name_that_somebody_gives_himself() -> None:
    film = Film("s1").shot("b").says("b", "Bruno").claim(voice("b"), "Bruno", "introduced", -1.0)
    film.claim(voice("b"), "Ben", "introduced", 0.9)
    assert of(people(film), voice("b")).names == ("Bruno",)


def test_a_name_that_is_spoken_of_after_it_was_taken_back_is_of_a_third() -> None:
    film = Film("s1").shot("a").shot("b").mention("Peter").claim(voice("b"), "Peter", "addressed", 0.9)
    film.shot("b").claim(voice("b"), "Peter", "self", -1.0).claim(voice("b"), "Peter", "addressed", -0.8)
    found = people(film)
    assert of(found, voice("b")).name is None
    assert of(found, name_unit("s1", "Peter")).units == (name_unit("s1", "Peter"),)


def test_a_card_names_a_face_and_the_voice_that_goes_with_it() -> None:
    film = Film("s1").shot("a", "A").shot("b", "B").shot("a", "A").shot("b", "B")
    film.claim(face("A"), "Anna Keller", "screen", 0.9)
    found = people(film)
    assert of(found, voice("a")).name == "Anna Keller"
    assert of(found, voice("b")).name is None


def test_the_own_name_wins_over_a_card_and_a_full_one_on_a_card_adds_to_it() -> None:
    film = Film("s1").shot("a", "A").shot("b", "B").shot("a", "A").shot("b", "B").says("a", "Anna").says("b", "Bruno")
    film.claim(face("A"), "Anna Keller", "screen", 0.9).claim(face("B"), "Carlos Mendes", "screen", 0.9)
    found = people(film)
    assert of(found, voice("a")).name == "Anna Keller"
    assert of(found, voice("b")).names == ("Bruno",)


def test_a_card_that_lingers_under_another_face_stays_with_its_first() -> None:
    film = Film("s1").shot("", "A").shot("", "B").shot("", "A").shot("", "B")
    film.claim(face("A"), "Omar Haddad", "screen", 0.8).claim(face("B"), "Omar Haddad", "screen", 0.55)
    found = people(film)
    assert of(found, face("A")).name == "Omar Haddad"
    assert of(found, face("B")).name is None


def test_a_letter_misread_on_one_card_of_several_does_not_count() -> None:
    film = Film("s1").shot("", "A").claim(face("A"), "Anna Kellar", "screen", 0.6)
    film.claim(face("A"), "Anna Keller", "screen", 0.9).claim(face("A"), "Anna Keller", "screen", 0.9)
    assert of(people(film), face("A")).name == "Anna Keller"


def test_what_somebody_wants_to_be_called_is_a_name_beside_the_given_one() -> None:
    film = Film("s1").shot("a").says("a", "Katherine Meyer").claim(voice("a"), "Kit", "nickname")
    film.claim(voice("a"), "Meyer", "addressed", 1.0)
    person = of(people(film), voice("a"))
    assert person.name == "Katherine Meyer"
    assert set(person.names) == {"Katherine Meyer", "Kit", "Meyer"}
    assert of(people(Film("s1").shot("a").claim(voice("a"), "Kit", "nickname")), voice("a")).name == "Kit"


def test_an_own_name_that_was_misheard_gives_way_to_the_one_that_others_say() -> None:
    film = Film("s1").shot("a").shot("b").claim(voice("b"), "Pigou", "self", 0.7).says("a", "Ida")
    assert of(people(film), voice("b")).name == "Pigou"
    film.claim(voice("b"), "Hugo", "addressed", 1.0)
    assert of(people(film), voice("b")).name == "Hugo"
    known = Film("s1").shot("a").shot("b").says("b", "Marco").claim(voice("b"), "Margo", "addressed", 1.0)
    assert of(people(known), voice("b")).name == "Marco"


def test_who_is_heard_first_seen_later_and_named_last_is_one_person() -> None:
    film = Film("s1").shot("v").shot("a", "A").shot("b", "B").shot("a", "A").shot("b", "B").shot("a", "A")
    film.says("a", "Karen").says("b", "Robert")
    film.shot("v", "C").shot("a", "A").shot("v", "C").says("v", "Victor")
    person = of(people(film), voice("v"))
    assert person.name == "Victor"
    assert face("C") in person.units


def test_somebody_absent_who_is_talked_about_gets_no_face_and_no_voice() -> None:
    film = Film("s1").shot("a", "A").mention("Gloria").shot("b", "B").shot("a", "A").shot("b", "B").says("a", "Helen")
    found = people(film)
    assert of(found, name_unit("s1", "Gloria")).units == (name_unit("s1", "Gloria"),)
    assert of(found, voice("b")).name is None


def test_one_voice_under_two_names_in_two_recordings_is_two_people() -> None:
    first = Film("s1").shot("a", "A").shot("a", "A").says("a", "Martin")
    second = Film("s2").shot("b", "B", sounds_like="a").shot("b", "B", sounds_like="a").says("b", "Thomas")
    assert [person.name for person in people(first, second)] == ["Martin", "Thomas"]
