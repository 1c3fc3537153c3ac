from itertools import pairwise

import numpy as np
import pytest
from mneme.encoders.silero import WINDOW, Endpointer, EndpointOptions, SileroVoiceActivity, quietest
from mneme.streams.errors import ModelError
from mneme.streams.types import SAMPLE_RATE

from tests.encoders.hearing import packaged


@pytest.fixture(scope="module")
def speech():
    return packaged("beckett")


def probabilities(activity: SileroVoiceActivity, samples) -> list[float]:
    return [activity.probability(samples[i : i + WINDOW]) for i in range(0, len(samples) - WINDOW + 1, WINDOW)]


def turns(given: list[float], **options: float) -> list[tuple[int, int]]:
    """The turns of a row of probabilities, in windows."""
    pointer = Endpointer(EndpointOptions(padding=0.0, **options))
    found = [pointer.push(i * WINDOW, value) for i, value in enumerate(given)]
    found.append(pointer.close(len(given) * WINDOW))
    return [(turn[0] // WINDOW, turn[1] // WINDOW) for turn in found if turn]


def test_speech_is_told_from_silence_noise_and_tones(speech):
    activity = SileroVoiceActivity()
    assert np.quantile(probabilities(activity, speech), 0.7) > 0.9
    noise = np.random.default_rng(0).normal(0, 0.1, 3 * SAMPLE_RATE).astype(np.float32)
    times = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    chord = sum(np.sin(2 * np.pi * pitch * times) for pitch in (262, 330, 392)).astype(np.float32) / 6
    for sound in (np.zeros(3 * SAMPLE_RATE, np.float32), noise, chord):
        activity.reset()
        assert max(probabilities(activity, sound)) < 0.5


def test_a_state_taken_in_the_middle_goes_on_bit_for_bit(speech):
    activity, other = SileroVoiceActivity(), SileroVoiceActivity()
    half = 60 * WINDOW
    probabilities(activity, speech[:half])
    other.set_state(activity.state())
    assert probabilities(other, speech[half : 2 * half]) == probabilities(activity, speech[half : 2 * half])


def test_a_file_that_is_no_network_is_one_clear_line(tmp_path):
    path = tmp_path / "silero.onnx"
    path.write_bytes(b"not a network")
    with pytest.raises(ModelError, match="install faster-whisper again"):
        SileroVoiceActivity(path=path)


def test_a_pause_ends_a_turn_and_a_breath_does_not():
    speech, breath, pause = [0.9] * 20, [0.1] * 6, [0.1] * 14
    assert turns(speech + breath + speech + pause + speech) == [(0, 46), (60, 80)]


def test_hysteresis_keeps_soft_speech_in_the_turn():
    assert turns([0.4] * 5 + [0.6] + [0.4] * 30 + [0.2] * 20) == [(5, 36)]


def test_a_click_is_no_turn():
    assert turns([0.0] * 5 + [0.9] * 3 + [0.0] * 20) == []


def test_padding_never_reaches_into_the_turn_before():
    pointer = Endpointer(EndpointOptions(padding=0.2, min_silence=0.4))
    given = ([0.9] * 20 + [0.0] * 14) * 3
    found = [turn for i, value in enumerate(given) if (turn := pointer.push(i * WINDOW, value))]
    assert len(found) == 3
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_a_long_turn_is_full_and_can_be_cut():
    pointer = Endpointer(EndpointOptions(max_turn=2.0))
    for i in range(70):
        pointer.push(i * WINDOW, 0.9)
    assert pointer.is_full(70 * WINDOW)
    assert pointer.cut(30 * WINDOW) == (0, 30 * WINDOW)
    assert pointer.opened_at == 30 * WINDOW
    assert not pointer.is_full(70 * WINDOW)


def test_the_quietest_point_is_where_the_sound_is_softest():
    sound = np.random.default_rng(0).normal(0, 0.2, 2 * SAMPLE_RATE).astype(np.float32)
    sound[20_000:24_000] *= 0.1
    assert 20_000 < quietest(sound) < 24_000


@pytest.mark.parametrize("options", [{"threshold_off": 0.6}, {"max_turn": 1.0}, {"padding": 0.3}])
def test_options_out_of_range_are_refused(options):
    with pytest.raises(ValueError, match="voice activity needs"):
        EndpointOptions(**options)
