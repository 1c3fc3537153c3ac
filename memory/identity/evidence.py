"""How likely two groups of units are one person: log-odds from faces, voices and names, added up.

Each kind of evidence has its own scale, zero where it says nothing, bounded, so that no single one
overrules all others; what cannot be is minus infinity.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ...encoders.types import EncoderInfo
from ..names.compare import compatible, conflict, is_full
from .group import Group
from .links import LinkOptions

NEVER = -math.inf


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
    doubtful: float = -1.0
    """Log-odds from which two groups that are not joined may well be one all the same (p = 0.27)."""
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


def cannot(one: Group, other: Group) -> bool:
    """Whether evidence forbids that two groups are one person (decisions are looked at elsewhere)."""
    if one.streams & other.streams:
        if not one.apart.isdisjoint(other.members) or not other.apart.isdisjoint(one.members):
            return True
        if one.label_streams & other.label_streams:
            return True  # two labels of one transcript
    return conflict(one.names, other.names)


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
    return total - options.told_apart if one.voice_streams & other.voice_streams else total


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
