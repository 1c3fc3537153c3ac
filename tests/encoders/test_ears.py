import itertools
import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.encoders import pyannote
from mneme.encoders.diarization import Stretch, Track
from mneme.encoders.ears import UNKNOWN, Ears, EarsOptions
from mneme.encoders.fake import FakeRecognizer, FakeVoiceEncoder
from mneme.encoders.moonshine import MoonshineRecognizer
from mneme.encoders.silero import EndpointOptions, SileroVoiceActivity
from mneme.encoders.speakers import SpeakerOptions
from mneme.encoders.types import Sense
from mneme.encoders.wespeaker import WeSpeakerVoiceEncoder
from mneme.streams.errors import InternalError
from mneme.streams.types import SAMPLE_RATE, Frame, Samples, Sound, Span

from tests.encoders.hearing import HashRecognizer, LoudActivity, listen, packaged, pieces, spoken, told, tones

OPTIONS = EarsOptions(
    diarization="none",
    endpoints=EndpointOptions(max_turn=4.0),
    speakers=SpeakerOptions(alike=0.95, unlike=0.8),
)
TALK = tones((0, 0.7), (200, 1.5), (0, 0.9), (900, 2.2), (0, 0.5), (200, 6.3), (0, 1.1), (900, 0.3), (200, 1.4))


class HalfDiarizer:
    """Two voices in every turn, who speak at once in its middle; it listens to a second before."""

    context = SAMPLE_RATE

    def split(self, samples: Samples, position: int, turn: Stretch) -> list[Track]:
        heard_before = turn[0] - position  # how much depends on nothing but the stream
        middle = (turn[0] + turn[1]) // 2 + heard_before // 1000
        early, late = middle - SAMPLE_RATE // 10, middle + SAMPLE_RATE // 10
        return [Track(((turn[0], late),), ((turn[0], early),)), Track(((early, turn[1]),), ((late, turn[1]),))]


def fake_ears(diarizer: HalfDiarizer | None = None, **changes: object) -> Ears:
    models = {"activity": LoudActivity(), "recognizer": HashRecognizer(), "voice": FakeVoiceEncoder(), **changes}
    return Ears(**models, diarizer=diarizer, options=OPTIONS)


def broken(make, sounds: list[Sound], ends: list[float]):
    """Hears with a break at each of the clip ends: a fresh object, and the items from `resume_from` on."""
    found, ears, last = [], make(), 0.0
    for end in ends:
        found += [each for sound in sounds if last <= sound.time < end for each in ears.push(sound)]
        found += ears.end_clip(end)
        snapshot, resume = ears.snapshot(), ears.resume_from
        ears = make()
        ears.restore(snapshot)
        assert ears.resume_from == resume
        assert ears.snapshot() == snapshot
        found += [each for sound in sounds if resume <= sound.time < end for each in ears.push(sound)]
        last = end
    found += [each for sound in sounds if sound.time >= last for each in ears.push(sound)]
    return found + list(ears.flush())


def test_turns_have_text_a_voice_and_a_name():
    found = listen(fake_ears(), pieces(TALK, [1600]))
    assert [each.label for each in found][:2] == ["1", "2"]
    assert found[2].label == "1"
    assert all(each.language == "en" and each.text and each.vector is not None for each in found[:3])
    assert abs(found[0].span.start - 0.7) < 0.2
    assert abs(found[0].span.end - 2.2) < 0.2
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


@settings(max_examples=15, deadline=None)
@given(sizes=st.lists(st.integers(50, 20_000), min_size=1, max_size=6))
def test_any_cutting_of_the_sound_gives_the_same_turns(sizes):
    whole = told(listen(fake_ears(HalfDiarizer()), [Sound(0.0, TALK)]))
    assert len(whole) == 10
    assert told(listen(fake_ears(HalfDiarizer()), pieces(TALK, sizes))) == whole


@settings(max_examples=15, deadline=None)
@given(
    size=st.integers(500, 9000),
    start=st.sampled_from([0.0, 12.3456789, 1000.5 / SAMPLE_RATE]),
    ends=st.lists(st.floats(0.2, 14.5), min_size=1, max_size=4),
)
def test_any_break_at_any_clip_end_gives_the_same_turns(size, start, ends):
    sounds = pieces(TALK, [size], start)
    whole = told(listen(fake_ears(HalfDiarizer()), sounds))
    assert told(broken(lambda: fake_ears(HalfDiarizer()), sounds, sorted(start + end for end in ends))) == whole


