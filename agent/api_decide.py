"""What a person decides about people, written down and derived: no model and little to import, done in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..memory.people.log import Wish, append, to_take_back
from ..memory.people.who import WhoIsWho
from ..memory.store import Store
from ..memory.store_options import StoreOptions
from ..memory.types import Decision


def decide(location: Path, options: StoreOptions, wishes: Sequence[Wish], *, by: str, why: str) -> list[Decision]:
    """Puts wishes into the log of the memory there; they take effect on everything that is read from then on."""
    with Store.open(location, mode="write", options=options) as store:
        return decide_in(store, wishes, by=by, why=why)


def decide_in(store: Store, wishes: Sequence[Wish], *, by: str, why: str) -> list[Decision]:
    """The same in a store that is open for writing."""
    decisions = append(store, wishes, by=by, why=why, at=datetime.now(UTC))
    WhoIsWho(store).decided(decisions)
    return decisions


def undo(location: Path, options: StoreOptions, identifier: str, *, by: str, why: str) -> Decision:
    """Takes back the last decision that holds, or a given one; gives the decision that was taken back."""
    with Store.open(location, mode="write", options=options) as store:
        undone = to_take_back(store.decisions(), identifier)
        decide_in(store, [Wish(action="undo", value=undone.id, units=undone.units)], by=by, why=why)
    return undone
