"""Names that are put right: "my name is Omar, not Oscar", "it's Karen, not Carol", "I said Oscar, I meant Omar".

Each pattern gives the wrong name, the right one or both, and of whom they are as far as the words tell;
`names/claims.py` finds the unit by what was said before.  A name that is wrong names nobody.
"""

from __future__ import annotations

import re

from ..mentions_words import word_set
from .lexicon import is_given
from .text import About, NameUse, Text, Use

_POLITE = r"(?:i\s?['’]?m\s+sorry|i\s+am\s+sorry|sorry|pardon(?:\s+me)?|excuse\s+me|oh|oops|no|well|uh|um|er|but|and)"
_NOT_I = re.compile(
    r"\b(?:I(?:\s?['’]\s?m|\s+am)\s+not(?:\s+called)?|my\s+(?:\w+\s+)?name\s+(?:is\s+not|isn\s?['’]?t)|"
    r"(?:don\s?['’]?t|do\s+not|never|stop)\s+call(?:ing)?\s+me)\s+",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"\b(?:(?:this|that|he|she|it)(?:(?:\s+is|\s?['’]s)\s+not|\s+isn\s?['’]?t)|"
    r"(?:his|her)\s+name(?:(?:\s+is|\s?['’]s)\s+not|\s+isn\s?['’]?t))\s+",
    re.IGNORECASE,
)
_THAT_IS = re.compile(
    r"^\s*[,.;:—–-]?\s*(?:but\s+|no,?\s+)?(?:(?:this|that|he|she|it)(?:\s+is|\s?['’]s)|(?:his|her)\s+name(?:\s+is|\s?['’]s))?\s+",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:(?:he|she|this|that)(?:\s+is|\s?['’]s)|(?:his|her)\s+name(?:\s+is|\s?['’]s)|you\s+mean)\s+", re.IGNORECASE
)
_IT_IS = re.compile(r"\b(?:it|the\s+name)(?:\s?['’]s|\s+is)\s+(?:(?P<really>actually|really)\s+)?", re.IGNORECASE)
_NAME_IS_WRONG = re.compile(
    r"\b(?:my\s+name\s+wrong|wrong\s+name|not\s+my\s+name|(?:forgot|forgotten|confused|mixed\s+up)\s+my\s+name)\b",
    re.IGNORECASE,
)
_HIS_NAME = re.compile(r"\b(?:his|her|your)\s+name(?:\s+is|\s?['’]s)\s+", re.IGNORECASE)
_AND_NOT = re.compile(
    r"^\s*(?:[,.;—–-]\s*)?(?:(?:of\s+course|by\s+the\s+way|please|actually)\s*[,.;]?\s*)?(?:and\s+|but\s+)?not\s+",
    re.IGNORECASE,
)
_I_SAID = re.compile(
    r"\b(?:I\s+(?:just\s+|wrongly\s+)?(?:said|called\s+(?:you|him|her)|(?:introduced|presented)\s+(?:you|him|her)\s+as)|"
    r"did\s+i\s+(?:just\s+)?say)\s+",
    re.IGNORECASE,
)
_I_MEAN_NOW = re.compile(r"\bI\s+(?:mean|meant)\s+", re.IGNORECASE)
_I_MEAN = re.compile(
    rf"^\W*(?:{_POLITE}\W+)*(?:i\s+(?:mean|meant|should\s+say)|i\s+wanted\s+to\s+say|(?:it|that)\s+should\s+be)\W+",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"^\W*(?:(?!not\b)\w+\W+){0,4}?(?:i\s+(?:mean|meant)|(?:you\s+are|you\s?['’]re|(?:he|she|it)(?:\s+is|\s?['’]s)|"
    r"(?:your|his|her)\s+name(?:\s+is|\s?['’]s)))\s+",
    re.IGNORECASE,
)
"""What follows "I said NAME" before the right one."""
_SETS_RIGHT = re.compile(
    r"^\W*(?:(?:oh|well|uh|um|er|no)\W+)*(?:actually|sorry|i\s?['’]?m\s+sorry|i\s+am\s+sorry|excuse\s+me|pardon|by\s+the\s+way|no)\W+$",
    re.IGNORECASE,
)
_AFTER_IT = word_set("actually please by")
HAS_CUE = re.compile(
    r"\b(?:sorry|actually|by\s+the\s+way|i\s+mean|excuse\s+me|correct(?:ion|\s+that)|wrong|mistake)\b", re.IGNORECASE
)
"""Words that go with putting something right."""


def corrected(text: Text) -> list[NameUse]:
    """The wrong and the right names of a turn; a right one that the speaker gives himself is `spoken.self_given`'s."""
    found = [*_not_i(text), *_one_not_other(text), *_not_that(text), *_i_meant(text), *_set_right(text)]
    return found or _his_name(text)


def _name_at(text: Text, position: int) -> tuple[int, int, str] | None:
    """The name that begins at a position: (first token, last token, name)."""
    first = text.index_at(position)
    if first is None or text.text[position : text.tokens[first].start].strip(" \"'“‘"):
        return None
    read = text.name_from(first, is_sure=False)
    if read is None or text.tokens[read[0]].is_possessive:
        return None
    return first, *read


def _use(text: Text, name: tuple[int, int, str], use: Use, about: About) -> NameUse:
    return text.use(name[0], name[1], name[2], use, about=about)


def _end(text: Text, name: tuple[int, int, str]) -> int:
    return text.tokens[name[1]].end


def _is_known(text: Text, name: tuple[int, int, str]) -> bool:
    words = [text.tokens[i].lower for i in range(name[0], name[1] + 1)]
    return any(is_given(word) or word in text.known.words for word in words)


