"""`mneme index`: memorizes finished media."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from ..streams.errors import SourceError, UsageError
from .cli_output import Output, printable, short
from .cli_parser import Commands
from .cli_times import clock, parse_time

if TYPE_CHECKING:
    from .api import IndexReport, Memory
    from .forms import Form
    from .progress import Bars

EXAMPLES = """
mneme index standup.mp4
mneme index recordings/ interview.wav notes.vtt
mneme index standup.mp4 --started-at 2026-03-02T09:00
mneme index lecture.mkv --preset embedded:accurate
mneme index standup.mp4 --set memorize.window.length=20 --json
"""

ONE_START = "--started-at goes with one file: index several one by one, each with its own start"


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add(
        "index",
        index,
        help="memorize finished media: video, sound, transcripts (.vtt, .srt, .jsonl), folders of them",
        examples=EXAMPLES,
    )
    parser.add_argument("sources", metavar="SOURCE", nargs="+", help="a file or a folder")
    parser.add_argument(
        "--started-at", metavar="TIME", help="when the recording began (ISO 8601; local without a zone)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress")


def index(arguments: argparse.Namespace, output: Output) -> int:
    """Memorizes every source; one that cannot be read does not stop the others."""
    from .cli_memory import open_memory
    from .progress import Bars

    started_at = parse_time(arguments.started_at, option="--started-at") if arguments.started_at else None
    if started_at is not None and len(arguments.sources) > 1:
        raise UsageError(ONE_START)
    rows: list[Form] = []
    code = 0
    with open_memory(arguments) as memory, Bars(is_quiet=arguments.quiet) as bars:
        for source in arguments.sources:
            for row, exit_code in _sources(memory, source, started_at, bars):
                rows.append(row)
                code = max(code, exit_code)
    if output.is_json:
        output.document({"sources": rows})
    for row in rows:
        _print(row, output)
    return code


def _sources(memory: Memory, source: str, started_at: datetime | None, bars: Bars) -> Iterator[tuple[Form, int]]:
    """The row of each file that `source` stands for, with its exit code."""
    try:
        files = memory.sources_in(source)
    except SourceError as exc:
        yield report_form(source, error=str(exc)), exc.exit_code
        return
    if started_at is not None and len(files) > 1:
        raise UsageError(ONE_START)
    for file in files:
        try:
            report = memory.index(file, started_at=started_at, on_progress=bars.source(short(file)))
        except SourceError as exc:  # what is wrong with the memory or a model stops everything, and is raised
            yield report_form(file, error=str(exc)), exc.exit_code
        else:
            yield report_form(file, report), 0


def report_form(source: str, report: IndexReport | None = None, *, error: str | None = None) -> Form:
    """A source's row in the JSON document."""
    return {
        "source": source,
        "stream": report.stream if report else None,
        "clips": report.clips if report else 0,
        "entries": report.entries if report else 0,
        "seconds": round(report.seconds, 3) if report else 0.0,
        "media_seconds": round(report.media_seconds, 3) if report else 0.0,
        "skipped": report.is_skipped if report else False,
        "stages": {stage: round(seconds, 3) for stage, seconds in report.stages.items()} if report else {},
        "error": error,
    }


def _print(row: Form, output: Output) -> None:
    source = printable(short(row["source"]))
    if row["error"]:
        output.note(row["error"])
    elif output.is_json:
        return
    elif row["skipped"]:
        output.line(f"{source}: done before ({row['entries']} entries)")
    else:
        took = clock(row["seconds"])
        output.line(f"{source}: {row['clips']} clips, {row['entries']} entries in {took}  (stream {row['stream']})")
