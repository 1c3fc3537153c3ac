"""A turn as sentences and clauses: who does what, joined how, said to whom."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from . import extract_lexicon as lexicon
from .extract_lexicon import words_of
from .extract_words import NOMINAL, Tag, Token, tokenize

_SENTENCE = re.compile(r"(?:[^.!?。！？]|(?<=\b[A-Z])\.|(?<=\b(?:Mr|Ms|Dr))\.|(?<=\bMrs)\.|\.(?=\d))+[.!?。！？]*")
_OLD_HYPHEN = re.compile(r"\bto-(morrow|day|night)\b", re.IGNORECASE)
"""Some recognizers write "to-morrow"."""
_TITLE = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof)\.")
_SPLITTERS = words_of(", ; : - – — …")
_JOINERS = words_of(
    "and but so because since while when if unless although though whereas then or until till after before as "
    "which who that where then yet"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence around one verb."""

    tokens: tuple[Token, ...]
    link: str = ""
    """The word that joins it to what stands before: "because", "so", "and", …; "" at the start."""
    subject: tuple[Token, ...] = ()
    """The words of its subject; taken over from the clause before where it has none of its own."""
    head: int = -1
    """Where its first verb or auxiliary stands, -1 where there is none."""
    is_negated: bool = False
    is_question: bool = False

    @property
    def start(self) -> int:
        """First character in the sentence."""
        return self.tokens[0].start if self.tokens else 0

    @property
    def end(self) -> int:
        """One past the last character in the sentence."""
        return self.tokens[-1].end if self.tokens else 0

    @property
    def has_subject(self) -> bool:
        """Whether a subject is known."""
        return bool(self.subject)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a turn."""

    text: str
    start: int
    """First character in the turn."""
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    addressees: tuple[str, ...] = ()
    """Names that are called: "Ben, please …", "Thank you, Walter"."""
    is_question: bool = False

    def cut(self, first: Token, last: Token) -> str:
        """The words from one token to another, as they were said."""
        return self.text[first.start : last.end]


@lru_cache(maxsize=4_000)
def parse(text: str, names: frozenset[str] = frozenset()) -> tuple[Sentence, ...]:
    """The sentences of a turn. `names` are words in lower case that name people. Cost: linear."""
    plain = _TITLE.sub(r"\1", _OLD_HYPHEN.sub(r"to\1", text))
    return tuple(
        _sentence(match.group().strip(), match.start() + _indent(match.group()), names)
        for match in _SENTENCE.finditer(plain)
        if match.group().strip(" .!?")
    )


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _sentence(text: str, start: int, names: frozenset[str]) -> Sentence:
    tokens = tokenize(text, names)
    called = _addressees(tokens, names)
    spoken = {index for span in called for index in range(*span)}
    is_question = text.endswith("?")
    clauses: list[Clause] = []
    for link, first, last in _segments(tokens, spoken):
        kept = tuple(token for index, token in enumerate(tokens[first:last], first) if index not in spoken)
        clause = _clause(_positive(_trimmed(kept)), link, clauses[-1] if clauses else None, is_question=is_question)
        if clause.tokens:
            clauses.append(clause)
    addressees = tuple(" ".join(token.text for token in tokens[a:b]) for a, b in called)
    return Sentence(text, start, tokens, tuple(clauses), addressees, is_question)


def _addressees(tokens: Sequence[Token], names: Collection[str]) -> list[tuple[int, int]]:
    """Token ranges of names that are called, not talked about."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        if not _is_person(tokens[index], names):
            index += 1
            continue
        end = index + 1
        while end < len(tokens) and _is_person(tokens[end], names):
            end += 1
        before = tokens[index - 1] if index else None
        after = tokens[end] if end < len(tokens) else None
        is_known = any(token.low in names for token in tokens[index:end])
        is_last = before is not None and before.text == "," and (after is None or after.text in ".!?")
        if _is_called(before, after, tokens[:index]) and (is_known or is_last or _is_thanks(tokens[:index])):
            found.append((index, end))
        index = end
    return found


