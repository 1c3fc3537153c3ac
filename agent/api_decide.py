"""What a person decides about people, written down and derived: no model and little to import, done in a moment."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

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
    with whole():
        decisions = append(store, wishes, by=by, why=why, at=datetime.now(UTC))
        WhoIsWho(store).decided(decisions)
    return decisions


@contextmanager
def whole() -> Iterator[None]:
    """Ctrl-C waits until what stands in it is done: a decision in the log that has no effect yet would mislead."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    pressed: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda number, frame: pressed.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        before(*pressed[0])


def settle(location: Path, options: StoreOptions) -> list[Decision]:
    """Derives everybody from all evidence and decisions; gives what that has revised."""
    with Store.open(location, mode="write", options=options) as store:
        before = {decision.id for decision in store.decisions()}
        WhoIsWho(store).put()
        return [decision for decision in store.decisions() if decision.id not in before]


def undo(location: Path, options: StoreOptions, identifier: str, *, by: str, why: str) -> Decision:
    """Takes back the last decision that holds, or a given one; gives the decision that was taken back."""
    with Store.open(location, mode="write", options=options) as store:
        undone = to_take_back(store.decisions(), identifier)
        decide_in(store, [Wish(action="undo", value=undone.id, units=undone.units)], by=by, why=why)
    return undone
