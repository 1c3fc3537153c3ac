"""Who may bear a name, looked up by its words: so that finding out whom a mention means does not ask everybody."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Generic, TypeVar

from ..names.compare import words_of
from ..names.lexicon import NICKNAMES
from ..names.phonetics import sound_key

T = TypeVar("T")


class ByWord(Generic[T]):
    """Values by the words of their names, letter by letter."""

    def __init__(self) -> None:
        self._found: defaultdict[str, dict[T, None]] = defaultdict(dict)

    def add(self, name: str, value: T) -> None:
        """A value has a name, one of several maybe."""
        for word in words_of(name):
            self._found[word][value] = None

    def having(self, name: str) -> list[T]:
        """Those in whose names the rarest of the words stands, as they were added; all who have all words are there."""
        found = sorted((self._found.get(word, {}) for word in words_of(name)), key=len)
        return list(found[0]) if found else []


class BySound(Generic[T]):
    """Values by the words of a name, and what those may be short for or sound like."""

    def __init__(self) -> None:
        self._found: defaultdict[str, dict[T, None]] = defaultdict(dict)

    def add(self, name: str, value: T) -> None:
        """A value has a name."""
        for key in _keys(name):
            self._found[key][value] = None

    def near(self, name: str) -> set[T]:
        """All whose name may be `compatible` with this one, and a few more."""
        return {value for key in _keys(name) for value in self._found.get(key, ())}


@lru_cache(maxsize=16_384)
def _keys(name: str) -> frozenset[str]:
    """Compatible names have a word in common, or a short form, or a word whose sounds are one letter apart.

    For the last, the key of the sound goes in with each of its letters left out once (as SymSpell does it).
    """
    found: set[str] = set()
    for word in words_of(name):
        sounds = sound_key(word.casefold())
        found.update((word, word.casefold(), *NICKNAMES.get(word, ()), f"~{sounds}"))
        found.update(f"~{sounds[:place]}{sounds[place + 1 :]}" for place in range(len(sounds)))
    return frozenset(found - {"~"})
