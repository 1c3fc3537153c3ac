"""Media files of all kinds, intact and not."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from mneme.streams.errors import ConfigError, MnemeError, SourceError, SourceUnreadable
from mneme.streams.file import FileOptions, FileSource
from mneme.streams.source import open_source
from mneme.streams.types import SAMPLE_RATE, Frame, Sound

from tests.streams.media import clicks, even, frames, loud_times, number_of, read, sounds, tone, write_film


def test_frames_lie_on_the_grid_and_show_what_a_player_shows(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames=even(4))
    shown = [(f.time, number_of(f.image)) for f in frames(read(path))]
    assert shown == [(k / 2, 5 * k) for k in range(8)]


def test_the_rate_can_be_any_number(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames=even(3))
    shown = [number_of(f.image) for f in frames(read(path, rate_hz=3.0))]
    assert shown == [0, 3, 6, 10, 13, 16, 20, 23, 26]


def test_variable_frame_rate_is_sampled_by_time_and_not_by_count(tmp_path: Path) -> None:
    times = [0.0, 0.05, 0.1, 0.15, 2.2, 2.25, 4.9, 5.0]
    path = write_film(tmp_path / "a.mp4", frames=times)
    shown = {f.time: number_of(f.image) for f in frames(read(path))}
    assert shown == {
        **{0.0: 0, 0.5: 3, 1.0: 3, 1.5: 3, 2.0: 3},
        **{2.5: 5, 3.0: 5, 3.5: 5, 4.0: 5, 4.5: 5, 5.0: 7},
    }


def test_a_picture_is_held_no_longer_than_max_hold(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mkv", frames=[0.0, 0.1, 40.0, 40.5, 41.0])
    times = [f.time for f in frames(read(path, max_hold=3.0))]
    assert times == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 40.0, 40.5, 41.0]


@pytest.mark.parametrize("start", [0.0, 0.13])
def test_a_film_of_one_frame_gives_one_frame(tmp_path: Path, start: float) -> None:
    path = write_film(tmp_path / "a.mp4", frames=[start])
    (frame,) = frames(read(path))
    assert number_of(frame.image) == 0
    assert frame.time == 0.0  # the stream begins with its first picture


def test_a_single_frame_between_two_grid_times_is_not_lost(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mkv", frames=[0.3], sound=[(0.0, tone(1.0))])
    (frame,) = frames(read(path))
    assert frame.time == pytest.approx(0.3, abs=0.08)


@pytest.mark.parametrize("rotation", [0, 90, 180, -90])
def test_rotated_films_come_out_upright(tmp_path: Path, rotation: int) -> None:
    """What was red at the upper left of the upright picture is there after reading, whatever the camera's attitude."""
    upright = np.zeros((240, 320, 3), np.uint8)
    upright[:120, :160] = (220, 30, 30)
    upright[:120, 160:] = (30, 220, 30)
    lying = np.ascontiguousarray(np.rot90(upright, -rotation // 90))  # the file is to be turned counter-clockwise
    size = (lying.shape[1], lying.shape[0])
    path = write_film(tmp_path / "a.mp4", frames=[0.0, 0.1], images=[lying] * 2, size=size, rotation=rotation)
    image = frames(read(path))[0].image
    assert image.shape == (240, 320, 3)
    assert image[60, 80, 0] > 150 > 80 > image[60, 80, 1]
    assert image[60, 240, 1] > 150 > 80 > image[60, 240, 0]
    assert image[180, 160].max() < 60


def test_large_pictures_are_made_smaller_without_being_squeezed(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames=[0.0, 0.5], size=(3840, 2160), codec="mpeg4")
    image = frames(read(path))[1].image
    assert image.shape == (720, 1280, 3)
    assert number_of(image) == 1
    assert frames(read(path, max_height=90))[0].image.shape == (90, 160, 3)


def test_a_turned_film_is_bounded_by_its_upright_size(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames=[0.0], size=(1920, 1080), codec="mpeg4", rotation=90)
    assert frames(read(path))[0].image.shape == (720, 405, 3)


def test_small_pictures_are_not_made_larger(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames=[0.0], size=(64, 48))
    assert frames(read(path))[0].image.shape == (48, 64, 3)


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("a.avi", "mpeg4", "yuv420p"),
        ("a.avi", "mjpeg", "yuvj420p"),
        ("a.mkv", "ffv1", "yuv422p10le"),
        ("a.mkv", "ffv1", "gray"),
        ("a.mov", "qtrle", "rgb24"),
        ("a.webm", "libvpx-vp9", "yuv420p"),
        ("a.mpg", "mpeg2video", "yuv420p"),
        ("a.flv", "flv", "yuv420p"),
        ("a.ts", "libx264", "yuv420p"),
        ("a.nut", "libx264", "yuv444p"),
    ],
)
def test_containers_and_codecs_are_read_alike(tmp_path: Path, name: str, codec: str, pixels: str) -> None:
    fast = {"deadline": "realtime", "cpu-used": "8"} if codec == "libvpx-vp9" else {}
    ticks = 25 if codec == "mpeg2video" else 1000  # it knows only the rates of television
    path = write_film(tmp_path / name, frames=even(2, 25), codec=codec, pixels=pixels, options=fast, ticks=ticks)
    shown = frames(read(path))
    assert [f.time for f in shown] == [0.0, 0.5, 1.0, 1.5]
    for frame, expected in zip(shown, [0, 12, 25, 37], strict=True):
        assert abs(number_of(frame.image) - expected) <= 1
        assert abs(int(frame.image[60, 160].mean()) - 235) < 12  # white, whatever range and depth


