"""How alike two faces look, and how much that tells, by their vectors and their quality.

A poor picture of a face (small, blurred, dark, half hidden) says less: its vector lies nearer to everybody's.
So the cosine from which on two faces are one person rises with the doubt in either, and the cosine below which they
are two people falls: between the two it is not sure.  Measured with dlib's embedding on `media/faces` (14 photographs
with degraded copies, two strengths, quality as `encoders.tracks` gives it), the worst pair of two people by the sum of
their doubts: 0.911 at 0, 0.910 at 0.5, 0.931 at 1, 0.935 at 1.5, 0.943 at 2; that is 0.016 for each doubtful face.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..streams.types import Vector

Matrix = NDArray[np.float32]

CLEAR = 0.4
"""The quality from which on nothing is doubtful: detector's confidence × size (up to 80 pixels) × sharpness."""
POOR = 0.1
"""The quality from which down all is: a covered or cut-off face has at most half of it (`dlib_faces.PARTIAL`)."""
WIDENING = 0.02
"""Cosine by which the doubt in one face (0..1) moves the borders: above the 0.016 that were measured."""


def doubt(quality: ArrayLike) -> Matrix:
    """0 (clear) .. 1 (poor) for qualities 0..1, of the same shape."""
    return np.asarray(np.clip((CLEAR - np.asarray(quality, np.float32)) / np.float32(CLEAR - POOR), 0, 1), np.float32)


def doubts(one: ArrayLike, other: ArrayLike) -> Matrix:
    """Cosine by which the borders move for each pair of two lists of qualities, (n, m)."""
    return np.asarray(WIDENING * (doubt(one)[:, None] + doubt(other)[None, :]), np.float32)


class Exemplars:
    """A bounded, diverse set of unit-normed vectors with their qualities; a function of what came in order only."""

    __slots__ = ("limit", "qualities", "vectors")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.vectors: list[Vector] = []
        self.qualities: list[float] = []
        """0..1, of each vector."""

    def add(self, vector: Vector, quality: float = 1.0) -> None:
        """Takes a vector in.

        When full, a poor one goes as long as there is one; else, of the two most alike, the poorer, or the later one.
        """
        self.vectors.append(np.asarray(vector, np.float32))
        self.qualities.append(float(np.float32(quality)))  # as it comes back from the store
        if len(self.vectors) > self.limit:
            gone = self._spare()
            del self.vectors[gone], self.qualities[gone]

    def _spare(self) -> int:
        doubtful = doubt(self.qualities)
        if doubtful.max() >= 0.5 > doubtful.min():
            return len(doubtful) - 1 - int(np.argmax(doubtful[::-1]))
        stacked = self.matrix()
        alike = np.tril(stacked @ stacked.T, -1)
        alike[np.triu_indices(len(alike))] = -2.0
        later, earlier = (int(place) for place in np.unravel_index(int(np.argmax(alike)), alike.shape))
        return earlier if self.qualities[earlier] < self.qualities[later] else later

    def matrix(self) -> Matrix:
        """The vectors, (n, dim)."""
        return np.stack(self.vectors).astype(np.float32)


def best_cosines(cosines: Matrix, count: int = 3) -> float:
    """Mean of the best few, however they lie."""
    flat = cosines.ravel()
    best = flat if len(flat) <= count else np.partition(flat, -count)[-count:]
    return float(best.sum()) / len(best)


def unit(vectors: Sequence[Vector] | Matrix) -> NDArray[np.float64]:
    """The direction of the mean, (dim,)."""
    mean = np.asarray(vectors, np.float64).mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12))
