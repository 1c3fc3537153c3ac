"""What counts as a right answer and a right citation. Pure: no model, no memory, no files but the truth's.

An answer is right when it has at most 12 words, holds an accepted string, and holds neither another
person's name nor a superseded value.  A citation is right when it is at most 12 s long and at least half
of it lies in the evidence, in the right recording.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

MOST_WORDS = 12
LONGEST_CITATION = 12.0
"""Seconds."""
NULL_KIND = "unanswerable"
CHANGING_KINDS = frozenset({"update", "temporal"})
"""Kinds whose questions may have a sibling about another value of the same thing."""
EMPTY_WORDS = frozenset(
    (
        "a",
        "an",
        "and",
        "are",
        "at",
        "be",
        "before",
        "can",
        "did",
        "do",
        "does",
        "first",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "in",
        "is",
        "it",
        "its",
        "now",
        "of",
        "on",
        "or",
        "she",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whose",
        "why",
        "will",
        "with",
    )
)


@dataclass(frozen=True)
class Moment:
    """A stretch of a recording."""

    source: str
    """The recording's file name without its suffix."""
    start: float
    end: float


@dataclass(frozen=True)
class Question:
    """A question with what is right about it."""

    text: str
    accepted: tuple[str, ...]
    """Empty where the memory does not hold the answer."""
    kind: str
    evidence: tuple[Moment, ...] = ()
    others: tuple[str, ...] = ()
    """Names that make an answer wrong."""
    superseded: tuple[str, ...] = ()
    """Values that make an answer wrong."""


@dataclass(frozen=True)
class Truth:
    """A truth file."""

    source: str
    start: str
    duration: float
    people: dict[str, str]
    """Key to name."""
    turns: tuple[dict[str, Any], ...]
    visible: tuple[dict[str, Any], ...]
    signs: tuple[dict[str, Any], ...]
    questions: tuple[Question, ...]
    across: tuple[Question, ...]
    """Questions that need other recordings too; without evidence."""


def read_truth(path: Path) -> Truth:
    """The truth file of a recording NAME.mp4, NAME.truth.json."""
    return truth_of(path.name.removesuffix(".truth.json"), json.loads(path.read_text(encoding="utf-8")))


def truth_of(source: str, form: dict[str, Any]) -> Truth:
    """The truth from its JSON form."""
    names = form["people"]
    return Truth(
        source=source,
        start=form["start"],
        duration=form["duration"],
        people=names,
        turns=tuple(form["turns"]),
        visible=tuple(form["visible"]),
        signs=tuple(form["signs"]),
        questions=tuple(_questions(source, form["qa"], names.values())),
        across=tuple(_questions(source, form.get("qa_across", []), names.values())),
    )


def _questions(source: str, rows: Sequence[dict[str, Any]], names: Iterable[str]) -> Iterator[Question]:
    names = tuple(names)
    for row in rows:
        evidence = tuple(Moment(source, start, end) for start, end in row.get("evidence", []))
        question = Question(row["q"], tuple(row["a"]), row["kind"], evidence)
        siblings = [other for other in rows if other is not row and are_siblings(row, other)]
        values = [value for other in siblings for value in other["a"]] + row.get("superseded", [])
        yield replace(question, others=other_names(question, names), superseded=tuple(dict.fromkeys(values)))


def are_siblings(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two questions ask for two values of one thing: the same noun, and no answer in common."""
    if not {one["kind"], other["kind"]} <= CHANGING_KINDS or not one["a"] or not other["a"]:
        return False
    shared = (set(words(one["q"])) & set(words(other["q"]))) - EMPTY_WORDS
    asks_who = "who" in words(one["q"]) + words(other["q"])
    return len(shared) >= 2 and not asks_who and not set(map(words, one["a"])) & set(map(words, other["a"]))


def words(text: str) -> tuple[str, ...]:
    """The words without case, accents, punctuation and possessive s: "Anna's 9:30" is anna, 9, 30."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"['’]s\b", "", plain).replace("'", "").replace("’", "")
    return tuple(re.findall(r"\w+", plain.replace("_", " ")))


def places(needle: str, text: str) -> list[tuple[int, int]]:
    """Where the needle's words stand in a row in the text's words, as (first, one past the last)."""
    small, large = words(needle), words(text)
    n = len(small)
    return [(i, i + n) for i in range(len(large) - n + 1) if large[i : i + n] == small] if n else []


def other_names(question: Question, names: Iterable[str]) -> tuple[str, ...]:
    """The parts of the names of people who are neither accepted nor named in the question."""
    allowed = {word for text in (question.text, *question.accepted) for word in words(text)}
    return tuple(part for name in names if not allowed & set(words(name)) for part in words(name))


def fault(answer: str | None, question: Question) -> str:
    """What is wrong with an answer, "" where it is right."""
    if question.kind == NULL_KIND or not question.accepted:
        return "" if not answer else f"answers where nothing is known: {answer!r}"
    if not answer:
        return "no answer"
    if len(answer.split()) > MOST_WORDS:
        return f"{len(answer.split())} words"
    good = [place for accepted in question.accepted for place in places(accepted, answer)]
    if not good:
        return "no accepted string in it"
    for value in question.superseded:
        if any(not _lies_in(place, good) for place in places(value, answer)):
            return f"holds the superseded value {value!r}"
    for name in question.others:
        if places(name, answer):
            return f"names {name}"
    return ""


def _lies_in(place: tuple[int, int], good: Sequence[tuple[int, int]]) -> bool:
    """Whether a wrong value is only a part of a right one ("drawer" in "desk drawer")."""
    return any(start <= place[0] and place[1] <= end for start, end in good)


def is_right(answer: str | None, question: Question) -> bool:
    """Whether the answer counts."""
    return not fault(answer, question)


def proves(moment: Moment, evidence: Sequence[Moment]) -> bool:
    """Whether a citation (or a hit) counts: short enough, and at least half of it in the evidence."""
    length = moment.end - moment.start
    if length > LONGEST_CITATION + 1e-6 or length < 0:
        return False
    spans = sorted((span.start, span.end) for span in evidence if span.source == moment.source)
    if length == 0:
        return any(start <= moment.start < end for start, end in spans)
    shared, reached = 0.0, moment.start
    for start, end in spans:
        left, right = max(start, reached), min(end, moment.end)
        if right > left:
            shared, reached = shared + right - left, right
    return shared >= length / 2 - 1e-6


def first_proof(moments: Iterable[Moment], question: Question, k: int) -> int | None:
    """The rank (from 0) of the first of `k` moments that counts, None where none does."""
    ranks = (rank for rank, moment in zip(range(k), moments, strict=False) if proves(moment, question.evidence))
    return next(ranks, None)
