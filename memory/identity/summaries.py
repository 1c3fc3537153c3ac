"""What identity keeps of each unit: a bounded summary that grows clip by clip, never the observations.

A summary is a function of the unit's observations in order, and units live in one stream, so the state of a
memory does not depend on the order in which its streams came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ...encoders.types import ObservationKind
from ...streams.types import Span
from ..likeness import Exemplars
from ..names.ledger import note_claim, note_denial
from ..types import Statement, StoredObservation, UnitKind
from ..units import may_be_one, unit_kind, unit_stream
from .links import LinkOptions, Links

EXEMPLARS = 8
"""Vectors kept per face unit."""
AT_ONCE = 0.8
"""Seconds for which two voices must speak at once to be two people."""
AT_ONCE_SHARE = 0.25
"""The same as a share of the shorter turn."""
CLIPS_KEPT = 2
"""Clips whose faces are kept for a turn that was carried over."""


@dataclass(slots=True)
class UnitSummary:
    """All that is known of one unit."""

    unit: str
    kind: UnitKind
    stream: str
    first: tuple[int, float] = (1 << 60, 0.0)
    """Clip and second of its first observation."""
    count: int = 0
    """Observations."""
    seconds: float = 0.0
    """Seconds seen or heard."""
    faces: Exemplars = field(default_factory=lambda: Exemplars(EXEMPLARS))
    voice: NDArray[np.float64] | None = None
    """Sum of the turns' vectors, each times its seconds, (dim,)."""
    voiced: float = 0.0
    """Seconds behind that sum."""
    label: str = ""
    apart: set[str] = field(default_factory=set)
    """Units that were seen or heard at the same time: never the same person."""
    claims: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(name, source) → weight of the claims that the unit bears it."""
    denied: Counter[str] = field(default_factory=Counter)
    """Name → weight of the claims that it does not: it speaks to somebody of that name."""

    @property
    def face(self) -> NDArray[np.float64] | None:
        """Sum of its exemplars, (dim,)."""
        return np.sum(self.faces.vectors, axis=0, dtype=np.float64) if self.faces.vectors else None


@dataclass(slots=True)
class _Recent:
    """Faces and turns of a stream's last clips."""

    faces: list[StoredObservation] = field(default_factory=list)
    turns: list[StoredObservation] = field(default_factory=list)


class StreamUnits:
    """What one stream tells: summaries of its units, its voice–face counts. A function of its clips in order."""

    def __init__(self, stream: str, options: LinkOptions) -> None:
        self.stream = stream
        self.summaries: dict[str, UnitSummary] = {}
        self.links = Links()
        self._options = options
        self._recent = _Recent()

    def add(self, observations: Iterable[StoredObservation], statements: Iterable[Statement]) -> None:
        """Takes the observations and statements of one or several clips, in order of clip."""
        by_clip: defaultdict[int, list[StoredObservation]] = defaultdict(list)
        for each in observations:
            by_clip[each.clip].append(each)
        for clip, group in sorted(by_clip.items()):
            self._add_clip(clip, group)
        of_names = [each for each in statements if each.predicate in ("name", "not_name")]
        for said in sorted(of_names, key=lambda each: (each.clip, each.time)):  # what is said later may correct
            summary = self._summary(said.subject, (said.clip, said.time))
            if said.predicate == "name":
                note_claim(summary.claims, said.object, said.source, said.confidence)
            else:
                note_denial(summary.claims, summary.denied, said.object, said.source, said.confidence)

    def go_on(self, latest: Iterable[StoredObservation]) -> None:
        """Before more is added to what was restored: the observations of the last clips that it covers."""
        for each in latest:
            if each.unit and each.kind is ObservationKind.FACE:
                self._recent.faces.append(each)
            elif each.unit and each.kind is ObservationKind.TURN:
                self._recent.turns.append(each)

    def _summary(self, unit: str, first: tuple[int, float]) -> UnitSummary:
        summary = self.summaries.get(unit)
        if summary is None:
            summary = self.summaries[unit] = UnitSummary(unit, unit_kind(unit), unit_stream(unit))
        summary.first = min(summary.first, first)
        return summary

    def _add_clip(self, clip: int, group: list[StoredObservation]) -> None:
        recent = self._recent
        recent.faces = [each for each in recent.faces if each.clip > clip - CLIPS_KEPT]
        recent.turns = [each for each in recent.turns if each.clip > clip - CLIPS_KEPT]
        faces = [each for each in group if each.kind is ObservationKind.FACE and each.unit]
        turns = [each for each in group if each.kind is ObservationKind.TURN and each.unit]
        for each in [*faces, *turns]:
            self._learn(each)
        for place, face in enumerate(faces):
            for other in faces[:place]:
                if face.unit != other.unit and not may_be_one(face, other):
                    self._keep_apart(face.unit, other.unit)
        self.links.watch(faces)
        recent.faces.extend(faces)
        for turn in turns:
            self._overlaps(turn, recent.turns)
            recent.turns.append(turn)
            if unit_kind(turn.unit) in (UnitKind.VOICE, UnitKind.LABEL):
                self.links.hear(turn, recent.faces, self._options)

    def _learn(self, each: StoredObservation) -> None:
        summary = self._summary(each.unit, (each.clip, each.span.start))
        summary.count += max(1, len(each.times)) if each.kind is ObservationKind.FACE else 1
        summary.seconds += each.span.duration
        summary.label = summary.label or (each.label if summary.kind is UnitKind.LABEL else "")
        if each.vector is None:
            return
        if each.kind is ObservationKind.FACE:
            summary.faces.add(each.vector, each.confidence)
            return
        weight = max(each.span.duration, 0.1)
        vector = np.asarray(each.vector, np.float64) * weight
        summary.voice = vector if summary.voice is None else summary.voice + vector
        summary.voiced += weight

    def _overlaps(self, turn: StoredObservation, others: Iterable[StoredObservation]) -> None:
        for other in others:
            if other.unit != turn.unit and _at_once(turn.span, other.span):
                self._keep_apart(turn.unit, other.unit)

    def _keep_apart(self, one: str, other: str) -> None:
        self.summaries[one].apart.add(other)
        self.summaries[other].apart.add(one)


def gathered(streams: Iterable[StreamUnits]) -> dict[str, UnitSummary]:
    """Unit → summary over several streams: what a note says of a unit of a recording is added to what that tells."""
    found: dict[str, UnitSummary] = {}
    for stream in streams:
        for unit, summary in stream.summaries.items():
            known = found.get(unit)
            if known is None:
                found[unit] = summary
            elif (known.count > 0) >= (summary.count > 0):
                found[unit] = _together(known, summary)
            else:
                found[unit] = _together(summary, known)
    return found


def _together(seen: UnitSummary, told: UnitSummary) -> UnitSummary:
    """A unit that was observed in one stream and spoken of in another."""
    first = seen.first if seen.count else min(seen.first, told.first)
    total = replace(seen, first=first, claims=Counter(seen.claims), denied=Counter(seen.denied))
    total.claims.update(told.claims)
    total.denied.update(told.denied)
    return total


def _at_once(one: Span, other: Span) -> bool:
    shared = one.overlap(other)
    return shared >= AT_ONCE and shared >= AT_ONCE_SHARE * min(one.duration, other.duration)
