"""What people decided about identity, and what follows: units that are one, units that are two, names.

The log is only ever appended to.  An undone decision is as if it had never been; of decisions that
contradict each other the newest wins.  Nothing here can be overruled by evidence, and decisions about
different people can stand in any order.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..types import Decision, Person

MACHINE = "mneme"
"""Who the machine's own entries in the log are by; they say what was revised and bind nobody."""
UNITING = frozenset({"name", "merge", "enroll", "confirm"})
"""Actions that say that the units are one person."""
_NOBODY: frozenset[str] = frozenset()
NAMING = frozenset({"name", "enroll"})
"""Actions whose value is a name."""


@dataclass(slots=True)
class Rulings:
    """What the decisions that stand come to: blocks of units that are one, and blocks that are two."""

    confirmed: set[str] = field(default_factory=set)
    """Units of people who were named, merged, enrolled or confirmed."""
    added: set[str] = field(default_factory=set)
    """Units of enrolments that came to somebody who was there before: the person's id does not come from them."""
    hidden: set[str] = field(default_factory=set)
    """Units of people who are not to be shown."""
    names: list[Decision] = field(default_factory=list)
    """Naming decisions that stand, newest first, without the units that a later split took out."""
    _above: dict[str, str] = field(default_factory=dict)
    """Union-find: unit → a unit of its block nearer to the block's root."""
    _apart: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Root → roots of the blocks that are other people."""

    @property
    def units(self) -> Collection[str]:
        """All units that a block or a separation speaks of."""
        return self._above.keys()

    def block(self, unit: str) -> str | None:
        """The root of a unit's block; None where no decision speaks of it."""
        if unit not in self._above:
            return None
        root = unit
        while self._above[root] != root:
            root = self._above[root]
        while self._above[unit] != root:
            self._above[unit], unit = root, self._above[unit]
        return root

    def blocks(self) -> dict[str, list[str]]:
        """Root → the units of its block, in order."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for unit in sorted(self._above):
            found[self.block(unit) or unit].append(unit)
        return dict(found)

    def may_join(self, one: str, other: str) -> bool:
        """Whether no decision keeps two blocks (by root) apart."""
        return other not in self.others(one)

    def others(self, block: str) -> Collection[str]:
        """The blocks (roots) that are other people than this one."""
        return self._apart.get(block, _NOBODY)

    def _take(self, unit: str) -> str:
        self._above.setdefault(unit, unit)
        return self.block(unit) or unit

    def unite(self, units: Sequence[str]) -> None:
        """Joins units wherever no newer decision keeps them apart."""
        roots: list[str] = []
        for unit in units:
            root = self._take(unit)
            fitting = next((each for each in roots if each == root or self.may_join(each, root)), None)
            if fitting is None:
                roots.append(root)
            elif fitting != root:
                roots[roots.index(fitting)] = self._join(fitting, root)

    def _join(self, one: str, other: str) -> str:
        if len(self._apart.get(one, ())) < len(self._apart.get(other, ())):
            one, other = other, one
        self._above[other] = one
        for enemy in self._apart.pop(other, ()):
            self._apart[enemy].discard(other)
            self._apart[enemy].add(one)
            self._apart[one].add(enemy)
        return one

    def part(self, leaving: Sequence[str], staying: Sequence[str]) -> None:
        """Makes those who leave other people than those who stay, wherever no newer decision has made them one."""
        gone, kept = {self._take(unit) for unit in leaving}, {self._take(unit) for unit in staying}
        for one in gone:
            for other in kept - {one}:
                self._apart[one].add(other)
                self._apart[other].add(one)


def rulings_of(decisions: Sequence[Decision]) -> Rulings:
    """Puts the log together, newest first, so that an older decision yields where a newer one says otherwise.

    Args:
        decisions: the log in order.  `merge`, `name`, `enroll`, `confirm`: the units are one person.  `split`: `value`
            lists the units that leave, separated by spaces; the others of `units` stay.  `hide`: the units are not
            shown.  `undo`: `value` is an id.
    """
    rulings = Rulings()
    left: set[str] = set()
    for decision in reversed(standing(decisions)):
        if decision.action == "split":
            leaving = [unit for unit in decision.value.split() if unit in decision.units]
            rulings.unite(leaving)
            rulings.part(leaving, [unit for unit in decision.units if unit not in set(leaving)])
            left.update(leaving)
        elif decision.action == "hide":
            rulings.hidden.update(decision.units)
        elif decision.action in UNITING:
            kept = tuple(unit for unit in decision.units if unit not in left or decision.action not in NAMING)
            rulings.unite(kept)
            rulings.confirmed.update(kept)
            if decision.action == "enroll":
                rulings.added.update(kept[1:])
            if decision.action in NAMING and kept and decision.value.strip():
                rulings.names.append(replace(decision, units=kept, value=" ".join(decision.value.split())))
    return rulings


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions by people that are not undone, in order; an undo can itself be undone."""
    undone: set[str] = set()
    found = []
    for decision in reversed(decisions):
        if decision.id in undone or decision.by == MACHINE:
            continue
        if decision.action == "undo":
            undone.add(decision.value)
        else:
            found.append(decision)
    return found[::-1]


def decide(
    action: str,
    people: Sequence[Person],
    *,
    value: str = "",
    leaving: Sequence[str] = (),
    units: Sequence[str] = (),
    at: datetime | None = None,
    by: str = "",
    why: str = "",
    number: int = 0,
) -> Decision:
    """A decision about people as they are now, ready to be appended to the log.

    Args:
        action: "name" (one person, `value` the name), "merge" (two or more people), "split" (one person, `leaving`
            the units that become somebody else), "enroll" (nobody or one person, `units` the new ones, `value` the
            name), "confirm", "hide" (one person) or "undo" (`value` the id of a decision).
        people: who it is about.
        value: see `action`.
        leaving: see `action`.
        units: further units that it is about.
        at: when it was decided.
        by: who decided.
        why: what for.
        number: how many decisions the log has; part of the id, so that the same thing can be decided twice.
    """
    about = tuple(dict.fromkeys((*(unit for person in people for unit in person.units), *units)))
    value = " ".join(leaving) if action == "split" else value
    text = "\n".join((str(number), action, " ".join(about), value, at.isoformat() if at else "", by))
    identifier = f"decision-{number:04d}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return Decision(identifier, action, about, value, at, by, why)
