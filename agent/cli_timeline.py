"""`mneme timeline`, `mneme facts` and `mneme remember`: what happened, what is known, what a person adds."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..streams.errors import UsageError
from .cli_memory import add_filters, bounds, open_memory, print_hits
from .cli_output import Output, printable
from .cli_parser import Commands
from .cli_times import local, parse_time

if TYPE_CHECKING:
    from ..memory.types import Hit

TIMELINE_EXAMPLES = """
mneme timeline
mneme timeline --stream standup.mp4 --kind turn --kind sign
mneme timeline --person Anna --from 2026-03-02 --to 2026-03-04
mneme timeline --stream standup.mp4 --png standup.png
"""
FACTS_EXAMPLES = """
mneme facts
mneme facts Carlos
mneme facts --as-of 2026-03-03T08:00 --json
"""
REMEMBER_EXAMPLES = """
mneme remember "The spare key is in the blue drawer"
mneme remember "Prefers tea in the morning" --person Carlos
mneme remember "The car was serviced" --at 2026-03-02T15:00
"""


def add(commands: Commands) -> None:
    """Adds the commands."""
    parser = commands.add("timeline", timeline, help="what happened, in order of time", examples=TIMELINE_EXAMPLES)
    add_filters(parser)
    parser.add_argument("--limit", metavar="N", type=int, help="at most so many moments")
    parser.add_argument("--newest-first", action="store_true", help="the other way round")
    parser.add_argument("--png", metavar="FILE", help="draw it: who is seen and heard when, signs, turns")
    parser = commands.add("facts", facts, help="what is known about people and things", examples=FACTS_EXAMPLES)
    parser.add_argument("person", metavar="PERSON", nargs="?", help="a name or an id (default: everything)")
    parser.add_argument("--as-of", metavar="TIME", help="what held in the world then")
    parser.add_argument("--known-at", metavar="TIME", help="what the memory knew by then")
    parser.add_argument("--all", action="store_true", help="what no longer holds too")
    parser = commands.add("remember", remember, help="keep what you type", examples=REMEMBER_EXAMPLES)
    parser.add_argument("text", metavar="TEXT", nargs="+")
    parser.add_argument("--person", metavar="NAME", help="whom it is about")
    parser.add_argument("--at", metavar="TIME", help="when it was so (default: now)")


def timeline(arguments: argparse.Namespace, output: Output) -> int:
    """Shows or draws what happened."""
    start, end = bounds(arguments)
    with open_memory(arguments) as memory:
        hits = memory.timeline(
            stream=arguments.stream,
            start=start,
            end=end,
            people=arguments.person,
            kinds=arguments.kind,
            limit=arguments.limit,
            newest_first=arguments.newest_first,
        )
        if arguments.png:
            _draw(Path(arguments.png), hits)
    if output.is_json:
        from .forms import timeline_form

        output.document(timeline_form(hits))
    elif arguments.png:
        output.line(f"{printable(arguments.png)}: {len(hits)} moments")
    elif not hits:
        output.line("Nothing happened.")
    else:
        print_hits(hits, output, numbered=False)
    return 0


def facts(arguments: argparse.Namespace, output: Output) -> int:
    """Shows what is known."""
    as_of = parse_time(arguments.as_of, option="--as-of") if arguments.as_of else None
    known_at = parse_time(arguments.known_at, option="--known-at") if arguments.known_at else None
    with open_memory(arguments) as memory:
        known = memory.facts(arguments.person, as_of=as_of, known_at=known_at)
    shown = [fact for fact in known if fact.is_current or arguments.all]
    if output.is_json:
        from .forms import facts_form

        output.document(facts_form(known))
        return 0
    if not shown:
        output.line("Nothing is known.")
        return 0
    rows = [
        [fact.subject, fact.predicate, fact.object, f"×{fact.support}", local(fact.valid_from)]
        + ([""] if fact.is_current else ["(no longer)"])
        for fact in shown
    ]
    output.table(rows, head=("about", "what", "value", "said", "since", ""))
    return 0


def remember(arguments: argparse.Namespace, output: Output) -> int:
    """Keeps a note."""
    at = parse_time(arguments.at, option="--at") if arguments.at else None
    with open_memory(arguments) as memory:
        hit = memory.remember(" ".join(arguments.text), person=arguments.person, at=at)
    if output.is_json:
        from .forms import hit_form

        output.document({"entries": [hit_form(hit, with_score=False)]})
    else:
        output.line(f"Kept: {printable(hit.text)}")
    return 0


def _draw(path: Path, hits: Sequence[Hit]) -> None:
    from .pictures import draw_timeline

    if path.suffix.lower() != ".png":
        msg = f"--png {path}: give a file that ends in .png"
        raise UsageError(msg)
    if all(str(hit.entry.kind) == "note" for hit in hits):
        msg = "nothing to draw: no moment fits; see: mneme timeline"
        raise UsageError(msg)
    try:
        draw_timeline(path, hits)
    except OSError as exc:
        msg = f"--png {path}: cannot be written ({exc.strerror or exc}); give another place"
        raise UsageError(msg) from exc
