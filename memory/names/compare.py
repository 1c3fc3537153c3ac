"""Whether two names may be of one person, which names a person has, and which is the best."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ..mentions_words import tokens
from .lexicon import AMBIGUOUS, GIVEN, NICKNAMES, ROLES
from .phonetics import alike, faintly_alike, sound_key
from .text import HONORIFICS, PARTICLES

ENOUGH = 0.8
"""Votes that being addressed must gather: one strong ("Thank you, Walter."), or two weak ones."""
HARDLY = 0.2
"""Votes that do where nobody else can be meant."""
ENOUGH_INTRODUCED = 0.5
ENOUGH_SHOWN = 0.5
"""Votes of name cards."""
ENOUGH_SELF = 0.55
OWN = ("self", "nickname", "label")
"""Sources of a claim: what somebody gives himself or is labelled with."""
CALLED = ("addressed", "introduced", "screen")
"""What others call somebody, or write under the face."""
NOT = "not"
"""Not a source but its contrary: the weight with which somebody takes a name back."""
NOT_CALLED = "not called"
"""The weight with which others take back what they called somebody."""
MISTAKEN = "mistaken"
"""A name that somebody was called by before it was taken back."""
_NUMBERED = re.compile(
    r"(?:speaker|spk|person|user|participant|guest|voice|caller|interviewer|interviewee|unknown)[\s_\-#]*\w{0,3}",
    re.IGNORECASE,
)


@lru_cache(maxsize=16_384)
def words_of(name: str) -> tuple[str, ...]:
    """The lower-case words of a name that tell people apart: no titles, no "van"."""
    found = tokens(name)
    telling = tuple(
        t.lower for t in found if t.lower not in HONORIFICS and not (t.text.islower() and t.lower in PARTICLES)
    )
    return telling or tuple(token.lower for token in found)


@lru_cache(maxsize=65_536)
def same_word(one: str, other: str) -> bool:
    """Whether two words of names may be one: equal, a short form, or heard alike where neither is a known name."""
    if one == other or other in NICKNAMES.get(one, ()) or one in NICKNAMES.get(other, ()):
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]  # an initial
    if (one in GIVEN or one in AMBIGUOUS) and (other in GIVEN or other in AMBIGUOUS):
        return False
    return alike(one, other) >= 0.8


@lru_cache(maxsize=16_384)
def sounds_of(word: str) -> frozenset[str]:
    """Keys under which words that may be one are found: the word, what it is short for, and its sound."""
    longer = NICKNAMES.get(word, frozenset())
    return frozenset((word, f"~{sound_key(word)}", *longer))


@lru_cache(maxsize=65_536)
def compatible(one: str, other: str) -> bool:
    """Whether one person may bear both names: the shorter one's words all stand in the longer one, in order."""
    short, long = sorted((words_of(one), words_of(other)), key=lambda words: (len(words), words))
    if not short:
        return False
    place, is_told = 0, False
    for word in short:
        while place < len(long) and not same_word(word, long[place]):
            place += 1
        if place == len(long):
            return False
        is_told = is_told or (
            len(word) > 1 and len(long[place]) > 1
        )  # an initial alone is no name: "Grad A" is not Adam
        place += 1
    return is_told or short == long


@lru_cache(maxsize=65_536)
def same_letters(one: str, other: str) -> bool:
    """Whether two compatible names agree without the help of their sound: equal words, short forms, initials."""
    short, long = sorted((words_of(one), words_of(other)), key=lambda words: (len(words), words))
    return all(
        any(
            word == same
            or same in NICKNAMES.get(word, ())
            or word in NICKNAMES.get(same, ())
            or (min(len(word), len(same)) == 1 and word[0] == same[0])
            for same in long
        )
        for word in short
    )


@lru_cache(maxsize=16_384)
def is_full(name: str) -> bool:
    """Whether a name has more than one telling word of more than a letter."""
    return sum(len(word) > 1 for word in words_of(name)) > 1


@lru_cache(maxsize=16_384)
def is_proper(label: str) -> bool:
    """Whether a transcript's label names a person ("Anna Keller"), not a part ("Speaker 1", "Project Manager")."""
    if _NUMBERED.fullmatch(label.strip()) or any(character.isdigit() for character in label):
        return False
    words = words_of(label)
    telling = [word for word in words if len(word) > 1 and word not in ROLES]
    has_role = any(word in ROLES for word in words)
    return len(telling) >= (2 if has_role else 1)


