"""What the file system and LanceDB say of a failure, in our words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..streams.errors import MemoryError_, MemoryFull, MemoryReadOnly, MnemeError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DENIED = (errno.EROFS, errno.EACCES, errno.EPERM)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Around everything that writes; what is not the disk's fault goes through unchanged.

    Raises:
        MemoryFull: no space is left (or a quota or a limit on file sizes is reached); what was committed is kept.
        MemoryReadOnly: the folder must not be written.
    """
    try:
        yield
    except MnemeError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        known = _translated(error, path)
        if known is None:
            raise
        raise known from error


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Around the first look at the tables: whatever is wrong with them then, they are damaged.

    Raises:
        MemoryError_: a table is missing or cannot be read.
    """
    try:
        with writing(path):
            yield
    except MnemeError:
        raise
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        msg = (
            f"the memory at {path} is damaged ({reason}): restore it from a copy, or index the sources again "
            f"into a new folder"
        )
        raise MemoryError_(msg) from error


def _translated(error: BaseException, path: Path) -> MnemeError | None:
    text = str(error)
    number = error.errno if isinstance(error, OSError) else None
    if _is_one_of(_FULL, number, text) or "No space left" in text:
        msg = (
            f"no space left for the memory at {path}: free some and run the same command again, "
            f"it goes on where it stopped (all that was committed is kept)"
        )
        return MemoryFull(msg)
    if _is_one_of(_DENIED, number, text) or "Permission denied" in text:
        msg = f"the memory at {path} cannot be written: make the folder writable, or choose another with --memory"
        return MemoryReadOnly(msg)
    return None


def _is_one_of(codes: tuple[int, ...], number: int | None, text: str) -> bool:
    """The number of an OSError, or what LanceDB (Rust) writes of it: "… (os error 28)"."""
    return number in codes or any(f"(os error {code})" in text for code in codes)
