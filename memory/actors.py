"""Ray, and nothing else: a plain `map` over worker processes.

This is the only module that imports ray.  What runs in a worker is a plain function with its own test.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def map_ordered(
    function: Callable[[Given], Made], items: Iterable[Given], *, workers: int = 0, address: str = ""
) -> Iterator[Made]:
    """`map(function, items)` on Ray workers: results in order of the items, at most `workers` at once.

    Args:
        function: pickled to the workers; it must not depend on this process's state.
        items: read as workers become free, so an endless iterator is fine.
        workers: 0 for one per CPU; 1 runs in this process, without Ray.
        address: a cluster to join, "" for processes on this machine only.

    Raises:
        Whatever `function` raises, at its place in the order; later items may have run by then.
    """
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        yield from map(function, items)
        return
    import ray

    is_ours = not ray.is_initialized()
    if is_ours:
        ray.init(
            address=address or "local",
            num_cpus=None if address else workers,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    try:
        remote: Any = ray.remote(function)
        running: list[Any] = []
        for item in items:
            running.append(remote.remote(item))
            if len(running) >= workers:
                yield ray.get(running.pop(0))
        while running:
            yield ray.get(running.pop(0))
    finally:
        if is_ours:
            ray.shutdown()