def own_names(claims: Mapping[tuple[str, str], float]) -> list[str]:
    """Names that a unit or person gives itself or is labelled with, best first."""
    weights: defaultdict[str, float] = defaultdict(float)
    for (name, source), weight in claims.items():
        if source in OWN:
            weights[name] += weight - (0.0 if source == "label" else 2 * taken_back(name, claims))
    kept = [name for name, weight in weights.items() if weight >= ENOUGH_SELF]
    return sorted(kept, key=lambda name: _rank(name, weights))


def _rank(name: str, weights: Mapping[str, float]) -> tuple[float, float, str]:
    """Support by all compatible names first, then fullness: "Anna Keller" before "Anna"."""
    support = round(sum(weight for other, weight in weights.items() if compatible(name, other)), 6)
    return (-support, -len(words_of(name)), f"{-round(weights[name], 6):012.6f}{name}")


def best_names(claims: Mapping[tuple[str, str], float]) -> list[str]:
    """The own names that go together with the best one, and what somebody wants to be called besides."""
    names = sorted(own_names(claims), key=lambda name: is_only_nickname(name, claims))
    return [name for name in names if compatible(name, names[0]) or is_only_nickname(name, claims)]


def is_only_nickname(name: str, claims: Mapping[tuple[str, str], float]) -> bool:
    """Whether somebody wants to be called so ("call me Kit"), but has not given it as the name."""
    return (name, "nickname") in claims and not any((name, source) in claims for source in ("self", "label"))


def has_words(name: str, part: str) -> bool:
    """Whether all words of a name stand in another, letter by letter."""
    return set(words_of(part)) <= set(words_of(name))


def is_put_right(name: str, claims: Mapping[tuple[str, str], float]) -> bool:
    """Whether somebody was called so by mistake, as that somebody or others have said."""
    return any(source in (NOT, NOT_CALLED) and has_words(name, wrong) for wrong, source in claims)


def taken_back(name: str, claims: Mapping[tuple[str, str], float]) -> float:
    """The weight with which somebody has taken a name, or a part of it, back."""
    return sum(weight for (wrong, source), weight in claims.items() if source == NOT and has_words(name, wrong))


def addressed_names(
    claims: Mapping[tuple[str, str], float],
    denied: Mapping[str, float],
    taken: Iterable[str],
    *,
    allow_weak: bool = False,
) -> list[tuple[float, str]]:
    """Names by which somebody is addressed, introduced or shown on a card, with their votes, best first.

    Args:
        claims: (name, source) → weight.
        denied: name → weight against it.
        taken: names that others of the stream bear by their own word.
        allow_weak: also those with too few votes, for who is left when all others have names.
    """
    votes: Counter[str] = Counter()
    presented: Counter[str] = Counter()
    for (name, source), weight in claims.items():
        if source in CALLED and not taken_back(name, claims):
            votes[name] += weight  # type: ignore[assignment]
            if source != "addressed":
                presented[name] += weight  # type: ignore[assignment]
    found: list[tuple[float, str]] = []
    for name in votes:
        if any(compatible(name, other) for other in taken):
            continue
        against = sum(weight for other, weight in denied.items() if compatible(name, other))
        against += sum(
            weight for (other, source), weight in claims.items() if source == NOT_CALLED and has_words(name, other)
        )
        total = sum(weight for other, weight in votes.items() if compatible(name, other)) - against
        least = min(ENOUGH_INTRODUCED, ENOUGH_SHOWN) if presented[name] else ENOUGH
        if round(total, 6) >= (HARDLY if allow_weak else least):
            found.append((round(total, 6), name))
    return sorted(found, key=lambda pair: (-pair[0], -len(words_of(pair[1])), -round(votes[pair[1]], 6), pair[1]))


def is_misheard(own: str, called: str, claims: Mapping[tuple[str, str], float]) -> bool:
    """Whether an own name is what a recognizer made of the name that others call somebody: "Pigou" for "Hugo".

    Only asked of names of one person, so that it never makes two people one: the own one is no known name and was
    heard once, the other is known as a name and sounds somewhat alike.
    """
    first, known = words_of(own)[0], words_of(called)[0]
    if first in GIVEN or first in AMBIGUOUS or known not in GIVEN or (own, "label") in claims:
        return False
    is_often = sum(weight for (name, source), weight in claims.items() if name == own and source in OWN) > 1
    return not is_often and faintly_alike(first, known)


def conflict(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of own names cannot be of one person: none of one goes with one of the other."""
    return bool(one) and bool(other) and not any(compatible(a, b) for a in one for b in other)
