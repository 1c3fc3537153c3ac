"""How well a clause that was said bears a question: coverage of its words, near and far.

A clause is rarely complete by itself: "They are in the lab" needs the turn before.  So a word of the
question counts where it is found, less the farther from the clause it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from ..memory.types import EntryKind, Hit
from . import extract_lexicon as lexicon
from .extract_clauses import Clause, Sentence, parse
from .extract_words import Tag, Token, tokenize
from .question_terms import Term
from .score_match import best, implied
from .score_names import introduces

HERE = 1.0
SAME_SENTENCE = 0.85
SAME_TURN = 0.75
POINTED = 0.92
"""Just before, where the clause points back ("it", "they", "that")."""
PREVIOUS_TURN = 0.55
POINTED_TURN = 0.85
"""The turn before, where the clause points back or answers it."""
BARE_POINTED = 0.7
"""The turn before, where a later clause of the turn points back."""
EARLIER_TURN = 0.4
NEXT_TURN = 0.15
FOUND = 0.45
"""From here on a word counts as found."""
MISSING = 0.45
"""What is left of a score for each essential word that is nowhere."""
LENIENT = 0.7
"""The same where the very verb of the question is there."""
TERSE = 0.75
"""The same on a sign, which has few words."""
KNOWN = 0.6
"""Worth of a word that goes without saying: the speaker's role, the recording's name."""
NEIGHBOUR_GAP = 30.0
"""Seconds: turns farther apart are no neighbours."""


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A moment, parsed."""

    hit: Hit
    sentences: tuple[Sentence, ...]
    clauses: tuple[tuple[Sentence, Clause], ...]
    previous: tuple[Turn, ...] = ()
    """The turn before and the one before that."""
    is_sign: bool = False

    @property
    def points_back(self) -> bool:
        """Whether its first words need the turn before."""
        first = self.clauses[0][1] if self.clauses else None
        return first is not None and _points_back(first)


@dataclass(frozen=True, slots=True)
class Support:
    """How well a clause bears a question."""

    coverage: float
    """0..1: weighted share of the question's words that are found in or near the clause."""
    direct: float
    """0..1: the same, in the clause alone."""
    missing: tuple[str, ...] = ()
    """Essential words that are nowhere near."""
    leniency: float = MISSING
    """What each missing word leaves of the score."""
    places: dict[str, int] = field(default_factory=dict)
    """Stem of a word of the question → position in the clause."""

    @property
    def score(self) -> float:
        """0..1."""
        return float((0.85 * self.coverage + 0.15 * self.direct) * self.leniency ** len(self.missing))

    def as_sign(self) -> Support:
        """The same for a sign that was asked for: signs are terse, so a word of the question is much."""
        if self.coverage <= 0 and self.missing:
            return self
        return replace(self, coverage=0.5 + 0.5 * self.coverage, direct=0.5 + 0.5 * self.direct, leniency=0.8)


class Evidence:
    """All moments of a notebook, parsed and put in order. Cost: linear in the moments."""

    def __init__(self, hits: Iterable[Hit], names: frozenset[str]) -> None:
        ordered = sorted(hits, key=lambda hit: (hit.stream, hit.span.start, hit.entry.kind is EntryKind.SIGN))
        self.turns: list[Turn] = []
        self.signs: list[Turn] = []
        self._next: dict[str, Turn] = {}
        self._roles: dict[str, tuple[Token, ...]] = {}
        self._known: dict[tuple[str, str], tuple[Token, ...]] = {}
        self._place: dict[str, int] = {}
        for hit in ordered:
            if hit.entry.kind is EntryKind.SIGN:
                self.signs.append(_turn(hit, names, ()))
            elif hit.entry.kind in (EntryKind.TURN, EntryKind.NOTE):
                self._add(_turn(hit, names, self._previous(hit)))

    def _previous(self, hit: Hit) -> tuple[Turn, ...]:
        near = [turn for turn in self.turns[-2:][::-1] if turn.hit.stream == hit.stream]
        if not near or hit.span.start - near[0].hit.span.end > NEIGHBOUR_GAP:
            return ()
        return tuple(near)

    def _add(self, turn: Turn) -> None:
        if turn.previous:
            self._next[turn.previous[0].hit.entry.id] = turn
        for _, clause in turn.clauses:
            if clause.head > 0 and clause.tokens[clause.head].low in ("am", "'m") and not clause.is_negated:
                words = [t for t in clause.tokens[clause.head + 1 :] if t.tag is Tag.NOUN]
                self._roles[turn.hit.speaker] = (*self._roles.get(turn.hit.speaker, ()), *words)
        self._place[turn.hit.entry.id] = len(self.turns)
        self.turns.append(turn)

    def next(self, turn: Turn) -> Turn | None:
        """The turn after, where it has been read."""
        return self._next.get(turn.hit.entry.id)

    def turn(self, hit: Hit) -> Turn | None:
        """The parsed turn of a hit."""
        place = self._place.get(hit.entry.id)
        return self.turns[place] if place is not None else None

    def spoken_at(self, sign: Turn) -> list[Turn]:
        """What was said while a sign was up."""
        span = sign.hit.span
        return [t for t in self.turns if t.hit.stream == sign.hit.stream and t.hit.span.overlap(span) > 0]

    def known_of(self, turn: Turn) -> tuple[Token, ...]:
        """What goes without saying in a turn: the recording's name, and what its speaker said to be."""
        key = turn.hit.source, turn.hit.speaker
        if key not in self._known:
            words = re.sub(r"[^A-Za-z]+", " ", PurePath(turn.hit.source).stem)
            own = self._roles.get(turn.hit.speaker, ()) if turn.hit.speaker else ()
            self._known[key] = (*tokenize(words.lower()), *own)
        return self._known[key]

    def signs_at(self, turn: Turn) -> list[Turn]:
        """What was on the screen during a turn."""
        span = turn.hit.span
        return [s for s in self.signs if s.hit.stream == turn.hit.stream and s.hit.span.overlap(span) > 0]


