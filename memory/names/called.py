"""What everybody in a stream was called so far, by whom and when: what a correction is resolved with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .compare import compatible


@dataclass(frozen=True, slots=True)
class _Last:
    """The last time that a unit was called by a name."""

    turn: int
    by: str
    """The unit that said it."""
    is_own: bool
    votes: float
    """How much said so until then."""


class Called:
    """Unit → names. Bounded by the units and names of a stream; a function of its turns in order."""

    def __init__(self) -> None:
        self._names: defaultdict[str, dict[str, _Last]] = defaultdict(dict)
        self.mistaken: dict[str, str] = {}
        """A name that was taken back → the unit that had been called so."""

    def note(self, unit: str, name: str, *, by: str, turn: int, is_own: bool, weight: float) -> None:
        """A unit was called by a name."""
        before = self._names[unit].get(name)
        self._names[unit][name] = _Last(turn, by, is_own, round(weight + (before.votes if before else 0.0), 6))

    def take_back(self, unit: str, name: str) -> None:
        """It was wrong."""
        if self._names[unit].pop(name, None) is not None:
            self.mistaken[name] = unit

    def like(self, unit: str, wrong: str, right: str = "") -> list[str]:
        """The names of a unit that a wrong name means, however it was heard; none that may be the right one's."""
        names = [name for name in self._names[unit] if compatible(name, wrong)]
        return [name for name in names if not right or not compatible(name, right)]

    def others(self, unit: str, right: str, *, since: int, own: bool) -> list[str]:
        """Names of a unit since a turn that do not go with the right one: its own, or those that others called it.

        Of the latter only those that were meant as surely as the surest.
        """
        found = {
            name: last.votes
            for name, last in self._names[unit].items()
            if last.turn >= since and last.is_own is own and not compatible(name, right)
        }
        most = max(found.values(), default=0.0)
        return [name for name, votes in found.items() if own or 2 * votes >= most]

    def who(self, wrong: str, *, besides: str = "", by: str = "", rather: str = "") -> str:
        """The unit that was called so most ("" for none), by anybody or by one; of equals the last, or `rather`."""
        found = [
            (last.votes, unit == rather, last.turn, unit)
            for unit, names in self._names.items()
            for name, last in names.items()
            if unit != besides and compatible(name, wrong) and not last.is_own and (not by or last.by == by)
        ]
        return max(found)[3] if found else ""

    def last_by(self, speaker: str, right: str) -> tuple[str, str]:
        """Whom a unit called last by a name that does not go with the right one, and that name; ("", "") for nobody."""
        found = [
            (last.turn, last.votes, unit, name)
            for unit, names in self._names.items()
            for name, last in names.items()
            if unit != speaker and last.by == speaker and not last.is_own and not compatible(name, right)
        ]
        return max(found)[2:] if found else ("", "")
