"""The same recording a little otherwise: what holds on it should hold on these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from mneme.streams.types import SAMPLE_RATE
from scoring_speech import Heard

_SHIFT = 0.73  # seconds of silence put before
_HALL = 0.06  # seconds in which the echo falls to 1/e: about 0.4 s to a thousandth


def perturbed(sound: Any, turns: tuple[Heard, ...]) -> Iterator[tuple[str, Any, tuple[Heard, ...]]]:
    """(what was done, sound, turns): gain, noise, speed, halves swapped, silence before, a hall."""
    noise = np.random.default_rng(0)
    level = float(np.sqrt(np.mean(np.square(sound))))
    yield "gain 0.4", sound * np.float32(0.4), turns
    yield "gain 2, clipped", np.clip(sound * 2, -1, 1).astype(np.float32), turns
    yield "noise 20 dB", (sound + noise.normal(0, level / 10, len(sound))).astype(np.float32), turns
    for speed in (0.95, 1.05):
        places = np.arange(int(len(sound) / speed)) * speed
        faster = np.interp(places, np.arange(len(sound)), sound).astype(np.float32)
        yield f"speed {speed}", faster, _moved(turns, lambda time, speed=speed: time / speed)
    yield "halves swapped", *_swapped(sound, turns)
    silence = np.zeros(round(_SHIFT * SAMPLE_RATE), np.float32)
    yield "shifted", np.concatenate([silence, sound]), _moved(turns, lambda time: time + _SHIFT)
    times = np.arange(1, 5 * round(_HALL * SAMPLE_RATE)) / SAMPLE_RATE
    echo = np.concatenate([[1.0], noise.normal(0, 0.05, len(times)) * np.exp(-times / _HALL)])
    far = np.convolve(sound, echo)[: len(sound)]
    yield "hall", (far * level / np.sqrt(np.mean(np.square(far)))).astype(np.float32), turns


def _moved(turns: tuple[Heard, ...], move: Callable[[float], float]) -> tuple[Heard, ...]:
    return tuple(Heard(move(turn.start), move(turn.end), turn.name, turn.text) for turn in turns)


def _swapped(sound: Any, turns: tuple[Heard, ...]) -> tuple[Any, tuple[Heard, ...]]:
    middle, end = len(sound) // 2 / SAMPLE_RATE, len(sound) / SAMPLE_RATE
    made = []
    for low, high, move in ((0.0, middle, end - middle), (middle, end, -middle)):
        cut = ((max(turn.start, low), min(turn.end, high), turn) for turn in turns)
        made += [Heard(start + move, stop + move, turn.name, turn.text) for start, stop, turn in cut if start < stop]
    half = len(sound) // 2
    return np.concatenate([sound[half:], sound[:half]]), tuple(made)
