"""How many, how much, how long, when: numbers with their units, durations, times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import extract_lexicon as lexicon
from .extract_clause import CAUSES
from .extract_lexicon import words_of
from .extract_time import as_answer, has_hour
from .extract_view import Candidate, View
from .extract_words import Tag
from .question_words import Asks, Moment

_UNITS = {
    "old": "year month old", "far": "kilomet mile met minute hour step", "tall": "met foot feet inch centimet",
    "high": "met foot feet floor centimet", "deep": "met foot feet centimet", "heavy": "kilo gram ton pound",
    "warm": "degree celsius", "hot": "degree celsius", "cold": "degree celsius", "fast": "kilomet mile knot",
    "wide": "met foot feet centimet", "big": "met square inch hectare", "large": "met square inch hectare",
}  # fmt: skip
"""The word after "how" → how the units begin that an answer may have."""
_MONEY = re.compile(
    r"^(?:euro|dollar|pound|cent|franc|yen|krona|crown|buck|eur|usd|gbp|chf)s?$|[€$£]",
    re.IGNORECASE,
)
_MONEY_VERBS = words_of("cost pay charg spend earn price")
_OFTEN = re.compile(
    r"\b(?:once|twice|(?:two|three|four|five|six|\d+) times)(?: (?:a|per|every|each) \w+)?\b"
    r"|\bevery (?:other |second )?\w+\b|\b(?:daily|weekly|monthly|yearly|never|always|often|sometimes)\b",
    re.IGNORECASE,
)


def moments(view: View) -> Iterator[Candidate]:
    """Candidates for "when"."""
    spans = view.times()
    if not spans:
        yield from _events(view)
        yield from _beside(view)
    for place, span in enumerate(spans):
        quality = (0.45 if span.is_vague else 1.0) * _phase(view, place, len(spans))
        quality *= view.doubt()
        is_bound = words_bound(span.text)  # "not before Friday"
        if view.clause.is_negated and not view.question.is_negated and not is_bound:
            quality *= 0.35
        if view.clause.link in CAUSES and not view.found:
            quality *= 0.6
        words = span.text
        if view.question.preposition in ("until", "till"):
            quality *= 1.0 if words.lower().startswith(("until", "till", "by")) else 0.7
        elif words.lower().startswith(("until", "till", "since", "before", "after", "from")):
            quality *= 0.85
        asked = {term.word for term in view.question.terms}
        if any(word in asked for word in words.lower().split()) and len(words.split()) <= 2:
            quality *= 0.3
        yield Candidate(
            as_answer(re.sub(r"^from ", "", words, flags=re.IGNORECASE)), quality * _clock(view, words), view, "time"
        )


_PLANNED = re.compile(
    r"\b(?:was|were) (?:going|supposed|meant|planned|scheduled)\b|\bused to\b|\boriginally\b|\bat first\b",
    re.IGNORECASE,
)


def words_bound(text: str) -> bool:
    """Whether an expression bounds a time: "before Friday", "until six"."""
    return text.lower().startswith(("before ", "until ", "till "))


def _phase(view: View, place: int, count: int) -> float:
    """0..1: whether a value is that of the time asked for: "moved from Tuesday to Thursday", "was going to be"."""
    wants_old = view.question.moment in (Moment.FIRST, Moment.EARLIER)
    spans = view.times()
    is_old = spans[place].text.lower().startswith("from ") and place + 1 < count
    is_replaced = is_old or bool(_PLANNED.search(view.clause_text()))
    follows_old = place > 0 and spans[place - 1].text.lower().startswith("from ")
    if wants_old:
        return 1.0 if is_replaced else 0.5 if follows_old else 0.8
    return 0.35 if is_replaced else 1.0


_EVENT = re.compile(
    r"\b(?:(?:right|just|shortly|straight) )?(?:before|after|during) (?:the |my |our |your |his |her |their )?"
    r"(?:(?:lunch|dinner|breakfast|work|school|class|meeting|break|holidays?|concert|match|game|church|exam)\b"
    r"|(?!all\b|that\b)\w+(?: \w+)?$)",
    re.IGNORECASE,
)


def _beside(view: View) -> Iterator[Candidate]:
    """A time in the clause before or after of the same sentence: "let us say Tuesday, then it is ready"."""
    for other in (view.before(), view.after()):
        if other is None or other.turn is not view.turn or other.sentence is not view.sentence or not view.found:
            continue
        says = any(t.stem in ("say", "make", "take") for t in other.tokens)
        for span in other.times() if says else ():
            yield Candidate(as_answer(span.text), 0.7 * _clock(view, span.text), view, "beside")


def _events(view: View) -> Iterator[Candidate]:
    """A time by what happens then: "after lunch", "before the exam"."""
    for match in _EVENT.finditer(view.clause_text()):
        has_particle = any(t.stem in ("look", "take", "name") for t in view.tokens)
        yield Candidate(match.group(), 0.3 if has_particle else 0.8, view, "event")


def _clock(view: View, words: str) -> float:
    """For "what time" the hour, for "which day" the day; the other of the two is worth less."""
    nouns = {token.low for token in view.question.tokens}
    if nouns & {"time", "hour"}:
        return 1.0 if has_hour(words) else 0.6
    if nouns & {"day", "weekday", "date", "month", "year"}:
        return 1.0 if _DAY.search(words) else 0.6
    return 1.0


_DAY = re.compile("|".join(lexicon.WEEKDAYS | lexicon.MONTHS) + r"|\d", re.IGNORECASE)


def durations_of(view: View) -> Iterator[Candidate]:
    """Candidates for "how long"."""
    for span in view.durations():
        quality = (
            0.6
            if span.text.lower().startswith(("a ", "an ")) and any(v.low in ("pay", "cost") for v in view.tokens)
            else 1.0
        )
        yield Candidate(span.text, quality * view.doubt(), view, "duration")
    for span in view.times():
        if span.text.lower().startswith(("until", "till")):
            yield Candidate(span.text, 0.7, view, "until")


def numbers(view: View) -> Iterator[Candidate]:
    """Candidates for "how many", "how much", "how old", "what number"."""
    question = view.question
    kind = next((t.low for t in question.tokens if t.low in _UNITS or t.low in ("many", "much", "often")), "")
    if kind == "often":
        yield from (Candidate(m.group(), 0.9, view, "often") for m in _OFTEN.finditer(view.clause_text()))
        return
    wants_money = (
        kind == "much" and (any(t.stem in _MONEY_VERBS for t in question.tokens) or not question.class_terms)
    ) or any(t.low in ("price", "cost", "costs", "rent", "fee", "salary") for t in question.tokens)
    for first, last in _runs(view):
        yield from _number(view, first, last, kind, wants_money=wants_money)


def _runs(view: View) -> Iterator[tuple[int, int]]:
    """Stretches of number words: "two hundred and ten"."""
    tokens, position = view.tokens, 0
    while position < len(tokens):
        if tokens[position].tag is not Tag.NUMBER or tokens[position].low in lexicon.ORDINALS:
            position += 1
            continue
        end = position + 1
        while end < len(tokens) and (
            tokens[end].tag is Tag.NUMBER
            or (
                end + 1 < len(tokens)
                and tokens[end].low in ("and", "-", ".", "point")
                and tokens[end + 1].tag is Tag.NUMBER
            )
        ):
            end += 1
        yield position, end
        position = end


def _number(view: View, first: int, last: int, kind: str, *, wants_money: bool) -> Iterator[Candidate]:
    tokens = view.tokens
    units = tokens[last : last + 4]
    money = next((i for i, t in enumerate(units[:2]) if _MONEY.search(t.low)), -1)
    has_sign = first > 0 and tokens[first - 1].text in "€$£"
    counted = {p for term in view.question.class_terms if (p := view.support.places.get(term.stem, -1)) >= 0}
    quality, end = 0.55, last
    if wants_money:
        is_bare = not units or units[0].tag not in (Tag.NOUN, Tag.NAME)
        quality = 1.0 if money >= 0 or has_sign else 0.75 if view.turn.is_sign or is_bare else 0.25
        end = last + money + 1 if money >= 0 else last
        if end < len(tokens) and tokens[end].tag is Tag.NUMBER:  # "two euros fifty"
            end += 1
    elif kind in _UNITS:
        fits = [i for i, t in enumerate(units[:3]) if any(t.low.startswith(unit) for unit in _UNITS[kind].split())]
        quality, end = (1.0, last + fits[-1] + 1) if fits else (0.1, last)
    elif counted:
        near = [p for p in counted if last <= p <= last + 3]
        quality, end = (
            (1.0, max(near) + 1)
            if near
            else (0.65 if not units or units[0].tag not in (Tag.NOUN, Tag.NAME) else 0.4, last)
        )
    elif money >= 0:
        end = last + money + 1
    elif units and units[0].tag is Tag.NOUN and last not in view.timed():
        end = last + 1
    if first in view.timed() and view.question.asks is Asks.NUMBER:
        quality *= 0.3
    yield Candidate(view.text(first - 1 if has_sign else first, end), quality, view, "number")
