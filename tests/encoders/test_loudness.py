"""Loudness of turns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.encoders.loudness import FLOOR_DB, KEPT, Loudness, decibels
from mneme.streams.types import SAMPLE_RATE, Sound, Span


def tone(seconds: float, level: float) -> np.ndarray:
    return (level * np.sin(np.arange(round(seconds * SAMPLE_RATE)) * 0.3)).astype(np.float32)


def heard(*sounds: Sound) -> Loudness:
    loudness = Loudness()
    for sound in sounds:
        loudness.push(sound)
    return loudness


def test_a_tone_is_as_loud_as_it_is_and_silence_at_the_floor() -> None:
    loudness = heard(Sound(0.0, np.concatenate([tone(1.0, 0.5), np.zeros(SAMPLE_RATE, np.float32)])))
    levels = decibels(loudness.trace(Span(0.0, 2.0)))
    assert len(levels) == 50
    assert levels[:24] == pytest.approx(20 * np.log10(0.5) - 3.01, abs=0.4)
    assert (levels[26:] == FLOOR_DB).all()


def test_where_there_is_no_sound_nothing_was_measured() -> None:
    loudness = heard(Sound(0.0, tone(1.0, 0.5)), Sound(3.0, tone(1.0, 0.5)))
    trace = loudness.trace(Span(0.5, 3.5))
    assert [value > 0 for value in trace] == [True] * 13 + [False] * 49 + [True] * 13
    assert np.isnan(decibels(trace)[20])
    assert loudness.trace(Span(10.0, 12.0)) == Loudness().trace(Span(0.0, 1.0)) == b""


@settings(max_examples=30, deadline=None)
@given(cuts=st.lists(st.integers(1, 4 * SAMPLE_RATE - 1), max_size=6, unique=True), start=st.floats(0.0, 3.0))
def test_how_the_sound_was_cut_matters_by_a_step_at_most(cuts: list[int], start: float) -> None:
    noise = (0.1 * np.random.default_rng(0).standard_normal(4 * SAMPLE_RATE)).astype(np.float32)
    edges = [0, *sorted(cuts), len(noise)]
    parts = [Sound(a / SAMPLE_RATE, noise[a:b]) for a, b in pairwise(edges)]
    span = Span(start, start + 0.9)
    whole, pieces = (decibels(heard(*sounds).trace(span)) for sounds in ([Sound(0.0, noise)], parts))
    assert len(whole) == len(pieces)
    assert np.abs(whole - pieces).max() < 6.0, "a block that was cut counts by its later part"
    assert np.median(np.abs(whole - pieces)) < 0.4


def test_a_run_that_begins_later_hears_the_same() -> None:
    noise = (0.1 * np.random.default_rng(1).standard_normal(10 * SAMPLE_RATE)).astype(np.float32)
    chunks = [Sound(n / 2, noise[n * 8000 : (n + 1) * 8000]) for n in range(20)]
    whole = heard(*chunks)
    late = heard(*chunks[8:])
    for span in (Span(4.0, 9.0), Span(4.512, 8.032), Span(6.37, 6.99)):
        assert whole.trace(span) == late.trace(span) != b""


def test_only_the_last_quarter_of_an_hour_is_remembered() -> None:
    loudness = Loudness()
    minute = np.full(60 * SAMPLE_RATE, 0.1, np.float32)
    for n in range(18):
        loudness.push(Sound(60.0 * n, minute))
    assert loudness.trace(Span(0.0, 10.0)) == b""
    assert loudness.trace(Span(1080.0 - KEPT, 1090.0 - KEPT)) != b""
    assert sum(len(means) for _, means in loudness._parts) <= (KEPT + 120) * 100
