"""Cues of WebVTT and SubRip files to turns with speakers.

One tolerant scanner reads both, because real files mix them (commas in .vtt, no numbers in .srt).  Not the
package webvtt-py: it drops broken cues without telling which, stops at a broken header or number line, and keeps
only the first voice of a cue.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from .types import Span, Utterance

_TIME = r"(?:(\d{1,6}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?!\S)")
_TIME_LIKE = re.compile(r"\d:\d")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<\d[\d:.]*>|\{\\[^}]*\}")
_PREFIX = re.compile(
    r"\s*(?:[-–—•]|>+)?\s*"  # a dash of dialogue
    r"(?:\[([^\]]{1,40})\]|([^:：\[\](){}<>\"“”?!,;]{1,40}?))"  # [Anna] or Anna
    r"(?:\s*\([^)]{1,40}\))?"  # (on the phone)
    r"\s*(?::(?=\s)|：)\s*"
)
_PARTICLES = re.compile(r"al|bin|d[aeiou]|del|della|den|der|dos|el|la|le|of|ten|ter|the|van|von|y|zu")
SHARE_OF_LABELS = 0.5
"""Where so many cues begin like "Anna: ", all such beginnings are speakers."""
SHARE_OF_REPEATED = 0.1
"""Below that, only those that come at least twice, where they begin at least so many cues: "Note: " is no speaker."""


@dataclass(slots=True)
class Parsed:
    """What a transcript holds."""

    utterances: list[Utterance] = field(default_factory=list)
    """In file order."""
    broken: list[int] = field(default_factory=list)
    """Line numbers (from 1) of what could not be read."""


@dataclass(slots=True)
class _Cue:
    span: Span
    lines: list[str] = field(default_factory=list)


def parse_captions(text: str) -> Parsed:
    """The turns of a .vtt or .srt file: one a cue, more where several voices speak in it."""
    parsed = Parsed()
    cues = [cue for cue in _scan(split_lines(text), parsed.broken) if any(line.strip() for line in cue.lines)]
    if any(_VOICE.search(line) for cue in cues for line in cue.lines):
        pieces = [(cue, _by_voice(" ".join(cue.lines))) for cue in cues]
    else:
        labels = _speakers(cues)
        pieces = [(cue, _by_prefix(cue.lines, labels)) for cue in cues]
    for cue, said in pieces:
        parsed.utterances += [Utterance(cue.span, speaker, words) for speaker, words in said if words]
    return parsed


def split_lines(text: str) -> list[str]:
    """Lines by line feeds and carriage returns only: other separators can stand inside a text."""
    return re.split(r"\r\n|\r|\n", text)


def clock_time(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float | None:
    """Seconds of hh:mm:ss.fff, rounded once; None where it is no time."""
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return float(whole + Fraction(f"0.{fraction or 0}"))


def _scan(lines: Iterable[str], broken: list[int]) -> Iterator[_Cue]:
    """Cues in file order. SubRip texts go on after an empty line, WebVTT texts do not."""
    cue: _Cue | None = None
    is_webvtt = False
    for number, line in enumerate(lines, start=1):
        if number == 1 and line.startswith("WEBVTT"):
            is_webvtt = True
        elif "-->" in line and ((match := _TIMING.match(line)) or _TIME_LIKE.search(line)):
            if cue is not None:
                yield _without_number(cue)
            span = None if match is None else _span(match)
            cue = None if span is None else _Cue(span)
            if span is None:
                broken.append(number)
        elif cue is not None and not line.strip() and is_webvtt:
            yield cue
            cue = None
        elif cue is not None:
            cue.lines.append(line)
    if cue is not None:
        yield cue


def _span(match: re.Match[str]) -> Span | None:
    start = clock_time(match[1], match[2], match[3], match[4])
    end = clock_time(match[5], match[6], match[7], match[8])
    if start is None or end is None:
        return None
    return Span(start, max(start, end))


def _without_number(cue: _Cue) -> _Cue:
    """Takes off the number of the *next* cue, which stands before its times."""
    while cue.lines and not cue.lines[-1].strip():
        cue.lines.pop()
    if cue.lines and cue.lines[-1].strip().isdigit():
        cue.lines.pop()
    return cue


def _by_voice(text: str) -> list[tuple[str, str]]:
    """(speaker, words) for each voice tag; words can be empty."""
    said: list[tuple[str, str]] = []
    speaker, place = "", 0
    for match in _VOICE.finditer(text):
        said.append((speaker, _plain(text[place : match.start()])))
        speaker, place = _plain(match[1]), match.end()
    return [*said, (speaker, _plain(text[place:]))]


def _by_prefix(lines: Iterable[str], labels: frozenset[str]) -> list[tuple[str, str]]:
    """(speaker, words), split where a line begins with the label of a speaker."""
    said: list[tuple[str, str]] = []
    for line in lines:
        plain = _plain(line)
        label, rest = _prefix(plain)
        if label in labels:
            said.append((label, rest))
        elif said:
            said[-1] = (said[-1][0], f"{said[-1][1]} {plain}".strip())
        else:
            said.append(("", plain))
    return said


def _speakers(cues: list[_Cue]) -> frozenset[str]:
    """The labels that are speakers in this file."""
    counts: Counter[str] = Counter()
    labelled = 0
    for cue in cues:
        found = {label for line in cue.lines if (label := _prefix(_plain(line))[0])}
        counts.update(found)
        labelled += bool(found)
    if labelled >= SHARE_OF_LABELS * len(cues):
        return frozenset(counts)
    if labelled >= SHARE_OF_REPEATED * len(cues):
        return frozenset(label for label, n in counts.items() if n > 1)
    return frozenset()


def _prefix(line: str) -> tuple[str, str]:
    """("Anna", "Hello.") of "Anna: Hello."; ("", line) where it does not begin with a name."""
    match = _PREFIX.match(line)
    if match is None:
        return "", line
    label = (match[1] or match[2] or "").strip()
    words = label.split()
    is_name = 0 < len(words) <= 4 and any(c.isalpha() for c in label)
    if (
        not is_name
        or any(word[0].islower() and not _PARTICLES.fullmatch(word) for word in words)
        or words[0][0].islower()
    ):
        return "", line
    return label, line[match.end() :].strip()


def _plain(text: str) -> str:
    """Without tags and entities, on one line."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())
