"""What is claimed of one unit's name, kept as weights: taken in as it is said, so that what is put right later wins.

A name that is taken back by whoever bears it ("my name is Omar, not Oscar") loses all that was claimed
before, and nobody can call the person so any more, until the person does.  What was lost is kept as a mistake, so
that whoever was called so is still found by what was said of him under the wrong name.
"""

from __future__ import annotations

from collections import Counter

from .compare import MISTAKEN, NOT, NOT_CALLED, OWN, has_words

_CONTRARY = (NOT, NOT_CALLED, MISTAKEN)


def note_claim(claims: Counter[tuple[str, str]], name: str, source: str, weight: float) -> None:
    """Takes in that a unit bears a name; what it gives itself lifts an earlier denial."""
    if source in OWN:
        for claim in [claim for claim in claims if claim[1] in _CONTRARY and has_words(name, claim[0])]:
            del claims[claim]
    claims[name, source] += weight  # type: ignore[assignment]  # weights are fractions


def note_denial(claims: Counter[tuple[str, str]], denied: Counter[str], name: str, source: str, weight: float) -> None:
    """Takes in that a unit does not bear a name.

    Args:
        claims: (name, source) → weight.
        denied: name → weight.
        name: the wrong name.
        source: "self", the unit says so; "introduced", somebody else does, who cannot overrule what the unit gives
            itself; "addressed", it only speaks to somebody of that name.
        weight: 0..1.
    """
    if source == "addressed":
        denied[name] += weight  # type: ignore[assignment]
        return
    kept = (*_CONTRARY, "label") if source == "self" else (*_CONTRARY, *OWN)
    lost = [claim for claim in claims if claim[1] not in kept and has_words(claim[0], name)]
    for claim in lost:
        claims[claim[0], MISTAKEN] += claims.pop(claim)
    claims[name, NOT if source == "self" else NOT_CALLED] += weight  # type: ignore[assignment]
