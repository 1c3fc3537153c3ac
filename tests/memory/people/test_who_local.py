"""People derived of some alone say what deriving everybody says, for those and for who was left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mneme.memory.identity.decisions import decide
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.people.who import WhoIsWho, WhoOptions
from mneme.memory.store import Store
from mneme.memory.types import ClipRecord, Decision, Person, StreamRecord
from mneme.memory.units import face_unit
from mneme.streams.types import Span

from tests.memory.identity.test_crowd import STREAM as CROWDED
from tests.memory.identity.test_crowd import crowd, hidden, seen

AT = datetime(2027, 5, 1, tzinfo=UTC)
LOCAL = WhoOptions(few_units=0)
LARGE = WhoOptions(few_units=0, many_units=0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, mode="write", encoders=ENCODERS) as opened:
        yield opened


def keep(store: Store, film: Film, *, kind: str = "video", who: WhoIsWho | None = None, every: bool = False) -> None:
    """Commits a film clip by clip; `every`: people are derived after each."""
    last = max(each.clip for each in film.observations)
    for number in range(last + 1):
        seen = [each for each in film.observations if each.clip == number]
        said = [replace(each, clip=last) for each in film.statements] if number == last else []
        clip = ClipRecord(f"{film.stream}-{number}", film.stream, number, Span(number * 30, number * 30 + 30), 0)
        store.commit(clip, rows=[], observations=seen, statements=said)
        if who is not None:
            who.add(number, film.stream, seen, said)
            if every:
                who.put()
    store.put_stream(StreamRecord(film.stream, film.stream, kind, None, last * 30.0, last + 1, True, ""))


def talk(stream: str, letters: str, *, shots: int = 3, shade: int = 0) -> Film:
    film = Film(stream)
    for shot in range(shots):
        for letter in letters:
            film.shot(letter.lower(), letter, shade=shade + shot)
    return film


def sets(people: Sequence[Person]) -> set[frozenset[str]]:
    return {frozenset(person.units) for person in people}


def of(people: Sequence[Person], unit: str) -> Person:
    return next(person for person in people if unit in person.units)


def test_a_decision_leaves_a_person_the_name_that_a_note_tells(store: Store) -> None:
    keep(store, talk("s1", "AB"))
    keep(store, Film("n1").shot("z").claim("voice-s1-a", "Ingrid Solberg"), kind="notes")
    before = of(WhoIsWho(store).put(), "voice-s1-a")
    assert before.name == "Ingrid Solberg"
    confirm = decide("confirm", [before])
    store.append_decision(confirm)
    after = of(WhoIsWho(store, options=LOCAL).decided([confirm]), "voice-s1-a")
    assert (after.name, after.is_confirmed) == ("Ingrid Solberg", True)


def test_a_decision_about_one_of_two_who_may_be_one_leaves_the_doubt_to_both(store: Store) -> None:
    keep(store, Film("s1").shot("a", "A").shot("b", "A"))
    whole = WhoIsWho(store).put()
    one = next(person for person in whole if person.may_be)
    hide = decide("hide", [one])
    store.append_decision(hide)
    found = WhoIsWho(store, options=LOCAL).decided([hide])
    assert {p.id: (p.may_be, p.is_tentative) for p in found} == {p.id: (p.may_be, p.is_tentative) for p in whole}


def test_a_poor_face_that_the_crowd_has_told_is_told_again_when_a_decision_is_taken_back(store: Store) -> None:
    film = Film(CROWDED)
    film.observations = [*crowd(6), seen(20, hidden(2, 0), quality=0.05, at=900.0)]
    keep(store, film)
    before = WhoIsWho(store).put()
    hide = decide("hide", [of(before, face_unit(CROWDED, 20))])
    undo = Decision("undo", "undo", hide.units, hide.id)
    for decision in (hide, undo):
        store.append_decision(decision)
        found = WhoIsWho(store, options=LOCAL).decided([decision])
    assert found == before


def test_what_a_person_has_merged_while_a_recording_is_memorized_is_no_revision_of_the_machine(store: Store) -> None:
    keep(store, talk("s1", "AB"))
    people = WhoIsWho(store).put()
    who = WhoIsWho(store, now=lambda: AT)
    keep(store, talk("s2", "CD", shade=2), who=who)
    merge = decide("merge", people)
    store.append_decision(merge)
    WhoIsWho(store).decided([merge])  # as `people merge` does it
    who.put()
    assert store.decisions() == [merge]


def test_in_a_large_memory_what_is_derived_while_a_recording_comes_in_does_not_bind_what_comes_of_it(
    tmp_path: Path,
) -> None:
    film = Film("s2")
    for number in range(8):
        film.shot(faces="A", shade=number)
    film.observations = [
        replace(each, unit=face_unit("s2", 7)) if number % 2 else each for number, each in enumerate(film.observations)
    ]
    film.shot(faces="A", shade=9)
    film.observations.append(replace(film.observations[-1], id="twin", unit=face_unit("s2", 7)))
    found = []
    for every in (True, False):
        with Store.open(tmp_path / str(every), mode="write", encoders=ENCODERS) as store:
            keep(store, talk("s1", "XY"))
            WhoIsWho(store, options=LARGE).put()
            who = WhoIsWho(store, options=LARGE)
            keep(store, film, who=who, every=every)
            found.append(sets(who.put()))
    assert found[0] == found[1]
    assert {frozenset({face_unit("s2", 0)}), frozenset({face_unit("s2", 7)})} <= found[0]


def test_in_a_large_memory_people_are_recognized_by_all_that_was_seen_and_heard_of_them(store: Store) -> None:
    keep(store, talk("s1", "AB"))
    WhoIsWho(store, options=LARGE).put()
    keep(store, talk("s2", "CD", shots=8, shade=1), who=(who := WhoIsWho(store, options=LARGE)), every=True)
    person = of(who.put(), "voice-s2-c")
    (portrait,) = [each for each in store.portraits() if each.person == person.id]
    assert portrait.voiced == pytest.approx(8 * 4.0)


def test_in_a_large_memory_a_split_and_a_merge_change_by_what_people_are_recognized(store: Store) -> None:
    keep(store, talk("s1", "AB"))
    keep(store, talk("s2", "A", shade=3))
    one = of(WhoIsWho(store, options=LARGE).put(), "face-s2-0")
    split = decide("split", [one], leaving=[unit for unit in one.units if "-s2-" in unit])
    store.append_decision(split)
    parted = WhoIsWho(store, options=LARGE).decided([split])
    assert {each.person for each in store.portraits()} == {person.id for person in parted}
    assert len(parted) == 3
    merge = decide("merge", parted, number=1)
    store.append_decision(merge)
    (whole,) = WhoIsWho(store, options=LARGE).decided([merge])
    assert [each.person for each in store.portraits()] == [whole.id]
