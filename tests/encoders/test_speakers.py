import numpy as np
import pytest
from mneme.encoders.diarization import Track, Voiced
from mneme.encoders.speakers import SpeakerOptions, Speakers, speaker_options
from mneme.streams.errors import ConfigError
from mneme.streams.types import SAMPLE_RATE

SECOND = SAMPLE_RATE
OPTIONS = SpeakerOptions(alike=0.7)


def stretches(*spans: tuple[float, float]) -> tuple[tuple[int, int], ...]:
    return tuple((round(start * SECOND), round(end * SECOND)) for start, end in spans)


def direction(*parts: float):
    vector = np.zeros(8, np.float32)
    vector[: len(parts)] = parts
    return vector / max(1e-9, np.linalg.norm(vector))


A, B, C, NOBODY = direction(1), direction(0, 1), direction(0, 0, 1), np.zeros(8, np.float32)
HALF = direction(1, 1.2)  # 0.64 with A


def said(vector, *spans: tuple[float, float], seconds: float | None = None, before=(), origin: int = 0) -> Voiced:
    """A track that speaks then, with that much behind its vector (all of it by default)."""
    length = sum(end - start for start, end in spans) if seconds is None else seconds
    heard = stretches(*spans)
    return Voiced(Track(heard, heard, stretches(*before)), vector, length, origin)


def test_voices_are_named_in_order_and_known_again():
    speakers = Speakers(OPTIONS)
    assert speakers.assign([said(A, (0, 3))]) == ["1"]
    assert speakers.assign([said(B, (3, 6))]) == ["2"]
    assert speakers.assign([said(B, (6, 9)), said(A, (9, 11), origin=1)]) == ["2", "1"]


def test_tracks_that_speak_at_once_are_two_voices_however_alike():
    speakers = Speakers(OPTIONS)
    assert speakers.assign([said(A, (0, 3)), said(A, (1, 3), origin=1)]) == ["1", "2"]
    assert Speakers(OPTIONS).assign([said(A, (0, 3)), said(A, (3, 5), origin=1)]) == ["1", "1"]


def test_more_speech_must_be_more_alike():
    for seconds, expected in ((1.0, "1"), (6.0, "2")):
        speakers = Speakers(OPTIONS)
        speakers.assign([said(A, (0, 6))])
        assert speakers.assign([said(direction(1, 1.6), (10, 10 + seconds))]) == [expected]  # cosine 0.53
    assert OPTIONS.wanted(2, 2) < OPTIONS.wanted(2, 8) < OPTIONS.wanted(8, 8) < OPTIONS.alike
    assert OPTIONS.wanted(1, 9) == OPTIONS.wanted(9, 1)


def test_short_speech_like_nobodys_gets_no_name():
    speakers = Speakers(OPTIONS)
    assert speakers.assign([said(A, (0, 3))]) == ["1"]
    assert speakers.assign([said(B, (4, 4.6))]) == [""]
    assert speakers.assign([said(NOBODY, (5, 5.2), seconds=0.0)]) == [""]


def test_what_continues_a_voice_from_before_the_turn_needs_less_likeness():
    for before, expected in ((), "2"), (((1, 3),), "1"):
        speakers = Speakers(OPTIONS)
        speakers.assign([said(A, (0, 4))])
        assert speakers.assign([said(direction(1, 2), (5, 8), before=before)]) == [expected]  # cosine 0.45
    speakers = Speakers(OPTIONS)
    speakers.assign([said(A, (0, 4))])
    assert speakers.assign([said(B, (5, 8), before=((1, 3),))]) == ["2"]


def test_speech_that_is_never_heard_alone_is_named_by_what_it_continues_or_is_new():
    speakers = Speakers(OPTIONS)
    speakers.assign([said(A, (0, 3)), said(B, (3, 6), origin=1)])
    under = said(NOBODY, (7, 7.8), seconds=0.0, before=((3, 5),), origin=1)
    assert speakers.assign([said(A, (7, 10)), under]) == ["1", "2"]
    assert speakers.assign([said(A, (20, 24)), said(NOBODY, (20, 22), seconds=0.0, origin=1)]) == ["1", "3"]
    assert speakers.assign([said(A, (30, 34)), said(NOBODY, (30, 31), seconds=0.0, origin=1)]) == ["1", ""]


def test_a_clear_likeness_goes_before_what_only_continues():
    speakers = Speakers(OPTIONS)
    speakers.assign([said(A, (0, 4))])
    vague = said(NOBODY, (5, 6), seconds=0.0, before=((1, 3),))
    assert speakers.assign([vague, said(A, (5.5, 9), origin=1)]) == ["", "1"]


def test_parts_of_one_track_are_two_voices_only_if_they_are_very_unlike_or_one_is_known():
    like = direction(1, 2)  # 0.45 with A, where 0.56 are wanted: not the same, but not unlike enough for two new ones
    parts = [said(A, (0, 5)), said(like, (5, 9))]
    assert Speakers(OPTIONS).assign(parts) == ["1", "1"]
    assert Speakers(OPTIONS).assign([parts[0], said(like, (5, 9), origin=1)]) == ["1", "2"]
    assert Speakers(OPTIONS).assign([parts[0], said(B, (5, 9))]) == ["1", "2"]
    speakers = Speakers(OPTIONS)
    speakers.assign([said(A, (-9, -4))])
    assert speakers.assign(parts) == ["1", "2"]


def test_short_speech_does_not_move_the_voice_that_it_takes():
    speakers = Speakers(OPTIONS)
    speakers.assign([said(A, (0, 5))])
    before = speakers.state()["voices"]
    assert speakers.assign([said(HALF, (6, 7))]) == ["1"]
    assert speakers.state()["voices"][0][:3] == before[0][:3]
    assert speakers.assign([said(HALF, (8, 11))]) == ["1"]
    assert speakers.state()["voices"][0][:3] != before[0][:3]


def test_memory_is_bounded_and_names_are_not_given_twice():
    speakers = Speakers(SpeakerOptions(alike=0.9, limit=3))
    given = [speakers.assign([said(direction(*np.eye(8)[i % 8]), (4 * i, 4 * i + 3))])[0] for i in range(40)]
    assert given[:8] == [str(i + 1) for i in range(8)]
    assert len(set(given)) == 40
    state = speakers.state()
    assert len(state["voices"]) == 3
    assert len(state["recent"]) <= 5


def test_speakers_go_on_bit_for_bit_from_their_state():
    speakers, again = Speakers(OPTIONS), Speakers(OPTIONS)
    speakers.assign([said(A, (0, 3)), said(B, (3, 5), origin=1), said(NOBODY, (1, 3), seconds=0.0, origin=2)])
    again.set_state(speakers.state())
    assert again.state() == speakers.state()
    more = [said(HALF, (5, 8)), said(NOBODY, (5, 6), seconds=0.0, before=((3, 4),), origin=1)]
    assert speakers.assign(more) == again.assign(more)
    assert speakers.state() == again.state()


def test_an_encoder_without_measured_thresholds_is_refused_with_a_way_out():
    assert speaker_options("resemblyzer").alike > speaker_options("wespeaker-resnet34").alike
    with pytest.raises(ConfigError, match=r"set ears\.speakers"):
        speaker_options("somebody-elses")
