"""Which unit an observation belongs to: micro-clusters within one stream, made once and kept.

Conservative on purpose: what is not surely the same starts a unit of its own, because `identity/derive.py` can
join units later, by more evidence, and nothing can take one apart.  A unit id is `KIND-STREAM-REST`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..encoders.types import Observation, ObservationKind
from ..streams.types import Vector
from .likeness import Exemplars, doubt, doubts
from .types import StoredObservation, UnitKind

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsOptions:
    """Thresholds are cosines of unit-normed vectors, less what doubt in a face takes off (`likeness`).

    Measured with dlib's embedding on `media/faces` (14 photographs, six degraded copies each) and on the
    test scenes: clear pictures of one person 0.93..0.99 (5 % of pairs under 0.923), of two 0.72..0.911;
    within the scenes one person ≥ 0.938, two people ≤ 0.904.
    """

    face_same: float = 0.925
    """From here on a face is that of the unit."""
    face_average: float = 0.90
    """The mean over the unit's exemplars must reach this as well, so that no chain links two people."""
    voice_same: float = 0.90
    """For voices without a diarizer's label only (Resemblyzer: same voice ≥ 0.90, others ≤ 0.87)."""
    exemplars: int = 8
    """Most vectors kept per unit."""


def digest(text: str, length: int = 8) -> str:
    """The first hexadecimal digits of a text's SHA-256; spaces and case do not count."""
    return hashlib.sha256(" ".join(text.split()).casefold().encode()).hexdigest()[:length]


class _Seen(Protocol):
    """A face as it was seen in a clip: observed or stored."""

    @property
    def times(self) -> tuple[float, ...]: ...

    @property
    def label(self) -> str: ...


def may_be_one(face: _Seen, other: _Seen) -> bool:
    """Whether two faces of a clip may be one person's: two in one frame are not, but for one that is shown twice."""
    return (bool(face.label) and face.label == other.label) or set(face.times).isdisjoint(other.times)


def face_unit(stream: str, number: int) -> str:
    """The id of a stream's face unit."""
    return f"{UnitKind.FACE}-{stream}-{number}"


def voice_unit(stream: str, label: str) -> str:
    """The id of a voice unit, by the diarizer's label."""
    return f"{UnitKind.VOICE}-{stream}-{label}"


def label_unit(stream: str, label: str) -> str:
    """The id of a transcript's speaker label in one stream."""
    return f"{UnitKind.LABEL}-{stream}-{digest(label)}"


def name_unit(stream: str, name: str) -> str:
    """The id of a name that is only heard or read in one stream."""
    return f"{UnitKind.NAME}-{stream}-{digest(name)}"


def thing_unit(name: str) -> str:
    """The id of a thing or a place by its normal form (`mentions_things.normal_form`), one in the whole memory."""
    return f"{UnitKind.THING}-{digest(name, 12)}"


def unit_kind(unit: str) -> UnitKind:
    """What a unit is known by."""
    return UnitKind(unit.partition("-")[0])


def unit_stream(unit: str) -> str:
    """The stream of a unit, "" for things."""
    return "" if unit_kind(unit) is UnitKind.THING else unit.split("-", 2)[1]


@dataclass(slots=True)
class _Known:
    """Faces with their qualities."""

    vectors: list[Vector]
    qualities: list[float]


