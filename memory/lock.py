"""The write lock of a memory: one process writes, and the others learn which one it is.

The lock is the operating system's own (`flock`), so it goes with its process: after kill -9
nothing stale is left to clear away.  The file's content, the holder's process id, is for the message only.
"""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from ..streams.errors import MemoryBusy


class WriteLock:
    """Holds `DIR/lock` from `acquire` to `release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path, thread_local=False, is_singleton=False)

    def acquire(self) -> None:
        """Takes the lock at once or not at all.

        Raises:
            MemoryBusy: another holder has it; the message names its process.
            OSError: the file cannot be made (read-only folder, full disk).
        """
        holder = self._holder()  # read first: older releases of filelock empty the file when they try
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            who = f"process {holder}" if holder else "another process"
            msg = (
                f"{who} is writing to the memory at {self._path.parent}: wait until it is done, or stop it "
                f"(reading with `mneme ask` and `mneme search` works meanwhile)"
            )
            raise MemoryBusy(msg) from None
        try:
            self._path.write_text(f"{os.getpid()}\n", encoding="ascii")
        except BaseException:
            self._lock.release()
            raise

    def release(self) -> None:
        """Gives the lock back; harmless when it is not held."""
        self._lock.release()

    def _holder(self) -> str:
        try:
            text = self._path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return text if text.isdecimal() else ""
