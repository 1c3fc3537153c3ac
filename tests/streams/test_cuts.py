"""Scene cuts and silence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from mneme.streams.cuts import Quiet, SceneCut
from mneme.streams.file import FileSource
from mneme.streams.types import SAMPLE_RATE, Frame, Sound

from tests.streams.media import tone


def quiet() -> Quiet:
    return Quiet(seconds=0.3, floor=0.003, share=0.1)


def picture(seed: int) -> np.ndarray:
    return np.kron(np.random.default_rng(seed).integers(0, 256, (4, 6, 3)), np.ones((30, 30, 1))).astype(np.uint8)


def test_another_picture_is_a_cut_and_the_same_is_none() -> None:
    cut = SceneCut(0.4)
    assert [cut.push(Frame(t, picture(seed))) for t, seed in enumerate([1, 1, 2, 2, 1])] == [
        False,
        False,
        True,
        False,
        True,
    ]


def test_movement_and_light_are_no_cuts() -> None:
    cut = SceneCut(0.4)
    for n in range(20):
        moved = np.roll(picture(3), 2 * n, axis=1)
        assert not cut.push(Frame(n / 2, np.clip(moved * (1 + 0.02 * np.sin(n)), 0, 255).astype(np.uint8)))


def test_the_first_frame_after_a_reset_is_no_cut() -> None:
    cut = SceneCut(0.4)
    cut.push(Frame(0, picture(1)))
    cut.reset()
    assert not cut.push(Frame(1, picture(2)))


def test_without_sound_it_is_quiet() -> None:
    assert quiet().is_quiet(3.0)


def test_speech_just_before_is_not_quiet_and_a_pause_is() -> None:
    heard = quiet()
    heard.push(Sound(0.0, tone(2.0, level=0.3)))
    assert not heard.is_quiet(2.0)
    heard.push(Sound(2.0, np.zeros(SAMPLE_RATE // 2, np.float32)))
    assert heard.is_quiet(2.5)
    assert not heard.is_quiet(2.1)


def test_a_humming_room_is_quiet_beside_speech() -> None:
    heard = quiet()
    heard.push(Sound(0.0, tone(5.0, level=0.3)))
    heard.push(Sound(5.0, tone(0.5, level=0.02)))
    assert heard.is_quiet(5.5)


def test_a_gap_in_the_sound_is_quiet() -> None:
    heard = quiet()
    heard.push(Sound(0.0, tone(1.0)))
    assert heard.is_quiet(2.0)


@pytest.mark.parametrize("name", ["standup", "kitchen"])
def test_the_cuts_of_real_scenes_are_found_and_no_others(shared: Path, name: str) -> None:
    truth = json.loads((shared / "media" / "video" / f"{name}.truth.json").read_text())
    starts = sorted({v["start"] for v in truth["visible"]} - {0.0})
    cut = SceneCut(0.4)
    frames = FileSource(shared / "media" / "video" / f"{name}.mp4").frames()
    found = [frame.time for frame in frames if cut.push(frame)]
    for start in starts:
        assert any(start - 0.05 <= time <= start + 0.55 for time in found), f"the cut at {start} is missed"
    assert len(found) <= len(starts) + 1
