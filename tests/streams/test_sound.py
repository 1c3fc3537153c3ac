"""Samples with places to chunks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mneme.streams.sound import TINY_GAP, Chunker
from mneme.streams.types import SAMPLE_RATE, Sound

LENGTH = 8000


def chunked(pieces: list[tuple[int, int]]) -> list[Sound]:
    """Chunks of pieces (place, length) whose samples say where they belong."""
    chunker = Chunker(LENGTH)
    found: list[Sound] = []
    for place, length in pieces:
        found += chunker.push(place, np.arange(place, place + length).astype(np.float32))
    return [*found, *chunker.flush()]


def places(sound: Sound) -> range:
    start = round(sound.time * SAMPLE_RATE)
    return range(start, start + len(sound.samples))


pieces = st.lists(st.tuples(st.integers(-5_000, 60_000), st.integers(0, 20_000)), max_size=12)


@given(pieces)
def test_each_sample_keeps_its_place_and_chunks_neither_overlap_nor_cross_the_grid(
    pieces: list[tuple[int, int]],
) -> None:
    end = 0
    for sound in chunked(pieces):
        taken = places(sound)
        assert taken.start >= end
        assert taken.start // LENGTH == (taken.stop - 1) // LENGTH
        is_right = sound.samples == np.arange(taken.start, taken.stop).astype(np.float32)
        assert (is_right | (sound.samples == 0)).all(), "a sample lies at its place, or is filled-in silence"
        end = taken.stop


@given(pieces)
def test_nothing_that_comes_in_order_is_lost(pieces: list[tuple[int, int]]) -> None:
    given_, end = set(), 0
    for place, length in pieces:
        given_ |= set(range(max(place, end), place + length))
        end = max(end, place + length) if length and place + length > end else end
    taken = {p for sound in chunked(pieces) for p in places(sound)}
    assert given_ <= taken


@given(st.integers(0, 50_000), st.lists(st.integers(1, 9_000), min_size=1, max_size=20))
def test_how_sound_is_cut_when_it_comes_changes_nothing(start: int, lengths: list[int]) -> None:
    at, split = start, []
    for length in lengths:
        split.append((at, length))
        at += length
    one, many = chunked([(start, at - start)]), chunked(split)
    assert [s.time for s in one] == [s.time for s in many]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(one, many, strict=True))


@pytest.mark.parametrize("gap", [1, TINY_GAP])
def test_tiny_gaps_are_filled(gap: int) -> None:
    chunks = chunked([(0, 1000), (1000 + gap, 1000)])
    assert sum(len(c.samples) for c in chunks) == 2000 + gap


def test_larger_gaps_are_kept() -> None:
    first, second = chunked([(0, 1000), (1001 + TINY_GAP, 1000)])
    assert len(first.samples) == len(second.samples) == 1000
    assert round(second.time * SAMPLE_RATE) == 1001 + TINY_GAP
