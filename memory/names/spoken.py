"""Names that speakers give themselves and names of people who are presented.

Pure functions over one turn: "My name is Anna Keller", "Ben here", "this is Omar, our new designer"; not
"I am driving", "I am German".  `names/address.py` finds who is spoken to and about, `names/claims.py` turns
all of it into claims about who bears a name, because that needs the turns around it.
"""

from __future__ import annotations

import re

from ..mentions_words import tokens, word_set
from .lexicon import is_given
from .text import NameUse, Text, Use

_FILLER = r"(?:\s*,?\s*(?:uh|um|er|ehm|actually|simply)\b\s*,?)*\s+"
_SURE_SELF = re.compile(
    r"\b(?:my\s+(?:full\s+|first\s+|real\s+|own\s+)?name(?:\s?['’]s|\s+is)|the\s+name\s?['’]s|"
    r"i(?:\s?['’]m|\s+am)\s+called|introduce\s+myself[,:]?(?:\s+i(?:\s?['’]m|\s+am))?)\s+(?:(?:also|really|actually)\s+)?",
    re.IGNORECASE,
)
_NICKNAME = re.compile(
    r"\b(?:(?<!\bto )(?<!n['’]t )(?<!not )(?<!never )calls?\s+me|i\s+go\s+by|"
    r"i(?:\s?['’]m|\s+am)\s+known\s+as)\s+(?:just\s+)?",
    re.IGNORECASE,
)
_FOR_SHORT = re.compile(r"[,.]\s*(?:or\s+|but\s+)?([^\W\d_]+)\s+for\s+short\b")
_I_AM = re.compile(r"\bI(?:\s?['’]\s?m|\s+am)\s+", re.IGNORECASE)
_THIS_IS = re.compile(r"\b(?:this|that|here)(?:\s+here)?(?:\s?['’]s|\s+is)\s+", re.IGNORECASE)
_PRESENT = re.compile(
    r"\b(?:(?:like|want)\s+(?:you\s+)?to\s+(?:introduce|meet)|let\s+me\s+introduce|may\s+i\s+introduce|please\s+(?:meet|welcome)|"
    r"^meet|say\s+(?:hello|hi)\s+to|everyone,\s+meet|introduce\s+you\s+to|let['’]?s\s+welcome|"
    r"(?:next\s+to|beside|behind|with|near|opposite)\s+(?:me|us)(?:\s+(?:here|now|today|tonight))?\s+"
    r"(?:is|sits|stands|you\s+(?:can\s+)?see)|(?:on|to)\s+my\s+(?:left|right)(?:\s+side)?\s+(?:is|sits|you\s+see)|"
    r"(?:joining|with)\s+us(?:\s+(?:now|today|tonight))?\s+is|here\s+comes)\s+(?:you\s+to\s+|to\s+you\s+)?",
    re.IGNORECASE,
)
_IS_MY_NAME = re.compile(r"^\s+is\s+my\s+(?:first\s+|full\s+)?name\b", re.IGNORECASE)
_NOT_OF_ONESELF = word_set(
    "if think thinks thought said says say saying who where what how when whether like as know knows believe "
    "imagine wish pretend suppose because than that why am told tell tells"
)
_GREETING = re.compile(
    r"^\W*(?:hello|hi|hey|good\s+(?:morning|afternoon|evening|day)|greetings|welcome|yes|okay|ok)\b", re.IGNORECASE
)
_SPEAKING = word_set("speaking here calling reporting again")
_OF_SOMEBODY = word_set("our my the a an his her your their")


def self_given(text: Text, *, was_asked: bool = False) -> list[NameUse]:
    """Names that the speaker gives as the own ones.

    Args:
        text: the turn.
        was_asked: whether the turn before asked for the name, so that a bare name answers.
    """
    found: list[NameUse] = []
    for cue, is_sure in ((_SURE_SELF, True), (_NICKNAME, False)):
        for match in cue.finditer(text.text):
            first = text.index_at(match.end())
            read = text.name_from(first, is_sure=is_sure)
            if first is not None and read is not None and (is_sure or not text.tokens[read[0]].is_possessive):
                found.append(text.use(first, read[0], read[1], Use.SELF, is_nickname=not is_sure))
    found.extend(_after_i_am(text))
    if found:
        found.extend(_for_short(text))
    found.extend([again for use in found for again in _in_full(text, use)])
    for number, (_, _, indices) in enumerate(text.sentences):
        found.extend(_name_here(text, indices))
        if was_asked and number == 0:
            found.extend(_bare_answer(text, indices))
    return found


def _for_short(text: Text) -> list[NameUse]:
    """A nickname after the name: "I am Margaret Olsen, Peggy for short"."""
    found = []
    for match in _FOR_SHORT.finditer(text.text):
        first = text.index_at(match.start(1))
        read = text.name_from(first, is_sure=False)
        if first is not None and read is not None and text.tokens[read[0]].end == match.end(1):
            found.append(text.use(first, read[0], read[1], Use.SELF, 0.9, is_nickname=True))
    return found


def _in_full(text: Text, use: NameUse) -> list[NameUse]:
    """The full name after the part: "I am Maria, Maria Lopez", "the name's Bond, James Bond"."""
    first = text.index_at(use.end)
    if first is None or text.text[use.end : text.tokens[first].start].strip() not in (",", ".", "-", "—", "–"):
        return []
    read = text.name_from(first, is_sure=False)
    if read is None or " " not in read[1] or use.name not in read[1].split() or not text.ends_after(read[0]):
        return []
    return [text.use(first, read[0], read[1], Use.SELF, use.weight)]


