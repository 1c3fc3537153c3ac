"""Expressions of time and of duration in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import extract_lexicon as lexicon
from .extract_lexicon import words_of


def _any(words: object) -> str:
    return "|".join(sorted((re.escape(str(word)) for word in words), key=len, reverse=True))  # type: ignore[attr-defined]


_SMALL = _any(word for word, value in lexicon.NUMBERS.items() if 0 < value <= 12)
_MINUTES = _any(
    [*(w for w, v in lexicon.NUMBERS.items() if 5 <= v <= 20), "thirty", "forty", "fifty", "o'clock", "oh five"]
)
_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|(?:"
    + _any(lexicon.NUMBERS)
    + r")(?:[ -](?:and |"
    + _any(lexicon.NUMBERS)
    + r"))*|a few|several|a couple of|half an?|an?)"
)
_ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_any(lexicon.ORDINALS)})"
_WEEKDAY = _any(lexicon.WEEKDAYS)
_MONTH = (
    rf"(?:{_any(m for m in lexicon.MONTHS if m not in ('may', 'march', 'mar', 'dec', 'sep', 'jan'))}|may"
    rf"|march|mar\.?|dec\.?|sep\.?|jan\.?)"
)
_PART = (
    r"(?:morning|afternoon|evening|night|noon|midnight|lunchtime|lunch|breakfast|dinner|weekend|day|week"
    r"|month|year|quarter|term|semester|spring|summer|autumn|winter)"
)
_HALF = rf"(?:half|quarter|{_SMALL}|\d{{1,2}})(?: minutes)?[ -](?:past|to|before|after|pest) (?:{_SMALL}|\d{{1,2}})\b"
_HOUR = (
    rf"(?:\d{{1,2}}[:.]\d{{2}}(?: ?[ap]\.?m\.?)?|\d{{1,2}} ?[ap]\.?m\.?\b|(?:{_SMALL}"
    rf"|\d{{1,2}}) o ?'? ?clock|(?:{_SMALL})[ -](?:{_MINUTES})(?:[ -](?:five))?\b|(?:{_SMALL}"
    rf"|\d{{1,2}}) in the (?:morning|afternoon|evening)|noon|midnight)"
)
_AT_HOUR = (
    rf"(?:at|by|until|till|from|around|about|before|after|past|past|sharp at|since) (?:{_SMALL}"
    rf"|\d{{1,2}}(?: \d{{2}})?)\b(?! (?:percent|euro|dollar|pound|people|minute|hour|second|day|week|month"
    rf"|year|meter|kilo|degree|of|\w+s\b))"
)
_IN_PART = (
    r"(?: (?:in the|at|this|that|tomorrow|yesterday|on) ?(?:morning|afternoon|evening|night|noon"
    r"|the morning|the evening|the afternoon)| tonight| today| tomorrow| sharp)"
)

_DATE = (
    rf"\d{{1,2}} ?[-–] ?\d{{1,2}}\.? (?:{_MONTH})\b|(?:the )?{_ORDINAL}(?: of)? (?:{_MONTH})\b(?:,? \d{{4}})?"
    rf"|\d{{1,2}}\.? (?:{_MONTH})\b(?:,? \d{{4}})?|(?:{_MONTH}) (?:the )?(?:{_ORDINAL}|\d{{1,2}}"
    rf"|{_any(lexicon.NUMBERS)})\b(?:,? \d{{4}})?"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{2,4}})?"
)
_PERIOD = (
    rf"(?:the )?(?:very )?(?:beginning|start|middle|end|first half|second half|first week|last week"
    rf"|last day) of (?:the |this |next |last )?(?:{_MONTH}|{_PART})"
    rf"|(?:early|mid|late)[ -](?:in )?(?:{_MONTH})|(?:the )?{_ORDINAL} of (?:each|every|the|next"
    rf"|this) (?:month|week|year)"
    rf"|(?:next|last|this|every|each|the following|the previous|the same|that|the coming"
    rf"|all) (?:{_WEEKDAY}|{_MONTH}|{_PART})s?(?: (?:morning|afternoon|evening|night))?"
    rf"|(?:in |within )?{_NUMBER} (?:more )?(?:second|minute|hour|day|week|month"
    rf"|year)s?(?: and a half)? (?:ago|later|earlier|from now)|(?:in|within) {_NUMBER} (?:second|minute"
    rf"|hour|day|week|month|year)s?(?:' time)?"
    rf"|the day (?:after|before) (?:tomorrow|yesterday)"
)
_DAY = (
    rf"(?:{_WEEKDAY})s?\b(?:,? the {_ORDINAL}| (?:morning|afternoon|evening|night))?|(?:today|tonight"
    rf"|tomorrow|yesterday)(?: (?:morning|afternoon|evening|night))?|(?:in )?(?:{_MONTH})(?: \d{{4}})?"
    rf"|\d{{4}}"
)
_PREFIX = (
    r"(?:(?:on|at|by|in|until|till|from|since|before|after|around|about|during|for|every|as of|starting) )?(?:the )?"
)
_ONE = (
    rf"{_PREFIX}(?:{_DATE}|{_PERIOD}|{_HALF}|{_HOUR})(?:{_IN_PART})?|(?:{_AT_HOUR})(?:{_IN_PART})?"
    rf"|{_PREFIX}(?:{_DAY})|(?:in|at|during) the (?:morning|afternoon|evening|night|weekend)|at (?:night"
    rf"|noon|midnight|lunchtime)"
)
_TIME = re.compile(rf"\b(?:{_ONE})\b(?:,? (?:and )?(?:{_ONE})\b)*", re.IGNORECASE)
_DURATION = re.compile(
    rf"\b(?:(?:about|around|nearly|almost|at least|at most|up to|over|only|for|another|roughly|approximately) )*"
    rf"(?:{_NUMBER}) (?:and a half )?(?:more |full |whole |long |working )?(?:second|minute|hour|day"
    rf"|night|week|month|year|term|semester)s?(?: and a half)?\b(?! ago)",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"today|tonight|(?:this|every|that|each|all) \w+", re.IGNORECASE)
_LOOSE = words_of("may march mar jan dec sep")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A stretch of a text that says when or how long."""

    start: int
    end: int
    text: str
    is_vague: bool = False
    """Only relative: "today", "this week", "again every day"."""


