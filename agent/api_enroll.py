"""Enrolment as a `Memory` does it: the samples looked at with the settings' models, then kept, then decided about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from ..encoders.types import Sense
from ..memory.people.enroll import Sample, keep, photographed, recorded
from ..memory.people.enrolled import KIND, enrolled_units
from ..memory.people.log import Wish
from ..memory.store import Store
from ..memory.types import Person, UnitKind
from ..streams.errors import UsageError

MOST_SAMPLES = 32
"""Files of one enrolment: a person keeps a handful of exemplars, more tell nothing new."""


class Hearing(Protocol):
    """Makes a fresh sense of hearing."""

    def __call__(self, *, with_words: bool) -> Sense: ...


class Enrolling:
    """One enrolment. All files are looked at before anything is written."""

    def __init__(self, model: Callable[[str], Any], *, ears: Hearing, missing: Collection[str]) -> None:
        """Takes how models are loaded.

        Args:
            model: gives the backend of a role.
            ears: makes a sense of hearing.
            missing: roles that are needed and left out by the settings.

        Raises:
            UsageError: the settings leave out what it takes to compare a photograph or a voice.
        """
        if missing:
            roles = ", ".join(f"models.{role}" for role in sorted(missing))
            what = "photographs" if "face" in missing or "face_detector" in missing else "voice samples"
            msg = f"{what} cannot be compared: the settings leave out {roles}; choose another --preset"
            raise UsageError(msg)
        self._model, self._ears = model, ears

    def samples(self, photos: Sequence[Path], voices: Sequence[Path]) -> list[Sample]:
        """The samples in the files.

        Raises:
            SourceError: one of them is not good enough; the message says why.
            UsageError: none, or too many.
        """
        if not photos and not voices:
            msg = "nothing to enroll by; give a photograph with --photo FILE or a recording with --voice FILE"
            raise UsageError(msg)
        if len(photos) + len(voices) > MOST_SAMPLES:
            msg = f"{len(photos) + len(voices)} files are too many (at most {MOST_SAMPLES}); give the best few"
            raise UsageError(msg)
        found: dict[str, Sample] = {}
        for path in photos:
            sample = photographed(path, detector=self._model("face_detector"), encoder=self._model("face"))
            found.setdefault(sample.stream, sample)
        for path in voices:
            encoder = self._model("voice").info.name
            sample = recorded(path, ears=lambda: self._ears(with_words=False), voice_encoder=encoder)
            found.setdefault(sample.stream, sample)
        return list(found.values())

    def keep(self, store: Store, samples: Sequence[Sample], wish: Wish) -> Wish | None:
        """Keeps the samples; gives what is to be decided, None where all of it was decided before.

        Raises:
            UsageError: a sample is enrolled as somebody else.
        """
        self._check_policy(store, samples)
        units = tuple(sample.unit for sample in samples)
        streams = {record.id for record in store.streams() if record.kind == KIND}
        holding = enrolled_units(store.decisions(), streams)
        mine = {unit for person in wish.people for unit in person.units}
        for sample in samples:
            if sample.unit in holding and sample.unit not in mine:
                other = _owner(store.people(), sample.unit)
                who = "somebody who is hidden" if other is None or other.is_hidden else other.display
                msg = (
                    f"{sample.file} is enrolled as {who} already; if that is wrong take it back first "
                    f"(mneme people log, mneme people undo ID), if they are one person: mneme people merge"
                )
                raise UsageError(msg)
        for sample in samples:
            keep(store, sample)
        if holding.issuperset(units):
            return None
        return replace(wish, units=units)

    @staticmethod
    def _check_policy(store: Store, samples: Sequence[Sample]) -> None:
        """What the memory must not keep is refused, not passed over.

        Raises:
            UsageError: a photograph where faces are off, a voice sample where voices are.
        """
        policy = store.privacy
        for kind, is_kept, what in (
            (UnitKind.FACE, policy is None or policy.faces, "faces"),
            (UnitKind.VOICE, policy is None or policy.voices, "voices"),
        ):
            file = next((sample.file for sample in samples if sample.kind is kind), "")
            if file and not is_kept:
                msg = f"{file}: this memory keeps no {what}; to change that: mneme privacy --{what} on"
                raise UsageError(msg)


def _owner(people: Sequence[Person], unit: str) -> Person | None:
    return next((person for person in people if unit in person.units), None)
