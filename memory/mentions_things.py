"""Things and places that a text talks about: noun phrases, cut by the words that cannot be inside one.

There is no tagger, so a phrase must be announced: by a determiner or a possessive ("the car keys", "my
new microphone", "David's bicycle"), by a preposition of place before a capital letter ("to Frankfurt"), or
by letters that only names of things have.  A phrase's normal form has neither determiner nor empty
adjectives, and stems for words, so that "the car keys" and "my car key" are one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .mentions_words import (
    DETERMINERS,
    FUNCTION,
    GENERIC_ADJECTIVES,
    NUMBERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    VAGUE,
    VERBS,
    Token,
    is_plural,
    is_verb_form,
    sentences,
    stem,
    tokens,
    word_set,
)
from .names.lexicon import CALENDAR, KIN, is_given

MOST = 16
"""Things kept per text."""
LONGEST = 4
"""Words of a phrase."""
_PLACE_CUES = word_set("in at to from near into outside around via through of inside")
_RELATIVES = word_set(
    "cousin brother sister wife husband friend boss colleague son daughter nephew niece partner boyfriend "
    "girlfriend parents family roommate grandson granddaughter twin kid child baby"
)
_NOT_THINGS = (
    VAGUE
    | CALENDAR
    | KIN
    | _RELATIVES
    | word_set("god hell heck mm hmm uh um okay noon midnight o'clock am pm name names favorite favourite")
)
_OPENERS = (DETERMINERS - word_set("no")) | POSSESSIVES
_OWNERS = word_set("everyone everybody someone somebody today tomorrow yesterday tonight")
_DEMONSTRATIVES = word_set("this that these those all both each such")
_SINGULAR = word_set("this that another each every either")
_ASKING = word_set("do does did will would can could shall should")
_AFTER_NOUNS = word_set("and or but is are was were will have has had can could would should may might must of")
_NOUNS_IN_ED = word_set("bed shed seed feed speed weed sled")
_ADJECTIVE_ENDS = ("ful", "tive", "ous", "able", "ible", "less")
_NO_ADJECTIVES = word_set(
    "table cable vegetable stable fable syllable bible wardrobe detective motive house mouse blouse"
)
_IN_COMPOUNDS = word_set("case part piece board list plan table deal job place time day front back top bottom shot")


@dataclass(frozen=True, slots=True)
class ThingUse:
    """One place in a text that speaks of a thing."""

    start: int
    """First character, without the determiner."""
    end: int
    name: str
    """As written, without determiner and empty adjectives: what is shown."""
    form: str
    """Normal form: what makes it the same thing."""
    head: str
    """Normal form of its last word: "key" of "car key"."""
    is_plural: bool
    after_preposition: bool
    """It stands behind a preposition: rather where something is than what is spoken of."""


@lru_cache(maxsize=16_384)
def normal_form(name: str) -> str:
    """What is the same for "the car keys", "My new car key" and "CAR KEYS"; "" where nothing is left."""
    words = [token.lower for token in tokens(name)]
    while words and (words[0] in DETERMINERS or words[0] in POSSESSIVES or words[0] in NUMBERS):
        words = words[1:]
    kept = [word for word in words if word not in GENERIC_ADJECTIVES] or words[-1:]
    return " ".join(stem(word) for word in kept if word not in FUNCTION) or " ".join(stem(word) for word in kept)


@lru_cache(maxsize=16_384)
def head_form(name: str) -> str:
    """The normal form of what a thing is: "key" of "car keys", "meet" of "meeting with the bank"; "" of nothing."""
    words = [token.lower for token in tokens(name)]
    cut = next((place for place, word in enumerate(words) if place and word in PREPOSITIONS), len(words))
    return stem(words[cut - 1]) if words else ""


def find_things(text: str, *, people: Sequence[tuple[int, int]] = ()) -> list[ThingUse]:
    """Things and places in a text, in order, none overlapping, at most `MOST`.

    Args:
        text: what was said, typed or asked.
        people: spans that stand for people: never part of a thing, but a genitive ("David's") announces one.
    """
    found: list[ThingUse] = []
    words = tokens(text)
    for left, right in sentences(text):
        indices = [i for i, token in enumerate(words) if left <= token.start < right]
        place = 0
        while place < len(indices):
            use, step = _phrase(text, words, indices, place, people)
            if use is not None and len(found) < MOST:
                found.append(use)
            place += step
    return found


def _phrase(
    text: str, words: Sequence[Token], indices: list[int], place: int, people: Sequence[tuple[int, int]]
) -> tuple[ThingUse | None, int]:
    """A phrase that is announced by the word at a place: (it or None, words to go on by)."""
    opener = words[indices[place]]
    is_person = any(start <= opener.start < end for start, end in people)
    owns = opener.is_possessive and (is_person or (opener.is_capital and place > 0) or opener.lower in _OWNERS)
    announces = opener.lower in _OPENERS or owns
    first = place + 1
    if is_person and not opener.is_possessive:
        return None, 1
    if not announces:
        follows = place > 0 and words[indices[place - 1]].lower in _PLACE_CUES
        is_proper = opener.is_capital and not opener.text.isdigit() and opener.lower not in FUNCTION | CALENDAR | KIN
        if not (follows and is_proper) or is_given(opener.lower):
            return None, 1
        first = place
    last = _end(text, words, indices, first, people, is_proper=not announces)
    if last <= first or (announces and not _stands_together(text, words, indices, place, last)):
        return None, 1
    use = _use(text, [words[i] for i in indices[first:last]], words[indices[place - 1]].lower if place else "")
    return use, max(1, last - place)


def _stands_together(text: str, words: Sequence[Token], indices: list[int], place: int, last: int) -> bool:
    """Whether what announces a phrase and its first word belong together: "that helps" and "the plastic one" do not."""
    opener, first = words[indices[place]], words[indices[place + 1]]
    gap = text[opener.end : first.start].strip("'’sS \"“")
    is_clause = opener.lower in _DEMONSTRATIVES and is_verb_form(first.lower)
    is_odd = opener.lower in _SINGULAR and is_plural(words[indices[last - 1]].lower)  # "anything that sticks out"
    is_one = last < len(indices) and words[indices[last]].lower in ("one", "ones")
    is_quality = last == place + 2 and first.lower.endswith(_ADJECTIVE_ENDS) and first.lower not in _NO_ADJECTIVES
    return not (gap or is_clause or is_odd or is_one or is_quality)


def _end(
    text: str,
    words: Sequence[Token],
    indices: list[int],
    first: int,
    people: Sequence[tuple[int, int]],
    *,
    is_proper: bool,
) -> int:
    """The place after the last word of a phrase that begins at `first`."""
    place = first
    while place < len(indices) and place - first < LONGEST + 1:
        token = words[indices[place]]
        if any(start <= token.start < end for start, end in people) or token.lower in FUNCTION - NUMBERS:
            break
        if token.lower in NUMBERS and place > first:
            break
        if is_proper and not token.is_capital:
            break
        if place > first:
            before = words[indices[place - 1]]
            if text[before.end : token.start].strip("-") != " " or before.is_possessive:
                break
            if _is_verb(text, words, indices, place) or token.lower.endswith("ly"):
                break
        place += 1
    return place


def _is_verb(text: str, words: Sequence[Token], indices: list[int], place: int) -> bool:
    """Whether a word after a noun is the clause's verb rather than one more noun."""
    token = words[indices[place]]
    after = words[indices[place + 1]].lower if place + 1 < len(indices) else ""
    touches = bool(after) and not text[token.end : words[indices[place + 1]].start].strip()
    if token.is_capital:
        return False
    if token.lower.endswith("ing"):
        return touches and after in DETERMINERS | POSSESSIVES | PRONOUNS  # "the man holding the bag"
    if token.lower.endswith("ed") and len(token.lower) > 4:
        return token.lower not in _NOUNS_IN_ED
    if token.lower in VERBS and _is_asked(words, indices, place):
        return True
    if not is_verb_form(token.lower):
        return False
    if not token.lower.endswith("s"):
        return True
    if not touches:
        return False  # "the design plans.": the phrase ends the clause, so it is a noun
    return after in FUNCTION - _AFTER_NOUNS or after.endswith("ly")


