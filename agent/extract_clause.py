"""Why and how, and what was said: answers that are clauses or phrases of manner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import extract_lexicon as lexicon
from .extract_clauses import Clause
from .extract_lexicon import words_of
from .extract_view import Candidate, View, noun_phrase, trim
from .extract_words import Tag

MAX_WORDS = 12
CAUSES = words_of("because since as")
"""Words that join a reason."""


def reasons(view: View) -> Iterator[Candidate]:
    """Candidates for "why": the clause after "because", before "so", or just beside."""
    if not view.found and view.question.terms and view.support.coverage < 0.5:
        return
    clauses = view.turn.clauses
    for index, (sentence, clause) in enumerate(clauses):
        if index == view.index or _bears_more(view, clause):
            continue
        is_same = sentence is view.sentence
        distance = index - view.index
        if clause.link in CAUSES and is_same and (distance > 0 or clause.link != "as"):
            quality = 1.0 if abs(distance) == 1 else 0.85
        elif (distance == -1 and view.clause.link == "so") or (
            distance == 1 and clause.link == "but" and view.question.is_negated
        ):  # "I would love to come, but …"
            quality = 0.95
        elif distance == 1 and clause.link == "so":
            continue
        elif distance == 1:
            quality = 0.75 if is_same else 0.7
        elif distance == -1:
            quality = 0.6
        elif distance == 2:
            quality = 0.5
        else:
            continue
        is_said = clause.link in CAUSES or quality > 0.9 or view.question.verb is None or view.verb() >= 0
        worth = quality * _worth(view, index) * (1.0 if is_said else 0.7)
        yield Candidate(_shortened(view.at(view.turn, index)), worth, view, "reason")
    yield from _purposes(view)
    yield from _answers(view)


def _bears_more(view: View, clause: Clause) -> bool:
    """Whether another clause has more of the question's words: then it is what is to be explained."""
    stems = {token.stem for token in clause.tokens}
    return sum(term.stem in stems for term in view.question.terms) > len(view.found)


def _worth(view: View, index: int) -> float:
    """Orders, questions and fragments are rarely reasons."""
    sentence, clause = view.turn.clauses[index]
    if clause.link in CAUSES:
        return 1.0
    if sentence.is_question or clause.head < 0:
        return 0.3
    return 1.0 if clause.has_subject else 0.5


def _purposes(view: View) -> Iterator[Candidate]:
    """Phrases of purpose: "to …" after the matched words, "because of", "due to"."""
    text = view.clause_text()
    cause = re.search(r"\b(?:because of|due to|thanks to|owing to) (.+)$", text, re.IGNORECASE)
    if cause:
        yield Candidate(_words(cause.group(1)), 0.95, view, "because of")
    for position in range(1, len(view.tokens) - 1):
        if _is_purpose(view, position):
            yield Candidate(_words(view.text(position, len(view.tokens))), 0.7, view, "purpose")
            return


def _is_purpose(view: View, position: int) -> bool:
    """Whether "to" and a verb follow what the question asks about."""
    token, following, before = view.tokens[position], view.tokens[position + 1], view.tokens[position - 1]
    is_free = before.tag in (Tag.NOUN, Tag.NAME, Tag.PRONOUN, Tag.ADVERB) and any(p < position for p in view.found)
    return token.low == "to" and following.tag is Tag.VERB and is_free and following.stem not in view.support.places


def _answers(view: View) -> Iterator[Candidate]:
    """The turn after a "why" that somebody asked, or after a matched remark that nobody explained."""
    following = view.evidence.next(view.turn)
    is_asked = view.sentence.is_question and re.search(r"\bwhy\b|\bhow come\b", view.sentence.text, re.IGNORECASE)
    is_last = view.index == len(view.turn.clauses) - 1
    if following is None or not following.clauses or not (is_asked or is_last):
        return
    for index in range(min(2, len(following.clauses))):
        answer = view.at(following, index)
        if answer.clause.head >= 0 and not answer.sentence.is_question:
            yield Candidate(_shortened(answer), 0.95 if is_asked else 0.5, answer, "answers")
            return