@pytest.mark.parametrize("extension", ["mkv", "ts", "mp4"])
def test_a_stream_begins_at_zero_whatever_the_container_counts_from(tmp_path: Path, extension: str) -> None:
    path = write_film(
        tmp_path / f"a.{extension}",
        frames=[5 + t for t in even(3)],
        sound=[(5.5, clicks([1.0], 2.0))],
    )
    items = read(path)
    begun = 0.0 if extension != "mp4" else min(5.0, items[0].time)  # an mp4 can say that it begins with nothing
    shown = frames(items)
    assert shown[0].time == begun
    assert number_of(shown[2].image) == 10
    assert loud_times(items) == pytest.approx([begun + 1.5], abs=0.07)


def test_items_are_in_order_of_time_with_frames_first(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames=even(5), sound=[(0.0, tone(5.0))])
    order = [(item.time, isinstance(item, Sound)) for item in read(path)]
    assert order == sorted(order)
    heard_to = 0.0
    for item in read(path):
        if isinstance(item, Frame):
            assert heard_to == item.time, "at a frame all sound before it has come, and no more"
        else:
            heard_to = item.end


def test_a_file_that_is_not_interleaved_comes_in_order(tmp_path: Path) -> None:
    path = write_film(
        tmp_path / "a.mkv", frames=even(6), sound=[(0.0, tone(6.0))], interleave=False, audio_codec="pcm_s16le"
    )
    items = read(path)
    assert [i.time for i in items] == sorted(i.time for i in items)
    assert len(frames(items)) == len(sounds(items)) == 12


def test_the_stream_says_what_the_container_says(tmp_path: Path) -> None:
    path = write_film(
        tmp_path / "a.mp4",
        frames=even(2),
        sound=[(0.0, tone(2.0))],
        metadata={"title": "Stand-up", "creation_time": "2026-03-02T09:00:00Z"},
    )
    stream = FileSource(path).stream
    assert stream.kind == "video"
    assert stream.duration == pytest.approx(2.0, abs=0.1)
    assert stream.started_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert stream.metadata["title"] == "Stand-up"
    assert "320x240" in stream.metadata["video"]
    assert (
        FileSource(write_film(tmp_path / "b.wav", sound=[(0, tone(1))], audio_codec="pcm_s16le")).stream.kind == "audio"
    )


def test_a_start_that_is_given_wins_and_makes_another_stream(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames=[0.0], metadata={"creation_time": "2026-03-02T09:00:00Z"})
    given = datetime(2025, 1, 1, tzinfo=UTC)
    plain, dated = FileSource(path), FileSource(path, started_at=given)
    assert dated.stream.started_at == given
    assert dated.stream.id != plain.stream.id
    assert dated.fingerprint == plain.fingerprint


def test_a_copy_under_another_name_is_the_same_stream(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames=even(1))
    copy = Path(shutil.copy(path, tmp_path / "b.mov"))
    os.utime(copy, (0, 0))
    assert FileSource(copy).stream.id == FileSource(path).stream.id
    other = write_film(tmp_path / "c.mp4", frames=even(1.1))
    assert FileSource(other).stream.id != FileSource(path).stream.id


@pytest.mark.parametrize(
    "options",
    [{"rate_hz": 0}, {"rate_hz": float("nan")}, {"max_height": 0}, {"max_hold": -1}, {"chunk": 0}, {"threads": -1}],
)
def test_options_out_of_range_are_refused_by_name(options: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=next(iter(options))):
        FileOptions(**options)


def test_a_closed_source_says_so(tmp_path: Path) -> None:
    source = FileSource(write_film(tmp_path / "a.mp4", frames=[0.0]))
    source.close()
    source.close()
    with pytest.raises(SourceError, match="closed"):
        source.read()


def test_real_media_come_whole(shared: Path) -> None:
    items = read(shared / "media" / "video" / "two_actors.mp4")
    assert frames(items)[-1].time >= 9.5
    assert sounds(items)[-1].end == pytest.approx(10.0, abs=0.05)
    assert frames(items)[0].image.shape == (360, 640, 3)
    jfk = read(shared / "media" / "audio" / "jfk.flac")
    assert sum(len(s.samples) for s in sounds(jfk)) == 11 * SAMPLE_RATE
    assert isinstance(open_source(shared / "media" / "audio" / "jfk.flac"), FileSource)


def test_errors_of_a_file_are_one_line_and_exit_with_two(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"")
    with pytest.raises(SourceUnreadable) as caught:
        FileSource(path)
    assert isinstance(caught.value, MnemeError)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
