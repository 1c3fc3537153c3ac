from types import SimpleNamespace

import pytest
from mneme.encoders.whisper import WhisperOptions, WhisperRecognizer, text_of
from mneme.streams.errors import ModelError, ModelMissing


def test_a_model_that_is_not_on_this_machine_is_one_clear_line_without_the_network(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelMissing, match="neither a folder nor in the hub's cache"):
        WhisperRecognizer(options=WhisperOptions(model="small"))


def test_a_folder_without_a_model_is_one_clear_line(tmp_path):
    with pytest.raises(ModelError, match="not a Whisper model"):
        WhisperRecognizer(options=WhisperOptions(model=str(tmp_path)))


def test_segments_are_joined_and_their_certainty_is_weighed_by_tokens():
    segments = [
        SimpleNamespace(text=" Guten Morgen.", tokens=[1, 2, 3], avg_logprob=-0.1),
        SimpleNamespace(text=" Ja.", tokens=[4], avg_logprob=-0.5),
    ]
    text, confidence = text_of(segments)
    assert text == "Guten Morgen. Ja."
    assert confidence == pytest.approx(0.8187, abs=1e-3)
    assert text_of([]) == ("", 0.0)
