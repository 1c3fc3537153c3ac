"""A sentence as tagged words, with stems: closed word lists and position instead of a trained tagger."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from . import extract_lexicon as lexicon
from .extract_lexicon import words_of
from .extract_stems import is_verb_form, lemma, stem


class Tag(StrEnum):
    """What a word does in its sentence."""

    DETERMINER = "determiner"
    POSSESSIVE = "possessive"
    PRONOUN = "pronoun"
    PREPOSITION = "preposition"
    CONJUNCTION = "conjunction"
    AUXILIARY = "auxiliary"
    VERB = "verb"
    NOUN = "noun"
    """Nouns and adjectives: every open word that is not a verb."""
    NAME = "name"
    NUMBER = "number"
    ADVERB = "adverb"
    WH = "wh"
    NEGATION = "negation"
    INTERJECTION = "interjection"
    MARK = "mark"
    """Punctuation."""


CONTENT = frozenset({Tag.VERB, Tag.NOUN, Tag.NAME, Tag.NUMBER})
NOMINAL = frozenset({Tag.DETERMINER, Tag.POSSESSIVE, Tag.NOUN, Tag.NAME, Tag.NUMBER})


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a sentence."""

    text: str
    start: int
    """First character in the sentence."""
    end: int
    tag: Tag
    lemma: str
    """Lower case; verbs without irregular forms."""
    stem: str

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.lower()


_WORD = re.compile(
    r"\d+(?:[.:,/-]\d+)*(?:st|nd|rd|th)?%?"  # numbers, clock times, dates, ordinals
    r"|n['’]t\b|['’](?:m|s|re|ll|ve|d)\b"  # the second half of a contraction
    r"|[^\W\d_]+?(?=n['’]t\b)"  # its first half: "do" of "don't"
    r"|[^\W_]+(?:[-.&][^\W_]+)*"  # words; hyphens and inner dots stay inside
    r"|[^\w\s]"
)


def tokenize(sentence: str, names: Collection[str] = ()) -> tuple[Token, ...]:
    """The tagged words of a sentence. `names` are words in lower case that name people."""
    pieces = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(sentence)]
    tokens: list[Token] = []
    for position, (text, start, end) in enumerate(pieces):
        low = text.lower().replace("’", "'")
        following = [piece[0].lower() for piece in pieces[position + 1 : position + 3]]
        tag = _closed_tag(low, tokens, following) or _open_tag(text, low, tokens, following, names)
        tokens.append(Token(text, start, end, tag, lemma(low), stem(low)))
    return tuple(_main_verb(tokens, position) for position in range(len(tokens)))


def _main_verb(tokens: Sequence[Token], position: int) -> Token:
    """The token with "do" and "have" as verbs of their own: "I do the deliveries", "it has three"."""
    token = tokens[position]
    if token.tag is not Tag.AUXILIARY or position == 0 or token.low not in _OWN_VERBS:
        return token
    if (tokens[0].tag is Tag.WH and tokens[0].low != "who") or any(
        t.tag is Tag.VERB or t.tag is Tag.NEGATION for t in tokens[position + 1 : position + 3]
    ):
        return token
    if tokens[0].tag is Tag.WH and any(
        is_verb_form(t.low) and t.low == t.lemma and tokens[i - 1].tag not in (Tag.DETERMINER, Tag.POSSESSIVE)
        for i, t in enumerate(tokens[position + 1 :], position + 1)
    ):  # "who does it belong to?", not "who does the accounting?"
        return token
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    is_verb = after is not None and after.tag in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NOUN, Tag.NUMBER, Tag.ADVERB)
    return replace(token, tag=Tag.VERB) if is_verb else token


_OWN_VERBS = words_of("do does did have has had")


def _closed_tag(low: str, before: Sequence[Token], following: Sequence[str]) -> Tag | None:
    """The tag of a function word, None for open words."""
    previous = before[-1] if before else None
    after = following[0] if following else ""
    if not low[0].isalnum() and not low.startswith("'"):
        return Tag.MARK
    if low[0].isdigit():
        return Tag.NUMBER
    if low in ("n't", "not"):
        return Tag.NEGATION
    if low == "'s":
        return _apostrophe(previous, after)
    if low in ("will", "may", "might", "can"):
        return Tag.NOUN if previous is not None and previous.tag in (Tag.DETERMINER, Tag.NUMBER) else Tag.AUXILIARY
    if low == "that":
        return _that(previous, after)
    if low in lexicon.POSSESSIVES and not (low == "her" and _ends(after)):
        return Tag.POSSESSIVE
    if low == "no" and (previous is None or previous.tag is Tag.MARK) and _ends(after):
        return Tag.INTERJECTION
    if low == "one" and (after in lexicon.NUMBERS or after.rstrip("s") in _UNITS):
        return Tag.NUMBER
    if low == "right" and after in ("now", "away", "here", "there", "after", "before", "next"):
        return Tag.ADVERB
    if low == "please":
        return Tag.INTERJECTION
    if low in lexicon.DETERMINERS:
        is_pronoun = _ends(after) or after in lexicon.AUXILIARIES or after in lexicon.PREPOSITIONS
        return (
            Tag.PRONOUN
            if low in ("this", "these", "those", "both", "all", "another") and is_pronoun
            else Tag.DETERMINER
        )
    if low in lexicon.AUXILIARIES:
        return Tag.AUXILIARY
    for words, tag in _CLOSED:
        if low in words:
            return tag
    return None


_UNITS = words_of("euro dollar pound cent hour minute second day week month year meter kilo percent time")


