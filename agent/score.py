"""How well a clause that was said bears a question: coverage of its words, near and far.

A clause is rarely complete by itself: "They are in the lab" needs the turn before.  So a word of the
question counts where it is found, less the farther from the clause it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from .extract_clauses import Clause, Sentence
from .extract_lexicon import words_of
from .extract_words import Tag
from .question_terms import Term
from .score_evidence import Evidence, Turn, points_back
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
CHAIN = 0.65
"""The turn before that, where both point back."""
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
CONFLICT = 0.6
"""What is left of that where another thing stands in the place of the missing one."""
SURE = 0.7
"""From another turn only a word that is the same or means the same counts, not one that sounds alike."""
WISHES = words_of("want like ask prefer wish choos order take")
"""Stems of verbs that need not be said where the kind of answer says enough: "which colour did she want?"."""
KNOWN = 0.6
"""Worth of a word that goes without saying: the speaker's role, the recording's name."""


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
                least = 0.0 if worth >= SAME_TURN else SURE
                values = [
                    max(value, worth * found if found >= least else 0.0)
                    for value, (found, _) in zip(values, row, strict=True)
                ]
        coverage = sum(t.weight * v for t, v in zip(self._terms, values, strict=True)) / self._total
        is_free = False
        if self._is_typed and all(t.stem in WISHES or not t.is_verb for t in self._terms) and self._total <= 0.7:
            coverage = max(coverage, 0.6)
            is_free = True
        direct = sum(t.weight * v for t, (v, _) in zip(self._terms, own, strict=True)) / self._total
        missing = tuple(
            t.word for t, v in zip(self._terms, values, strict=True) if t.is_essential and v < 0.18 and not is_free
        )
        places = {t.stem: p for t, (v, p) in zip(self._terms, own, strict=True) if v >= FOUND and p >= 0}
        leniency = (
            LENIENT
            if any(t.is_verb and t.weight >= 0.4 and v >= 1.0 for t, (v, _) in zip(self._terms, own, strict=True))
            else MISSING
        )
        leniency = max(leniency, TERSE) if turn.is_sign else leniency
        if self._conflicts(turn.clauses[index][1], own, missing):
            leniency = min(leniency, MISSING) * CONFLICT
        return Support(coverage, direct, missing, leniency, places)

    def _conflicts(self, clause: Clause, own: Sequence[tuple[float, int]], missing: Sequence[str]) -> bool:
        """Whether the clause has another thing where a missing word should be: "X-ray machine" for "coffee machine"."""
        places = {t.stem: p for t, (v, p) in zip(self._terms, own, strict=True) if v >= FOUND and p >= 0}
        taken = set(places.values())
        for term, (value, place) in zip(self._terms, own, strict=True):
            if term.word in missing and term.modifies in places:
                before = places[term.modifies] - 1
                if before >= 0 and before not in taken and clause.tokens[before].tag in (Tag.NOUN, Tag.NAME):
                    return True
            if missing and term.is_verb and value >= 1.0 and place >= 0 and _other_object(clause, place, taken):
                return True
        return False

    def _around(self, turn: Turn, index: int) -> Iterable[tuple[float, Sequence[Sequence[tuple[float, int]]]]]:
        """(worth, rows of matches) of what stands near a clause."""
        sentence, clause = turn.clauses[index]
        rows = self._matches(turn)
        points = points_back(clause)
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
            is_chain = distance == 1 and _has_pronoun(clause) and _keeps_thread(turn.previous[0])
            worth = near if distance == 0 else CHAIN if is_chain else EARLIER_TURN
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


def _other_object(clause: Clause, verb: int, taken: Collection[int]) -> bool:
    """Whether a noun phrase without any word of the question follows the verb."""
    for place in range(verb + 1, min(verb + 5, len(clause.tokens))):
        token = clause.tokens[place]
        if place in taken or token.tag not in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NOUN, Tag.NAME, Tag.NUMBER):
            return False
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        is_head = token.tag in (Tag.NOUN, Tag.NAME) and (following is None or following.tag not in (Tag.NOUN, Tag.NAME))
        if is_head:
            return True
    return False


def _match(term: Term, clause: Clause, sentence: Sentence, turn: Turn) -> tuple[float, int]:
    """(value, position) of a term in a clause; position -1 where it is only implied."""
    value, place = best(term, clause.tokens)
    without = (
        implied(term, sentence.tokens, is_introduction=introduces(turn.hit.text, turn.hit.speaker))
        if value < 1.0
        else 0.0
    )
    return (without, -1) if without > value else (value, place)


def _has_pronoun(clause: Clause) -> bool:
    """Whether a clause speaks of "it" or "them"."""
    return any(token.low in ("it", "they", "them") and token.tag is Tag.PRONOUN for token in clause.tokens)


def _keeps_thread(turn: Turn) -> bool:
    """Whether a turn goes on about the same thing."""
    return any(_has_pronoun(clause) for _, clause in turn.clauses)
