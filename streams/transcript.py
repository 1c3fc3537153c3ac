"""Transcripts of meetings: somebody else has listened already.

`.vtt` (voices by `<v Anna>`, or "Anna: " at the beginning), `.srt`, and `.jsonl` with a turn a line:
`{"start": 12.5, "end": 14.0, "speaker": "Anna", "text": "Good morning."}`, where `end` and `speaker` may be
missing.  Starts are kept exactly as given, because hits are matched by them.
"""

from __future__ import annotations

import codecs
import json
import logging
import math
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from .captions import Parsed, clock_time, parse_captions, split_lines
from .errors import SourceError, SourceUnreadable
from .identify import fingerprint, stream_id
from .types import Item, Span, Stream, Utterance

logger = logging.getLogger(__name__)

MAX_BYTES = 256 << 20
"""A year of speech has about 500 MB; more than half of that in one transcript is something else."""
MAX_TIME = 1e10
"""Seconds; epoch times fit."""
SECONDS_PER_WORD = 0.4
"""Of a turn without an end: 150 words a minute, ordinary talk."""
_FORM = '{"start": seconds, "end": seconds, "speaker": name, "text": words}'
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CLOCK = re.compile(r"(?:(\d{1,6}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?")


class TranscriptSource:
    """One transcript. Yields utterances, sorted by start; those with equal starts stay in file order."""

    is_replayable = True

    def __init__(self, path: Path | str, *, started_at: datetime | None = None) -> None:
        """Reads it whole.

        Raises:
            SourceUnreadable: It holds no turn that can be read; the message names the first line that is broken.
        """
        self.path = Path(path)
        text, encoding = read_text(self.path)
        is_lines = self.path.suffix.lower() == ".jsonl"
        parsed = parse_lines(text) if is_lines else parse_captions(text)
        if not parsed.utterances:
            raise SourceUnreadable(_nothing_found(self.path, text, parsed, is_lines=is_lines))
        if parsed.broken:
            logger.warning(
                "%s: %d broken lines skipped (first: line %d)", self.path.name, len(parsed.broken), parsed.broken[0]
            )
        self.utterances = tuple(sorted(parsed.utterances, key=lambda utterance: utterance.time))
        self.fingerprint = fingerprint(self.path)
        """12 hex digits from the content."""
        self.stream = Stream(
            id=stream_id(self.fingerprint, started_at),
            uri=str(self.path),
            started_at=started_at,
            kind="transcript",
            duration=max(utterance.span.end for utterance in self.utterances),
            metadata={
                "format": "JSON lines" if is_lines else "WebVTT" if text.startswith("WEBVTT") else "SubRip",
                "encoding": encoding,
                "turns": str(len(self.utterances)),
                "skipped_lines": str(len(parsed.broken)),
            },
        )
        self._is_open = True

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Item]:
        """The utterances that begin at `sound_from` or later (they stand for sound)."""
        if not self._is_open:
            msg = f"{self.path}: the source is closed; open it again with open_source"
            raise SourceError(msg)
        return (utterance for utterance in self.utterances if utterance.time >= sound_from)

    def close(self) -> None:
        """No read can begin any more."""
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_text(path: Path) -> tuple[str, str]:
    """(text, encoding): by byte order mark, else UTF-8, else UTF-16 by its zeros, else Windows' Latin-1.

    Raises:
        SourceUnreadable: Empty, too large, not text, or not to be read at all.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the path and its permissions"
        raise SourceUnreadable(msg) from error
    if size > MAX_BYTES:
        msg = f"{path}: {size >> 20} MiB is too large for a transcript (limit: {MAX_BYTES >> 20} MiB); split it"
        raise SourceUnreadable(msg)
    if not data.strip():
        msg = f"{path}: the file is empty; give a transcript with at least one turn"
        raise SourceUnreadable(msg)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text, encoding.removesuffix("-sig")
    msg = f"{path}: not a text file; give a .vtt, .srt or .jsonl transcript"
    raise SourceUnreadable(msg)


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return (encoding,)
    return "utf-8", *(("utf-16-le", "utf-16-be") if b"\0" in data[:1000] else ()), "cp1252", "latin-1"


def parse_lines(text: str) -> Parsed:
    """The turns of a .jsonl file, in file order."""
    parsed = Parsed()
    ends: list[float | None] = []
    for number, line in enumerate(split_lines(text), start=1):
        if not line.strip():
            continue
        try:
            turn = json.loads(line)
        except (ValueError, RecursionError):
            turn = None
        start = _time(turn.get("start")) if isinstance(turn, dict) else None
        words = turn.get("text") if isinstance(turn, dict) else None
        if start is None or not isinstance(words, str) or not words.strip():
            parsed.broken.append(number)
            continue
        speaker = turn.get("speaker")
        ends.append(_time(turn.get("end")))
        label = "" if speaker is None or isinstance(speaker, dict | list) else str(speaker).strip()
        parsed.utterances.append(Utterance(Span(start, start), label, words.strip()))
    parsed.utterances = _with_ends(parsed.utterances, ends)
    return parsed


def _with_ends(utterances: list[Utterance], ends: list[float | None]) -> list[Utterance]:
    """Turns without an end last as long as their words take, at most until the next one begins."""
    starts = sorted({utterance.time for utterance in utterances})
    following = dict(zip(starts, [*starts, math.inf][1:], strict=True))
    closed = []
    for utterance, given in zip(utterances, ends, strict=True):
        start, end = utterance.time, given
        if end is None or end < start:
            words = max(len(utterance.text.split()), len(utterance.text) // 6)  # some scripts have no spaces
            end = min(start + SECONDS_PER_WORD * (1 + words), following[start])
        closed.append(Utterance(Span(start, end), utterance.speaker, utterance.text))
    return closed


def _time(value: object) -> float | None:
    """Seconds, exactly as given: a number, or a string with a number or hh:mm:ss.fff."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and (match := _CLOCK.fullmatch(value.strip())):
        return clock_time(match[1], match[2], match[3], match[4])
    if not isinstance(value, str | int | float):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds <= MAX_TIME else None  # also false for NaN


def _nothing_found(path: Path, text: str, parsed: Parsed, *, is_lines: bool) -> str:
    lines = split_lines(text)
    number = parsed.broken[0] if parsed.broken else next(i for i, line in enumerate(lines, start=1) if line.strip())
    wanted = _FORM if is_lines else "a cue like 00:00:01.000 --> 00:00:04.000 with text below"
    found = lines[number - 1].strip()[:60]
    return f"{path}: no turn can be read; line {number} is {found!r}, wanted: {wanted}"