def times(text: str) -> list[TimeSpan]:
    """The expressions of time in a text, left to right, neighbours joined ("on Thursday at three")."""
    found = []
    for match in _TIME.finditer(text):
        words = match.group().strip(" ,")
        if words == words.lower() and set(words.split()) <= _LOOSE:  # "may", "march" as verbs
            continue
        if words == "May" and text[match.end() :].lstrip()[:2] in ("I ", "we", "yo"):
            continue
        if re.fullmatch(r"(?:the )?\d{4}", words) and not 1900 <= int(words[-4:]) <= 2100:
            continue
        is_vague = bool(_VAGUE.fullmatch(as_answer(words))) and words.split()[-1].lower() not in lexicon.WEEKDAYS
        start = match.start() + (len(match.group()) - len(match.group().lstrip(" ,")))
        found.append(TimeSpan(start, start + len(words), words, is_vague))
    return found


def durations(text: str) -> list[TimeSpan]:
    """The expressions of duration in a text."""
    return [TimeSpan(m.start(), m.end(), m.group().strip()) for m in _DURATION.finditer(text)]


_WITH_HOUR = re.compile(rf"(?:{_HALF}|{_HOUR}|{_AT_HOUR})", re.IGNORECASE)


def has_hour(text: str) -> bool:
    """Whether an expression names a time of the day: "at three", "half past nine", "9:30"."""
    return _WITH_HOUR.search(text) is not None


_DAYS = (
    (re.compile(r"\b(?:yesterday|last night)\b", re.IGNORECASE), -1),
    (re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE), 0),
    (re.compile(r"\btomorrow\b", re.IGNORECASE), 1),
)
"""Words for a day → days after the one on which they are said."""


def dated(text: str, at: datetime | None) -> str:
    """A relative day with its date, where it is known when it was said: "tomorrow (3 March 2026)", in local time."""
    if at is None:
        return text
    for words, days in _DAYS:
        if words.search(text):
            day = at.astimezone() + timedelta(days=days)
            return f"{text} ({day.day} {day:%B %Y})"
    return text


_LEADING = re.compile(r"^(?:on|at|in|for|about|around) (?=\S)", re.IGNORECASE)


def as_answer(text: str) -> str:
    """Without the preposition that an answer does not need."""
    return _LEADING.sub("", text)
