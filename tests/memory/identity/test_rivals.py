"""Two voices for one face, and what stays one that was one before."""

from __future__ import annotations

from dataclasses import replace

from mneme.memory.identity.clusters import Clusters
from mneme.memory.identity.decisions import rulings_of
from mneme.memory.identity.derive import Identity, derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.identity.summaries import gathered
from mneme.memory.types import Person
from mneme.memory.units import face_unit, voice_unit

OPTIONS = identity_options(ENCODERS)
FACE, A, B = face_unit("s1", 0), voice_unit("s1", "a"), voice_unit("s1", "b")


def of(found: list[Person], unit: str) -> Person:
    return next(person for person in found if unit in person.units)


def questioned(*, lips: str | None = None, sounds_like: str = "") -> Film:
    """Who is asked is on the screen while he answers and while he is asked; somebody else speaks over pictures."""
    film = Film("s1")
    for _ in range(3):
        film.shot("a", "A", lips=lips).shot("b", "A", lips=lips, sounds_like=sounds_like)
    for _ in range(10):
        film.shot("c")
    return film


def test_two_different_voices_that_one_face_goes_with_equally_never_become_one_person_by_it() -> None:
    film = questioned()
    found = derive(film.observations, [], options=OPTIONS)
    assert len({of(found, unit).id for unit in (A, B, FACE)}) == 3
    assert {each.person for each in of(found, FACE).may_be} == {of(found, A).id, of(found, B).id}


def test_the_voice_that_a_face_surely_goes_with_has_it_against_one_that_is_less_sure() -> None:
    film = questioned()
    for _ in range(6):
        film.shot("b", "A")
    found = derive(film.observations, [], options=OPTIONS)
    assert of(found, FACE) == of(found, B)
    assert of(found, FACE) != of(found, A)


def test_two_voices_that_sound_alike_do_not_compete_for_a_face() -> None:
    found = derive(questioned(sounds_like="a").observations, [], options=OPTIONS)
    assert of(found, A) == of(found, B) == of(found, FACE)


def test_two_voices_that_the_lips_of_a_face_are_seen_to_make_are_one_that_the_diarizer_has_split() -> None:
    found = derive(questioned(lips="A").observations, [], options=OPTIONS)
    assert of(found, A) == of(found, B) == of(found, FACE)


def test_who_was_one_before_does_not_stay_one_when_seen_twice_at_once() -> None:
    film = Film("s1").shot(faces="A").shot(faces="A", shade=1)
    first, second = film.observations
    other = replace(second, unit=face_unit("s1", 1))
    identity = Identity(OPTIONS)
    identity.add_clip([first, other, replace(first, id="twin", unit=other.unit)], [])
    clusters = Clusters(gathered(identity.streams.values()), rulings_of(()), OPTIONS)
    clusters.keep_together([first.unit, other.unit])
    assert len(clusters.groups) == 2