_CLOSED = (
    (lexicon.WH_WORDS, Tag.WH),
    (lexicon.SUBJECTS | lexicon.OBJECTS, Tag.PRONOUN),
    (frozenset(lexicon.NUMBERS) | frozenset(lexicon.ORDINALS), Tag.NUMBER),
    (
        lexicon.COORDINATORS | frozenset({"because", "if", "unless", "although", "though", "whereas", "while"}),
        Tag.CONJUNCTION,
    ),
    (lexicon.PREPOSITIONS - frozenset({"like"}), Tag.PREPOSITION),
    (lexicon.ADVERBS, Tag.ADVERB),
)


def _ends(word: str) -> bool:
    """Whether nothing or a mark follows."""
    return not word or not word[0].isalnum()


def _apostrophe(previous: Token | None, after: str) -> Tag:
    """The tag of "'s": "is" after a pronoun and before what no noun phrase begins with, else the possessive."""
    if previous is None or previous.tag in (Tag.PRONOUN, Tag.WH) or previous.low in ("that", "there", "here", "let"):
        return Tag.AUXILIARY
    is_verbal = (
        after in lexicon.DETERMINERS or after in lexicon.POSSESSIVES or after in ("not", "going", "on", "in", "at")
    )
    return Tag.AUXILIARY if is_verbal else Tag.POSSESSIVE


def _that(previous: Token | None, after: str) -> Tag:
    """The tag of "that": a pronoun before a verb, a conjunction before a subject, else a determiner."""
    if _ends(after) or after in lexicon.AUXILIARIES or after in ("'s", "helps", "means", "saves", "belongs", "was"):
        return Tag.PRONOUN
    if previous is not None and (
        after in lexicon.SUBJECTS or after in lexicon.DETERMINERS or after in lexicon.POSSESSIVES
    ):
        return Tag.CONJUNCTION
    if is_verb_form(after) and after.endswith("s"):
        return Tag.PRONOUN
    return Tag.DETERMINER


def _open_tag(text: str, low: str, before: Sequence[Token], following: Sequence[str], names: Collection[str]) -> Tag:
    """The tag of an open word from its neighbours."""
    previous = before[-1] if before else None
    is_first = previous is None
    after = following[0] if following else ""
    if low in names and (text[0].isupper() or not is_verb_form(low)):
        return Tag.NAME
    if low in lexicon.INTERJECTIONS and (previous is None or previous.tag in (Tag.INTERJECTION, Tag.MARK)):
        return Tag.INTERJECTION
    if low in lexicon.WEEKDAYS or low in lexicon.MONTHS:
        return Tag.NOUN
    if text[0].isupper() and not is_first and low not in lexicon.DAYPARTS:
        return Tag.NAME
    if (
        low.endswith("ly")
        and len(low) > 4
        and low not in ("family", "supply", "reply", "july", "italy", "assembly", "jelly")
    ):
        return Tag.ADVERB
    if previous is None:
        return Tag.VERB if is_verb_form(low) and low == lemma(low) and not _ends(after) else Tag.NOUN
    return Tag.VERB if _is_verb_here(low, after, previous, before) else Tag.NOUN


def _is_verb_here(low: str, after: str, previous: Token, before: Sequence[Token]) -> bool:
    """Whether an open word after `previous` is a verb."""
    form = is_verb_form(low)
    if previous.tag is Tag.AUXILIARY:  # "I will water", "did not sleep"; after "be" only forms of verbs
        return form or (previous.low in lexicon.MODALS | lexicon.DO and not _ends(low))
    if previous.tag is Tag.PRONOUN and previous.low in lexicon.SUBJECTS:
        return True
    if previous.low == "to" and len(before) > 1 and before[-2].low in ("going", "gonna"):
        return True
    if previous.low == "to":
        return form and low == lemma(low) and not low.endswith("s")
    if previous.tag in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NUMBER, Tag.PREPOSITION):
        return previous.tag is Tag.PREPOSITION and low.endswith("ing") and form
    if not form:
        return False
    if after == "to" and previous.tag is Tag.NOUN:  # "the surgeon want to see …"
        return True
    if previous.tag in (Tag.ADVERB, Tag.NEGATION):
        return not (
            len(before) > 1
            and before[-2].tag in (Tag.AUXILIARY,)
            and before[-2].low in lexicon.BE
            and not low.endswith(("ed", "ing"))
        )
    if previous.low in ("which", "what", "whose") and (after in lexicon.AUXILIARIES or after in lexicon.MODALS):
        return False  # "which book did they read?"
    if previous.tag in (Tag.CONJUNCTION, Tag.INTERJECTION, Tag.MARK, Tag.WH):
        return True
    if previous.tag is Tag.NAME:
        return True
    # After a noun: "the firmware crashes", "Victor comes"; not "the drop test", "the machine oil"
    is_inflected = low != lemma(low) or low.endswith(("s", "ed"))
    return (is_inflected and not any(token.tag is Tag.VERB for token in _since_mark(before))) or (
        previous.tag is Tag.NOUN
        and previous.low.endswith("s")
        and (after in _AFTER_VERB or _ends(after))
        and not any(token.tag in (Tag.VERB, Tag.AUXILIARY) for token in _since_mark(before))
    )


_AFTER_VERB = (
    frozenset(lexicon.NUMBERS)
    | frozenset(lexicon.POSSESSIVES)
    | lexicon.DETERMINERS
    | lexicon.PREPOSITIONS
    | lexicon.OBJECTS
)
"""What may stand after a verb, and rarely after two nouns."""


def _since_mark(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words since the last mark or conjunction."""
    for position in range(len(tokens) - 1, -1, -1):
        if tokens[position].tag in (Tag.MARK, Tag.CONJUNCTION):
            return tokens[position + 1 :]
    return tokens
