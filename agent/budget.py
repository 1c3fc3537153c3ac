"""What a question may cost: rounds, tokens, seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from ..streams.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Bounds of one question."""

    rounds: int = 5
    """Actions that look something up."""
    tokens: int = 24_000
    """Tokens that a language model may read and write in all."""
    seconds: float = 120.0
    """Wall-clock time; checked between actions."""

    def __post_init__(self) -> None:
        if self.rounds < 1 or self.tokens < 1 or self.seconds <= 0:
            msg = f"a budget needs at least one round, one token and some time (found: {self})"
            raise UsageError(msg)


@dataclass(slots=True)
class Meter:
    """What has been spent of a budget."""

    budget: Budget
    clock: Callable[[], float] = monotonic
    rounds: int = 0
    tokens: int = 0
    begun: float = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.clock()

    @property
    def seconds(self) -> float:
        """Seconds since the question was put."""
        return self.clock() - self.begun

    @property
    def tokens_left(self) -> int:
        """Never negative."""
        return max(0, self.budget.tokens - self.tokens)

    @property
    def rounds_left(self) -> int:
        """Never negative."""
        return max(0, self.budget.rounds - self.rounds)

    @property
    def spent(self) -> str:
        """Which bound has been reached, "" while none has."""
        if self.rounds >= self.budget.rounds:
            return f"the budget of {self.budget.rounds} rounds is spent"
        if self.tokens >= self.budget.tokens:
            return f"the budget of {self.budget.tokens:,} tokens is spent"
        if self.seconds >= self.budget.seconds:
            return f"the budget of {self.budget.seconds:g} seconds is spent"
        return ""
