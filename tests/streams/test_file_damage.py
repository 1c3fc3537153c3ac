"""Damaged, hostile and foreign files: each works, or gives one clear line."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from mneme.streams.errors import SourceError, SourceNotFound, SourceUnreadable
from mneme.streams.file import FileSource
from mneme.streams.source import open_source
from mneme.streams.types import Frame, Item, Sound

from tests.streams.media import even, number_of, tone, write_film


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds, its index at the beginning."""
    folder = tmp_path_factory.mktemp("film")
    plain = write_film(
        folder / "plain.mp4", frames=even(6), sound=[(0.0, tone(6.0))], options={"g": "10"}, metadata={"title": "x"}
    )
    data = plain.read_bytes()
    moov = data.index(b"moov") - 4
    return plain if moov < data.index(b"mdat") else _with_index_first(plain, folder / "film.mp4")


def _with_index_first(path: Path, target: Path) -> Path:
    import av

    with av.open(str(path)) as source, av.open(str(target), "w", options={"movflags": "faststart"}) as copy:
        tracks = {s.index: copy.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = tracks[packet.stream_index]
                copy.mux(packet)
    return target


def damaged(film: Path, target: Path, seed: int = 0, places: int = 12) -> Path:
    """The film with bytes overwritten here and there, the index left as it is."""
    data = bytearray(film.read_bytes())
    random = np.random.default_rng(seed)
    begin = data.index(b"mdat") + 200
    for place in random.integers(begin, len(data) - 64, places):
        data[place : place + 48] = random.bytes(48)
    target.write_bytes(data)
    return target


def read(path: Path) -> list[Item]:
    with FileSource(path) as source:
        return list(source.read())


def digest(items: list[Item]) -> list[tuple[float, bytes]]:
    return [(i.time, i.image.tobytes() if isinstance(i, Frame) else i.samples.tobytes()) for i in items]


def test_damaged_packets_are_skipped_and_counted(film: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = damaged(film, tmp_path / "bad.mp4", places=30)
    with caplog.at_level(logging.WARNING):
        items = read(path)
    assert sum(isinstance(i, Frame) for i in items) >= 8
    assert sum(isinstance(i, Sound) for i in items) >= 8
    assert any("damaged pieces" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("seed", range(4))
def test_damaged_files_read_the_same_each_time(film: Path, tmp_path: Path, seed: int) -> None:
    path = damaged(film, tmp_path / "bad.mp4", seed)
    assert digest(read(path)) == digest(read(path))


def test_a_file_cut_off_late_gives_what_is_there(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.mp4"
    data = film.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    items = read(path)
    whole = {f.time: number_of(f.image) for f in read(film) if isinstance(f, Frame)}
    shown = [i for i in items if isinstance(i, Frame)]
    assert 4 <= len(shown) < len(whole)
    assert all(number_of(f.image) == whole[f.time] for f in shown[:-1])


def test_nothing_is_written_to_standard_error(film: Path, tmp_path: Path) -> None:
    path = damaged(film, tmp_path / "bad.mp4", places=30)
    program = (
        "import sys, logging; logging.disable(logging.WARNING)\n"
        "from mneme.streams.source import open_source\n"
        "print(sum(1 for _ in open_source(sys.argv[1]).read()))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, cwd=root, check=True)
    assert done.stderr == b""
    assert int(done.stdout) > 10


def broken_files(film: Path, folder: Path) -> dict[str, Path]:
    """Files that cannot be read, by what the message has to say."""
    data = film.read_bytes()
    moov = data.index(b"moov") - 4
    size = int.from_bytes(data[moov : moov + 4], "big")
    contents: dict[str, tuple[str, bytes]] = {
        "empty": ("a.mp4", b""),
        "cut off before its index": ("b.mp4", data[:moov] + data[moov + size :]),
        "a text file": ("c.mp4", b"Dear diary,\n" * 200),
        "zeros": ("d.mp4", bytes(100_000)),
        "no media format|not a media format": ("e.mp4", np.random.default_rng(0).bytes(50_000)),
        "still picture": ("f.jpg", b"\xff\xd8\xff\xe0" + bytes(500)),
        "text file": ("g.mp4", b"#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n"),
        "text file ": ("h.mp4", f"ffconcat version 1.0\nfile {film}\n".encode()),
        "found: subtitle|text file": ("i.mp4", b"1\n00:00:01,000 --> 00:00:02,000\nhi\n\n"),
    }
    made = {}
    for says, (name, content) in contents.items():
        made[says] = folder / name
        made[says].write_bytes(content)
    return made


@pytest.mark.parametrize("case", range(9))
def test_what_cannot_be_read_gets_one_clear_line(film: Path, tmp_path: Path, case: int) -> None:
    says, path = list(broken_files(film, tmp_path).items())[case]
    with pytest.raises(SourceUnreadable, match=says.strip()) as caught:
        open_source(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    assert len(message) < 400


def test_a_header_without_anything_behind_it_is_unreadable(film: Path, tmp_path: Path) -> None:
    data = bytearray(film.read_bytes())
    begin = data.index(b"mdat") + 4
    data[begin:] = np.random.default_rng(0).bytes(len(data) - begin)
    path = tmp_path / "noise.mp4"
    path.write_bytes(data)
    with pytest.raises(SourceUnreadable, match="nothing in it can be decoded"):
        for item in FileSource(path).read():
            assert isinstance(item, Sound), "noise can be taken for sound, not for pictures"
        pytest.skip("this FFmpeg decodes sound out of noise")


@pytest.mark.parametrize(("side", "says"), [(12_000, "too large"), (60_000, "can be decoded")])
def test_a_picture_of_absurd_size_is_refused(tmp_path: Path, side: int, says: str) -> None:
    path = write_film(tmp_path / "a.avi", frames=[0.0, 0.1], codec="rawvideo", size=(64, 48))
    data = bytearray(path.read_bytes())
    place = data.index(b"strf") + 12
    data[place : place + 8] = side.to_bytes(4, "little") * 2
    path.write_bytes(data)
    with pytest.raises(SourceUnreadable, match=says):
        list(FileSource(path).read())


def test_clocks_that_start_again_go_on_where_they_stopped(tmp_path: Path) -> None:
    """Two recordings in one file, as when segments of a camera are put together with `cat`."""
    one = write_film(tmp_path / "1.ts", frames=even(4), sound=[(0.0, tone(4.0))])
    two = write_film(tmp_path / "2.ts", frames=even(4), sound=[(0.0, tone(4.0))])
    path = tmp_path / "both.ts"
    path.write_bytes(one.read_bytes() + two.read_bytes())
    items = read(path)
    shown = [i for i in items if isinstance(i, Frame)]
    assert len(shown) == pytest.approx(16, abs=1)
    assert shown[-1].time == pytest.approx(7.5, abs=0.6)
    heard = [i for i in items if isinstance(i, Sound)]
    assert heard[-1].end == pytest.approx(8.0, abs=0.3)


def test_hours_without_anything_are_a_gap(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mkv", frames=[0.0, 0.5, 1.0, 20_000.0, 20_000.5, 20_001.0])
    times = [i.time for i in read(path)]
    assert times[-1] == pytest.approx(20_001.0)
    assert len(times) < 40


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(SourceError, match="watch"):
        open_source(tmp_path / "pipe.mp4")


def test_a_missing_file_and_a_folder_say_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match="no such file"):
        open_source(tmp_path / "nothing.mp4")
    with pytest.raises(SourceUnreadable, match="folder"):
        open_source(tmp_path)


def test_a_file_that_may_not_be_read_says_so(film: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(film, tmp_path / "locked.mp4"))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(SourceUnreadable, match=r"[Pp]ermission"):
        open_source(path)
