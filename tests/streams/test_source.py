"""What `open_source` opens and `find_sources` finds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from mneme.streams.combined import CombinedSource
from mneme.streams.errors import SourceError, SourceNotFound, SourceUnreadable, UsageError
from mneme.streams.file import FileOptions, FileSource
from mneme.streams.source import find_sources, open_source
from mneme.streams.transcript import TranscriptSource

from tests.streams.media import even, tone, write_film

VTT = "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\n<v Anna>Hello\n"
TURNS = '{"start": 0.5, "end": 2.0, "speaker": "Anna", "text": "Hello"}\n'


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "a.mp4"
    return write_film(path, frames=even(3), sound=[(0.0, tone(3.0))], size=(64, 48)).read_bytes()


def fill(folder: Path, files: dict[str, bytes | str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def found(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_sources(folder)]


def test_files_are_opened_by_what_they_are(tmp_path: Path, film: bytes) -> None:
    fill(tmp_path, {"a.mp4": film, "no extension": film, "b.vtt": VTT, "c.jsonl": TURNS, "captions.txt": VTT})
    assert isinstance(open_source(tmp_path / "a.mp4"), FileSource)
    assert isinstance(open_source(str(tmp_path / "no extension")), FileSource)
    for name in ("b.vtt", "c.jsonl", "captions.txt"):
        assert isinstance(open_source(tmp_path / name), TranscriptSource)
    assert isinstance(open_source(f"file://{tmp_path}/no%20extension"), FileSource)


@pytest.mark.parametrize("extension", ["vtt", "srt", "jsonl", "VTT"])
def test_a_transcript_beside_a_film_is_taken_in_place_of_its_sound(tmp_path: Path, film: bytes, extension: str) -> None:
    fill(tmp_path, {"a.mp4": film, f"a.{extension}": TURNS if extension == "jsonl" else VTT})
    assert isinstance(open_source(tmp_path / "a.mp4"), CombinedSource)
    plain = open_source(tmp_path / "a.mp4", options=FileOptions(use_transcript=False))
    assert isinstance(plain, FileSource)


def test_the_better_of_several_transcripts_is_taken(tmp_path: Path, film: bytes) -> None:
    fill(tmp_path, {"a.mp4": film, "a.jsonl": TURNS, "a.vtt": VTT})
    source = open_source(tmp_path / "a.mp4")
    assert isinstance(source, CombinedSource)
    assert source.transcript.path.name == "a.vtt"


def test_a_foreign_file_of_lines_beside_a_film_is_left_alone(tmp_path: Path, film: bytes) -> None:
    fill(tmp_path, {"a.mp4": film, "a.jsonl": '{"level": "info", "message": "started"}\n'})
    assert isinstance(open_source(tmp_path / "a.mp4"), FileSource)


def test_a_broken_transcript_beside_a_film_says_how_to_go_on(tmp_path: Path, film: bytes) -> None:
    fill(tmp_path, {"a.mp4": film, "a.vtt": "WEBVTT\n\nnothing here\n"})
    with pytest.raises(SourceUnreadable, match=r"a\.vtt.*take it away to have the speech of a\.mp4 recognized"):
        open_source(tmp_path / "a.mp4")


@pytest.mark.parametrize(
    "uri", ["rtsp://user:secret@camera/1", "http://example.org/a.mp4", "-", "udp://@:1234", "s3://bucket/a.mp4"]
)
def test_live_sources_are_sent_to_watch_without_telling_their_password(uri: str) -> None:
    with pytest.raises(SourceError, match="watch") as caught:
        open_source(uri)
    assert "secret" not in str(caught.value)
    with pytest.raises(SourceError, match="watch"):
        find_sources(uri)


def test_a_start_without_a_time_zone_is_refused(tmp_path: Path, film: bytes) -> None:
    fill(tmp_path, {"a.mp4": film})
    with pytest.raises(UsageError, match="time zone"):
        open_source(tmp_path / "a.mp4", started_at=datetime(2026, 1, 1))


def test_a_folder_gives_its_media_in_natural_order(tmp_path: Path) -> None:
    names = ["part 10.mp4", "part 2.mp4", "Part 1.MKV", "b/x2.wav", "b/x10.wav", "talk.srt", "notes.txt", "a.jpg"]
    hidden = [".git/x.mp4", ".hidden.mp4", "b/.trash/y.mp4"]
    fill(tmp_path, dict.fromkeys([*names, *hidden], "x"))
    assert found(tmp_path) == ["b/x2.wav", "b/x10.wav", "Part 1.MKV", "part 2.mp4", "part 10.mp4", "talk.srt"]


def test_a_transcript_that_belongs_to_a_film_is_not_a_source_of_its_own(tmp_path: Path) -> None:
    fill(tmp_path, {"a.mp4": "x", "a.vtt": VTT, "b.vtt": VTT, "sub/a.srt": VTT})
    assert found(tmp_path) == ["a.mp4", "b.vtt", "sub/a.srt"]


def test_foreign_files_with_known_extensions_are_left_out(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "code.ts": "export const x = 1",
            "camera.ts": b"\x47\x40" + bytes(300),
            "log.jsonl": '{"event": "x"}\n',
            "turns.jsonl": TURNS,
            "broken.jsonl": "{broken",
        },
    )
    assert found(tmp_path) == ["broken.jsonl", "camera.ts", "turns.jsonl"]


def test_a_single_file_is_itself_whatever_it_is_called(tmp_path: Path) -> None:
    fill(tmp_path, {"a.bin": "x"})
    assert find_sources(tmp_path / "a.bin") == [tmp_path / "a.bin"]


@pytest.mark.parametrize("files", [{}, {"readme.txt": "x"}, {".hidden.mp4": "x"}])
def test_a_folder_without_media_is_one_clear_line(tmp_path: Path, files: dict[str, str]) -> None:
    fill(tmp_path, dict(files))
    with pytest.raises(SourceNotFound, match="no media in this folder"):
        find_sources(tmp_path)
    with pytest.raises(SourceNotFound, match="no such file"):
        find_sources(tmp_path / "missing")
