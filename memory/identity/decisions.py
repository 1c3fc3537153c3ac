"""What people decided about identity, and what follows: units that are one, units that are two, names.

The log is only ever appended to.  An undone decision is as if it had never been; of decisions that
contradict each other the newest wins.  Nothing here can be overruled by evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..types import Decision, Person


@dataclass(slots=True)
class Rulings:
    """What the decisions that stand come to."""

    groups: dict[str, int] = field(default_factory=dict)
    """Unit → number of the group of units that are one person."""
    apart: set[frozenset[int]] = field(default_factory=set)
    """Pairs of groups that are two people."""
    names: list[Decision] = field(default_factory=list)
    """Naming decisions that stand, newest first, without the units that a later split took out."""

    def group(self, unit: str) -> int:
        """The group of a unit; a new one where no decision speaks of it."""
        return self.groups.setdefault(unit, len(self.groups) and max(self.groups.values()) + 1)

    def may_join(self, one: int, other: int) -> bool:
        """Whether no decision keeps two groups apart."""
        return frozenset((one, other)) not in self.apart

    def join(self, one: int, other: int) -> None:
        """Makes two groups one."""
        if one == other:
            return
        for unit, group in self.groups.items():
            if group == other:
                self.groups[unit] = one
        self.apart = {frozenset(one if group == other else group for group in pair) for pair in self.apart}


def rulings_of(decisions: Sequence[Decision]) -> Rulings:
    """Puts the log together, newest first, so that an older decision yields where a newer one says otherwise.

    Args:
        decisions: the log in order.  `merge` and `name`: the units are one person.  `split`: `value` lists the
            units that leave, separated by spaces; the others of `units` stay.  `undo`: `value` is an id.
    """
    rulings = Rulings()
    left: set[str] = set()
    for decision in reversed(_standing(decisions)):
        if decision.action == "split":
            leaving = [unit for unit in decision.value.split() if unit in decision.units]
            staying = [unit for unit in decision.units if unit not in leaving]
            _unite(rulings, leaving)
            for one in leaving:
                for other in staying:
                    pair = frozenset((rulings.group(one), rulings.group(other)))
                    if len(pair) == 2:
                        rulings.apart.add(pair)
            left.update(leaving)
        else:
            kept = (
                tuple(unit for unit in decision.units if unit not in left)
                if decision.action == "name"
                else decision.units
            )
            _unite(rulings, kept)
            if decision.action == "name" and kept and decision.value.strip():
                rulings.names.append(
                    Decision(
                        decision.id,
                        "name",
                        kept,
                        " ".join(decision.value.split()),
                        decision.at,
                        decision.by,
                        decision.why,
                    )
                )
    return rulings


def _standing(decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions that are not undone, in order; an undo can itself be undone."""
    undone: set[str] = set()
    standing = []
    for decision in reversed(decisions):
        if decision.id in undone:
            continue
        if decision.action == "undo":
            undone.add(decision.value)
        else:
            standing.append(decision)
    return standing[::-1]


def _unite(rulings: Rulings, units: Sequence[str]) -> None:
    """Joins units wherever no newer decision keeps them apart."""
    groups: list[int] = []
    for unit in units:
        group = rulings.group(unit)
        fitting = next((each for each in groups if each == group or rulings.may_join(each, group)), None)
        if fitting is None:
            groups.append(group)
        else:
            rulings.join(fitting, group)


def decide(
    action: str,
    people: Sequence[Person],
    *,
    value: str = "",
    leaving: Sequence[str] = (),
    at: datetime | None = None,
    by: str = "",
    why: str = "",
) -> Decision:
    """A decision about people as they are now, ready to be appended to the log.

    Args:
        action: "name" (one person, `value` the name), "merge" (two or more people), "split" (one person, `leaving`
            the units that become somebody else) or "undo" (nobody, `value` the id of a decision).
        people: who it is about.
        value: see `action`.
        leaving: see `action`.
        at: when it was decided; part of the id, so that the same decision can be made twice.
        by: who decided.
        why: what for.
    """
    units = tuple(unit for person in people for unit in person.units)
    value = " ".join(leaving) if action == "split" else value
    text = "\n".join((action, " ".join(units), value, at.isoformat() if at else "", by))
    identifier = "decision-" + hashlib.sha256(text.encode()).hexdigest()[:12]
    return Decision(identifier, action, units, value, at, by, why)
