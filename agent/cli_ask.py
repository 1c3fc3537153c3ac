"""`mneme ask` and `mneme search`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .cli_memory import add_filters, bounds, open_memory, print_hits
from .cli_output import Output, printable
from .cli_parser import Commands
from .cli_times import local, parse_time

if TYPE_CHECKING:
    from .types import Answer

ASK_EXAMPLES = """
mneme ask "Where are the battery samples?"
mneme ask "Who said the firmware crashes?" --trace
mneme ask "Where are my keys?" --as-of 2026-03-03T08:00
mneme ask "What did we decide about the housing?" --policy llm --rounds 5
mneme --memory ~/work ask "When is the budget review?" --json
"""
SEARCH_EXAMPLES = """
mneme search "green tea"
mneme search "green tea" -k 3 --person Carlos --kind turn
mneme search "coffee" --from 2026-03-02 --to 2026-03-03
mneme search "server" --stream standup.mp4 --from 30 --to 60 --json
"""


def add(commands: Commands) -> None:
    """Adds the commands."""
    parser = commands.add("ask", ask, help="answer a question, with the moments that prove it", examples=ASK_EXAMPLES)
    parser.add_argument("question", metavar="QUESTION", nargs="+")
    parser.add_argument("--policy", default="rules", help="rules (no language model), llm, or learned")
    parser.add_argument("--as-of", metavar="TIME", help="the world as it was then: nothing later is seen")
    parser.add_argument("--known-at", metavar="TIME", help="what the memory knew by then")
    parser.add_argument("--stream", metavar="ID", default="", help="only that recording: its id or its file name")
    parser.add_argument("--rounds", metavar="N", type=int, help="how often it may search")
    parser.add_argument("--trace", action="store_true", help="show every step")
    parser = commands.add("search", search, help="find moments, best first", examples=SEARCH_EXAMPLES)
    parser.add_argument("text", metavar="TEXT", nargs="+")
    parser.add_argument("-k", metavar="N", type=int, default=10, help="how many (default: 10)")
    add_filters(parser)


def ask(arguments: argparse.Namespace, output: Output) -> int:
    """Answers a question."""
    as_of = parse_time(arguments.as_of, option="--as-of") if arguments.as_of else None
    known_at = parse_time(arguments.known_at, option="--known-at") if arguments.known_at else None
    with open_memory(arguments) as memory:
        answer = memory.ask(
            " ".join(arguments.question),
            policy=arguments.policy,
            as_of=as_of,
            known_at=known_at,
            stream=arguments.stream,
            rounds=arguments.rounds,
        )
    if output.is_json:
        from .forms import answer_form

        output.document(answer_form(answer))
        return 0
    if arguments.trace:
        _print_steps(answer, output)
    _print_answer(answer, output)
    return 0


def search(arguments: argparse.Namespace, output: Output) -> int:
    """Finds moments."""
    start, end = bounds(arguments)
    with open_memory(arguments) as memory:
        hits = memory.search(
            " ".join(arguments.text),
            k=arguments.k,
            start=start,
            end=end,
            people=arguments.person,
            stream=arguments.stream,
            kinds=arguments.kind,
        )
    if output.is_json:
        from .forms import search_form

        output.document(search_form(hits))
        return 0
    if not hits:
        output.line("Nothing found.")
    print_hits(hits, output, numbered=True)
    return 0


def _print_answer(answer: Answer, output: Output) -> None:
    if answer.text is None:
        output.line(output.style("The memory does not hold an answer.", "bold"))
        if len(answer.steps) == 1 and not answer.evidence and answer.steps[-1].thought:
            output.line(output.style(f"({printable(answer.steps[-1].thought)})", "dim"))
        return
    sure = output.style(f"  (confidence {answer.confidence:.2f})", "dim")
    output.line(output.style(printable(answer.text), "bold") + sure)
    for n, citation in enumerate(answer.citations, 1):
        said = f"{citation.speaker}: “{citation.text}”" if citation.speaker else citation.text
        when = local(citation.at)
        after = output.style(f"  ({when})", "dim") if when else ""
        where = output.place(citation.source, citation.span.start)
        output.line(f"  [{n}] {where}  {printable(said)}{after}")
    for doubt in answer.doubts:
        output.line(output.style(f"  not sure: {printable(doubt)}", "dim"))


def _print_steps(answer: Answer, output: Output) -> None:
    for step in answer.steps:
        found = f"  {len(step.hits)} new" if step.hits else ""
        words = f"{step.round}. {step.action} {printable(step.query)}{found}".rstrip()
        output.line(output.style(words, "dim"))
        for more in (step.thought, step.error and f"error: {step.error}"):
            if more:
                output.line(output.style(f"     {printable(more)}", "dim"))
