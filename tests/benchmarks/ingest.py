#!/usr/bin/env python3
"""Times `mneme index` on both scenes for the named settings of the preset: real time, CPU by stage, peak memory.

    ingest.py                                   settings `embedded` and `embedded:accurate`
    ingest.py --setting embedded --set memorize.window.length=20
    ingest.py --no-diarization                  leaves the diarization error out

Each run is a new process with a new memory, through the command line, models already pulled.  "×" is seconds of
media per second of wall clock.  Peak memory is the sum of the high-water marks of the process and its children.  The
diarization error is that of `diarization.py` on pyannote_sample.wav.  The baseline decodes the files and does nothing.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import report

SCENES = ("standup.mp4", "kitchen.mp4")
SAMPLE = "pyannote_sample"
DECODE = "import av,sys\nfor p in sys.argv[1:]:\n  with av.open(p) as c:\n    sum(1 for _ in c.decode(*c.streams))"


@dataclass(frozen=True)
class Run:
    """What a process took."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


def measure(words: list[str]) -> Run:
    """Runs a process to its end and watches it and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=report.environment(), cwd=report.ROOT
    )
    peaks: dict[int, int] = {}
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
    watcher.start()
    output, errors = process.communicate()
    seconds = time.perf_counter() - begun
    ended.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        sys.exit(f"{' '.join(words)}: exit code {process.returncode}\n{errors.strip()[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, cpu, sum(peaks.values()), output)


def _watch(root: int, peaks: dict[int, int], ended: threading.Event) -> None:
    """Keeps the last high-water mark of every process of the tree."""
    while not ended.wait(0.05):
        for pid in _tree(root):
            mark = _high_water(pid)
            if mark:
                peaks[pid] = mark


def _tree(root: int) -> list[int]:
    """The process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            stat = _read(f"/proc/{entry.name}/stat")
            if stat:
                children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found, queue = [], [root]
    while queue:
        found.append(queue.pop())
        queue += children.get(found[-1], [])
    return found


def _high_water(pid: int) -> int:
    """Bytes of the largest resident size so far; 0 where the process has ended."""
    match = re.search(r"VmHWM:\s*(\d+) kB", _read(f"/proc/{pid}/status"))
    return int(match[1]) * 1024 if match else 0


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:  # it ended meanwhile
        return ""


def ingest(setting: str, paths: list[Path], started_at: list[str], extra: list[str]) -> dict[str, Any]:
    """Indexes the scenes one after the other, each in a new process, into one new memory."""
    with tempfile.TemporaryDirectory(prefix="mneme-ingest-") as name:
        runs = []
        stages: dict[str, float] = {}
        working = 0.0
        for path, start in zip(paths, started_at, strict=True):
            words = ["index", str(path), "--started-at", start, "--preset", setting, "--quiet", "--json", *extra]
            runs.append(measure(report.command(Path(name), *words)))
            row = json.loads(runs[-1].output)["sources"][0]
            working += row["seconds"]
            for stage, seconds in (row.get("stages") or {}).items():
                stages[stage] = stages.get(stage, 0.0) + seconds
    return {
        "setting": setting,
        "seconds": sum(run.seconds for run in runs),
        "working_seconds": working,
        "cpu_seconds": sum(run.cpu_seconds for run in runs),
        "peak_bytes": max(run.peak_bytes for run in runs),
        "stages": stages,
    }


def diarization_error(setting: str, shared: Path) -> float | None:
    """The error on pyannote_sample.wav by `diarization.py`, None where it is not told."""
    script = Path(__file__).with_name("diarization.py")
    if not script.is_file():
        return None
    with tempfile.TemporaryDirectory(prefix="mneme-der-") as name:
        figures = Path(name) / "figures.json"
        words = [sys.executable, str(script), "--shared", str(shared), "--file", SAMPLE]
        words += ["--setting", setting, "--json", str(figures)]
        done = subprocess.run(
            words, capture_output=True, text=True, env=report.environment(), cwd=report.ROOT, check=False
        )
        if done.returncode or not figures.is_file():
            print(f"diarization.py: {done.stderr.strip()[-300:]}", file=sys.stderr)
            return None
        return float(json.loads(figures.read_text())["error"])


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument("--setting", action="append", help="preset or preset:variant (may be given again)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="handed to `mneme index`")
    parser.add_argument("--no-diarization", action="store_true", help="do not measure the diarization error")
    arguments = parser.parse_args(argv)
    paths = [report.media(arguments.shared, name) for name in SCENES]
    truths = [json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8")) for path in paths]
    duration = sum(truth["duration"] for truth in truths)
    starts = [truth["start"] for truth in truths]
    extra = [part for pair in arguments.set for part in ("--set", pair)]
    idle = measure([sys.executable, "-c", DECODE, *map(str, paths)])
    rows: list[list[object]] = [
        [
            "(baseline) decoding only",
            idle.seconds,
            duration / idle.seconds,
            None,
            idle.cpu_seconds,
            idle.peak_bytes / 2**30,
            None,
        ]
    ]
    results = []
    for setting in arguments.setting or ["embedded", "embedded:accurate"]:
        result = ingest(setting, paths, starts, extra)
        error = None if arguments.no_diarization else diarization_error(setting, arguments.shared)
        results.append({**result, "diarization_error": error, "real_time": duration / result["seconds"]})
        working = duration / result["working_seconds"] if result["working_seconds"] else None
        speed = duration / result["seconds"]
        rows.append(
            [setting, result["seconds"], speed, working, result["cpu_seconds"], result["peak_bytes"] / 2**30, error]
        )
    header = ("setting", "wall (s)", "× real time", "× without start-up", "CPU (s)", "peak (GiB)", "diarization error")
    report.table(f"index of {' and '.join(SCENES)}, {duration:.0f} s of media", header, rows)
    stages = sorted({stage for result in results for stage in result["stages"]})
    if stages:
        settings = [result["setting"] for result in results]
        table = [(stage, *(result["stages"].get(stage) for result in results)) for stage in stages]
        report.table("CPU seconds by stage", ("stage", *settings), table)
    report.write_json(arguments.json, {"duration": duration, "baseline_seconds": idle.seconds, "settings": results})
    return 0


if __name__ == "__main__":
    sys.exit(main())
