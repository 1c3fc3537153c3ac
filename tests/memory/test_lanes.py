"""A lane runs a sense in a thread of its own, in order."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import numpy as np
import pytest
from mneme.encoders.types import Observation, ObservationKind
from mneme.memory.lanes import GLIMPSES_AHEAD, Lane
from mneme.streams.types import Glimpse, Item, Sound, Span


class Counting:
    """Gives an observation per item, and remembers how many it has seen."""

    resume_from = 0.0

    def __init__(self, *, fail_at: int = -1) -> None:
        self.seen = 0
        self.threads: set[str] = set()
        self.fail_at = fail_at

    def push(self, item: Item) -> Iterable[Observation]:
        self.threads.add(threading.current_thread().name)
        if self.seen == self.fail_at:
            msg = "the sense broke"
            raise RuntimeError(msg)
        self.seen += 1
        return [Observation(ObservationKind.TURN, Span(item.time, item.time + 1), text=str(self.seen))]

    def end_clip(self, time: float) -> Iterable[Observation]:
        return []

    def flush(self) -> Iterable[Observation]:
        return [Observation(ObservationKind.TURN, Span(99, 100), text="carried")]

    def snapshot(self) -> bytes:
        return str(self.seen).encode()

    def restore(self, snapshot: bytes) -> None:
        self.seen = int(snapshot)


def sound(time: float) -> Sound:
    return Sound(time, np.zeros(16_000, np.float32))


def test_observations_and_snapshots_belong_to_their_clip_even_when_the_next_clip_is_already_fed() -> None:
    lane = Lane("ears", Counting(), backlog=4)
    for time in range(10):
        lane.push(sound(time))
    first = lane.end_clip(10.0, is_last=False)
    for time in range(10, 13):
        lane.push(sound(time))
    last = lane.end_clip(13.0, is_last=True)
    found, snapshot = first.result()
    assert [each.text for each in found] == [str(n) for n in range(1, 11)]
    assert snapshot == b"10"
    found, snapshot = last.result()
    assert [each.text for each in found] == ["11", "12", "13", "carried"]
    assert snapshot == b""
    lane.close()


def test_a_sense_that_breaks_is_raised_and_not_swallowed() -> None:
    lane = Lane("ears", Counting(fail_at=1), backlog=2)
    with pytest.raises(RuntimeError, match="the sense broke"):
        for time in range(50):
            lane.push(sound(time))
    lane.close()


def test_an_error_in_the_last_items_of_a_clip_is_raised_by_check() -> None:
    lane = Lane("ears", Counting(fail_at=0))
    lane.push(sound(0.0))
    lane.end_clip(1.0, is_last=True).result()
    with pytest.raises(RuntimeError, match="the sense broke"):
        lane.check()
    lane.close()


class Watching(Counting):
    """Takes glimpses, and waits until it is let go."""

    takes_glimpses = True

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def push(self, item: Item) -> Iterable[Observation]:
        self.go.wait()
        return super().push(item)


def test_glimpses_only_go_to_a_sense_that_takes_them() -> None:
    deaf, watching = Counting(), Watching()
    watching.go.set()
    for sense, expected in ((deaf, 1), (watching, 2)):
        lane = Lane("sense", sense)
        lane.push(Glimpse(0.0, np.zeros((4, 6), np.uint8)))
        lane.push(sound(0.0))
        lane.end_clip(1.0, is_last=False).result()
        assert sense.seen == expected
        lane.close()


def test_so_many_glimpses_may_wait_beside_the_backlog_and_no_more() -> None:
    sense = Watching()
    lane = Lane("eyes", sense, backlog=4)
    pushed: list[int] = []
    is_full = threading.Event()

    def feed() -> None:
        for n in range(GLIMPSES_AHEAD + 50):
            lane.push(Glimpse(float(n), np.zeros((4, 6), np.uint8)))
            pushed.append(n)
            if len(pushed) == GLIMPSES_AHEAD:
                is_full.set()

    feeder = threading.Thread(target=feed)
    feeder.start()
    is_full.wait()
    feeder.join(timeout=0.2)  # were it not held up, it would be done
    assert feeder.is_alive(), "it waits for the sense"
    assert len(pushed) == GLIMPSES_AHEAD
    sense.go.set()
    feeder.join()
    lane.end_clip(1000.0, is_last=True).result()
    assert sense.seen == GLIMPSES_AHEAD + 50
    lane.close()
