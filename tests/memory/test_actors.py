"""`map_ordered`: results in order, errors raised, with and without Ray."""

from __future__ import annotations

import os

import pytest
from mneme.memory.actors import map_ordered


def test_one_worker_runs_here_and_needs_no_ray() -> None:
    assert list(map_ordered(lambda n: (n, os.getpid()), [1, 2], workers=1)) == [(1, os.getpid()), (2, os.getpid())]


@pytest.mark.usefixtures("loopback")
@pytest.mark.filterwarnings("ignore")  # Ray's own start-up warnings are not ours to mend
def test_ray_workers_give_results_in_order_and_raise_what_the_function_raises() -> None:
    def work(n: int) -> tuple[int, int]:
        if n == 5:
            raise ValueError("five")
        return n * n, os.getpid()

    results = list(map_ordered(work, range(5), workers=2))
    assert [square for square, _ in results] == [0, 1, 4, 9, 16]
    assert os.getpid() not in {pid for _, pid in results}
    with pytest.raises(ValueError, match="five"):
        list(map_ordered(work, [5], workers=2))