def _is_person(token: Token, names: Collection[str]) -> bool:
    if token.text[0].isupper() and token.low in lexicon.TITLES:
        return True
    return token.tag is Tag.NAME and (token.low in names or token.text[1:].islower())


def _is_called(before: Token | None, after: Token | None, left: Sequence[Token]) -> bool:
    """Whether a name between these words is called."""
    opens = before is None or before.tag in (Tag.MARK, Tag.INTERJECTION) or _is_thanks(left)
    closes = after is None or after.tag is Tag.MARK
    if before is not None and before.tag is Tag.CONJUNCTION and len(left) == 1:
        opens = True
    if opens and closes:
        return before is not None or (after is not None and after.text == ",")
    return (
        opens and before is not None and before.tag is not Tag.MARK and after is not None and after.tag is Tag.PRONOUN
    )


def _is_thanks(left: Sequence[Token]) -> bool:
    """Whether thanks or a greeting stand just before."""
    words = [token.low for token in left if token.tag is not Tag.MARK][-5:]
    return bool(words) and (words[-1] in lexicon.INTERJECTIONS or words[0] in ("thank", "thanks", "cheers"))


def _segments(tokens: Sequence[Token], spoken: Collection[int]) -> list[tuple[str, int, int]]:
    """(joining word, first, end) of the clauses."""
    cuts: list[tuple[int, int, str]] = [(0, 0, "")]  # (end of what is before, start of the clause, link)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        is_mark = token.text in _SPLITTERS
        is_joiner = token.low in _JOINERS and token.tag in (Tag.CONJUNCTION, Tag.WH, Tag.PREPOSITION) and index > 0
        if not is_mark and not is_joiner:
            if _runs_on(tokens, index, cuts[-1][1]):
                cuts.append((index, index, ""))
            index += 1
            continue
        start, link = index + (1 if is_mark or is_joiner else 0), "" if is_mark else token.low
        while start < len(tokens) and (
            tokens[start].low in _JOINERS and tokens[start].tag in (Tag.CONJUNCTION, Tag.WH)
        ):
            link, start = tokens[start].low, start + 1
        if _begins_clause(tokens, start, link, index, cuts[-1][1], is_mark=is_mark):
            cuts.append((index, start, link))
        index = max(start, index + 1)
    ends = [cut[0] for cut in cuts[1:]] + [len(tokens)]
    return [(link, start, end) for (_, start, link), end in zip(cuts, ends, strict=True) if end > start]


def _runs_on(tokens: Sequence[Token], index: int, begun: int) -> bool:
    """Whether a new sentence begins without a mark: recognizers leave them out ("… the licence it gives us …")."""
    if index - begun < 4 or index + 1 >= len(tokens) or tokens[index].low not in ("i", "we", "he", "she", "they", "it"):
        return False
    starts = tokens[index + 1].tag in (Tag.AUXILIARY, Tag.VERB) and tokens[index - 1].tag in (
        Tag.NOUN,
        Tag.NAME,
        Tag.ADVERB,
    )
    return starts and _has_verb(tokens[begun : index - 1], finite=True)


def _begins_clause(tokens: Sequence[Token], start: int, link: str, cut: int, begun: int, *, is_mark: bool) -> bool:
    """Whether the words from `start` are a clause of their own and not part of a list or a phrase."""
    ahead: list[Token] = []
    for token in tokens[start:]:
        if token.text in _SPLITTERS or (token.low in _JOINERS and token.tag in (Tag.CONJUNCTION, Tag.WH)):
            break
        ahead.append(token)
    if not ahead:
        return False
    if link == "because" and ahead[0].low != "of":
        return True
    if tokens[cut].tag is Tag.PREPOSITION and tokens[cut].low != "as":  # "before I can repair it", not "before dinner"
        return any(token.tag in (Tag.PRONOUN, Tag.NOUN, Tag.NAME) for token in ahead[:3]) and _has_verb(
            ahead, finite=True
        )
    if _has_verb(ahead, finite=False):
        return True
    if link == "and" and _is_for_somebody(ahead) and _is_for_somebody(tokens[begun:cut]):
        return True
    had_verb = _has_verb(tokens[begun:cut], finite=False)
    return is_mark and (bool(link) or not had_verb) and len(ahead) > 2 and any(t.tag is Tag.PREPOSITION for t in ahead)


