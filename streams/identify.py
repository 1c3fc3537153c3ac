"""Which stream is it: ids from content, and the wall-clock time of a stream's zero.

A file's id comes from what is in it, never from its name or date, so that a copy or a renamed file is
the same stream.  The file's modification time says nothing about when it was recorded (copying changes
it) and is never used; what the container itself says (`creation_time`) is, where it is plausible.
The trap: some phones write the *end* of the recording there, and a cut or converted film keeps the
time of its export: who knows better gives `started_at`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from .errors import SourceUnreadable

BLOCK_BYTES = 1 << 20
"""How much is read at the beginning, in the middle and at the end of a file."""
CREATION_KEYS = ("com.apple.quicktime.creationdate", "creation_time", "date")
"""Where containers say when they were recorded, most exact first."""
PLAUSIBLE_YEARS = range(1990, 2100)
"""1904 and 1970 are what cameras without a clock write: the zeros of two epochs."""


def fingerprint(path: Path | str) -> str:
    """12 hex digits from the content of a file: its size, first, middle and last MiB.

    At most 3 MiB are read, whatever the size. Files up to 3 MiB are covered whole.

    Raises:
        SourceUnreadable: The file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with Path(path).open("rb") as file:
            size = file.seek(0, 2)
            digest.update(f"{size}:".encode())
            for start in (0, (size - BLOCK_BYTES) // 2, size - BLOCK_BYTES):
                file.seek(max(0, start))
                digest.update(file.read(BLOCK_BYTES))
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the path and its permissions"
        raise SourceUnreadable(msg) from error
    return digest.hexdigest()[:12]


def joint_fingerprint(*fingerprints: str) -> str:
    """12 hex digits for several files that make one stream (a film and its transcript)."""
    return hashlib.sha256("+".join(fingerprints).encode()).hexdigest()[:12]


def stream_id(fingerprint: str, started_at: datetime | None = None) -> str:
    """The stream's id: the fingerprint, mixed with the start that a person gave.

    The same file given with two starts is two streams (a test loop, a replayed camera); the
    container's own `creation_time` is part of the content and not mixed in.
    """
    if started_at is None:
        return fingerprint
    return hashlib.sha256(f"{fingerprint}@{started_at.astimezone(UTC).isoformat()}".encode()).hexdigest()[:12]


def creation_time(metadata: Mapping[str, str]) -> datetime | None:
    """When the container says that it was recorded (UTC), None where it does not or cannot be right."""
    lowered = {key.lower(): value for key, value in metadata.items()}
    for key in CREATION_KEYS:
        text = lowered.get(key, "").strip()
        if len(text) < len("2026-01-01T00:00"):  # nothing, or a bare date: no time of day
            continue
        try:
            moment = datetime.fromisoformat(text)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        if moment.year in PLAUSIBLE_YEARS:
            return moment
    return None
