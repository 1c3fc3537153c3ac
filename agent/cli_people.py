"""`mneme people`: who is known, and what people decide about it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .cli_memory import open_memory
from .cli_output import Output, printable
from .cli_parser import Commands, Parser, shared_options
from .cli_times import clock

if TYPE_CHECKING:
    from ..memory.types import Person

EXAMPLES = """
mneme people
mneme people show Anna
mneme people name "person 3f2a" "Walter Fischer"
mneme people merge Anna "Anna Keller"
mneme people undo
mneme people --json
"""


def add(commands: Commands) -> None:
    """Adds the command with its sub-commands."""
    parser = commands.add("people", show_all, help="who is known; name, merge, undo", examples=EXAMPLES)
    parser.set_defaults(run=show_all)
    actions = parser.add_subparsers(title="actions", metavar="ACTION", parser_class=Parser)
    for name, run, words, help_ in (
        ("list", show_all, (), "everybody (the default)"),
        ("show", show_one, ("PERSON",), "one person: names, facts, appearances"),
        ("name", give_name, ("PERSON", "NAME"), "say what somebody is called"),
        ("merge", merge, ("PERSON", "OTHER"), "say that two are one"),
        ("undo", undo, (), "take the last decision back"),
    ):
        action = actions.add_parser(name, help=help_, description=f"{help_}.", parents=[shared_options()])
        for word in words:
            action.add_argument(word.lower(), metavar=word, help="a name or an id" if word != "NAME" else None)
        action.set_defaults(run=run)


def show_all(arguments: argparse.Namespace, output: Output) -> int:
    """Lists everybody."""
    with open_memory(arguments) as memory:
        people = memory.people()
    if output.is_json:
        from .forms import people_form

        output.document(people_form(people))
        return 0
    if not people:
        output.line("Nobody is known yet.")
        return 0
    rows = [[person.display, _seconds(person, "face"), _seconds(person, "voice", "label"), _where(person), person.id]
            for person in people]  # fmt: skip
    output.table(rows, head=("person", "seen", "heard", "recordings", "id"))
    return 0


def show_one(arguments: argparse.Namespace, output: Output) -> int:
    """Shows one person."""
    with open_memory(arguments) as memory:
        person = memory.person(arguments.person)
        facts = memory.facts(person)
    if output.is_json:
        from .forms import facts_form, people_form

        output.document({**people_form([person]), **facts_form(facts)})
        return 0
    output.line(output.style(printable(person.display), "bold") + output.style(f"  {person.id}", "dim"))
    if len(person.names) > 1:
        output.line(f"also called {printable(', '.join(person.names[1:]))}")
    for fact in facts:
        output.line(f"  {printable(fact.text)}" + ("" if fact.is_current else output.style("  (no longer)", "dim")))
    for each in person.appearances:
        until = clock(each.span.end)
        output.line(f"  {output.place(each.source, each.span.start)}–{until}  {each.via}")
    return 0


def give_name(arguments: argparse.Namespace, output: Output) -> int:
    """Names somebody."""
    with open_memory(arguments) as memory:
        person = memory.name(arguments.person, arguments.name)
    return _decided(person, f"{arguments.person} is called {person.display}", output)


def merge(arguments: argparse.Namespace, output: Output) -> int:
    """Makes two people one."""
    with open_memory(arguments) as memory:
        person = memory.merge(arguments.person, arguments.other)
    return _decided(person, f"{arguments.person} and {arguments.other} are one person: {person.display}", output)


def undo(arguments: argparse.Namespace, output: Output) -> int:
    """Takes the last decision back."""
    with open_memory(arguments) as memory:
        decision = memory.undo()
    words = " ".join(filter(None, (decision.action, decision.value)))
    if output.is_json:
        output.document({"undone": {"id": decision.id, "action": decision.action, "value": decision.value}})
    else:
        output.line(f"Taken back: {printable(words)}")
    return 0


def _decided(person: Person, words: str, output: Output) -> int:
    if output.is_json:
        from .forms import people_form

        output.document(people_form([person]))
    else:
        output.line(printable(words))
    return 0


def _seconds(person: Person, *via: str) -> str:
    total = sum(each.span.duration for each in person.appearances if each.via in via)
    return clock(total) if total else "-"


def _where(person: Person) -> str:
    names = dict.fromkeys(each.source.rsplit("/", 1)[-1] for each in person.appearances)
    return ", ".join(names) or "-"
