"""What control gives back: steps, citations, answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..memory.types import Hit
from ..streams.types import Span


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One action of the control loop."""

    action: str
    """"search", "person", "when", "read", "answer" or "give_up"."""
    query: str = ""
    hits: tuple[Hit, ...] = ()
    """The moments that this step found for the first time."""
    thought: str = ""
    """Why, in words for a person who reads the trace."""
    error: str = ""
    """A language model's mistake; ours raise."""
    round: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """A moment that proves an answer, short enough to play."""

    stream: str
    source: str
    span: Span
    at: datetime | None
    speaker: str
    text: str
    entry: str


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """An answer with its proof. `text` is None when the memory does not hold it."""

    question: str
    text: str | None
    confidence: float
    citations: tuple[Citation, ...] = ()
    steps: tuple[Step, ...] = ()
    evidence: tuple[Hit, ...] = ()
    """All hits gathered, best first."""
    seconds: float = 0.0
    doubts: tuple[str, ...] = ()
    """What is not sure about who is who in the proofs: two who stay apart but may be one person."""
