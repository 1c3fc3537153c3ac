from __future__ import annotations

import math

from mneme.memory.identity.evidence import FACES, VOICES, IdentityOptions

VOICE = VOICES["wespeaker"]
JOINED = IdentityOptions().joined


def test_a_little_speech_never_joins_two_voices_however_alike() -> None:
    assert VOICE(1.0, 1.5, 60.0) < JOINED
    assert VOICE(1.0, 3.0, 3.0) < JOINED


def test_one_voice_with_enough_speech_is_joined_and_the_most_alike_two_are_not() -> None:
    for seconds, one, two in (
        (4.0, 0.82, 0.54),
        (8.0, 0.91, 0.52),
    ):  # middle of one voice, greatest of two, as measured
        assert VOICE(one, seconds, seconds) >= JOINED
        assert VOICE(two, seconds, seconds) < -1


def test_a_voice_a_semitone_higher_is_not_joined() -> None:
    assert VOICE(0.76, 4.0, 4.0) < JOINED  # of a hundred pairs five are more alike
    assert VOICE(0.81, 8.0, 8.0) < JOINED  # the most alike


def test_the_same_cosine_says_more_with_more_speech_behind_it() -> None:
    odds = [VOICE(0.9, seconds, 20.0) for seconds in (0.0, 0.5, 1.0, 2.0, 4.0)]
    assert odds[0] == 0
    assert odds == sorted(odds)
    unlike = [VOICE(0.3, seconds, 20.0) for seconds in (0.5, 1.0, 2.0)]
    assert unlike == sorted(unlike, reverse=True)
    assert VOICE(0.3, 5.0, 9.0) == VOICE(0.3, 9.0, 5.0)


def test_what_is_near_is_looked_at() -> None:
    assert VOICE.near < VOICE.zero
    assert FACES["dlib"].near == FACES["dlib"].zero


def test_a_scale_of_faces_knows_no_seconds() -> None:
    face = FACES["dlib"]
    assert face(0.93) == face(0.93, 1.0, math.inf)
