"""Which: nouns of a class ("which housing?", "which instrument?"), what qualifies a thing, its colour."""

from __future__ import annotations

from collections.abc import Iterator

from . import extract_lexicon as lexicon
from .extract_kinds import members
from .extract_lexicon import words_of
from .extract_view import Candidate, View, noun_phrase, phrase_end, trim
from .extract_words import NOMINAL, Tag
from .question import Question

_ATTRIBUTES = words_of(
    "flavor flavour kind type sort size shape material brand model style version colour color filling topping"
)
_MAKING = words_of("make made have take paint want")


def of_class(view: View) -> Iterator[Candidate]:
    """The noun phrase around the class noun, or a noun of that kind."""
    for term in view.question.class_terms:
        place = view.support.places.get(term.stem, -1)
        if place < 0:
            place = next((i for i, t in enumerate(view.tokens) if t.stem == term.stem), -1)
        if place >= 0:
            yield from _around(view, place)
        yield from of_kind(view, members(term.stem), 0.95)


def _around(view: View, place: int) -> Iterator[Candidate]:
    """What stands before the class noun, with it: "the ceramic housing"."""
    first = place
    while first > 0 and view.tokens[first - 1].tag in NOMINAL:
        first -= 1
    start, last = trim(view.tokens, first, place + 1)
    if start >= place:
        return
    quality = 1.0 if not view.clause.is_negated else 0.3
    if view.question.subject and any(t.low == "'s" for t in view.tokens[start:place]):
        quality *= 0.6  # somebody else's
    yield Candidate(view.text(start, last), quality, view, "which")


def of_kind(view: View, wanted: frozenset[str], quality: float) -> Iterator[Candidate]:
    """Noun phrases whose last noun belongs to a kind."""
    position = 0
    while position < len(view.tokens):
        end = noun_phrase(view.tokens, position)
        if end == position:
            position += 1
            continue
        first, last = trim(view.tokens, position, end)
        heads = [i for i in range(first, last) if view.tokens[i].stem in wanted]
        if heads:
            worth = quality * (0.25 if view.clause.is_negated else 1.0) * view.doubt()
            last = max(heads) + 1
            if last < len(view.tokens) and view.tokens[last].low in ("with", "without"):  # "rice with beans"
                further = noun_phrase(view.tokens, last + 1)
                last = further if further > last + 1 else last
            yield Candidate(view.text(first, last), worth, view, "kind")
        position = end


def asks_attribute(question: Question) -> bool:
    """Whether it asks what kind, flavour, size … of something."""
    return any(t.low in _ATTRIBUTES for t in question.tokens)


def modifiers(view: View) -> Iterator[Candidate]:
    """For "which flavour … for the cake?": the words before "cake", or "make it hazelnut"."""
    if not asks_attribute(view.question):
        return
    for position in sorted(view.nouns_found):
        first = position
        while first > 0 and view.tokens[first - 1].tag is Tag.NOUN:
            first -= 1
        kept = [i for i in range(first, position) if i not in view.found]
        if kept and view.tokens[position].tag is Tag.NOUN:
            yield Candidate(view.text(kept[0], kept[-1] + 1), 0.9 * view.doubt(), view, "modifier")
        if position + 2 < len(view.tokens) and view.tokens[position + 1].low in ("with", "in", "of"):
            first, last = trim(view.tokens, position + 2, noun_phrase(view.tokens, position + 2))
            if first < last:  # "the layer cake with lemon"
                yield Candidate(view.text(first, last), 0.9 * view.doubt(), view, "with")
    if not any(term.is_essential for term in view.question.terms):
        yield from _first_modifiers(view)
    lows = [t.low for t in view.tokens]
    for position in range(len(lows) - 2):
        if lows[position] in _MAKING and lows[position + 1] in ("it", "them"):
            first, last = trim(view.tokens, position + 2, phrase_end(view, position + 2))
            if first < last and view.tokens[position + 2].tag is not Tag.PREPOSITION:
                yield Candidate(view.text(first, last), 0.9, view, "make it")


def _first_modifiers(view: View) -> Iterator[Candidate]:
    """Where the question names no thing: the words before the noun that somebody wishes for."""
    start = next((i + 1 for i, t in enumerate(view.tokens) if t.tag is Tag.VERB and i >= view.clause.head), -1)
    while 0 < start < len(view.tokens) and view.tokens[start].tag in (Tag.VERB, Tag.PREPOSITION):
        start += 1
    if 0 < start < len(view.tokens):
        first, last = trim(view.tokens, start, noun_phrase(view.tokens, start))
        if last - first > 1:
            yield Candidate(view.text(first, last - 1), 0.75 * view.doubt(), view, "modifier")


def colours(view: View) -> Iterator[Candidate]:
    """Candidates for "what colour"."""
    for position, token in enumerate(view.tokens):
        if token.low in lexicon.COLOURS and token.tag in (Tag.NOUN, Tag.NAME):
            yield Candidate(token.text, _colour_quality(view, position), view, "colour")


def _colour_quality(view: View, position: int) -> float:
    """How surely a colour is that of the thing asked about."""
    meant = view.nouns_found
    names_none = not any(term.is_essential for term in view.question.terms)
    if any(0 < p - position <= 2 for p in meant):  # "the yellow kitchen wall"
        return 1.0
    following = view.tokens[position + 1] if position + 1 < len(view.tokens) else None
    if following is not None and following.tag in (Tag.NOUN, Tag.NAME):  # some other thing's
        return 0.15
    if any(p < position and not _has_noun_between(view, p, position) for p in meant):  # "the bedroom in yellow"
        return 1.0
    if following is not None and following.low in ("for", "on", "in") and any(0 < p - position <= 5 for p in meant):
        return 1.0  # "purple for the guest room"
    subject = view.clause.subject
    points = bool(subject) and subject[-1].low in lexicon.POINTERS and 0 <= view.clause.head < position
    makes = any(t.low in _MAKING for t in view.tokens[:position]) and any(t.low in ("it", "them") for t in view.tokens)
    return 0.9 if points or makes else 0.8 if names_none else 0.3


def _has_noun_between(view: View, first: int, last: int) -> bool:
    return any(t.tag in (Tag.NOUN, Tag.NAME) and t.low not in lexicon.COLOURS for t in view.tokens[first + 1 : last])
