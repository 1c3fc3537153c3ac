"""Media that are made on the spot, and the command line in a process of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mneme.agent.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Its JSON document."""
        return dict(json.loads(self.out))

    @property
    def complaint(self) -> str:
        """Its one line on standard error."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("mneme: ")
        assert "Traceback" not in self.err
        return lines[0]


class Mneme:
    """`mneme --memory DIR …`, in this process (which is quick) or in one of its own (which is the real thing)."""

    def __init__(self, memory: Path) -> None:
        self.memory = memory

    def __call__(self, *words: object) -> Ran:
        """Runs it to its end in this process."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["--memory", str(self.memory), *map(str, words)])
        return Ran(code, out.getvalue(), err.getvalue())

    def process(self, *words: object, **variables: str) -> Ran:
        """Runs it to its end in a process of its own, with more variables in its environment."""
        done = subprocess.run(
            self.command(*words),
            capture_output=True,
            text=True,
            env={**environment(), **variables},
            check=False,
            timeout=240,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def command(self, *words: object) -> list[str]:
        """The command line, for tests that start it themselves."""
        return [sys.executable, "-m", "mneme", "--memory", str(self.memory), *map(str, words)]

    def start(self, *words: object) -> subprocess.Popen[str]:
        """Starts it; Ctrl-C reaches it as in a terminal."""
        return subprocess.Popen(
            self.command(*words),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )


def environment() -> dict[str, str]:
    """The environment without settings of whoever runs the tests, and without colours."""
    kept = {name: value for name, value in os.environ.items() if name == "MNEME_MODELS" or "MNEME" not in name}
    return {**kept, "NO_COLOR": "1", "OMP_NUM_THREADS": "1"}


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's settings get into the tests."""
    for name in [name for name in os.environ if "MNEME" in name and name != "MNEME_MODELS"]:
        monkeypatch.delenv(name)


@pytest.fixture
def mneme(tmp_path: Path) -> Mneme:
    """The command line with a memory of its own, which is not there yet."""
    return Mneme(tmp_path / "memory")


Film = Callable[..., Path]


@pytest.fixture(scope="session")
def film() -> Film:
    """Makes a film: `film(path, seconds=2, size=(64, 48), sound=None, is_moving=True)`."""
    return _film


def _film(
    path: Path,
    *,
    seconds: float = 2.0,
    rate: int = 5,
    size: tuple[int, int] = (64, 48),
    pictures: int | None = None,
    sound: str | None = "tone",
) -> Path:
    """`sound` is "tone", "silence" or None; `pictures` fixes their number, 0 for none at all."""
    import av

    count = round(seconds * rate) if pictures is None else pictures
    with av.open(str(path), "w") as file:
        if count:
            video = file.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "g": "5"})
            video.width, video.height, video.pix_fmt = *size, "yuv420p"
        if sound:
            audio = file.add_stream("aac", rate=16_000, layout="mono")
        for i in range(count):
            picture = np.full((size[1], size[0], 3), 40 + 20 * (i % 8), np.uint8)
            picture[: size[1] // 2, : size[0] // 2] = (200, 30 * (i % 6), 90)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, rate)
            file.mux(video.encode(frame))
        if count:
            file.mux(video.encode(None))
        if sound:
            times = np.arange(int(seconds * 16_000)) / 16_000
            level = 0.3 * np.sin(2 * np.pi * 440 * times) if sound == "tone" else np.zeros_like(times)
            wave = av.AudioFrame.from_ndarray((level * 32_000).astype(np.int16)[None, :], format="s16", layout="mono")
            wave.sample_rate, wave.pts, wave.time_base = 16_000, 0, Fraction(1, 16_000)
            file.mux(audio.encode(wave))
            file.mux(audio.encode(None))
    return path


@pytest.fixture(scope="session")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small meeting: people, a thing that moves, an appointment."""
    path = tmp_path_factory.mktemp("meeting") / "meeting.vtt"
    path.write_text(
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:04.000\n<v Emma Clark>Good morning. The spare battery is on the kitchen table.\n\n"
        "00:00:05.000 --> 00:00:08.000\n<v Martin Reed>The team meeting is on Friday at two.\n\n"
        "00:00:09.000 --> 00:00:13.000\n<v Martin Reed>I moved the spare battery to the blue cabinet in the lab.\n\n"
        "00:00:14.000 --> 00:00:18.000\n<v Emma Clark>I do not drink coffee, so please bring green tea for me.\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def transcript(meeting: Path, tmp_path: Path) -> Path:
    """The meeting in the test's own folder."""
    return Path(shutil.copy(meeting, tmp_path / "meeting.vtt"))


@pytest.fixture(scope="session")
def filled_once(meeting: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A memory of the meeting, made with the real sentence encoder."""
    memory = tmp_path_factory.mktemp("filled") / "memory"
    ran = Mneme(memory)("index", meeting, "--quiet")
    assert ran.code == 0, ran.err
    return memory


@pytest.fixture
def filled(filled_once: Path, tmp_path: Path) -> Mneme:
    """The command line with a memory of the meeting that the test may change."""
    shutil.copytree(filled_once, tmp_path / "memory")
    return Mneme(tmp_path / "memory")


@pytest.fixture(scope="session")
def fake_preset(root: Path) -> list[str]:
    """The options that put stand-ins in the place of all models."""
    return ["--config", str(root / "tests" / "configs" / "fake.yaml")]


@pytest.fixture(scope="session")
def pair_once(fake_preset: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A memory of a film with two people, Emma Clark (red) and Martin Reed (blue), each with a face and a label."""
    from tests.agent.people_media import film

    folder = tmp_path_factory.mktemp("pair")
    ran = Mneme(folder / "memory")("index", film(folder / "talk.mp4"), *fake_preset, "--quiet")
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def pair(pair_once: Path, tmp_path: Path) -> Mneme:
    """The command line with a memory of two people that the test may change; the film lies beside it."""
    shutil.copytree(pair_once, tmp_path / "pair")
    return Mneme(tmp_path / "pair" / "memory")
