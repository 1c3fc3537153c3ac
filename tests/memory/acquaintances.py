"""Somebody who is known, for tests of what a privacy policy lets through."""

from __future__ import annotations

from typing import Any

from mneme.encoders.types import Region
from mneme.memory.identity.gallery import Match
from mneme.memory.privacy.guard import Guard
from mneme.memory.privacy.policy import PrivacyPolicy
from mneme.memory.types import UnitKind
from mneme.memory.units import name_unit
from mneme.streams.types import Image

ENROLLED = PrivacyPolicy(people="enrolled")


class Acquaintances:
    """Anna is known: by face and voice where a vector's first number is high, and by name."""

    def match(self, kind: UnitKind, vector: Any, *, seconds: float) -> Match | None:
        return Match("person-anna", float(vector[0]), float(vector[0]))

    def bears(self, name: str) -> bool:
        return name.casefold() in ("anna", "anna keller")

    def extends(self, name: str) -> bool:
        return "anna" in name.casefold().split()

    def name_units(self, stream: str) -> frozenset[str]:
        return frozenset(name_unit(stream, name) for name in ("Anna", "Anna Keller"))


class Nobody:
    """A face detector that finds no face."""

    def detect(self, image: Image) -> list[tuple[Region, float]]:
        return []


def guard(policy: PrivacyPolicy, **more: Any) -> Guard:
    """A guard who knows Anna, and whose detector finds nobody."""
    return Guard(policy, stream="s1", **{"known": Acquaintances(), "detector": Nobody(), **more})
