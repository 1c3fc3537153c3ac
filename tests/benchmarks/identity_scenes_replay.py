"""What was seen and heard in a film, kept in a file and put through the rest of the pipeline again.

Decoding and models cost about as much time as the film is long; everything behind them (units, entries, names,
statements, people) a second.  So a film is indexed once, and whoever works on what comes behind reads its
observations again.  The replayed memory is what `index` would make of the same observations.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from mneme.encoders import registry
from mneme.encoders.types import EncoderInfo, Observation, ObservationKind, Region
from mneme.memory.memorize import memorize
from mneme.memory.store import Store
from mneme.memory.types import StoredObservation
from mneme.streams.types import Sound, Span, Stream

import mneme

_RATE_HZ = 16_000


def keep(memory: Path, file: Path) -> None:
    """Writes what a memory's streams were seen and heard as, oldest stream first; pictures are left out."""
    streams = []
    with Store.open(memory, mode="read") as store:
        encoders = {role: asdict(info) for role, info in store.encoders.items()}
        for record in sorted(store.streams(), key=lambda each: str(each.started_at)):
            texts = {entry.id: (entry.text, entry.language) for entry in store.scan(stream=record.id)}
            streams.append(
                {
                    "id": record.id,
                    "uri": record.uri,
                    "kind": record.kind,
                    "started_at": record.started_at.isoformat() if record.started_at else None,
                    "fingerprint": record.fingerprint,
                    "clips": [clip.span.end for clip in store.clips(record.id)],
                    "observations": [
                        _written(each, *texts.get(each.id, ("", "en"))) for each in store.observations(stream=record.id)
                    ],
                }
            )
    file.write_text(json.dumps({"encoders": encoders, "streams": streams}), encoding="utf-8")


def _written(each: StoredObservation, text: str, language: str) -> dict[str, Any]:
    return {
        "clip": each.clip,
        "kind": each.kind.value,
        "span": [each.span.start, each.span.end],
        "vector": None if each.vector is None else _text_of(np.asarray(each.vector, np.float32).tobytes()),
        "text": "" if each.kind is ObservationKind.FACE else text,
        "confidence": each.confidence,
        "region": None if each.region is None else asdict(each.region),
        "label": each.label,
        "language": language,
        "times": list(each.times),
        "trace": _text_of(each.trace),
    }


def _text_of(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _read(form: dict[str, Any]) -> Observation:
    vector = form["vector"]
    return Observation(
        kind=ObservationKind(form["kind"]),
        span=Span(*form["span"]),
        vector=None if vector is None else np.frombuffer(base64.b64decode(vector), np.float32),
        text=form["text"],
        confidence=form["confidence"],
        region=None if form["region"] is None else Region(**form["region"]),
        label=form["label"],
        language=form["language"],
        times=tuple(form["times"]),
        trace=base64.b64decode(form["trace"]),
    )


def replay(file: Path, folder: Path, *, preset: str) -> mneme.Memory:
    """A fresh memory in `folder` of what `keep` has written; stream by stream, as indexed."""
    form = json.loads(file.read_text(encoding="utf-8"))
    memory = mneme.open(folder, preset=preset)
    models = memory.settings.read.models
    text_encoder = registry.load("text", models.text, **models.options.get("text", {})) if models.text else None
    encoders = {role: EncoderInfo(**info) for role, info in form["encoders"].items()}
    with Store.open(folder, mode="write", encoders=encoders, options=memory.settings.read.store) as store:
        for stream in form["streams"]:
            memorize(
                _Source(stream),
                store,
                senses=lambda stream=stream: {"seen": _Seen(stream["observations"])},
                text_encoder=text_encoder,
                options=memory.settings.memorizing().memorize,
            )
    return memory


class _Source:
    """A second of silence for every second of the film: it makes the clips."""

    is_replayable = True

    def __init__(self, form: dict[str, Any]) -> None:
        self.fingerprint = form["fingerprint"]
        started_at = datetime.fromisoformat(form["started_at"]) if form["started_at"] else None
        self._end = max(form["clips"], default=0.0)
        self.stream = Stream(form["id"], form["uri"], started_at, form["kind"], self._end)

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Sound]:
        """Sound up to the film's end."""
        del frames_from
        second = np.zeros(_RATE_HZ, np.float32)
        time = sound_from
        while time < self._end - 1e-6:
            count = min(_RATE_HZ, max(1, round((self._end - time) * _RATE_HZ)))
            yield Sound(time, second[:count])
            time += count / _RATE_HZ

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> _Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Seen:
    """Gives the kept observations of a clip when the clip ends."""

    resume_from = 0.0

    def __init__(self, forms: Sequence[dict[str, Any]]) -> None:
        self._clips: defaultdict[int, list[Observation]] = defaultdict(list)
        for form in forms:
            self._clips[form["clip"]].append(_read(form))
        self._next = 0

    def push(self, item: object) -> Sequence[Observation]:
        """Nothing closes before the clip."""
        del item
        return ()

    def end_clip(self, time: float) -> Sequence[Observation]:
        """The next clip's."""
        del time
        self._next += 1
        return self._clips.pop(self._next - 1, [])

    def flush(self) -> Sequence[Observation]:
        """Whatever is left."""
        return [each for _, found in sorted(self._clips.items()) for each in found]

    def snapshot(self) -> bytes:
        """A replay is never resumed."""
        return b""

    def restore(self, snapshot: bytes) -> None:
        """See `snapshot`."""
