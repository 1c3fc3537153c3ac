"""Who is meant: the speaker, the one spoken to, "he" and "she", and people known by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ..memory.names.compare import compatible
from ..memory.types import Person
from . import extract_lexicon as lexicon
from .extract_clauses import Clause, Sentence
from .extract_lexicon import words_of
from .extract_words import Tag, Token
from .policy import Library
from .score_evidence import Evidence, Turn
from .score_names import same_person

_THANKS = re.compile(r"\b(?:thank you|thanks|thank|cheers)\b", re.IGNORECASE)


class Cast:
    """The people of a memory, as far as a question needs them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._people: list[Person] = library.people()
        self._named = {person.display for person in self._people if person.name is not None}
        self._unnamed = {person.display for person in self._people if person.name is None}
        self.names = frozenset(
            word.lower()
            for person in self._people
            for name in person.names or ((person.name,) if person.name else ())
            for word in name.split()
            if len(word) > 1 and word[0].isupper()
        )
        """Words in lower case that name people."""
        self._found: dict[str, str] = {}

    def display(self, name: str) -> str:
        """The full name of somebody named in a text, the name itself where nobody is known by it."""
        if name not in self._found:
            people = self._library.find_people(name)
            meant = [p for p in people if p.name and same_person(p.name, name)]
            is_shared = len([p for p in meant if p.is_namesake]) > 1  # "Peter" is neither of two
            known = meant[0].display if meant and not is_shared else ""
            if not known and len(people) == 1 and not any(compatible(name, own) for own in people[0].names):
                known = people[0].display  # once called so by mistake
            self._found[name] = known or name
        return self._found[name]

    def same(self, first: str, second: str) -> bool:
        """Whether two names are one person's: people who are known are told apart, however alike they sound."""
        if not first or not second:
            return False
        ours, theirs = self.display(first), self.display(second)
        if ours in self._named and theirs in self._named:
            return ours == theirs
        return same_person(first, second)

    def speaker(self, turn: Turn, evidence: Evidence) -> str:
        """The name of who speaks: the known one, else the one that the turns around call."""
        name = turn.hit.speaker
        if name and name not in self._unnamed:
            return name
        return self._called(turn, evidence) or name

    def is_named(self, name: str) -> bool:
        """Whether a display name is a real name."""
        return bool(name) and name not in self._unnamed

    def _called(self, turn: Turn, evidence: Evidence) -> str:
        """The name of an unnamed speaker, by how the others speak to them."""
        votes: Counter[str] = Counter()
        present = {t.hit.speaker for t in self._near(turn, evidence) if self.is_named(t.hit.speaker)}
        following = evidence.next(turn)
        for other, worth in ((following, 3), (turn.previous[0] if turn.previous else None, 2)):
            if other is None or other.hit.speaker == turn.hit.speaker:
                continue
            for sentence in other.sentences:
                thanks = 2 if _THANKS.search(sentence.text) and other is following else 0
                for name in sentence.addressees:
                    votes[self.display(name)] += worth + thanks
        for other in turn.previous:
            for sentence in other.sentences:
                for name in named(sentence.tokens, self.names):
                    votes[self.display(name)] += 1
        for name in list(votes):
            if any(same_person(name, speaker) for speaker in present):
                del votes[name]
        return max(votes, key=lambda name: (votes[name], name)) if votes else ""

    def _near(self, turn: Turn, evidence: Evidence) -> Iterable[Turn]:
        yield from turn.previous
        following = evidence.next(turn)
        if following is not None:
            yield following

    def addressee(self, turn: Turn, sentence: Sentence | None, evidence: Evidence) -> str:
        """Who is spoken to: the one called by name, else the one who spoke just before."""
        own = self.speaker(turn, evidence)
        sentences = [sentence] if sentence is not None and sentence.addressees else list(turn.sentences)
        for each in sentences:
            for name in each.addressees:
                if not same_person(name, own):
                    return self.display(name)
        if turn.previous and turn.previous[0].hit.speaker != turn.hit.speaker:
            return self.speaker(turn.previous[0], evidence)
        following = evidence.next(turn)
        return self.speaker(following, evidence) if following is not None else ""

    def third(self, turn: Turn, clause: Clause) -> str:
        """Whom "he" or "she" stands for: the last person named before."""
        before: list[Token] = []
        for sentence, other in turn.clauses:
            if other is clause:
                break
            before.extend(token for token in other.tokens)
            del sentence
        found = named(before, self.names, strangers=True)
        if not found and turn.previous:
            previous = [token for sentence in turn.previous[0].sentences for token in sentence.tokens]
            called = {name.lower() for sentence in turn.previous[0].sentences for name in sentence.addressees}
            found = [name for name in named(previous, self.names, strangers=True) if name.lower() not in called]
        return self.display(found[-1]) if found else ""


def named(tokens: Sequence[Token], names: Iterable[str], *, strangers: bool = False) -> list[str]:
    """The people named in a stretch; `strangers` adds capitalised words after a title or "my cousin"."""
    known = names if isinstance(names, frozenset) else frozenset(names)
    found: list[str] = []
    index = 0
    while index < len(tokens):
        end = index
        while end < len(tokens) and (
            is_person_word(tokens[end], known)
            or (end > index and tokens[end].tag is Tag.NAME and tokens[end - 1].low in lexicon.TITLES)
        ):
            end += 1
        if end > index:
            found.append(" ".join(token.text for token in tokens[index:end]))
        elif strangers and _is_stranger(tokens, index):
            end = index + 1
            while end < len(tokens) and tokens[end].tag is Tag.NAME:
                end += 1
            found.append(" ".join(token.text for token in tokens[index:end]))
        index = max(end, index + 1)
    return found


def is_person_word(token: Token, names: frozenset[str]) -> bool:
    """Whether a token is (part of) a person's name."""
    if token.low in lexicon.TITLES and token.text[0].isupper():
        return True
    return token.tag is Tag.NAME and token.low in names


def _is_stranger(tokens: Sequence[Token], index: int) -> bool:
    """A capitalised word that can only be a person: the subject of a verb, or after a family word or title."""
    token = tokens[index]
    if token.tag is not Tag.NAME or not token.text[1:].islower():
        return False
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None and (before.low in _FAMILY or before.low in lexicon.TITLES):
        return True
    if before is not None and before.tag in (Tag.PREPOSITION, Tag.DETERMINER, Tag.NOUN):
        return (
            before.low in ("to", "for", "with", "from", "by")
            and _FIRST_NAME.match(token.text) is not None
            and (any(t.tag is Tag.VERB and t.lemma in GIVING for t in tokens[:index]))
        )
    return after is not None and (
        after.tag in (Tag.VERB, Tag.AUXILIARY) or (after.tag is Tag.POSSESSIVE and after.low == "'s")
    )


_FAMILY = words_of(
    "brother sister cousin uncle aunt friend neighbour neighbor colleague son daughter husband wife mother father "
    "boss partner assistant manager nephew niece teacher doctor landlord student"
)
GIVING = words_of("give lend sell send hand bring ask tell meet visit call pass show borrow get buy")
_FIRST_NAME = re.compile(r"^[A-Z][a-z]{2,}$")
