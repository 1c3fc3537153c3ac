"""Who somebody is, what they do, what something is called, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from . import extract_lexicon as lexicon
from .extract_clause import quote
from .extract_lexicon import words_of
from .extract_object import complements
from .extract_view import Candidate, View, phrase_end, trim
from .extract_words import Tag
from .question import Question
from .rules_cast import is_person_word
from .score_names import introduces

_JOBS = words_of("job profession occupation role work task position duty")
_WORK = words_of("respons charg job role profess work occup task posit duti")
_DEFECTS = words_of(
    "broken not n't leak lose noise crash too miss hurt worn lost fail stuck out flat dead slow stop never wrong empty "
    "burn bad"
)
_WISHES = words_of("want come need have like go")


def asks_name(view: View) -> bool:
    """Whether it asks what something is called."""
    tokens = view.question.tokens
    return view.question.wh in ("what", "which") and any(t.low in ("name", "called", "named", "title") for t in tokens)


def names(view: View) -> Iterator[Candidate]:
    """A proper noun beside the thing: "my dog Rex", "it is called Rex"; the speaker, for "I am the plumber"."""
    terms = [term for term in view.question.terms if term.is_essential]
    meant = [p for term in terms if (p := view.support.places.get(term.stem, -1)) >= 0]
    is_self = view.clause.head >= 0 and view.tokens[view.clause.head].low in ("am", "'m")
    if meant and is_self and not view.question.subject:
        yield Candidate(view.speaker, 0.95, view, "says so")
        return
    called = [i for i, t in enumerate(view.tokens) if t.low in ("called", "named", "name")]
    for position, token in enumerate(view.tokens):
        is_person = is_person_word(token, view.cast.names)
        if token.tag is not Tag.NAME or (is_person and view.cast.same(token.text, view.question.subject or "-")):
            continue
        if any(abs(position - p) <= 3 for p in meant) or any(0 < position - c <= 2 for c in called):
            yield Candidate(token.text, 0.95, view, "name")


def asks_fault(view: View) -> bool:
    """Whether it asks what is wrong with something."""
    words = {t.low for t in view.question.tokens}
    return bool(words & {"wrong", "matter", "problem"}) and "with" in words


def faults(view: View) -> Iterator[Candidate]:
    """The clause that tells of a fault, or what the thing is."""
    tells = any(t.low in _DEFECTS or t.stem in _DEFECTS for t in view.tokens)
    if tells and view.clause.head >= 0 and view.clause.link != "so":
        yield Candidate(quote(view), 0.95, view, "fault")
    elif view.found:
        yield from complements(view)


def descriptions(view: View) -> Iterator[Candidate]:
    """What somebody is: "I am the editor", "Victor is our landlord", "my sister Paula"."""
    subject, clause = view.question.subject, view.clause
    own = view.cast.same(view.speaker, subject) and any(t.low == "i" for t in clause.subject)
    is_named = any(t.tag is Tag.NAME and view.cast.same(t.text, subject) for t in clause.subject)
    if clause.head >= 0 and clause.tokens[clause.head].low in lexicon.BE and (own or is_named):
        first, last = trim(view.tokens, clause.head + 1, phrase_end(view, clause.head + 1))
        if first < last and view.tokens[first].tag not in (Tag.NAME, Tag.PREPOSITION, Tag.VERB):
            yield Candidate(view.text(first, last), 1.0, view, "is")
    elif own and clause.head >= 0 and introduces(view.turn.hit.text, view.speaker):
        yield from profiles(view)
    for position, token in enumerate(view.tokens):
        if token.tag is Tag.NAME and view.cast.same(token.text, subject):
            yield from _related(view, position)


def _related(view: View, position: int) -> Iterator[Candidate]:
    """From "my sister Paula": whose sister she is."""
    first = position
    while first > 0 and view.tokens[first - 1].tag is Tag.NOUN:
        first -= 1
    if 0 < first < position and view.tokens[first - 1].tag is Tag.POSSESSIVE:
        owner = f"{view.speaker}'s " if view.tokens[first - 1].low == "my" and view.speaker else ""
        yield Candidate(owner + view.text(first, position), 0.95, view, "whose")


def asks_profile(question: Question) -> bool:
    """Whether it asks for a person's work: "what does Paul do?", "what is Irene responsible for?"."""
    if not question.subject or question.is_activity:
        return False
    if question.possessed:
        return any(t.low in _JOBS for t in question.tokens) and all(t.word in _JOBS for t in question.terms)
    stems = {term.stem for term in question.terms}
    if not stems:
        return any(t.low in ("do", "doing") for t in question.tokens[2:])
    return stems <= _WORK and (question.verb is None or bool(stems & {"respons", "charg"}))


def profiles(view: View) -> Iterator[Candidate]:
    """What somebody says they are or do, above all where they introduce themselves."""
    clause = view.clause
    is_own = any(t.low == "i" for t in clause.subject) and clause.head >= 0
    if not is_own or clause.is_negated or not view.cast.same(view.speaker, view.question.subject):
        return
    base = 1.0 if introduces(view.turn.hit.text, view.speaker) else 0.6
    head = clause.tokens[clause.head]
    if head.low in ("am", "'m"):
        start = clause.head + 1
        work = next((i for i, t in enumerate(view.tokens) if t.low in ("responsible", "charge")), -1)
        first, last = trim(view.tokens, work + 2 if work >= 0 else start, phrase_end(view, start))
        if first < last and view.tokens[first].tag is not Tag.NAME and view.tokens[first].low != "here":
            yield Candidate(view.text(first, last), base, view, "is")
    elif head.tag is Tag.VERB and not head.low.endswith("ed"):
        last = phrase_end(view, clause.head + 1)
        worth = base * (0.95 if head.lemma not in _WISHES else 0.5)
        yield Candidate(view.text(clause.head, last), worth, view, "does")


def activities(view: View) -> Iterator[Candidate]:
    """What somebody does at a time: the verb with its object, without the time."""
    clause, tokens = view.clause, view.tokens
    if clause.head < 0 or clause.is_question:
        return
    verb = next((i for i in range(clause.head, len(tokens)) if tokens[i].tag is Tag.VERB), -1)
    if verb < 0:
        return
    if (
        tokens[verb].low in ("going", "want", "need", "like", "have")
        and verb + 2 < len(tokens)
        and tokens[verb + 1].low == "to"
    ):
        verb += 2
    if any(t.low == "doing" for t in view.question.tokens) and not tokens[verb].low.endswith("ing"):
        return
    last = phrase_end(view, verb + 1)
    worth = (0.95 if view.agrees() else 0.4) * (1.0 if last > verb + 1 else 0.6)
    yield Candidate(view.text(verb, last), worth, view, "activity")
