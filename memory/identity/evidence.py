"""How likely two groups of units are one person: log-odds from faces, voices and names, added up.

Each kind of evidence has its own scale, zero where it says nothing, bounded, so that no single one
overrules all others; what cannot be is minus infinity.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...encoders.types import EncoderInfo
from ..names.compare import addressed_names, compatible, conflict, is_full, is_proper, own_names
from ..types import UnitKind
from .links import LinkOptions
from .summaries import UnitSummary

NEVER = -math.inf
FACES_COMPARED = 32
"""Exemplars of a group that are compared, so that a person in a hundred recordings costs no more than one in ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From a cosine to log-odds: `slope * (cosine - zero)`, bounded."""

    zero: float
    slope: float
    least: float
    most: float

    def __call__(self, cosine: float) -> float:
        return min(max(self.slope * (cosine - self.zero), self.least), self.most)


FACES = {"dlib": Scale(zero=0.912, slope=170.0, least=-6.0, most=6.0)}
"""dlib's ResNet, unit-normed: one person 0.93..0.99, two people 0.72..0.89, worst degraded pair of two 0.92."""
VOICES = {
    "resemblyzer": Scale(zero=0.90, slope=45.0, least=-2.0, most=3.5),
    "wespeaker": Scale(zero=0.68, slope=12.0, least=-2.0, most=3.5),
}
"""On the scenes, means over a unit: Resemblyzer same 0.98, others ≤ 0.82; WeSpeaker same 0.95, others ≤ 0.54.  In
meetings the same voice falls far lower, so a voice alone joins only what is very alike."""
_SILENT = Scale(zero=0.0, slope=0.0, least=-1.0, most=0.0)
"""Of an encoder that was not measured: always 0, which is more than the least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityOptions:
    """What evidence is worth, in log-odds (natural)."""

    face: Scale = FACES["dlib"]
    voice: Scale = VOICES["resemblyzer"]
    link: LinkOptions = field(default_factory=LinkOptions)
    joined: float = 2.4
    """Log-odds from which two groups are one person (p = 0.92)."""
    full_name: float = 5.0
    """The same full name, given by oneself or a transcript's label."""
    first_name: float = 0.8
    """The same first name only."""
    label: float = 6.0
    """The same proper label in two transcripts."""
    told_apart: float = 1.5
    """Against two voices of one recording: the diarizer has told them apart."""
    unsure_face: float = 0.885
    """Cosine from which a face may be the same when a voice says so too."""
    shortest_voice: float = 1.5
    """Seconds of speech under which a voice's vector says little."""


def identity_options(encoders: Mapping[str, EncoderInfo]) -> IdentityOptions:
    """Options for the encoders that a memory was made with; an unknown one's likeness is no evidence."""
    face, voice = encoders.get("face"), encoders.get("voice")
    return IdentityOptions(face=_scale(FACES, face), voice=_scale(VOICES, voice))


def _scale(scales: Mapping[str, Scale], info: EncoderInfo | None) -> Scale:
    if info is None:
        return _SILENT
    return next((scale for name, scale in scales.items() if info.name.lower().startswith(name)), _SILENT)


