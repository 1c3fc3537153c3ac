import numpy as np
import pytest
from mneme.encoders.models import locate
from mneme.encoders.resemblyzer import ResemblyzerVoiceEncoder, mel_spectrogram
from mneme.encoders.types import VoiceEncoder
from mneme.streams.errors import ModelError, ModelMissing
from mneme.streams.types import SAMPLE_RATE

from tests.encoders.hearing import packaged


@pytest.fixture(scope="module")
def encoder():
    try:
        locate("resemblyzer")
    except ModelMissing as exc:
        pytest.skip(str(exc))
    return ResemblyzerVoiceEncoder()


@pytest.fixture(scope="module")
def man():
    return packaged("beckett")


@pytest.fixture(scope="module")
def other():
    return packaged("two_cities")


def test_the_mel_filterbank_is_that_of_librosa():
    times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    mels = mel_spectrogram((0.5 * np.sin(2 * np.pi * 1000 * times)).astype(np.float32))
    assert mels.shape == (101, 40)
    # librosa.feature.melspectrogram(y, sr=16000, n_fft=400, hop_length=160, n_mels=40): 1 kHz stands in bands 12 and 13
    assert set(np.argsort(mels[50])[-2:].tolist()) <= {11, 12, 13}
    assert mels[50].sum() > 100 * (mels[50].sum() - np.sort(mels[50])[-3:].sum())


def test_one_voice_is_more_alike_than_two(encoder, man, other):
    half, rest = np.array_split(other[: 12 * SAMPLE_RATE], 2)
    vectors = encoder.encode([half, rest, man[: 6 * SAMPLE_RATE]])
    assert vectors.shape == (3, 256)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.85
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def test_a_vector_does_not_depend_on_its_neighbours_nor_on_loudness_below_the_norm(encoder, man):
    sounds = [man[:30_000], man[30_000:80_000]]
    together = encoder.encode(sounds)
    assert np.array_equal(together, np.concatenate([encoder.encode([sound]) for sound in sounds]))
    soft = encoder.encode([sounds[0] * np.float32(0.001), sounds[0] * np.float32(0.002)])
    assert soft[0] @ soft[1] > 0.9999


def test_silence_and_nothing_give_zero_rows(encoder):
    assert not encoder.encode([np.zeros(8000, np.float32), np.zeros(0, np.float32)]).any()


def test_it_is_a_voice_encoder_that_says_what_it_is(encoder):
    kind: VoiceEncoder = encoder
    assert (kind.info.name, kind.info.dim) == ("resemblyzer", 256)


def test_a_file_with_other_content_is_one_clear_line(tmp_path):
    path = tmp_path / "pretrained.pt"
    path.write_bytes(b"no weights")
    with pytest.raises(ModelError, match="run `mneme models pull`"):
        ResemblyzerVoiceEncoder(weights=path)
