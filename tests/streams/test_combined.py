"""A film with its transcript."""

from __future__ import annotations

from pathlib import Path

import pytest
from mneme.streams.source import Source, open_source
from mneme.streams.types import Frame, Item, Sound, Utterance

from tests.streams.media import even, tone, write_film


@pytest.fixture
def meeting(tmp_path: Path) -> Source:
    write_film(tmp_path / "meeting.mp4", frames=even(4), sound=[(0.0, tone(4.0))], size=(64, 48))
    turns = [(0.5, "Anna", "Hello."), (1.7, "Ben", "Hi."), (9.0, "Anna", "After the film.")]
    lines = [f'{{"start": {s}, "end": {s + 1}, "speaker": "{who}", "text": "{text}"}}' for s, who, text in turns]
    (tmp_path / "meeting.jsonl").write_text("\n".join(lines))
    return open_source(tmp_path / "meeting.mp4")


def kinds(items: list[Item]) -> list[tuple[float, str]]:
    return [(item.time, type(item).__name__) for item in items]


def test_frames_and_turns_come_in_order_and_no_sound(meeting: Source) -> None:
    items = list(meeting.read())
    assert not any(isinstance(item, Sound) for item in items)
    assert kinds(items)[:5] == [(0.0, "Frame"), (0.5, "Frame"), (0.5, "Utterance"), (1.0, "Frame"), (1.5, "Frame")]
    assert kinds(items)[-1] == (9.0, "Utterance")


def test_it_resumes_frames_and_turns_each_from_its_own_time(meeting: Source) -> None:
    items = list(meeting.read())
    rest = list(meeting.read(sound_from=1.7, frames_from=3.0))
    assert kinds(rest) == kinds([i for i in items if i.time >= (1.7 if isinstance(i, Utterance) else 3.0)])
    assert any(isinstance(i, Frame) for i in rest)


def test_it_is_another_stream_than_the_film_alone_or_with_other_words(meeting: Source, tmp_path: Path) -> None:
    alone = open_source(tmp_path / "meeting.jsonl").stream.id
    words = (tmp_path / "meeting.jsonl").read_text()
    (tmp_path / "meeting.jsonl").write_text(words.replace("Hello", "Hallo"))
    other = open_source(tmp_path / "meeting.mp4").stream.id
    (tmp_path / "meeting.jsonl").unlink()
    film = open_source(tmp_path / "meeting.mp4").stream.id
    assert len({meeting.stream.id, alone, other, film}) == 4


def test_citations_point_into_the_film(meeting: Source, tmp_path: Path) -> None:
    assert meeting.stream.uri == str(tmp_path / "meeting.mp4")
    assert meeting.stream.kind == "video"
    assert meeting.stream.metadata["transcript"] == "meeting.jsonl"
    assert meeting.stream.metadata["turns"] == "3"


def test_a_recording_of_sound_alone_gives_its_turns(tmp_path: Path) -> None:
    write_film(tmp_path / "call.wav", sound=[(0.0, tone(2.0))], audio_codec="pcm_s16le")
    (tmp_path / "call.srt").write_text("1\n00:00:00,500 --> 00:00:01,000\nhello\n")
    with open_source(tmp_path / "call.wav") as source:
        assert kinds(list(source.read())) == [(0.5, "Utterance")]
        assert source.stream.kind == "audio"
