"""Asks a memory the questions of the truth and keeps score; also for a baseline that does nothing clever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from scoring import MOST_WORDS, NULL_KIND, Moment, Question, Truth, fault, first_proof
from scoring_people import PeopleScore, Sighting, score_people

CITATIONS = 3
HITS = 5


class Answerer(Protocol):
    """What is measured."""

    def ask(self, question: str) -> tuple[str | None, list[Moment]]:
        """The answer and its citations."""

    def search(self, question: str) -> list[Moment]:
        """The first hits."""


@dataclass(frozen=True)
class Result:
    """One question, asked."""

    question: Question
    answer: str | None
    fault: str
    cited: int | None
    """Rank of the first right citation among the first three."""
    found: int | None
    """Rank of the first right hit among the first five."""
    is_across: bool = False


@dataclass
class Card:
    """The results of one memory, or of several added up."""

    results: list[Result] = field(default_factory=list)
    people: list[PeopleScore] = field(default_factory=list)

    def of(self, *, nulls: bool = False, across: bool = False) -> list[Result]:
        """The results of the answerable, the unanswerable, or the cross-recording questions."""
        kept = [result for result in self.results if result.is_across == across]
        return [result for result in kept if (result.question.kind == NULL_KIND) == nulls]

    def figures(self) -> dict[str, str]:
        """The figures of the main table."""
        asked, nulls, across = self.of(), self.of(nulls=True), self.of(across=True)
        return {
            "right": _of(sum(not r.fault for r in asked), asked),
            "cited": _of(sum(r.cited is not None for r in asked), asked),
            "nulls": _of(sum(not r.fault for r in nulls), nulls),
            "across": _of(sum(not r.fault for r in across), across),
            "search": _of(sum(r.found is not None for r in asked), asked),
        }

    def by_kind(self) -> dict[str, tuple[int, int, int, int]]:
        """Kind to (right, cited, found, asked)."""
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for result in self.results:
            values = (not result.fault, result.cited is not None, result.found is not None, True)
            row = counts[result.question.kind]
            counts[result.question.kind] = [old + new for old, new in zip(row, values, strict=True)]
        return {kind: (row[0], row[1], row[2], row[3]) for kind, row in sorted(counts.items())}


def _of(n: int, rows: Sequence[Any]) -> str:
    return f"{n}/{len(rows)}"


def ask_all(answerer: Answerer, truths: Sequence[Truth]) -> Card:
    """Asks all questions of all truths of one memory."""
    card = Card()
    for truth in truths:
        for question, is_across in [(q, False) for q in truth.questions] + [(q, True) for q in truth.across]:
            answer, citations = answerer.ask(question.text)
            cited = first_proof(citations, question, CITATIONS)
            found = first_proof(answerer.search(question.text), question, HITS)
            card.results.append(Result(question, answer, fault(answer, question), cited, found, is_across))
    return card


class Asked:
    """A memory of the product."""

    def __init__(self, memory: Any) -> None:
        self.memory = memory

    def ask(self, question: str) -> tuple[str | None, list[Moment]]:
        answer = self.memory.ask(question)
        return answer.text, [_moment(citation) for citation in answer.citations]

    def search(self, question: str) -> list[Moment]:
        return [_moment(hit) for hit in self.memory.search(question, k=HITS)]

    def score_people(self, truths: Sequence[Truth]) -> PeopleScore:
        """Who the memory knows, against who was there."""
        people = self.memory.people()
        sightings = [
            Sighting(person.id, _stem(seen.source), seen.span.start, seen.span.end, seen.via == "face")
            for person in people
            for seen in person.appearances
        ]
        return score_people(truths, sightings, {person.id: person.name for person in people})


class Baseline:
    """Does nothing clever: a who-question gets the first person's name, others the best hit's first words."""

    def __init__(self, memory: Any) -> None:
        self.memory = memory

    def ask(self, question: str) -> tuple[str | None, list[Moment]]:
        hits = self.memory.search(question, k=HITS)
        names = [person.name for person in self.memory.people() if person.name]
        if question.lower().startswith(("who ", "whose ")) and names:
            text = names[0]
        else:
            text = " ".join(hits[0].text.split()[:MOST_WORDS]) if hits else None
        return text, [_moment(hit) for hit in hits]

    def search(self, question: str) -> list[Moment]:
        """The first turns of the memory, whatever was asked."""
        return [_moment(hit) for hit in self.memory.timeline(kinds=["turn"], limit=HITS)]


def _moment(place: Any) -> Moment:
    return Moment(_stem(place.source), place.span.start, place.span.end)


def _stem(source: str) -> str:
    return Path(source).name.split(".")[0]
