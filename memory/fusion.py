"""Rankings of several channels put together by reciprocal ranks.

Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual rank learning
methods", SIGIR 2009: an entry's score is the sum over channels of weight / (k + rank).  They take k = 60;
with the few good channels here k = 10, which trusts the first ranks more, finds more (tests/benchmarks/retrieval.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of searching, and what it found."""

    name: str
    """As it is shown in `Hit.channels`."""
    weight: float
    ranking: Sequence[str]
    """Entry ids, best first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that at least one channel found."""

    id: str
    score: float
    """1 for an entry that every channel puts first."""
    channels: tuple[str, ...]
    """Who found it, each name once, in the order of the channels."""


def fuse(channels: Iterable[Channel], *, k: float = 10.0) -> list[Candidate]:
    """All entries that were found, best first; ties in order of id. Cost: linear in what was found.

    Raises:
        ValueError: k is negative.
    """
    if k < 0:
        msg = f"reciprocal rank fusion needs k >= 0 (found: {k})"
        raise ValueError(msg)
    scores: dict[str, float] = {}
    names: dict[str, dict[str, None]] = {}
    best = 0.0
    for channel in channels:
        if channel.weight <= 0 or not channel.ranking:
            continue
        best += channel.weight / (k + 1)
        for rank, entry in enumerate(dict.fromkeys(channel.ranking), start=1):
            scores[entry] = scores.get(entry, 0.0) + channel.weight / (k + rank)
            names.setdefault(entry, {})[channel.name] = None
    found = [Candidate(entry, score / best, tuple(names[entry])) for entry, score in scores.items()]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.id))