def test_earlier_sound_than_is_needed_does_no_harm_after_a_break():
    sounds = pieces(TALK, [4000])
    whole = told(listen(fake_ears(), sounds))
    ears, again = fake_ears(), fake_ears()
    found = [each for sound in sounds[:30] for each in ears.push(sound)]
    again.restore(ears.snapshot())
    assert told(found + listen(again, sounds)) == whole


def test_jittering_times_change_nothing_not_even_with_a_break():
    wobble = random.Random(3)
    cut = pieces(TALK, [1024], 1.0)
    sounds = [Sound(sound.time + wobble.uniform(-0.01, 0.01), sound.samples) for sound in cut]
    whole = told(listen(fake_ears(HalfDiarizer()), sounds))
    assert len(whole) == 10
    for end in (1.1, 4.4, 8.0, 12.5):
        assert told(broken(lambda: fake_ears(HalfDiarizer()), sounds, [end])) == whole


def test_two_who_speak_at_once_are_two_turns_that_overlap():
    first, second = listen(fake_ears(HalfDiarizer()), [Sound(0.0, tones((0, 0.5), (200, 3.0), (0, 0.8)))])
    assert first.label != second.label
    assert round(first.span.overlap(second.span), 3) == 0.2
    assert first.vector is not None and second.vector is not None  # each is heard alone for more than a second


def test_a_gap_closes_the_turn_and_the_rest_begins_anew():
    first, second = tones((200, 2.0)), tones((200, 2.0))
    found = listen(fake_ears(), [Sound(0.0, first), Sound(10.0, second)])
    assert [(round(each.span.start, 1), round(each.span.end, 1)) for each in found] == [(0.0, 2.0), (10.0, 12.0)]
    assert listen(fake_ears(), pieces(np.concatenate([first, second]), [800]))[0].span.duration > 3


def test_a_clip_that_ends_long_after_the_sound_closes_the_turn_and_needs_nothing_more():
    ears = fake_ears()
    assert not list(ears.push(Sound(0.0, tones((200, 2.0)))))
    assert not list(ears.end_clip(2.0))
    assert ears.resume_from == 0.0
    assert len(list(ears.end_clip(30.0))) == 1
    assert ears.resume_from == 30.0
    assert not list(ears.flush())


def test_without_sound_nothing_is_needed_again():
    ears = fake_ears()
    assert not list(ears.push(Frame(3.0, np.zeros((8, 8, 3), np.uint8))))
    ears.end_clip(30.0)
    assert ears.resume_from == 30.0


def test_sound_that_does_not_come_again_after_a_restart_is_a_gap():
    ears, again = fake_ears(), fake_ears()
    list(ears.push(Sound(0.0, tones((0, 1), (200, 2.0)))))
    again.restore(ears.snapshot())
    found = listen(again, [Sound(60.0, tones((900, 2.0), (0, 1)))])
    assert [round(each.span.start) for each in found] == [60]


def test_endless_speech_is_cut_and_memory_is_bounded():
    ears, found, longest = fake_ears(HalfDiarizer()), [], 0
    for i in range(60):
        found += ears.push(Sound(float(i), tones((200, 1.0), seed=i)))
        longest = max(longest, ears._buffer.end - ears._buffer.start)
    assert longest <= 6 * SAMPLE_RATE
    assert max(each.span.duration for each in found) <= 4
    assert found[-1].span.end > 55
    assert len(ears.snapshot()) < 5000


def test_short_speech_bears_no_vector():
    (found,) = listen(fake_ears(), [Sound(0.0, tones((0, 0.5), (200, 0.6), (0, 0.5)))])
    assert found.vector is None
    assert found.text


def test_without_a_recognizer_or_a_voice_encoder_the_rest_still_comes():
    ears = Ears(activity=LoudActivity(), options=OPTIONS)
    found = listen(ears, [Sound(0.0, TALK)])
    assert {(each.text, each.language, each.label, each.vector) for each in found} == {("", UNKNOWN, "", None)}


def test_forgotten_voices_are_in_no_snapshot_and_the_next_voice_is_the_first_again():
    ears = fake_ears()
    for sound in pieces(TALK, [3000]):
        list(ears.push(sound))
    assert json.loads(ears.snapshot())["speakers"] != json.loads(fake_ears().snapshot())["speakers"]
    ears.forget_voices()
    assert json.loads(ears.snapshot())["speakers"] == json.loads(fake_ears().snapshot())["speakers"]
    end = len(TALK) / SAMPLE_RATE
    found = listen(ears, [Sound(end, tones((0, 1), (900, 2.0), (0, 1)))])
    assert found[0].label == "1"


def test_an_unsure_text_is_not_kept_but_the_turn_is():
    ears = fake_ears(recognizer=FakeRecognizer(text="gluten modern and so the hunger is a tome", confidence=0.25))
    found = listen(ears, [Sound(0.0, TALK)])
    assert {(each.text, each.language) for each in found} == {("", UNKNOWN)}


