"""What people are recognized by: a few faces and voices of each, made from what streams tell of their units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ...streams.types import Vector
from ..likeness import doubt
from ..types import Person, UnitKind
from .evidence import IdentityOptions
from .gallery import EXEMPLARS, Gallery, diverse
from .summaries import UnitSummary


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A person as a gallery shows it; bounded, whatever the number of appearances."""

    person: str
    """Its id."""
    faces: tuple[Vector, ...]
    """At most `EXEMPLARS`, the most different ones."""
    voices: tuple[Vector, ...]
    """One for each voice unit, of those that spoke longest."""
    voiced: float = 0.0
    """Seconds of speech behind each of the voices, in the mean."""


def portraits_of(people: Iterable[Person], summaries: Mapping[str, UnitSummary]) -> list[Portrait]:
    """The portraits of people all of whose units are known; those without face and voice have none."""
    made = []
    for person in people:
        parts = [summaries[unit] for unit in person.units if unit in summaries]
        faces = _faces(parts)
        voices = sorted(
            ((-part.voiced, part.unit, part.voice) for part in parts if part.voice is not None), key=lambda v: v[:2]
        )
        if not faces and not voices:
            continue
        kept = tuple(diverse(np.stack(faces).astype(np.float32), EXEMPLARS)) if faces else ()
        means = tuple(
            (voice / max(float(np.linalg.norm(voice)), 1e-12)).astype(np.float32) for _, _, voice in voices[:EXEMPLARS]
        )
        voiced = -sum(seconds for seconds, _, _ in voices[:EXEMPLARS]) / max(1, len(means))
        made.append(Portrait(person.id, kept, means, voiced))
    return made


def _faces(parts: Iterable[UnitSummary]) -> list[Vector]:
    """The exemplars of the faces; the poor ones only where there are no others, for they lie far from all."""
    shelves = [part.faces for part in parts if part.kind is UnitKind.FACE]
    both = [pair for each in shelves for pair in zip(each.vectors, each.qualities, strict=True)]
    clear = [vector for vector, quality in both if float(doubt(quality)) < 0.5]
    return clear or [vector for vector, _ in both]


def gallery_of(portraits: Iterable[Portrait], options: IdentityOptions) -> Gallery:
    """A gallery of portraits."""
    gallery = Gallery(options)
    for portrait in portraits:
        gallery.put(portrait.person, UnitKind.FACE, portrait.faces)
        gallery.put(portrait.person, UnitKind.VOICE, portrait.voices, seconds=portrait.voiced)
    return gallery
