"""Rows of the tables from and to the types of `memory/types.py`. No row is lost or rounded on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..encoders.types import ObservationKind, Region
from ..streams.types import Span, Vector
from .types import (
    ClipRecord,
    Decision,
    Entry,
    EntryKind,
    Evidence,
    MayBe,
    Mention,
    Person,
    Row,
    Statement,
    StoredObservation,
    StreamRecord,
)

ENTRY_COLUMNS = (
    "id", "kind", "stream", "clip", "start", "end", "at", "known_at", "text", "speaker", "units", "mentions",
    "evidence", "confidence", "language", "origin",
)  # fmt: skip
"""What an `Entry` is made of."""

# Scripts that are written without spaces, or with few of them: Thai and Lao, Myanmar, Khmer, kana, Han, Hangul.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)


def grams_of(text: str) -> str:
    """The runs of a text in scripts without spaces, to be indexed by character n-grams; "" where there are none."""
    return " ".join(_UNSPACED.findall(text))


def utc(value: datetime | None) -> datetime | None:
    """The same moment in UTC."""
    return None if value is None else value.astimezone(UTC)


def entry_row(row: Row, *, position: int, commit: int, dim: int) -> dict[str, Any]:
    """A row of `entries`.

    Raises:
        ValueError: a vector has another width than the table's.
    """
    entry = row.entry
    until = None if entry.at is None else utc(entry.at + timedelta(seconds=entry.span.duration))
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "stream": entry.stream,
        "clip": entry.clip,
        "position": position,
        "start": entry.span.start,
        "end": entry.span.end,
        "at": utc(entry.at),
        "until": until,
        "known_at": utc(entry.known_at),
        "text": entry.text,
        "context": row.context,
        "grams": grams_of(entry.text),
        "speaker": entry.speaker,
        "units": list(entry.units),
        "mentions": [{"start": m.start, "end": m.end, "unit": m.unit} for m in entry.mentions],
        "evidence": [
            {"stream": e.stream, "start": e.span.start, "end": e.span.end, "thumbnail": e.thumbnail}
            for e in entry.evidence
        ],
        "confidence": entry.confidence,
        "language": entry.language,
        "origin": entry.origin,
        "vector": _fixed(row.vector, dim, entry.id),
        "context_vector": _fixed(row.context_vector, dim, entry.id),
        "commit": commit,
    }


def _fixed(vector: Vector | None, dim: int, entry: str) -> NDArray[np.float32] | None:
    if vector is None:
        return None
    if vector.shape != (dim,):
        msg = f"entry {entry}: a vector of shape {vector.shape} does not fit the memory's text encoder ({dim} numbers)"
        raise ValueError(msg)
    # An empty text has a zero vector, which is near to nothing: null keeps it out of the search.
    return np.asarray(vector, dtype=np.float32) if np.any(vector) else None


def entry_of(found: Mapping[str, Any]) -> Entry:
    """An entry from its row."""
    return Entry(
        id=found["id"],
        kind=EntryKind(found["kind"]),
        stream=found["stream"],
        clip=found["clip"],
        span=Span(found["start"], found["end"]),
        text=found["text"],
        speaker=found["speaker"],
        mentions=tuple(Mention(m["start"], m["end"], m["unit"]) for m in found["mentions"]),
        units=tuple(found["units"]),
        evidence=tuple(Evidence(e["stream"], Span(e["start"], e["end"]), e["thumbnail"]) for e in found["evidence"]),
        at=utc(found["at"]),
        known_at=utc(found["known_at"]),
        confidence=found["confidence"],
        language=found["language"],
        origin=found["origin"],
    )


def observation_row(observation: StoredObservation, *, ordinal: int, commit: int) -> dict[str, Any]:
    """A row of `observations`."""
    box, vector = observation.region, observation.vector
    return {
        "id": observation.id,
        "stream": observation.stream,
        "clip": observation.clip,
        "ordinal": ordinal,
        "kind": observation.kind.value,
        "start": observation.span.start,
        "end": observation.span.end,
        "unit": observation.unit,
        "vector": None if vector is None else np.asarray(vector, dtype=np.float32),
        "confidence": observation.confidence,
        "label": observation.label,
        "times": list(observation.times),
        "region": box and {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom},
        "thumbnail": observation.thumbnail,
        "trace": observation.trace,
        "commit": commit,
    }


def observations_of(found: pa.Table) -> list[StoredObservation]:
    """Observations in order of stream, clip and ordinal."""
    ordered = found.sort_by([("stream", "ascending"), ("clip", "ascending"), ("ordinal", "ascending")])
    vectors = vectors_of(ordered["vector"])
    rows = ordered.drop_columns(["vector"]).to_pylist()
    return [_observation(row, vector) for row, vector in zip(rows, vectors, strict=True)]


def _observation(found: Mapping[str, Any], vector: Vector | None) -> StoredObservation:
    box = found["region"]
    return StoredObservation(
        id=found["id"],
        stream=found["stream"],
        clip=found["clip"],
        kind=ObservationKind(found["kind"]),
        span=Span(found["start"], found["end"]),
        unit=found["unit"],
        vector=vector,
        confidence=found["confidence"],
        label=found["label"],
        times=tuple(found["times"]),
        region=None if box is None else Region(**box),
        thumbnail=found["thumbnail"],
        trace=found["trace"] or b"",
    )


def vectors_of(column: pa.ChunkedArray) -> list[Vector | None]:
    """The vectors of a list column, without a Python object per number."""
    found: list[Vector | None] = []
    for chunk in column.chunks:
        flat = chunk.flatten().to_numpy(zero_copy_only=False).astype(np.float32, copy=False)
        position = 0  # `flatten` leaves out the null rows
        for is_valid, length in zip(chunk.is_valid().to_pylist(), chunk.value_lengths().to_pylist(), strict=True):
            if not is_valid:
                found.append(None)
                continue
            found.append(flat[position : position + length].copy())
            position += length
    return found


def statement_row(statement: Statement, *, ordinal: int, commit: int) -> dict[str, Any]:
    """A row of `statements`."""
    names = ("id", "stream", "clip", "entry", "subject", "predicate", "object", "text", "time", "confidence", "source")
    found = {name: getattr(statement, name) for name in names}
    return found | {"at": utc(statement.at), "ordinal": ordinal, "commit": commit}


def statement_of(found: Mapping[str, Any]) -> Statement:
    """A statement from its row."""
    kept = {key: value for key, value in found.items() if key not in ("ordinal", "commit", "at")}
    return Statement(**kept, at=utc(found["at"]))


def clip_row(clip: ClipRecord, *, commit: int) -> dict[str, Any]:
    """A row of `clips`."""
    return {
        "id": clip.id,
        "stream": clip.stream,
        "index": clip.index,
        "start": clip.span.start,
        "end": clip.span.end,
        "entries": clip.entries,
        "snapshot": clip.snapshot or None,
        "is_last": clip.is_last,
        "commit": commit,
    }


def clip_of(found: Mapping[str, Any]) -> ClipRecord:
    """A clip from its row, which may come without the snapshot."""
    return ClipRecord(
        id=found["id"],
        stream=found["stream"],
        index=found["index"],
        span=Span(found["start"], found["end"]),
        entries=found["entries"],
        snapshot=found.get("snapshot") or b"",
        is_last=found["is_last"],
    )


def stream_row(record: StreamRecord) -> dict[str, Any]:
    """A row of `streams`."""
    names = ("id", "uri", "kind", "duration", "clips", "is_complete", "fingerprint", "settings")
    return {name: getattr(record, name) for name in names} | {"started_at": utc(record.started_at)}


def stream_of(found: Mapping[str, Any]) -> StreamRecord:
    """A stream from its row."""
    return StreamRecord(**{**found, "started_at": utc(found["started_at"])})


def person_row(person: Person) -> dict[str, Any]:
    """A row of `people`; appearances are read from the observations and not kept twice."""
    return {
        "id": person.id,
        "name": person.name,
        "names": list(person.names),
        "units": list(person.units),
        "is_confirmed": person.is_confirmed,
        "is_tentative": person.is_tentative,
        "is_hidden": person.is_hidden,
        "may_be": [{"person": each.person, "probability": each.probability} for each in person.may_be],
    }


def person_of(found: Mapping[str, Any]) -> Person:
    """A person from its row."""
    return Person(
        found["id"],
        found["name"],
        names=tuple(found["names"]),
        units=tuple(found["units"]),
        is_confirmed=found["is_confirmed"],
        is_tentative=found["is_tentative"],
        is_hidden=found["is_hidden"],
        may_be=tuple(MayBe(each["person"], each["probability"]) for each in found["may_be"] or ()),
    )


def decision_row(decision: Decision, *, ordinal: int) -> dict[str, Any]:
    """A row of `decisions`."""
    names = ("id", "action", "value", "by", "why")
    found = {name: getattr(decision, name) for name in names}
    return found | {"units": list(decision.units), "at": utc(decision.at), "ordinal": ordinal}


def decision_of(found: Mapping[str, Any]) -> Decision:
    """A decision from its row."""
    kept = {key: value for key, value in found.items() if key not in ("ordinal", "units", "at")}
    return Decision(**kept, units=tuple(found["units"]), at=utc(found["at"]))


def arrow(rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows as a table of exactly this schema: float64 vectors become float32 here, at the latest."""
    return pa.Table.from_pylist(list(rows), schema=schema)


def ordered(found: pa.Table, *columns: str) -> Sequence[Mapping[str, Any]]:
    """The rows of a table in ascending order of some columns."""
    rows: list[dict[str, Any]] = found.sort_by([(column, "ascending") for column in columns]).to_pylist()
    return rows
