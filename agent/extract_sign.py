"""What a sign says beyond the words of the question: "LAUNCH 14 MAY" → "14 MAY"."""

from __future__ import annotations

from collections.abc import Iterator

from .extract_lexicon import words_of
from .extract_view import Candidate, View
from .extract_words import Tag
from .question_words import Asks

_READABLE = frozenset({Asks.THING, Asks.NUMBER, Asks.TIME, Asks.SPEECH})
_META = words_of("date time day list number sign screen text name topic title goal price cost board slide")


def signs(view: View) -> Iterator[Candidate]:
    """The rest of a sign, without the words that the question has."""
    if not view.turn.is_sign:
        return
    has_class = any(t.stem in view.question.class_nouns for s in view.turn.sentences for t in s.tokens)
    if not (view.question.asks in _READABLE or view.question.is_on_screen or has_class):
        return
    if view.question.asks in (Asks.NUMBER, Asks.TIME) and not any(c.isdigit() for c in view.turn.hit.text):
        return
    tokens = [t for sentence in view.turn.sentences for t in sentence.tokens]
    text = " ".join(view.turn.hit.text.split())
    colon = text.find(":")
    head, rest = (
        (text[:colon], text[colon + 1 :].strip())
        if 0 < colon < len(text) - 1 and not text[colon - 1].isdigit()
        else ("", "")
    )
    if rest and (head or not tokens):
        yield Candidate(rest, 0.9, view, "after the colon")
        return
    stems = {term.stem for term in view.question.terms} | set(view.support.places)
    kept = [
        t
        for sentence in view.turn.sentences
        for t in sentence.tokens
        if t.tag is not Tag.MARK and t.stem not in stems and t.low not in _META
    ]
    if kept and len(kept) < len([t for t in tokens if t.tag is not Tag.MARK]):
        first, last = kept[0], kept[-1]
        sentence = view.sentence
        same = [t for t in kept if t in sentence.tokens]
        if len(same) == len(kept):
            yield Candidate(sentence.cut(first, last), 0.7, view, "rest of the sign")
    elif view.question.is_on_screen:
        yield Candidate(text, 0.6, view, "the sign")
