"""`mneme people`: who is known, and what people decide about it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .cli_memory import open_memory
from .cli_output import Output
from .cli_parser import Commands, Parser
from .cli_people_decide import add_decisions
from .cli_people_log import add_log
from .cli_people_show import add_show
from .cli_people_words import Actions, marks
from .cli_times import clock

if TYPE_CHECKING:
    from ..memory.types import Person

EXAMPLES = """
mneme people
mneme people show Anna --html anna.html
mneme people name "person 3f2a" "Walter Fischer"
mneme people merge Anna "Anna Keller" --why "the same voice"
mneme people split Anna 3 4 --name Bea
mneme people enroll Anna --photo anna.jpg --voice anna.wav
mneme people confirm Anna
mneme people hide Anna
mneme people log
mneme people undo
mneme people --json
"""


def add(commands: Commands) -> None:
    """Adds the command with its sub-commands."""
    parser = commands.add("people", show_all, help="who is known; puts it right", examples=EXAMPLES)
    _add_hidden(parser, default=False)
    actions = Actions(parser.add_subparsers(title="actions", metavar="ACTION", parser_class=Parser))
    listing = actions.add(
        "list",
        show_all,
        help="everybody (the default)",
        examples="mneme people list\nmneme people list --hidden",
    )
    _add_hidden(listing, default=argparse.SUPPRESS)
    add_show(actions)
    add_decisions(actions)
    add_log(actions)


def _add_hidden(parser: Parser, *, default: object) -> None:
    parser.add_argument("--hidden", action="store_true", default=default, help="hidden people too")


def show_all(arguments: argparse.Namespace, output: Output) -> int:
    """Lists everybody."""
    with open_memory(arguments) as memory:
        everybody = memory.people(hidden=True)
    people = [person for person in everybody if arguments.hidden or not person.is_hidden]
    hidden = len(everybody) - len(people)
    if output.is_json:
        from .forms import people_form

        output.document({**people_form(people), "hidden": hidden})
        return 0
    if people:
        _print_table(people, output)
    else:
        output.line("Nobody is known yet." if not hidden else "Nobody else is known yet.")
    if hidden:
        output.line(output.style(f"{hidden} hidden (mneme people --hidden)", "dim"))
    return 0


def _print_table(people: list[Person], output: Output) -> None:
    rows = [[person.display + (" ?" if person.is_tentative else ""), _seconds(person, "face"),
             _seconds(person, "voice", "label"), _where(person), person.id, marks(person)]
            for person in people]  # fmt: skip
    head = ["person", "seen", "heard", "recordings", "id", ""]
    if not any(row[-1] for row in rows):
        rows, head = [row[:-1] for row in rows], head[:-1]
    output.table(rows, head=head)


def _seconds(person: Person, *via: str) -> str:
    total = sum(each.span.duration for each in person.appearances if each.via in via)
    return clock(total) if total else "-"


def _where(person: Person) -> str:
    names = dict.fromkeys(each.source.rsplit("/", 1)[-1] for each in person.appearances)
    return ", ".join(names) or "-"
