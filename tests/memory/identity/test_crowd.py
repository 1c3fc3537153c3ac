"""Poor pictures of a face told by the crowd."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mneme.encoders.types import EncoderInfo, ObservationKind
from mneme.memory.identity.derive import derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.types import Person, StoredObservation
from mneme.memory.units import face_unit
from mneme.streams.types import Span, Vector

OPTIONS = identity_options({"face": EncoderInfo("dlib", "fake", 128)})
STREAM = "0123456789ab"


def drawn(*seed: int) -> Vector:
    vector = np.random.default_rng(list(seed)).normal(size=128)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def clear(person: int, shade: int) -> Vector:
    """Of one person about 0.95 alike, of two about 0.82."""
    made = 2.1 * drawn(5) + drawn(6, person) + 0.5 * drawn(7, person, shade)
    return (made / np.linalg.norm(made)).astype(np.float32)


def hidden(person: int, cover: int, *, own: float = 0.7) -> Vector:
    """Half of a face: about 0.93 of its own person; two people's behind one cover are as alike."""
    made = 2.1 * drawn(5) + own * drawn(6, person) + 0.6 * drawn(8, cover)
    return (made / np.linalg.norm(made)).astype(np.float32)


def seen(
    unit: int, vector: Vector, *, quality: float = 0.8, at: float = 0.0, stream: str = STREAM, frames: int = 8
) -> StoredObservation:
    return StoredObservation(
        id=f"{stream}-{unit}-{at}",
        stream=stream,
        clip=int(at // 30),
        kind=ObservationKind.FACE,
        span=Span(at, at + 4),
        unit=face_unit(stream, unit),
        vector=vector,
        confidence=quality,
        times=tuple(at + n / 2 for n in range(frames)),
    )


def crowd(people: int, stream: str = STREAM) -> list[StoredObservation]:
    return [
        seen(person, clear(person, shade), at=100.0 * person + 10 * shade, stream=stream)
        for person in range(people)
        for shade in range(3)
    ]


def person_of(people: Sequence[Person], unit: str) -> Person | None:
    return next((person for person in people if unit in person.units), None)


def test_a_half_hidden_face_joins_the_person_it_is_much_nearer_to_than_to_all_others() -> None:
    poor = seen(20, hidden(2, 0), quality=0.05, at=900.0)
    assert 0.90 < float(poor.vector @ clear(2, 0)) < 0.946  # type: ignore[operator]  # too little between two strangers
    people = derive([*crowd(6), poor], [], options=OPTIONS)
    found = person_of(people, poor.unit)
    assert found is not None
    assert found is person_of(people, face_unit(STREAM, 2))
    assert len(people) == 6


def test_a_blurred_face_must_be_nearer_still() -> None:
    for quality, expected in ((0.05, True), (0.15, False)):
        poor = seen(20, hidden(2, 0, own=0.5), quality=quality, at=900.0)
        people = derive([*crowd(6), poor], [], options=OPTIONS)
        is_joined = person_of(people, poor.unit) is person_of(people, face_unit(STREAM, 2))
        assert is_joined == expected


def test_the_same_face_stays_alone_where_there_is_no_crowd() -> None:
    poor = seen(20, hidden(2, 0), quality=0.05, at=900.0)
    people = derive([*(each for each in crowd(3) if each.unit == face_unit(STREAM, 2)), poor], [], options=OPTIONS)
    assert len(people) == 2


def test_two_hidden_faces_of_two_people_behind_one_cover_never_meet() -> None:
    poor = [seen(20 + n, hidden(n + 7, 0), quality=0.05, at=900.0 + 10 * n) for n in range(2)]
    assert float(poor[0].vector @ poor[1].vector) > 0.85  # type: ignore[operator]
    people = derive([*crowd(6), *poor], [], options=OPTIONS)
    assert len(people) == 8


def test_a_hidden_face_joins_nobody_with_whom_it_was_seen_at_once() -> None:
    poor = seen(20, hidden(2, 0), quality=0.05, at=200.0)  # when person 2 is in the picture
    people = derive([*crowd(6), poor], [], options=OPTIONS)
    assert person_of(people, poor.unit) is not person_of(people, face_unit(STREAM, 2))


def test_a_hidden_face_joins_nobody_who_was_not_seen_in_its_recording() -> None:
    poor = seen(20, hidden(2, 0), quality=0.05, at=0.0, stream="ba9876543210")
    people = derive([*crowd(6), poor], [], options=OPTIONS)
    assert len(people) == 7


def test_who_joins_by_the_crowd_does_not_depend_on_the_order() -> None:
    poor = [seen(20 + n, hidden(n, 0), quality=0.05, at=900.0 + 10 * n) for n in range(4)]
    given = [*crowd(6), *poor]
    expected = {person.units for person in derive(given, [], options=OPTIONS)}
    for seed in range(3):
        mixed = [given[i] for i in np.random.default_rng(seed).permutation(len(given))]
        assert {person.units for person in derive(mixed, [], options=OPTIONS)} == expected
