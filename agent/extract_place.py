"""Where: phrases of place ("in the blue cabinet in the lab", "next to the fridge")."""

from __future__ import annotations

from collections.abc import Iterator

from . import extract_lexicon as lexicon
from .extract_lexicon import words_of
from .extract_view import Candidate, View, noun_phrase
from .extract_words import Tag
from .rules_cast import GIVING, is_person_word

_PUTTING = words_of(
    "be put leav keep hang park store lay lock hide move place find sit stand stay live work studi come go take "
    "bring send lie meet rest remain shift see lose travel drive reside forget drop pack lend"
)
_WHERE = words_of("upstairs downstairs outside inside next-door")
_NOT_PLACES = words_of(
    "order tune time charge love trouble case fact way moment end hand hurry touch general addition particular "
    "work leave minute second hour day week month year percent euros point question holiday vacation sale"
)


def places(view: View) -> Iterator[Candidate]:
    """Candidates for "where"."""
    spans = list(_phrases(view))
    if not spans:
        yield from _with_whom(view)
        yield from _there(view)
    for first, last in spans:
        start = _past_known(view, first, last)
        quality = _quality(view, start) * (0.5 if any(start <= p < last for p in view.nouns_found) else 1.0)
        if view.tokens[start].low == "from" and any(view.tokens[f].low in ("to", "into") for f, _ in spans):
            quality *= 0.4  # "from the desk to the shelf"
        begin = start + 1 if view.tokens[start].low in ("to", "into", "from") else start
        yield Candidate(view.text(begin, last), quality, view, "place")


def _past_known(view: View, first: int, last: int) -> int:
    """Where a phrase says more than the question: of "to the trade fair in Hamburg" the second half."""
    inner = [p for p in view.nouns_found if first <= p < last]
    if not inner or max(inner) + 1 >= last:
        return first
    rest = max(inner) + 1
    return rest if _phrase(view, rest, view.timed()) > rest else first


def _quality(view: View, first: int) -> float:
    """How surely the phrase at `first` is where the thing is."""
    word, wanted = view.tokens[first].low, view.question.preposition
    quality = (1.0 if _is_put(view, first) else 0.75) * view.doubt() * (0.4 if view.clause.is_negated else 1.0)
    if word in ("from", "to") and wanted not in ("", word):
        quality *= 0.6
    if word == "from" and wanted != "from" and not any(t.stem in ("come", "move", "take") for t in view.tokens):
        quality *= 0.85
    asks_thing = any(term.is_essential and not term.is_verb for term in view.question.terms)
    points = any(t.low in lexicon.POINTERS for t in view.tokens)
    return quality * (0.6 if asks_thing and not view.nouns_found and not points else 1.0)


def _with_whom(view: View) -> Iterator[Candidate]:
    """A place by who is there: "the key is with the neighbour"."""
    for position, token in enumerate(view.tokens):
        if token.low == "with" and position == view.clause.head + 1 and view.tokens[view.clause.head].low in lexicon.BE:
            end = noun_phrase(view.tokens, position + 1)
            if end > position + 1:
                yield Candidate(view.text(position, len(view.tokens)), 0.8 * view.doubt(), view, "with")


def _there(view: View) -> Iterator[Candidate]:
    """The place that "there" stands for: the last one named before."""
    if not view.nouns_found or not any(t.low == "there" and i > view.clause.head for i, t in enumerate(view.tokens)):
        return
    earlier = view.before()
    for _ in range(4):
        if earlier is None:
            return
        spans = list(_phrases(earlier))
        if spans:
            yield Candidate(earlier.text(*spans[-1]), 0.9 * view.doubt(), view, "there")
            return
        earlier = earlier.before()


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
        if last < len(tokens) and tokens[last].low in _WHERE:
            last += 1
        yield position, last
        position = last


def _phrase(view: View, position: int, timed: frozenset[int]) -> int:
    """One past the phrase of place at `position`, `position` itself where there is none."""
    tokens = view.tokens
    following = tokens[position + 1].low if position + 1 < len(tokens) else ""
    start = position + (1 if tokens[position].low in _FIRST_HALVES and following in _SECOND_HALVES else 0)
    token = tokens[start]
    if token.low not in _PREPOSITIONS or token.tag is not Tag.PREPOSITION or start in timed:
        return position
    end = noun_phrase(tokens, start + 1)
    end = next((i for i in range(start + 1, end) if i in timed), end)
    phrase = tokens[start + 1 : end]
    nouns = [t for t in phrase if t.tag in (Tag.NOUN, Tag.NAME, Tag.NUMBER)]
    if not nouns or all(t.tag is Tag.NUMBER for t in nouns) or nouns[-1].low in _NOT_PLACES:
        return position
    is_owned = any(t.tag is Tag.POSSESSIVE for t in phrase)
    gives = token.low == "to" and any(t.lemma in GIVING for t in tokens[:start])  # "to Katja"
    is_person = is_person_word(nouns[-1], view.cast.names) or (gives and len(phrase) == 1 and nouns[0].tag is Tag.NAME)
    is_bare = len(phrase) == 1 and nouns[0].tag is Tag.NOUN and not nouns[0].text[0].isupper()
    return position if (is_person and not is_owned) or (is_bare and token.low in _NEED_MORE) else end


_FIRST_HALVES = words_of("next close over out up down back")
_SECOND_HALVES = words_of("to in at by on near behind")
_PREPOSITIONS = (lexicon.PLACE_PREPOSITIONS | {"from"}) - words_of("up off down among through")
_NEED_MORE = words_of("of by against below above about")
"""Prepositions that with a bare noun say no place: "by bike"."""
