"""Pictures of the film's own rate, for what moves fast."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mneme.streams.file import FileOptions, FileSource
from mneme.streams.types import Frame, Glimpse, Item, Sound

from tests.streams.media import even, number_of, tone, write_film

SIZE = (160, 120)


def watch(path: Path, **options: float) -> list[Item]:
    with FileSource(path, options=FileOptions(glimpses=True, **options)) as source:
        return list(source.read())


def glimpses(items: list[Item]) -> list[Glimpse]:
    return [item for item in items if isinstance(item, Glimpse)]


def film(path: Path, seconds: float = 2.0, fps: float = 25.0, **more: object) -> Path:
    chosen = {"frames": even(seconds, fps), "sound": [(0.0, tone(seconds))], "size": SIZE, **more}
    return write_film(path, **chosen)  # type: ignore[arg-type]


def number(glimpse: Glimpse) -> int:
    return number_of(np.repeat(glimpse.luma[:, :, None], 3, axis=2))


def test_each_picture_is_glimpsed_once_at_its_own_time(tmp_path: Path) -> None:
    found = glimpses(watch(film(tmp_path / "a.mp4")))
    assert [number(each) for each in found] == list(range(50))
    assert [each.time for each in found] == pytest.approx(even(2.0, 25.0), abs=1e-3)
    assert found[0].luma.shape == (120, 160)
    assert found[0].luma.flags.c_contiguous


def test_they_come_only_where_they_were_asked_for_and_there_is_sound(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    plain = list(FileSource(path).read())
    assert not glimpses(plain)
    others = [item for item in watch(path) if not isinstance(item, Glimpse)]
    assert [(type(i), i.time) for i in others] == [(type(i), i.time) for i in plain]
    silent = film(tmp_path / "b.mp4", sound=())
    assert not glimpses(watch(silent))


def test_they_lie_between_frames_and_sound_in_order_of_time(tmp_path: Path) -> None:
    items = watch(film(tmp_path / "a.mp4", seconds=3.0))
    rank = {Frame: 0, Glimpse: 1, Sound: 2}
    keys = [(item.time, rank[type(item)]) for item in items]
    assert keys == sorted(keys)
    both = [i for i, item in enumerate(items) if isinstance(item, Frame) and item.time == 1.0]
    assert isinstance(items[both[0] + 1], Glimpse)


@pytest.mark.parametrize(("fps", "expected"), [(12.0, 24), (30.0, 60), (60.0, 60), (50.0, 60)])
def test_very_fast_films_are_glimpsed_at_a_bounded_rate(tmp_path: Path, fps: float, expected: int) -> None:
    found = glimpses(watch(film(tmp_path / "a.mkv", fps=fps)))  # a Matroska file's times are whole milliseconds
    assert len(found) == pytest.approx(expected, abs=1)
    gaps = np.diff([each.time for each in found])
    assert gaps.max() < 1.7 / min(fps, 30.0)


def test_a_variable_rate_is_kept_and_a_held_picture_is_glimpsed_once(tmp_path: Path) -> None:
    times = [0.0, 0.04, 0.08, 1.5, 1.54, 3.2]
    found = glimpses(watch(film(tmp_path / "a.mkv", seconds=4.0, frames=times)))
    assert [each.time for each in found] == pytest.approx(times, abs=1e-3)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_they_stand_upright_as_the_frames_do(tmp_path: Path, rotation: int) -> None:
    items = watch(film(tmp_path / "a.mp4", rotation=rotation))
    frame = next(item for item in items if isinstance(item, Frame))
    glimpse = glimpses(items)[0]
    assert glimpse.luma.shape == frame.image.shape[:2]
    gray = frame.image.mean(axis=2)
    assert float(np.corrcoef(gray.ravel(), glimpse.luma.ravel())[0, 1]) > 0.99


@pytest.mark.parametrize(
    ("codec", "pixels"),
    [("libx264", "yuv444p"), ("libx264", "yuvj420p"), ("libx264", "yuv420p10le"), ("libx264rgb", "rgb24"),
     ("ffv1", "gray"), ("libx264", "nv12")],
)  # fmt: skip
def test_brightness_is_found_in_pictures_of_any_kind(tmp_path: Path, codec: str, pixels: str) -> None:
    found = glimpses(watch(film(tmp_path / "a.mkv", codec=codec, pixels=pixels)))
    assert [number(each) for each in found] == list(range(50))


def test_a_large_picture_is_made_smaller_and_an_odd_one_is_whole(tmp_path: Path) -> None:
    wide = glimpses(watch(film(tmp_path / "a.mp4", seconds=0.4, size=(1280, 720))))
    assert {each.luma.shape for each in wide} == {(540, 960)}
    assert [number(each) for each in wide] == list(range(10))
    turned = glimpses(watch(film(tmp_path / "b.mp4", seconds=0.4, size=(640, 480), rotation=90), glimpse_width=240))
    assert {each.luma.shape for each in turned} == {(320, 240)}
    odd = glimpses(watch(film(tmp_path / "c.mkv", seconds=0.4, size=(154, 102), codec="ffv1")))
    assert {each.luma.shape for each in odd} == {(102, 154)}
