"""Names to people: by letter, by part, by short form, by sound; in a whole name or within a text."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..mentions_words import FUNCTION, Token, is_cased, tokens
from ..names.compare import is_proper, same_word, words_of
from ..names.lexicon import AMBIGUOUS, GIVEN, NICKNAMES, is_common
from ..names.phonetics import alike
from ..types import Person, UnitKind
from ..units import unit_kind, unit_stream

_LONGEST = 4
"""Words of a name in a text."""
_SOUNDS = 0.85
"""Likeness in sound from which a capitalised word that is no known name stands for a name."""


def told_apart(people: Sequence[Person]) -> list[Person]:
    """The people, those marked who bear one name in one recording: "Peter" alone would not say which."""
    bearers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for person in people:
        if person.name and is_proper(person.name):
            for stream in {unit_stream(unit) for unit in person.units if unit_kind(unit) is not UnitKind.NAME}:
                bearers[stream, person.name.casefold()].add(person.id)
    several = {each for ids in bearers.values() if len(ids) > 1 for each in ids}
    return [replace(person, is_namesake=True) if person.id in several else person for person in people]


class NameIndex:
    """The names of all people. Looking up costs a few dictionary look-ups; only by sound it goes over all words."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = {person.id: person for person in people}
        self._place = {person.id: _rank(place, person) for place, person in enumerate(people)}
        self._by_name: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self._by_word: defaultdict[str, set[str]] = defaultdict(set)
        for person in people:
            for name in person.names:
                whole = tuple(token.lower for token in tokens(name))
                self._by_name[whole].add(person.id)
                self._by_name[words_of(name)].add(person.id)
                for word in words_of(name):
                    if len(word) > 1:
                        self._by_word[word].add(person.id)

    def find(self, name: str) -> list[Person]:
        """People that a name, an id or a stand-in means, best first."""
        name = name.strip()
        if name in self._people:
            return [self._people[name]]
        exact = [p for p in self._people.values() if p.display.casefold() == name.casefold()]
        whole = tuple(token.lower for token in tokens(name))
        ids = {person.id for person in exact} | self._by_name.get(whole, set())
        words = words_of(name)
        ids = ids or self._by_name.get(words, set()) or self._with_all(words)
        if not ids and words:
            ids = self._alike(words)
        return self._sorted(ids)

    def _with_all(self, words: Sequence[str]) -> set[str]:
        """People who have all the words in their names."""
        return set.intersection(*(self._by_word.get(word, set()) for word in words)) if words else set()

    def _alike(self, words: Sequence[str]) -> set[str]:
        """People whose names have a word that fits each of the words: a short form, or alike in sound."""
        fitting = []
        for word in words:
            near = {known for known in self._by_word if same_word(word, known)}
            fitting.append({each for known in near for each in self._by_word[known]})
        return set.intersection(*fitting)

    def _sorted(self, ids: set[str]) -> list[Person]:
        return [self._people[each] for each in sorted(ids, key=lambda each: self._place[each])]

    def mentioned(self, text: str) -> list[tuple[int, int, Person]]:
        """Names in a text, the longest first, none overlapping; namesakes share a span."""
        words, cased = tokens(text), is_cased(text)
        found: list[tuple[int, int, Person]] = []
        place = 0
        while place < len(words):
            step = 1
            for length in range(min(_LONGEST, len(words) - place), 0, -1):
                part = words[place : place + length]
                if any(text[a.end : b.start].strip(".") != " " or a.is_possessive for a, b in itertools.pairwise(part)):
                    continue
                ids = self._meant(part, is_first=place == 0, cased=cased)
                if ids:
                    found.extend((part[0].start, part[-1].end, person) for person in self._sorted(ids))
                    step = length
                    break
            place += step
        return found

    def _meant(self, part: Sequence[Token], *, is_first: bool, cased: bool) -> set[str]:
        """Whom consecutive words name, as one name."""
        lowers = tuple(token.lower for token in part)
        if len(part) > 1:
            ids = self._by_name.get(lowers, set()) or self._with_all(lowers)
            if not ids and all(token.is_capital for token in part) and not any(low in FUNCTION for low in lowers):
                ids = self._alike(lowers)
            return ids
        word, lower = part[0], lowers[0]
        is_word = lower in AMBIGUOUS or is_common(lower) or lower in FUNCTION
        if is_word and not (word.is_capital and cased and not is_first):
            return set()
        ids = self._by_word.get(lower, set())
        if ids or (lower in FUNCTION):
            return ids
        for short in (lower,):
            longer = {each for name in NICKNAMES.get(short, ()) for each in self._by_word.get(name, ())}
            shorter = {
                each for name, longs in NICKNAMES.items() if short in longs for each in self._by_word.get(name, ())
            }
            if longer | shorter:
                return longer | shorter if word.is_capital or not cased else set()
        if not word.is_capital or is_first or not cased or lower in GIVEN or is_common(lower) or len(lower) < 4:
            return set()
        best = max(
            ((alike(lower, known), known) for known in self._by_word if known not in GIVEN or lower not in GIVEN),
            default=(0.0, ""),
        )
        return self._by_word[best[1]] if best[0] >= _SOUNDS else set()


def _rank(place: int, person: Person) -> tuple[bool, bool, int]:
    """Those who were seen or heard before those who are only mentioned; then in the given order."""
    is_present = any(not unit.startswith(UnitKind.NAME) for unit in person.units)
    return not is_present, not person.is_confirmed, place