class Units:
    """The units of one stream, online. The same observations in the same clips give the same units."""

    def __init__(self, stream: str, options: UnitsOptions | None = None) -> None:
        self.stream = stream
        self.options = options or UnitsOptions()
        self._exemplars: dict[str, Exemplars] = {}
        self._counts: defaultdict[UnitKind, int] = defaultdict(int)

    def assign(self, observations: Sequence[Observation], *, is_transcript: bool = False) -> list[str]:
        """Units of the observations of one clip, in their order; "" where nothing tells (signs, scenes, too short).

        Args:
            observations: all of one clip: two faces that share one of their `times` are never one unit, unless their
                label says that they are one face shown twice.
            is_transcript: whether turns come from a transcript, so that labels are its speakers' names.
        """
        units = [""] * len(observations)
        faces = [
            i for i, each in enumerate(observations) if each.kind is ObservationKind.FACE and each.vector is not None
        ]
        for i, unit in zip(faces, self._assign_faces([observations[i] for i in faces]), strict=True):
            units[i] = unit
        for i, each in enumerate(observations):
            if each.kind is ObservationKind.TURN:
                units[i] = self._voice(each, is_transcript=is_transcript)
            self._note(units[i], each.vector, each.confidence)
        return units

    def restore(self, stored: Iterable[StoredObservation]) -> None:
        """Rebuilds the state from what was committed (in order of clip and ordinal), exactly."""
        for each in sorted(stored, key=lambda each: each.clip):
            self._note(each.unit, each.vector, each.confidence)

    def _assign_faces(self, faces: Sequence[Observation]) -> list[str]:
        """Best match first, so that in one frame the surer of two takes the unit; the rest start new ones."""
        if not faces:
            return []
        names = [unit for unit in self._exemplars if unit.startswith(UnitKind.FACE)]
        known = [_Known(list(self._exemplars[name].vectors), list(self._exemplars[name].qualities)) for name in names]
        taken: list[list[Observation]] = [[] for _ in names]
        given = _Known([face.vector for face in faces if face.vector is not None], [face.confidence for face in faces])
        scores = self._likeness(given, known)  # (faces, units)
        result = [""] * len(faces)
        for _ in faces:
            chosen, place = self._best(scores, faces, taken, result)
            if place is None:
                chosen, place = result.index(""), len(names)
                names.append(face_unit(self.stream, self._counts[UnitKind.FACE]))
                self._count(names[place])
                known.append(_Known([], []))
                taken.append([])
                scores = np.hstack([scores, np.zeros((len(faces), 1), np.float32)])
            result[chosen] = names[place]
            taken[place].append(faces[chosen])
            known[place].vectors.append(given.vectors[chosen])
            known[place].qualities.append(given.qualities[chosen])
            scores[:, place] = self._likeness(given, [known[place]])[:, 0]
        return result

    @staticmethod
    def _best(
        scores: Matrix, faces: Sequence[Observation], taken: Sequence[Sequence[Observation]], result: Sequence[str]
    ) -> tuple[int, int | None]:
        """The surest (face, unit) that is still open and forbidden by no shared frame; the first of equals."""
        rows, columns = np.nonzero(scores > 0)
        order = np.lexsort((columns, rows, -scores[rows, columns]))
        for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
            if not result[row] and all(may_be_one(faces[row], other) for other in taken[column]):
                return row, column
        return 0, None

    def _likeness(self, given: _Known, units: Sequence[_Known]) -> Matrix:
        """Best cosine with each unit's exemplars where both bars are passed, else 0: (faces, units)."""
        if not units:
            return np.zeros((len(given.vectors), 0), np.float32)
        lengths = [len(each.vectors) for each in units]
        starts = np.cumsum([0, *lengths[:-1]])
        qualities = [quality for each in units for quality in each.qualities]
        cosines = np.stack(given.vectors) @ np.stack([vector for each in units for vector in each.vectors]).T
        cosines = cosines - doubts(given.qualities, qualities)  # (faces, exemplars)
        best = np.maximum.reduceat(cosines, starts, axis=1)
        weights = 1.1 - doubt(qualities)  # a poor exemplar must not keep a unit from growing
        average = np.add.reduceat(cosines * weights, starts, axis=1) / np.add.reduceat(weights, starts)
        passed = (best >= self.options.face_same) & (average >= self.options.face_average)
        return np.where(passed, best, 0.0).astype(np.float32)

    def _voice(self, turn: Observation, *, is_transcript: bool) -> str:
        if is_transcript:
            return label_unit(self.stream, turn.label) if turn.label.strip() else ""
        if turn.label:
            return voice_unit(self.stream, turn.label)
        if turn.vector is None:
            return ""
        best, unit = 0.0, ""
        for known, exemplars in self._exemplars.items():
            if known.startswith(UnitKind.VOICE):
                score = float((exemplars.matrix() @ turn.vector).mean())
                if score > best:
                    best, unit = score, known
        if best >= self.options.voice_same:
            return unit
        return voice_unit(self.stream, f"{self._counts[UnitKind.VOICE]}")

    def _count(self, unit: str) -> None:
        """Notes a number as used; labels that are no numbers need none."""
        number = unit.rpartition("-")[2]
        if number.isdecimal() and unit_kind(unit) in (UnitKind.FACE, UnitKind.VOICE):
            kind = unit_kind(unit)
            self._counts[kind] = max(self._counts[kind], int(number) + 1)

    def _note(self, unit: str, vector: Vector | None, quality: float) -> None:
        """Learns from an assigned observation: the only thing that changes the state."""
        if not unit:
            return
        self._count(unit)
        if vector is not None:
            self._exemplars.setdefault(unit, Exemplars(self.options.exemplars)).add(vector, quality)

    @property
    def exemplars(self) -> Mapping[str, Matrix]:
        """Unit → its exemplars (n, dim), in order of the units' ids."""
        return {unit: exemplars.matrix() for unit, exemplars in sorted(self._exemplars.items())}
