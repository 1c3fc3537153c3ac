import sys
from pathlib import Path

import numpy as np
import pytest
from mneme.encoders.diarization import Track, joined, overlap, seconds_of
from mneme.encoders.diarization_pieces import Piece, is_covered, margins, pieces_of
from mneme.encoders.diarization_purity import Purity, parts_of
from mneme.encoders.diarization_segments import SETTINGS, SegmentingDiarizer
from mneme.encoders.ears import Ears, EarsOptions
from mneme.encoders.silero import SileroVoiceActivity
from mneme.encoders.speakers import SpeakerOptions
from mneme.encoders.types import EncoderInfo
from mneme.encoders.wespeaker import WeSpeakerVoiceEncoder
from mneme.streams.types import SAMPLE_RATE

from tests.encoders.hearing import listen, packaged, pieces, read

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))  # a folder of programs, not a package
from scoring_speech import Heard, diarization_error, mapping, overlap_given

SECOND = SAMPLE_RATE


def track(*stretches: tuple[float, float]) -> Track:
    made = tuple((round(start * SECOND), round(end * SECOND)) for start, end in stretches)
    return Track(made, made)


class Tones:
    """A voice is what its samples are: 1 and 2 are two voices, 3 is half way between them, 0 is silence."""

    info = EncoderInfo("tones", "1", 2)

    def encode(self, samples):
        rows = np.array([[np.mean(part == 1), np.mean(part == 2)] for part in samples], np.float32).reshape(-1, 2)
        halves = np.array([np.mean(part == 3) for part in samples], np.float32)
        rows += halves.reshape(-1, 1)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def row(*parts: tuple[int, float]) -> np.ndarray:
    return np.concatenate([np.full(round(seconds * SECOND), kind, np.float32) for kind, seconds in parts])


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


PURITY = Purity(Tones(), SpeakerOptions(alike=0.7), most=12.0)


def test_a_vector_is_made_from_what_a_voice_says_alone():
    both = Track(((0, 4 * SECOND),), ((0, 2 * SECOND),))
    (found,) = PURITY.voiced(both, row((1, 2.0), (2, 2.0)), 0)
    assert found.vector.tolist() == [1, 0]
    assert found.seconds == 2
    assert found.track is both
    (under,) = PURITY.voiced(Track(((0, 4 * SECOND),), ()), row((1, 4.0)), 0)
    assert not under.vector.any()
    assert under.seconds == 0


def test_a_track_of_two_voices_is_cut_where_the_voice_changes():
    whole = track((1, 9))
    sound = row((1, 4.0), (2, 4.0))
    heard = Track(whole.stretches, whole.alone, ((0, SECOND),))
    one, other = PURITY.voiced(heard, sound, SECOND, origin=3)
    assert one.track == Track(((SECOND, 5 * SECOND),), ((SECOND, 3 * SECOND), (3 * SECOND, 5 * SECOND)), heard.before)
    assert other.track.stretches == ((5 * SECOND, 9 * SECOND),)
    assert other.track.before == ()
    assert [one.origin, other.origin] == [3, 3]
    assert one.vector @ other.vector == 0
    (uncut,) = PURITY.voiced(heard, sound, SECOND, may_cut=False)
    assert uncut.seconds == 8


def test_a_voice_that_comes_back_is_one_again():
    found = PURITY.voiced(track((0, 12)), row((1, 4.0), (2, 4.0), (1, 4.0)), 0)
    assert len(found) == 2
    assert [len(each.track.stretches) for each in found] == [2, 1]


def test_a_track_of_one_voice_with_a_moment_of_another_is_not_cut():
    assert len(PURITY.voiced(track((0, 8)), row((1, 7.2), (2, 0.8)), 0)) == 1
    assert len(PURITY.voiced(track((0, 8)), row((1, 4.0), (3, 4.0)), 0)) == 1


def test_parts_are_of_two_seconds_and_short_stretches_are_put_together():
    made = parts_of(track((0, 0.4), (0.6, 1.2), (5, 10), (10.2, 10.5)).alone, 99.0)
    assert [round(seconds_of(part), 1) for part in made] == [1.0, 2.5, 2.8]
    assert [len(part) for part in made] == [2, 1, 2]
    assert sum(seconds_of(part) for part in parts_of(track((0, 60)).alone, 12.0)) == 12


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


def recorded(shared, name) -> tuple[np.ndarray, list[Heard]]:
    folder = shared / "media" / "audio"
    rows = [line.split() for line in (folder / f"{name}.rttm").read_text().splitlines()]
    return read(folder / f"{name}.wav"), [Heard(float(r[3]), float(r[3]) + float(r[4]), r[7]) for r in rows]


@pytest.mark.parametrize("setting", ["fast", "accurate"])
def test_a_telephone_talk_is_told_apart(shared, voice, setting):
    sound, truth = recorded(shared, "pyannote_sample")
    found = heard(sound, voice, setting)
    assert diarization_error(truth, found).rate <= 0.10
    assert len({each.name for each in found if not each.name.startswith("?")}) == 2
    assert set(SETTINGS) == {"fast", "accurate"}


@pytest.mark.parametrize("setting", ["fast", "accurate"])
def test_in_a_meeting_of_four_who_talk_at_once_each_has_a_voice_and_overlap_is_two(shared, voice, setting):
    sound, truth = recorded(shared, "meeting_30s")
    found = heard(sound, voice, setting)
    assert diarization_error(truth, found).rate <= 0.60  # better than any constant guess
    assert mapping(truth, found).held() == 4
    assert (overlap_given(truth, found) or 0) >= 0.4


def test_two_that_speak_at_once_are_heard_before_the_turn_and_in_it(shared):
    sound, truth = recorded(shared, "meeting_30s")
    tracks = SegmentingDiarizer().split(sound[: 12 * SECOND], 0, (8 * SECOND, 11 * SECOND))
    assert len(tracks) >= 2
    assert overlap(tracks[0], tracks[1]) > SECOND
    before = [stretch for each in tracks for stretch in each.before]
    assert before
    assert max(end for _, end in before) <= 8 * SECOND
    assert len(truth) == 22


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
