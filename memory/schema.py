"""The tables: their columns, and what their metadata says of version and encoders.

Every row of `observations`, `statements`, `entries` and `clips` bears the number of the commit that
wrote it (1, 2, 3, … over the whole memory).  A clip's own row is written last: rows with a number above
the highest in `clips` belong to no committed clip.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

from ..encoders.types import EncoderInfo
from ..streams.errors import MemoryMismatch

SCHEMA_VERSION = 3
"""Raise it with each change of a table, and add the step to `migrations.py`."""
DEFAULT_DIM = 384
"""Width of the text vectors' columns of a memory that was made without a text encoder."""
VERSION_KEY = "mneme:schema"
ENCODER_KEY = "mneme:encoder:"
"""Followed by "text", "face", "voice" or "scene"."""
PRIVACY_KEY = "mneme:privacy"
"""Its value is `privacy.PrivacyPolicy.to_json`; absent where nobody has said anything."""
METADATA_COLUMN = "id"
"""The column of `entries` whose metadata holds these keys: a column's can be changed, a schema's own cannot."""

_WHEN = pa.timestamp("us", tz="UTC")
_BOX = pa.struct([(side, pa.float64()) for side in ("left", "top", "right", "bottom")])
_MENTION = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("unit", pa.string())])
_EVIDENCE = pa.struct(
    [("stream", pa.string()), ("start", pa.float64()), ("end", pa.float64()), ("thumbnail", pa.string())]
)

STREAMS = pa.schema(
    [
        ("id", pa.string()),
        ("uri", pa.string()),
        ("kind", pa.string()),
        ("started_at", _WHEN),
        ("duration", pa.float64()),
        ("clips", pa.int32()),
        ("is_complete", pa.bool_()),
        ("fingerprint", pa.string()),
        ("settings", pa.string()),
    ]
)
"""One row per source."""

CLIPS = pa.schema(
    [
        ("id", pa.string()),
        ("stream", pa.string()),
        ("index", pa.int32()),
        ("start", pa.float64()),
        ("end", pa.float64()),
        ("entries", pa.int32()),
        ("snapshot", pa.binary()),  # null once a later clip of the stream is there
        ("is_last", pa.bool_()),
        ("commit", pa.int64()),
    ]
)
"""One row per committed clip: the commit mark."""

OBSERVATIONS = pa.schema(
    [
        ("id", pa.string()),
        ("stream", pa.string()),
        ("clip", pa.int32()),
        ("ordinal", pa.int32()),
        ("kind", pa.string()),
        ("start", pa.float64()),
        ("end", pa.float64()),
        ("unit", pa.string()),
        ("vector", pa.list_(pa.float32())),  # each kind has its own width
        ("confidence", pa.float64()),
        ("label", pa.string()),
        ("times", pa.list_(pa.float64())),
        ("region", _BOX),
        ("thumbnail", pa.string()),
        ("trace", pa.binary()),
        ("commit", pa.int64()),
    ]
)
"""One row per thing seen or heard."""

STATEMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("stream", pa.string()),
        ("clip", pa.int32()),
        ("ordinal", pa.int32()),
        ("entry", pa.string()),
        ("subject", pa.string()),
        ("predicate", pa.string()),
        ("object", pa.string()),
        ("text", pa.string()),
        ("at", _WHEN),
        ("time", pa.float64()),
        ("confidence", pa.float64()),
        ("source", pa.string()),
        ("commit", pa.int64()),
    ]
)
"""One row per clear statement about a subject."""

PEOPLE = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("names", pa.list_(pa.string())),
        ("units", pa.list_(pa.string())),
        ("is_confirmed", pa.bool_()),
        ("is_tentative", pa.bool_()),
        ("is_hidden", pa.bool_()),
        ("may_be", pa.list_(pa.struct([("person", pa.string()), ("probability", pa.float64())]))),
    ]
)
"""The derived assignment of units to people; replaced as a whole."""

SUMMARIES = pa.schema(
    [
        ("stream", pa.string()),
        ("clip", pa.int32()),  # the last one that it covers
        ("state", pa.binary()),
    ]
)
"""What identity has made of a stream's observations: derived, one row per stream."""

PORTRAITS = pa.schema(
    [
        ("person", pa.string()),
        ("faces", pa.list_(pa.float32())),  # one after the other: the encoder's width tells how many
        ("voices", pa.list_(pa.float32())),
        ("voiced", pa.float64()),
    ]
)
"""What people are recognized by in a large memory: derived, a few vectors of each."""

