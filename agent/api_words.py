"""What a person says when deciding, as it is kept: names, who decides, files; what cannot be kept is refused."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Iterable
from pathlib import Path

from ..streams.errors import UsageError

LONGEST_NAME = 200
_STAND_IN = re.compile(r"person[ -][0-9a-f]{4,}", re.IGNORECASE)


def proper(name: str) -> str:
    """A name as it is kept.

    Raises:
        UsageError: it is empty, far too long, not text, or what nameless people are called.
    """
    from ..memory.people.log import is_text

    name = " ".join(name.split())
    if not any(letter.isalnum() for letter in name):
        msg = f"{name!r} is no name; give one with letters"
        raise UsageError(msg)
    if not is_text(name):
        msg = f"{quoted(name)} has bytes that are no letters of any writing; type the name in UTF-8"
        raise UsageError(msg)
    if len(name) > LONGEST_NAME:
        msg = f"a name of {len(name):,} characters is too long (at most {LONGEST_NAME})"
        raise UsageError(msg)
    if _STAND_IN.fullmatch(name):
        msg = f"{name!r} is what somebody without a name is called; give another name"
        raise UsageError(msg)
    return name


def decider(by: str | None) -> str:
    """Who decides: as given, `$MNEME_USER`, or who is logged in."""
    if by is not None:
        return by
    named = os.environ.get("MNEME_USER", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a user of that number
        return "somebody"


def paths(files: Path | str | Iterable[Path | str]) -> list[Path]:
    """Files that were given, one or several."""
    given = [files] if isinstance(files, Path | str) else files
    return [Path(file).expanduser() for file in given]


def quoted(text: str, most: int = 60) -> str:
    """What was given, for a message: no longer than it takes to know it again."""
    return repr(text if len(text) <= most else text[: most - 1] + "…")
