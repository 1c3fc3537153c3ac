"""What identity knows of one stream, as bytes: so that nobody reads a stream's observations twice.

JSON with vectors in base64.  It is derived and can be thrown away: whoever does not find it, or finds one of an
older form, reads the observations again.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..units import unit_kind, unit_stream
from .links import Links
from .lips import Lips
from .summaries import EXEMPLARS, StreamUnits, UnitSummary

FORM = 3
"""Of the bytes; raise it with each change of what is kept."""


def pack(stream: StreamUnits) -> bytes:
    """The units of a stream and its voice–face counts."""
    units = [_unit(stream.summaries[unit]) for unit in sorted(stream.summaries)]
    found = {"form": FORM, "units": units, "links": _links(stream.links), "lips": stream.links.lips.state()}
    return json.dumps(found, separators=(",", ":"), ensure_ascii=False).encode()


def unpack(state: bytes, stream: StreamUnits) -> bool:
    """Fills an empty stream with what `pack` was given, exactly; False where the bytes are of another form."""
    found = json.loads(state)
    if found.get("form") != FORM:
        return False
    stream.summaries = {each["unit"]: _unit_of(each) for each in found["units"]}
    stream.links = _links_of(found["links"])
    stream.links.lips = Lips.of_state(found["lips"])
    return True


def _unit(summary: UnitSummary) -> dict[str, Any]:
    found = {
        "unit": summary.unit,
        "first": list(summary.first),
        "count": summary.count,
        "seconds": summary.seconds,
        "faces": [_bytes(np.asarray(vector, np.float32)) for vector in summary.faces.vectors],
        "qualities": summary.faces.qualities,
        "voice": None if summary.voice is None else _bytes(summary.voice),
        "voiced": summary.voiced,
        "label": summary.label,
        "apart": sorted(summary.apart),
        "claims": [[name, source, weight] for (name, source), weight in sorted(summary.claims.items())],
        "denied": [[name, weight] for name, weight in sorted(summary.denied.items())],
    }
    return {key: value for key, value in found.items() if value not in (None, [], "", 0)}


def _unit_of(found: dict[str, Any]) -> UnitSummary:
    unit: str = found["unit"]
    summary = UnitSummary(unit, unit_kind(unit), unit_stream(unit))
    clip, second = found["first"]
    summary.first = int(clip), float(second)
    summary.count, summary.seconds = found.get("count", 0), float(found.get("seconds", 0.0))
    summary.faces.limit = EXEMPLARS
    summary.faces.vectors = [np.frombuffer(base64.b64decode(each), np.float32) for each in found.get("faces", [])]
    summary.faces.qualities = [float(each) for each in found.get("qualities", [])]
    if "voice" in found:
        summary.voice = np.frombuffer(base64.b64decode(found["voice"]), np.float64)
    summary.voiced, summary.label = float(found.get("voiced", 0.0)), found.get("label", "")
    summary.apart = set(found.get("apart", []))
    summary.claims = Counter({(name, source): weight for name, source, weight in found.get("claims", [])})
    summary.denied = Counter(dict(found.get("denied", [])))
    return summary


def _links(links: Links) -> list[list[Any]]:
    return sorted([voice, sorted(faces), count] for (voice, faces), count in links.turns.items())


def _links_of(found: list[list[Any]]) -> Links:
    links = Links()
    for voice, faces, count in found:
        links.turns[voice, frozenset(faces)] = count
    return links


def _bytes(vector: NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(vector).tobytes()).decode("ascii")
