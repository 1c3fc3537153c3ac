"""Statements about things: where they are, when they happen, what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..mentions_words import DETERMINERS, POSSESSIVES, PREPOSITIONS, VAGUE, is_verb_form, tokens, word_set
from . import things_patterns as patterns
from .clauses import Clause, is_subject
from .objects import clean, is_place, is_stated, is_time
from .scope import PLURAL_PRONOUNS, SINGULAR_PRONOUNS, Draft, Scope, Subject

_ATTRIBUTES = word_set(
    "password passcode code pin combination number address price cost fee rent color colour size budget goal "
    "theme topic title limit rule email phone username keyword capacity speed temperature weight height length "
    "width winner nickname motto slogan menu result score target version model brand recipe ingredient dish "
    "special date deadline amount key clue answer font channel frequency"
)
"""What may be said to be something ("the code is 4512") without being vague."""
_ABSTRACT = word_set(
    "approach priority concept dream plan task policy position hope belief commitment responsibility goal aim "
    "opinion view understanding decision strategy focus concern mission vision intention expectation favorite "
    "favourite turn fault bad"
)
_LONGEST_PLACE = 12
_NOT_DECIDED = word_set("it that this them these those him her you me us something anything")
_NOT_ABOUT = word_set(
    "there here i you we he she who what where when how why everyone everybody nobody nothing something anything "
    "one let's lets"
)
_SOLID_START = re.compile(
    r"(?:\w+\s+){0,2}(?:on|at|in|by|under|next|behind|near|tomorrow|inside|above|below|beside|with)\b", re.IGNORECASE
)
_PREPOSITION = re.compile(r"\s(?:of|for|to|on|in|with)\s")
_AFTER_GENITIVE = re.compile(r"(?:on|at|in|under|behind|next)\b", re.IGNORECASE)
_RELATIVE = re.compile(r",?\s+(?:that|which|who|where|so|as|if|when|because|until)\s", re.IGNORECASE)


def about_things(scope: Scope, clause: Clause) -> Iterator[Draft]:
    """Statements of a clause whose subject or object is a thing."""
    found = list(_as_object(scope, clause)) or list(_as_subject(scope, clause))
    if found:
        yield from found
        return
    match = patterns.MEETS.match(clause.text)
    subject = scope.thing("the meeting")
    if match is not None and subject is not None and is_time(clean(match["object"])):
        yield Draft(subject, "time", clean(match["object"]), clause.sentence, 0.7)


def _as_object(scope: Scope, clause: Clause) -> Iterator[Draft]:
    """Somebody has put, moved, seen, planned the thing."""
    for pattern in (patterns.MOVES_TIME, patterns.HAVE_TIME):
        if (match := pattern.match(clause.text)) and is_time(clean(match["object"])):
            yield from _draft(clause, scope.thing(match["thing"], clause.start), "time", match["object"])
            return
    for pattern in (patterns.PUT, patterns.SAW, patterns.FINDS, patterns.THERE):
        if match := pattern.match(clause.text):
            goal = match.groupdict().get("to")
            subject = scope.thing(match["thing"], clause.start)
            yield from _located(clause, subject, goal or match["spot"], is_goal=goal is not None)
            return


def _as_subject(scope: Scope, clause: Clause) -> Iterator[Draft]:
    """The thing itself is, lies, starts, costs, was moved."""
    text = clause.text
    if match := patterns.WAS_MOVED.match(text):
        subject = _subject(scope, clause, match["subject"])
        if is_time(match["object"]):
            yield from _draft(clause, subject, "time", match["object"])
        else:
            yield from _located(clause, subject, match["object"], is_goal=True)
    elif match := patterns.THAT_IS.match(text):
        subject, thing = scope.presented_thing(), scope.thing(match["object"])
        is_short = len(tokens(match["object"])) <= 6
        if thing is not None and tokens(thing.name)[-1].lower not in VAGUE | _ABSTRACT and is_short:
            yield from _draft(clause, subject, "is", match["object"], sureness=0.6)
    elif match := patterns.IS.match(text):
        yield from _is(scope, clause, match)
    elif (match := patterns.LIES.match(text)) and is_place(clean(match["object"], times=True)):
        yield from _located(clause, _subject(scope, clause, match["subject"]), match["object"])
    elif (match := patterns.STARTS.match(text)) and is_time(match["object"]):
        yield from _draft(clause, _subject(scope, clause, match["subject"]), "time", match["object"])
    elif match := patterns.COSTS.match(text):
        yield from _draft(clause, _subject(scope, clause, match["subject"]), "is", match["object"])


def _is(scope: Scope, clause: Clause, match: re.Match[str]) -> Iterator[Draft]:
    rest, verb = match["rest"], match["verb"].strip().lower()
    is_pronoun = match["subject"].lower() in PLURAL_PRONOUNS | SINGULAR_PRONOUNS
    if is_pronoun and not _SOLID_START.match(rest):
        return  # "it is early days" says nothing of the last thing named
    if not is_pronoun and verb[0] in "'’" and not _AFTER_GENITIVE.match(rest):
        return  # "the government's plan …" is a genitive
    subject = _subject(scope, clause, match["subject"])
    held, ready, with_ = patterns.HELD.match(rest), patterns.READY.match(rest), patterns.WITH.match(rest)
    planned = patterns.PLANNED.sub("", rest)
    place = held["object"] if held is not None else rest
    if ready is not None and is_time(ready["object"]):
        yield from _draft(clause, subject, "time", rest)
    elif is_time(planned) and not planned.lower().startswith(("about", "around")):  # "the average is about six"
        yield from _draft(clause, subject, "time", planned)
    elif is_place(clean(place, times=True)):
        is_past = verb in ("was", "were") and held is None
        yield from _located(clause, subject, place, sureness=0.7 if is_past else 0.9)
    elif with_ is not None and subject is not None and len(tokens(rest)) <= _LONGEST_PLACE:
        yield from _draft(clause, subject, "located", with_["object"])
    elif subject is not None:
        yield from _attribute(clause, subject, rest)


def _attribute(clause: Clause, subject: Subject, rest: str) -> Iterator[Draft]:
    what = patterns.WHAT.match(rest)
    head = tokens(_PREPOSITION.split(subject.name, maxsplit=1)[0])
    is_one = bool(head) and head[-1].lower in _ATTRIBUTES and len(tokens(rest)) <= 8
    if what is not None and is_one and not is_verb_form(tokens(rest)[0].lower):
        yield from _draft(clause, subject, "is", what["object"])


def _subject(scope: Scope, clause: Clause, phrase: str) -> Subject | None:
    """The thing that a clause is about, None where it is a person or nothing that can be named."""
    words = [token.lower for token in tokens(phrase)]
    if not words or words[0] in _NOT_ABOUT:
        return None
    if len(words) == 1 and words[0] in PLURAL_PRONOUNS | SINGULAR_PRONOUNS:
        return scope.resolve(words[0], clause.start)
    person = scope.person_at(clause.start, clause.start + len(phrase))
    if person is not None and person.end >= clause.start + len(phrase.rstrip()):
        return None
    is_announced = words[0] in DETERMINERS | POSSESSIVES or "'" in phrase or "’" in phrase
    return scope.thing(phrase, clause.start) if is_announced or is_subject(phrase) else None


def _located(
    clause: Clause, subject: Subject | None, place: str, *, is_goal: bool = False, sureness: float = 0.9
) -> Iterator[Draft]:
    place = _RELATIVE.split(clean(place, times=True), maxsplit=1)[0]
    is_gerund = subject is not None and subject.name.lower().endswith("ing") and " " not in subject.name
    if len(tokens(place)) > _LONGEST_PLACE or is_gerund:
        return
    if place[:1].isupper() and tokens(place)[0].lower in PREPOSITIONS:
        place = place[0].lower() + place[1:]
    if is_place(f"in {place}" if is_goal else place):
        yield from _draft(clause, subject, "located", place, sureness=sureness)


def _draft(
    clause: Clause, subject: Subject | None, predicate: str, phrase: str, *, sureness: float = 0.9
) -> Iterator[Draft]:
    phrase = clean(phrase)
    if subject is not None and phrase and (predicate in ("located", "time") or is_stated(phrase)):
        yield Draft(subject, predicate, phrase, clause.sentence, sureness * subject.sureness)


def decisions(scope: Scope, clause: Clause) -> Iterator[Draft]:
    """What was decided: the subject is who says so."""
    if not scope.speaker:
        return
    for pattern in (patterns.DECIDED, patterns.CHOSE, patterns.LETS, patterns.DECISION):
        match = pattern.match(clause.text)
        if match is not None:
            phrase = clean(match["object"] or match.groupdict().get("other") or "")
            words = [token.lower for token in tokens(phrase)]
            if words and words[0] not in _NOT_DECIDED and is_stated(phrase):
                yield Draft(Subject(scope.speaker), "decided", phrase, clause.sentence, 0.9)
            return


def answered_place(scope: Scope, first: Clause) -> Iterator[Draft]:
    """A bare place that answers "Where are the keys?", as "On the hook." does."""
    asked = patterns.WHERE.search(scope.before)
    place = clean(first.text, times=True)
    if asked is not None and is_place(place):
        yield from _located(first, scope.thing(asked["thing"]), place, sureness=0.8)
