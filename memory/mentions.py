"""Which entities a text speaks of: people by their names, things and places.

The text itself stays verbatim; a mention only says which unit a stretch of it stands for.  People are
mentioned by name units of the stream, which `identity/derive.py` joins to whoever bears the name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .mentions_things import ThingUse, find_things
from .names.text import NameUse
from .types import Mention
from .units import name_unit, thing_unit


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that a text speaks of."""

    people: tuple[NameUse, ...]
    things: tuple[ThingUse, ...]
    spans: tuple[Mention, ...]
    """In order of the text, none overlapping."""
    units: tuple[str, ...]
    """Units of the people and things, once each; a thing's last word ("keys" of "car keys") is one as well."""


def find_mentions(text: str, stream: str, uses: Sequence[NameUse]) -> Mentions:
    """The entities of a text.

    Args:
        text: what was said, read or typed.
        stream: the stream's id.
        uses: the names in it (`names_claims.find_names`, or what `Conversation.read` gave).
    """
    things = find_things(text, people=[(use.start, use.end) for use in uses])
    spans = [Mention(use.start, use.end, name_unit(stream, use.name)) for use in uses]
    spans.extend(Mention(thing.start, thing.end, thing_unit(thing.form)) for thing in things)
    spans.sort(key=lambda mention: mention.start)
    heads = [thing_unit(thing.head) for thing in things if thing.head != thing.form]
    units = tuple(dict.fromkeys([mention.unit for mention in spans] + heads))
    return Mentions(tuple(uses), tuple(things), tuple(spans), units)
