"""Folders that cannot be written, runs that are broken off, two at once: nothing that was committed is lost."""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from mneme.memory.store import Store
from mneme.streams.errors import MemoryNotFound


@pytest.fixture
def fakes(root: Path) -> list[str]:
    """Stand-ins for the models, and clips so short that a run commits often."""
    short = ["--set", "memorize.window.length=1", "--set", "memorize.window.min_length=0.5"]
    return ["--config", str(root / "tests" / "configs" / "fake.yaml"), "--quiet", *short]


def kept(memory: Path) -> int:
    """How many clips are committed."""
    try:
        with Store.open(memory, mode="read") as store:
            return sum(len(store.clips(record.id)) for record in store.streams())
    except MemoryNotFound:
        return 0


def wait_for_clips(process: subprocess.Popen[str], memory: Path, count: int) -> None:
    """Until so many clips are committed; fails if the process ends before."""
    for _ in range(600):
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            if kept(memory) >= count:
                return
        else:
            pytest.fail(f"it was done before it could be disturbed: {process.communicate()}")
    pytest.fail("nothing was committed in a minute")


def rows(memory: Path) -> list[object]:
    """Everything that was memorized, in order."""
    with Store.open(memory, mode="read") as store:
        return [(entry.id, entry.text, entry.span, entry.speaker) for entry in store.scan()]


def test_ctrl_c_keeps_what_was_committed_and_the_next_run_goes_on(mneme, tmp_path, film, fakes):
    source = film(tmp_path / "long.mp4", seconds=40, sound=None)
    process = mneme.start("index", source, *fakes)
    wait_for_clips(process, mneme.memory, 2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "mneme: interrupted; what was committed is kept; run the same command again to go on\n"
    assert out == ""
    done = kept(mneme.memory)
    assert 2 <= done < 40
    again = mneme("index", source, *fakes, "--json").document["sources"][0]
    assert again["clips"] > done
    assert not again["skipped"]
    broken = rows(mneme.memory)
    shutil.rmtree(mneme.memory)
    assert mneme("index", source, *fakes).code == 0
    assert rows(mneme.memory) == broken


def test_of_two_runs_at_once_the_second_is_told_who_writes(mneme, tmp_path, film, transcript, fakes):
    source = film(tmp_path / "long.mp4", seconds=40, sound=None)
    process = mneme.start("index", source, *fakes)
    wait_for_clips(process, mneme.memory, 1)
    second = mneme("index", transcript, *fakes)
    assert second.code == 2
    assert f"process {process.pid} is writing" in second.complaint
    assert mneme("timeline", "--json").code == 0  # reading works meanwhile
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert mneme("index", transcript, *fakes).code == 0


def test_a_read_only_folder_can_be_read_and_not_written(mneme, tmp_path, transcript, fakes):
    assert mneme("index", transcript, *fakes).code == 0
    (tmp_path / "more.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello there.\n")
    mneme.memory.chmod(0o555)
    try:
        ran = mneme("index", tmp_path / "more.vtt", *fakes)
        assert ran.code == 2
        assert "read-only" in ran.complaint or "cannot be written" in ran.complaint
        assert len(mneme("timeline", "--json").document["entries"]) == 4
    finally:
        mneme.memory.chmod(0o755)


def test_a_file_in_place_of_the_folder_is_refused(mneme, transcript, fakes):
    mneme.memory.write_text("not a folder")
    ran = mneme("index", transcript, *fakes)
    assert ran.code == 2
    assert str(mneme.memory) in ran.complaint
    assert mneme.memory.read_text() == "not a folder"


def in_namespace(script: str) -> subprocess.CompletedProcess[str]:
    """A shell with file systems of its own; the test is skipped where the kernel does not allow it."""
    unshare = shutil.which("unshare")
    probe = [unshare or "false", "-Urm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("needs user namespaces with mounts (unshare -Urm)")
    return subprocess.run([*probe[:4], script], capture_output=True, text=True, check=False, timeout=240)


def test_a_read_only_file_system_is_told_apart(mneme, tmp_path, transcript, fakes, monkeypatch):
    assert mneme("index", transcript, *fakes).code == 0
    (tmp_path / "more.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello there.\n")
    folder = shlex.quote(str(mneme.memory))
    command = shlex.join(mneme.command("index", tmp_path / "more.vtt", *fakes))
    look = shlex.join(mneme.command("timeline", "--json"))
    ran = in_namespace(
        f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} && {command}; echo $? >&2; {look}"
    )
    complaint, code = ran.stderr.splitlines()
    assert code == "2"
    assert complaint.startswith("mneme: the memory at ")
    assert len(json.loads(ran.stdout)["entries"]) == 4


def test_a_full_disk_loses_nothing_that_was_committed(mneme, tmp_path, transcript, fakes):
    mneme.memory.mkdir()
    turns = []
    for i in range(4000):
        at = f"{i // 3600:02d}:{i // 60 % 60:02d}:{i % 60:02d}"
        word = hashlib.sha256(str(i).encode()).hexdigest()  # does not compress
        turns.append(f"{at}.000 --> {at}.900\n<v Speaker {i % 7}>Turn number {i} says {word} and no more.\n")
    (tmp_path / "huge.vtt").write_text("WEBVTT\n\n" + "\n".join(turns))
    folder = shlex.quote(str(mneme.memory))
    first = shlex.join(mneme.command("index", transcript, *fakes))
    second = shlex.join(mneme.command("index", tmp_path / "huge.vtt", *fakes))
    look = shlex.join(mneme.command("timeline", "--stream", "meeting.vtt", "--json"))
    ran = in_namespace(
        f"mount -t tmpfs -o size=4m none {folder} && {first} >&2; echo $? >&2; {second}; echo $? >&2; {look}"
    )
    lines = ran.stderr.splitlines()
    assert lines[1] == "0", ran.stderr
    assert lines[-1] == "2", ran.stderr
    assert len(lines) == 4, ran.stderr
    assert "no space left" in lines[2]
    assert "run the same command again" in lines[2]
    assert len(json.loads(ran.stdout)["entries"]) == 4
