"""What the benchmarks share: where the media lie, how the command line is run, how figures are printed."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser with the options that all benchmarks have."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--shared", type=Path, default=SHARED, help="folder of the test media (default: ../shared)")
    made.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to this file")
    return made


def media(shared: Path, name: str) -> Path:
    """A recording of the shared media; ends the program where it is not there."""
    path = shared / "media" / "video" / name
    if not path.is_file():
        sys.exit(f"{path}: not there; give the folder of the test media with --shared DIR")
    return path


def command(memory: Path, *words: str) -> list[str]:
    """The command line of a fresh process."""
    return [sys.executable, "-m", "mneme", "--memory", str(memory), *words]


def environment() -> dict[str, str]:
    """One thread per library, as the product's own processes choose; no hub is asked."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}


def run(memory: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end; ends the program with the command's own words where it fails."""
    done = subprocess.run(
        command(memory, *words), capture_output=True, text=True, env=environment(), cwd=ROOT, check=False
    )
    if done.returncode:
        sys.exit(f"mneme {' '.join(words)}: exit code {done.returncode}\n{done.stderr.strip()[-2000:]}")
    return done


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints a table; numbers stand to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(header), *cells]) for i in range(len(header))]
    is_text = [any(row[i] and not _is_number(row[i]) for row in cells) for i in range(len(header))]
    print(f"\n{title}")
    for row in [list(header), ["-" * width for width in widths], *cells]:
        line = (row[i].ljust(widths[i]) if is_text[i] else row[i].rjust(widths[i]) for i in range(len(header)))
        print("  " + "  ".join(line).rstrip())


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def _is_number(text: str) -> bool:
    return (
        text.replace(".", "", 1).replace("/", "").replace("%", "").replace("×", "").replace("-", "").strip().isdigit()
    )


def machine() -> str:
    """The machine and the commit that the figures belong to, in one line."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    commit = done.stdout.strip() or "no commit"
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {commit}"


def write_json(path: Path | None, figures: dict[str, Any]) -> None:
    """Writes the figures with the machine and the time, where a file was asked for."""
    if path is None:
        return
    form = {"machine": machine(), "at": datetime.now(UTC).isoformat(timespec="seconds"), **figures}
    path.write_text(json.dumps(form, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    print(f"\nwritten: {path}")