def manners(view: View) -> Iterator[Candidate]:
    """Candidates for "how": the thing with what qualifies it ("black coffee, without sugar"), or "with …", "by …"."""
    yield from _with(view)
    terms = [term for term in view.question.terms if not term.is_verb]
    for term in terms:
        position = view.support.places.get(term.stem, -1)
        if position < 0 or view.tokens[position].tag not in (Tag.NOUN, Tag.NAME):
            continue
        first = position
        while first > 0 and view.tokens[first - 1].tag is Tag.NOUN:
            first -= 1
        if first < position:
            last = _with_end(view, position + 1)
            start, end = trim(view.tokens, first, max(last, position + 1))
            yield Candidate(view.text(start, end), 0.95 if not view.clause.is_negated else 0.3, view, "qualified")
    if not terms or view.clause.head < 0:
        return
    if any(t.low in lexicon.BE for t in view.question.tokens[1:2]) and view.tokens[view.clause.head].low in lexicon.BE:
        start, end = trim(view.tokens, view.clause.head + 1, len(view.tokens))
        if start < end and any(p < view.clause.head for p in view.found):
            yield Candidate(_words(view.text(start, end)), 0.8, view, "is")


_MEANS = words_of("with without by via through using on")


def _with(view: View) -> Iterator[Candidate]:
    timed = view.timed()
    for position, token in enumerate(view.tokens):
        if token.low not in _MEANS or token.tag is not Tag.PREPOSITION or position in timed or token.low == "on":
            continue
        end = _with_end(view, position)
        phrase = view.tokens[position + 1 : end]
        if end <= position + 1 or phrase[0].low in lexicon.OBJECTS:
            continue
        if any(position < p < end for p in view.found) and not any(p < position for p in view.found):
            continue
        near = any(p < position for p in view.found)
        yield Candidate(view.text(position, end), 0.9 if near else 0.5, view, "with")


def _with_end(view: View, start: int) -> int:
    """One past the phrases "with milk and honey", "again, without sugar" that begin at `start`."""
    tokens, timed = view.tokens, view.timed()
    end = start
    position = start
    while position < len(tokens):
        token = tokens[position]
        if token.text == "," or (token.low in ("again", "and", "always") and position not in timed):
            position += 1
            continue
        if token.low not in ("with", "without", "by", "via", "through") and not (
            end > start and tokens[position - 1].low in ("and", ",")
        ):
            break
        further = noun_phrase(tokens, position + (1 if token.tag is Tag.PREPOSITION else 0))
        if further <= position + (1 if token.tag is Tag.PREPOSITION else 0) or any(
            i in timed for i in range(position, further)
        ):
            break
        end = position = further
        if [t.low for t in tokens[end : end + 2]] == ["in", "it"]:  # "with nothing in it"
            end = position = end + 2
    return end


def speeches(view: View) -> Iterator[Candidate]:
    """What somebody said: the clause itself, in their own words."""
    subject = view.question.subject
    if subject and not view.cast.same(view.speaker, subject):
        return
    yield Candidate(_shortened(view), 0.8, view, "says")


def quote(view: View) -> str:
    """The clause in at most `MAX_WORDS` words."""
    return _shortened(view)


def _shortened(view: View) -> str:
    first, last = 0, len(view.tokens)
    while first < last and (
        view.tokens[first].tag in (Tag.CONJUNCTION, Tag.INTERJECTION, Tag.MARK)
        or view.tokens[first].low in ("because", "since", "so")
    ):
        first += 1
    return _words(view.text(first, last)) if first < last else ""


def _words(text: str) -> str:
    """The first `MAX_WORDS` words."""
    parts = text.split()
    return " ".join(parts[:MAX_WORDS]).rstrip(" ,;:")
