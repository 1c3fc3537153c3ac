"""Opens the memory that a command line means, and finds in it what people call by name."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ..streams.errors import UsageError
from .cli_output import Output, printable
from .cli_times import local, parse_when

if TYPE_CHECKING:
    from ..memory.types import Hit
    from .api import Memory


def open_memory(arguments: argparse.Namespace) -> Memory:
    """The memory of `--memory`, with the settings of `--preset`, `--config` and `--set`."""
    from . import api

    overrides = getattr(arguments, "overrides", [])
    preset, config = getattr(arguments, "preset", None), getattr(arguments, "config", None)
    return api.open(arguments.memory, preset=preset or api.DEFAULT_PRESET, config=config, overrides=overrides)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The filters that `search` and `timeline` share."""
    group = parser.add_argument_group("filters")
    group.add_argument("--from", metavar="TIME", dest="start", help="nothing earlier (seconds with --stream)")
    group.add_argument("--to", metavar="TIME", dest="end", help="nothing that begins at that time or later")
    group.add_argument("--person", metavar="NAME", action="append", default=[], help="only moments with that person")
    group.add_argument("--stream", metavar="ID", default="", help="only that recording: its id or its file name")
    group.add_argument(
        "--kind",
        action="append",
        default=[],
        choices=["turn", "sign", "appearance", "scene", "note"],
        help="only moments of that kind; may be given again",
    )


def bounds(arguments: argparse.Namespace) -> tuple[datetime | float | None, datetime | float | None]:
    """`--from` and `--to`."""
    has_stream = bool(arguments.stream)
    start = parse_when(arguments.start, option="--from", has_stream=has_stream) if arguments.start else None
    end = parse_when(arguments.end, option="--to", has_stream=has_stream) if arguments.end else None
    if isinstance(start, datetime) is not isinstance(end, datetime) and start is not None and end is not None:
        msg = "--from and --to must both be times of the clock, or both seconds of the stream"
        raise UsageError(msg)
    return start, end


def print_hits(hits: Sequence[Hit], output: Output, *, numbered: bool) -> None:
    """Moments for people: where, who, what."""
    for n, hit in enumerate(hits, 1):
        number = f"{n:>3}  " if numbered else ""
        when = local(hit.at)
        where = "note" if str(hit.entry.kind) == "note" else output.place(hit.source, hit.span.start)
        text = printable(_words(hit))
        output.line(f"{number}{where}  {text}" + (output.style(f"  ({when})", "dim") if when else ""))


def _words(hit: Hit) -> str:
    """What a moment is, in a line."""
    kind = str(hit.entry.kind)
    if kind == "turn":
        return f"{hit.speaker or 'somebody'}: “{hit.text}”"
    return f"[{kind}] {hit.text}"