class Group:
    """Units that are taken for one person, with what is needed to compare them."""

    __slots__ = (
        "apart",
        "called",
        "claims",
        "decided",
        "denied",
        "faces",
        "key",
        "labels",
        "names",
        "parts",
        "streams",
        "units",
        "voice",
        "voiced",
    )

    def __init__(self, summaries: Sequence[UnitSummary], *, decided: Sequence[str] = ()) -> None:
        ordered = sorted(summaries, key=lambda each: each.unit)
        self.units = tuple(each.unit for each in ordered)
        self.key = self.units[0]
        self.streams = frozenset(each.stream for each in ordered)
        faces = [each.faces.matrix() for each in ordered if each.faces.vectors]
        self.faces: NDArray[np.float32] | None = _thinned(np.vstack(faces)) if faces else None
        voices = [each.voice for each in ordered if each.voice is not None]
        total = np.sum(voices, axis=0) if voices else None
        self.voice: NDArray[np.float64] | None = (
            total / max(float(np.linalg.norm(total)), 1e-12) if total is not None else None
        )
        self.voiced = sum(each.voiced for each in ordered)
        self.apart = frozenset(unit for each in ordered for unit in each.apart)
        self.labels = frozenset(" ".join(each.label.casefold().split()) for each in ordered if is_proper(each.label))
        self.claims: Counter[tuple[str, str]] = Counter()
        self.denied: Counter[str] = Counter()
        for each in ordered:
            self.claims.update({claim: weight for claim, weight in each.claims.items() if claim[1] != "label"})
            self.denied.update(each.denied)
            if is_proper(each.label):
                self.claims[each.label, "label"] += 5  # a label is as good as five self-introductions
        self.parts = tuple(sorted({each.label for each in ordered if each.label}))
        self.decided = tuple(decided)
        self.names: tuple[str, ...] = tuple(decided) or tuple(own_names(self.claims))
        called = [] if self.names else addressed_names(self.claims, self.denied, ())
        self.called = tuple(name for _, name in called)

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


def _thinned(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """At most `FACES_COMPARED` of the rows, evenly spread."""
    if len(vectors) <= FACES_COMPARED:
        return vectors
    rows = np.linspace(0, len(vectors) - 1, FACES_COMPARED).round().astype(np.intp)
    return np.asarray(vectors[rows], np.float32)


def cannot(one: Group, other: Group) -> bool:
    """Whether evidence forbids that two groups are one person (decisions are looked at elsewhere)."""
    if not one.apart.isdisjoint(other.units) or not other.apart.isdisjoint(one.units):
        return True
    if conflict(one.names, other.names):
        return True
    for stream in one.streams & other.streams:
        if one.of_kind(UnitKind.LABEL, stream) and other.of_kind(UnitKind.LABEL, stream):
            return True  # two labels of one transcript
    return False


def likeness(one: Group, other: Group) -> float:
    """Mean of the three best cosines between the exemplars of two groups; -1 where one has no face."""
    if one.faces is None or other.faces is None:
        return -1.0
    cosines = (one.faces @ other.faces.T).ravel()
    best = cosines if len(cosines) <= 3 else np.partition(cosines, -3)[-3:]
    return float(best.sum()) / len(best)


def evidence(one: Group, other: Group, options: IdentityOptions) -> float:
    """Log-odds that two groups are one person, without the link of voices to faces."""
    if cannot(one, other):
        return NEVER
    total = 0.0
    if one.faces is not None and other.faces is not None:
        total += options.face(likeness(one, other))
    if one.voice is not None and other.voice is not None:
        total += voices_agree(one, other, options)
    if one.labels & other.labels:
        total += options.label
    return total + names_agree(one, other, options)


def voices_agree(one: Group, other: Group, options: IdentityOptions) -> float:
    """Log-odds from the voices alone; little where either has hardly spoken."""
    if one.voice is None or other.voice is None:
        return 0.0
    total = options.voice(float(one.voice @ other.voice))
    if total > 0:
        total *= min(1.0, one.voiced / options.shortest_voice, other.voiced / options.shortest_voice)
    is_told_apart = any(
        one.of_kind(UnitKind.VOICE, stream) and other.of_kind(UnitKind.VOICE, stream)
        for stream in one.streams & other.streams
    )
    return total - options.told_apart if is_told_apart else total


def names_agree(one: Group, other: Group, options: IdentityOptions) -> float:
    """Log-odds from names: those that both give themselves, or that others call one of them."""
    mine, theirs = one.names or one.called, other.names or other.called
    if not mine or not theirs:
        return 0.0
    if not any(compatible(name, same) for name in mine for same in theirs):
        return -options.first_name  # one of them is only called so: own names that differ were ruled out before
    is_own = bool(one.names and other.names)
    both_full = any(
        is_full(name) and is_full(same) and compatible(name, same) for name in one.names for same in other.names
    )
    return options.full_name if is_own and both_full else options.first_name
