import sys
from pathlib import Path

import numpy as np
import pytest
from mneme.encoders.diarization import SpeakerOptions, Speakers, Track, joined, overlap, speaker_options
from mneme.encoders.diarization_pieces import Piece, is_covered, margins, pieces_of, sound_of
from mneme.encoders.diarization_segments import SETTINGS, SegmentingDiarizer
from mneme.encoders.ears import Ears, EarsOptions
from mneme.encoders.silero import SileroVoiceActivity
from mneme.encoders.wespeaker import WeSpeakerVoiceEncoder
from mneme.streams.errors import ConfigError
from mneme.streams.types import SAMPLE_RATE

from tests.encoders.hearing import listen, packaged, pieces, read

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))  # a folder of programs, not a package
from scoring_speech import Heard, diarization_error

SECOND = SAMPLE_RATE
OPTIONS = SpeakerOptions(same=((0.5, 0.4), (2.0, 0.6)))


def track(*stretches: tuple[float, float]) -> Track:
    made = tuple((round(start * SECOND), round(end * SECOND)) for start, end in stretches)
    return Track(made, made)


def direction(*parts: float):
    vector = np.zeros(8, np.float32)
    vector[: len(parts)] = parts
    return vector / max(1e-9, np.linalg.norm(vector))


A, B, BETWEEN = direction(1), direction(0, 1), direction(1, 0.9)


def names(speakers: Speakers, *said: tuple[np.ndarray, float]) -> list[str]:
    """Tracks one after the other in one turn."""
    tracks, start = [], 0.0
    for _, seconds in said:
        tracks.append(track((start, start + seconds)))
        start += seconds
    return speakers.assign(tracks, [vector for vector, _ in said], [seconds for _, seconds in said])


def test_voices_are_named_in_order_and_known_again():
    speakers = Speakers(OPTIONS)
    assert names(speakers, (A, 3.0)) == ["1"]
    assert names(speakers, (B, 3.0)) == ["2"]
    assert names(speakers, (B, 3.0), (A, 2.0)) == ["2", "1"]


def test_two_long_tracks_of_one_turn_are_two_voices_however_alike():
    speakers = Speakers(OPTIONS)
    assert len(set(names(speakers, (A, 3.0), (direction(1, 0.2), 2.5)))) == 2


def test_short_speech_takes_the_nearest_voice_of_the_turn_unless_both_speak_at_once():
    speakers = Speakers(OPTIONS)
    assert names(speakers, (A, 3.0), (BETWEEN, 0.6)) == ["1", "1"]
    at_once = [track((0, 3)), track((1, 1.6))]
    assert Speakers(OPTIONS).assign(at_once, [A, BETWEEN], [3.0, 0.6]) == ["1", ""]


def test_short_speech_like_nobodys_gets_no_name():
    speakers = Speakers(OPTIONS)
    assert names(speakers, (A, 3.0)) == ["1"]
    assert names(speakers, (B, 0.6)) == [""]
    assert names(speakers, (np.zeros(8, np.float32), 0.1)) == [""]


def test_longer_speech_must_be_more_alike():
    for seconds, expected in ((0.9, "1"), (3.0, "2")):
        speakers = Speakers(OPTIONS)
        names(speakers, (A, 5.0))
        assert names(speakers, (direction(1, 1.7), seconds)) == [expected]  # cosine 0.51


def test_short_speech_does_not_move_the_voice_that_it_takes():
    speakers = Speakers(OPTIONS)
    names(speakers, (A, 5.0))
    before = speakers.state()["voices"][0][1]
    names(speakers, (BETWEEN, 1.0))
    assert speakers.state()["voices"][0][1] == before
    names(speakers, (BETWEEN, 3.0))
    assert speakers.state()["voices"][0][1] != before


def test_memory_is_bounded_and_names_are_not_given_twice():
    speakers = Speakers(SpeakerOptions(same=((0.5, 0.9),), limit=3))
    given = [names(speakers, (direction(*np.eye(8)[i % 8]), 3.0))[0] for i in range(8)]
    assert given == [str(i + 1) for i in range(8)]
    assert len(speakers.state()["voices"]) == 3


def test_speakers_go_on_bit_for_bit_from_their_state():
    speakers, again = Speakers(OPTIONS), Speakers(OPTIONS)
    names(speakers, (A, 3.0), (B, 2.0))
    again.set_state(speakers.state())
    assert names(speakers, (BETWEEN, 3.0)) == names(again, (BETWEEN, 3.0))
    assert speakers.state() == again.state()


def test_an_encoder_without_measured_thresholds_is_refused_with_a_way_out():
    assert speaker_options("resemblyzer").same
    with pytest.raises(ConfigError, match=r"set ears\.speakers"):
        speaker_options("somebody-elses")