def _after_i_am(text: Text) -> list[NameUse]:
    found = []
    for match in _I_AM.finditer(text.text):
        first = text.index_at(match.end())
        read = text.name_from(first, is_sure=False)
        is_misheard = read is None and first is not None and _is_stray_word(text, first)
        if first is not None and is_misheard:
            first += 1  # "I am the Edward Silver,": a word that the recognizer has put in
            read = text.name_from(first, is_sure=False)
        before = tokens(text.text[: match.start()])[-1:]
        if first is None or read is None:
            continue
        is_quoted = text.text[: match.start()].rstrip().endswith(('"', "“", "‘", "-"))
        is_reported = (
            bool(before) and before[0].lower in _NOT_OF_ONESELF and "," not in text.text[before[0].end : match.start()]
        )
        last, name = read
        if is_quoted or is_reported or text.tokens[last].is_possessive:
            continue
        if last + 1 < len(text.tokens) and text.gap(last) == " " and text.cased:
            after = text.tokens[last + 1]
            if after.is_capital and after.lower not in ("i", "i'm", "i’m", "i'll", "i've"):
                continue  # "I am Iron Man", "I'm Project Manager": a title, not a name
        knows = is_given(text.tokens[first].lower) or text.tokens[first].lower in text.known.words
        if not knows and (len(name) < 3 or not text.ends_after(last)):
            continue
        weight = 0.8 if is_misheard else 1.0 if knows or " " in name else 0.7
        found.append(text.use(first, last, name, Use.SELF, weight))
    return found


def _is_stray_word(text: Text, place: int) -> bool:
    """Whether a small word stands before a given name with a surname, where no small word belongs."""
    if place + 2 >= len(text.tokens) or text.tokens[place].lower not in ("the", "a", "and", "at", "that", "an"):
        return False
    first, second = text.tokens[place + 1 : place + 3]
    return first.is_capital and is_given(first.lower) and second.is_capital and text.gap(place + 1) == " "


def _name_here(text: Text, indices: list[int]) -> list[NameUse]:
    """Like "Anna here.", "Ben Carter speaking", "Ben is my name", after a greeting as well."""
    starts = [i for i in indices if i == indices[0] or "," in text.gap(i - 1)]
    for first in starts:
        read = text.name_from(first, is_sure=False)
        if read is None or text.tokens[read[0]].is_possessive:
            continue
        last, name = read
        if _IS_MY_NAME.match(text.text[text.tokens[last].end :]):
            return [text.use(first, last, name, Use.SELF)]
        for cue, weight in ((last + 1, 0.9), (last + 2, 0.7)):  # 0.7: a surname that was heard as a word
            if cue >= len(text.tokens) or text.tokens[cue].lower not in ("here", "speaking", "calling"):
                continue
            between = text.text[text.tokens[last].end : text.tokens[cue].start]
            is_end = cue + 1 >= len(text.tokens) or not text.gap(cue).isspace()
            goes_on = not is_end and text.tokens[cue + 1].lower in ("from", "again", "with", "and", "for", "i", "i'm")
            is_clear = weight > 0.7 or (is_given(text.tokens[first].lower) and is_end and " " in name)
            if is_clear and (is_end or goes_on) and not set(between) - set(" abcdefghijklmnopqrstuvwxyz"):
                return [text.use(first, last, name, Use.SELF, weight)]
    return []


def _bare_answer(text: Text, indices: list[int]) -> list[NameUse]:
    """What answers "What is your name?" alone."""
    lead = ("it's", "it’s", "it", "is", "yes", "hi", "hello", "sure", "oh", "i'm", "i", "am")
    first = next((i for i in indices if text.tokens[i].lower not in lead), None)
    read = text.name_from(first, is_sure=False)
    if first is None or read is None or not text.ends_after(read[0]):
        return []
    return [text.use(first, read[0], read[1], Use.SELF, 0.9)]


def introduced(text: Text) -> list[NameUse]:
    """Names after "this is …" and its like: of somebody present, or of the one who speaks."""
    found = []
    for match in _THIS_IS.finditer(text.text):
        first = text.index_at(match.end())
        read = text.name_from(first, is_sure=False)
        if first is None or read is None or text.tokens[read[0]].is_possessive:
            continue
        use, weight = _who_this_is(text, match.start(), first, read[0])
        if weight:
            found.append(
                text.use(first, read[0], read[1], use, weight, following=0.5 if use is Use.INTRODUCED else 0.0)
            )
    for match in _PRESENT.finditer(text.text):
        first = text.index_at(match.end())
        read = text.name_from(first, is_sure=False)
        if first is not None and read is not None and not text.tokens[read[0]].is_possessive:
            found.append(text.use(first, read[0], read[1], Use.INTRODUCED, 0.9, following=0.5))
    return found


def _who_this_is(text: Text, cue: int, first: int, last: int) -> tuple[Use, float]:
    """What "this is NAME …" does: (use, weight), weight 0 for nothing."""
    is_this = text.text[cue : cue + 4].lower() == "this"
    after = text.tokens[last + 1].lower if last + 1 < len(text.tokens) else ""
    gap = text.gap(last)
    knows = is_given(text.tokens[first].lower) or text.tokens[first].lower in text.known.words or last > first
    if is_this and gap.isspace() and after in _SPEAKING:
        return Use.SELF, 1.0
    if gap.startswith(",") and after in _OF_SOMEBODY:
        return Use.INTRODUCED, 1.0
    if not text.ends_after(last) or not (knows or gap.strip()):
        return Use.MENTIONED, 0.0
    opening = text.text[:cue]
    is_opening = not opening.strip() or (_GREETING.match(opening) and len(tokens(opening)) <= 5)
    if is_this and is_opening and (knows or gap.strip()):
        return Use.SELF, 0.6 if knows else 0.4
    return (Use.INTRODUCED, 0.6) if knows else (Use.MENTIONED, 0.0)
