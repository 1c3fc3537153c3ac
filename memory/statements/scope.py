"""What the patterns know of a turn: its names and things, who "I" and "she" are, what "they" stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..mentions_things import ThingUse, find_things, normal_form
from ..mentions_words import (
    AUXILIARIES,
    CONJUNCTIONS,
    FUNCTION,
    PRONOUNS,
    VAGUE,
    is_plural,
    sentences,
    tokens,
    word_set,
)
from ..names.lexicon import CALENDAR, KIN, is_given
from ..names.text import NameUse, Use
from ..units import name_unit, thing_unit

PLURAL_PRONOUNS = word_set("they them these those")
SINGULAR_PRONOUNS = word_set("it this that")
_NOT_INSIDE = PRONOUNS | AUXILIARIES | CONJUNCTIONS
MALE_OR_FEMALE = word_set("he she him her")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a statement is about."""

    unit: str
    name: str = ""
    """What a thing is called; "" for a person."""
    sureness: float = 1.0
    """Below 1 where a pronoun had to be resolved."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it gets an id, a stream and a time."""

    subject: Subject
    predicate: str
    object: str
    span: tuple[int, int]
    """Its sentence in the turn."""
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Scope:
    """One turn and the one before it."""

    text: str
    stream: str
    speaker: str
    """The unit that speaks, "" where nobody knows."""
    people: Sequence[NameUse]
    things: Sequence[ThingUse]
    before: str = ""
    """The turn before, by whomever."""
    things_before: Sequence[ThingUse] = ()
    fuller: Mapping[str, str] = field(default_factory=dict)
    """Normal form of a bare noun → the only fuller name that the stream has lately used: "keys" are "car keys"."""

    @property
    def is_introduction(self) -> bool:
        """Whether the speaker gives the own name here: then "I bake the bread" is what he does."""
        return any(use.use is Use.SELF for use in self.people)

    def person_at(self, start: int, end: int) -> NameUse | None:
        """The name that begins in `[start, end)`."""
        return next((use for use in self.people if start <= use.start < end), None)

    def person(self, use: NameUse) -> Subject:
        """Somebody who is mentioned, as a subject."""
        return Subject(name_unit(self.stream, use.name), sureness=0.9)

    def somebody(self, position: int) -> Subject | None:
        """Whom "he" or "she" at a position stands for: the only person that the turn has mentioned before."""
        names = {use.name: use for use in self.people if use.end <= position}
        if len(names) != 1:
            return None
        return Subject(name_unit(self.stream, next(iter(names))), sureness=0.8)

    def thing(self, phrase: str, position: int = 0) -> Subject | None:
        """A noun phrase ("the car keys", "lunch") or a pronoun ("them") as a subject, None where it names nothing."""
        words = [token.lower for token in tokens(phrase)]
        if not words:
            return None
        if any(word in _NOT_INSIDE for word in words[1:]):
            return None
        if len(words) == 1 and words[0] in PLURAL_PRONOUNS | SINGULAR_PRONOUNS:
            return self.resolve(words[0], position)
        name = bare_name(phrase)
        if not name or tokens(name)[-1].lower in FUNCTION:
            return None
        form = normal_form(name)
        if form in self.fuller:
            name = self.fuller[form]
            return Subject(thing_unit(normal_form(name)), name, 0.9)
        return Subject(thing_unit(form), name) if form else None

    def presented_thing(self) -> Subject | None:
        """What "that is my …" is about: what the turn before has brought in ("this parcel", "a letter")."""
        for thing in reversed(self.things_before):
            opener = tokens(self.before[: thing.start])[-1:]
            if opener and opener[0].lower in ("this", "these", "a", "an") and not thing.after_preposition:
                return Subject(thing_unit(thing.form), thing.name, 0.7)
        return None

    def resolve(self, pronoun: str, position: int) -> Subject | None:
        """What a pronoun stands for: the nearest thing of its number, rather spoken of than a mere place."""
        wants_plural = pronoun in PLURAL_PRONOUNS
        for text, things, limit in (
            (self.text, self.things, position),
            (self.before, self.things_before, len(self.before)),
        ):
            for left, right in reversed(sentences(text)):
                near = [t for t in things if left <= t.start < min(right, limit) and t.is_plural is wants_plural]
                near.sort(key=lambda thing: (thing.after_preposition, thing.start))
                if near:
                    return Subject(thing_unit(near[0].form), near[0].name, 0.85 if text is self.text else 0.75)
        return None


def bare_name(phrase: str) -> str:
    """A noun phrase without its determiner and empty adjectives; "" where no thing is left.

    A phrase with "of", "with", "for" … inside keeps it: "meeting with the bank".
    """
    found = find_things(phrase)
    words = tokens(phrase)
    if found and (
        found[0].start == 0 or not phrase[: found[0].start].strip(" '’") or _only_openers(phrase[: found[0].start])
    ):
        tail = phrase[found[0].end :].strip()
        if any(word.is_capital and is_given(word.lower) for word in tokens(tail)):
            tail = ""  # "this parcel for David" is a parcel
        return f"{found[0].name} {tail}".strip()
    lowers = [token.lower for token in words]
    is_plain = 0 < len(lowers) <= 4 and not any(
        word in FUNCTION or word in VAGUE or word in CALENDAR for word in lowers[-1:]
    )
    if not is_plain or any(word in FUNCTION for word in lowers) or lowers[-1] in KIN:
        return ""
    return phrase.strip()


def _only_openers(head: str) -> bool:
    return len(tokens(head)) <= 3


def agrees(subject: Subject, verb: str) -> bool:
    """Whether a thing's number fits "is" or "are"."""
    words = tokens(subject.name)
    return not words or verb not in ("is", "are") or (verb == "are") == is_plural(words[-1].lower)