def test_stretches_with_short_pauses_are_joined():
    assert joined([(50, 60), (0, 10), (12, 20), (15, 18)], 5) == ((0, 20), (50, 60))
    assert overlap(track((0, 2), (3, 4)), track((1, 3.5))) == round(1.5 * SECOND)


def test_a_voice_is_one_piece_until_somebody_else_has_spoken():
    tracks = [track((0, 1), (1.5, 2), (5, 6)), track((3, 4.9))]
    found = pieces_of(tracks, ["1", "2"])
    assert [(p.start / SECOND, p.end / SECOND, p.track) for p in found] == [(0, 2, 0), (3, 4.9, 1), (5, 6, 0)]


def test_tracks_with_one_name_are_one_voice():
    found = pieces_of([track((0, 1)), track((1, 2)), track((2, 3))], ["1", "1", ""])
    assert [(p.start / SECOND, p.end / SECOND, p.track) for p in found] == [(0, 2, 0), (2, 3, 2)]


def test_a_murmur_under_somebodys_words_is_no_piece_and_a_longer_one_is_covered():
    found = pieces_of([track((0, 5)), track((2, 2.4), (3, 4))], ["1", "2"])
    assert [(p.start / SECOND, p.track) for p in found] == [(0, 0), (3, 1)]
    assert is_covered(found[1], found)
    assert not is_covered(found[0], found)
    assert len(pieces_of([track((0, 5)), track((2, 2.4))], ["1", "2"])) == 1


def test_the_recognizer_hears_a_little_more_but_no_other_voice():
    row = [Piece(1000, 2000, 0), Piece(2100, 3000, 1), Piece(2900, 4000, 0)]
    assert margins(row, 0, (0, 5000), 500) == (0, 2100)
    assert margins(row, 1, (0, 5000), 500) == (2000, 3000)
    assert margins(row, 2, (0, 5000), 500) == (2900, 5000)


def test_a_vector_is_made_from_what_a_voice_says_alone():
    sound = np.arange(100, dtype=np.float32)
    both = Track(((10, 30), (40, 50)), ((10, 20), (45, 50)))
    assert sound_of(both, sound, 0).tolist() == [*range(10, 20), *range(45, 50)]
    assert len(sound_of(Track(((10, 30),), ()), sound, 5)) == 20


def test_a_dialogue_of_two_is_cut_at_its_changes():
    dialogue = packaged("endgame_nagg_nell")
    tracks = SegmentingDiarizer().split(dialogue[: 12 * SECOND], 0, (round(4.5 * SECOND), round(11.6 * SECOND)))
    assert len(tracks) == 2
    assert 7.5 < tracks[0].stretches[-1][1] / SECOND < 8.5 < tracks[1].stretches[0][0] / SECOND < 9.2


def test_silence_has_no_tracks():
    assert SegmentingDiarizer().split(np.zeros(3 * SECOND, np.float32), 7, (7, 3 * SECOND)) == []


@pytest.fixture(scope="module")
def voice():
    return WeSpeakerVoiceEncoder()


def heard(sound, voice, setting) -> list[Heard]:
    ears = Ears(activity=SileroVoiceActivity(), voice=voice, options=EarsOptions(diarization=setting))
    found = listen(ears, pieces(sound, [SECOND]))
    return [Heard(each.span.start, each.span.end, each.label or f"?{i}") for i, each in enumerate(found)]


@pytest.mark.parametrize(("setting", "most"), [("fast", 0.20), ("accurate", 0.10)])
def test_a_telephone_talk_is_told_apart(shared, voice, setting, most):
    folder = shared / "media" / "audio"
    rows = [line.split() for line in (folder / "pyannote_sample.rttm").read_text().splitlines()]
    truth = [Heard(float(row[3]), float(row[3]) + float(row[4]), row[7]) for row in rows]
    found = heard(read(folder / "pyannote_sample.wav"), voice, setting)
    assert diarization_error(truth, found).rate <= most
    assert set(SETTINGS) == {"fast", "accurate"}


@pytest.mark.slow
@pytest.mark.parametrize("scene", ["standup", "kitchen"])
@pytest.mark.parametrize("setting", ["fast", "accurate"])
def test_in_the_scenes_nobody_is_taken_for_somebody_else(shared, voice, scene, setting):
    import json

    folder = shared / "media" / "video"
    turns = json.loads((folder / f"{scene}.truth.json").read_text())["turns"]
    truth = [Heard(turn["start"], turn["end"], turn["speaker"]) for turn in turns]
    found = heard(read(folder / f"{scene}.mp4"), voice, setting)
    assert diarization_error(truth, found).confused < 1e-9
    assert len({each.name for each in found}) == len({each.name for each in truth})
