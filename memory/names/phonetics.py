"""Names that sound alike: what a recognizer heard against what is known.

Two measures together: the Metaphone key (Philips, 1990) must agree or almost agree, and the Jaro-Winkler
similarity of the spelling must be high.  Neither alone is safe: the key of "Mario" is that of "Maria", and
the spelling of "Brian" is near that of "Ben".
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import jellyfish

SAME_KEY = 0.75
"""Jaro-Winkler from which names with one Metaphone key sound alike ("welter", "Walter": 0.88)."""
NEAR_KEY = 0.90
"""Jaro-Winkler from which names with almost one key do ("Mendes", "Mendez": 0.93)."""
FAINT = 0.6
"""Jaro-Winkler from which names with almost one key are faintly alike ("Pigou", "Hugo": 0.63)."""


@lru_cache(maxsize=65_536)
def sound_key(word: str) -> str:
    """The Metaphone key of a word: alike for words that sound alike."""
    return str(jellyfish.metaphone(word))


@lru_cache(maxsize=65_536)
def alike(one: str, other: str) -> float:
    """How much two single words sound alike, 0 or 0.75..1; 1 only for the same letters.

    Args:
        one: a word; case does not matter.
        other: another word.

    Returns:
        0.0 where they do not, or are too short (under three letters) to tell.
    """
    one, other = one.casefold(), other.casefold()
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 3 or not (one.isascii() and other.isascii()):
        return 0.0
    similarity = float(jellyfish.jaro_winkler_similarity(one, other))
    key, other_key = sound_key(one), sound_key(other)
    if not key or not other_key:
        return 0.0
    if key == other_key:
        return min(similarity, 0.99) if similarity >= SAME_KEY else 0.0
    distance = jellyfish.levenshtein_distance(key, other_key)
    if distance <= 1 and min(len(key), len(other_key)) >= 3 and similarity >= NEAR_KEY:
        return min(similarity, 0.95) - 0.05
    return 0.0


def faintly_alike(one: str, other: str) -> bool:
    """Whether one of two words may be what was made of the other where nothing else is expected: "pigou", "hugo"."""
    one, other = one.casefold(), other.casefold()
    if min(len(one), len(other)) < 3 or not (one.isascii() and other.isascii()):
        return one == other
    distance = jellyfish.levenshtein_distance(sound_key(one), sound_key(other))
    return distance <= 1 and float(jellyfish.jaro_winkler_similarity(one, other)) >= FAINT


def closest(word: str, names: Iterable[str], *, least: float = SAME_KEY) -> str | None:
    """The name that sounds most like the word, None where none or two equally do."""
    scored = sorted(((alike(word, name), name) for name in set(names)), key=lambda pair: (-pair[0], pair[1]))
    if not scored or scored[0][0] < least:
        return None
    if len(scored) > 1 and scored[1][0] == scored[0][0]:
        return None
    return scored[0][1]
