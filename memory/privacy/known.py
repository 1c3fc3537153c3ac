"""Who is known to a memory by a person's own decision: named, confirmed, merged or enrolled people.

Where strangers are no identities, these are the only ones that an observation can be of.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Protocol

from ...streams.types import Vector
from ..identity.evidence import IdentityOptions
from ..identity.gallery import Match
from ..identity.portraits import Portrait, gallery_of, portraits_of
from ..identity.summaries import gathered
from ..names.compare import words_of
from ..people.told import Told
from ..store import Store
from ..types import Person, UnitKind
from ..units import digest, name_unit


class Known(Protocol):
    """Known people, as a guard asks for them."""

    def match(self, kind: UnitKind, vector: Vector, *, seconds: float) -> Match | None:
        """The likeliest person of a face or a voice (of so many seconds), None where nobody is known by that kind."""

    def bears(self, name: str) -> bool:
        """Whether a known person is called so, by a whole name or one word of it."""

    def extends(self, name: str) -> bool:
        """Whether it is a known person's name, or one with more words ("Anna Keller", where "Anna" is known)."""

    def name_units(self, stream: str) -> frozenset[str]:
        """The name units of a stream that stand for known people."""


class KnownPeople:
    """Known people by face, voice and name. It does not change while a stream is memorized."""

    def __init__(self, people: Sequence[Person], portraits: Iterable[Portrait], options: IdentityOptions) -> None:
        """Takes the confirmed ones of `people`, with what they are recognized by."""
        confirmed = {person.id: person for person in people if person.is_confirmed}
        self._gallery = gallery_of((each for each in portraits if each.person in confirmed), options)
        names = {name for person in confirmed.values() for name in person.names}
        self._wholes = {words for name in names if (words := frozenset(words_of(name)))}
        self._names = frozenset(
            each for name in names for each in (_plain(name), *(word for word in words_of(name) if len(word) > 1))
        )

    @classmethod
    def of(cls, store: Store, *, without: str) -> KnownPeople:
        """As they were without a stream: what the stream itself brings must not decide what is kept of it.

        People are derived anew from all other streams and the log, so that a run that goes on after a break finds
        the same ones as an unbroken run.  Cost: reads what each stream tells, not its observations.
        """
        told = Told(store)
        told.load(without={without})
        people = told.identity.people(store.decisions(), enrolled=told.enrolled())
        return cls(people, portraits_of(people, gathered(told.identity.streams.values())), told.identity.options)

    def match(self, kind: UnitKind, vector: Vector, *, seconds: float = math.inf) -> Match | None:
        """The likeliest person of a face or a voice (of so many seconds), None where nobody is known by that kind."""
        return next(iter(self._gallery.match(kind, vector, k=1, seconds=seconds)), None)

    def bears(self, name: str) -> bool:
        """Whether a known person is called so, by a whole name or one word of it."""
        return _plain(name) in self._names or " ".join(words_of(name)) in self._names

    def extends(self, name: str) -> bool:
        """Whether it is a known person's name, or one with more words ("Anna Keller", where "Anna" is known)."""
        words = frozenset(words_of(name))
        return self.bears(name) or any(whole <= words for whole in self._wholes)

    def name_units(self, stream: str) -> frozenset[str]:
        """The name units of a stream that stand for known people."""
        return frozenset(name_unit(stream, name) for name in self._names)


def voice_label(person: str) -> str:
    """The label under which a known person's turns are kept; a letter first, since numbers are counted."""
    return "k" + digest(person, 7)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
