"""Which parts of a person leave, from what was said: numbers, ids, a recording, faces or voices."""

from __future__ import annotations

from collections.abc import Sequence

from ..memory.people.profile import Part
from ..memory.types import Person
from ..streams.errors import UsageError

KINDS = {"face": ("face", "photo"), "voice": ("voice", "voice sample", "label")}
"""What `--face` and `--voice` mean: a transcript's label stands for a voice."""


def leaving(
    person: Person, parts: Sequence[Part], wanted: Sequence[str | int], *, stream: str, kinds: Sequence[str]
) -> tuple[str, ...]:
    """The units that leave, in the order of the parts.

    Args:
        person: whose parts they are.
        parts: as `profile.parts_of` gives them.
        wanted: numbers from 1 on, or ids of units.
        stream: all parts of that stream, "" for none.
        kinds: all parts of these kinds ("face", "voice"); with `stream`, those of that stream.

    Raises:
        UsageError: no part is called so, none would leave, or all would.
    """
    see = f'see: mneme people show "{person.id}"'
    gone = {_unit(person, parts, str(each), see) for each in wanted}
    if stream or kinds:
        unknown = [kind for kind in kinds if kind not in KINDS]
        if unknown:
            msg = f"a kind of part is face or voice (found: {unknown[0]!r})"
            raise UsageError(msg)
        names = {name for kind in kinds for name in KINDS[kind]}
        fitting = [p for p in parts if (not stream or p.stream == stream) and (not kinds or p.kind in names)]
        if not fitting:
            what = " or ".join(kinds) or "part"
            where = f" in {stream}" if stream else ""
            msg = f"no {what} of {person.display} is known{where}, so nothing would leave; {see}"
            raise UsageError(msg)
        gone.update(part.unit for part in fitting)
    if not gone:
        msg = f"say which part of {person.display} is somebody else: its number, --stream, --face or --voice; {see}"
        raise UsageError(msg)
    if gone.issuperset(part.unit for part in parts):
        msg = f"all of {person.display} would leave, and nobody would be left to part from; choose fewer parts ({see})"
        raise UsageError(msg)
    return tuple(part.unit for part in parts if part.unit in gone)


def _unit(person: Person, parts: Sequence[Part], wanted: str, see: str) -> str:
    if wanted.isdecimal() and 1 <= int(wanted) <= len(parts):
        return parts[int(wanted) - 1].unit
    if any(part.unit == wanted for part in parts):
        return wanted
    msg = f"{wanted!r} is no part of {person.display} (there are 1 to {len(parts)}); {see}"
    raise UsageError(msg)
