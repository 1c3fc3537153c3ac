"""The frame of a question: its question word, what kind of answer it wants, its subject and its verb."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from . import extract_lexicon as lexicon
from . import question_words as words
from .extract_lexicon import words_of
from .extract_stems import is_verb_form
from .extract_words import Tag, Token
from .question_terms import Term, name_runs, people_of, term_of, terms_of
from .question_words import Asks

_VALUES = frozenset({Asks.TIME, Asks.PLACE, Asks.NUMBER, Asks.COLOUR, Asks.DURATION})
_BEING_AT = words_of("find see get keep locat store")
_NAMED_KINDS = words_of("kind type sort of")
_WANTING = words_of("like want need have plan going wish prefer choose decide try hope order ask intend")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the words around the question word tell; the fields are those of `Question`."""

    asks: Asks
    terms: tuple[Term, ...]
    wh: str = ""
    class_terms: tuple[Term, ...] = ()
    class_nouns: tuple[str, ...] = ()
    verb: Term | None = None
    gap: str = ""
    preposition: str = ""
    subject: str = ""
    people: tuple[str, ...] = ()
    possessed: bool = False
    is_activity: bool = False
    is_description: bool = False
    is_on_screen: bool = False


def frame_of(tokens: Sequence[Token], names: Collection[str]) -> Frame:
    """The frame of a question's words."""
    where = next((i for i, t in enumerate(tokens) if t.tag is Tag.WH), -1)
    people = people_of(tokens, names)
    if where < 0:
        asks = Asks.TRUTH if tokens and tokens[0].tag is Tag.AUXILIARY else Asks.THING
        return Frame(asks=asks, terms=terms_of(tokens, names), people=people, subject=people[0] if people else "")
    wh, before = tokens[where].low, tokens[:where]
    class_tokens, rest = _class_noun(wh, tokens[where + 1 :])
    asks = _asks(wh, class_tokens, rest)
    if wh == "what" and asks is Asks.THING and before and before[-1].low in ("until", "till"):
        asks = Asks.TIME
    verb, gap, subject = _verb(wh, rest)
    if verb is not None and verb.low in lexicon.AUXILIARIES and verb.low not in lexicon.HAVE:
        verb = None
    if verb is not None and gap == "object" and verb.stem in words.NAMING and (class_tokens or asks in _VALUES):
        rest = [t for t in rest if t is not verb]  # "which day did Leo name?": he says the day, not the word
        verb = None
    terms = terms_of([*before, *rest], names, attribute=_attribute(wh, rest), verb=verb)
    if asks is Asks.PLACE:  # "where can I find …?": to be somewhere is said in many ways
        terms = tuple(replace(t, weight=0.2) if t.is_verb and t.stem in _BEING_AT else t for t in terms)
    if asks is Asks.NUMBER:
        terms = terms_of([t for t in class_tokens if not _names_kind(t)], names) + terms
    owner, possessed = _owner(rest, subject, people, names)
    is_description = wh == "who" and bool(people) and not terms and bool(rest) and rest[0].low in lexicon.BE
    return Frame(
        asks=Asks.THING if is_description else asks,
        terms=terms,
        wh=wh,
        class_terms=terms_of([t for t in class_tokens if not _names_kind(t)], names),
        class_nouns=tuple(t.stem for t in class_tokens if t.tag is Tag.NOUN and t.low not in _NAMED_KINDS),
        verb=term_of(verb, names, is_verb=True) if verb is not None else None,
        gap=gap,
        preposition=_preposition(before, rest),
        subject=people[0] if is_description else owner,
        people=people,
        possessed=possessed,
        is_activity=_is_activity(wh, rest, terms),
        is_description=is_description,
        is_on_screen=wh in ("what", "which") and any(t.low in words.LIST_NOUNS for t in rest),
    )


def _is_activity(wh: str, rest: Sequence[Token], terms: Sequence[Term]) -> bool:
    """Whether it asks what somebody will do or did at a time."""
    does = any(t.low in ("do", "doing") for t in rest[1:])
    at_times = rest[0].low in ("will", "did", "is", "was", "are", "were", "'s") if rest else False
    return (
        wh == "what"
        and does
        and (at_times or bool(terms))
        and not any(t.is_essential and not t.is_verb for t in terms[:0])
    )


def _names_kind(token: Token) -> bool:
    """Whether a word only says what kind of answer is wanted."""
    return token.low in words.CLASSES or token.low in words.HOW or token.low in _NAMED_KINDS


