"""What the actions of `mneme people` share: options, and people and decisions in words."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from .cli_output import printable
from .cli_parser import Parser, Run, shared_options
from .cli_times import local

if TYPE_CHECKING:
    from ..memory.people.log import Logged
    from ..memory.types import Decision, Person

WHO = "a name or an id"
INTERRUPTED = "interrupted; `mneme people log` tells whether it was decided"


class Actions:
    """Adds the actions of a command, each with its examples."""

    def __init__(self, actions: argparse._SubParsersAction[Parser]) -> None:
        self._actions = actions

    def add(self, name: str, run: Run, *, help: str, examples: str, more: str = "", decides: bool = False) -> Parser:
        """An action. `examples` is one per line; `decides` adds `--why` and `--by`."""
        lines = "\n".join(f"  {line.strip()}" for line in examples.strip().splitlines())
        parser = self._actions.add_parser(
            name,
            help=help,
            description=f"{help[0].upper()}{help[1:]}. {more}".rstrip(),
            epilog=f"Examples:\n{lines}",
            parents=[shared_options()],
        )
        parser.set_defaults(run=run)
        if decides:
            parser.set_defaults(interrupted=INTERRUPTED)
            parser.add_argument("--why", metavar="TEXT", default="", help="what for; kept in the identity log")
            parser.add_argument("--by", metavar="WHO", help="who decides (default: $MNEME_USER, then the login name)")
        return parser


def add_settings(parser: Parser) -> None:
    """`--preset`, `--config`, `--set` for an action; left out, what stands before the action holds."""
    off: Any = argparse.SUPPRESS
    group = parser.add_argument_group("settings")
    group.add_argument("--preset", metavar="NAME", default=off, help="a preset, or preset:variant (default: embedded)")
    group.add_argument("--config", metavar="FILE", default=off, help="a YAML file over the preset")
    group.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=off,
        dest="overrides",
        help="one setting over all others; may be given again",
    )


def marks(person: Person) -> str:
    """What is said of a person beside the name, "" for nothing."""
    said = ("confirmed", person.is_confirmed), ("not sure", person.is_tentative), ("hidden", person.is_hidden)
    return ", ".join(word for word, holds in said if holds)


def in_words(decision: Decision) -> str:
    """What was decided: "name Anna Keller"."""
    if decision.action == "split":
        return f"split ({_parts(len(decision.value.split()))} of {len(decision.units)} left)"
    if decision.action in ("name", "enroll", "undo") and decision.value:
        return printable(f"{decision.action} {decision.value}")
    return f"{decision.action} ({_parts(len(decision.units))})"


def _parts(count: int) -> str:
    return "1 part" if count == 1 else f"{count} parts"


def log_row(logged: Logged) -> list[str]:
    """An event as a row, see `LOG_HEAD`."""
    decision = logged.decision
    what = in_words(decision) + (f" (taken back by {logged.taken_back_by})" if logged.taken_back_by else "")
    return [decision.id, local(decision.at), decision.by, what, ", ".join(logged.about), decision.why]


LOG_HEAD = ("decision", "when", "by", "what", "about", "why")
