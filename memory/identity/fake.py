"""Made-up recordings for tests of identity: who speaks, who is seen, what is said of names. No model, no randomness."""

from __future__ import annotations

import numpy as np

from ...encoders.loudness import FLOOR_DB, STEP_DB
from ...encoders.types import TRACE_RATE_HZ, EncoderInfo, ObservationKind
from ...streams.types import Span, Vector
from ..types import Statement, StoredObservation
from ..units import face_unit, label_unit, name_unit, voice_unit

ENCODERS = {"face": EncoderInfo("dlib", "fake", 128), "voice": EncoderInfo("wespeaker", "fake", 128)}
"""What the vectors of a film pretend to come from."""
SHOT = 4.0
"""Seconds of a shot; the next begins one second later."""


def fake_vector(kind: str, person: str, shade: int = 0) -> Vector:
    """Faces of one person have cosines of about 0.96, of two about 0.82; voices about 0.92 and 0.0."""
    seed = [ord(letter) for letter in kind + person]
    own = np.random.default_rng(seed).normal(size=128)
    noise = np.random.default_rng([*seed, shade + 1]).normal(size=128)
    common = np.random.default_rng(5).normal(size=128)
    made = 2.2 * common + own + 0.45 * noise if kind == "face" else own + 0.3 * noise
    return (made / np.linalg.norm(made)).astype(np.float32)


def fake_speech(seed: int, seconds: float = SHOT) -> tuple[bytes, bytes]:
    """(loudness of a turn, movement of the mouth that says it): syllables, five a second, and pauses."""
    random = np.random.default_rng([17, seed])
    slots = np.arange(round(seconds * TRACE_RATE_HZ))
    knots = np.arange(0, slots[-1] + 3, TRACE_RATE_HZ / 10)
    levels = np.where(np.arange(len(knots)) % 2, random.uniform(6, 14, len(knots)), random.uniform(20, 30, len(knots)))
    loudness = np.interp(slots, knots, levels) - 45  # decibels
    speed = np.abs(np.diff(loudness, prepend=loudness[:1]))
    movement = np.maximum(4 * speed + random.normal(0, 2, len(slots)), 0)
    steps = 1 + np.rint((loudness - FLOOR_DB) / STEP_DB)
    return steps.astype(np.uint8).tobytes(), np.clip(1 + movement, 1, 255).astype(np.uint8).tobytes()


class Film:
    """A recording that is written shot by shot; each call gives the film back."""

    def __init__(self, stream: str) -> None:
        self.stream, self.time = stream, 0.0
        self.observations: list[StoredObservation] = []
        self.statements: list[Statement] = []

    def shot(
        self, voice: str = "", faces: str = "", *, sounds_like: str = "", shade: int = 0, lips: str | None = None
    ) -> Film:
        """A voice speaks (its label is its letter) while faces are seen (A is face unit 0, B is 1, …).

        `lips` says whose mouths move with the voice; the others' are still. None: nobody has looked.
        """
        loudness, movement = fake_speech(len(self.observations))
        times = tuple(self.time + n / 2 for n in range(int(2 * SHOT)))
        for face in faces:
            unit = face_unit(self.stream, ord(face) - ord("A"))
            trace = b"" if lips is None else movement if face in lips else bytes([1]) * len(movement)
            self._see(ObservationKind.FACE, unit, fake_vector("face", face, shade), times=times, trace=trace)
        if voice:
            vector = fake_vector("voice", sounds_like or voice, shade)
            unit = voice_unit(self.stream, voice)
            self._see(ObservationKind.TURN, unit, vector, label=voice, trace=b"" if lips is None else loudness)
        self.time += SHOT + 1
        return self

    def label(self, name: str) -> Film:
        """A turn of a transcript."""
        self._see(ObservationKind.TURN, label_unit(self.stream, name), None, label=name)
        self.time += SHOT + 1
        return self

    def claim(self, unit: str, name: str, source: str = "self", weight: float = 1.0) -> Film:
        """Evidence that a unit bears a name; with a weight below zero that it does not."""
        self.statements.append(
            Statement(
                id=f"{self.stream}-{len(self.statements)}",
                stream=self.stream,
                clip=self._clip,
                entry="entry",
                subject=unit,
                predicate="name" if weight > 0 else "not_name",
                object=name,
                text="",
                time=self.time,
                confidence=abs(weight),
                source=source,
            )
        )
        return self

    def says(self, voice: str, name: str) -> Film:
        """The voice gives its own name."""
        return self.claim(voice_unit(self.stream, voice), name)

    def mention(self, name: str) -> Film:
        """Somebody is spoken of."""
        return self.claim(name_unit(self.stream, name), name, "other", 0.8)

    @property
    def _clip(self) -> int:
        return int(self.time // 30)

    def _see(
        self,
        kind: ObservationKind,
        unit: str,
        vector: Vector | None,
        *,
        label: str = "",
        times: tuple[float, ...] = (),
        trace: bytes = b"",
    ) -> None:
        self.observations.append(
            StoredObservation(
                id=f"{self.stream}-{len(self.observations)}",
                stream=self.stream,
                clip=self._clip,
                kind=kind,
                span=Span(self.time, self.time + SHOT),
                unit=unit,
                vector=vector,
                label=label,
                times=times,
                trace=trace,
            )
        )