def _class_noun(wh: str, rest: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """(the words between "which", "what", "whose" or "how" and the verb, the rest)."""
    if wh not in ("what", "which", "whose", "how") or not rest:
        return [], rest
    begun = 1 if wh == "how" and rest[0].low in words.HOW else 0
    if wh == "how" and not begun:
        return [], rest
    end = begun
    while end < len(rest) and (
        rest[end].tag in (Tag.NOUN, Tag.NAME, Tag.NUMBER, Tag.ADVERB)
        or (end > 0 and rest[end].low == "of" and rest[0].low in _NAMED_KINDS)
    ):
        if end > begun and _is_transitive(rest, end):
            break
        end += 1
    return rest[:end], rest[end:]


def _is_transitive(rest: Sequence[Token], index: int) -> bool:
    """Whether the word is rather a verb with its object: "which train leaves the …"."""
    after = rest[index + 1] if index + 1 < len(rest) else None
    is_form = rest[index].tag is Tag.NOUN and is_verb_form(rest[index].low)
    return is_form and after is not None and after.tag in (Tag.DETERMINER, Tag.POSSESSIVE)


def _asks(wh: str, class_tokens: Sequence[Token], rest: Sequence[Token]) -> Asks:
    """The kind of answer."""
    if wh in words.SIMPLE:
        return words.SIMPLE[wh]
    if wh == "how":
        return words.HOW.get(class_tokens[0].low, Asks.MANNER) if class_tokens else Asks.MANNER
    if class_tokens and class_tokens[-1].low in words.ATTRIBUTES:
        return words.ATTRIBUTES[class_tokens[-1].low]
    classes = [words.CLASSES[token.low] for token in class_tokens if token.low in words.CLASSES]
    if class_tokens:
        return classes[-1] if classes else Asks.THING
    attribute = _attribute(wh, rest)
    if attribute is not None:
        return words.ATTRIBUTES[attribute.low]
    return Asks.NUMBER if any(t.low == "cost" for t in rest) else Asks.THING


def _attribute(wh: str, rest: Sequence[Token]) -> Token | None:
    """X of "what is the X of …", "what is Anna's X": the last noun of the first noun phrase."""
    if wh != "what" or not rest or rest[0].low not in lexicon.BE:
        return None
    last = None
    for token in rest[1:]:
        if token.tag in (Tag.NOUN, Tag.NAME, Tag.NUMBER):
            last = token
        elif token.tag not in (Tag.DETERMINER, Tag.POSSESSIVE):
            break
    return last if last is not None and last.low in words.ATTRIBUTES else None


def _verb(wh: str, rest: Sequence[Token]) -> tuple[Token | None, str, int]:
    """(main verb, which part is asked for, position of the subject or -1)."""
    rest = rest[: _relative(rest)]
    if not rest:
        return None, "", -1
    asks_noun = wh in ("who", "what", "which")
    if asks_noun and rest[0].low in lexicon.HAVE and not any(t.tag is Tag.VERB for t in rest[1:]):
        return rest[0], "subject", -1
    if rest[0].tag is not Tag.AUXILIARY:
        verb = next((t for t in rest if t.tag is Tag.VERB), None)
        return verb or (rest[0] if rest[0].tag is Tag.NOUN else None), "subject", -1
    start = next((i for i, t in enumerate(rest) if i and t.tag not in (Tag.ADVERB, Tag.NEGATION)), len(rest))
    if start >= len(rest):
        return None, "", -1
    first = rest[start]
    has_subject = first.tag in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NAME, Tag.PRONOUN, Tag.NOUN, Tag.NUMBER)
    verbs = [t for t in rest[start:] if t.tag is Tag.VERB]
    following = verbs[1] if len(verbs) > 1 and verbs[0].low == "going" else verbs[0] if verbs else None
    if rest[0].low in lexicon.BE:
        is_subject = not has_subject or (asks_noun and following is None)
        return following, "subject" if is_subject else "object", start
    if not has_subject or (asks_noun and first.tag is Tag.NOUN and is_verb_form(first.low)):
        return first if first.tag in (Tag.NOUN, Tag.VERB, Tag.AUXILIARY) else following, "subject", -1
    return _verb_after_subject(rest, start), "object", start


def _relative(rest: Sequence[Token]) -> int:
    """Where a relative clause begins ("the box that Oliver brought"); the length where none does."""
    for index in range(1, len(rest) - 1):
        is_relative = rest[index].low in ("that", "which", "who") and rest[index].tag in (
            Tag.WH,
            Tag.CONJUNCTION,
            Tag.DETERMINER,
        )
        if is_relative and rest[index + 1].tag in (Tag.NAME, Tag.PRONOUN, Tag.VERB, Tag.AUXILIARY):
            return index
    return len(rest)


def _verb_after_subject(rest: Sequence[Token], start: int) -> Token | None:
    """The base form after the subject of "does", "did", "will", …."""
    later = rest[start + 1 :]
    verbs = [t for t in later if t.tag is Tag.VERB]
    if verbs:
        return verbs[1] if len(verbs) > 1 and verbs[0].low in _WANTING else verbs[0]
    last = later[-1] if later else None
    if last is not None and last.tag in (Tag.ADVERB, Tag.NOUN) and is_verb_form(last.low) and last.low == last.lemma:
        return last
    have = next((t for t in later if t.low in ("have", "do", "be")), None)
    if have is not None:
        return have
    nouns = [t for t in later if t.tag is Tag.NOUN]
    forms = [t for t in nouns if is_verb_form(t.low)]
    if forms:
        return forms[-1]
    if rest[start].tag in (Tag.NAME, Tag.PRONOUN):  # after a name an open word must be the verb
        following = next((t for t in later if t.tag is not Tag.NAME), None)
        return following if following is not None and following.tag is Tag.NOUN else None
    return nouns[-1] if len(nouns) > 1 else None


def _preposition(before: Sequence[Token], rest: Sequence[Token]) -> str:
    """The preposition that the answer follows: "what does he work on?", "until when …?"."""
    if rest and rest[-1].low in lexicon.PREPOSITIONS:
        return rest[-1].low
    return before[-1].low if before and before[-1].tag is Tag.PREPOSITION else ""


def _owner(rest: Sequence[Token], subject: int, people: Sequence[str], names: Collection[str]) -> tuple[str, bool]:
    """The person that the question is about, and whether it is about something of theirs."""
    if not people:
        return "", False
    runs = name_runs(rest, names)
    for first, last in runs:
        if last < len(rest) and rest[last].tag is Tag.POSSESSIVE and rest[last].low in ("'s", "'"):
            return " ".join(t.text for t in rest[first:last]), True
    own = any(t.tag is Tag.POSSESSIVE and t.low in lexicon.THIRD_PERSON for t in rest)
    for first, last in runs:
        if subject >= 0 and first == subject:
            return " ".join(t.text for t in rest[first:last]), own
    return "", own
