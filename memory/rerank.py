"""Candidates put in a better order by what stands around them, who speaks, and what kind of turn they are.

Nothing is trained; each factor was measured on LoCoMo 26 and 30 and on the first half of QMSum at once, the spread
on all of QMSum (tests/benchmarks/retrieval.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .fusion import Candidate
from .retrieval_query import Understood, is_question, tells_when


@dataclass(frozen=True, slots=True, kw_only=True)
class RerankOptions:
    """How much each sign counts."""

    neighbour: float = 0.15
    """Share of the score of the moment before and of the one after that an entry gets: talk stays on a subject."""
    speaker: float = 0.3
    """More for what a person says who is named in the question."""
    mention: float = 0.05
    """More where that person takes part otherwise (much of it is people addressing each other)."""
    question: float = 0.2
    """Less for a turn that is itself a question: answers are wanted."""
    when: float = 0.5
    """More for a turn with a time in it, where the question asks when."""
    date: float = 1.5
    """More on a day that the question names; half of it in a month that it names."""
    spread_from: int = 7
    """From this place on (counted from 0) the hits shall be other moments than those before:
    what stands next to a hit is read with it anyway."""
    spread_factor: float = 0.6
    """Score of a candidate for each listed neighbour."""
    spread_radius: int = 3
    """How many entries away is a neighbour."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What reranking needs to know of a candidate."""

    stream: str
    kind: str
    position: int
    """Place among the entries of its kind in its stream."""
    start: float
    text: str
    speaker: str
    units: tuple[str, ...]
    at: datetime | None


Scored = tuple[Candidate, float]


def rerank(
    candidates: Sequence[Candidate],
    moments: Mapping[str, Moment],
    asked: Understood,
    options: RerankOptions,
    *,
    k: int,
) -> list[Scored]:
    """The k best candidates with their new scores, best first; ties in order of id.

    Of several at one moment (same stream and start) the best is kept.  Cost: linear in the candidates.
    """
    known = [candidate for candidate in candidates if candidate.id in moments]
    fused = {_place(moments[candidate.id]): candidate.score for candidate in known}
    units = {unit for person in asked.people for unit in person.units}
    scored = []
    for candidate in known:
        moment = moments[candidate.id]
        near = sum(fused.get(_place(moment, shift), 0.0) for shift in (-1, 1))
        score = (candidate.score + options.neighbour * near) * _factor(moment, asked, units, options)
        scored.append((candidate, score))
    scored.sort(key=lambda pair: (-pair[1], pair[0].id))
    return _spread(_distinct(scored, moments), moments, options, k=k)


def _place(moment: Moment, shift: int = 0) -> tuple[str, str, int]:
    return moment.stream, moment.kind, moment.position + shift


def _factor(moment: Moment, asked: Understood, units: Collection[str], options: RerankOptions) -> float:
    factor = 1.0
    if moment.speaker in units:
        factor += options.speaker
    elif any(unit in units for unit in moment.units):
        factor += options.mention
    if is_question(moment.text):
        factor -= options.question
    if asked.asks_when and tells_when(moment.text):
        factor += options.when
    factor += options.date * max((period.closeness(moment.at) for period in asked.periods), default=0.0)
    return max(factor, 0.05)


def _distinct(scored: Sequence[Scored], moments: Mapping[str, Moment]) -> list[Scored]:
    best: dict[tuple[str, float], Scored] = {}
    for pair in scored:
        moment = moments[pair[0].id]
        best.setdefault((moment.stream, moment.start), pair)
    return list(best.values())


def _spread(scored: Sequence[Scored], moments: Mapping[str, Moment], options: RerankOptions, *, k: int) -> list[Scored]:
    """Keeps the first places and fills the rest one by one, each time lowering what is next to a chosen one."""
    chosen = list(scored[: min(k, options.spread_from)])
    waiting = {candidate.id: (candidate, score) for candidate, score in scored[len(chosen) :]}
    at_place = {_place(moments[entry]): entry for entry in waiting}

    def lower_around(entry: str) -> None:
        for shift in range(-options.spread_radius, options.spread_radius + 1):
            near = at_place.get(_place(moments[entry], shift))
            if near in waiting:
                candidate, score = waiting[near]
                waiting[near] = candidate, score * options.spread_factor

    for candidate, _ in chosen:
        lower_around(candidate.id)
    while waiting and len(chosen) < k:
        best = min(waiting, key=lambda entry: (-waiting[entry][1], entry))
        chosen.append(waiting.pop(best))
        lower_around(best)
    # A score that was lowered never stands above a higher place's, so that hits stay in order of score.
    ordered: list[Scored] = []
    for candidate, score in chosen:
        ordered.append((candidate, min(score, ordered[-1][1]) if ordered else score))
    return ordered
