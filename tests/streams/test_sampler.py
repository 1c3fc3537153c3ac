"""The change gate."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mneme.streams.errors import ConfigError
from mneme.streams.sampler import ChangeGate, GateOptions
from mneme.streams.types import Frame, Image


def room(seed: int = 0) -> Image:
    noise = np.random.default_rng(seed).normal(120, 3, (360, 640, 3))
    return np.clip(noise, 0, 255).astype(np.uint8)


def kept(images: list[Image], gate: ChangeGate | None = None) -> list[float]:
    gate = gate or ChangeGate()
    return [n / 2 for n, image in enumerate(images) if gate.admits(Frame(n / 2, image))]


def test_a_still_picture_is_kept_every_two_seconds() -> None:
    assert kept([room(0)] * 20) == [0.0, 2.0, 4.0, 6.0, 8.0]


def test_the_noise_of_a_camera_is_no_change() -> None:
    assert kept([room(seed) for seed in range(12)]) == [0.0, 2.0, 4.0]


def test_a_short_sign_is_a_change() -> None:
    written = room(0)
    cv2.putText(written, "LAB 4", (60, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (10, 10, 10), 2)
    assert kept([room(0), room(1), written, written, room(2)]) == [0.0, 1.0, 2.0]


def test_slow_changes_add_up_against_the_last_kept_frame() -> None:
    images = [np.full((36, 64, 3), 100 + 4 * n, np.uint8) for n in range(4)]
    assert kept(images) == [0.0, 1.5]


def test_after_a_reset_the_next_frame_is_kept() -> None:
    gate = ChangeGate()
    assert kept([room(0)] * 2, gate) == [0.0]
    gate.reset()
    assert gate.admits(Frame(1.0, room(0)))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.integers(0, 29))
def test_what_is_kept_after_a_reset_does_not_depend_on_what_came_before(shades: list[int], cut: int) -> None:
    images = [np.full((36, 64, 3), 50 * shade, np.uint8) for shade in shades]
    cut = min(cut, len(images))
    gate, fresh = ChangeGate(), ChangeGate()
    for n, image in enumerate(images[:cut]):
        gate.admits(Frame(n / 2, image))
    gate.reset()
    rest = [(n / 2, image) for n, image in enumerate(images)][cut:]
    assert [gate.admits(Frame(t, i)) for t, i in rest] == [fresh.admits(Frame(t, i)) for t, i in rest]


def test_a_change_of_size_is_compared_all_the_same() -> None:
    small = np.full((90, 160, 3), 120, np.uint8)
    assert kept([np.full((360, 640, 3), 120, np.uint8), small]) == [0.0]


def test_options_out_of_range_are_refused() -> None:
    with pytest.raises(ConfigError, match="max_still"):
        GateOptions(max_still=-1)
