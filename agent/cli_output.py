"""Where the command line prints: results on standard output, everything else on standard error.

What was heard or seen is data: control characters in it never reach a terminal.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO
from urllib.parse import quote

from .cli_times import clock

JOINERS = "\u200c\u200d"
"""Invisible letters that words are written with (Persian, Hindi, joined emoji); they steer nothing."""
STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class Output:
    """One run's output: as JSON (one document), or in words for people."""

    def __init__(self, *, is_json: bool, is_debug: bool = False, owns_process: bool = False) -> None:
        """With `owns_process`, whatever else prints on standard output (native libraries do) goes to standard error."""
        self.is_json = is_json
        self.is_debug = is_debug
        self.results: TextIO = sys.stdout
        self._kept: int | None = None
        if owns_process:
            sys.stdout.flush()
            self._kept = os.dup(1)
            os.dup2(2, 1)
            self.results = os.fdopen(os.dup(self._kept), "w", encoding="utf-8", errors="backslashreplace")
        plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        self.has_colour = not plain and not is_json and self.results.isatty()
        self.has_colour_on_error = not plain and sys.stderr.isatty()

    def __enter__(self) -> Output:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._kept is not None:
            try:
                self.results.close()
            finally:
                os.dup2(self._kept, 1)
                os.close(self._kept)
                self._kept = None

    def document(self, form: Mapping[str, object]) -> None:
        """Prints the one JSON document."""
        self.results.write(json.dumps(form, ensure_ascii=False, allow_nan=False, indent=1 if self._is_seen else None))
        self.results.write("\n")
        self.results.flush()

    @property
    def _is_seen(self) -> bool:
        return self.results.isatty()

    def line(self, text: str = "") -> None:
        """Prints a line for people. What came from media goes through `printable` before."""
        self.results.write(text + "\n")

    def flush(self) -> None:
        """Pushes out what was printed; a closed pipe shows here."""
        self.results.flush()

    def abandon(self) -> None:
        """The reader of our results has gone: whatever is left goes nowhere, quietly."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.results.fileno())
        os.close(nowhere)

    def style(self, text: str, *styles: str) -> str:
        """`text` in colours where a person reads it on a terminal."""
        if not self.has_colour or not text:
            return text
        return f"\x1b[{';'.join(STYLES[style] for style in styles)}m{text}\x1b[0m"

    def place(self, source: str, start: float) -> str:
        """`source@mm:ss`; on a terminal a link that opens the file."""
        shown = printable(f"{short(source)}@{clock(start)}")
        if not self.has_colour:
            return shown
        address = source if "://" in source else f"file://{quote(str(Path(source).absolute()))}"
        return f"\x1b]8;;{printable(address)}\x1b\\{self.style(shown, 'cyan')}\x1b]8;;\x1b\\"

    def table(self, rows: Sequence[Sequence[str]], *, head: Sequence[str] = ()) -> None:
        """Prints rows in columns; the last column is not padded. Cells are cleaned here."""
        lines = [*([list(head)] if head else []), *([printable(cell) for cell in row] for row in rows)]
        if not lines:
            return
        columns = [max(width(line[i]) for line in lines) for i in range(len(lines[0]))]
        for n, line in enumerate(lines):
            padded = [cell + " " * (columns[i] - width(cell)) for i, cell in enumerate(line)]
            text = "  ".join(padded).rstrip()
            self.line(self.style(text, "dim") if head and n == 0 else text)

    def note(self, text: str) -> None:
        """A line on standard error."""
        sys.stderr.write(f"mneme: {printable(text)}\n")
        sys.stderr.flush()

    def error(self, text: str) -> None:
        """What went wrong, in one line on standard error; with `--json` in a document too."""
        label = "\x1b[31mmneme:\x1b[0m" if self.has_colour_on_error else "mneme:"
        sys.stderr.write(f"{label} {printable(text)}\n")
        sys.stderr.flush()
        if self.is_json:
            self.document({"error": text})


def printable(text: str) -> str:
    """One line without control characters, so that nothing heard or seen can steer a terminal."""
    flat = " ".join(text.split())
    unsafe = (unicodedata.category(letter) in ("Cc", "Cf", "Cs") and letter not in JOINERS for letter in flat)
    return "".join("\ufffd" if is_unsafe else letter for letter, is_unsafe in zip(flat, unsafe, strict=True))


def width(text: str) -> int:
    """Columns that the text takes on a terminal."""
    wide = sum(1 for letter in text if unicodedata.east_asian_width(letter) in "WF")
    marks = sum(1 for letter in text if unicodedata.combining(letter) or letter in JOINERS)
    return len(text) + wide - marks


def short(source: str) -> str:
    """A source as short as it stays clear: relative to here where it lies below, else as it is."""
    if "://" in source:
        return source
    try:
        return str(Path(source).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return source
