"""Two voices that are both believed to have one face: unless they may be one voice, at most one of them has it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..types import UnitKind
from .evidence import IdentityOptions, voices_differ
from .group import Group
from .links import Links, probability


@dataclass(frozen=True, slots=True)
class Found:
    """A voice and the face that it is believed to have."""

    voice: Group
    chance: float
    """By the faces alone, as no other voice were there."""
    faces: Sequence[Group]
    """Several where only together they explain the turns."""


def against_rivals(
    mine: Found, with_face: Mapping[str, Sequence[Found]], links: Mapping[str, Links], options: IdentityOptions
) -> float:
    """How probable a voice's face is against all other voices that are believed to have it and surely are not it.

    Voices whose sound the lips of the face are seen to make do not compete: the diarizer has split one.

    Args:
        mine: the voice.
        with_face: face (by key) → the voices that are believed to have it.
        links: stream → what was seen while whom was heard.
        options: what evidence is worth.
    """
    others = {each.voice.key: each for face in mine.faces for each in with_face[face.key]}
    rivals = [
        each
        for key, each in sorted(others.items())
        if key != mine.voice.key and voices_differ(mine.voice, each.voice, options)
    ]
    if rivals and _is_seen_speaking(mine, links, options):
        rivals = [each for each in rivals if not _is_seen_speaking(each, links, options)]
    return probability(_odds(mine), sorted(_odds(each) for each in rivals)) if rivals else mine.chance


def _is_seen_speaking(found: Found, links: Mapping[str, Links], options: IdentityOptions) -> bool:
    """Whether the lips alone make the face believed."""
    odds = sum(
        links[stream].lips.log_odds(
            found.voice.speaking(stream),
            [unit for face in found.faces for unit in face.of_kind(UnitKind.FACE, stream)],
            options.link.lips,
        )
        for stream in sorted(found.voice.streams)
        if stream in links
    )
    return probability(odds, ()) >= options.link.believed


def _odds(found: Found) -> float:
    return math.log(found.chance / max(1 - found.chance, 1e-12))
