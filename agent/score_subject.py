"""Whether a clause is about the person that the question is about."""

from __future__ import annotations

from . import extract_lexicon as lexicon
from .extract_view import View
from .extract_words import Tag
from .rules_cast import is_person_word, named

OTHER = 0.25
"""What is left of a score when a clause is about somebody else."""


def belongs(view: View) -> float:
    """0..1: whether the clause is about the subject of the question; 1 where it has none."""
    subject = view.question.subject
    if not subject:
        return _takes_part(view)
    is_speaker = view.cast.same(view.speaker, subject)
    clause = view.clause
    lows = {token.low for token in clause.tokens}
    names = named(clause.tokens, view.cast.names)
    speaks_of_self = bool(lows & lexicon.FIRST_PERSON)
    if view.question.is_description and any(
        view.cast.same(t.text, subject) for t in clause.tokens if t.tag is Tag.NAME
    ):
        return 1.0
    is_named = any(view.cast.same(name, subject) for name in names)
    others = [name for name in names if not view.cast.same(name, subject)]
    for_whom = _beneficiary(view)
    if for_whom:
        return 1.0 if view.cast.same(for_whom, subject) else OTHER
    if is_named:
        return 1.0 if _in_subject(view, subject) or not others else 0.85
    if view.question.possessed and not is_speaker:
        return _theirs(view, subject)
    if is_speaker:
        if view.is_wish:
            return 1.0
        if clause.is_question and lows & lexicon.SECOND_PERSON:
            return 0.4
        if _in_subject_other(view, subject) or "you" in {t.low for t in clause.subject}:
            return 0.35
        if view.question.possessed and not (lows & lexicon.FIRST_PERSON or _near_first_person(view)):
            return 0.7
        return 1.0
    if speaks_of_self and not (lows & frozenset({"we", "our", "us"})) and not lows & lexicon.SECOND_PERSON:
        return OTHER
    if lows & lexicon.SECOND_PERSON or (clause.head >= 0 and not clause.subject):
        addressed = _addressed(view, subject)
        if addressed:
            return addressed
    if lows & lexicon.THIRD_PERSON and view.cast.same(view.cast.third(view.turn, clause) or "-", subject):
        return 0.85
    if lows & frozenset({"we", "our", "us"}):
        return 0.5
    return 0.5 * _mentioned(view, subject) or OTHER


def _addressed(view: View, subject: str) -> float:
    """0..1: whether the subject is the one spoken to."""
    addressee = view.cast.addressee(view.turn, view.sentence, view.evidence)
    if view.cast.same(addressee, subject):
        return 0.95
    if any(sentence.addressees for sentence in view.turn.sentences):
        return OTHER  # somebody else is called by name
    following = view.evidence.next(view.turn)
    near = [*view.turn.previous, *([following] if following is not None else [])]
    if any(view.cast.same(turn.hit.speaker, subject) for turn in near):
        return 0.75
    same_talk = (turn for turn in view.evidence.turns if turn.hit.stream == view.turn.hit.stream)
    return 0.65 if any(view.cast.same(turn.hit.speaker, subject) for turn in same_talk) else 0.0


def _theirs(view: View, subject: str) -> float:
    """Whether somebody else speaks of the subject's thing: "I put your hat …", "I put the hat …"."""
    places = view.nouns_found
    for position, token in enumerate(view.tokens):
        if token.tag is not Tag.POSSESSIVE or not any(0 < p - position <= 3 for p in places):
            continue
        if token.low == "your":
            addressee = view.cast.addressee(view.turn, view.sentence, view.evidence)
            return 0.95 if view.cast.same(addressee or "-", subject) else OTHER
        if token.low in ("his", "her"):
            return 0.85 if view.cast.same(view.cast.third(view.turn, view.clause) or "-", subject) else OTHER
        return OTHER  # "my hat", "Ben's hat": the subject's own was seen before
    points = any(t.low in lexicon.POINTERS for t in view.tokens)
    return 0.9 * _mentioned(view, subject) if places or points else OTHER


def _takes_part(view: View) -> float:
    """For questions without a subject: the people named should be near."""
    factor = 1.0
    for person in view.question.people:
        if view.cast.same(view.speaker, person) or _mentioned(view, person):
            continue
        if view.cast.same(view.cast.addressee(view.turn, view.sentence, view.evidence) or "-", person):
            continue
        if any(token.low in lexicon.SECOND_PERSON for token in view.tokens) and _addressed(view, person) > OTHER:
            factor *= 0.85
            continue
        factor *= 0.6
    return factor


def _beneficiary(view: View) -> str:
    """The person of "for me", "for Carlos"."""
    for position, token in enumerate(view.tokens[:-1]):
        if token.low != "for":
            continue
        following = view.tokens[position + 1]
        if following.low == "me":
            return view.speaker
        if is_person_word(following, view.cast.names):
            return following.text
    return ""


def _in_subject(view: View, subject: str) -> bool:
    return any(view.cast.same(name, subject) for name in named(view.clause.subject, view.cast.names))


def _in_subject_other(view: View, subject: str) -> bool:
    """Whether the clause's subject is somebody else by name."""
    names = named((*view.clause.subject, *view.tokens[view.clause.head :][:1]), view.cast.names, strangers=True)
    return bool(names) and not any(view.cast.same(name, subject) for name in names)


def _near_first_person(view: View) -> bool:
    """Whether the sentence or the one before speaks of "my" or "I"."""
    before = view.before()
    tokens = (*view.sentence.tokens, *(before.tokens if before is not None and before.turn is view.turn else ()))
    return any(token.low in lexicon.FIRST_PERSON for token in tokens)


def _mentioned(view: View, person: str) -> float:
    """1 where the turn names the person, 0.8 where the turn before does."""
    for worth, turn in ((1.0, view.turn), *((0.9, turn) for turn in view.turn.previous[:1])):
        for sentence in turn.sentences:
            tokens = [t for t in sentence.tokens if t.tag in (Tag.NAME, Tag.NOUN)]
            if any(view.cast.same(t.text, person) for t in tokens if t.text[0].isupper()):
                return worth
        if view.cast.same(turn.hit.speaker, person):
            return worth
    return 0.0
