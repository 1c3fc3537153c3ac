"""Where: phrases of place ("in the blue cabinet in the lab", "next to the fridge")."""

from __future__ import annotations

from collections.abc import Iterator

from . import extract_lexicon as lexicon
from .extract_view import Candidate, View, noun_phrase, trim
from .extract_words import Tag
from .rules_cast import GIVING, is_person_word

_PUTTING = frozenset(
    [
        "be",
        "put",
        "leav",
        "keep",
        "hang",
        "park",
        "store",
        "lay",
        "lock",
        "hide",
        "move",
        "place",
        "find",
        "sit",
        "stand",
        "stay",
        "live",
        "work",
        "studi",
        "come",
        "go",
        "take",
        "bring",
        "send",
        "lie",
        "meet",
        "rest",
        "remain",
        "shift",
        "see",
        "lose",
        "travel",
        "drive",
        "reside",
        "forget",
        "drop",
        "pack",
        "lend",
    ]
)
_NOT_PLACES = frozenset(
    [
        "order",
        "tune",
        "time",
        "charge",
        "love",
        "trouble",
        "case",
        "fact",
        "way",
        "moment",
        "end",
        "hand",
        "hurry",
        "touch",
        "general",
        "addition",
        "particular",
        "work",
        "leave",
        "minute",
        "second",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "percent",
        "euros",
        "point",
        "question",
        "holiday",
        "vacation",
        "sale",
    ]
)


def places(view: View) -> Iterator[Candidate]:
    """Candidates for "where"."""
    spans = list(_phrases(view))
    if not spans:
        yield from _with_whom(view)
    for first, last in spans:
        inner = [p for p in view.nouns_found if first <= p < last]
        quality = 1.0 if _is_put(view, first) else 0.75
        if inner:  # "to the trade fair in Hamburg": what the question has already is no answer, the rest may be
            rest = _phrase(view, max(inner) + 1, view.timed()) if max(inner) + 1 < last else 0
            first, inner = (max(inner) + 1, []) if rest > max(inner) + 1 else (first, inner)
        if view.tokens[first].low in ("from", "to") and view.question.preposition not in ("", view.tokens[first].low):
            quality *= 0.6
        if (
            view.tokens[first].low == "from"
            and view.question.preposition != "from"
            and _has_verb(view, "come", "move", "take") is False
        ):
            quality *= 0.85
        if view.tokens[first].low == "from" and any(view.tokens[f].low in ("to", "into") for f, _ in spans):
            quality *= 0.4
        if (
            not view.nouns_found
            and not any(t.low in lexicon.POINTERS for t in view.tokens)
            and any(term.is_essential and not term.is_verb for term in view.question.terms)
        ):
            quality *= 0.6  # the clause speaks of something else
        if inner:
            quality *= 0.5
        quality *= view.doubt()
        if view.clause.is_negated:
            quality *= 0.4
        start = first + 1 if view.tokens[first].low in ("to", "into", "from") else first
        yield Candidate(view.text(start, last), quality, view, "place")


def _has_verb(view: View, *stems: str) -> bool:
    return any(token.stem in stems for token in view.tokens)


def _with_whom(view: View) -> Iterator[Candidate]:
    """ "The key is with the neighbour"."""
    for position, token in enumerate(view.tokens):
        if token.low == "with" and position == view.clause.head + 1 and view.tokens[view.clause.head].low in lexicon.BE:
            end = noun_phrase(view.tokens, position + 1)
            if end > position + 1:
                yield Candidate(view.text(position, len(view.tokens)), 0.8 * view.doubt(), view, "with")


def _is_put(view: View, first: int) -> bool:
    """Whether a verb of being or putting stands before the phrase."""
    return any(token.stem in _PUTTING or token.lemma == "be" for token in view.tokens[:first]) or view.clause.head < 0


def _phrases(view: View) -> Iterator[tuple[int, int]]:
    """(first, last) of the phrases of place; phrases that follow each other are one."""
    tokens, timed = view.tokens, view.timed()
    position = 0
    while position < len(tokens):
        end = _phrase(view, position, timed)
        if end == position:
            position += 1
            continue
        last = end
        while (
            last < len(tokens)
            and (further := _phrase(view, last, timed)) > last
            and tokens[last].low not in ("to", "into")
        ):
            if tokens[last].low == "with":
                break
            last = further
        yield position, last
        position = last


def _phrase(view: View, position: int, timed: frozenset[int]) -> int:
    """One past the phrase of place at `position`, `position` itself where there is none."""
    tokens = view.tokens
    start = position
    if tokens[start].low in ("next", "close", "over", "out", "up", "down", "back") and start + 1 < len(tokens) and tokens[start + 1].low in (
        "to", "in", "at", "by", "on", "near", "behind",
    ):  # fmt: skip
        start += 1
    token = tokens[start]
    is_place = (
        token.low in lexicon.PLACE_PREPOSITIONS | {"from"} and token.tag is Tag.PREPOSITION and start not in timed
    )
    if not is_place or token.low in ("up", "off", "down", "among", "through"):
        return position
    end = noun_phrase(tokens, start + 1)
    end = next((i for i in range(start + 1, end) if i in timed), end)
    phrase = tokens[start + 1 : end]
    nouns = [t for t in phrase if t.tag in (Tag.NOUN, Tag.NAME, Tag.NUMBER)]
    if not nouns or all(t.tag is Tag.NUMBER for t in nouns) or nouns[-1].low in _NOT_PLACES:
        return position
    is_person = is_person_word(nouns[-1], view.cast.names) and not any(t.tag is Tag.POSSESSIVE for t in phrase)
    if (
        token.low == "to"
        and len(phrase) == 1
        and nouns[0].tag is Tag.NAME
        and any(t.lemma in GIVING for t in tokens[:start])
    ):
        return position
    if is_person or (
        token.low in ("of", "by", "to", "against", "below", "above", "about")
        and len(phrase) == 1
        and nouns[0].tag is Tag.NOUN
        and not nouns[0].text[0].isupper()
        and token.low != "to"
    ):
        return position
    return end


def bare_place(view: View) -> Iterator[Candidate]:
    """A proper noun of a clause that has no phrase of place, for "which city …?"."""
    for position, token in enumerate(view.tokens):
        if token.tag is Tag.NAME and not is_person_word(token, view.cast.names) and position not in view.timed():
            first, last = trim(view.tokens, position, position + 1)
            yield Candidate(view.text(first, last), 0.4, view, "name")
