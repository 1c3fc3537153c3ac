"""What an answer must say about who is who: people in it who may be somebody else of the memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..memory.types import Hit, Person

MOST = 3
"""Doubts that an answer tells at most."""


def doubts_of(proofs: Iterable[Hit], people: Sequence[Person]) -> tuple[str, ...]:
    """A sentence for each pair of people who may be one, and for whoever is not sure: of those the proofs speak of."""
    concerned = {person for hit in proofs for person in hit.person_ids}
    if not concerned:
        return ()
    known = {person.id: person for person in people}
    found: dict[frozenset[str], str] = {}
    for identifier in sorted(concerned & known.keys()):
        person = known[identifier]
        for other in person.may_be:
            pair = frozenset((person.id, other.person))
            if other.person in known and pair not in found:
                name = known[other.person].display
                found[pair] = f"{person.display} may be the same person as {name} (p = {other.probability:.2f})"
        if person.is_tentative and not any(person.id in pair for pair in found):
            found[frozenset((person.id,))] = f"{person.display} may be the same person as somebody else who is known"
    return tuple(found.values())[:MOST]
