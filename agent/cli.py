"""The command line: `mneme [--memory DIR] COMMAND`.

Exit codes: 0 done; 1 a failure of ours; 2 bad usage or input; 130 interrupted; 141 the reader went away.
A `MnemeError` is one line on standard error, never a traceback.  Importing this module imports nothing heavy:
each command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import traceback
from collections.abc import Sequence

from .. import __version__
from ..streams.errors import MnemeError, UsageError
from . import cli_ask, cli_index, cli_models, cli_people, cli_privacy, cli_timeline
from .cli_output import Output
from .cli_parser import Commands, Parser, shared_options

INTERRUPTED = "interrupted; what was committed is kept; run the same command again to go on"
EXAMPLES = """\
Examples:
  mneme index meeting.mp4                      memorize a recording (or a folder of them)
  mneme ask "Where are the battery samples?"   an answer with the moments that prove it
  mneme search "green tea" --person Carlos     the moments, no answer
  mneme people                                 who is known
  mneme doctor                                 what is installed, what is missing, what to do about it
"""


def build_parser() -> Parser:
    """The parser of all commands."""
    parser = Parser(
        prog="mneme",
        description="A long-term memory for cameras and microphones.",
        epilog=EXAMPLES,
        parents=[shared_options(is_top=True)],
    )
    parser.add_argument("--version", action="version", version=f"mneme {__version__}")
    commands = Commands(parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser, prog="mneme"))
    for group in (cli_index, cli_ask, cli_people, cli_timeline, cli_privacy, cli_models):
        group.add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; gives the exit code. Without `argv` it is the process's own command line."""
    owns_process = argv is None
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        arguments = build_parser().parse_args(words)
    except UsageError as exc:
        with Output(is_json="--json" in words, owns_process=owns_process) as output:
            output.error(str(exc))
        return exc.exit_code
    if not hasattr(arguments, "run"):
        build_parser().print_help(sys.stderr)
        return UsageError.exit_code
    if owns_process:
        _settle_process(is_debug=arguments.debug)
    with Output(is_json=arguments.json, is_debug=arguments.debug, owns_process=owns_process) as output:
        return _run(arguments, output)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    try:
        code = int(arguments.run(arguments, output))
        output.flush()
    except MnemeError as exc:
        output.error(str(exc))
        code = exc.exit_code
        if output.is_debug:
            traceback.print_exc()
    except KeyboardInterrupt:
        output.error(getattr(arguments, "interrupted", INTERRUPTED))
        code = 130
    except BrokenPipeError:
        output.abandon()
        code = 141
    except Exception as exc:  # noqa: BLE001 - the last line of defence: a bug is one line too
        if output.is_debug:
            traceback.print_exc()
        output.error(f"internal error: {type(exc).__name__}: {exc} (a bug of ours; --debug shows where)")
        code = 1
    return code


def _settle_process(*, is_debug: bool) -> None:
    """Log lines go to standard error; threads of numeric libraries do not fight; Ctrl-C works in the background too."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("LANCEDB_LOG", "error")  # it warns of what Ctrl-C breaks off; nothing is lost by that
    signal.signal(signal.SIGINT, signal.default_int_handler)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="mneme: %(message)s")
    if is_debug:
        logging.getLogger("mneme").setLevel(logging.DEBUG)
    else:
        import warnings

        warnings.simplefilter("ignore")
        logging.getLogger().setLevel(logging.ERROR)  # other packages' warnings are not for users; ours are
        logging.getLogger("mneme").setLevel(logging.WARNING)