def _is_asked(words: Sequence[Token], indices: list[int], place: int) -> bool:
    """Whether "did", "will" … stands before and its verb has not come yet: "Where did the database | move to?"."""
    for earlier in reversed(indices[:place]):
        word = words[earlier].lower
        if word in _ASKING:
            return words[earlier + 1].lower in _OPENERS and earlier - indices[0] <= 2
        if word in VERBS or word in PRONOUNS:
            return False
    return False


def _use(text: str, phrase: Sequence[Token], before: str) -> ThingUse | None:
    kept = list(phrase)
    while kept and (kept[0].lower in NUMBERS or (kept[0].lower in GENERIC_ADJECTIVES and len(kept) > 1)):
        kept = kept[1:]
    kept = kept[-LONGEST:]
    is_compound = len(kept) > 1 and kept[-1].lower in _IN_COMPOUNDS
    if not kept or (kept[-1].lower in _NOT_THINGS and not is_compound) or kept[-1].lower in GENERIC_ADJECTIVES:
        return None
    if len(kept[-1].text) < 2 or kept[-1].lower.isdigit():
        return None
    name = text[kept[0].start : kept[-1].end]
    form = normal_form(name)
    if not form:
        return None
    head = kept[-1].lower
    is_after = before in PREPOSITIONS
    return ThingUse(kept[0].start, kept[-1].end, name, form, stem(head), is_plural(head), is_after)
