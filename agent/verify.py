"""Whether a moment bears an answer: the answer's words in what was said there. Cost: words times words."""

from __future__ import annotations

from collections.abc import Iterable

from ..memory.types import Hit
from .extract_words import CONTENT, tokenize
from .score_match import similarity
from .score_names import same_person

BORNE = 0.5
"""From here on a moment counts as proof."""


def bears(answer: str, hit: Hit) -> float:
    """0..1: the share of the answer's content words that a moment has, its speaker's name included."""
    wanted = [token for token in tokenize(answer) if token.tag in CONTENT]
    if not wanted:
        return 0.0
    said = [token for token in tokenize(hit.text) if token.tag in CONTENT]
    found = 0.0
    for token in wanted:
        best = max((similarity(token.low, token.stem, other.low, other.stem) for other in said), default=0.0)
        is_name = any(same_person(token.text, name) for name in (hit.speaker, *hit.people) if name)
        found += 1.0 if is_name else best
    return found / len(wanted)


def best_proof(answer: str, hits: Iterable[Hit]) -> tuple[float, Hit | None]:
    """(worth, moment) of the moment that bears an answer best; (0, None) where there is none."""
    scored = [(bears(answer, hit), hit) for hit in hits]
    return max(scored, key=lambda pair: pair[0], default=(0.0, None))
