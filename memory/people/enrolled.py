"""Which streams are enrolled samples, and which of those count: light, for whoever only reads (`people/enroll.py`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..identity.decisions import rulings_of
from ..types import Decision
from ..units import unit_stream

KIND = "enrolled"
"""Of the streams that enrolments are kept as: nothing happens in them, they are no recordings."""


def enrolled_units(decisions: Sequence[Decision], streams: Collection[str]) -> set[str]:
    """The units of these (enrolled) streams that a decision which holds speaks for; the others count for nothing."""
    return {unit for unit in rulings_of(decisions).units if unit_stream(unit) in streams}
