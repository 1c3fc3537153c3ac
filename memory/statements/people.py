"""Statements about people: role, work, likes and dislikes, home, promises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..mentions_words import PRONOUNS, sentences, tokens, word_set
from ..names.text import Use
from . import people_patterns as patterns
from .clauses import Clause
from .objects import clean, is_food, is_place, is_role, is_stated
from .scope import Draft, Scope, Subject

_NOT_LIKED = PRONOUNS | word_set(
    "how when where why the your his her their way idea so each being having seeing hearing that this those these "
    "sound look all to more most better best much very too going what fact"
) - word_set("the your his her their to")


def about_person(scope: Scope, clause: Clause, subject: Subject, rest: str) -> Iterator[Draft]:
    """Statements of a clause whose subject is a person.

    Args:
        scope: the turn.
        clause: the clause.
        subject: the speaker or somebody mentioned.
        rest: the clause after its subject ("'m the project manager").
    """

    def draft(predicate: str, phrase: str, *, times: bool = False, sureness: float = 0.9) -> Iterator[Draft]:
        phrase = clean(phrase, times=times)
        if is_stated(phrase):
            yield Draft(subject, predicate, phrase, clause.sentence, sureness * subject.sureness)

    if match := patterns.AVOIDS.match(rest):
        if _is_liking(match["object"]):
            yield from draft("avoids", match["object"])
        return
    if (match := patterns.REFUSES.match(rest)) and is_food(match["object"]):
        yield from draft("avoids", match["object"])
        return
    if match := patterns.ABSTAINS.match(rest):
        yield Draft(subject, "avoids", clean(match["object"]), clause.sentence, 0.8 * subject.sureness)
        return
    if match := patterns.STATE.match(rest):
        yield Draft(subject, "is", clean(match["object"]), clause.sentence, 0.9 * subject.sureness)
        return
    if match := patterns.PREFERS.match(rest):
        if _is_liking(match["object"]):
            yield from draft("prefers", match["object"])
        return
    is_named = any(
        clause.start <= use.start < clause.start + len(clause.text) for use in scope.people if use.use is Use.SELF
    )
    if (match := patterns.ROLE.match(rest)) and is_role(match["object"]) and not is_named:
        yield from draft("role", match["object"])
        return
    for pattern, predicate in (
        (patterns.DUTY, "does"),
        (patterns.HAS, "has"),
        (patterns.FROM, "from"),
        (patterns.LIVES, "lives"),
    ):
        if (match := pattern.match(rest)) and (predicate != "lives" or is_place(_in(match["object"]))):
            yield from draft(predicate, match["object"])
            return
    if (match := patterns.TAKES.match(rest)) and is_food(match["object"]):
        yield from draft("prefers", match["object"], times=True, sureness=0.8)
    if (match := patterns.WORKS.match(rest)) and not patterns.ENDS_OPEN.search(match["object"]):
        yield from draft("does", match["object"])
    elif (
        scope.is_introduction
        and subject.unit == scope.speaker
        and (match := patterns.DOES.match(rest))
        and not patterns.ENDS_OPEN.search(match["object"])
    ):
        yield from draft("does", match["object"], sureness=0.7)
    elif (match := patterns.WANTS.match(rest)) and not is_food(match["object"]):
        yield from draft("wants", match["object"], sureness=0.8)
    elif match := patterns.NEEDS.match(rest):
        yield from draft("needs", match["object"], sureness=0.7)
    elif (match := patterns.WILL.match(rest) or patterns.GOES.match(rest) or patterns.CAN.match(rest)) and _is_promise(
        match["object"]
    ):
        yield from draft("will", match["object"])
        made = patterns.MAKES.match(match["object"])
        if made is not None and patterns.AS_ALWAYS.search(rest) and is_food(made["object"]):
            yield from draft("prefers", made["object"], times=True, sureness=0.8)
    elif (match := patterns.IS_AT.match(rest)) and is_place(match["object"]):
        yield from draft("located", match["object"], times=True, sureness=0.8)


def _in(place: str) -> str:
    """Reads "to Oslo" and "with my sister" as places."""
    return re.sub(r"^(?:to|into|with|across)\b", "in", place, flags=re.IGNORECASE)


def _is_liking(phrase: str) -> bool:
    """Whether it is a thing that one can like, not "it", "how you …" or "the way …"."""
    words = [token.lower for token in tokens(phrase)]
    if not words or words[0] in _NOT_LIKED:
        return False
    return not patterns.NOT_LIKABLE.match(phrase)


def _is_promise(phrase: str) -> bool:
    if patterns.NO_PROMISE.match(phrase):
        return False
    words = [token.lower for token in tokens(phrase)]
    return len(words) > 1 and not all(word in PRONOUNS for word in words[1:])


def favorites(scope: Scope, clause: Clause) -> Iterator[Draft]:
    """What somebody likes best, as in "my favorite color is blue", "Anna's favorite song is …"."""
    match = patterns.FAVORITE.match(clause.text)
    if match is None or not is_stated(match["object"]):
        return
    owner = scope.person_at(clause.start, clause.start + 1) if match["owner"] else None
    subject = scope.person(owner) if owner is not None else Subject(scope.speaker)
    if subject.unit and (owner is not None or not match["owner"]):
        phrase = f"{clean(match['object'])} (favorite {match['what'].strip()})"
        yield Draft(subject, "prefers", phrase, clause.sentence, 0.9)


def for_somebody(scope: Scope, clause: Clause) -> Iterator[Draft]:
    """What somebody takes, without a verb in front, as in "black coffee for me as always", "no cake for me"."""
    match = patterns.FOR_ONE.match(clause.text)
    asked = (
        patterns.ASKS_FOR.match(clause.text) and "please" in f"{clause.lead} {match['tail'] if match else ''}".lower()
    )
    if match is None or not (is_food(match["object"]) or asked or patterns.AS_ALWAYS.search(match["tail"])):
        return
    if any(token.lower in PRONOUNS for token in tokens(match["object"])):
        return
    if match["who"].lower() == "me":
        subject = Subject(scope.speaker)
    else:
        named = scope.person_at(clause.start + match.start("who"), clause.start + match.end("who"))
        if named is None:
            return
        subject = scope.person(named)
    phrase = clean(match["object"])
    if subject.unit and is_stated(phrase):
        yield Draft(subject, "avoids" if match["no"] else "prefers", phrase, clause.sentence, 0.8)


def presented(scope: Scope) -> Iterator[Draft]:
    """Roles that stand beside a name: "I am Peter, the new neighbor", "this is Omar, our designer"."""
    for use in scope.people:
        if use.use not in (Use.SELF, Use.INTRODUCED):
            continue
        match = patterns.APPOSITION.match(scope.text[use.end :])
        subject = Subject(scope.speaker) if use.use is Use.SELF else scope.person(use)
        if match is None or not subject.unit:
            continue
        phrase = clean(match["object"])
        if is_role(phrase):
            end = use.end + match.end()
            yield Draft(subject, "role", phrase, _sentence_of(scope, use.start, end), 0.9)


def _sentence_of(scope: Scope, start: int, end: int) -> tuple[int, int]:
    return next(((left, right) for left, right in sentences(scope.text) if left <= start < right), (start, end))