def _is_for_somebody(tokens: Sequence[Token]) -> bool:
    """Whether a stretch says for whom: "for me", "for Emil"."""
    return any(
        token.low == "for" and (after.low in ("me", "us", "you", "him", "her", "them") or after.tag is Tag.NAME)
        for token, after in pairwise(tokens)
    )


def _has_verb(tokens: Sequence[Token], *, finite: bool) -> bool:
    return any(
        token.tag is Tag.AUXILIARY or (token.tag is Tag.VERB and not (finite and token.low.endswith("ing")))
        for token in tokens
    )


def _trimmed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without marks and greetings at its ends."""
    first, last = 0, len(tokens)
    while first < last and tokens[first].tag in (Tag.MARK, Tag.INTERJECTION):
        first += 1
    while last > first and tokens[last - 1].tag is Tag.MARK:
        last -= 1
    return tokens[first:last]


def _positive(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without what is only named to be ruled out: "…, not the white ones", "instead of …", "rather than …"."""
    for index, token in enumerate(tokens[1:], 1):
        before, after = tokens[index - 1], tokens[index + 1] if index + 1 < len(tokens) else None
        is_contrast = (
            token.low == "not"
            and before.tag in (Tag.MARK, Tag.CONJUNCTION, Tag.NOUN, Tag.NAME)
            and (
                after is not None and after.tag in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.PREPOSITION, Tag.NOUN, Tag.NAME)
            )
        )
        is_instead = after is not None and (token.low, after.low) in (("instead", "of"), ("rather", "than"))
        is_than = token.low == "than" and any(t.low in ("rather", "prefer", "better") for t in tokens[:index])
        kept = index - 1 if before.tag is Tag.CONJUNCTION else index
        if (is_contrast or is_instead or is_than) and any(t.tag is not Tag.CONJUNCTION for t in tokens[:kept]):
            return _trimmed(tokens[:kept])
    return tokens


def _clause(tokens: tuple[Token, ...], link: str, before: Clause | None, *, is_question: bool) -> Clause:
    head = next((i for i, token in enumerate(tokens) if token.tag in (Tag.AUXILIARY, Tag.VERB)), -1)
    subject: tuple[Token, ...] = ()
    if head > 0:
        subject = tuple(
            token
            for token in tokens[:head]
            if token.tag not in (Tag.MARK, Tag.ADVERB, Tag.INTERJECTION, Tag.NEGATION, Tag.CONJUNCTION)
        )
    if (
        is_question
        and head >= 0
        and tokens[head].tag is Tag.AUXILIARY
        and not any(t.tag in (Tag.NOUN, Tag.NAME, Tag.PRONOUN) for t in subject)
    ):
        subject = _noun_phrase(tokens, head + 1)
    if not subject and before is not None and link in ("and", "but", "or", "then", "which", "who", "that", ""):
        subject = before.subject
    is_negated = any(
        token.tag is Tag.NEGATION
        or (token.low in ("cannot", "never", "nobody", "nothing", "no") and token.tag is not Tag.INTERJECTION)
        for token in tokens
    )
    return Clause(tokens, link, subject, head, is_negated, is_question)


def _noun_phrase(tokens: Sequence[Token], start: int) -> tuple[Token, ...]:
    """The pronoun or noun phrase that begins at `start`."""
    if start < len(tokens) and tokens[start].tag is Tag.PRONOUN:
        return (tokens[start],)
    end = start
    while end < len(tokens) and tokens[end].tag in NOMINAL:
        end += 1
    return tuple(tokens[start:end])
