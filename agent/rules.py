"""Policy `rules`: answers without a language model.

    question → analysed → searches, rounds of them → clauses scored → words cut out → answer or null

The rounds: the question as it stands; the turns around what was found; the event that the question
refers to; the words that matter, said by the person asked about; what is written; what is known of them.
It stops as soon as an answer is good enough, and answers null when none is after the last round.
"""

from __future__ import annotations

import math
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from ..memory.types import EntryKind, Hit, Query
from .extract_time import dated
from .policy import Action, GiveUp, Know, Library, Notebook, Read, Reply, Search, When
from .question import Question, analyse
from .question_words import Asks, Moment
from .rules_answer import Scored, candidates, choose, proofs, respelled, truth
from .rules_cast import Cast
from .rules_order import anchor, anchor_question, in_order, next_speaker, spoken_after
from .score_evidence import Evidence, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesOptions:
    """Bounds of the policy; the thresholds are set on invented dialogues (`tests/agent/dialogues.json`)."""

    k: int = 10
    """Hits per search."""
    read_around: int = 3
    """How many of the best hits are read around."""
    threshold: float = 0.4
    """An answer that scores less is null."""
    enough: float = 0.8
    """An answer that scores this much ends the search."""


@dataclass(frozen=True, slots=True, eq=False)
class _Verdict:
    """The best answer so far."""

    chosen: Scored | None
    scored: tuple[Scored, ...] = ()
    hops: tuple[Turn, ...] = ()

    @property
    def score(self) -> float:
        return self.chosen.score if self.chosen is not None else 0.0


class Rules:
    """The policy. Light: no models are loaded."""

    name = "rules"

    def __init__(self, options: RulesOptions | None = None) -> None:
        self.options = options or RulesOptions()

    def actions(self, notebook: Notebook, library: Library) -> Generator[Action, None, None]:
        """Searches until an answer is good enough or the rounds are spent, then answers."""
        cast = Cast(library)
        question = analyse(notebook.question, cast.names)
        cast.names |= frozenset(word.lower() for person in question.people for word in person.split())
        verdict = _Verdict(None)
        least = 3 if question.order is not None else 2
        for action in self._plan(question, notebook, library, cast):
            if notebook.meter.spent:
                break
            yield action
            if isinstance(action, Search) and not notebook.steps[-1].hits:
                continue
            verdict = self._judge(question, notebook, cast)
            if verdict.score >= self.options.enough and notebook.meter.rounds >= least:
                break
        yield self._reply(verdict)

    def _plan(self, question: Question, notebook: Notebook, library: Library, cast: Cast) -> Iterator[Action]:
        """What to look up, most promising first."""
        if question.reported == "*":
            yield self._edge(question, library)
            return
        if question.is_on_screen:
            yield Search(
                Query(question.text, k=self.options.k, kinds=(EntryKind.SIGN,)), "what is written on the screen"
            )
            if not notebook.hits:
                yield When(kinds=(EntryKind.SIGN,), limit=2 * self.options.k, newest_first=True, why="the latest signs")
        values = question.moment is not Moment.ANY or question.asks is Asks.PLACE  # several, told at several times
        k = self.options.k * (2 if values else 1)
        yield Search(Query(question.text, k=k), "the question as it stands")
        if question.order is not None:
            wanted = anchor_question(question, cast)
            text = " ".join([*wanted.people[:1], wanted.focus]) or question.order.clause
            yield Search(Query(text, k=self.options.k), f"when: {question.order.clause}")
            event = anchor(wanted, Evidence(notebook.hits.values(), cast.names), cast)
            if event is not None:
                yield Read((event.turn.hit.entry.id,), before=3, after=3, why="what was said before and after")
        if question.description:
            yield Search(Query(question.description, k=self.options.k), f"who that is: {question.description}")
        best = _best_hits(notebook, self.options.read_around)
        if best:
            yield Read(tuple(hit.entry.id for hit in best), why="what was said around it")
        yield from self._rewrites(question, library)
        again = [hit for hit in _best_hits(notebook, 2 * self.options.read_around) if hit not in best]
        if again:
            yield Read(tuple(hit.entry.id for hit in again), why="what was said around the rest")

    def _rewrites(self, question: Question, library: Library) -> Iterator[Action]:
        """The same question in other words."""
        people = library.find_people(question.subject) if question.subject else []
        focus = question.focus or question.text
        if people:
            query = Query(focus, k=self.options.k, speakers=(people[0].id,))
            yield Search(query, f"what {people[0].display} says of it")
            yield When(
                kinds=(EntryKind.TURN, EntryKind.NOTE),
                people=(people[0].id,),
                limit=3 * self.options.k,
                newest_first=True,
                why=f"what {people[0].display} took part in last",
            )
        else:
            yield Search(Query(focus, k=2 * self.options.k), "the words that matter")
        if not question.is_on_screen and question.asks in (Asks.TIME, Asks.NUMBER, Asks.THING):
            yield Search(Query(focus, k=5, kinds=(EntryKind.SIGN,)), "perhaps it was written")
        if people:
            yield Know(people[0].display, why="what is known of the person")

    def _edge(self, question: Question, library: Library) -> Action:
        """Who speaks first or last."""
        streams = library.streams()
        newest = question.moment is not Moment.FIRST
        return When(
            stream=streams[-1].id if streams else "",
            kinds=(EntryKind.TURN,),
            limit=1,
            newest_first=newest,
            why="the first or last turn",
        )

    def _judge(self, question: Question, notebook: Notebook, cast: Cast) -> _Verdict:
        """The best answer that the notebook offers."""
        evidence = Evidence(notebook.hits.values(), cast.names)
        if question.description:
            question = _resolved(question, evidence, cast)
        if question.asks is Asks.TRUTH:
            chosen = truth(question, evidence, cast)
            return _Verdict(chosen, (chosen,) if chosen is not None else ())
        if question.order is not None:
            return _ordered(question, evidence, cast)
        scored = candidates(question, evidence, cast)
        return _Verdict(choose(question, scored), tuple(scored))

    def _reply(self, verdict: _Verdict) -> Action:
        chosen = verdict.chosen
        if chosen is None:
            return GiveUp("nothing found speaks of it")
        if chosen.score < self.options.threshold or not chosen.candidate.text:
            return Reply(
                None,
                confidence(chosen.score, self.options.threshold),
                why=f"the best that was found ({chosen.candidate.text!r}) does not bear the question",
            )
        text = respelled(chosen.candidate.text, chosen.turn, chosen.candidate.view.evidence)
        if chosen.candidate.view.question.asks is Asks.TIME:
            text = dated(text, chosen.turn.hit.at)
        return Reply(
            text,
            confidence(chosen.score, self.options.threshold),
            proofs(chosen, verdict.scored, verdict.hops),
            why=f"{chosen.candidate.why} ({chosen.candidate.view.clause_text()})",
        )


