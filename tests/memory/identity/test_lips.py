"""Whether a mouth makes a sound."""

from __future__ import annotations

import json

import numpy as np
import pytest
from mneme.encoders.types import TRACE_RATE_HZ
from mneme.memory.identity.fake import SHOT, fake_speech
from mneme.memory.identity.lips import MOVES, Lips, LipsOptions
from mneme.streams.types import Span

OPTIONS = LipsOptions()
STILL = bytes([1]) * round(SHOT * TRACE_RATE_HZ)


def chewing(seed: int) -> bytes:
    """Moves as much as a speaker does, at a rhythm of its own."""
    slots = np.arange(len(STILL)) / TRACE_RATE_HZ
    moved = 12 + 11 * np.sin(2 * np.pi * 1.3 * slots + seed)
    return np.clip(1 + moved, 1, 255).astype(np.uint8).tobytes()


def meeting(*turns: dict[str, bytes], voice: str = "v") -> Lips:
    """A turn every five seconds; the movement of each face in it, "own" standing for that of the voice's owner."""
    lips = Lips()
    for number, faces in enumerate(turns):
        loudness, own = fake_speech(number)
        span = Span(number * 5.0, number * 5.0 + SHOT)
        tracks = [(face, span, own if trace == b"own" else trace) for face, trace in faces.items()]
        for face, _, trace in tracks:
            lips.watch(face, trace)
        lips.hear(voice, span, loudness, tracks, OPTIONS)
    return lips


def odds(lips: Lips, face: str, voice: str = "v") -> float:
    return lips.log_odds([voice], [face], OPTIONS)


def test_lips_that_move_with_the_sound_speak_for_the_face() -> None:
    lips = meeting(*[{"A": b"own", "B": STILL}] * 3)
    assert odds(lips, "A") > 3
    assert odds(lips, "B") == 0.0, "it was never seen to move: a photograph"


def test_a_mouth_that_never_moves_is_no_evidence_and_one_that_moves_elsewhere_is() -> None:
    still = [{"A": STILL}] * 3
    assert odds(meeting(*still), "A") == 0.0
    assert odds(meeting(*still, {"A": b"own"}), "A") < -3
    assert odds(meeting({"A": b"own"}, *still), "A") < -3


def test_noise_that_moves_now_and_then_makes_no_mouth_known_to_move() -> None:
    noise = bytearray(STILL)
    noise[10:13] = noise[60:63] = bytes([MOVES + 5]) * 3  # two bad pictures at ten a second
    lips = meeting(*[{"A": bytes(noise)}] * 40)
    assert not lips.moves(["A"], OPTIONS)
    assert odds(lips, "A") == 0.0


def test_a_mouth_that_moves_to_another_sound_has_less_than_that_of_the_speaker() -> None:
    lips = meeting(*[{"A": b"own", "B": chewing(n), "C": fake_speech(50 + n)[1]} for n in range(4)])
    assert odds(lips, "A") > odds(lips, "B") + 3
    assert odds(lips, "A") > odds(lips, "C") + 3


def test_sync_is_found_where_the_lips_are_a_little_early_or_late_and_not_where_far() -> None:
    def shifted(slots: int) -> float:
        return odds(meeting(*[{"A": _rolled(fake_speech(n)[1], slots)} for n in range(3)]), "A")

    near = [shifted(slots) for slots in (-4, -2, 0, 2, 4)]
    assert min(near) > 3
    assert min(near) > shifted(12) + 1


def _rolled(trace: bytes, slots: int) -> bytes:
    return np.roll(np.frombuffer(trace, np.uint8), slots).tobytes()


def test_a_mouth_that_moves_whoever_speaks_gives_less_for_any_of_them() -> None:
    alone = meeting(*[{"A": b"own"}] * 3)
    always = meeting(*[{"A": b"own"}] * 3)
    for _ in range(8):
        always.watch("A", chewing(0))
    assert odds(always, "A") < odds(alone, "A") - 1


def test_what_was_not_measured_and_turns_that_are_too_short_say_nothing() -> None:
    unseen = bytes(len(STILL))
    assert meeting({"A": unseen, "B": b""}).pairs == {}
    lips, span = Lips(), Span(0.0, 0.4)
    lips.hear("v", span, fake_speech(0)[0][:10], [("A", span, fake_speech(0)[1][:10])], OPTIONS)
    lips.hear("v", Span(0, SHOT), b"", [("A", Span(0, SHOT), fake_speech(0)[1])], OPTIONS)
    assert lips.pairs == {}


def test_only_the_time_that_both_share_is_compared_wherever_they_begin() -> None:
    loudness, movement = fake_speech(3)
    whole, parts = Lips(), Lips()
    whole.hear("v", Span(10, 14), loudness, [("A", Span(10, 14), movement)], OPTIONS)
    before, after = bytes([1]) * 50 + movement[:50], movement[50:] + bytes([1]) * 50
    parts.hear("v", Span(10, 14), loudness, [("A", Span(8, 12), before), ("A", Span(12, 16), after)], OPTIONS)
    assert whole.pairs == parts.pairs


def test_the_sums_are_cut_off_and_units_of_one_face_and_voice_add_up() -> None:
    many = meeting(*[{"A": b"own"}] * 60)
    assert odds(many, "A") == pytest.approx(OPTIONS.most)
    lips = meeting({"A": b"own"}, {"B": b"own"})
    assert lips.log_odds(["v"], ["A", "B"], OPTIONS) > max(odds(lips, "A"), odds(lips, "B"))


def test_the_state_is_small_and_comes_back_exactly() -> None:
    lips = meeting(*[{"A": b"own", "B": chewing(n)} for n in range(30)])
    state = json.dumps(lips.state())
    assert Lips.of_state(json.loads(state)) == lips
    assert len(state) < 1000, "sums, whatever the number of turns"
