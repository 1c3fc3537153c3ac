"""Only clear proof that two faces in one frame are one face shown twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np
from mneme.encoders.types import TRACE_RATE_HZ, Region
from mneme.memory.identity.mirrors import Proof, Shown, same_instant, shown_twice
from mneme.streams.types import Image, Vector

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
