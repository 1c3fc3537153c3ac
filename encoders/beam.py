"""Beam search: the likeliest row of tokens, not only the likeliest token each time (Lowerre 1976)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Score = Callable[[Sequence[int], Sequence[int]], NDArray[np.float64]]
"""(parents, tokens) → (n, vocabulary) log-probabilities of what follows: hypothesis i goes on from hypothesis
`parents[i]` of the call before with `tokens[i]`."""

_HOPELESS = 3.0  # natural logarithm: open hypotheses so far behind an ended one are given up


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A row of tokens."""

    tokens: tuple[int, ...]
    """Without start and end."""
    log_probabilities: tuple[float, ...]
    """One per token, and one for the end where it has ended."""

    @property
    def total(self) -> float:
        """Log-probability of all."""
        return sum(self.log_probabilities)

    @property
    def mean(self) -> float:
        """Log-probability per token: does not prefer short rows."""
        return self.total / max(1, len(self.log_probabilities))


def search(score: Score, *, start: int, end: int, width: int, limit: int) -> Hypothesis:
    """The best ended hypothesis, by mean; the best open one where none has ended after `limit` steps.

    With a width of 1 it is greedy.

    Args:
        score: The model; it is called once per step.
        start: The token before the first.
        end: The token that ends a row.
        width: Hypotheses that are kept.
        limit: Most tokens.
    """
    beam = [Hypothesis((), ())]
    parents, tokens = [0], [start]
    ended: list[Hypothesis] = []
    for _ in range(limit):
        likely = score(parents, tokens)
        grown: list[Hypothesis] = []
        parents, tokens = [], []
        for i, token in _best(beam, likely, width + 1):
            longer = (*beam[i].log_probabilities, float(likely[i, token]))
            if token == end:
                ended.append(Hypothesis(beam[i].tokens, longer))
            else:
                grown.append(Hypothesis((*beam[i].tokens, token), longer))
                parents.append(i)
                tokens.append(token)
            if len(grown) == width:  # ends that are less likely do not count
                break
        beam = grown
        if len(ended) >= width or (ended and beam[0].total < max(each.total for each in ended) - _HOPELESS):
            break
    return max(ended or beam, key=lambda each: each.mean)


def _best(beam: Sequence[Hypothesis], likely: NDArray[np.float64], count: int) -> list[tuple[int, int]]:
    """(hypothesis, token) of the likeliest continuations, the likeliest first: `count` of each hypothesis' own."""
    found = []
    for i, hypothesis in enumerate(beam):
        for token in np.argpartition(-likely[i], count - 1)[:count].tolist():
            found.append((-(hypothesis.total + float(likely[i, token])), i, token))
    return [(i, token) for _, i, token in sorted(found)]
