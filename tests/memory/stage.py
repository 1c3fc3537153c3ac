"""A scripted stage for tests of the pipeline: coloured patches are faces, a loud tone is somebody speaking."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from mneme.encoders.eyes import Eyes
from mneme.encoders.fake import FakeFaceDetector, FakeFaceEncoder, FakeSceneEncoder, FakeTextEncoder
from mneme.encoders.types import Observation, ObservationKind, Sense
from mneme.memory.memorize import Memorized, MemorizeOptions, memorize
from mneme.memory.store import Store
from mneme.streams.types import SAMPLE_RATE, Frame, Glimpse, Item, Sound, Span, Stream
from mneme.streams.windows import WindowOptions

ZERO = datetime(2026, 3, 2, 9, tzinfo=UTC)
RED, BLUE = (230, 20, 20), (20, 20, 230)
OPTIONS = MemorizeOptions(window=WindowOptions(length=10.0, min_length=10.0, holds_items=False), clips_ahead=0)


class Stage:
    """A replayable source of `seconds`: who is seen and when somebody speaks is written in it."""

    is_replayable = True
    fingerprint = "f" * 12

    def __init__(self, seconds: float = 47.0, *, glimpses: bool = False) -> None:
        self.seconds, self.glimpses = seconds, glimpses
        self.stream = Stream("aaaabbbbcccc", "stage.mp4", ZERO, duration=seconds)
        self.said = [(4.0, 6.5), (8.0, 13.5), (19.0, 31.5), (40.0, 42.0)]
        self.reads: list[float] = []

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Item]:
        self.reads.append(sound_from)
        for half in range(int(self.seconds * 2)):
            time = half / 2
            if time >= frames_from:
                yield Frame(time, self._picture(time))
            if time + 0.5 > sound_from:
                speaks = any(start <= time < end for start, end in self.said)
                level = 0.5 if speaks else 0.0
                tone = level * np.sin(np.arange(SAMPLE_RATE // 2) * 0.2)
                sound = Sound(time, tone.astype(np.float32))
                if not self.glimpses:
                    yield sound
            for tenth in range(5 if self.glimpses else 0):  # with sound between them, by time
                now = time + tenth / 10
                if now >= frames_from:
                    yield Glimpse(now, self._luma(now))
                if tenth == 0 and time + 0.5 > sound_from:
                    yield sound

    def _luma(self, time: float) -> np.ndarray:
        """The two faces with features; the red one's mouth moves while somebody speaks."""
        luma = np.full((90, 160), 140, np.uint8)
        features = np.kron(np.random.default_rng(4).integers(0, 90, (10, 10)), np.ones((4, 4), int)).astype(np.uint8)
        speaks = any(start <= time < end for start, end in self.said)
        for x, moves in ((20, speaks), (90, False)):
            face = features.copy()
            if moves:
                face[28:36] = np.roll(face[28:36], round(time * 10) % 2 * 3, axis=0)
            luma[20:60, x : x + 40] -= face
        return luma

    @staticmethod
    def _picture(time: float) -> np.ndarray:
        image = np.full((90, 160, 3), 128, np.uint8)
        if (time % 20) < 12:
            image[20:60, 20:60] = RED
        if (time % 20) > 8:
            image[20:60, 90:130] = BLUE
        return image

    def close(self) -> None:
        pass


class ToneEars:
    """Hears loud stretches as turns; an open one is carried over a clip's end."""

    def __init__(self) -> None:
        self.open_since: float | None = None
        self.heard_to = 0.0

    def push(self, item: Item) -> Iterable[Observation]:
        if not isinstance(item, Sound) or item.end <= self.heard_to:
            return []
        self.heard_to = item.end
        is_loud = float(np.abs(item.samples).max()) > 0.1
        if is_loud and self.open_since is None:
            self.open_since = item.time
        if is_loud or self.open_since is None:
            return []
        return [self._turn(item.time)]

    def _turn(self, end: float) -> Observation:
        start, self.open_since = self.open_since or 0.0, None
        text = f"I said something from {start:g} to {end:g}."
        return Observation(ObservationKind.TURN, Span(start, end), text=text, label="1")

    def end_clip(self, time: float) -> Iterable[Observation]:
        return []

    def flush(self) -> Iterable[Observation]:
        return [] if self.open_since is None else [self._turn(self.heard_to)]

    def snapshot(self) -> bytes:
        return json.dumps([self.open_since, self.heard_to]).encode()

    def restore(self, snapshot: bytes) -> None:
        self.open_since, self.heard_to = json.loads(snapshot)

    @property
    def resume_from(self) -> float:
        return self.heard_to if self.open_since is None else self.open_since


def senses() -> dict[str, Sense]:
    eyes = Eyes(detector=FakeFaceDetector(), encoder=FakeFaceEncoder(), scenes=FakeSceneEncoder())
    return {"ears": ToneEars(), "eyes": eyes}


def open_store(folder: Path) -> Store:
    return Store.open(folder, mode="write", encoders={"text": FakeTextEncoder().info})


def run(folder: Path, stage: Any, **more: Any) -> Memorized:
    with open_store(folder) as store:
        chosen = {"senses": senses, "text_encoder": FakeTextEncoder(), "options": OPTIONS, **more}
        return memorize(stage, store, **chosen)
