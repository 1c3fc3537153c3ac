"""A clause as an extractor sees it, and what an extractor gives: candidates for the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import extract_lexicon as lexicon
from .extract_clauses import Clause, Sentence
from .extract_time import TimeSpan, durations, times
from .extract_words import NOMINAL, Tag, Token
from .question import Question
from .rules_cast import Cast
from .score import Support
from .score_evidence import Evidence, Turn

_WISH = re.compile(
    r"^\W*(?:\w+, )*(?:and |so |please,? )?(?:(?:could|can|may|might) (?:i|we) (?:please )?(?:get|have|take|order)|"
    r"(?:could|can|would|will) you (?:please )?"
    r"(?:make|bring|give|get|put|take|order|paint|change|book|hand|pass|show|send|call))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One clause of one moment, with all that is known around it."""

    question: Question
    turn: Turn
    index: int
    """Which clause of the turn."""
    support: Support
    cast: Cast
    evidence: Evidence

    @property
    def sentence(self) -> Sentence:
        """The sentence that the clause stands in."""
        return self.turn.clauses[self.index][0]

    @property
    def clause(self) -> Clause:
        """The clause."""
        return self.turn.clauses[self.index][1]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Its words."""
        return self.clause.tokens

    @property
    def speaker(self) -> str:
        """Who says it."""
        return self.cast.speaker(self.turn, self.evidence)

    @property
    def found(self) -> frozenset[int]:
        """Positions of words that the question has too."""
        return frozenset(self.support.places.values())

    @property
    def nouns_found(self) -> frozenset[int]:
        """Positions of the question's words that are no verbs."""
        verbs = {term.stem for term in self.question.terms if term.is_verb}
        return frozenset(p for stem, p in self.support.places.items() if stem not in verbs)

    def text(self, first: int, last: int) -> str:
        """The words from position `first` up to `last` (exclusive), as they were said."""
        return self.sentence.cut(self.tokens[first], self.tokens[last - 1]) if last > first else ""

    def clause_text(self) -> str:
        """The whole clause, as it was said."""
        return self.text(0, len(self.tokens))

    def verb(self) -> int:
        """The position of the question's verb in the clause, -1 where it is not."""
        wanted = self.question.verb
        return self.support.places.get(wanted.stem, -1) if wanted is not None else -1

    def agrees(self) -> bool:
        """Whether clause and question are both positive or both negative; "allergic" is as good as "not"."""
        ours = {token.low for token in self.question.tokens} & lexicon.INTOLERANT
        theirs = {token.low for token in self.tokens} & lexicon.INTOLERANT
        return self.question.is_negated == self.clause.is_negated or bool(ours) != bool(theirs)

    def doubt(self) -> float:
        """What is left of a candidate from a question: half, but all of "could I get …?", which is a wish."""
        return 0.5 if self.sentence.is_question and not self.is_wish else 1.0

    @property
    def is_wish(self) -> bool:
        """Whether a question asks for something to be had or done: "could I get …?", "could you bring …?"."""
        return _WISH.match(self.sentence.text) is not None

    def has_verb(self) -> bool:
        """Whether the clause has the very verb of the question, not one that may stand for it."""
        wanted = self.question.verb
        return wanted is not None and any(token.stem == wanted.stem for token in self.tokens)

    def times(self) -> list[TimeSpan]:
        """The expressions of time in the clause, with places in its sentence."""
        return [t for t in times(self.sentence.text) if t.start >= self.clause.start and t.end <= self.clause.end + 1]

    def durations(self) -> list[TimeSpan]:
        """The expressions of duration in the clause, with places in its sentence."""
        return [
            t for t in durations(self.sentence.text) if t.start >= self.clause.start and t.end <= self.clause.end + 1
        ]

    def timed(self) -> frozenset[int]:
        """Positions of the words that say when."""
        spans = self.times()
        return frozenset(i for i, t in enumerate(self.tokens) if any(s.start <= t.start < s.end for s in spans))

    def before(self) -> View | None:
        """The clause before, in the same turn or at the end of the turn before."""
        if self.index > 0:
            return self.at(self.turn, self.index - 1)
        previous = self.turn.previous[0] if self.turn.previous else None
        return self.at(previous, len(previous.clauses) - 1) if previous is not None and previous.clauses else None

    def after(self) -> View | None:
        """The clause after, in the same turn."""
        return self.at(self.turn, self.index + 1) if self.index + 1 < len(self.turn.clauses) else None

    def at(self, turn: Turn, index: int) -> View:
        """Another clause, scored not at all."""
        return View(self.question, turn, index, Support(0.0, 0.0), self.cast, self.evidence)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A possible answer."""

    text: str
    quality: float
    """0..1: how surely these words are what is asked for, if the clause is about the question."""
    view: View
    why: str = ""


def noun_phrase(tokens: Sequence[Token], start: int) -> int:
    """One past the noun phrase that begins at `start` ("the blue cabinet", "Yuki's desk"); `start` where none does."""
    end = start
    while end < len(tokens):
        token = tokens[end]
        is_inner = token.tag in NOMINAL or (
            token.tag is Tag.ADVERB and token.low in ("very", "too", "only", "about", "back")
        )
        is_joined = token.text == "-" or (token.low == "of" and end > start)
        if not is_inner and not is_joined:
            break
        if (
            end > start
            and token.tag is Tag.DETERMINER
            and tokens[end - 1].low != "of"
            and token.low not in ("other", "such")
        ):
            break
        end += 1
    while end > start and tokens[end - 1].tag in (Tag.PREPOSITION, Tag.MARK, Tag.DETERMINER, Tag.ADVERB):
        end -= 1
    return end


def phrase_end(view: View, start: int) -> int:
    """Where the words after a verb end: before an expression of time or a mark."""
    timed = view.timed()
    end = start
    while end < len(view.tokens) and end not in timed and view.tokens[end].tag is not Tag.MARK:
        end += 1
    return end


def trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Without determiners and adverbs at the start, and function words at the end."""
    weak = (Tag.DETERMINER, Tag.MARK, Tag.CONJUNCTION, Tag.INTERJECTION, Tag.WH)
    while first < last and (
        tokens[first].tag in weak or (tokens[first].tag is Tag.POSSESSIVE and tokens[first].low in lexicon.POSSESSIVES)
    ):
        first += 1
    tail = (*weak, Tag.PREPOSITION, Tag.ADVERB, Tag.PRONOUN, Tag.AUXILIARY)
    while last > first and tokens[last - 1].tag in tail:
        last -= 1
    return first, last


def head_is_person(tokens: Sequence[Token]) -> bool:
    """Whether a subject is a person by its pronoun."""
    return any(token.low in ("i", "we", "you", "he", "she", "who") for token in tokens)
