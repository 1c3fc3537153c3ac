"""Questions about order: "who speaks right after Ben says …?", "where were the keys before Anna moved them?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from . import question_words as words
from .extract_view import Candidate, View
from .extract_words import Tag
from .question import Question, analyse
from .question_terms import Term
from .rules_answer import Scored
from .rules_cast import Cast
from .score import Scorer, Support
from .score_evidence import Evidence, Turn
from .score_subject import OTHER, belongs

FOUND = 0.3
"""An event that is borne less is not the one that is meant."""


def anchor_question(question: Question, cast: Cast) -> Question:
    """The condition's clause as something to look for; "it" and "them" stand for the question's own words."""
    order = question.order
    clause = order.clause if order is not None else ""
    reported = words.REPORTED.match(clause)
    report = ""
    inner = analyse(f"Who did that: {clause}", cast.names) if not clause else analyse(clause, cast.names)
    subject = inner.people[0] if inner.people else ""
    terms = inner.terms
    if reported:
        said = analyse(reported["rest"], cast.names)
        report = clause
        speaker = [name for name in inner.people if name in reported["who"]]
        subject, terms = (speaker[0] if speaker else ""), said.terms
    elif any(token.tag is Tag.PRONOUN for token in inner.tokens) and not any(
        t.is_essential and not t.is_verb for t in inner.terms
    ):
        terms = _joined(inner.terms, question.terms)
    people = (subject,) if subject else inner.people[:1]
    return replace(inner, terms=terms, subject=subject, people=people, order=None, reported=report if subject else "")


def _joined(first: Sequence[Term], second: Sequence[Term]) -> tuple[Term, ...]:
    known = {term.stem for term in first}
    return (*first, *(term for term in second if term.stem not in known))


def anchor(wanted: Question, evidence: Evidence, cast: Cast) -> Scored | None:
    """The clause that tells of the event."""
    scorer = Scorer(evidence, wanted.terms)
    best: Scored | None = None
    for turn in evidence.turns:
        for index in range(len(turn.clauses)):
            support = scorer.support(turn, index)
            if support.score < FOUND:
                continue
            view = View(wanted, turn, index, support, cast, evidence)
            about = belongs(view)
            if wanted.reported:  # "Ben says …": nobody else's words
                about = 1.0 if cast.same(view.speaker, wanted.subject) else OTHER
            score = support.score * about * (0.4 + 0.6 * support.direct)
            if best is None or score > best.score:
                best = Scored(Candidate("", 1.0, view, "event"), score)
    return best


def next_speaker(question: Question, event: Scored, evidence: Evidence, cast: Cast) -> Scored | None:
    """Who speaks right after or before an event; a speaker's own next words do not count."""
    turn: Turn | None = event.turn
    is_after = question.order is None or question.order.relation == "after"
    for _ in range(3):
        turn = _beside(turn, evidence, is_after=is_after)
        if turn is None:
            return None
        if turn.hit.speaker != event.turn.hit.speaker:
            break
    if turn is None or not turn.clauses:
        return None
    view = View(question, turn, 0, Support(1.0, 1.0), cast, evidence)
    return Scored(Candidate(view.speaker, 1.0, view, "speaks next"), min(1.0, 0.3 + event.score))


def _beside(turn: Turn | None, evidence: Evidence, *, is_after: bool) -> Turn | None:
    if turn is None:
        return None
    if is_after:
        return evidence.next(turn)
    return turn.previous[0] if turn.previous else None


def in_order(question: Question, event: Scored, scored: Sequence[Scored]) -> list[Scored]:
    """The candidates on the right side of the event in time."""
    order = question.order
    if order is None:
        return list(scored)
    if order.relation == "before":
        return [each for each in scored if each.key < event.key]
    return [each for each in scored if each.key > event.key or (each.turn is event.turn and not order.is_next)]


def spoken_after(question: Question, event: Scored, evidence: Evidence, cast: Cast) -> Scored | None:
    """The next words of the person asked about, for "what does Anna say after …?"."""
    turn: Turn | None = event.turn
    is_after = question.order is None or question.order.relation == "after"
    for _ in range(4):
        turn = _beside(turn, evidence, is_after=is_after)
        if turn is None or not turn.clauses:
            return None
        if not question.subject or cast.same(cast.speaker(turn, evidence), question.subject):
            view = View(question, turn, 0, Support(1.0, 1.0), cast, evidence)
            return Scored(Candidate(view.clause_text(), 0.9, view, "says next"), min(1.0, 0.2 + event.score))
    return None
