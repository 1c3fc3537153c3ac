"""What all commands share: options, help layout, one clear line for a slip of the pen."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from ..streams.errors import UsageError
from .cli_output import Output

Run = Callable[[argparse.Namespace, Output], int]
"""What a command does; gives the exit code."""


class Parser(argparse.ArgumentParser):
    """An argparse parser that raises `UsageError` and keeps the examples' layout."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)

    def error(self, message: str) -> NoReturn:
        """One line, with where the help is."""
        msg = f"{message}; see: {self.prog} --help"
        raise UsageError(msg)


class Commands:
    """Adds commands to a parser, each with its examples."""

    def __init__(self, commands: argparse._SubParsersAction[Parser]) -> None:
        self._commands = commands

    def add(self, name: str, run: Run | None, *, help: str, examples: str, with_settings: bool = True) -> Parser:
        """A command. `examples` is one per line; `run` None for a command that only has sub-commands."""
        lines = "\n".join(f"  {line.strip()}" for line in examples.strip().splitlines())
        parents = [shared_options(), *([settings_options()] if with_settings else [])]
        parser = self._commands.add_parser(
            name,
            help=help,
            description=f"{help[0].upper()}{help[1:]}.",
            epilog=f"Examples:\n{lines}",
            parents=parents,
        )
        if run is not None:
            parser.set_defaults(run=run)
        return parser


def shared_options(*, is_top: bool = False) -> Parser:
    """The options of every command. Before the command they set the defaults, after it they win."""
    default: Any = None if is_top else argparse.SUPPRESS
    off: Any = False if is_top else argparse.SUPPRESS
    parent = Parser(add_help=False)
    parent.add_argument(
        "--memory", metavar="DIR", default=default, help="the memory (default: $MNEME_MEMORY, then ~/.mneme)"
    )
    parent.add_argument("--json", action="store_true", default=off, help="one JSON document on standard output")
    parent.add_argument("--debug", action="store_true", default=off, help="log more; show where an error came from")
    return parent


def settings_options() -> Parser:
    """The options that choose models and parameters."""
    parent = Parser(add_help=False)
    group = parent.add_argument_group("settings")
    group.add_argument("--preset", metavar="NAME", help="a preset, or preset:variant (default: embedded)")
    group.add_argument("--config", metavar="FILE", help="a YAML file over the preset")
    group.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        dest="overrides",
        help="one setting over all others, as in memorize.window.length=20; may be given again",
    )
    return parent
