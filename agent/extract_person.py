"""Who: the subject of a clause, its object, its owner; pronouns stand for the people around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import extract_lexicon as lexicon
from .extract_lexicon import words_of
from .extract_view import Candidate, View
from .extract_words import Tag, Token
from .rules_cast import named
from .score_synonyms import converses

IN_QUESTION = 0.3
"""What is left of a candidate that the question itself names."""


def people(view: View) -> Iterator[Candidate]:
    """Candidates for "who" and "whose"."""
    for candidate in _people(view):
        is_named = any(view.cast.same(candidate.text, name) for name in view.question.people)
        yield replace(candidate, quality=candidate.quality * IN_QUESTION) if is_named else candidate


def _people(view: View) -> Iterator[Candidate]:
    question = view.question
    if question.wh == "whose":
        yield from _owners(view)
        return
    if question.reported:
        promises = any(t.low in ("can", "could", "will", "would", "'ll", "let") for t in view.tokens)
        asks = view.sentence.is_question or any(
            t.low in ("need", "please", "could", "ask") for t in view.sentence.tokens
        )
        fits = (promises or not question.offers) and (asks or not question.asks_back)
        yield Candidate(view.speaker, 1.0 if fits else 0.5, view, "says it")
        return
    if question.gap == "object":
        yield from _objects(view)
        return
    yield from _converse(view)
    yield from _agents(view)
    yield from _subjects(view)


def person_of(view: View, tokens: Sequence[Token]) -> tuple[str, float]:
    """(name, quality) of the person that a subject stands for; ("", 0) where it is none."""
    lows = [token.low for token in tokens]
    names = named(tokens, view.cast.names, strangers=True)
    if any(t.low == "'s" and t.tag is Tag.POSSESSIVE for t in tokens):
        return "", 0.0
    if not names and len(tokens) == 1 and _is_bare_name(view, tokens[0]):
        return tokens[0].text, 0.8
    if (
        not names
        and tokens
        and tokens[-1].tag is Tag.NAME
        and (len(tokens) == 1 or tokens[-2].tag is not Tag.DETERMINER)
    ):
        names = [_last_name(tokens)]
    if names:
        return view.cast.display(names[-1]), 0.95
    if "i" in lows or (lows[:2] == ["my", "name"]):
        return view.speaker, 1.0
    if "we" in lows:
        return view.speaker, 0.7
    if "you" in lows:
        return view.cast.addressee(view.turn, view.sentence, view.evidence), 0.85
    if "he" in lows or "she" in lows:
        return view.cast.third(view.turn, view.clause), 0.85
    return "", 0.0


def _is_bare_name(view: View, token: Token) -> bool:
    """Whether a bare word at the start is a name rather than a thing: "Birgit is on leave"."""
    is_word = token.tag is Tag.NOUN and token.start == 0 and token.text[:1].isupper() and token.text[1:].islower()
    return is_word and token.stem not in view.support.places and not token.low.endswith("s")


def _last_name(tokens: Sequence[Token]) -> str:
    start = len(tokens)
    while start > 0 and tokens[start - 1].tag is Tag.NAME:
        start -= 1
    return " ".join(token.text for token in tokens[start:])


def _subjects(view: View) -> Iterator[Candidate]:
    """The subject of the clause that has the question's words after its verb, or the name after "is"."""
    clause = view.clause
    is_role = view.question.verb is None
    if clause.head >= 0 and clause.tokens[clause.head].low in lexicon.BE:
        yield from _named_by(view)
    if clause.head < 0:
        yield from _verbless(view)
        return
    name, quality = person_of(view, clause.subject)
    if (
        not name
        and any(t.low in ("somebody", "someone", "there", "anybody", "anyone") for t in clause.subject)
        and not any(t.low in lexicon.MODALS or t.low in ("has", "needs") for t in view.tokens)
    ):  # "somebody left this for you": whoever says so hands it over
        name, quality = view.speaker, 0.65
    if not name and not clause.subject and clause.link in ("", "so", "and", "but"):  # an order: the one spoken to
        name, quality = view.cast.addressee(view.turn, view.sentence, view.evidence), 0.5
    if not name:
        return
    predicate = [p for p in view.found if p >= clause.head]
    if not predicate:
        quality *= 0.5
    elif is_role and clause.tokens[clause.head].low not in lexicon.BE and not _has_nouns(view, predicate):
        quality *= 0.7
    if view.question.verb is not None and view.verb() < 0:
        quality *= 0.8 if view.question.verb.weight < 0.3 else 0.65 if view.question.verb.weight < 0.5 else 0.5
    elif view.question.verb is not None and not view.has_verb():
        quality *= 0.85
    if not view.agrees():
        quality *= 0.4
    quality *= view.doubt()
    yield Candidate(name, quality, view, "subject")


def _has_nouns(view: View, positions: Sequence[int]) -> bool:
    return any(view.tokens[p].tag in (Tag.NOUN, Tag.NAME) for p in positions)


def _named_by(view: View) -> Iterator[Candidate]:
    """The name after "is": "the editor is Helen", "this is Peter, our new neighbour"."""
    clause = view.clause
    subject = [p for p in view.found if p < clause.head]
    after = clause.tokens[clause.head + 1 :]
    names = named(after, view.cast.names)
    if not names and after and after[0].tag is Tag.NAME:
        names = [_first_name(after)]
    points = bool(clause.subject) and clause.subject[-1].low in ("this", "that", "it", "here")
    if names and (subject or points) and not any(t.low in ("i", "we") for t in clause.subject):
        yield Candidate(view.cast.display(names[0]), 0.95, view, "named")