def _not_i(text: Text) -> list[NameUse]:
    """Like "I'm not Peter", "my name isn't Peter"."""
    found = []
    for match in _NOT_I.finditer(text.text):
        name = _name_at(text, match.end())
        if name is not None and text.ends_after(name[1]):
            found.append(_use(text, name, Use.WRONG, About.SPEAKER))
    return found


def _one_not_other(text: Text) -> list[NameUse]:
    """Like "I'm Omar, not Oscar", "it's Karen, not Carol", "her name is Karen and not Carol"."""
    found = []
    for first, token in enumerate(text.tokens):
        if not token.is_capital and text.cased:
            continue
        read = text.name_from(first, is_sure=False)
        if read is None or text.tokens[read[0]].is_possessive:
            continue
        right = first, *read
        match = _AND_NOT.match(text.text[_end(text, right) :])
        wrong = _name_at(text, _end(text, right) + match.end()) if match else None
        if wrong is None or not (_is_known(text, right) or _is_known(text, wrong)):
            continue
        head = text.text[: token.start]
        if _ends(_IT_IS, head) or not head.strip():
            found += [_use(text, right, Use.RIGHT, About.SOMEBODY), _use(text, wrong, Use.WRONG, About.SOMEBODY)]
        elif _ends(_I_MEAN_NOW, head):
            found += [_use(text, right, Use.RIGHT, About.EARLIER), _use(text, wrong, Use.WRONG, About.EARLIER)]
        elif _ends(_OF_ANOTHER, head):
            found += [_use(text, right, Use.RIGHT, About.ANOTHER), _use(text, wrong, Use.WRONG, About.ANOTHER)]
        elif re.search(
            r"(?:\bI(?:\s?['’]\s?m|\s+am)|\bname(?:\s?['’]s|\s+is)|\bcall\s+me|\bI\s+go\s+by)\s+$", head, re.IGNORECASE
        ):
            found.append(_use(text, wrong, Use.WRONG, About.SPEAKER))  # the right one is the speaker's own
    return found


def _ends(pattern: re.Pattern[str], head: str) -> bool:
    return any(match.end() == len(head) for match in pattern.finditer(head))


def _not_that(text: Text) -> list[NameUse]:
    """Like "that is not Ben, that is Bruno", "she isn't Carol, her name is Karen"."""
    found = []
    for match in _NOT_THAT.finditer(text.text):
        wrong = _name_at(text, match.end())
        if wrong is None:
            continue
        rest = _end(text, wrong)
        lead = _THAT_IS.match(text.text[rest:])
        right = _name_at(text, rest + lead.end()) if lead and lead.end() > 1 else None
        if not _is_known(text, wrong) and (right is None or not _is_known(text, right)):
            continue
        found.append(_use(text, wrong, Use.WRONG, About.ANOTHER))
        if right is not None:
            found.append(_use(text, right, Use.RIGHT, About.ANOTHER))
    return found


def _i_meant(text: Text) -> list[NameUse]:
    """Like "I said Oscar, I meant Omar", "Thank you, Peter. Sorry, I mean George."."""
    found = []
    for first, token in enumerate(text.tokens):
        if not token.is_capital and text.cased:
            continue
        read = text.name_from(first, is_sure=False)
        if read is None:
            continue
        wrong = first, *read
        is_earlier = _ends(_I_SAID, text.text[: token.start])
        match = (_MEANT if is_earlier else _I_MEAN).match(text.text[_end(text, wrong) :])
        right = _name_at(text, _end(text, wrong) + match.end()) if match else None
        if right is None or not (_is_known(text, right) or _is_known(text, wrong)):
            continue
        about = About.EARLIER if is_earlier else About.HERE
        found += [_use(text, wrong, Use.WRONG, about), _use(text, right, Use.RIGHT, about)]
    for match in _I_SAID.finditer(text.text):  # "Sorry, I called you Oscar."
        name = _name_at(text, match.end())
        if name is not None and _is_known(text, name) and HAS_CUE.search(text.text):
            found.append(_use(text, name, Use.WRONG, About.EARLIER))
    return found


def _his_name(text: Text) -> list[NameUse]:
    """Like "I made a mistake. His name is Omar.": the right name alone, of whom the speaker called otherwise."""
    match = _HIS_NAME.search(text.text)
    name = _name_at(text, match.end()) if match else None
    if match is None or name is None or not _is_known(text, name) or not HAS_CUE.search(text.text[: match.start()]):
        return []
    return [_use(text, name, Use.RIGHT, About.EARLIER)]


def _set_right(text: Text) -> list[NameUse]:
    """Like "Actually, it's Bruno.", "Bruno, actually.": the right name alone, at the start of a turn."""
    match = _IT_IS.search(text.text)
    name = _name_at(text, match.end()) if match else None
    lead = text.text[: match.start()] if match else ""
    is_told = bool(_NAME_IS_WRONG.search(lead))
    if name is None or not (is_told or _SETS_RIGHT.match(lead) or not lead.strip(" ,")):
        name, match, lead = _name_at(text, 0), None, ""
    if name is None or not _is_known(text, name):
        return []
    last = name[1]
    after = text.tokens[last + 1].lower if last + 1 < len(text.tokens) else ""
    is_said = "," in text.gap(last) and (after == "actually" or (match is not None and after in _AFTER_IT))
    is_led = match is not None and bool(is_told or match["really"] or _SETS_RIGHT.match(lead))
    closes = not after or text.gap(last).strip()[:1] in (".", "!", ";", ",")
    return [_use(text, name, Use.RIGHT, About.SPEAKER_IF_CALLED)] if closes and (is_said or is_led) else []
