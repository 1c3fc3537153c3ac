"""Segments of live sources."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from mneme.streams.errors import ConfigError, MemoryFull, SourceError
from mneme.streams.file import FileSource
from mneme.streams.recorder import Recorder, RecorderOptions
from mneme.streams.types import SAMPLE_RATE, Frame, Sound

from tests.streams.media import number_of, numbered

HALF = np.sin(2 * np.pi * 440 * np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE).astype(np.float32) / 2


def live(start: float, end: float, *, sound: bool = True, frames: bool = True) -> list[Frame | Sound]:
    """Two numbered frames a second (n = twice the time) and the sound between them."""
    items: list[Frame | Sound] = []
    for n in range(round(start * 2), round(end * 2)):
        items += [Frame(n / 2, numbered(n))] if frames else []
        items += [Sound(n / 2, HALF)] if sound else []
    return items


def record(folder: Path, items: list[Frame | Sound], **options: float) -> Recorder:
    with Recorder(folder, RecorderOptions(**options)) as recorder:
        for item in items:
            recorder.push(item)
    return recorder


def spans(recorder: Recorder) -> list[tuple[float, float]]:
    return [(span.start, span.end) for span, _ in recorder.segments()]


def test_segments_cover_what_was_pushed(tmp_path: Path) -> None:
    recorder = record(tmp_path / "store", live(0, 25))
    assert spans(recorder) == [(0.0, 10.0), (10.0, 20.0), (20.0, 25.0)]
    assert [path.name for _, path in recorder.segments()][1] == "0000010000-0000020000.mp4"


@pytest.mark.parametrize(("sound", "frames"), [(True, True), (True, False), (False, True)])
def test_a_segment_plays_what_its_name_says(tmp_path: Path, sound: bool, frames: bool) -> None:
    recorder = record(tmp_path, live(3, 17, sound=sound, frames=frames))
    for span, path in recorder.segments():
        with FileSource(path) as source:
            items = list(source.read())
        shown = {span.start + f.time: number_of(f.image) for f in items if isinstance(f, Frame)}
        assert shown == ({t: 2 * t for t in np.arange(span.start, span.end, 0.5)} if frames else {})
        heard = [s for s in items if isinstance(s, Sound)]
        assert (sum(len(s.samples) for s in heard) / SAMPLE_RATE) == pytest.approx(
            span.duration if sound else 0.0, abs=0.1
        )


def test_gaps_stay_gaps(tmp_path: Path) -> None:
    recorder = record(tmp_path, [*live(0, 2), *live(6, 8), *live(40, 42)])
    assert spans(recorder) == [(0.0, 8.0), (40.0, 42.0)]
    with FileSource(recorder.segments()[0][1]) as source:
        items = list(source.read())
    loud = [s.time for s in items if isinstance(s, Sound) and np.abs(s.samples).max() > 0.2]
    assert min(t for t in loud if t > 3) == pytest.approx(6.0, abs=0.1)
    assert number_of(next(f for f in items if isinstance(f, Frame) and f.time == 6.0).image) == 12


def test_a_change_of_size_or_a_new_track_begins_a_segment(tmp_path: Path) -> None:
    items = [*live(0, 3), *(Frame(t, numbered(0, (160, 120))) for t in (3.0, 3.5)), *live(4, 6, frames=False)]
    recorder = record(tmp_path / "a", items)
    assert len(recorder.segments()) == 2
    late = record(tmp_path / "b", [*live(0, 4, frames=False), *live(4, 6)])
    assert spans(late) == [(0.0, 4.0), (4.0, 6.0)]


def test_odd_sizes_are_recorded(tmp_path: Path) -> None:
    recorder = record(tmp_path, [Frame(0.0, numbered(5, (321, 181))), Frame(0.5, numbered(6, (321, 181)))])
    with FileSource(recorder.segments()[0][1]) as source:
        assert [number_of(f.image) for f in source.frames()] == [5, 6]


def test_the_oldest_go_first(tmp_path: Path) -> None:
    recorder = record(tmp_path, live(0, 50))
    size = sum(path.stat().st_size for _, path in recorder.segments())
    removed = recorder.prune(max_bytes=size * 3 // 5)
    assert removed
    assert spans(recorder) == [(0.0, 10.0), (10.0, 20.0), (20.0, 30.0), (30.0, 40.0), (40.0, 50.0)][len(removed) :]
    recorder.prune(max_age=15.0)
    assert spans(recorder) == [(30.0, 40.0), (40.0, 50.0)]


def test_a_recorder_keeps_its_own_limits(tmp_path: Path) -> None:
    recorder = record(tmp_path, live(0, 60), max_age=20.0)
    assert spans(recorder)[0][0] >= 30.0


def test_foreign_files_are_neither_listed_nor_removed(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_bytes(b"mine")
    recorder = record(tmp_path, live(0, 5))
    recorder.prune(max_bytes=0)
    assert spans(recorder) == []
    assert (tmp_path / "notes.mp4").exists()


def test_what_a_kill_leaves_behind_is_no_segment_and_goes_with_the_next_recorder(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from tests.streams.test_recorder import live, Recorder\n"
        "recorder = Recorder(sys.argv[1])\n"
        "for item in live(0, 15): recorder.push(item)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=root, env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert list(tmp_path.glob("*.part"))
    recorder = Recorder(tmp_path)
    assert spans(recorder) == [(0.0, 10.0)]
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SourceError, match="cannot be written"):
        Recorder(tmp_path / "file" / "store")


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "store")
    with pytest.raises(MemoryFull, match="no space"):
        from mneme.streams.recorder import _writing

        with _writing(recorder.folder):
            raise OSError(errno.ENOSPC, "No space left on device")


def test_options_out_of_range_are_refused() -> None:
    with pytest.raises(ConfigError, match="segment"):
        RecorderOptions(segment=0)
