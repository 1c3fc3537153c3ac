"""Who is who: people from faces, voices and the links between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from mneme.encoders.types import EncoderInfo
from mneme.memory.identity.derive import Identity, derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.types import Decision, Person
from mneme.memory.units import face_unit, voice_unit
from mneme.streams.types import Span

OPTIONS = identity_options(ENCODERS)


def people(*films: Film, decisions: Sequence[Decision] = ()) -> list[Person]:
    observations = [each for film in films for each in film.observations]
    statements = [each for film in films for each in film.statements]
    return derive(observations, statements, decisions, options=OPTIONS)


def of(found: list[Person], unit: str) -> Person:
    return next(person for person in found if unit in person.units)


def sets(found: list[Person]) -> set[frozenset[str]]:
    return {frozenset(person.units) for person in found}


def face(letter: str, stream: str = "s1") -> str:
    return face_unit(stream, ord(letter) - ord("A"))


def voice(letter: str, stream: str = "s1") -> str:
    return voice_unit(stream, letter)


def test_two_faces_in_one_frame_never_merge() -> None:
    film = Film("s1").shot(faces="A")
    twin = replace(film.observations[0], id="twin", unit=face("B"))  # the very same vector, in the same frames
    film.observations.append(twin)
    assert len(people(film)) == 2


def test_one_face_in_two_streams_is_one_person() -> None:
    found = people(Film("s1").shot(faces="A").shot(faces="B"), Film("s2").shot(faces="A", shade=3))
    assert of(found, face("A")).units == (face("A"), face("A", "s2"))
    assert len(found) == 2


def test_a_voice_and_the_face_that_is_seen_with_it_are_one_person() -> None:
    film = Film("s1").shot("a", "A").shot("b", "B").shot("a", "A").shot("b", "B")
    assert sets(people(film)) == {frozenset({voice("a"), face("A")}), frozenset({voice("b"), face("B")})}


def test_nine_votes_to_one_do_not_make_three_one() -> None:
    film = Film("s1")
    for _ in range(9):
        film.shot("a", "A")
    film.shot("a", "B").shot("c", "C").shot("c", "C")
    assert sets(people(film)) == {
        frozenset({voice("a"), face("A")}),
        frozenset({face("B")}),
        frozenset({voice("c"), face("C")}),
    }


def test_a_voice_that_is_never_seen_gets_no_face() -> None:
    film = Film("s1").shot("a", "A").shot("w").shot("a", "A").shot("w")
    assert of(people(film), voice("w")).units == (voice("w"),)


def test_two_voices_for_one_face_that_is_always_there_stay_apart() -> None:
    film = Film("s1")
    for _ in range(4):
        film.shot("a", "A").shot("b", "A")
    assert len({of(people(film), unit).id for unit in (voice("a"), voice("b"), face("A"))}) == 3


def test_one_voice_that_the_diarizer_has_split_is_joined_only_when_very_alike() -> None:
    film = Film("s1").shot("a").shot("b", sounds_like="c").shot("c").shot("b", sounds_like="c")
    assert of(people(film), voice("b")) != of(people(film), voice("a"))


def test_voices_that_speak_at_once_are_two_people() -> None:
    film = Film("s1").shot("a")
    both = replace(film.observations[0], id="x", unit=voice("b"), label="b", span=Span(1.0, 5.0))
    film.observations.append(both)
    assert of(people(film), voice("a")) != of(people(film), voice("b"))


def test_a_blip_of_a_voice_is_nobody() -> None:
    film = Film("s1").shot("a")
    film.observations.append(
        replace(film.observations[0], id="blip", unit=voice("z"), span=Span(9.0, 9.2), vector=None)
    )
    assert all(voice("z") not in person.units for person in people(film))


def test_people_do_not_depend_on_the_order_of_streams_or_on_how_they_are_fed() -> None:
    films = [
        Film("s3").shot("a", "A").shot("b", "B").shot("a", "A").says("a", "Ingrid Solberg"),
        Film("s1").shot("x", "B", shade=2).shot("y", "A", shade=4).shot("x", "B").shot("y", "A"),
        Film("s2").shot("k", sounds_like="a").mention("Ingrid").says("k", "Ingrid Solberg"),
    ]
    expected = people(*films)
    for order in itertools.permutations(films):
        assert people(*order) == expected
    by_clip = Identity(OPTIONS)
    for film in films:
        for clip in sorted({each.clip for each in film.observations}):
            by_clip.add_clip([each for each in film.observations if each.clip == clip], [])
        by_clip.add_clip([], film.statements)
    assert by_clip.people() == expected


def test_a_person_keeps_the_id_when_a_later_recording_is_added() -> None:
    first, later = Film("s9").shot(faces="A"), Film("s1").shot(faces="A", shade=2)
    starts = {"s9": 1_000.0, "s1": 9_000.0}
    before = derive(first.observations, [], options=OPTIONS, starts=starts)
    after = derive([*first.observations, *later.observations], [], options=OPTIONS, starts=starts)
    assert [person.id for person in before] == [person.id for person in after]


def test_an_unknown_encoders_likeness_joins_nobody() -> None:
    options = identity_options({"face": EncoderInfo("other", "1", 128)})
    films = [Film("s1").shot(faces="A"), Film("s2").shot(faces="A")]
    assert len(derive([o for film in films for o in film.observations], [], options=options)) == 2


def test_a_voice_and_a_face_that_are_not_surely_one_stay_apart_and_say_so() -> None:
    film = Film("s1").shot("a", "A").shot("b", "B").shot("b", "A")
    found = people(film)
    unsure = of(found, voice("a"))
    assert face("A") not in unsure.units
    assert [(each.person, 0.3 <= each.probability < 0.85) for each in unsure.may_be] == [
        (of(found, face("A")).id, True)
    ]
    assert [each.person for each in of(found, face("A")).may_be][:1] == [unsure.id]


def test_what_was_parted_by_a_person_is_no_doubt_any_more() -> None:
    film = Film("s1").shot("a", "A").shot("b", "B").shot("b", "A")
    units = (voice("a"), face("A"))
    parted = Decision("d", "split", units, voice("a"))
    assert of(people(film, decisions=[parted]), voice("a")).may_be == ()
