"""What people decided about identity holds against all evidence, and can be undone."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.encoders.types import ObservationKind
from mneme.memory.identity.decisions import MACHINE, decide, rulings_of
from mneme.memory.identity.derive import derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.types import Decision, Person
from mneme.memory.units import face_unit, voice_unit

_numbers = itertools.count()
OPTIONS = identity_options(ENCODERS)


def people(*films: Film, decisions: Sequence[Decision] = ()) -> list[Person]:
    observations = [each for film in films for each in film.observations]
    statements = [each for film in films for each in film.statements]
    return derive(observations, statements, decisions, options=OPTIONS)


def of(found: list[Person], unit: str) -> Person:
    return next(person for person in found if unit in person.units)


def face(letter: str, stream: str = "s1") -> str:
    return face_unit(stream, ord(letter) - ord("A"))


def voice(letter: str, stream: str = "s1") -> str:
    return voice_unit(stream, letter)


AT = datetime(2027, 5, 1, tzinfo=UTC)


def decided(action: str, who: list[Person], value: str = "", leaving: tuple[str, ...] = ()) -> Decision:
    return replace(decide(action, who, value=value, leaving=leaving, at=AT, by="me"), id=f"d{next(_numbers)}")


def test_a_name_that_was_decided_goes_before_the_own_one() -> None:
    film = Film("s1").shot("a").says("a", "Ingrid")
    naming = decided("name", people(film), "Dr. Ingrid Solberg")
    person = people(film, decisions=[naming])[0]
    assert (person.name, person.is_confirmed) == ("Dr. Ingrid Solberg", True)
    assert "Ingrid" in person.names


def test_a_merge_goes_before_every_evidence() -> None:
    film = Film("s1").shot("a", "AB").says("a", "Ingrid").shot("b").says("b", "Emil")
    merge = decided("merge", people(film))
    found = people(film, decisions=[merge])
    assert len(found) == 1


def test_a_split_holds_against_every_evidence_and_takes_the_name_along_only_on_one_side() -> None:
    films = [Film("s1").shot(faces="A"), Film("s2").shot(faces="A", shade=1)]
    whole = people(*films)
    naming = decided("name", whole, "Ingrid")
    split = decided("split", people(*films, decisions=[naming]), leaving=(face("A", "s2"),))
    found = people(*films, decisions=[naming, split])
    assert {person.name for person in found} == {"Ingrid", None}
    assert of(found, face("A")).name == "Ingrid"


def test_undo_gives_back_exactly_what_was_before_and_can_be_undone() -> None:
    film = Film("s1").shot("a").shot("b").says("a", "Ingrid")
    merge = decided("merge", people(film))
    undo = Decision("u1", "undo", (), merge.id)
    again = Decision("u2", "undo", (), undo.id)
    assert people(film, decisions=[merge, undo]) == people(film)
    assert people(film, decisions=[merge, undo, again]) == people(film, decisions=[merge])


def test_two_people_who_were_named_differently_are_never_joined_by_likeness() -> None:
    films = [Film("s1").shot(faces="A"), Film("s2").shot(faces="A", shade=1)]
    apart = [derive(film.observations, [], options=OPTIONS)[0] for film in films]
    names = [decided("name", [apart[0]], "Ingrid"), decided("name", [apart[1]], "Astrid")]
    assert {person.name for person in people(*films, decisions=names)} == {"Ingrid", "Astrid"}


def test_a_decision_about_a_unit_that_nothing_is_stored_of_does_no_harm() -> None:
    film = Film("s1").shot("a")
    naming = Decision("d", "name", (voice("a"), voice_unit("gone", "1")), "Ingrid")
    assert of(people(film, decisions=[naming]), voice("a")).name == "Ingrid"


SHOTS = st.lists(
    st.tuples(st.sampled_from("abc") | st.just(""), st.sets(st.sampled_from("ABC"), max_size=2), st.integers(0, 3)),
    min_size=1,
    max_size=8,
)
CLAIMS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["Ingrid", "Ingrid Solberg", "Emil", "Walter"]),
        st.sampled_from(["self", "addressed", "introduced"]),
        st.sampled_from([1.0, 0.8, 0.3, -1.0]),
    ),
    max_size=5,
)


def filmed(shots: list[list[tuple[str, set[str], int]]], claims: list[tuple[str, str, str, float]]) -> list[Film]:
    films = []
    for number, each in enumerate(shots):
        film = Film(f"s{number}")
        for voice, faces, shade in each:
            film.shot(voice, "".join(sorted(faces)), shade=shade)
        for voice, name, source, weight in claims:
            film.claim(voice_unit(film.stream, voice), name, source, weight).mention(name)
        films.append(film)
    return films


def drawn(found: list[Person], data: st.DataObject, count: int) -> list[Decision]:
    """A log of decisions about units that are there."""
    units = sorted(unit for person in found for unit in person.units)
    log: list[Decision] = []
    for number in range(count):
        action = data.draw(st.sampled_from(["name", "merge", "split", "confirm", "enroll", "hide", "undo"]))
        some = tuple(data.draw(st.lists(st.sampled_from(units), min_size=1, max_size=4, unique=True)))
        value = data.draw(st.sampled_from(["Rosa", "Theo"])) if action in ("name", "enroll") else ""
        if action == "split":
            value = " ".join(some[: len(some) // 2])
        if action == "undo":
            if not log:
                continue
            some, value = (), data.draw(st.sampled_from([each.id for each in log]))
        log.append(Decision(f"d{number}", action, some, value))
    return log


@settings(max_examples=40, deadline=None)
@given(st.lists(SHOTS, min_size=1, max_size=2), CLAIMS, st.data())
def test_no_observations_and_decisions_break_a_cannot_link_or_a_decision(shots, claims, data) -> None:  # type: ignore[no-untyped-def]
    films = filmed(shots, claims)
    plain = people(*films)
    if not plain:
        return
    log = drawn(plain, data, data.draw(st.integers(0, 5)))
    found = people(*films, decisions=log)
    units = [unit for person in found for unit in person.units]
    assert len(units) == len(set(units))  # nobody is two people
    rulings = rulings_of(log)
    home = {unit: person.id for person in found for unit in person.units}
    for one, other in itertools.combinations(sorted(rulings.units), 2):
        if rulings.block(one) == rulings.block(other):
            assert home[one] == home[other]
        elif not rulings.may_join(str(rulings.block(one)), str(rulings.block(other))):
            assert home[one] != home[other]
    for film in films:
        for one, other in itertools.combinations(film.observations, 2):
            seen_together = one.kind is other.kind is ObservationKind.FACE and set(one.times) & set(other.times)
            is_decided = rulings.block(one.unit) is not None and rulings.block(one.unit) == rulings.block(other.unit)
            if seen_together and one.unit != other.unit and not is_decided:
                assert home.get(one.unit) is None or home.get(one.unit) != home.get(other.unit)


@settings(max_examples=30, deadline=None)
@given(SHOTS, CLAIMS, st.data())
def test_undoing_the_last_decision_restores_the_people_before_it(shots, claims, data) -> None:  # type: ignore[no-untyped-def]
    films = filmed([shots], claims)
    plain = people(*films)
    if not plain:
        return
    log = [each for each in drawn(plain, data, 3) if each.action != "undo"]
    for number in range(1, len(log) + 1):
        undone = [*log[:number], Decision("u", "undo", (), log[number - 1].id)]
        assert people(*films, decisions=undone) == people(*films, decisions=log[: number - 1])


@settings(max_examples=40, deadline=None)
@given(st.lists(SHOTS, min_size=1, max_size=2), st.data(), st.integers(0, 1_000))
def test_the_order_of_independent_decisions_does_not_matter(shots, data, seed) -> None:  # type: ignore[no-untyped-def]
    films = filmed(shots, [])
    plain = people(*films)
    names = ["Rosa", "Theo", "Nadia", "Hugo", "Selma", "Emil"]
    log = []
    for number, (person, name) in enumerate(zip(plain, names, strict=False)):  # one event about each: independent
        action = data.draw(st.sampled_from(["name", "split", "confirm", "hide", "enroll", "merge"]))
        value = " ".join(person.units[:1]) if action == "split" else name
        log.append(Decision(f"d{number}", action, person.units, value))
    shuffled = random.Random(seed).sample(log, len(log))
    assert people(*films, decisions=shuffled) == people(*films, decisions=log)


@settings(max_examples=30, deadline=None)
@given(st.lists(SHOTS, min_size=1, max_size=3), CLAIMS, st.integers(0, 1_000))
def test_the_order_of_recordings_and_the_machines_own_log_do_not_matter(shots, claims, seed) -> None:  # type: ignore[no-untyped-def]
    films = filmed(shots, claims)
    found = people(*films)
    assert people(*random.Random(seed).sample(films, len(films))) == found
    entries = [Decision(f"m{n}", "joined", person.units, "a b into c", by=MACHINE) for n, person in enumerate(found)]
    assert people(*films, decisions=entries) == found
