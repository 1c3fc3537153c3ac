"""Only clear proof that two faces in one frame are one face shown twice."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from mneme.encoders import registry
from mneme.encoders.eyes import Eyes
from mneme.encoders.mirrors import Proof, Shown, same_instant, shown_twice
from mneme.encoders.types import TRACE_RATE_HZ, Observation, Region
from mneme.memory.identity.derive import derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.types import StoredObservation
from mneme.memory.units import Units
from mneme.streams.types import Frame, Glimpse, Image, Vector

TIMES = (0.0, 1.0, 2.0, 3.0)


def vector(seed: int = 0, nearness: float = 1.0) -> Vector:
    own, other = (np.random.default_rng(each).normal(size=64) for each in (7, 100 + seed))
    own /= np.linalg.norm(own)
    other -= (other @ own) * own
    made = nearness * own + np.sqrt(1 - nearness**2) * other / np.linalg.norm(other)
    return made.astype(np.float32)


def chip(seed: int) -> Image:
    """Something as smooth as a face."""
    noise = np.random.default_rng(seed).integers(0, 255, (9, 9, 3), np.uint8)
    return np.asarray(cv2.resize(noise, (150, 150), interpolation=cv2.INTER_CUBIC), np.uint8)


def talk(seed: int, seconds: float = 8.0) -> bytes:
    slow = np.random.default_rng(seed).integers(0, 200, int(seconds * 8))
    return np.repeat(slow, TRACE_RATE_HZ // 8).astype(np.uint8).tobytes()


def boxes(left: float, *, shake: float = 0.0, seconds: float = 8.0) -> Mapping[float, Region]:
    random = np.random.default_rng(3)
    times = np.arange(0, seconds, 0.5).tolist()
    moved = [(time, left + float(random.normal(0, 1)) * shake) for time in times]
    return {time: Region(x, 0.3, x + 0.1, 0.5) for time, x in moved}


def person(look: int = 0, mouth: int = 0, *, left: float = 0.2, nearness: float = 1.0) -> Shown:
    crops = {time: chip(1000 * look + int(time)) for time in TIMES}
    return Shown(vector(look, nearness), 0.0, talk(mouth), boxes(left, shake=0.01), crops)


def mirrored(shown: Shown) -> Shown:
    crops = {
        time: np.asarray(cv2.resize(crop[:, ::-1], (90, 90), interpolation=cv2.INTER_AREA), np.uint8)
        for time, crop in shown.crops.items()
    }
    return replace(shown, crops=crops, boxes=boxes(0.7, shake=0.01))


def test_a_mirror_image_that_moves_as_the_face_does_is_a_copy() -> None:
    one = person()
    assert shown_twice(one, mirrored(one)) is Proof.COPY


def test_two_tiles_of_a_gallery_that_show_one_person_are_copies() -> None:
    one = person()
    assert shown_twice(one, replace(one, boxes=boxes(0.7, shake=0.01))) is Proof.COPY


def test_identical_twins_side_by_side_stay_two() -> None:
    assert shown_twice(person(0, 1), person(1, 2, left=0.6)) is Proof.NONE
    assert shown_twice(person(0, 1), person(1, 1, left=0.6)) is Proof.NONE  # even when they speak in unison


def test_twins_with_the_same_vector_and_nothing_else_known_stay_two() -> None:
    one = person()
    bare = replace(one, crops={}, boxes={}, trace=b"")
    assert shown_twice(bare, bare) is Proof.NONE
    assert shown_twice(one, replace(one, trace=b"")) is Proof.NONE


def test_a_copy_whose_mouth_does_something_else_is_none() -> None:
    one = person(0, 1)
    assert shown_twice(one, replace(one, trace=talk(2))) is Proof.NONE


def test_one_instant_is_not_enough() -> None:
    one = person()
    short = replace(one, crops={0.0: one.crops[0.0], 0.2: one.crops[1.0], 0.4: one.crops[2.0]})
    assert shown_twice(short, short) is Proof.NONE


def test_another_vector_is_another_person_whatever_moves() -> None:
    one = person()
    assert shown_twice(one, replace(mirrored(one), vector=vector(1, 0.95))) is Proof.NONE


def test_a_picture_that_hangs_there_for_long_is_a_picture() -> None:
    still = Shown(vector(), 0.0, bytes(30 * TRACE_RATE_HZ), boxes(0.7, seconds=30.0))
    assert shown_twice(person(), still) is Proof.PICTURE
    assert shown_twice(still, person()) is Proof.PICTURE


def test_somebody_who_keeps_still_for_a_while_is_no_picture() -> None:
    still = Shown(vector(), 0.0, bytes(30 * TRACE_RATE_HZ), boxes(0.7, seconds=30.0))
    brief = Shown(vector(), 0.0, bytes(10 * TRACE_RATE_HZ), boxes(0.7, seconds=10.0))
    nods = replace(still, boxes=boxes(0.7, shake=0.01, seconds=30.0))
    speaks = replace(still, trace=talk(1, 30.0))
    for other in (brief, nods, speaks):
        assert shown_twice(person(), other) is Proof.NONE


def test_of_two_pictures_nothing_is_proved() -> None:
    still = Shown(vector(), 0.0, bytes(30 * TRACE_RATE_HZ), boxes(0.7, seconds=30.0))
    assert shown_twice(still, replace(still, boxes=boxes(0.2, seconds=30.0))) is Proof.NONE


def test_crops_of_an_instant_are_alike_mirrored_and_smaller_and_others_are_not() -> None:
    one = chip(1)
    small = np.asarray(cv2.resize(one[:, ::-1], (70, 70), interpolation=cv2.INTER_AREA), np.uint8)
    assert same_instant(one, small) > 0.95
    assert same_instant(one, chip(2)) < 0.8


@pytest.fixture(scope="module")
def eyes_of(shared: Path) -> Callable[[], Eyes]:
    """Eyes with the real models."""
    models = registry.load("face_detector", "dlib"), registry.load("face", "dlib")
    return lambda: Eyes(detector=models[0], encoder=models[1])


def seen(eyes: Eyes, left: np.ndarray, right: np.ndarray, *, seconds: float = 4.0) -> list[Observation]:
    """Two pictures side by side that sway together, ten glimpses and two frames a second."""
    found: list[Observation] = []
    for step in range(int(seconds * 10)):
        canvas = np.full((540, 960, 3), 120, np.uint8)
        sway = round(12 * math.sin(step / 5))
        for picture, middle in ((left, 260 + sway), (right, 700 - sway)):
            height, width = picture.shape[:2]
            canvas[100 : 100 + height, middle - width // 2 : middle - width // 2 + width] = picture
        time = step / 10
        luma = cv2.cvtColor(canvas, cv2.COLOR_RGB2GRAY)
        eyes.push(Glimpse(time, luma))
        if step % 5 == 0:
            found += eyes.push(Frame(time, canvas))
    return [*found, *eyes.end_clip(seconds)]


def photo(shared: Path, name: str) -> np.ndarray:
    picture = cv2.cvtColor(cv2.imread(str(shared / "media" / "faces" / name)), cv2.COLOR_BGR2RGB)
    return np.asarray(cv2.resize(picture, (round(picture.shape[1] * 340 / picture.shape[0]), 340)), np.uint8)


def people(faces: Sequence[Observation]) -> tuple[list[str], int]:
    """The units of the faces, and how many people they make."""
    units = Units("s").assign(faces)
    stored = [
        StoredObservation(f"o{n}", "s", 0, each.kind, each.span, unit, each.vector, times=each.times, label=each.label)
        for n, (each, unit) in enumerate(zip(faces, units, strict=True))
    ]
    encoders = {"face": registry.load("face", "dlib").info}
    return units, len(derive(stored, [], options=identity_options(encoders)))


def test_somebody_and_the_mirror_image_in_one_frame_are_one_person(eyes_of, shared) -> None:
    picture = photo(shared, "p1_a.jpg")
    faces = seen(eyes_of(), picture, np.ascontiguousarray(picture[:, ::-1]))
    assert len(faces) == 2
    assert faces[0].label == faces[1].label != ""
    assert people(faces)[1] == 1


def test_two_photographs_of_one_person_in_one_frame_prove_nothing(eyes_of, shared) -> None:
    faces = seen(eyes_of(), photo(shared, "p1_a.jpg"), photo(shared, "p1_b.jpg"))
    assert [face.label for face in faces] == ["", ""]
    units, count = people(faces)
    assert units[0] != units[1]
    assert count == 2
