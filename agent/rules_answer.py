"""From evidence to an answer: candidates of every clause, scored; the best one with its proof."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..streams.types import Span
from .extract_class import asks_attribute, colours
from .extract_clause import CAUSES, MAX_WORDS, manners, reasons, speeches
from .extract_lexicon import words_of
from .extract_number import durations_of, moments, numbers
from .extract_person import people
from .extract_place import places
from .extract_profile import asks_profile
from .extract_sign import signs
from .extract_thing import things
from .extract_view import Candidate, View
from .policy import MAX_CITATION, MAX_CITATIONS, Proof
from .question import Question
from .question_words import Asks, Moment
from .rules_cast import Cast
from .score import Scorer
from .score_evidence import Evidence, Turn
from .score_match import sounds_same
from .score_subject import belongs

EXTRACTORS: dict[Asks, Callable[[View], Iterator[Candidate]]] = {
    Asks.PERSON: people,
    Asks.PLACE: places,
    Asks.TIME: moments,
    Asks.DURATION: durations_of,
    Asks.REASON: reasons,
    Asks.NUMBER: numbers,
    Asks.MANNER: manners,
    Asks.COLOUR: colours,
    Asks.THING: things,
    Asks.SPEECH: speeches,
}
_TYPED = frozenset({Asks.TIME, Asks.COLOUR, Asks.NUMBER, Asks.DURATION})
ALIKE = 0.9
"""Answers at least this close to the best are rivals: then time decides."""
TAKES_BACK = 0.55
"""The same for a later turn that takes something back."""
CHANGES = 0.7
"""The same for a later turn that says that something is new."""
LOOSE = 0.7
"""The same where the question asks for now."""
LOOSE_PAST = 0.55
"""The same where it asks for first or before: what was said first was said in other words."""
WORTH_READING = 0.2
"""Clauses that bear less of the question are not looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A candidate with its score."""

    candidate: Candidate
    score: float

    @property
    def turn(self) -> Turn:
        """Where it stands."""
        return self.candidate.view.turn

    @property
    def key(self) -> tuple[float, str, float]:
        """Its place in time."""
        at = self.turn.hit.at
        start = self.turn.hit.span.start + self.candidate.view.index / 100
        return (at.timestamp() if at is not None else 0.0, self.turn.hit.stream, start)


def candidates(question: Question, evidence: Evidence, cast: Cast) -> list[Scored]:
    """All answers that the evidence offers, best first. Cost: clauses times words of the question."""
    terms = () if asks_profile(question) else (*question.class_terms_outside, *question.terms)
    scorer = Scorer(evidence, terms, is_typed=question.asks in _TYPED or asks_attribute(question))
    extract = EXTRACTORS.get(question.asks, things)
    found: list[Scored] = []
    for turn in (*evidence.turns, *evidence.signs):
        for index in range(len(turn.clauses)):
            support = scorer.support(turn, index)
            if turn.is_sign and question.is_on_screen:
                support = support.as_sign()
            if support.score < WORTH_READING:
                continue
            view = View(question, turn, index, support, cast, evidence)
            about = belongs(view) * _medium(question, turn) * _tense(view)
            for candidate in (*extract(view), *signs(view)):
                text = presentable(candidate.text, question)
                if text:
                    found.append(Scored(replace(candidate, text=text), support.score * about * candidate.quality))
    if question.is_on_screen and any(each.turn.is_sign for each in found):
        found = [each for each in found if each.turn.is_sign]
    return sorted(found, key=lambda scored: (-scored.score, -scored.candidate.view.support.direct, scored.key))


def _tense(view: View) -> float:
    """Asked how it was, a clause that says how it is "now" is rather not meant."""
    is_now = any(token.low == "now" for token in view.tokens)
    return 0.6 if is_now and view.question.is_past and view.question.moment is not Moment.NOW else 1.0


def _medium(question: Question, turn: Turn) -> float:
    """Asked for what is on the screen: signs first; else what was said."""
    if turn.is_sign:
        return 1.0 if question.is_on_screen else 0.85
    return 0.6 if question.is_on_screen else 1.0


def choose(question: Question, scored: Sequence[Scored]) -> Scored | None:
    """The best answer; among rivals the latest one, or the one of the time that is asked for."""
    if not scored:
        return None
    best = scored[0]
    rivals = [each for each in scored if each.turn.is_sign == best.turn.is_sign and _rivals(each, best)]
    if question.asks is Asks.PERSON or question.asks in (Asks.REASON, Asks.SPEECH):
        rivals = [each for each in rivals if each.score >= best.score - 1e-9]
    if question.moment is Moment.FIRST:
        return min(_loosely(scored, best, LOOSE_PAST), key=lambda each: each.key)
    if question.moment is Moment.NOW or (question.asks is Asks.PLACE and question.is_present):
        return max(
            _loosely(scored, best, LOOSE if question.order is None else LOOSE_PAST),
            key=lambda each: (each.key, each.score),
        )
    if question.moment is Moment.EARLIER and question.order is None:
        told = _loosely(scored, best, LOOSE_PAST)
        last = max(told, key=lambda each: each.key)
        earlier = [each for each in told if each.key < last.key and each.candidate.text != last.candidate.text]
        return max(earlier, key=lambda each: each.key) if earlier else None
    if question.is_habit:
        return _most_said(scored, best)
    return max(rivals, key=lambda each: (each.key, each.score))


_TAKES_BACK = re.compile(
    r"\b(?:instead|changed (?:my|our|the) (?:mind|plan)|change of plan|postponed|rescheduled|no longer|not any ?more|"
    r"second thought|let us say|let's say|make (?:it|them)|correction|too early|too late)\b",
    re.IGNORECASE,
)
"""Words of a turn that takes back what was said before."""
_CHANGES = re.compile(
    r"\b(?:now|changed?|moved?|moves|delayed|actually|rather|after all|in the end|sorry)\b", re.IGNORECASE
)
"""Words of a turn that says something new."""


def _rivals(each: Scored, best: Scored) -> bool:
    """Whether a candidate is about as good as the best: a later one that takes it back need not be so sure."""
    is_later = each.key > best.key and (each.turn is not best.turn or each.candidate.view.clause.link not in CAUSES)
    text = each.turn.hit.text if is_later else ""
    if best.candidate.view.question.is_past:
        text = ""  # asked how it was, what came later is no better
    share = TAKES_BACK if _TAKES_BACK.search(text) else CHANGES if _CHANGES.search(text) else ALIKE
    is_of_kind = each.candidate.quality >= CHANGES * best.candidate.quality  # not a day for an hour
    return each.score >= (share if is_of_kind else ALIKE) * best.score


def _loosely(scored: Sequence[Scored], best: Scored, share: float) -> list[Scored]:
    """Per turn the best candidate, where it has at least this share of the best score."""
    kept: dict[str, Scored] = {}
    for each in scored:
        if each.score >= share * best.score and each.turn.is_sign == best.turn.is_sign:
            kept.setdefault(each.turn.hit.entry.id, each)
    return list(kept.values())


def _most_said(scored: Sequence[Scored], best: Scored) -> Scored:
    """What is said most often; among equals the best."""
    near = [each for each in scored if each.score >= 0.5 * best.score]

    def support(each: Scored) -> float:
        return sum(other.score for other in near if _agree(each.candidate.text, other.candidate.text))

    return max(near, key=lambda each: (round(support(each), 6), each.score))


def _agree(first: str, second: str) -> bool:
    ours, theirs = set(first.lower().split()), set(second.lower().split())
    return ours <= theirs or theirs <= ours


_INDEFINITE = words_of("anything something everything anyone someone anybody somebody")
_POINTERS = words_of("it them that this there they these those one")
_EDGES = re.compile(r"^[\s,;:.!?'’\"“”-]+|[\s,;:.!?'’\"“”-]+$")


def presentable(text: str, question: Question) -> str:
    """An answer of at most `MAX_WORDS` words; "" where it only repeats the question."""
    cleaned = _EDGES.sub("", " ".join(text.split()))
    if not cleaned or cleaned.lower() in _POINTERS or cleaned.lower().split()[0] in _INDEFINITE:
        return ""
    parts = cleaned.split()
    asked = {token.low for token in question.tokens}
    if question.asks is not Asks.PERSON and all(part.lower().strip(",.") in asked for part in parts):
        return ""
    return " ".join(parts[:MAX_WORDS])


def respelled(text: str, turn: Turn, evidence: Evidence) -> str:
    """An answer with words spelled as on a sign that was up: "Frankford" as "FRANKFURT" is written beside it."""
    written = [t.text for sign in evidence.signs_at(turn) for s in sign.sentences for t in s.tokens if len(t.text) > 4]
    if turn.is_sign or not written:
        return text
    words = []
    for word in text.split():
        plain = word.strip(",.;:")
        same = next((w for w in written if sounds_same(plain.lower(), w.lower())), "")
        spelled = (same.capitalize() if same.isupper() else same) if plain[:1].isupper() else same.lower()
        words.append(word.replace(plain, spelled) if same else word)
    return " ".join(words)


def proofs(chosen: Scored, scored: Sequence[Scored], hops: Sequence[Turn] = ()) -> tuple[Proof, ...]:
    """The moment that holds the answer, then what supports it."""
    view = chosen.candidate.view
    found = {chosen.turn.hit.entry.id: Proof(chosen.turn.hit, span_of(view))}
    for turn in hops:
        found.setdefault(turn.hit.entry.id, Proof(turn.hit, _clipped(turn.hit.span, turn.hit.span.middle)))
    needed = _context(view)
    for turn in needed:
        found.setdefault(turn.hit.entry.id, Proof(turn.hit, _clipped(turn.hit.span, turn.hit.span.middle)))
    for each in scored:
        if each.score >= 0.7 * chosen.score and _agree(each.candidate.text, chosen.candidate.text):
            found.setdefault(each.turn.hit.entry.id, Proof(each.turn.hit, span_of(each.candidate.view)))
    return tuple(found.values())[:MAX_CITATIONS]


def _context(view: View) -> list[Turn]:
    """The turn before, where the clause cannot be understood without it."""
    direct = view.support.direct
    return list(view.turn.previous[:1]) if direct < 0.5 and view.turn.points_back else []


def span_of(view: View) -> Span:
    """The part of a moment that holds a clause, at most `MAX_CITATION` seconds, by the place of its letters."""
    hit = view.turn.hit
    length = max(1, len(hit.text))
    middle = (view.sentence.start + (view.clause.start + view.clause.end) / 2) / length
    return _clipped(hit.span, hit.span.start + min(1.0, middle) * hit.span.duration)


def _clipped(span: Span, around: float) -> Span:
    if span.duration <= MAX_CITATION:
        return span
    start = min(max(span.start, around - MAX_CITATION / 2), span.end - MAX_CITATION)
    return Span(start, start + MAX_CITATION)


def truth(question: Question, evidence: Evidence, cast: Cast) -> Scored | None:
    """Yes or no, by the clause that bears the question best."""
    scorer = Scorer(evidence, question.terms)
    best: Scored | None = None
    for turn in evidence.turns:
        for index in range(len(turn.clauses)):
            support = scorer.support(turn, index)
            view = View(question, turn, index, support, cast, evidence)
            score = support.score * belongs(view) * (0.4 + 0.6 * support.direct)
            if best is None or score > best.score:
                best = Scored(Candidate(_yes_or_no(view), 1.0, view, "yes or no"), score)
    return best


def _yes_or_no(view: View) -> str:
    """By the reply to a question, else by the negation."""
    following = view.evidence.next(view.turn)
    if view.sentence.is_question and following is not None:
        return (
            "no" if re.match(r"\W*(?:no|nope|not|sorry|unfortunately)\b", following.hit.text, re.IGNORECASE) else "yes"
        )
    return "no" if view.clause.is_negated != view.question.is_negated else "yes"
