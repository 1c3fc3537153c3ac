"""Transcripts as sources."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.streams.errors import SourceError, SourceUnreadable
from mneme.streams.transcript import TranscriptSource, parse_lines
from mneme.streams.types import Utterance

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Änna>Grüße\n"


def lines(*turns: dict[str, Any]) -> str:
    return "".join(json.dumps(turn) + "\n" for turn in turns)


def read(path: Path, **times: float) -> list[Utterance]:
    with TranscriptSource(path) as source:
        return [item for item in source.read(**times) if isinstance(item, Utterance)]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_turn_a_line(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        lines(
            {"start": 12.5, "end": 14.0, "speaker": "Anna", "text": "Good morning."},
            {"start": 14, "end": 15.25, "speaker": "Ben", "text": "Hi."},
        ),
    )
    assert [(u.span.start, u.span.end, u.speaker, u.text) for u in read(path)] == [
        (12.5, 14.0, "Anna", "Good morning."),
        (14.0, 15.25, "Ben", "Hi."),
    ]


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=30))
def test_starts_are_kept_exactly_and_in_file_order_where_they_are_equal(starts: list[float]) -> None:
    parsed = parse_lines(lines(*({"start": s, "text": f"turn {n}"} for n, s in enumerate(starts))))
    assert [u.time for u in parsed.utterances] == starts
    assert [u.text for u in parsed.utterances] == [f"turn {n}" for n in range(len(starts))]
    assert all(u.span.end >= u.span.start for u in parsed.utterances)


def test_turns_are_sorted_by_start_and_stay_in_order_where_starts_are_equal(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        lines(*({"start": s, "end": s + 5, "text": t} for s, t in [(3, "c"), (1, "a"), (3, "d"), (2, "b"), (3, "e")])),
    )
    assert "".join(u.text for u in read(path)) == "abcde"


def test_a_turn_without_an_end_lasts_as_long_as_its_words_but_not_into_the_next() -> None:
    said = {"text": "one two three four five"}
    parsed = parse_lines(lines({"start": 0, **said}, {"start": 1, **said}, {"start": 60, **said}))
    assert [u.span.end for u in parsed.utterances] == [1.0, pytest.approx(3.4), pytest.approx(62.4)]


@pytest.mark.parametrize(
    "turn",
    [
        {"text": "no start"},
        {"start": -1, "text": "x"},
        {"start": "soon", "text": "x"},
        {"start": True, "text": "x"},
        {"start": None, "text": "x"},
        {"start": float("nan"), "text": "x"},
        {"start": 1e300, "text": "x"},
        {"start": 1, "text": ""},
        {"start": 1, "text": 5},
        {"start": [1], "text": "x"},
    ],
)
def test_broken_lines_are_skipped_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, turn: dict[str, Any]
) -> None:
    good = lines({"start": 1, "text": "good"})
    path = write(tmp_path / "a.jsonl", good + lines(turn) + "{not json\n[1, 2]\n" + "[" * 100_000 + "\n\n" + good)
    with caplog.at_level(logging.WARNING):
        source = TranscriptSource(path)
    assert [u.text for u in source.utterances] == ["good", "good"]
    assert source.stream.metadata["skipped_lines"] == "4"
    assert "line 2" in caplog.text


def test_other_forms_of_times_and_speakers_are_taken() -> None:
    parsed = parse_lines(
        lines(
            {"start": "2.5", "end": "00:00:04.25", "speaker": 3, "text": " a "},
            {"start": 1, "end": 0, "speaker": None, "text": "b"},
        )
    )
    assert [(u.span.start, u.speaker, u.text) for u in parsed.utterances] == [(2.5, "3", "a"), (1.0, "", "b")]
    assert parsed.utterances[0].span.end == 4.25


@pytest.mark.parametrize(
    "data",
    [
        VTT.encode("utf-8"),
        VTT.encode("utf-8-sig"),
        VTT.encode("utf-16"),
        VTT.encode("utf-16-le"),
        VTT.encode("utf-16-be"),
        VTT.encode("utf-32"),
        VTT.encode("latin-1"),
        VTT.encode("cp1252"),
        VTT.replace("\n", "\r\n").encode(),
        VTT.replace("\n", "\r").encode(),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, data: bytes) -> None:
    (turn,) = read(write(tmp_path / "a.vtt", data))
    assert (turn.speaker, turn.text) == ("Änna", "Grüße")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.vtt", b"", "empty"),
        ("a.vtt", b" \n\n ", "empty"),
        ("a.vtt", b"WEBVTT\n\n", "line 1 is 'WEBVTT'"),
        ("a.vtt", b"WEBVTT\n\n00:00:xx --> 00:00:02\nhi\n", "line 3 is '00:00:xx"),
        ("a.srt", b"Just some words.\nMore words.\n", "line 1 is 'Just some words.'"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n\n", "no turn can be read"),
        ("a.jsonl", b"\n{broken\n", r"line 2 is '\{broken'"),
        ("a.jsonl", b'{"a": 1}\n{"b": 2}\n', r'wanted: \{"start": seconds'),
        ("a.vtt", b"\x00\x01\x02\x03" * 100, "no turn can be read|not a text"),
        ("a.vtt", bytes(range(256)) * 4, "not a text file"),
    ],
)
def test_a_file_without_any_turn_is_one_clear_line_that_names_a_line(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = write(tmp_path / name, content)
    with pytest.raises(SourceUnreadable, match=says) as caught:
        TranscriptSource(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_transcript_that_is_far_too_large_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    with path.open("wb") as file:
        file.truncate(300 << 20)  # takes no space
    with pytest.raises(SourceUnreadable, match="too large"):
        TranscriptSource(path)


def test_the_stream_says_what_it_is(tmp_path: Path) -> None:
    path = write(tmp_path / "a.vtt", VTT)
    start = datetime(2026, 3, 2, tzinfo=UTC)
    stream, dated = TranscriptSource(path).stream, TranscriptSource(path, started_at=start).stream
    assert (stream.kind, stream.duration, stream.started_at) == ("transcript", 2.0, None)
    assert stream.metadata["turns"] == "1"
    assert dated.started_at == start
    assert dated.id != stream.id == TranscriptSource(path).fingerprint


def test_a_closed_transcript_says_so(tmp_path: Path) -> None:
    source = TranscriptSource(write(tmp_path / "a.vtt", VTT))
    source.close()
    with pytest.raises(SourceError, match="closed"):
        source.read()


@settings(max_examples=50)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=20), st.floats(0, 110))
def test_a_read_from_any_time_is_the_rest(
    tmp_path_factory: pytest.TempPathFactory, starts: list[float], at: float
) -> None:
    path = tmp_path_factory.getbasetemp() / "resume.jsonl"
    write(path, lines(*({"start": s, "text": f"turn {n}"} for n, s in enumerate(starts))))
    whole = read(path)
    assert read(path, sound_from=at) == [u for u in whole if u.time >= at]
    assert read(path, frames_from=at) == whole, "frames_from says nothing about turns"
