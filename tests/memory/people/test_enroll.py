"""memory/enroll.py: one face of a photograph, one voice of a recording, kept once, counting while a decision holds."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from mneme.encoders.fake import FakeFaceDetector, FakeFaceEncoder
from mneme.encoders.types import Observation, ObservationKind
from mneme.memory.people.enroll import EnrollOptions, keep, photographed, recorded
from mneme.memory.people.enrolled import KIND, enrolled_units
from mneme.memory.people.log import Wish, append
from mneme.memory.people.who import WhoIsWho
from mneme.memory.store import Store
from mneme.memory.types import UnitKind
from mneme.streams.errors import SourceUnreadable
from mneme.streams.types import Sound, Span
from PIL import Image

from tests.memory.stage import BLUE, RED, ZERO


def photo(path: Path, *faces: tuple[int, int, int], size: tuple[int, int] = (160, 90)) -> Path:
    image = np.full((size[1], size[0], 3), 128, np.uint8)
    for place, colour in enumerate(faces):
        image[20:60, 10 + 50 * place : 50 + 50 * place] = colour
    Image.fromarray(image).save(path)
    return path


def seen(path: Path):
    return photographed(path, detector=FakeFaceDetector(), encoder=FakeFaceEncoder())


def sound(path: Path, seconds: float) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        samples = 8_000 * np.sin(np.arange(int(seconds * 16_000)) * 0.2)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


VECTORS = np.eye(4, dtype=np.float32)


class Script:
    """Hears the turns that were written down: (start, end, label, direction of the vector or -1 for none)."""

    def __init__(self, *turns: tuple[float, float, str, int]) -> None:
        self.turns, self.seconds = turns, 0.0

    def __call__(self):
        return self

    def push(self, item):
        assert isinstance(item, Sound)
        self.seconds = item.end
        return []

    def end_clip(self, time):
        return []

    def flush(self):
        return [
            Observation(ObservationKind.TURN, Span(start, end), None if way < 0 else VECTORS[way], label=label)
            for start, end, label, way in self.turns
        ]

    def snapshot(self):
        return b""

    def restore(self, snapshot):
        pass

    resume_from = 0.0


def test_a_photograph_gives_one_observation_with_a_vector_and_a_crop(tmp_path):
    sample = seen(photo(tmp_path / "red.png", RED))
    (face,) = sample.observations
    assert (sample.kind, sample.file, sample.unit) == (UnitKind.FACE, "red.png", f"face-{sample.stream}-0")
    assert face.vector is not None and face.image is not None
    assert face.span == Span(0.0, 0.0)


def test_the_id_comes_from_the_content_and_the_kind(tmp_path):
    one = seen(photo(tmp_path / "a.png", RED))
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes())
    assert seen(tmp_path / "b.png").stream == one.stream
    assert seen(photo(tmp_path / "c.png", BLUE)).stream != one.stream
    assert len(one.stream) == 12


def test_a_detector_that_can_look_thoroughly_does(tmp_path):
    class Thorough:
        """Finds nothing at a glance."""

        def detect(self, image, *, thorough=False):
            return FakeFaceDetector().detect(image) if thorough else []

    path = photo(tmp_path / "a.png", RED)
    assert len(photographed(path, detector=Thorough(), encoder=FakeFaceEncoder()).observations) == 1


def test_two_faces_or_none_are_refused_with_what_helps(tmp_path):
    with pytest.raises(SourceUnreadable, match=r"2 faces are in it; crop"):
        seen(photo(tmp_path / "two.png", RED, BLUE))
    with pytest.raises(SourceUnreadable, match=r"no face is found in it; give a photograph"):
        seen(photo(tmp_path / "none.png"))


def test_two_boxes_around_one_face_are_one_face(tmp_path):
    class Stutter:
        def detect(self, image):
            ((region, confidence),) = FakeFaceDetector().detect(image)
            return [(region, confidence), (region, confidence / 2), (region, 0.01)]

    options = EnrollOptions()
    sample = photographed(
        photo(tmp_path / "a.png", RED), detector=Stutter(), encoder=FakeFaceEncoder(), options=options
    )
    assert len(sample.observations) == 1


def test_a_voice_sample_keeps_the_turns_of_the_one_voice(tmp_path):
    ears = Script((0.0, 2.0, "1", 0), (2.5, 3.0, "2", 1), (3.0, 6.0, "1", 0))
    sample = recorded(sound(tmp_path / "a.wav", 8.0), ears=ears)
    assert [turn.span for turn in sample.observations] == [Span(0.0, 2.0), Span(3.0, 6.0)]
    assert (sample.unit, sample.duration) == (f"voice-{sample.stream}-0", 8.0)


def test_one_voice_under_two_labels_is_one_where_the_encoder_was_measured(tmp_path):
    ears = Script((0.0, 3.0, "1", 0), (3.0, 6.0, "2", 0))
    path = sound(tmp_path / "a.wav", 8.0)
    assert len(recorded(path, ears=ears, voice_encoder="wespeaker-resnet34").observations) == 2
    with pytest.raises(SourceUnreadable, match="2 voices are in it"):
        recorded(path, ears=ears, voice_encoder="unknown")
    at_once = Script((0.0, 3.0, "1", 0), (2.0, 6.0, "2", 0))
    with pytest.raises(SourceUnreadable, match="2 voices are in it"):
        recorded(path, ears=at_once, voice_encoder="wespeaker-resnet34")


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ([], "no speech is heard"),
        ([(0.0, 2.0, "1", 0)], "only 2.0 s of speech"),
        ([(0.0, 4.0, "1", 0), (4.0, 6.0, "2", 1)], "2 voices are in it (4 s, 2 s)"),
        ([(0.0, 4.0, "1", 0), (1.0, 3.0, "2", -1)], "2 voices are in it (4 s, 2 s)"),
        ([(0.0, 4.0, "1", -1)], "never heard alone"),
    ],
)
def test_too_little_speech_or_too_many_voices_are_refused(tmp_path, turns, words):
    for encoder in ("wespeaker-resnet34", "unknown"):
        with pytest.raises(SourceUnreadable) as raised:
            recorded(sound(tmp_path / "a.wav", 8.0), ears=Script(*turns), voice_encoder=encoder)
        assert words in str(raised.value)


def test_a_sample_that_is_too_long_is_refused_before_all_of_it_is_heard(tmp_path):
    ears = Script((0.0, 4.0, "1", 0))
    with pytest.raises(SourceUnreadable, match="longer than"):
        recorded(sound(tmp_path / "a.wav", 12.0), ears=ears, options=EnrollOptions(max_sound=5.0))
    assert ears.seconds <= 5.0


def test_a_sample_is_kept_once_as_a_stream_without_entries(tmp_path):
    sample = seen(photo(tmp_path / "red.png", RED))
    with Store.open(tmp_path / "m", mode="write") as store:
        assert keep(store, sample)
        rows = store.statistics().rows
        assert not keep(store, sample)
        assert store.statistics().rows == rows
        (record,) = store.streams()
        assert (record.kind, record.uri, record.is_complete) == (KIND, "red.png", True)
        (kept,) = store.observations(stream=sample.stream)
        assert (kept.unit, kept.id) == (sample.unit, f"{sample.stream}-000000-face-0000")
        assert (store.media / kept.thumbnail).read_bytes().startswith(b"\xff\xd8\xff")
        assert store.scan() == []


def test_a_sample_that_was_broken_off_is_kept_whole_the_next_time(tmp_path):
    sample = recorded(sound(tmp_path / "a.wav", 8.0), ears=Script((0.0, 2.0, "1", 0), (3.0, 6.0, "1", 0)))
    with Store.open(tmp_path / "m", mode="write") as store:
        writer = store._write()
        append_rows = writer._append

        def broken(name, rows):
            if name == "clips":
                raise KeyboardInterrupt
            append_rows(name, rows)

        writer._append = broken
        with pytest.raises(KeyboardInterrupt):
            keep(store, sample)
    with Store.open(tmp_path / "m", mode="write") as store:
        assert store.observations() == []
        assert keep(store, sample)
        assert [each.id for each in store.observations()] == [f"{sample.stream}-000000-turn-{n:04d}" for n in range(2)]


def test_observations_of_an_enrolment_count_while_a_decision_speaks_for_them(tmp_path):
    sample = seen(photo(tmp_path / "red.png", RED))
    with Store.open(tmp_path / "m", mode="write") as store:
        keep(store, sample)
        assert WhoIsWho(store).put() == []
        wish = Wish(action="enroll", units=[sample.unit], value="Ada")
        (enrolled,) = append(store, [wish], by="vera", why="", at=ZERO)
        (person,) = WhoIsWho(store).decided([enrolled])
        assert (person.name, person.units, person.is_confirmed) == ("Ada", (sample.unit,), True)
        assert enrolled_units(store.decisions(), [sample.stream]) == {sample.unit}
        undo = append(store, [Wish(action="undo", value=enrolled.id, units=enrolled.units)], by="vera", why="", at=ZERO)
        assert WhoIsWho(store).decided(undo) == []


def test_what_is_no_recording_is_told_what_to_give_instead(tmp_path):
    text = tmp_path / "text.wav"
    text.write_text("hello, this is a text\n" * 20)
    with pytest.raises(SourceUnreadable, match=r"a text file, not media.*one person speaking") as told:
        recorded(text, ears=lambda: Script([]))
    assert "transcript" not in str(told.value)


def test_a_file_name_that_is_no_text_is_kept_as_text(tmp_path):
    file = photo(tmp_path / "ada.png", RED).rename(tmp_path / "ada\udcff.png")
    assert seen(file).file == "ada?.png"
