"""How loud it is, 25 times a second: what the movement of lips is compared with.

It stands beside the senses, not in one of them: a turn that closes is given its loudness from the sound that was
read, whoever found the turn.  Energies are summed in blocks of 10 ms that begin at whole multiples of it on the
stream's clock, so that the same sound gives the same bytes wherever a run began.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

from ..streams.types import SAMPLE_RATE, Sound, Span
from .types import TRACE_RATE_HZ

BLOCK_RATE_HZ = 100
"""Blocks per second of which energies are kept."""
BLOCK = SAMPLE_RATE // BLOCK_RATE_HZ
FLOOR_DB = -84.0
"""Of full scale: byte 1, and all that is more quiet."""
STEP_DB = 1 / 3
"""A byte's worth: 254 of them reach full scale."""
KEPT = 900.0
"""Seconds that are remembered: the reader is ahead of the slowest sense by a few clips at most. 360 kB."""


class Loudness:
    """Sound in, loudness of any span of the last 15 minutes out."""

    def __init__(self) -> None:
        self._parts: deque[tuple[int, NDArray[np.float64]]] = deque()  # (first block, mean squares, negative: none)

    def push(self, sound: Sound) -> None:
        """Takes the next sound. Blocks that it fills only in part count by what it has of them."""
        first = round(sound.time * SAMPLE_RATE)
        block = first // BLOCK
        lead = first - block * BLOCK
        count = math.ceil((lead + len(sound.samples)) / BLOCK)
        if not count:
            return
        squares = np.zeros(count * BLOCK)
        squares[lead : lead + len(sound.samples)] = np.square(sound.samples, dtype=np.float64)
        sizes = np.full(count, float(BLOCK))
        sizes[0] -= lead
        sizes[-1] -= count * BLOCK - lead - len(sound.samples)
        self._parts.append((block, squares.reshape(count, BLOCK).sum(axis=1) / np.maximum(sizes, 1.0)))
        while self._parts[0][0] + len(self._parts[0][1]) < block - KEPT * BLOCK_RATE_HZ:
            self._parts.popleft()

    def trace(self, span: Span) -> bytes:
        """One byte per 1 / TRACE_RATE_HZ s of the span: 0 where there was no sound, else decibels (`decibels`)."""
        per_slot = BLOCK_RATE_HZ // TRACE_RATE_HZ
        slots = math.ceil(span.duration * TRACE_RATE_HZ - 1e-6)
        first = round(span.start * BLOCK_RATE_HZ)
        energies = np.full(slots * per_slot, np.nan)
        for block, means in self._parts:
            low, high = max(first, block), min(first + len(energies), block + len(means))
            if low < high:
                energies[low - first : high - first] = means[low - block : high - block]
        parts = energies.reshape(slots, per_slot)
        known = ~np.isnan(parts).all(axis=1)
        if not known.any():
            return b""
        counts = np.maximum((~np.isnan(parts)).sum(axis=1), 1)
        level = 10 * np.log10(np.maximum(np.nansum(parts, axis=1) / counts, 1e-12))
        levels = np.rint((level - FLOOR_DB) / STEP_DB)
        return np.where(known, 1 + np.clip(levels, 0, 254), 0).astype(np.uint8).tobytes()


def decibels(trace: bytes) -> NDArray[np.float32]:
    """Decibels of full scale of a turn's trace, (n,); NaN where nothing was measured."""
    levels = np.frombuffer(trace, np.uint8).astype(np.float32)
    return np.where(levels > 0, FLOOR_DB + (levels - 1) * np.float32(STEP_DB), np.float32(np.nan))
