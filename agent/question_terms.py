"""The words of a question: which the evidence should have, and which name people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from . import extract_lexicon as lexicon
from . import question_words as words
from .extract_words import Tag, Token


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that the evidence should have."""

    word: str
    stem: str
    weight: float
    is_essential: bool
    """Without it (or something like it) the evidence is about something else."""
    is_verb: bool = False
    modifies: str = ""
    """Stem of the noun right after it: "coffee" of "coffee machine"."""


def terms_of(
    tokens: Sequence[Token], names: Collection[str], *, attribute: Token | None = None, verb: Token | None = None
) -> tuple[Term, ...]:
    """The words that the evidence should have, in order, each once."""
    found: dict[str, Term] = {}
    for place, token in enumerate(tokens):
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        term = term_of(token, names, is_verb=token is verb or token.tag is Tag.VERB)
        before = tokens[place - 1] if place else None
        if term is not None and before is not None and before.low in ("that", "this", "these", "those"):
            term = replace(term, weight=min(term.weight, 0.4), is_essential=False)  # it points to something known
        if term is not None and after is not None and after.tag is Tag.NOUN and after.start == token.end + 1:
            term = replace(term, modifies=after.stem)
        if term is None or term.stem in found:
            continue
        if term.is_verb and verb is not None and token is not verb:  # "choose" of "choose to drink"
            term = replace(term, weight=min(term.weight, 0.2))
        if token is attribute and token.low in words.EMPTY_ATTRIBUTES:
            continue
        found[term.stem] = term
    terms = tuple(found.values())
    if not any(term.is_essential for term in terms):  # "where does he live?": then the verb is all there is
        terms = tuple(
            replace(term, is_essential=term.is_verb and (term.weight > 0.5 or term.stem == "come")) for term in terms
        )
    return terms


def _verb_weight(token: Token) -> float:
    """Light verbs say little: "take", "have"."""
    if token.lemma in lexicon.EMPTY_VERBS or token.stem in lexicon.EMPTY_VERBS:
        return 0.2
    return 0.4 if token.lemma in lexicon.LIGHT_VERBS or token.stem in lexicon.LIGHT_VERBS else 0.6


def term_of(token: Token, names: Collection[str], *, is_verb: bool) -> Term | None:
    """A content word with its weight; None for function words and people."""
    low = token.low
    if is_verb:
        return Term(low, token.stem, _verb_weight(token), False, is_verb=True)
    if low in lexicon.DAYPARTS | lexicon.WEEKDAYS or low in ("today", "tonight", "tomorrow", "yesterday"):
        return Term(low, token.stem, 0.4, False)
    if token.tag not in (Tag.NOUN, Tag.NAME, Tag.NUMBER) or names_person(token, names):
        return None
    if low in lexicon.LIGHT_NOUNS or low in words.LIST_NOUNS:
        return Term(low, token.stem, 0.15, False)
    if low in lexicon.ADJECTIVES or low in lexicon.ORDINALS:
        return Term(low, token.stem, 0.4, False)
    return Term(low, token.stem, 1.0, True)


def name_runs(tokens: Sequence[Token], names: Collection[str]) -> list[tuple[int, int]]:
    """(first, last) of the names of people; a title takes the name after it along."""
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        end = index
        while end < len(tokens) and (
            names_person(tokens[end], names)
            or (end > index and tokens[end].tag is Tag.NAME and tokens[end - 1].low in lexicon.TITLES)
        ):
            end += 1
        if end > index:
            runs.append((index, end))
        index = max(end, index + 1)
    return runs


def names_person(token: Token, names: Collection[str]) -> bool:
    """Whether a token is (part of) a person's name."""
    return (token.low in names and token.tag is Tag.NAME) or (token.low in lexicon.TITLES and token.text[0].isupper())


def people_of(tokens: Sequence[Token], names: Collection[str]) -> tuple[str, ...]:
    """The people named, as written."""
    return tuple(" ".join(t.text for t in tokens[first:last]) for first, last in name_runs(tokens, names))
