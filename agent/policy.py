"""What a policy may do and what it may see: actions, the notebook, and the read side of a memory.

A policy is a generator of actions: it yields one, the loop (`control.py`) carries it out and writes what
it found into the notebook, and the policy goes on from there.  The last action is a `Reply` or `GiveUp`.
A new tool is a new action here and a branch in `control.carry_out`.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ..memory.types import EntryKind, Fact, Hit, Person, Query, StreamRecord
from ..streams.types import Span
from .budget import Meter
from .types import Step


class Library(Protocol):
    """The part of `memory.recall.Recall` that control needs; all of it only reads."""

    def search(self, query: Query) -> list[Hit]:
        """The moments that fit best, best first."""

    def hits(self, ids: Sequence[str]) -> list[Hit]:
        """Entries by id, in the order asked."""

    def read(self, moment: str, *, before: int = 2, after: int = 2) -> list[Hit]:
        """The turns around a moment, in order."""

    def timeline(
        self,
        *,
        stream: str = "",
        start: datetime | float | None = None,
        end: datetime | float | None = None,
        kinds: Collection[EntryKind] = (),
        people: Iterable[str] = (),
        as_of: datetime | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Hit]:
        """What happened, in order of time."""

    def people(self) -> list[Person]:
        """Who is known."""

    def find_people(self, name: str) -> list[Person]:
        """People of that name, best match first."""

    def facts(
        self,
        person: Person | None = None,
        *,
        predicate: str = "",
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> list[Fact]:
        """What is known of a person or of everything, oldest first."""

    def streams(self) -> list[StreamRecord]:
        """All streams."""


MAX_CITATIONS = 5
MAX_CITATION = 12.0
"""Seconds: longer moments are cut around the part that proves the answer."""


@dataclass(frozen=True, slots=True)
class Search:
    """Look for moments."""

    query: Query
    why: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """Read the turns around moments that are known."""

    entries: tuple[str, ...]
    before: int = 2
    after: int = 2
    why: str = ""


@dataclass(frozen=True, slots=True)
class Know:
    """Look up what is known of a person (facts and the moments that prove them)."""

    name: str
    predicate: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """List what happened in a stretch of time."""

    stream: str = ""
    start: datetime | float | None = None
    end: datetime | float | None = None
    kinds: tuple[EntryKind, ...] = ()
    people: tuple[str, ...] = ()
    """Person ids."""
    limit: int = 20
    newest_first: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A moment that an answer rests on."""

    hit: Hit
    span: Span
    """At most `MAX_CITATION` seconds of it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer. `text` None: the memory does not hold it."""

    text: str | None
    confidence: float
    proofs: tuple[Proof, ...] = ()
    """The moment that holds the answer first."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No answer."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A language model's reply that is no action; costs a round."""

    error: str
    said: str = ""
    """What it said, shortened."""


Action = Search | Read | Know | When | Reply | GiveUp | Mistake


@dataclass(slots=True)
class Notebook:
    """What has been found so far. Only the loop writes into it."""

    question: str
    meter: Meter
    as_of: datetime | None = None
    """Nothing later than this is looked at."""
    stream: str = ""
    """Only this stream, "" for all."""
    hits: dict[str, Hit] = field(default_factory=dict)
    """All moments found, by entry id, in the order found."""
    facts: list[Fact] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


class Policy(Protocol):
    """Chooses what to do next."""

    @property
    def name(self) -> str: ...

    def actions(self, notebook: Notebook, library: Library) -> Generator[Action, None, None]:
        """The actions for one question; the notebook fills between them. It is closed when the loop ends."""
