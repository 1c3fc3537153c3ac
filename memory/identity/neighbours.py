"""Which of many vectors are near each other: exact cosines in blocks, a few nearest of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_BLOCK = 512
"""Rows of the matrix of cosines that exist at one time."""


def near_pairs(
    vectors: Sequence[NDArray[np.float64] | None], *, least: float, nearest: int
) -> Iterator[tuple[int, int]]:
    """Pairs of places, the lower first, whose vectors are among each other's nearest.

    Args:
        vectors: (dim,) each, of norm 1; None is near to nothing.
        least: cosine under which two are not near.
        nearest: how many neighbours of each are looked at; a pair counts if one of the two has it among those.

    Cost: n² / 2 multiplications of vectors, memory for 512 rows of cosines; 20,000 vectors of 128 take some 3 s.
    """
    having = [place for place, vector in enumerate(vectors) if vector is not None]
    if len(having) < 2 or least > 1.0:
        return
    stacked = np.stack([vector for vector in vectors if vector is not None]).astype(np.float32)
    for start in range(0, len(having), _BLOCK):
        cosines = stacked[start : start + _BLOCK] @ stacked.T
        rows = np.arange(len(cosines))
        cosines[rows, rows + start] = -2.0
        if len(having) - 1 > nearest:
            columns = np.argpartition(-cosines, nearest - 1, axis=1)[:, :nearest]
            found = np.take_along_axis(cosines, columns, axis=1) >= least
            pairs = zip(np.repeat(rows, nearest)[found.ravel()], columns.ravel()[found.ravel()], strict=True)
        else:
            pairs = zip(*np.nonzero(cosines >= least), strict=True)
        for row, column in pairs:
            one, other = having[start + int(row)], having[int(column)]
            yield min(one, other), max(one, other)
