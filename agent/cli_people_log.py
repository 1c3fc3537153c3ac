"""`mneme people log` and `mneme people undo`: what was decided, and taking it back."""

from __future__ import annotations

import argparse

from ..streams.errors import UsageError
from .cli_memory import open_memory
from .cli_output import Output
from .cli_people_words import LOG_HEAD, WHO, Actions, in_words, log_row


def add_log(actions: Actions) -> None:
    """Adds the actions."""
    parser = actions.add(
        "log",
        log,
        help="what was decided about people, and what the machine has revised by itself",
        examples="mneme people log\nmneme people log Anna\nmneme people log --limit 10 --json",
    )
    parser.add_argument("person", metavar="PERSON", nargs="?", default="", help=f"only what concerns them: {WHO}")
    parser.add_argument("--limit", metavar="N", type=int, help="only the newest N")
    parser.add_argument("--hidden", action="store_true", help="with the names of hidden people")
    parser = actions.add(
        "undo",
        undo,
        help="take a decision back: the last one that holds, or a given one",
        more="To take an undo back is to have the decision again.",
        examples='mneme people undo\nmneme people undo decision-0003\nmneme people undo 3 --why "it was Bea"',
        decides=True,
    )
    parser.add_argument("decision", metavar="ID", nargs="?", help="as `mneme people log` shows it")
    actions.add(
        "settle",
        settle,
        help="derive everybody anew from all evidence and decisions (in quiet times)",
        examples="mneme people settle\nmneme people settle --json",
    )


def settle(arguments: argparse.Namespace, output: Output) -> int:
    """Derives everybody anew."""
    with open_memory(arguments) as memory:
        people, revised = memory.settle()
    if output.is_json:
        from .forms_people import decision_form

        output.document({"people": len(people), "revised": [decision_form(each) for each in revised]})
        return 0
    output.line(f"{len(people)} people, {len(revised)} revised" + (" (mneme people log)" if revised else ""))
    return 0


def log(arguments: argparse.Namespace, output: Output) -> int:
    """Lists the identity log, oldest first."""
    if arguments.limit is not None and arguments.limit < 1:
        msg = f"--limit must be 1 or more (found: {arguments.limit})"
        raise UsageError(msg)
    with open_memory(arguments) as memory:
        found = memory.identity_log(arguments.person, hidden=arguments.hidden)
    shown = found[-arguments.limit :] if arguments.limit else found
    if output.is_json:
        from .forms_people import log_form

        output.document(log_form(shown))
    elif not shown:
        output.line("Nothing was decided yet.")
    else:
        output.table([log_row(each) for each in shown], head=LOG_HEAD)
    return 0


def undo(arguments: argparse.Namespace, output: Output) -> int:
    """Takes a decision back."""
    if arguments.decision is not None and not arguments.decision.strip():  # a script's empty variable
        msg = "'' is no decision; give an id as `mneme people log` shows it, or nothing for the last one that holds"
        raise UsageError(msg)
    with open_memory(arguments) as memory:
        undone = memory.undo(arguments.decision or "", why=arguments.why, by=arguments.by)
        found = [each.decision for each in memory.identity_log() if each.decision.id == undone.id]
    decision = found[0]  # as it may be shown: without the name where it concerns somebody who is hidden
    if output.is_json:
        from .forms_people import decision_form

        output.document({"undone": decision_form(decision)})
    else:
        output.line(f"Taken back: {in_words(decision)}  ({decision.id})")
    return 0