def test_a_recognizer_that_knows_languages_says_which():
    class Polyglot(FakeRecognizer):
        languages = frozenset({"de", "en", "fr"})
        language = "de"

    found = listen(fake_ears(recognizer=Polyglot(text="Guten Morgen", confidence=0.2)), [Sound(0.0, TALK)])
    assert {(each.text, each.language) for each in found} == {("Guten Morgen", "de")}


def test_a_snapshot_of_another_kind_is_one_clear_line():
    for bad in (b"", b"\xff", b"{}", json.dumps({"version": 99}).encode()):
        with pytest.raises(InternalError, match="index the stream again"):
            fake_ears().restore(bad)


def test_the_same_state_gives_the_same_bytes():
    one, other = fake_ears(), fake_ears()
    for sound in pieces(TALK[: 5 * SAMPLE_RATE], [3000]):
        one.push(sound)
    other.push(Sound(0.0, TALK[: 5 * SAMPLE_RATE]))
    state, same = json.loads(one.snapshot()), json.loads(other.snapshot())
    for each in (state, same):
        del each["buffer"]  # that knows the items
    assert state == same


def test_without_the_network_turns_are_one_voices_and_the_log_says_so(monkeypatch, caplog):
    monkeypatch.setattr(pyannote.importlib.util, "find_spec", lambda name: None)
    ears = Ears(activity=LoudActivity(), voice=FakeVoiceEncoder(), options=EarsOptions(speakers=OPTIONS.speakers))
    assert "not cut at changes of speaker" in caplog.text
    assert len(listen(ears, [Sound(0.0, TALK)])) == 4


@pytest.fixture(scope="module")
def models():
    return {"activity": SileroVoiceActivity(), "recognizer": MoonshineRecognizer(), "voice": WeSpeakerVoiceEncoder()}


def test_it_is_a_sense(models):
    assert isinstance(Ears(**models), Sense)


def test_a_dialogue_of_two_in_any_pieces_with_breaks_is_heard_the_same(models):
    dialogue = packaged("endgame_nagg_nell")[: 15 * SAMPLE_RATE]

    def make() -> Ears:
        return Ears(**{**models, "activity": SileroVoiceActivity()})

    found = listen(make(), [Sound(5.0, dialogue)])
    words = " ".join(each.text for each in found)
    assert "Do you hear me?" in words
    assert "we have still that resource" in words
    longer = [each for each in found if each.span.duration > 1.5]
    assert len(longer) == 3
    assert longer[0].label == longer[2].label != longer[1].label
    sounds = pieces(dialogue, [1024, 3000, 7], 5.0)
    assert told(broken(make, sounds, [9.0, 12.5, 14.1])) == told(found)


def test_silence_noise_and_music_are_not_heard_as_speech(models):
    times = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    beat = np.exp(-6 * (times % 0.5))
    chords = sum(np.sin(2 * np.pi * pitch * times) for pitch in (262, 330, 392, 523)) * beat * 0.15
    noise = np.random.default_rng(0).normal(0, 0.1, len(times))
    for sound in (np.zeros(len(times)), noise, chords):
        assert not listen(Ears(**models), [Sound(0.0, sound.astype(np.float32))])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Guten Morgen zusammen, ich heiße Thomas und arbeite seit drei Jahren in der Buchhaltung."),
        ("es", "Mañana por la mañana voy a llevar las muestras al laboratorio."),
        ("ru", "Доброе утро, меня зовут Сергей, и я работаю инженером на заводе."),
        ("it", "La riunione con la banca comincia alle nove e mezza."),
        ("tr", "Araba anahtarları mutfak çekmecesinde buzdolabının yanında."),
    ],
)
def test_speech_in_another_language_is_marked_and_not_written_down(models, tmp_path, language, text):
    found = listen(Ears(**models), [Sound(0.0, spoken(text, language, tmp_path))])
    assert found
    assert {(each.text, each.language) for each in found} == {("", UNKNOWN)}


def test_english_by_the_same_synthesiser_is_written_down(models, tmp_path):
    text = "Good morning everyone, my name is Thomas and I have worked in accounting for three years."
    found = listen(Ears(**models), [Sound(0.0, spoken(text, "en-us", tmp_path))])
    assert {each.language for each in found} == {"en"}
    assert "Good morning everyone" in found[0].text


def test_a_span_never_leaves_the_stream(models):
    found = listen(Ears(**models), pieces(packaged("beckett"), [5000], 100.0))
    assert all(Span(100.0, 110.0).overlap(each.span) == each.span.duration for each in found)
