"""Sound for tests of hearing: real speech from moonshine-voice's wheel, spoken text, and fakes to listen with."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from mneme.encoders.ears import Ears
from mneme.encoders.types import Observation
from mneme.streams.types import SAMPLE_RATE, Samples, Sound


def read(path: Path) -> Samples:
    """Any sound file, mono at 16 kHz."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", SAMPLE_RATE)
        frames = [made for frame in container.decode(audio=0) for made in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)


def packaged(name: str) -> Samples:
    """A recording inside moonshine-voice's wheel: beckett (1 voice), endgame_nagg_nell (2), two_cities (1)."""
    spec = importlib.util.find_spec("moonshine_voice")
    assert spec is not None and spec.submodule_search_locations
    return read(Path(spec.submodule_search_locations[0]) / "assets" / f"{name}.wav")


def spoken(text: str, voice: str, folder: Path) -> Samples:
    """Text by espeak-ng, else the test is skipped: it knows a hundred languages and needs no download."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("needs espeak-ng (Debian package) to speak other languages")
    path = folder / "spoken.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-s", "145", "-w", str(path), text], check=True)
    return read(path)


def pieces(samples: Samples, sizes: Iterable[int], start: float = 0.0) -> list[Sound]:
    """The samples cut into sounds of these sizes, again and again."""
    made, place, cycle = [], 0, list(sizes)
    while place < len(samples):
        size = cycle[len(made) % len(cycle)]
        made.append(Sound(start + place / SAMPLE_RATE, samples[place : place + size]))
        place += size
    return made


def listen(ears: Ears, sounds: Iterable[Sound]) -> list[Observation]:
    """All that is heard to the end."""
    found = [each for sound in sounds for each in ears.push(sound)]
    return found + list(ears.flush())


def told(found: Sequence[Observation]) -> list[tuple[object, ...]]:
    """Observations as values that compare bit for bit."""
    return [
        (
            each.span,
            each.text,
            each.confidence,
            each.label,
            each.language,
            None if each.vector is None else each.vector.tobytes(),
        )
        for each in found
    ]


class LoudActivity:
    """Loud is speech; it leaks, so that a wrong state shows."""

    def __init__(self) -> None:
        self.level = 0.0

    def reset(self) -> None:
        self.level = 0.0

    def probability(self, window: Samples) -> float:
        loud = float(np.abs(window).max() > 0.05)
        self.level = 0.5 * self.level + 0.5 * loud
        return self.level

    def state(self) -> bytes:
        return np.float64(self.level).tobytes()

    def set_state(self, state: bytes) -> None:
        self.level = float(np.frombuffer(state, np.float64)[0])


class HashRecognizer:
    """Its words say exactly which samples it was given."""

    languages = frozenset({"en"})

    def transcribe(self, samples: Samples) -> tuple[str, float]:
        digest = hashlib.sha256(samples.tobytes()).hexdigest()
        return " ".join(digest[i : i + 4] for i in range(0, 40, 4)), 0.9


def tones(*parts: tuple[float, float], seed: int = 1) -> Samples:
    """(pitch in Hz, seconds) one after the other; pitch 0 is near silence."""
    noise = np.random.default_rng(seed)
    made = []
    for pitch, seconds in parts:
        times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
        made.append(0.4 * np.sin(2 * np.pi * pitch * times) + noise.normal(0, 0.002, len(times)))
    return np.concatenate(made).astype(np.float32)
