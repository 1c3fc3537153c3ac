"""demos/: the clip is what the script says, and the demo answers its questions rightly, with the real models."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def test_the_clip_is_small_and_can_be_played(root: Path) -> None:
    import av

    path = root / "demos" / "demo.mp4"
    assert path.stat().st_size < 1_000_000
    with av.open(str(path)) as file:
        assert (file.streams.video[0].width, file.streams.video[0].height) == (640, 360)
        assert file.streams.audio[0].codec_context.name == "aac"
        assert 40 <= file.duration / 1e6 <= 60


@pytest.fixture(scope="module")
def demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `make demo` prints, with a memory of its own."""
    memory = tmp_path_factory.mktemp("demo") / "memory"
    return run(root, memory), memory


def run(root: Path, memory: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    bash = shutil.which("bash") or "bash"
    environment = {**os.environ, "PATH": path, "MNEME_MEMORY": str(memory)}
    done = subprocess.run(
        [bash, str(root / "demos" / "run.sh")], capture_output=True, text=True, env=environment, check=True
    )
    return done.stdout


def test_the_demo_answers_its_three_questions_with_proof(demo: tuple[str, Path]) -> None:
    printed, _ = demo
    parts = printed.split("$ mneme ask ")[1:]
    for part, answer, moment in zip(
        parts, ("blue cabinet in the lab", "Martin Brown", "9 JUNE"), (23, 5, 15), strict=True
    ):
        lines = part.splitlines()
        assert answer in lines[1]
        assert f"demo.mp4@00:{moment:02d}" in "\n".join(lines[2:])
    assert "Emma Clark" in printed


def test_a_second_demo_memorizes_nothing_again(demo: tuple[str, Path], root: Path) -> None:
    first, memory = demo
    second = run(root, memory)
    assert "done before" in second
    assert second.partition("$ mneme people")[2] == first.partition("$ mneme people")[2]


def test_the_notebook_like_script_runs(demo: tuple[str, Path], root: Path, tmp_path: Path) -> None:
    _, memory = demo
    shutil.copytree(memory, tmp_path / ".memory")
    for name in ("python_api.py", "demo.mp4"):
        shutil.copy(root / "demos" / name, tmp_path / name)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "python_api.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "blue cabinet" in done.stdout
    assert "\nNone\n" in done.stdout


def test_the_python_of_the_readme_runs(demo: tuple[str, Path], root: Path, tmp_path: Path) -> None:
    _, memory = demo
    shutil.copytree(memory, tmp_path / "memory")
    (code,) = re.findall(r"^```python\n(.*?)^```$", (root / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    code = code.replace("demos/.memory", str(tmp_path / "memory"))
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "blue cabinet" in done.stdout
    assert "Emma Clark" in done.stdout


def test_the_transcript_in_the_readme_is_what_the_demo_prints(demo: tuple[str, Path], root: Path) -> None:
    printed, _ = demo
    (transcript,) = re.findall(
        r"^```\n(\$ mneme index demo\.mp4.*?)^```$", (root / "README.md").read_text(), re.M | re.S
    )
    assert without_times(transcript) == without_times(printed)


def without_times(text: str) -> str:
    """Without what differs from run to run and from place to place: durations, local times, the last digit of trust."""
    return re.sub(r" in \d+:\d\d|\(20\d\d-[^)]*\)|\(confidence [\d.]+\)", "", text).strip()
