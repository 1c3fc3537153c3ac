"""Units that are taken for one person, with what is needed to compare them; two groups make a third.

A group is bounded in what it keeps of faces and voices, so that comparing a person of a hundred recordings costs
no more than one of ten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..likeness import doubt
from ..names.compare import addressed_names, is_proper, own_names
from ..types import UnitKind
from .summaries import UnitSummary

Key = TypeVar("Key")

FACES_KEPT = 32
"""Exemplars of a group."""
VOICES_KEPT = 8
"""Voice units whose vectors a group keeps, those that spoke longest."""
_LABEL_WEIGHT = 5
"""A transcript's label is as good as so many self-introductions."""


class Group:
    """Units that are one person. Never changed once made: `joined` gives a new one."""

    def __init__(self, parts: Sequence[UnitSummary], *, decided: Sequence[str] = ()) -> None:
        """Of single units; `decided`: names that people gave, the newest first."""
        ordered = sorted(parts, key=lambda each: each.unit)
        self.units: tuple[str, ...] = tuple(each.unit for each in ordered)
        self.decided = tuple(decided)
        self.streams: frozenset[str] = frozenset(each.stream for each in ordered)
        self.voice_streams: frozenset[str] = _streams(ordered, UnitKind.VOICE)
        self.label_streams: frozenset[str] = _streams(ordered, UnitKind.LABEL)
        faces = [each for each in ordered if each.faces.vectors]
        self.faces: NDArray[np.float32] | None = np.vstack([each.faces.matrix() for each in faces]) if faces else None
        """Exemplars, (n, dim), at most `FACES_KEPT`."""
        self.qualities: tuple[float, ...] = tuple(quality for each in faces for quality in each.faces.qualities)
        """Of the exemplars, 0..1."""
        self._thin()
        self.voices: tuple[tuple[float, str, NDArray[np.float64]], ...] = _longest(
            (each.voiced, each.unit, each.voice) for each in ordered if each.voice is not None
        )
        """(seconds, unit, sum of its vectors) of the voices that spoke longest."""
        self.voiced = sum(each.voiced for each in ordered)
        """Seconds of speech."""
        self.frames = sum(each.count for each in ordered if each.kind is UnitKind.FACE)
        """Frames in which a face was seen."""
        self.apart: frozenset[str] = frozenset(unit for each in ordered for unit in each.apart)
        proper = [each.label for each in ordered if is_proper(each.label)]
        self.labels: frozenset[str] = frozenset(" ".join(label.casefold().split()) for label in proper)
        self.parts: tuple[str, ...] = tuple(sorted({each.label for each in ordered if each.label}))
        self.claims: Counter[tuple[str, str]] = Counter()
        self.denied: Counter[str] = Counter()
        for each in ordered:
            _add(self.claims, {claim: weight for claim, weight in each.claims.items() if claim[1] != "label"})
            _add(self.denied, each.denied)
        for label in proper:
            self.claims[label, "label"] += _LABEL_WEIGHT

    def joined(self, other: Group, *, decided: Sequence[str] = ()) -> Group:
        """The two as one; linear in what they keep."""
        group = Group.__new__(Group)
        group.units = tuple(sorted((*self.units, *other.units)))
        group.decided = tuple(decided)
        for name in ("streams", "voice_streams", "label_streams", "apart", "labels"):
            setattr(group, name, getattr(self, name) | getattr(other, name))
        group.parts = tuple(sorted({*self.parts, *other.parts}))
        first, second = (self, other) if self.key < other.key else (other, self)
        kept = [each.faces for each in (first, second) if each.faces is not None]
        group.faces = np.vstack(kept) if kept else None
        group.qualities = first.qualities + second.qualities
        group._thin()
        group.voices = _longest((*first.voices, *second.voices))
        group.voiced = first.voiced + second.voiced
        group.frames = first.frames + second.frames
        group.claims, group.denied = Counter(first.claims), Counter(first.denied)
        _add(group.claims, second.claims)
        _add(group.denied, second.denied)
        return group

    def _thin(self) -> None:
        """Keeps at most `FACES_KEPT` exemplars, evenly spread; clear ones before doubtful ones."""
        if self.faces is None or len(self.faces) <= FACES_KEPT:
            return
        is_poor = doubt(self.qualities) >= 0.5
        clear = np.flatnonzero(~is_poor)
        if len(clear) >= FACES_KEPT:
            rows = clear[np.linspace(0, len(clear) - 1, FACES_KEPT).round().astype(np.intp)]
        else:
            poor = np.flatnonzero(is_poor)
            spread = np.linspace(0, len(poor) - 1, FACES_KEPT - len(clear)).round().astype(np.intp)
            rows = np.sort(np.concatenate([clear, poor[spread]]))
        self.faces = np.asarray(self.faces[rows], np.float32)
        self.qualities = tuple(self.qualities[row] for row in rows)

    @property
    def weight(self) -> float:
        """How much was seen and heard of it: seconds of speech, and of pictures at two a second."""
        return round(self.voiced + self.frames / 2, 6)

    @property
    def key(self) -> str:
        """The lowest of its units."""
        return self.units[0]

    @cached_property
    def voice(self) -> NDArray[np.float64] | None:
        """Mean direction of the voices, (dim,) of norm 1."""
        if not self.voices:
            return None
        return _normed(np.sum([vector for _, _, vector in self.voices], axis=0))

    @cached_property
    def face(self) -> NDArray[np.float64] | None:
        """Mean direction of the faces, (dim,) of norm 1."""
        return None if self.faces is None else _normed(np.asarray(self.faces, np.float64).mean(axis=0))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Decided names, else those that it gives itself or is labelled with."""
        return self.decided or tuple(own_names(self.claims))

    @cached_property
    def called(self) -> tuple[str, ...]:
        """Names by which others call it, where it has none of its own."""
        return () if self.names else tuple(name for _, name in addressed_names(self.claims, self.denied, ()))

    @cached_property
    def members(self) -> frozenset[str]:
        """Its units, to look one up."""
        return frozenset(self.units)

    def has(self, kind: UnitKind) -> bool:
        """Whether a unit of that kind is among them."""
        return any(unit.startswith(kind) for unit in self.units)

    def of_kind(self, kind: UnitKind, stream: str = "") -> tuple[str, ...]:
        """The units of a kind, of all streams or of one."""
        prefix = f"{kind}-{stream}-" if stream else f"{kind}-"
        return tuple(unit for unit in self.units if unit.startswith(prefix))

    def speaking(self, stream: str = "") -> tuple[str, ...]:
        """The units that speak: voices, and the labels of a transcript, of all streams or of one."""
        return (*self.of_kind(UnitKind.VOICE, stream), *self.of_kind(UnitKind.LABEL, stream))


def _streams(parts: Iterable[UnitSummary], kind: UnitKind) -> frozenset[str]:
    return frozenset(each.stream for each in parts if each.kind is kind)


def _add(total: Counter[Key], more: Mapping[Key, float]) -> None:
    for key, weight in more.items():
        total[key] += weight  # type: ignore[assignment]  # weights are fractions


def _longest(
    voices: Iterable[tuple[float, str, NDArray[np.float64]]],
) -> tuple[tuple[float, str, NDArray[np.float64]], ...]:
    ordered = sorted(voices, key=lambda each: (-each[0], each[1]))
    return tuple(sorted(ordered[:VOICES_KEPT], key=lambda each: each[1]))


def _normed(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))
