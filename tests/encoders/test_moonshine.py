import numpy as np
import pytest
from mneme.encoders.language import LanguageJudge, LanguageOptions, loops
from mneme.encoders.moonshine import MoonshineOptions, MoonshineRecognizer, read_tokens
from mneme.streams.errors import ModelError
from mneme.streams.types import SAMPLE_RATE

from tests.encoders.hearing import packaged, read


@pytest.fixture(scope="module")
def recognizer():
    return MoonshineRecognizer()


def test_a_reading_is_written_down_word_for_word(recognizer):
    text, confidence = recognizer.transcribe(packaged("beckett"))
    words = text.lower().replace(",", "").replace(".", "")
    assert words == "ever tried ever failed no matter try again fail again fail better"
    assert confidence > 0.7


def test_a_speech_with_noise_is_understood(recognizer, shared):
    text, _ = recognizer.transcribe(read(shared / "media" / "audio" / "jfk.flac"))
    assert "what your country can do for you" in text
    assert "what you can do for your country" in text


def test_the_same_sound_gives_the_same_words_and_numbers(recognizer):
    sound = packaged("two_cities")[: 5 * SAMPLE_RATE]
    assert (
        recognizer.transcribe(sound) == recognizer.transcribe(sound.copy()) == MoonshineRecognizer().transcribe(sound)
    )


def test_one_view_costs_less_and_still_understands():
    recognizer = MoonshineRecognizer(options=MoonshineOptions(speeds=(1.0,)))
    text, _ = recognizer.transcribe(packaged("two_cities")[: 3 * SAMPLE_RATE])
    assert text.startswith("It was the best of times")


def test_nothing_and_a_click_have_no_words(recognizer):
    assert recognizer.transcribe(np.zeros(0, np.float32)) == ("", 0.0)
    assert recognizer.transcribe(np.ones(1000, np.float32)) == ("", 0.0)


def test_a_tenth_of_a_second_and_more_than_half_a_minute_are_taken():
    recognizer = MoonshineRecognizer(options=MoonshineOptions(speeds=(1.0,)))
    assert recognizer.transcribe(np.zeros(1600, np.float32))[1] <= 1
    assert len(recognizer.transcribe(packaged("two_cities")[: 31 * SAMPLE_RATE])[0]) > 200


def test_it_is_unsure_of_silence(recognizer):
    assert not LanguageJudge().believes(*recognizer.transcribe(np.zeros(4 * SAMPLE_RATE, np.float32)), 4.0)


def test_tokens_with_long_and_short_lengths_are_read():
    assert read_tokens(b"\x01a\x00\x02bc" + bytes([128 + 2, 1]) + b"d" * 130) == [b"a", b"", b"bc", b"d" * 130]


def test_a_folder_without_the_model_is_one_clear_line(tmp_path):
    with pytest.raises(ModelError, match="moonshine-voice"):
        MoonshineRecognizer(folder=tmp_path)


@pytest.mark.parametrize(
    ("words", "is_loop"),
    [
        ("boom boom boom boom", True),
        ("the name of the group is the name of the group is", True),
        ("yeah yeah i know they are still in the way", False),
        ("ask not what your country can do for you ask what you can do for your country", False),
        ("no no", False),
    ],
)
def test_loops_are_found(words, is_loop):
    assert loops(words.split()) is is_loop


def test_a_sure_text_is_believed_and_an_unsure_one_is_not():
    assert LanguageJudge().believes("I put the car keys in the kitchen drawer", 0.9, 3.0)
    assert not LanguageJudge().believes("They claim that the Wahoo fall not looking at the reckoning", 0.29, 4.0)


def test_a_loop_must_be_very_sure():
    said = "yeah yeah yeah yeah"
    assert LanguageJudge().believes(said, 0.9, 2.0)
    assert not LanguageJudge().believes(said, 0.55, 2.0)


def test_a_short_turn_goes_with_what_was_said_before():
    english, german = LanguageJudge(), LanguageJudge()
    for _ in range(3):
        english.believes("the keys are in the drawer next to the fridge", 0.9, 3.0)
        german.believes("these recently continued in the short round of the name", 0.27, 3.0)
    assert english.believes("oh really", 0.5, 0.8)
    assert not german.believes("oh really", 0.5, 0.8)


def test_a_long_turn_decides_for_itself():
    judge = LanguageJudge()
    for _ in range(10):
        judge.believes("the keys are in the drawer next to the fridge", 0.9, 3.0)
    assert not judge.believes("good morning to you mom if I should almost contact you next day", 0.3, 6.0)


def test_few_words_in_a_long_turn_are_no_speech():
    assert not LanguageJudge().believes("Thank you.", 0.6, 6.0)
    assert LanguageJudge().believes("Thank you.", 0.6, 1.0)


def test_no_words_are_never_believed():
    assert not LanguageJudge(LanguageOptions(prior=2.0)).believes(" … ", 1.0, 1.0)
