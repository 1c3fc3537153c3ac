"""The log of decisions as people handle it: new ones are put down, one is found again, one is taken back.

What the decisions mean is told in `identity/decisions.py`; here nothing is derived.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ...streams.errors import UsageError
from ..identity.decisions import MACHINE, NAMING, decide, standing
from ..privacy.redaction import Redaction
from ..store import Store
from ..types import Decision, Person

LONGEST_WHY = 2_000
LONGEST_BY = 100
SEE_LOG = "see: mneme people log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants to be so, before it is a decision: `identity.decisions.decide` says what the fields mean."""

    action: str
    people: Sequence[Person] = ()
    value: str = ""
    leaving: Sequence[str] = ()
    units: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Logged:
    """A decision as it stands in the log now."""

    decision: Decision
    taken_back_by: str = ""
    """The id of the undo that took it back and holds; "" while the decision holds."""
    about: tuple[str, ...] = ()
    """What those concerned are called now."""

    @property
    def is_machine(self) -> bool:
        """Whether it is a revision of the machine's own, which binds nobody."""
        return self.decision.by == MACHINE


def logged(log: Sequence[Decision], display: Callable[[str], str] = lambda _: "") -> list[Logged]:
    """The log with what was taken back, oldest first. `display` says what a unit is called now."""
    undone = taken_back(log)
    return [
        Logged(
            each,
            undone[each.id].id if each.id in undone else "",
            tuple(dict.fromkeys(filter(None, map(display, each.units)))),
        )
        for each in log
    ]


def masked(entries: Iterable[Logged], redaction: Redaction) -> list[Logged]:
    """The log without the names of hidden people: in what concerns them, and in who decided the rest and why."""
    if not redaction:
        return list(entries)
    shown = []
    for entry in entries:
        decision = entry.decision
        concerns = not redaction.units.isdisjoint(decision.units)
        value = "" if concerns and decision.action in NAMING else decision.value
        why = "" if concerns else redaction.text(decision.why)
        by = redaction.text(decision.by)
        shown.append(replace(entry, decision=replace(decision, value=value, why=why, by=by)))
    return shown


def append(store: Store, wishes: Sequence[Wish], *, by: str, why: str, at: datetime) -> list[Decision]:
    """Puts wishes into the log, in order; gives the decisions. Their ids depend on the log's length, so none is lost.

    Raises:
        UsageError: who decides is the machine's own name, or `by` or `why` is far too long or no text.
    """
    by, why = " ".join(by.split()), " ".join(why.split())
    if not by or by.casefold() == MACHINE:
        msg = f"decisions are made by people: {by!r} cannot be who decides; give a name with --by"
        raise UsageError(msg)
    for text, longest, option in ((by, LONGEST_BY, "--by"), (why, LONGEST_WHY, "--why")):
        if len(text) > longest:
            msg = f"{option} has {len(text):,} characters (at most {longest:,}); make it shorter"
            raise UsageError(msg)
        if not is_text(text):
            msg = f"{option} {text[:60]!r} has bytes that are no letters of any writing; type it in UTF-8"
            raise UsageError(msg)
    decisions = []
    for number, wish in enumerate(wishes, len(store.decisions()) + 1):
        decision = decide(
            wish.action,
            wish.people,
            value=wish.value,
            leaving=wish.leaving,
            units=wish.units,
            at=at,
            by=by,
            why=why,
            number=number,
        )
        store.append_decision(decision)
        decisions.append(decision)
    return decisions


def is_text(text: str) -> bool:
    """Whether it can be kept: a command line may bring bytes that are no letters."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def taken_back(log: Sequence[Decision]) -> dict[str, Decision]:
    """Id of each decision that does not hold any more → the undo that took it back."""
    undone: dict[str, Decision] = {}
    for decision in reversed(log):
        if decision.action == "undo" and decision.by != MACHINE and decision.id not in undone:
            undone.setdefault(decision.value, decision)
    return undone


def to_take_back(log: Sequence[Decision], identifier: str = "") -> Decision:
    """The decision that an undo means: the last one that holds, or the one whose id begins so (or has that number).

    Raises:
        UsageError: there is none, it is taken back already, or it is none of a person's.
    """
    if not identifier:
        holding = standing(log)
        if not holding:
            msg = "there is no decision to take back; see: mneme people --help"
            raise UsageError(msg)
        return holding[-1]
    decision = find(log, identifier)
    if decision.by == MACHINE:
        msg = f"{decision.id} is the machine's own revision and binds nobody; say what is right with merge or split"
        raise UsageError(msg)
    undo = taken_back(log).get(decision.id)
    if undo is not None:
        msg = f"{decision.id} is taken back already, by {undo.id}; to have it again: mneme people undo {undo.id}"
        raise UsageError(msg)
    return decision


def find(log: Sequence[Decision], identifier: str) -> Decision:
    """The decision whose id begins so, or that has that number.

    Raises:
        UsageError: none or several do.
    """
    wanted = identifier.strip()
    found = [each for each in log if each.id == wanted]
    if not found and wanted.isdecimal():
        found = [each for each in log if each.id.startswith(f"decision-{int(wanted):04d}-")]
    if not found and wanted:
        found = [each for each in log if each.id.startswith((wanted, f"decision-{wanted}"))]
    if len(found) == 1:
        return found[0]
    problem = "could be several decisions" if found else "is no decision"
    msg = f"{identifier!r} {problem} of this memory; {SEE_LOG}"
    raise UsageError(msg)


def hiding(log: Sequence[Decision], units: Collection[str]) -> list[Decision]:
    """The decisions that hide any of these units and hold."""
    wanted = set(units)
    return [each for each in standing(log) if each.action == "hide" and not wanted.isdisjoint(each.units)]
