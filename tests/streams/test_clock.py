"""Packets on a steady clock."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mneme.streams.clock import Clock, ClockOptions
from mneme.streams.errors import ConfigError

MS = Fraction(1, 1000)


@dataclass
class Packet:
    pts: int | None
    dts: int | None = None
    duration: int | None = 100
    is_discard: bool = False


def steady(stamps: list[int], *, start: int = 0) -> tuple[list[int | None], int]:
    """(times in ms, number dropped) of packets of 100 ms at those times."""
    clock = Clock(start, MS)
    return [p.pts for p in clock.steady([Packet(stamp) for stamp in stamps])], clock.dropped


def run(start: int, n: int = 10) -> list[int]:
    return [start + 100 * i for i in range(n)]


def test_ordinary_times_stay_as_they_are() -> None:
    assert steady(run(0, 50)) == (run(0, 50), 0)


def test_a_gap_stays_a_gap() -> None:
    stamps = run(0) + run(3_600_000)
    assert steady(stamps) == (stamps, 0)


def test_a_late_beginning_stays_late() -> None:
    assert steady(run(25_000)) == (run(25_000), 0)


def test_a_clock_that_starts_again_goes_on_where_it_stopped() -> None:
    times, dropped = steady(run(0, 100) + run(0, 100))
    assert times == run(0, 200)
    assert dropped == 0


def test_a_gap_of_years_is_a_clock_set_anew() -> None:
    times, _ = steady(run(0) + run(10**13))
    assert times == run(0, 20)


@pytest.mark.parametrize("wrong", [10**14, -(10**9), 60_000, 0])
def test_one_damaged_time_is_dropped_and_moves_nothing(wrong: int) -> None:
    before, after = run(0, 300), run(30_000, 300)
    times, dropped = steady([*before, wrong, *after])
    assert times == [*before, *after]
    assert dropped == 1


def test_pictures_a_minute_apart_are_all_kept() -> None:
    stamps = [60_000 * n for n in range(20)]
    assert steady(stamps) == (stamps, 0)


def test_small_overlaps_are_left_to_be_trimmed() -> None:
    stamps = run(0) + run(500)
    assert steady(stamps) == (stamps, 0)


def test_reordering_of_seconds_is_no_jump() -> None:
    """Two pictures a second with B-frames are decoded four seconds ahead: the first dts is -4 s."""
    packets = [Packet(pts, dts) for pts, dts in [(0, -4000), (2000, -3500), (1000, -3000), (500, -2500), (1500, 500)]]
    assert [p.pts for p in Clock(0, MS).steady(packets)] == [0, 2000, 1000, 500, 1500]


def test_packets_before_the_beginning_of_an_edit_are_passed_on_unmoved() -> None:
    packets = [Packet(-5000 + 100 * n, is_discard=True) for n in range(50)] + [Packet(t) for t in run(0)]
    assert [p.pts for p in Clock(0, MS).steady(packets)] == [-5000 + 100 * n for n in range(50)] + run(0)


def test_packets_without_a_time_pass() -> None:
    packets = [Packet(None), Packet(0), Packet(None), Packet(100)]
    assert [p.pts for p in Clock(0, MS).steady(packets)] == [None, 0, None, 100]


@given(st.lists(st.integers(-(2**62), 2**62), max_size=60))
def test_whatever_the_times_nothing_is_invented_and_little_is_lost(stamps: list[int]) -> None:
    clock = Clock(0, MS)
    kept = list(clock.steady([Packet(stamp) for stamp in stamps]))
    assert len(kept) + clock.dropped == len(stamps)


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(12, 40)), min_size=1, max_size=8))
def test_recordings_put_together_never_run_backwards(parts: list[tuple[int, int]]) -> None:
    stamps = [stamp for start, n in parts for stamp in run(start, n)]
    times, dropped = steady(stamps)
    assert dropped == 0
    assert all(b - a >= -1000 for a, b in itertools.pairwise(times))


def test_options_must_be_positive() -> None:
    with pytest.raises(ConfigError, match="max_gap"):
        ClockOptions(max_gap=float("nan"))
