"""The parts of a clause that a "what" can ask for: its object, its subject, what it says that something is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import extract_lexicon as lexicon
from .extract_lexicon import words_of
from .extract_view import Candidate, View, noun_phrase, phrase_end, trim
from .extract_words import NOMINAL, Tag, Token
from .rules_cast import is_person_word

_LOOSE = words_of("for to so but because at by from until after before like as")
"""Words after which something else begins than what the object is."""
_HOLDS = words_of("contain includ hold have say read")


def objects(view: View) -> Iterator[Candidate]:
    """What follows the verb of the question; what follows another verb, with doubt."""
    start, quality = _object_start(view)
    if start < 0:
        return
    quality *= view.doubt() * (1.0 if view.agrees() else 0.4)
    after = _after_verb(view, start)
    span = _span(view, after)
    if span is not None:
        yield Candidate(view.text(*span), quality, view, "object")
    elif after < len(view.tokens) and view.tokens[after].low in ("it", "them", "that"):
        pointed = _antecedent(view)
        if pointed:
            yield Candidate(pointed, 0.85 * quality, view, "stands for")


def _object_start(view: View) -> tuple[int, float]:
    """(position after the verb, quality); (-1, 0) where there is no verb."""
    tokens, verb = view.tokens, view.verb()
    for position in range(len(tokens) - 1):  # "allergic to aspirin": what somebody cannot have
        if tokens[position].low in lexicon.INTOLERANT and tokens[position + 1].low in ("to", "of", "on"):
            return position + 2, 0.95
    wanted = view.question.preposition
    for place in sorted(view.nouns_found) if wanted else ():  # "my thesis is about salt water"
        near = [i for i in range(place + 1, min(place + 3, len(tokens))) if tokens[i].low == wanted]
        if near:
            return near[0] + 1, 0.95
    if verb < 0 and wanted:
        acts = [p for p in view.nouns_found if tokens[p].tag is Tag.VERB]
        if acts:  # "allergic to", where somebody says what they cannot tolerate
            return acts[0] + 1, 0.9
    if verb < 0:
        verbs = [i for i, token in enumerate(tokens) if token.tag is Tag.VERB]
        last = verbs[-1] if verbs else view.clause.head
        return (last + 1, 0.5) if last >= 0 else (-1, 0.0)
    after = tokens[verb + 1] if verb + 1 < len(tokens) else None
    if tokens[verb].tag is Tag.NOUN and after is not None and after.low in ("about", "on", "of"):
        return verb + 2, 0.9  # "my thesis about old paint"
    is_adjective = tokens[verb].tag is Tag.NOUN and tokens[verb].low.endswith(("ing", "ed"))  # "the welding torch"
    return verb + 1, 0.5 if is_adjective else 1.0


def _after_verb(view: View, start: int) -> int:
    """Past particles, a preposition that the question has too, adverbs and an indirect object."""
    tokens = view.tokens
    while start < len(tokens):
        token = tokens[start]
        following = tokens[start + 1] if start + 1 < len(tokens) else None
        is_indirect = token.tag is Tag.PRONOUN and following is not None and following.tag in NOMINAL
        is_particle = token.tag is Tag.PREPOSITION and _is_particle(token, following, view.question.preposition)
        if not (is_indirect or is_particle or token.tag in (Tag.ADVERB, Tag.VERB, Tag.AUXILIARY)):
            break
        start += 1
    return start


def _is_particle(token: Token, following: Token | None, wanted: str) -> bool:
    """Whether a preposition after a verb belongs to the verb."""
    is_free = following is not None and following.tag is Tag.DETERMINER and token.low in lexicon.PARTICLES
    return token.low == wanted or is_free or (token.low in ("with", "for", "about") and not wanted)


def _span(view: View, start: int) -> tuple[int, int] | None:
    """The noun phrase at `start` with what belongs to it."""
    tokens, timed = view.tokens, view.timed()
    end = noun_phrase(tokens, start)
    if end == start or tokens[start].tag is Tag.PRONOUN:
        return None
    while end < len(tokens) and tokens[end].tag in (Tag.PREPOSITION, Tag.CONJUNCTION) and end not in timed:
        further = noun_phrase(tokens, end + 1)
        is_new = tokens[end].low in _LOOSE or further == end + 1 or any(i in timed for i in range(end, further))
        is_known = any(end < p < further for p in view.found)
        if is_new or is_known or any(is_person_word(t, view.cast.names) for t in tokens[end:further]):
            break
        end = further
    end = next((i for i in range(start, end) if i in timed), end)
    first, last = trim(tokens, start, end)
    if first >= last or all(p in view.found for p in range(first, last)):
        return None
    return first, last


def subjects(view: View) -> Iterator[Candidate]:
    """The subject of the verb, or what its pronoun stands for: "what is broken?", "what survived the test?"."""
    clause = view.clause
    if clause.head < 0 or (view.verb() < 0 and not view.found):
        return
    quality = (1.0 if view.verb() >= 0 else 0.5) * (1.0 if view.agrees() else 0.4)
    subject = _cleared(view, clause.subject)
    if subject and not all(t.tag is Tag.PRONOUN for t in subject):
        yield Candidate(view.sentence.cut(subject[0], subject[-1]), quality, view, "subject")
        return
    pointed = _antecedent(view)
    if pointed:
        yield Candidate(pointed, quality * 0.8, view, "stands for")


def _cleared(view: View, subject: Sequence[Token]) -> Sequence[Token]:
    """A subject without its determiner and without phrases that the question has."""
    first, last = trim(subject, 0, len(subject))
    kept = subject[first:last]
    cut = next((i for i, t in enumerate(kept) if i and t.tag is Tag.PREPOSITION), len(kept))
    stems = {term.stem for term in view.question.terms}
    return kept[:cut] if any(t.stem in stems for t in kept[cut:]) else kept


def _antecedent(view: View) -> str:
    """The noun phrase that "it" or "they" stands for: the object of the clause before, else its subject."""
    before = view.before()
    if before is None:
        return ""
    tokens = before.tokens
    for position in range(max(before.clause.head, 0) + 1, len(tokens)):
        if tokens[position].tag in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NOUN):
            first, last = trim(tokens, position, noun_phrase(tokens, position))
            if first < last:
                return before.text(first, last)
    first, last = trim(before.clause.subject, 0, len(before.clause.subject))
    kept = before.clause.subject[first:last]
    return before.sentence.cut(kept[0], kept[-1]) if kept and kept[0].tag is not Tag.PRONOUN else ""


def complements(view: View) -> Iterator[Candidate]:
    """What something is or holds: "what is the goal?"; "that is my microphone" for "what was in the parcel?"."""
    clause = view.clause
    if clause.head < 0:
        return
    head = clause.tokens[clause.head]
    before = [p for p in view.found if p < clause.head]
    points = bool(clause.subject) and clause.subject[-1].low in lexicon.POINTERS
    quality = view.doubt() * (0.4 if clause.is_negated else 1.0)
    span = _span(view, _after_verb(view, clause.head + 1))
    if head.low in lexicon.BE:
        yield from _what_it_is(view, span, quality, has_before=bool(before), points=points)
    elif span is not None and head.stem in _HOLDS and before:
        yield Candidate(view.text(*span), quality * 0.95, view, "contains")
    elif span is not None and view.found and not any(span[0] <= p < span[1] for p in view.found):
        is_fronted = bool(before) and view.tokens[0].tag is Tag.PREPOSITION  # "on the front page we print …"
        yield Candidate(view.text(*span), quality * (0.85 if is_fronted else 0.45), view, "object")


def _what_it_is(
    view: View, span: tuple[int, int] | None, quality: float, *, has_before: bool, points: bool
) -> Iterator[Candidate]:
    """What stands after "is", or before it where the question's words stand after."""
    clause = view.clause
    if has_before or points:
        chosen = span or _adjective(view, clause.head + 1)
        if chosen is not None and not any(chosen[0] <= p < chosen[1] for p in view.nouns_found):
            yield Candidate(view.text(*chosen), quality * (1.0 if has_before else 0.85), view, "is")
    if not has_before and view.found and clause.subject:
        subject = _cleared(view, clause.subject)
        if subject and not all(t.tag is Tag.PRONOUN for t in subject):
            yield Candidate(view.sentence.cut(subject[0], subject[-1]), quality * 0.8, view, "subject")


def _adjective(view: View, start: int) -> tuple[int, int] | None:
    """The words after "is" that are no noun phrase: "out of tune", "too full"."""
    end = phrase_end(view, start)
    while start < end and view.tokens[start].tag is Tag.ADVERB:
        start += 1
    return (start, end) if end > start else None
