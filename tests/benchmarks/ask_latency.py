#!/usr/bin/env python3
"""Times `mneme ask` in a new process with the files in the page cache, and shows what it imports.

    ask_latency.py                  over a memory made from the truth's transcripts of the two scenes
    ask_latency.py --memory DIR     over a memory that is there

The baseline is a process that does nothing (`python -c pass`) and one that prints `mneme --version`.
"""

from __future__ import annotations

import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import report
from scene_templates import transcript

QUESTIONS = (
    "Who will bring the battery samples?",
    "Where are the car keys now?",
    "What does Carlos like to drink?",
    "What is the name of Anna's dog?",
    "What was said about the firmware?",
)
HEAVY = ("torch", "ray", "cv2", "av", "dlib", "moonshine_voice", "rapidocr", "faster_whisper", "matplotlib", "pandas")
"""Packages that a question needs nothing of."""
STUB = 0.01
"""Seconds under which a package was only named by somebody's lazy import."""
NEEDED = ("lancedb", "pyarrow", "numpy", "onnxruntime", "tokenizers", "mneme")
"""Packages whose import time is worth knowing."""
IMPORT = re.compile(r"^import time:\s*(\d+) \|\s*(\d+) \|\s*(\S+)$", re.MULTILINE)


def make_memory(folder: Path, shared: Path) -> Path:
    """A memory of both scenes from their truth's turns."""
    memory = folder / "memory"
    for name in ("standup", "kitchen"):
        truth = json.loads((shared / "media" / "video" / f"{name}.truth.json").read_text(encoding="utf-8"))
        path = folder / f"{name}.jsonl"
        path.write_text(transcript(truth), encoding="utf-8")
        report.run(memory, "index", str(path), "--started-at", truth["start"], "--quiet", "--json")
    return memory


def seconds(words: list[str]) -> tuple[float, float]:
    """Wall-clock and CPU seconds of a new process; on a busy machine only the second tells much."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True, env=report.environment(), cwd=report.ROOT)
    taken = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def imports(memory: Path) -> dict[str, float]:
    """Top-level package to the seconds its modules took by themselves, of one `ask`."""
    words = [sys.executable, "-X", "importtime", *report.command(memory, "ask", QUESTIONS[0], "--json")[1:]]
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=report.environment(), cwd=report.ROOT)
    found: dict[str, float] = {}
    for own, _, module in IMPORT.findall(done.stderr):
        package = module.split(".")[0]
        found[package] = found.get(package, 0.0) + int(own) / 1e6
    return found


def _median(values: list[float]) -> float:
    return statistics.median(values)


def _summary(values: list[float]) -> tuple[float, float, float]:
    return _median(values), min(values), max(values)


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument("-n", type=int, default=5, help="processes per question (default 5)")
    parser.add_argument("--memory", type=Path, help="a memory that is there")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="mneme-ask-") as name:
        memory = arguments.memory or make_memory(Path(name), arguments.shared)
        asks = [report.command(memory, "ask", question, "--json") for question in QUESTIONS]
        for words in asks:  # the page cache
            seconds(words)
        commands = {
            "(baseline) python -c pass": [sys.executable, "-c", "pass"],
            "(baseline) mneme --version": report.command(memory, "--version"),
            **{f"ask: {question}": words for question, words in zip(QUESTIONS, asks, strict=True)},
        }
        taken = {name: [seconds(words) for _ in range(arguments.n)] for name, words in commands.items()}
        packages = imports(memory)
    report.table(
        "cold `mneme ask`, files in the page cache",
        ("a new process", "median (s)", "fastest (s)", "slowest (s)", "CPU (s)"),
        [
            (name, *_summary([wall for wall, _ in times]), _median([cpu for _, cpu in times]))
            for name, times in taken.items()
        ],
    )
    times = [time for name in taken if name.startswith("ask") for time in taken[name]]
    wall, cpu = _median([wall for wall, _ in times]), _median([cpu for _, cpu in times])
    heavy = {package: round(packages[package], 3) for package in HEAVY if packages.get(package, 0) > STUB}
    report.table("import time of one ask", ("package", "seconds"), [(p, packages[p]) for p in NEEDED if p in packages])
    print(f"\nmedian of {len(times)} asks: {wall:.2f} s ({cpu:.2f} CPU s); heavy modules imported: {heavy or 'none'}")
    report.write_json(
        arguments.json, {"median_seconds": wall, "median_cpu_seconds": cpu, "heavy": heavy, "times": taken}
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
