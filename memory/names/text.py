"""A turn cut into words, the names known so far, and how a name is read off at a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from ..mentions_words import FUNCTION, Token, is_cased, sentences, tokens, word_set
from .lexicon import AMBIGUOUS, GIVEN, is_common, is_given, may_name
from .phonetics import closest

HONORIFICS = word_set("dr mr mrs ms prof professor doctor sir")
PARTICLES = word_set("van von der den de da di del della la le el al bin ibn ben zu zur dos du ter ten")
_FOLLOWS_NAME = word_set(
    "and from with the your speaking here by at of i i'm i'll i've nice but a an so calling one in on for as who"
)


class Use(StrEnum):
    """What a place in a text does with a name."""

    SELF = "self"
    """The speaker gives the own name."""
    ADDRESSED = "addressed"
    """The speaker speaks to somebody of that name."""
    INTRODUCED = "introduced"
    """The speaker presents somebody."""
    MENTIONED = "mentioned"
    """Somebody is spoken about."""
    RIGHT = "right"
    """Somebody's right name, where a wrong one was said: `About` tells whose."""
    WRONG = "wrong"
    """A name that somebody does not bear; it stands for nobody."""


class About(StrEnum):
    """Whose name is put right."""

    NOBODY = ""
    """Nothing is put right."""
    SPEAKER = "speaker"
    SPEAKER_IF_CALLED = "speaker if called"
    """The speaker's, if somebody has just called the speaker by another name; else it is only mentioned."""
    ANOTHER = "another"
    SOMEBODY = "somebody"
    """Of whoever was called by the wrong name, first of all the speaker."""
    HERE = "here"
    """Of whom the same turn calls so by mistake."""
    EARLIER = "earlier"
    """Of whom the speaker has called so in an earlier turn."""


@dataclass(frozen=True, slots=True)
class NameUse:
    """One place in a text that names a person."""

    start: int
    end: int
    name: str
    """As it is known, which may differ from the letters in the text where a recognizer erred."""
    use: Use
    weight: float = 1.0
    """How sure the place is, 0..1."""
    previous: float = 0.0
    """How much being addressed here says that who spoke before bears the name."""
    following: float = 0.0
    """How much it says that who speaks next does."""
    about: About = About.NOBODY
    """Whose name is put right (`Use.RIGHT`, `Use.WRONG`)."""
    is_nickname: bool = False
    """"Call me Kit": a name beside the others (`Use.SELF`)."""


@dataclass(slots=True)
class Vocabulary:
    """The names known in a stream, whole and in parts."""

    names: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)
    """Lower-case part of a name → the part as it is written."""

    def add(self, name: str) -> None:
        """Takes a name in; adding it again changes nothing."""
        if name in self.names:
            return
        self.names.add(name)
        for token in tokens(name):
            is_particle = token.text.islower() and token.lower in PARTICLES
            if len(token.text) > 1 and not is_particle and token.lower not in HONORIFICS:
                self.words[token.lower] = min(token.text, self.words.get(token.lower, token.text))

    def update(self, names: Iterable[str]) -> None:
        """Takes several in."""
        for name in names:
            self.add(name)

    def match(self, word: str) -> str | None:
        """The known part of a name that a word is, or that it sounds like where the word is nothing else."""
        known = self.words.get(word.lower())
        if known is not None or is_common(word.lower()) or word.lower() in GIVEN:
            return known
        return closest(word, self.words.values(), least=0.8)


class Text:
    """A turn cut into words and sentences, once for all rules."""

    def __init__(self, text: str, known: Vocabulary) -> None:
        self.text = text
        self.known = known
        self.tokens = tokens(text)
        self.cased = is_cased(text)
        self.sentences = [
            (left, right, [i for i, token in enumerate(self.tokens) if left <= token.start < right])
            for left, right in sentences(text)
        ]

    def gap(self, index: int) -> str:
        """What stands between a token and the next one."""
        end = self.tokens[index].end
        return self.text[end : self.tokens[index + 1].start if index + 1 < len(self.tokens) else len(self.text)]

    def index_at(self, position: int) -> int | None:
        """The token that begins at a position or right after it."""
        return next((i for i, token in enumerate(self.tokens) if token.start >= position), None)

    def name_from(self, index: int | None, *, is_sure: bool) -> tuple[int, str] | None:
        """Reads a name that begins at a token.

        Args:
            index: the first token, None for the text's end.
            is_sure: whether nothing but a name is expected, so that small letters are forgiven.

        Returns:
            (index of its last token, the name without honorifics), None where there is none.
        """
        if index is None or index >= len(self.tokens):
            return None
        if self.tokens[index].lower in HONORIFICS:
            index += 1
            if index >= len(self.tokens):
                return None
        if not self._may_begin(self.tokens[index], is_sure=is_sure):
            return None
        last = index
        while last - index < 3 and not self.tokens[last].is_possessive and self._continues(last, is_sure=is_sure):
            last += 1
            if self.tokens[last].lower in PARTICLES and not self.tokens[last].is_capital:
                last += 1
        words = [self.tokens[i].text for i in range(index, last + 1)]
        if not self.cased:
            words = [word if word.lower() in PARTICLES and i else word.capitalize() for i, word in enumerate(words)]
        return last, " ".join(word[0].upper() + word[1:] if word.lower() not in PARTICLES else word for word in words)

    def _may_begin(self, token: Token, *, is_sure: bool) -> bool:
        if self.cased and token.is_capital:
            return may_name(token.text)
        if token.lower in self.known.words and not is_common(token.lower) and token.lower not in AMBIGUOUS:
            return True
        if is_given(token.lower):
            return is_sure or not self.cased
        return is_sure and not is_common(token.lower) and token.lower not in FUNCTION and len(token.lower) > 2

    def _continues(self, last: int, *, is_sure: bool) -> bool:
        if last + 1 >= len(self.tokens):
            return False
        gap, token = self.gap(last), self.tokens[last + 1]
        is_initial = len(self.tokens[last].text) == 1 and gap == ". "
        if gap != " " and not is_initial:
            return False
        if token.lower in PARTICLES and not token.is_capital:
            after = self.tokens[last + 2] if last + 2 < len(self.tokens) else None
            return after is not None and after.is_capital and self.gap(last + 1) == " " and may_name(after.text)
        if self.cased:
            is_letter = len(token.text) == 1 and token.lower not in ("i", "a") and self.gap(last + 1).startswith(".")
            return token.is_capital and (may_name(token.text) or is_letter)
        return token.lower in self.known.words or (
            is_sure and not is_common(token.lower) and token.lower not in FUNCTION and token.lower.isalpha()
        )

    def ends_after(self, last: int) -> bool:
        """Whether a name that ends at a token is followed by what may follow a name."""
        if self.tokens[last].is_possessive:
            return False
        if last + 1 >= len(self.tokens):
            return True
        gap, token = self.gap(last), self.tokens[last + 1]
        return not gap.isspace() or token.lower in _FOLLOWS_NAME

    def use(
        self,
        first: int,
        last: int,
        name: str,
        use: Use,
        weight: float = 1.0,
        *,
        previous: float = 0.0,
        following: float = 0.0,
        about: About = About.NOBODY,
        is_nickname: bool = False,
    ) -> NameUse:
        """A use that spans tokens."""
        if self.tokens[first].lower in HONORIFICS and first < last:
            first += 1
        start, end = self.tokens[first].start, self.tokens[last].end
        return NameUse(start, end, name, use, weight, previous, following, about, is_nickname)