DECISIONS = pa.schema(
    [
        ("id", pa.string()),
        ("action", pa.string()),
        ("units", pa.list_(pa.string())),
        ("value", pa.string()),
        ("at", _WHEN),
        ("by", pa.string()),
        ("why", pa.string()),
        ("ordinal", pa.int32()),
    ]
)
"""The log of what people decided; only appended to."""


def entries(dim: int) -> pa.Schema:
    """One row per moment; both vectors have `dim` numbers or are null."""
    return pa.schema(
        [
            ("id", pa.string()),
            ("kind", pa.string()),
            ("stream", pa.string()),
            ("clip", pa.int32()),
            ("position", pa.int32()),  # 0, 1, 2, … among the entries of its kind in its stream
            ("start", pa.float64()),
            ("end", pa.float64()),
            ("at", _WHEN),
            ("until", _WHEN),  # `at` of the end: a turn is known only then
            ("known_at", _WHEN),
            ("text", pa.string()),
            ("context", pa.string()),
            ("grams", pa.string()),  # what the text holds in scripts without spaces
            ("speaker", pa.string()),
            ("units", pa.list_(pa.string())),
            ("mentions", pa.list_(_MENTION)),
            ("evidence", pa.list_(_EVIDENCE)),
            ("confidence", pa.float64()),
            ("language", pa.string()),
            ("origin", pa.string()),
            ("vector", pa.list_(pa.float32(), dim)),
            ("context_vector", pa.list_(pa.float32(), dim)),
            ("commit", pa.int64()),
        ]
    )


def as_int32(values: Sequence[int]) -> pa.Array:
    """Numbers as a column of that type."""
    return pa.array(values, pa.int32())


def tables(dim: int) -> dict[str, pa.Schema]:
    """All tables in the order in which they are created: `entries`, the mark of a memory, comes last."""
    return {
        "streams": STREAMS,
        "clips": CLIPS,
        "observations": OBSERVATIONS,
        "statements": STATEMENTS,
        "people": PEOPLE,
        "summaries": SUMMARIES,
        "portraits": PORTRAITS,
        "decisions": DECISIONS,
        "entries": entries(dim),
    }


def metadata_of(version: int, encoders: Mapping[str, EncoderInfo], privacy: str = "") -> dict[str, str]:
    """What the metadata column says."""
    found = {VERSION_KEY: str(version)}
    if privacy:
        found[PRIVACY_KEY] = privacy
    for role, info in sorted(encoders.items()):
        found[ENCODER_KEY + role] = json.dumps({"name": info.name, "version": info.version, "dim": info.dim})
    return found


def read_metadata(schema: pa.Schema) -> tuple[int, dict[str, EncoderInfo]]:
    """(schema version, encoders by role) of the table `entries`."""
    raw = schema.field(METADATA_COLUMN).metadata or {}
    texts = {key.decode(): value.decode() for key, value in raw.items()}
    encoders: dict[str, EncoderInfo] = {}
    for key, value in sorted(texts.items()):
        if key.startswith(ENCODER_KEY):
            found = json.loads(value)
            encoders[key.removeprefix(ENCODER_KEY)] = EncoderInfo(found["name"], found["version"], int(found["dim"]))
    return int(texts.get(VERSION_KEY, "1")), encoders


def read_privacy(schema: pa.Schema) -> str:
    """The policy in the metadata of the table `entries`, "" where there is none."""
    raw = schema.field(METADATA_COLUMN).metadata or {}
    return bytes(raw.get(PRIVACY_KEY.encode(), b"")).decode()


def check_encoders(
    place: str, recorded: Mapping[str, EncoderInfo], given: Mapping[str, EncoderInfo | None]
) -> dict[str, EncoderInfo]:
    """The encoders that the memory does not know yet.

    A missing encoder (None) is no contradiction: its vectors stay null until it is back.

    Raises:
        MemoryMismatch: one of them is another than the vectors were made with.
    """
    fresh: dict[str, EncoderInfo] = {}
    for role, info in given.items():
        known = recorded.get(role)
        if info is None or info == known:
            continue
        if known is not None:
            msg = (
                f"the memory at {place} was made with the {role} encoder {_spoken(known)}, this is {_spoken(info)}: "
                f"open it with the preset that it was made with, or index the sources again into a new folder"
            )
            raise MemoryMismatch(msg)
        fresh[role] = info
    return fresh


def _spoken(info: EncoderInfo) -> str:
    return f"{info.name} {info.version} ({info.dim} numbers)"
