"""What streams tell is the same however it was taken in: clip by clip, from what was kept, or both by turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from mneme.encoders.types import ObservationKind
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.identity.stored import pack
from mneme.memory.identity.summaries import StreamUnits
from mneme.memory.people.told import Told
from mneme.memory.store import Store
from mneme.memory.types import ClipRecord, StoredObservation
from mneme.streams.types import Span


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, mode="write", encoders=ENCODERS) as opened:
        yield opened


def film() -> Film:
    """Clips of 30 seconds, each one's last turn comes with the next; in every other one faces are seen for a moment."""
    made = Film("s1")
    for _ in range(9):
        made.shot("a", "A").shot("b", "B")
    made.observations = [
        replace(each, span=Span(each.span.start, each.span.start + 1.2))
        if each.kind is ObservationKind.FACE and each.clip % 2
        else each
        for each in made.observations
    ]
    return made


def of_clip(number: int) -> list[StoredObservation]:
    return [
        replace(each, clip=number)
        for each in film().observations
        if each.clip + (each.kind is ObservationKind.TURN and each.span.start % 30 > 24) == number
    ]


def commit(store: Store, number: int) -> list[StoredObservation]:
    seen = of_clip(number)
    clip = ClipRecord(f"s1-{number}", "s1", number, Span(number * 30, number * 30 + 30), 0)
    store.commit(clip, rows=[], observations=seen, statements=[])
    return seen


def unbroken(clips: int) -> bytes:
    units = StreamUnits("s1", identity_options(ENCODERS).link)
    for number in range(clips):
        units.add(of_clip(number), [])
    return pack(units)


def state(told: Told) -> bytes:
    return pack(told.identity.streams["s1"])


def test_a_stream_that_was_read_and_grows_is_told_as_if_it_had_been_read_at_once(store: Store) -> None:
    told = Told(store)
    for number in range(3):
        commit(store, number)
        told.load()
    assert state(told) == unbroken(3)


def test_a_stream_that_was_kept_whole_and_goes_on_finds_the_faces_of_its_last_clips(store: Store) -> None:
    commit(store, 0)
    first = Told(store)
    first.load()
    first.save()
    told = Told(store)
    told.load()
    for number in (1, 2):
        told.add(number, "s1", commit(store, number), [])
    assert state(told) == unbroken(3)


def test_a_clip_that_was_found_in_the_store_before_it_was_told_of_counts_once(store: Store) -> None:
    told = Told(store)
    told.add(0, "s1", commit(store, 0), [])
    seen = commit(store, 1)
    told.load()
    told.add(1, "s1", seen, [])
    assert state(told) == unbroken(2)


def test_what_was_kept_of_clips_that_are_gone_is_read_again(store: Store) -> None:
    commit(store, 0)
    units = StreamUnits("s1", identity_options(ENCODERS).link)
    for number in range(2):
        units.add(of_clip(number), [])
    store.put_summaries({"s1": (1, pack(units))})
    told = Told(store)
    told.load()
    assert state(told) == unbroken(1)
