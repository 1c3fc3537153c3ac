"""One writer at a time; the others learn who it is; a dead one holds nobody up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from mneme.memory.lock import WriteLock
from mneme.memory.store import Store
from mneme.streams.errors import MemoryBusy

ROOT = Path(__file__).resolve().parents[2]


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that writes to the memory until it is killed."""
    script = f"""
import sys
from mneme.memory.store import Store
store = Store.open({str(folder)!r}, mode="write")
print("ready", flush=True)
sys.stdin.read()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_second_writer_is_told_who_the_first_is_and_readers_are_let_in(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        for _ in range(2):  # the message is the same when asked again
            with pytest.raises(MemoryBusy, match=f"process {process.pid} is writing"):
                Store.open(tmp_path, mode="write")
        assert Store.open(tmp_path, mode="read").streams() == []
    finally:
        process.kill()
        process.communicate()


def test_a_killed_writer_leaves_no_lock_behind(tmp_path: Path) -> None:
    process = holder(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (tmp_path / "lock").exists()
    Store.open(tmp_path, mode="write").close()


def test_two_stores_of_one_process_do_not_write_at_once(tmp_path: Path) -> None:
    with Store.open(tmp_path, mode="write"), pytest.raises(MemoryBusy, match=f"process {os.getpid()} is writing"):
        Store.open(tmp_path, mode="write")
    Store.open(tmp_path, mode="write").close()


def test_a_lock_file_with_rubbish_in_it_is_only_a_name_less(tmp_path: Path) -> None:
    first, second = WriteLock(tmp_path / "lock"), WriteLock(tmp_path / "lock")
    first.acquire()
    (tmp_path / "lock").write_bytes(b"\xff rubbish")
    with pytest.raises(MemoryBusy, match="another process is writing"):
        second.acquire()
    first.release()
    first.release()
    second.acquire()
    assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"
    second.release()
