"""A memory made from the truth alone: its turns, signs and faces go straight into the pipeline.

No film is decoded and no model runs but the sentence encoder, so a scene takes a second.  Everything behind the
encoders is the product's own: windows, identity units, entries, statements, commits, people.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from mneme.encoders import registry
from mneme.encoders.transcripts import TranscriptReader
from mneme.encoders.types import EncoderInfo, Observation, ObservationKind, Region
from mneme.memory.memorize import memorize
from mneme.memory.store import Store
from mneme.streams.types import Span, Stream, Utterance
from scenes_make import Recording

import mneme

FACE_DIM = 128
FRAME_SECONDS = 0.5
"""Faces are detected in two frames a second."""
NOISE = 0.02
"""Spread of a face's vectors around the person's own."""


def memory_of(recordings: Sequence[Recording], folder: Path, *, preset: str, labels: str = "names") -> mneme.Memory:
    """A fresh memory of the recordings, as `index` would make it of films that are seen and heard perfectly."""
    memory = mneme.open(folder, preset=preset)
    models = memory.settings.read.models
    text_encoder = registry.load("text", models.text, **models.options.get("text", {})) if models.text else None
    encoders = {"face": EncoderInfo("truth", "1", FACE_DIM)}
    if text_encoder is not None:
        encoders["text"] = text_encoder.info
    with Store.open(folder, mode="write", encoders=encoders, options=memory.settings.read.store) as store:
        for recording in recordings:
            memorize(
                TruthSource(recording, labels=labels),
                store,
                senses=lambda recording=recording: {"transcript": TranscriptReader(), "eyes": TruthEyes(recording)},
                text_encoder=text_encoder,
                options=memory.settings.memorizing().memorize,
            )
    return memory


class TruthSource:
    """The truth's turns as a transcript's utterances."""

    is_replayable = True

    def __init__(self, recording: Recording, *, labels: str = "names") -> None:
        self._truth = recording.truth
        numbers = {key: f"Speaker {i}" for i, key in enumerate(recording.truth.people, start=1)}
        self._labels = recording.truth.people if labels == "names" else numbers
        digest = hashlib.sha256(json.dumps([recording.form, labels], sort_keys=True).encode()).hexdigest()
        self.fingerprint = digest[:12]
        uri = f"/truth/{recording.truth.source}.mp4"
        metadata = {"transcript": "truth"} if labels == "names" else {}  # numbers are what a diarizer gives
        self.stream = Stream(
            self.fingerprint, uri, recording.started_at, "video", recording.truth.duration, metadata=metadata
        )

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Utterance]:
        """One utterance for each turn."""
        del frames_from
        for turn in self._truth.turns:
            if turn["start"] >= sound_from:
                span = Span(turn["start"], turn["end"])
                yield Utterance(span, self._labels[turn["speaker"]], turn["text"])

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> TruthSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class TruthEyes:
    """Gives the truth's signs and faces when a clip ends."""

    resume_from = 0.0

    def __init__(self, recording: Recording) -> None:
        self._form = recording.form
        self._reached = 0.0

    def push(self, item: object) -> Sequence[Observation]:
        """Nothing closes before the clip."""
        del item
        return ()

    def end_clip(self, time: float) -> Sequence[Observation]:
        """What was shown between the last clip's end and `time`."""
        found = list(self._shown(time))
        self._reached = time
        return found

    def flush(self) -> Sequence[Observation]:
        """The rest."""
        return self.end_clip(self._form["duration"])

    def snapshot(self) -> bytes:
        """How far it has come."""
        return str(self._reached).encode()

    def restore(self, snapshot: bytes) -> None:
        """Goes on from there."""
        self._reached = float(snapshot)

    def _shown(self, time: float) -> Iterator[Observation]:
        for sign in self._form["signs"]:
            if span := self._inside(sign, time):
                yield Observation(ObservationKind.SIGN, span, text=sign["text"], times=_times(span))
        for seen in self._form["visible"]:
            if span := self._inside(seen, time):
                vector = _face(self._form["people"][seen["person"]], span)
                region = self._region(seen)
                yield Observation(ObservationKind.FACE, span, vector, region=region, times=_times(span))

    def _inside(self, row: dict[str, Any], time: float) -> Span | None:
        start, end = max(row["start"], self._reached), min(row["end"], time)
        return Span(start, end) if end > start else None

    def _region(self, seen: dict[str, Any]) -> Region:
        """The box of the truth; where it has none, people stand beside each other."""
        width, height = self._form["size"]
        if "box" in seen:
            left, top, right, bottom = seen["box"]
            return Region(left / width, top / height, right / width, bottom / height)
        beside = [row["person"] for row in self._form["visible"] if row["start"] == seen["start"]]
        left = (beside.index(seen["person"]) + 0.25) / len(beside)
        return Region(left, 0.2, left + 0.5 / len(beside), 0.7)


def _times(span: Span) -> tuple[float, ...]:
    first = int(np.ceil(span.start / FRAME_SECONDS))
    return tuple(i * FRAME_SECONDS for i in range(first, int(np.ceil(span.end / FRAME_SECONDS))))


def _face(name: str, span: Span) -> np.ndarray:
    """A vector near the person's own, which only depends on the name."""
    own = np.random.default_rng(zlib.crc32(name.encode())).standard_normal(FACE_DIM)
    noise = np.random.default_rng(int(span.start * 1000)).standard_normal(FACE_DIM)
    vector = own / np.linalg.norm(own) + NOISE * noise
    return (vector / np.linalg.norm(vector)).astype(np.float32)