def confidence(score: float, threshold: float) -> float:
    """0..1 by a logistic curve through 0.5 at the threshold."""
    return round(min(0.97, 1 / (1 + math.exp(-8 * (score - threshold)))), 3)


def _best_hits(notebook: Notebook, count: int) -> list[Hit]:
    """The best hits of each search in turn, so that no search is forgotten."""
    found = [list(step.hits) for step in notebook.steps if step.action == "search" and step.hits]
    best: list[Hit] = []
    for rank in range(count):
        best.extend(hits[rank] for hits in found if rank < len(hits))
    return list({hit.entry.id: hit for hit in best}.values())[:count]


def _ordered(question: Question, evidence: Evidence, cast: Cast) -> _Verdict:
    """Questions that refer to an event."""
    event = anchor(anchor_question(question, cast), evidence, cast)
    if event is None:
        if question.asks is Asks.PERSON and not question.terms:
            return _Verdict(None)
        scored = candidates(question, evidence, cast)
        return _Verdict(choose(replace(question, order=None), scored), tuple(scored))
    hops = (event.turn,)
    if question.asks is Asks.PERSON and not question.terms:
        return _Verdict(next_speaker(question, event, evidence, cast), hops=hops)
    if question.asks is Asks.SPEECH:
        return _Verdict(spoken_after(question, event, evidence, cast), hops=hops)
    scored = in_order(question, event, candidates(question, evidence, cast))
    moment = Moment.NOW if question.order is not None and question.order.relation == "before" else question.moment
    return _Verdict(choose(replace(question, moment=moment), scored), tuple(scored), hops)


_WHO = re.compile(
    r"^(?:the |that )?(?:person|man|woman|one|guy|girl|boy|colleague|speaker|somebody|someone) (?:who|that) ",
    re.IGNORECASE,
)


def _resolved(question: Question, evidence: Evidence, cast: Cast) -> Question:
    """The question with a described person named."""
    rest = _WHO.sub("", question.description)
    text = f"Who {rest}?" if rest != question.description else f"Who is {question.description}?"
    scored = candidates(analyse(text, cast.names), evidence, cast)
    if not scored or scored[0].score < 0.3:
        return question
    name = scored[0].candidate.text
    return replace(question, subject=name, people=(name,))
