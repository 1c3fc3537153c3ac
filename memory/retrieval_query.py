"""What a question is made of, as far as search goes: its words, whom and what it names, and its dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from .types import Entry, Person

# Words that say what kind of question it is, and not what it is about.
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about above after again against all am an and any are as at be because been before being below between both
        but by can cannot could d did do does doing down during each few for from further had has have having he her
        here hers herself him himself his how i if in into is it its itself just ll m me more most my myself no nor not
        now of off on once only or other ought our ours ourselves out over own re s same she should so some such t than
        that the their theirs them themselves then there these they this those through to too under until up ve very
        was we were what when where which while who whom whose why will with would you your yours yourself yourselves
        """,
    )
)
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?\b|['’](?!\w)")
_DETERMINER = re.compile(
    r"\b(a|an|the|this|that|these|those|my|your|his|her|its|our|their|some|any|each|every|no)\s+$", re.I
)
_ASKS_WHEN = re.compile(r"\b(when|how (long|often|soon)|(what|which) (date|day|month|year|time|week|weekend))\b", re.I)
_TELLS_WHEN = re.compile(
    r"\b(yesterday|today|tomorrow|tonight|last|next|ago|weeks?|weekend|months?|years?|morning|afternoon|evening|since"
    r"|recently|soon|(mon|tues|wednes|thurs|fri|satur|sun)day|summer|winter|spring|autumn|fall|o'clock"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b|\d",
    re.I,
)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# A month alone is taken only after "in", "of", "last" …, so that "may" and "march" stay words.
_DATES = (
    re.compile(rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+{_YEAR}\b)?", re.I),
    re.compile(rf"\b(?P<month>{_MONTH})\b\.?\s+{_DAY}\b(?!:)(?:,?\s+{_YEAR}\b)?", re.I),
    re.compile(rf"\b(?P<month>{_MONTH})\b\.?,?\s+(?:of\s+)?{_YEAR}\b", re.I),
    re.compile(rf"\b(?:in|of|since|during|last|this|early|mid|late)[\s-]+(?P<month>{_MONTH})\b", re.I),
)


class Directory(Protocol):
    """What search asks of `people/directory.py`: who is named in a text, and how an entry is shown."""

    @property
    def people(self) -> Sequence[Person]:
        """Everybody."""

    def mentioned(self, text: str) -> Sequence[tuple[int, int, Person]]:
        """(start, end, person) of each name in a text."""

    def things(self, text: str) -> Sequence[tuple[int, int, str]]:
        """(start, end, unit) of each known thing or place in a text."""

    def render(self, entry: Entry) -> tuple[str, str, Sequence[str], Sequence[str]]:
        """(text with names put in, speaker, people's names, person ids)."""


@dataclass(frozen=True, slots=True)
class Period:
    """A day or a month that a question names; every year's where it names none."""

    month: int
    day: int | None = None
    year: int | None = None

    def closeness(self, at: datetime | None) -> float:
        """1 on the day (or one off, for time zones), 0.5 in a month that was named without a day, else 0."""
        if at is None:
            return 0.0
        if self.day is None:
            return 0.5 if at.month == self.month and self.year in (None, at.year) else 0.0
        near = (at + timedelta(days=shift) for shift in (-1, 0, 1))
        return float(any((d.month, d.day) == (self.month, self.day) and self.year in (None, d.year) for d in near))

    def bounds(self) -> tuple[datetime, datetime] | None:
        """First and last moment with a day to spare on both sides; None where the year is not said."""
        if self.year is None:
            return None
        days = calendar.monthrange(self.year, self.month)[1]
        first = datetime(self.year, self.month, min(self.day or 1, days), tzinfo=UTC)
        last = datetime(self.year, self.month, min(self.day or days, days), tzinfo=UTC)
        return first - timedelta(days=1), last + timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question taken apart."""

    content: str
    """Without names: for the sentence encoder."""
    words: str
    """Without names and function words: for full text. Never empty where the question is not."""
    people: tuple[Person, ...]
    things: tuple[str, ...]
    """Units of things and places."""
    periods: tuple[Period, ...]
    asks_when: bool
    is_only_names: bool
    """Nothing is left without the names: it asks for whatever there is about them."""


def understand(text: str, directory: Directory) -> Understood:
    """Takes a question apart. No model is asked."""
    mentions = directory.mentioned(text)
    stripped = _without(text, [(start, end) for start, end, _ in mentions if not _may_be_a_thing(text, start)])
    words = content_words(stripped)
    people = {person.id: person for _, _, person in mentions}
    things = dict.fromkeys(unit for _, _, unit in directory.things(text))
    return Understood(
        content=stripped if words else text,
        words=" ".join(words) or text,
        people=tuple(people.values()),
        things=tuple(things),
        periods=tuple(periods(text)),
        asks_when=_ASKS_WHEN.search(text) is not None,
        is_only_names=not words and bool(people or things),
    )


def _may_be_a_thing(text: str, start: int) -> bool:
    """Whether what could be somebody's name is used like a thing: "the user interface" (a speaker's label, too)."""
    return text[start].islower() and _DETERMINER.search(text, 0, start) is not None


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these stretches and the possessive that hangs on them."""
    kept, position = [], 0
    for start, end in sorted(spans):
        kept.append(text[position:start])
        possessive = _POSSESSIVE.match(text, end)
        position = max(position, possessive.end() if possessive else end)
    return " ".join("".join([*kept, text[position:]]).split())


def content_words(text: str) -> list[str]:
    """The words that say what a text is about, in order."""
    return [word for word in _WORD.findall(text) if word.lower() not in _FUNCTION_WORDS]


def tells_when(text: str) -> bool:
    """Whether a text has a word for a time in it."""
    return _TELLS_WHEN.search(text) is not None


def is_question(text: str) -> bool:
    """Whether a turn ends by asking: what it asks for is said elsewhere."""
    return text.rstrip().endswith(("?", "？"))


def periods(text: str) -> list[Period]:
    """The days and months that are named by date: "8 May 2023", "May 8th", "2023-05-08", "in June"."""
    found: dict[int, Period] = {}
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if any(position in found for position in range(*match.span())):
                continue
            parts = match.groupdict()
            name = parts["month"].lower()
            month = int(name) if name.isdecimal() else _MONTHS[name]
            day, year = parts.get("day"), parts.get("year")
            period = Period(month, int(day) if day else None, int(year) if year else None)
            if 1 <= month <= 12 and (period.day is None or 1 <= period.day <= 31):
                found.update(dict.fromkeys(range(*match.span()), period))
    return list(dict.fromkeys(found[position] for position in sorted(found)))
