"""Small made-up clips for the tests of the store and of what stands on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from mneme.encoders.types import EncoderInfo, ObservationKind, Region
from mneme.memory.store import Store
from mneme.memory.types import ClipRecord, Entry, EntryKind, Row, Statement, StoredObservation
from mneme.streams.types import Span

ZERO = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)
TEXT = EncoderInfo("tiny", "1", 4)


def unit_vector(seed: int, dim: int = 4) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=dim)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def turn(stream: str, index: int, text: str, *, clip: int = 0, speaker: str = "", **more: Any) -> Row:
    entry = Entry(
        id=f"{stream}-{index:04d}",
        kind=EntryKind.TURN,
        stream=stream,
        clip=clip,
        span=Span(float(index), index + 0.5),
        text=text,
        speaker=speaker,
        units=tuple(unit for unit in (speaker, *more.pop("units", ())) if unit),
        at=ZERO + timedelta(seconds=index),
        known_at=ZERO + timedelta(seconds=index),
    )
    return Row(replace(entry, **more), context=text, vector=unit_vector(index), context_vector=unit_vector(index + 99))


def clip_of(stream: str, index: int, rows: list[Row], **more) -> ClipRecord:
    span = Span(index * 30.0, index * 30.0 + 30)
    return ClipRecord(f"{stream}-{index}", stream, index, span, len(rows), **more)


def observed(stream: str, index: int, clip: int = 0) -> StoredObservation:
    return StoredObservation(
        id=f"{stream}-o{index}",
        stream=stream,
        clip=clip,
        kind=ObservationKind.FACE if index % 2 else ObservationKind.TURN,
        span=Span(index, index + 1.25),
        unit=f"face-{stream}-{index}",
        vector=unit_vector(index, 3 + index) if index % 3 else None,
        confidence=0.9,
        label="A",
        times=(0.1, 0.2),
        region=Region(0.1, 0.2, 0.3, 0.4) if index % 2 else None,
        thumbnail="a/b.jpg",
    )


def stated(stream: str, index: int, clip: int = 0) -> Statement:
    return Statement(
        f"{stream}-s{index}", stream, clip, f"{stream}-{index:04d}", "thing-keys", "located", "shelf", "on the shelf",
        at=ZERO, time=1.5, confidence=0.7, source="other",
    )  # fmt: skip


def commit(store: Store, stream: str, index: int, texts: list[str], **more) -> list[Row]:
    rows = [turn(stream, index * 30 + i, text, clip=index) for i, text in enumerate(texts)]
    store.commit(
        clip_of(stream, index, rows, **more),
        rows=rows,
        observations=[observed(stream, index * 30 + i, index) for i in range(2)],
        statements=[stated(stream, index * 30 + i, index) for i in range(2)],
    )
    return rows
