"""What has been found, parsed and put in order: turns with their neighbours, signs, what goes without saying."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from ..memory.types import EntryKind, Hit
from . import extract_lexicon as lexicon
from .extract_clauses import Clause, Sentence, parse
from .extract_words import Tag, Token, tokenize

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
        return first is not None and points_back(first)


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


def points_back(clause: Clause) -> bool:
    """Whether a clause has a word that stands for something said before."""
    head = [token for token in clause.tokens if token.tag in (Tag.PRONOUN, Tag.POSSESSIVE)]
    return (
        any(token.low in lexicon.POINTERS for token in head)
        or not clause.tokens
        or (clause.head < 0 and len(clause.tokens) < 6)
    )
