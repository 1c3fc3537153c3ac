"""How well a word of the question is found among words that were said: by stem, by meaning, by sound."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import jellyfish

from . import extract_lexicon as lexicon
from .extract_kinds import members
from .extract_lexicon import words_of
from .extract_stems import stem
from .extract_words import Tag, Token
from .question_terms import Term
from .score_synonyms import are_synonyms

SYNONYM = 0.7
"""Worth of a word of the same meaning."""
IMPLIED = 0.8
SOUND = 0.65
"""Worth of a word that sounds the same: recognizers err by sound."""
NEAR_SOUND = 0.5
"""Worth of a word that sounds nearly the same."""


def implied(term: Term, tokens: Sequence[Token], *, is_introduction: bool) -> float:
    """0..1: whether a clause says a verb without having it: "vegetable soup for Irene" is about eating."""
    if term.stem in _INTOLERANT and _forbids(tokens):
        return IMPLIED
    if not term.is_verb:
        return 0.0
    wanted = members(term.stem)
    if wanted and any(token.stem in wanted for token in tokens):
        return IMPLIED
    if term.stem == "work" and is_introduction:
        return SYNONYM  # "I am Oliver from the bakery"
    lows = {token.low for token in tokens}
    if term.stem in _FORBIDDEN and (lows & lexicon.INTOLERANT or _forbids(tokens)):
        return IMPLIED  # "I am allergic to nuts": who cannot eat them
    if term.stem in ("prefer", "like", "want", "wish", "ask", "order") and lows & {
        "please",
        "prefer",
        "rather",
        "would",
    }:
        return SYNONYM
    if term.stem == "see" and {"come", "back"} <= lows:
        return SYNONYM
    if term.stem == "come" and (("here" in lows and lows & lexicon.BE) or {"see", "again"} <= lows):
        return SYNONYM
    return 0.0


_INTOLERANT = words_of("allerg intoler toler")


def _forbids(tokens: Sequence[Token]) -> bool:
    """Whether somebody says what they cannot have: "I must not eat nuts"."""
    lows = {token.low for token in tokens}
    return bool(lows & lexicon.NEGATIONS) and bool(lows & {"eat", "have", "drink", "take", "stand", "tolerate"})


_FORBIDDEN = words_of("eat drink allow toler stand have bear")


def best(term: Term, tokens: Sequence[Token]) -> tuple[float, int]:
    """(0..1, position of the token) of the best match of a term; (0, -1) where there is none."""
    value, where = 0.0, -1
    for position, token in enumerate(tokens):
        if token.tag in (Tag.MARK, Tag.DETERMINER, Tag.WH):
            continue
        found = _match(term, token)
        if term.is_verb and found >= 1.0 and token.tag is not Tag.VERB and token.tag is not Tag.AUXILIARY:
            found = 0.9
        if found < 1.0 and position + 1 < len(tokens) and _joined(term.word, token.low, tokens[position + 1].low):
            found = 0.95
        if found > value:
            value, where = found, position
        if value >= 1.0:
            break
    return value, where


def _match(term: Term, token: Token) -> float:
    return similarity(term.word, term.stem, token.low, token.stem)


@lru_cache(maxsize=100_000)
def similarity(word: str, word_stem: str, other: str, other_stem: str) -> float:
    """0..1: how surely `other`, as it was heard, stands for `word` of the question."""
    if word_stem == other_stem or word == other:
        return 1.0
    first, second = _value(word), _value(other)
    if first is not None or second is not None:
        return 1.0 if first == second else 0.0
    if are_synonyms(word_stem, other_stem):
        return SYNONYM
    if word in _FUNCTION or other in _FUNCTION:
        return 0.0
    if _is_doer(word, other_stem) or _is_doer(other, word_stem):
        return IMPLIED
    if _compound(word, other):
        return 0.9
    return _sound(word, other)


_FUNCTION = (
    lexicon.AUXILIARIES
    | lexicon.PREPOSITIONS
    | lexicon.SUBJECTS
    | lexicon.OBJECTS
    | lexicon.ADVERBS
    | lexicon.INTERJECTIONS
)


def _is_doer(word: str, verb_stem: str) -> bool:
    """Whether a word names who does something: "baker" and "bake", "owner" and "own"."""
    if len(word) < 5 or not word.endswith(("er", "or")) or len(verb_stem) < 3:
        return False
    base = word[:-2]
    return verb_stem in (base, base + "e", stem(base), stem(base + "e"))


def _value(word: str) -> float | None:
    """What a number word, an ordinal or a figure is worth."""
    number = lexicon.NUMBERS.get(word, lexicon.ORDINALS.get(word))
    if number is not None:
        return float(number)
    digits = word.rstrip("stndrh%").replace(",", "")
    return float(digits) if digits.isdecimal() else None


def _joined(word: str, first: str, second: str) -> bool:
    """Whether a word was heard as two ("work shop") or with a hyphen."""
    plain = word.replace("-", "")
    return len(plain) > 3 and (first + second == plain or first + second == plain + "s")


def _compound(word: str, other: str) -> bool:
    """Whether one is the other with a hyphen or a part of it: "mail-box", "cash-box"."""
    if "-" not in word and "-" not in other:
        return False
    return word.replace("-", "") == other.replace("-", "") or word in other.split("-") or other in word.split("-")


def sounds_same(word: str, other: str) -> bool:
    """Whether two words that are spelled differently sound the same and nearly look it."""
    if word == other or len(word) < 5 or word[:1] != other[:1]:
        return False
    return _code(word) == _code(other) and float(jellyfish.jaro_winkler_similarity(word, other)) >= 0.85


@lru_cache(maxsize=20_000)
def _code(word: str) -> str:
    return str(jellyfish.metaphone(word))


@lru_cache(maxsize=50_000)
def _sound(word: str, other: str) -> float:
    """By Philips' metaphone codes and their edit distance, kept in check by the spelling."""
    if len(word) < 4 or len(other) < 3 or not word[0].isalpha() or not other[0].isalpha():
        return 0.0
    first, second = _code(word), _code(other)
    if len(first) < 2 or len(second) < 2:
        return 0.0
    spelling = float(jellyfish.jaro_winkler_similarity(word, other))
    if first == second:
        return SOUND if spelling >= 0.75 or len(first) > 3 else NEAR_SOUND if spelling >= 0.6 else 0.0
    longest = max(len(first), len(second))
    near = 1 - int(jellyfish.levenshtein_distance(first, second)) / longest
    if near >= 0.75 and spelling >= 0.8:
        return SOUND
    if min(len(word), len(other)) < 5:
        return 0.0
    return NEAR_SOUND if near >= 0.65 and spelling >= 0.65 and longest > 2 else 0.0
