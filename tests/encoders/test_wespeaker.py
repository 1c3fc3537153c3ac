import numpy as np
import pytest
from mneme.encoders import pyannote
from mneme.encoders.pyannote import Segmentation, network
from mneme.encoders.wespeaker import WeSpeakerVoiceEncoder, filterbank
from mneme.streams.errors import ModelMissing
from mneme.streams.types import SAMPLE_RATE

from tests.encoders.hearing import packaged


@pytest.fixture(scope="module")
def encoder():
    return WeSpeakerVoiceEncoder()


def test_one_voice_is_far_more_alike_than_two(encoder):
    reader, other = packaged("two_cities"), packaged("endgame_nagg_nell")
    vectors = encoder.encode([reader[: 5 * SAMPLE_RATE], reader[6 * SAMPLE_RATE : 11 * SAMPLE_RATE], other])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.6
    assert vectors[0] @ vectors[2] < 0.4


def test_silence_and_what_is_too_short_give_zero_rows(encoder):
    sounds = [np.zeros(SAMPLE_RATE, np.float32), np.full(1000, 0.1, np.float32), np.zeros(0, np.float32)]
    assert not encoder.encode(sounds).any()


def test_the_shortest_sound_that_is_taken_gives_a_vector(encoder):
    assert encoder.encode([packaged("beckett")[8000:12_400]]).any()


def test_the_version_names_the_weights(encoder):
    assert encoder.info.name == "wespeaker-resnet34"
    assert len(encoder.info.version) == 8
    assert encoder.info.dim == 256


def test_the_features_have_no_mean_over_time():
    features = filterbank(packaged("beckett")[:SAMPLE_RATE])
    assert features.shape == (98, 80)
    assert np.abs(features.mean(axis=0)).max() < 1e-3


def test_two_voices_are_told_apart_within_a_window():
    dialogue = packaged("endgame_nagg_nell")
    active = Segmentation().activity(dialogue[2 * SAMPLE_RATE : 12 * SAMPLE_RATE])
    assert active.shape == (589, 3)
    # "We laugh less heartily" (4.8-8.0 s) and "Last, last, heartily so" (8.7-11.4 s)
    first, second = active[170:350].sum(axis=0), active[400:550].sum(axis=0)
    assert first.argmax() != second.argmax()
    assert min(first.max(), second.max()) > 100


def test_a_library_without_the_network_is_one_clear_line():
    with pytest.raises(ModelMissing, match=r"--set models\.voice=resemblyzer"):
        network("telepathy")


def test_without_the_package_the_message_has_its_install_command(monkeypatch):
    monkeypatch.setattr(pyannote.importlib.util, "find_spec", lambda name: None)
    assert not pyannote.is_there()
    with pytest.raises(ModelMissing, match="pip install"):
        network("segmentation")
