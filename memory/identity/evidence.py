"""How likely two groups of units are one person: log-odds from faces, voices and names, added up.

Each kind of evidence has its own scale, zero where it says nothing, bounded, so that no single one
overrules all others; what cannot be is minus infinity.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...encoders.types import EncoderInfo
from ..likeness import Matrix, best_cosines, doubts
from ..names.compare import compatible, conflict, is_full, same_letters
from .group import Group
from .links import LinkOptions

NEVER = -math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From a cosine to log-odds: `slope * (cosine - zero)`, bounded.

    With `half`, for vectors of speech: two of one voice have a cosine of about sqrt(w) with w = s / (s + half) ·
    t / (t + half) for s and t seconds, so the scale is `w * slope * (cosine / sqrt(w) - zero)`, at most `w * most`.
    """

    zero: float
    slope: float
    least: float
    most: float
    half: float = 0.0
    """Seconds of speech after which a vector is half voice, half chance."""

    def __call__(self, cosine: float, seconds: float = math.inf, others: float = math.inf) -> float:
        weight = math.prod(1.0 if math.isinf(s) else s / max(s + self.half, 1e-9) for s in (seconds, others))
        if weight <= 0:
            return 0.0
        odds = weight * self.slope * (cosine / math.sqrt(weight) - self.zero)
        return min(max(odds, self.least), weight * self.most)

    @property
    def near(self) -> float:
        """The least cosine that is worth a look: with little speech, one voice's are lower."""
        return self.zero * 0.8 if self.half else self.zero


FACES = {"dlib": Scale(zero=0.912, slope=170.0, least=-6.0, most=6.0)}
"""dlib's ResNet, unit-normed, clear faces: one person 0.93..0.99, two people 0.72..0.911; see `likeness` on others."""
VOICES = {
    "resemblyzer": Scale(zero=0.90, slope=45.0, least=-2.0, most=3.5),
    "wespeaker": Scale(zero=0.85, slope=24.0, least=-2.0, most=4.0, half=1.1),
}
"""Resemblyzer, means over a unit of the scenes: same 0.98, others ≤ 0.82.  WeSpeaker by `voices_calibration.py`, cosine
over sqrt(w) at 2, 4, 8 s: one voice 0.86, 0.95, 0.99 (5 % are lower), two at most 0.82, 0.69, 0.59, a voice against
itself a semitone higher, as a sibling's might be, 0.84, 0.80, 0.77 in the middle and at most 1.16, 1.01, 0.92.  So a
voice alone joins from 4 s against 4 s, and only what is as alike as the parts of one recording."""
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
    misheard_name: float = 2.0
    """Full names that only sound alike ("Daniel Stone", "Daniel Stein"): never enough by themselves."""
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
    return at_once(one, other) or conflict(one.names, other.names)


def at_once(one: Group, other: Group) -> bool:
    """Whether two groups were seen or heard at the same time, or are two labels of one transcript."""
    if one.streams.isdisjoint(other.streams):
        return False
    if not one.apart.isdisjoint(other.members) or not other.apart.isdisjoint(one.members):
        return True
    return not one.label_streams.isdisjoint(other.label_streams)


def likeness(one: Group, other: Group) -> float:
    """Mean of the three best cosines between the exemplars of two groups; -1 where one has no face."""
    return -1.0 if one.faces is None or other.faces is None else best_cosines(one.faces @ other.faces.T)


def faces_agree(one: Group, other: Group, options: IdentityOptions) -> float:
    """Log-odds from the faces alone; 0 where one has none."""
    if one.faces is None or other.faces is None:
        return 0.0
    return face_odds(one.faces @ other.faces.T, doubts(one.qualities, other.qualities), options.face)


def face_odds(cosines: Matrix, doubtful: Matrix, scale: Scale) -> float:
    """Log-odds that two sets of faces are one person's; where they are doubtful, both answers ask for more.

    Args:
        cosines: of each pair, (n, m).
        doubtful: cosine by which the borders move for each pair (`likeness.doubts`), (n, m).
        scale: from a cosine to log-odds.
    """
    same = scale(best_cosines(cosines - doubtful))
    return same if same > 0 else min(0.0, scale(best_cosines(cosines + doubtful)))


def evidence(one: Group, other: Group, options: IdentityOptions) -> float:
    """Log-odds that two groups are one person, without the link of voices to faces."""
    if cannot(one, other):
        return NEVER
    total = faces_agree(one, other, options)
    if one.voice is not None and other.voice is not None:
        total += voices_agree(one, other, options)
    if one.labels & other.labels:
        total += options.label
    return total + names_agree(one, other, options)


def voices_agree(one: Group, other: Group, options: IdentityOptions) -> float:
    """Log-odds from the voices alone; little where either has hardly spoken."""
    if one.voice is None or other.voice is None:
        return 0.0
    total = options.voice(float(one.voice @ other.voice), one.voiced, other.voiced)
    if total > 0:
        total *= min(1.0, one.voiced / options.shortest_voice, other.voiced / options.shortest_voice)
    return total - options.told_apart if one.voice_streams & other.voice_streams else total


def voices_differ(one: Group, other: Group, options: IdentityOptions) -> bool:
    """Whether two voices are surely not one: they do not sound alike, whoever has told them apart."""
    if cannot(one, other):
        return True
    if one.voice is None or other.voice is None:
        return False
    return options.voice(float(one.voice @ other.voice), one.voiced, other.voiced) <= options.doubtful


def names_agree(one: Group, other: Group, options: IdentityOptions) -> float:
    """Log-odds from names: those that both give themselves, or that others call one of them."""
    mine, theirs = one.names or one.called, other.names or other.called
    if not mine or not theirs:
        return 0.0
    if not any(compatible(name, same) for name in mine for same in theirs):
        return -options.first_name  # one of them is only called so: own names that differ were ruled out before
    full = [
        (name, same)
        for name in one.names
        for same in other.names
        if is_full(name) and is_full(same) and compatible(name, same)
    ]
    if not full:
        return options.first_name
    return options.full_name if any(same_letters(*pair) for pair in full) else options.misheard_name
