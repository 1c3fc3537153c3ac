"""What pictures need beyond whole files: which way is up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from mneme.streams.upright import orientation


@dataclass
class Held:
    """A frame as `orientation` sees it."""

    side_data: dict[str, Any] = field(default_factory=dict)


def matrix(a: int, b: int, c: int, d: int) -> Held:
    values = np.array([a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30], np.int32)
    return Held({"DISPLAYMATRIX": values.tobytes()})


def upright(held: Held, tag: str = "0") -> list[list[int]]:
    image = np.array([[1, 2, 3], [4, 5, 6]])
    is_turned, flips_x, flips_y = orientation(held, tag)  # type: ignore[arg-type]
    image = image.T if is_turned else image
    return image[:: -1 if flips_y else 1, :: -1 if flips_x else 1].tolist()


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (Held(), [[1, 2, 3], [4, 5, 6]]),
        (matrix(1, 0, 0, 1), [[1, 2, 3], [4, 5, 6]]),
        (matrix(0, 1, -1, 0), [[4, 1], [5, 2], [6, 3]]),  # clockwise, as a telephone held upright says
        (matrix(0, -1, 1, 0), [[3, 6], [2, 5], [1, 4]]),
        (matrix(-1, 0, 0, -1), [[6, 5, 4], [3, 2, 1]]),
        (matrix(-1, 0, 0, 1), [[3, 2, 1], [6, 5, 4]]),  # mirrored, as some front cameras say
        (Held({"DISPLAYMATRIX": b"short"[:4]}), [[1, 2, 3], [4, 5, 6]]),
    ],
)
def test_the_display_matrix_says_which_way_is_up(held: Held, expected: list[list[int]]) -> None:
    assert upright(held) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("90", [[4, 1], [5, 2], [6, 3]]), ("180", [[6, 5, 4], [3, 2, 1]]), ("270", [[3, 6], [2, 5], [1, 4]])],
)
def test_the_older_tag_says_it_too(tag: str, expected: list[list[int]]) -> None:
    assert upright(Held(), tag) == expected
