"""Known people by their faces and voices, to match one observation against: an index, not a loop.

Two levels: the mean direction of each person first, one product of a matrix and a vector over everybody, then the
exemplars of the few nearest.  For 10,000 people of five faces that is 5 MB to read instead of 25 and some 320
cosines; `tests/benchmarks/identity_scale.py` prints time, memory and how often the first level loses the right one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...streams.types import Vector
from ..types import UnitKind
from .evidence import IdentityOptions, Scale

Matrix = NDArray[np.float32]
EXEMPLARS = 8
"""Kept of each person and kind."""
_SHORTLIST = 64
"""People whose exemplars are looked at."""
_BEST = 3
"""The mean of so many best cosines counts, as when groups are compared."""


@dataclass(frozen=True, slots=True)
class Match:
    """A known person that an observation may be of."""

    person: str
    """Its id."""
    probability: float
    """That it is this person and none of the others, nor somebody unknown."""
    cosine: float
    """Mean of the best cosines with the person's exemplars."""


@dataclass(slots=True)
class _Shelf:
    """One kind's vectors, people in rows; a removed person's row is filled by the last one."""

    dim: int
    people: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    exemplars: list[Matrix] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """Of speech behind each of a person's vectors, in the mean."""
    means: Matrix = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def put(self, person: str, vectors: Matrix, seconds: float) -> None:
        row = self.rows.get(person)
        if row is None:
            row = self.rows[person] = len(self.people)
            self.people.append(person)
            self.exemplars.append(vectors)
            self.seconds.append(seconds)
            if row >= len(self.means):
                grown = np.zeros((max(64, 2 * row), self.dim), np.float32)
                grown[:row] = self.means[:row].reshape(row, self.dim)
                self.means = grown
        self.exemplars[row], self.seconds[row] = vectors, seconds
        mean = vectors.mean(axis=0)
        self.means[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)

    def remove(self, person: str) -> None:
        row = self.rows.pop(person, None)
        if row is None:
            return
        last, vectors, seconds = self.people.pop(), self.exemplars.pop(), self.seconds.pop()
        if last != person:
            self.people[row], self.exemplars[row], self.seconds[row] = last, vectors, seconds
            self.rows[last] = row
            self.means[row] = self.means[len(self.people)]

    def nearest(self, vector: Vector, k: int) -> list[tuple[float, str]]:
        """(cosine, person), best first."""
        count = len(self.people)
        if not count:
            return []
        cosines = self.means[:count] @ np.asarray(vector, np.float32)
        length = min(max(_SHORTLIST, 4 * k), count)
        chosen = np.argpartition(-cosines, length - 1)[:length] if length < count else np.arange(count)
        kept = [self.exemplars[row] for row in chosen]
        lengths = np.asarray([len(vectors) for vectors in kept])
        found = np.concatenate(kept) @ np.asarray(vector, np.float32)
        wide = np.full((length, int(lengths.max())), np.nan, np.float32)
        wide[np.arange(wide.shape[1]) < lengths[:, None]] = found
        best = np.nanmean(-np.sort(-wide, axis=1)[:, :_BEST], axis=1)
        order = np.lexsort(([self.people[row] for row in chosen], -best))[:k]
        return [(float(best[place]), self.people[chosen[place]]) for place in order]


class Gallery:
    """People's exemplars, bounded: at most `EXEMPLARS` vectors of each kind and person."""

    def __init__(self, options: IdentityOptions) -> None:
        self._scales: Mapping[UnitKind, Scale] = {UnitKind.FACE: options.face, UnitKind.VOICE: options.voice}
        self._shelves: dict[UnitKind, _Shelf] = {}

    def __len__(self) -> int:
        """How many people it knows by something."""
        return len({person for shelf in self._shelves.values() for person in shelf.people})

    @property
    def size_bytes(self) -> int:
        """What its vectors take."""
        return sum(
            shelf.means.nbytes + sum(vectors.nbytes for vectors in shelf.exemplars) for shelf in self._shelves.values()
        )

    def put(
        self, person: str, kind: UnitKind, vectors: Iterable[Vector] | Matrix, *, seconds: float = math.inf
    ) -> None:
        """Sets what a person is known by; of many vectors the most different ones are kept.

        Args:
            person: the id.
            kind: `FACE` or `VOICE`.
            vectors: (dim,) each, of norm 1; none forgets that kind of the person.
            seconds: of speech behind each vector, in the mean.
        """
        stacked = np.asarray([np.asarray(vector, np.float32) for vector in vectors], np.float32)
        if not len(stacked):
            if kind in self._shelves:
                self._shelves[kind].remove(person)
            return
        shelf = self._shelves.setdefault(kind, _Shelf(stacked.shape[1]))
        shelf.put(person, diverse(stacked, EXEMPLARS), seconds)

    def remove(self, person: str) -> None:
        """Forgets a person."""
        for shelf in self._shelves.values():
            shelf.remove(person)

    def match(self, kind: UnitKind, vector: Vector, k: int = 5, *, seconds: float = math.inf) -> list[Match]:
        """Whom a face or a voice may be of, likeliest first; empty where nobody is known by that kind.

        `seconds`: of speech behind the vector.
        """
        shelf = self._shelves.get(kind)
        scale = self._scales.get(kind)
        if shelf is None or scale is None:
            return []
        found = shelf.nearest(vector, k)
        odds = [math.exp(scale(cosine, seconds, shelf.seconds[shelf.rows[person]])) for cosine, person in found]
        total = 1.0 + sum(odds)  # 1: somebody unknown
        return [Match(person, one / total, cosine) for (cosine, person), one in zip(found, odds, strict=True)]


def diverse(vectors: Matrix, limit: int) -> Matrix:
    """At most `limit` of the rows: the most central one, then each time that farthest from those chosen.

    Farthest-point traversal (Gonzalez 1985); the result does not depend on the order of the rows, but for equal ones.
    """
    if len(vectors) <= limit:
        return vectors
    chosen = [int(np.argmax(np.round(vectors @ vectors.mean(axis=0), 6)))]
    nearest = np.round(vectors @ vectors[chosen[0]], 6)
    while len(chosen) < limit:
        chosen.append(int(np.argmin(nearest)))
        nearest = np.maximum(nearest, np.round(vectors @ vectors[chosen[-1]], 6))
    return vectors[sorted(chosen)]