def _turn(hit: Hit, names: frozenset[str], previous: tuple[Turn, ...]) -> Turn:
    sentences = parse(hit.text, names)
    clauses = tuple((sentence, clause) for sentence in sentences for clause in sentence.clauses)
    return Turn(hit, sentences, clauses, previous, hit.entry.kind is EntryKind.SIGN)


class Scorer:
    """Scores the clauses of evidence for one question; each word is matched once per clause."""

    def __init__(self, evidence: Evidence, terms: Sequence[Term], *, is_typed: bool = False) -> None:
        """`is_typed`: the kind of answer says so much that a light verb need not be found."""
        self._evidence = evidence
        self._is_typed = is_typed
        self._terms = tuple(terms)
        self._total = sum(term.weight for term in self._terms) or 1.0
        self._found: dict[str, list[list[tuple[float, int]]]] = {}

    def _matches(self, turn: Turn) -> list[list[tuple[float, int]]]:
        """Per clause, per term: (value, position)."""
        known = self._found.get(turn.hit.entry.id)
        if known is None:
            known = [
                [_match(term, clause, sentence, turn) for term in self._terms] for sentence, clause in turn.clauses
            ]
            self._found[turn.hit.entry.id] = known
        return known

    def support(self, turn: Turn, index: int) -> Support:
        """How well clause `index` of a turn bears the question."""
        if not self._terms:
            return Support(1.0, 1.0)
        own = self._matches(turn)[index]
        values = [value * HERE for value, _ in own]
        for worth, rows in self._around(turn, index):
            for row in rows:
                values = [max(value, worth * found) for value, (found, _) in zip(values, row, strict=True)]
        coverage = sum(t.weight * v for t, v in zip(self._terms, values, strict=True)) / self._total
        if self._is_typed and self._total < 0.5:
            coverage = max(coverage, 0.6)
        direct = sum(t.weight * v for t, (v, _) in zip(self._terms, own, strict=True)) / self._total
        missing = tuple(t.word for t, v in zip(self._terms, values, strict=True) if t.is_essential and v < 0.18)
        places = {t.stem: p for t, (v, p) in zip(self._terms, own, strict=True) if v >= FOUND and p >= 0}
        leniency = (
            LENIENT
            if any(t.is_verb and t.weight >= 0.4 and v >= 1.0 for t, (v, _) in zip(self._terms, own, strict=True))
            else MISSING
        )
        leniency = max(leniency, TERSE) if turn.is_sign else leniency
        return Support(coverage, direct, missing, leniency, places)

    def _around(self, turn: Turn, index: int) -> Iterable[tuple[float, Sequence[Sequence[tuple[float, int]]]]]:
        """(worth, rows of matches) of what stands near a clause."""
        sentence, clause = turn.clauses[index]
        rows = self._matches(turn)
        points = _points_back(clause)
        for other, (its_sentence, _) in enumerate(turn.clauses):
            if other == index:
                continue
            worth = SAME_SENTENCE if its_sentence is sentence else SAME_TURN
            if points and other in (index - 1, index - 2):
                worth = POINTED
            yield worth, [rows[other]]
        for distance, previous in enumerate(turn.previous):
            answers = distance == 0 and (
                (bool(previous.sentences) and previous.sentences[-1].is_question) or turn.points_back
            )
            near = POINTED_TURN if answers else BARE_POINTED if points else PREVIOUS_TURN
            worth = near if distance == 0 else EARLIER_TURN
            yield worth, self._matches(previous)
        following = self._evidence.next(turn)
        if following is not None:
            yield NEXT_TURN, self._matches(following)
        if turn.is_sign:
            for spoken in self._evidence.spoken_at(turn):
                for row in self._matches(spoken):
                    yield KNOWN, [row]
        for sign in self._evidence.signs_at(turn):
            yield SAME_SENTENCE, self._matches(sign)
        yield KNOWN, [[best(term, self._evidence.known_of(turn)) for term in self._terms]]


def _match(term: Term, clause: Clause, sentence: Sentence, turn: Turn) -> tuple[float, int]:
    """(value, position) of a term in a clause; position -1 where it is only implied."""
    value, place = best(term, clause.tokens)
    without = (
        implied(term, sentence.tokens, is_introduction=introduces(turn.hit.text, turn.hit.speaker))
        if value < 1.0
        else 0.0
    )
    return (without, -1) if without > value else (value, place)


def _points_back(clause: Clause) -> bool:
    """Whether a clause has a word that stands for something said before."""
    head = [token for token in clause.tokens if token.tag in (Tag.PRONOUN, Tag.POSSESSIVE)]
    return (
        any(token.low in lexicon.POINTERS for token in head)
        or not clause.tokens
        or (clause.head < 0 and len(clause.tokens) < 6)
    )
