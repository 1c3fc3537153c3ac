"""Observations of one stream become units."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.encoders.types import Observation, ObservationKind
from mneme.memory.likeness import Exemplars
from mneme.memory.types import StoredObservation, UnitKind
from mneme.memory.units import (
    Units,
    face_unit,
    label_unit,
    name_unit,
    thing_unit,
    unit_kind,
    unit_stream,
    voice_unit,
)
from mneme.streams.types import Span, Vector

STREAM = "0123456789ab"


def like(person: int, shade: int = 0, *, spread: float = 0.25) -> Vector:
    """A vector of a person; shades of one person have cosines of about 0.97, two people of about 0.8."""
    common = np.random.default_rng(0).normal(size=64)
    own = np.random.default_rng(1000 + person).normal(size=64)
    noise = np.random.default_rng(7919 * person + shade + 1).normal(size=64)
    vector = 2.0 * common + own + spread * noise
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def face(person: int, shade: int = 0, *, times: tuple[float, ...] = (), start: float = 0.0) -> Observation:
    return Observation(ObservationKind.FACE, Span(start, start + 1), like(person, shade), times=times or (start,))


def turn(start: float, *, label: str = "", vector: Vector | None = None, text: str = "hello") -> Observation:
    return Observation(ObservationKind.TURN, Span(start, start + 2), vector, text, label=label)


def kept(clips: list[list[Observation]], units: list[list[str]]) -> list[StoredObservation]:
    return [
        StoredObservation(
            f"{c}-{n}", STREAM, c, each.kind, each.span, unit, each.vector, each.confidence, each.label, each.times
        )
        for c, (clip, given) in enumerate(zip(clips, units, strict=True))
        for n, (each, unit) in enumerate(zip(clip, given, strict=True))
    ]


def test_one_face_again_is_the_same_unit_and_another_face_is_not() -> None:
    units = Units(STREAM)
    assert units.assign([face(1), face(2, start=2.0)]) == [face_unit(STREAM, 0), face_unit(STREAM, 1)]
    assert units.assign([face(2, 5), face(1, 5, start=3.0)]) == [face_unit(STREAM, 1), face_unit(STREAM, 0)]


def test_two_faces_in_one_frame_are_never_one_unit() -> None:
    units = Units(STREAM)
    same = units.assign([face(1, 0, times=(0.0, 0.5)), face(1, 1, times=(0.5, 1.0))])
    assert len(set(same)) == 2


def test_in_one_frame_the_surer_face_takes_the_unit() -> None:
    units = Units(STREAM)
    units.assign([face(1, 0)])
    close, far = face(1, 0, times=(9.0,)), face(1, 3, times=(9.0,))
    assert units.assign([far, close])[1] == face_unit(STREAM, 0)


def test_a_face_that_is_not_surely_the_same_starts_its_own_unit() -> None:
    units = Units(STREAM)
    units.assign([face(1)])
    aside = like(2) - (like(2) @ like(1)) * like(1)
    doubt = (0.91 * like(1) + np.sqrt(1 - 0.91**2) * aside / np.linalg.norm(aside)).astype(np.float32)
    doubtful = Observation(ObservationKind.FACE, Span(5, 6), doubt, times=(5.0,))
    assert units.assign([doubtful]) == [face_unit(STREAM, 1)]


def test_a_poor_picture_of_a_face_must_be_much_more_alike() -> None:
    clear = face(1)
    aside = like(2) - (like(2) @ like(1)) * like(1)
    near = (0.935 * like(1) + np.sqrt(1 - 0.935**2) * aside / np.linalg.norm(aside)).astype(np.float32)
    for quality, expected in ((1.0, 0), (0.1, 1)):
        units = Units(STREAM)
        units.assign([clear])
        seen = Observation(ObservationKind.FACE, Span(5, 6), near, confidence=quality, times=(5.0,))
        assert units.assign([seen]) == [face_unit(STREAM, expected)]


def test_a_poor_exemplar_draws_nobody_near_and_is_the_first_to_go() -> None:
    exemplars = Exemplars(2)
    for shade, quality in ((0, 0.9), (1, 0.1), (2, 0.8)):
        exemplars.add(like(1, shade), quality)
    assert exemplars.qualities == pytest.approx([0.9, 0.8])
    exemplars.add(like(2), 0.1)
    assert exemplars.qualities == pytest.approx([0.9, 0.8])


def test_of_two_clear_exemplars_that_are_alike_the_clearer_stays() -> None:
    exemplars = Exemplars(2)
    for person, shade, quality in ((1, 0, 0.5), (2, 0, 0.6), (1, 0, 0.9)):
        exemplars.add(like(person, shade), quality)
    assert exemplars.qualities == pytest.approx([0.6, 0.9])


def test_a_face_without_a_vector_is_nobody() -> None:
    observation = Observation(ObservationKind.FACE, Span(0, 1), None, times=(0.0,))
    assert Units(STREAM).assign([observation]) == [""]


def test_the_diarizers_label_decides_a_voice_within_its_stream() -> None:
    units = Units(STREAM)
    given = units.assign([turn(0, label="2", vector=like(1)), turn(3, label="5", vector=like(1))])
    assert given == [voice_unit(STREAM, "2"), voice_unit(STREAM, "5")]


def test_without_a_label_the_voices_likeness_decides() -> None:
    units = Units(STREAM)
    given = units.assign([turn(0, vector=like(1)), turn(3, vector=like(2)), turn(6, vector=like(1, 4)), turn(9)])
    assert given == [voice_unit(STREAM, "0"), voice_unit(STREAM, "1"), voice_unit(STREAM, "0"), ""]


def test_a_transcripts_label_is_one_unit_however_it_is_spaced_and_cased() -> None:
    units = Units(STREAM)
    given = units.assign(
        [turn(0, label="Ingrid  Solberg"), turn(2, label="ingrid solberg"), turn(4, label="")], is_transcript=True
    )
    assert given == [label_unit(STREAM, "Ingrid Solberg")] * 2 + [""]


def test_signs_and_scenes_are_no_units() -> None:
    sign = Observation(ObservationKind.SIGN, Span(0, 1), text="EXIT")
    scene = Observation(ObservationKind.SCENE, Span(0, 1), like(3), text="office")
    assert Units(STREAM).assign([sign, scene]) == ["", ""]


@pytest.mark.parametrize(
    ("unit", "kind", "stream"),
    [
        (face_unit(STREAM, 3), UnitKind.FACE, STREAM),
        (voice_unit(STREAM, "speaker-1"), UnitKind.VOICE, STREAM),
        (label_unit(STREAM, "Ingrid"), UnitKind.LABEL, STREAM),
        (name_unit(STREAM, "Ingrid"), UnitKind.NAME, STREAM),
        (thing_unit("car key"), UnitKind.THING, ""),
    ],
)
def test_a_units_id_tells_its_kind_and_its_stream(unit: str, kind: UnitKind, stream: str) -> None:
    assert (unit_kind(unit), unit_stream(unit)) == (kind, stream)


def test_exemplars_are_bounded_and_stay_diverse() -> None:
    exemplars = Exemplars(3)
    for vector in (like(1), like(2), like(1, 1), like(1, 2), like(3)):
        exemplars.add(vector)
    stacked = exemplars.matrix()
    assert stacked.shape == (3, 64)
    assert (stacked @ stacked.T - np.eye(3)).max() < 0.9  # of the alike ones only one is left


CLIPS = st.lists(
    st.lists(st.tuples(st.sampled_from("fvt"), st.integers(0, 3), st.integers(0, 5), st.integers(0, 2)), max_size=5),
    min_size=1,
    max_size=6,
)


def built(clips: list[list[tuple[str, int, int, int]]]) -> list[list[Observation]]:
    made = []
    for number, clip in enumerate(clips):
        made.append([])
        for kind, person, shade, frame in clip:
            start = number * 10.0 + frame
            if kind == "f":
                made[-1].append(face(person, shade, times=(start, start + 0.5), start=start))
            else:
                made[-1].append(turn(start, label=str(person) if kind == "t" else "", vector=like(person, shade)))
    return made


@settings(max_examples=80, deadline=None)
@given(CLIPS, st.data())
def test_a_resumed_run_gives_the_units_of_an_unbroken_one(clips: list[list[tuple[str, int, int, int]]], data) -> None:  # type: ignore[no-untyped-def]
    observations = built(clips)
    whole = Units(STREAM)
    expected = [whole.assign(clip) for clip in observations]
    cut = data.draw(st.integers(0, len(observations)))
    resumed = Units(STREAM)
    resumed.restore(kept(observations[:cut], expected[:cut]))
    assert [resumed.assign(clip) for clip in observations[cut:]] == expected[cut:]
    assert resumed.exemplars.keys() == whole.exemplars.keys()
    assert all(np.array_equal(matrix, whole.exemplars[unit]) for unit, matrix in resumed.exemplars.items())


@settings(max_examples=80, deadline=None)
@given(CLIPS)
def test_no_observations_put_two_faces_of_one_frame_into_one_unit(clips: list[list[tuple[str, int, int, int]]]) -> None:
    units = Units(STREAM)
    for clip in built(clips):
        given_units = units.assign(clip)
        for n, one in enumerate(clip):
            for m, other in enumerate(clip[:n]):
                both_faces = one.kind is other.kind is ObservationKind.FACE
                if both_faces and set(one.times) & set(other.times):
                    assert given_units[n] != given_units[m]


QUALITIES = st.lists(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 3), st.floats(0.001, 1.0), st.sets(st.integers(0, 3), min_size=1)),
        max_size=5,
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=80, deadline=None)
@given(QUALITIES)
def test_whatever_their_quality_two_faces_of_one_frame_are_two_units(
    clips: list[list[tuple[int, int, float, set[int]]]],
) -> None:
    units, restored = Units(STREAM), Units(STREAM)
    made, expected = [], []
    for number, clip in enumerate(clips):
        made.append(
            [
                Observation(
                    ObservationKind.FACE,
                    Span(10.0 * number, 10.0 * number + 5),
                    like(person, shade),
                    confidence=round(quality, 4),
                    times=tuple(sorted(10.0 * number + frame for frame in frames)),
                )
                for person, shade, quality, frames in clip
            ]
        )
        expected.append(units.assign(made[-1]))
        for n, one in enumerate(made[-1]):
            for m, other in enumerate(made[-1][:n]):
                if set(one.times) & set(other.times):
                    assert expected[-1][n] != expected[-1][m]
    restored.restore(kept(made, expected))
    assert all(np.array_equal(matrix, units.exemplars[unit]) for unit, matrix in restored.exemplars.items())


@pytest.mark.slow
def test_photographs_of_one_person_mostly_meet_and_of_two_never(shared) -> None:  # type: ignore[no-untyped-def]
    """With dlib's own vectors of media/faces, as measured; see UnitsOptions."""
    pytest.importorskip("dlib")
    from mneme.encoders.registry import load

    cv2 = pytest.importorskip("cv2")
    detector, encoder = load("face_detector", "dlib"), load("face", "dlib")
    units, people = Units(STREAM), {}
    for number, path in enumerate(sorted((shared / "media" / "faces").glob("*.jpg"))):
        image = cv2.imread(str(path))[:, :, ::-1]
        scale = 500 / max(image.shape[:2])
        image = np.ascontiguousarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
        found = detector.detect(image)
        if not found:
            continue
        vector = encoder.encode(image, [found[0][0]])[0]
        observation = Observation(ObservationKind.FACE, Span(number, number + 1), vector, times=(float(number),))
        people.setdefault(units.assign([observation])[0], set()).add(path.name[:2])
    assert all(len(persons) == 1 for persons in people.values()), json.dumps({k: sorted(v) for k, v in people.items()})
    assert len(people) <= 8  # six people