def _first_name(tokens: Sequence[Token]) -> str:
    end = 0
    while end < len(tokens) and tokens[end].tag is Tag.NAME:
        end += 1
    return " ".join(token.text for token in tokens[:end])


def _verbless(view: View) -> Iterator[Candidate]:
    """The name that opens a sentence without a verb ("Samuel Ortiz, sports desk."), else the speaker."""
    names = named(view.sentence.tokens, view.cast.names)
    if names and view.sentence.tokens[0].tag is Tag.NAME:
        yield Candidate(view.cast.display(names[0]), 0.8, view, "introduces")
    elif view.found:
        yield Candidate(view.speaker, 0.45, view, "says it")


def _agents(view: View) -> Iterator[Candidate]:
    """The person after "by": "it was written by Anna"."""
    for position, token in enumerate(view.tokens[:-1]):
        if token.low != "by" or view.verb() < 0 or position < view.verb():
            continue
        name, quality = person_of(view, view.tokens[position + 1 : position + 4])
        if name:
            yield Candidate(name, quality, view, "by")


def _converse(view: View) -> Iterator[Candidate]:
    """The other side of a deal: "we sell it to Nadia" tells who buys it, "I gave it to Ahmed" who has it."""
    verb = view.question.verb.stem if view.question.verb is not None else ""
    if not verb and any(token.low in ("has", "have", "had") for token in view.question.tokens):
        verb = "have"
    wanted = converses(verb)
    if not wanted:
        return
    said = next((i for i, t in enumerate(view.tokens) if t.tag is Tag.VERB and t.stem in wanted), -1)
    if said < 0:
        return
    for position in range(said + 1, len(view.tokens)):
        if view.tokens[position].low != "to":
            continue
        name, quality = _after(view, position)
        if name:
            yield Candidate(name, quality, view, "given to")
        return


def _after(view: View, position: int) -> tuple[str, float]:
    """The person in the noun phrase after a preposition or a verb."""
    end = position + 1
    while end < len(view.tokens) and view.tokens[end].tag in (
        Tag.DETERMINER, Tag.POSSESSIVE, Tag.NOUN, Tag.NAME, Tag.PRONOUN,
    ):  # fmt: skip
        end += 1
    phrase = view.tokens[position + 1 : end]
    names = named(phrase, view.cast.names, strangers=True)
    if not names and phrase and phrase[-1].tag is Tag.NAME:
        names = [_last_name(phrase)]
    if names:
        return view.cast.display(names[-1]), 0.95
    lows = [token.low for token in phrase]
    if "me" in lows or "us" in lows:
        return view.speaker, 0.9
    if "you" in lows:
        return view.cast.addressee(view.turn, view.sentence, view.evidence), 0.85
    if "him" in lows or "her" in lows:
        return view.cast.third(view.turn, view.clause), 0.8
    return "", 0.0


def _objects(view: View) -> Iterator[Candidate]:
    """Whom: the person after the verb or its preposition ("who does it belong to?")."""
    verb = view.verb()
    start = verb if verb >= 0 else view.clause.head
    if start < 0:
        return
    wanted = view.question.preposition or (
        "to" if view.question.verb is not None and view.question.verb.stem in ("belong", "lend", "give") else ""
    )
    positions = [p for p in range(start, len(view.tokens)) if view.tokens[p].low == wanted] if wanted else [start]
    for position in positions or [start]:
        name, quality = _after(view, position)
        if not name:
            first, last = position + 1, position + 1
            while last < len(view.tokens) and view.tokens[last].tag in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NOUN):
                last += 1
            name, quality = (
                (view.text(first, last), 0.8)
                if last > first + 1 or (last > first and view.tokens[first].tag is Tag.NOUN)
                else ("", 0.0)
            )
        if name:
            yield Candidate(name, quality * (1.0 if verb >= 0 else 0.7), view, "object")


_OWNING = words_of("own have run open found bought buy")


def _owners(view: View) -> Iterator[Candidate]:
    """Whose: "my coat" is the speaker's, "Lucy's coat" Lucy's, what "belongs to Arnold" Arnold's."""
    wanted = {view.support.places.get(term.stem, -1) for term in (*view.question.class_terms, *view.question.terms)} - {
        -1
    }
    if wanted and any(t.low == "i" for t in view.clause.subject) and any(t.stem in _OWNING for t in view.tokens):
        yield Candidate(view.speaker, 0.85, view, "owns it")
    for position, token in enumerate(view.tokens):
        owned = any(position < p <= position + 3 for p in wanted)
        if token.tag is not Tag.POSSESSIVE:
            if token.stem == "belong" and position + 1 < len(view.tokens) and view.tokens[position + 1].low == "to":
                name, quality = _after(view, position + 1)
                if name:
                    yield Candidate(name, quality, view, "belongs to")
            continue
        if not owned:
            continue
        if token.low == "'s" and position:
            yield Candidate(view.cast.display(_last_name(view.tokens[:position])), 0.95, view, "owner")
        elif token.low == "my":
            yield Candidate(view.speaker, 0.95, view, "owner")
        elif token.low == "your":
            yield Candidate(view.cast.addressee(view.turn, view.sentence, view.evidence), 0.85, view, "owner")
        elif token.low in ("his", "her"):
            yield Candidate(view.cast.third(view.turn, view.clause), 0.8, view, "owner")
