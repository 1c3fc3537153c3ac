#!/usr/bin/env python3
"""Kills `mneme index` with signal 9 at random moments, runs the same command again, and compares the memories.

    kill.py                 20 moments of an index run over kitchen.mp4
    kill.py -n 5 --source FILE --set memorize.window.length=16 --from 0.5
    kill.py --fast -n 3     a synthetic transcript, seconds in all

The moments are drawn uniformly over the measured time of an unbroken run.  Every row of every table must be
that of the unbroken run, vectors bit for bit, and so must every kept thumbnail.  No column is left out: nothing in the
tables is taken from the wall clock.  At the end the unbroken memory is indexed again: nothing may change.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import report
from kill_compare import Content, contents, difference

STARTED_AT = "2026-03-03T07:40:00+00:00"
FILLED = ("streams", "clips", "observations", "statements", "people", "entries")
"""Tables that a run must fill for the comparison to mean something."""
WORDS = "camera battery server garden kitchen drawer ladder window report budget release cabinet".split()  # noqa: SIM905


def write_transcript(path: Path, *, turns: int = 72, seed: int = 0) -> Path:
    """A transcript of three people who say random words: many clips, no models but the sentence encoder."""
    rng = random.Random(seed)
    lines = []
    for i in range(turns):
        speaker = rng.choice(["Laura", "Victor", "Henry"])
        text = f"The {rng.choice(WORDS)} is next to the {rng.choice(WORDS)}, and I need {rng.randint(2, 90)} more."
        lines.append(json.dumps({"start": 5.0 * i, "end": 5.0 * i + 4.0, "speaker": speaker, "text": text}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def index(memory: Path, words: list[str]) -> float:
    """Indexes to the end; seconds of wall-clock time."""
    begun = time.perf_counter()
    report.run(memory, *words)
    return time.perf_counter() - begun


def index_and_kill(memory: Path, words: list[str], after: float) -> bool:
    """Starts an index run and kills its whole process group; False where it had ended before."""
    process = subprocess.Popen(
        report.command(memory, *words),
        env=report.environment(),
        cwd=report.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait() == -signal.SIGKILL
    return False


def trial(memory: Path, words: list[str], draw: Callable[[], float], wanted: Content) -> dict[str, Any]:
    """One kill and what came of it; a run that ended before its moment is no trial and is drawn again."""
    after = draw()
    while not index_and_kill(memory, words, after):
        shutil.rmtree(memory)
        after = draw()
    left = contents(memory)
    again = index(memory, words)
    return {
        "killed_at": after,
        "clips_left": len(left.get("clips", {})),
        "entries_left": len(left.get("entries", {})),
        "seconds_again": again,
        "difference": difference(wanted, contents(memory)),
    }


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument("-n", type=int, default=20, help="how many kills (default 20)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    parser.add_argument("--source", type=Path, help="what to index (default: kitchen.mp4)")
    parser.add_argument("--preset", default="embedded")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="handed to `mneme index`")
    parser.add_argument(
        "--from", type=float, default=0.0, metavar="SHARE", help="no kill in that first share of the run"
    )
    parser.add_argument("--fast", action="store_true", help="a synthetic transcript instead of the recording")
    arguments = parser.parse_args(argv)
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="mneme-kill-") as name:
        folder = Path(name)
        if arguments.fast:
            source = write_transcript(folder / "talk.jsonl", seed=arguments.seed)
        else:
            source = arguments.source or report.media(arguments.shared, "kitchen.mp4")
        words = ["index", str(source), "--started-at", STARTED_AT, "--preset", arguments.preset, "--quiet", "--json"]
        words += [part for pair in arguments.set for part in ("--set", pair)]
        seconds = index(folder / "unbroken", words)
        wanted = contents(folder / "unbroken")
        sizes = ", ".join(f"{len(rows)} {name}" for name, rows in wanted.items())
        if not all(wanted.get(name) for name in FILLED):
            sys.exit(f"the unbroken run left no rows in some of {', '.join(FILLED)}: nothing to compare ({sizes})")
        print(f"unbroken run over {source.name}: {seconds:.1f} s; {sizes}")
        trials = []
        for i in range(arguments.n):
            draw = partial(rng.uniform, getattr(arguments, "from") * seconds, seconds)
            trials.append(trial(folder / f"broken-{i}", words, draw, wanted))
            print(f"  {i + 1}/{arguments.n}: {trials[-1]}", file=sys.stderr)
        index(folder / "unbroken", words)
        again = difference(wanted, contents(folder / "unbroken"))
    report.table(
        "killed with signal 9, then the same command",
        ("killed at (s)", "clips left", "entries left", "again (s)", "rows against the unbroken run"),
        [(*list(row.values())[:-1], row["difference"] or "equal") for row in trials],
    )
    equal = sum(not row["difference"] for row in trials)
    print(f"\nequal to the unbroken run: {equal} of {len(trials)}; indexed again: {again or 'nothing changed'}")
    report.write_json(arguments.json, {"trials": trials, "again": again, "unbroken_seconds": seconds})
    return 0 if equal == len(trials) and not again else 1


if __name__ == "__main__":
    sys.exit(main())
