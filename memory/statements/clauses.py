"""Sentences cut into clauses, and what a clause is about.

Only plain statements pass: questions, conditions, hopes and guesses are dropped here, so that the
patterns need not think of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..mentions_words import FUNCTION, sentences, word_set
from ..names.text import NameUse, Use

_NOUN_VERB = (
    r"(?:the|my|our|your|his|her|their)\s+[\w'’-]+(?:\s[\w'’-]+){0,5}?\s"
    r"(?:is|are|was|were|will|has|have|starts?|begins?|ends?|takes|opens?|closes?|leaves|lies?|hangs?|stands?|costs?)\b"
)
_PRONOUN = r"(?:i|we|you|he|she|it|they|there|that|this|these|those)(?:['’](?:m|ll|ve|re|s|d))?\b"
_NEW = rf"(?:(?:(?:now|then|today|so|tonight|tomorrow)\s+)?{_PRONOUN}|{_NOUN_VERB})"
_CUT = re.compile(
    r"\s*[;:—–]\s+|\s+-+\s+|"
    rf",\s+(?=(?:but|so|because|which|who|while|although|since|or|then|please|if|unless|as\s+it|do\s+not|don['’]t|thank|thanks|come\s+in|see\s+you|and\s+(?:please|not|{_NEW}))\b)|"
    rf",\s+(?={_NEW})|"
    r",?\s+(?=and\s+(?:[\w'’-]+\s+){1,4}for\s+(?:me|him|her)\b)|"
    rf"\s+(?=(?:and|but|so|because|while|although|since)\s+(?:please\b|{_NEW}))",
    re.IGNORECASE,
)
_WITH_COMMA = (
    r"(?:yes|no|yeah|yep|right|great|sure|sorry|listen|look|first|second|remember|thanks|fine|good|perfect|note|actually|"
    r"(?:do\s+not|don['’]t)\s+forget|(?:one|a)\s+(?:more\s+)?(?:correction|decision|thing|point|question)|change\s+of\s+plans?|"
    r"good\s+idea|of\s+course|all\s+right|no\s+problem|for\s+(?:the|this|that|my|our)\s+[\w\s-]{2,30}?|"
    r"(?:in|on|at|from|after|before|during|until)\s+[\w\s-]{2,30}?)\s*[,:]"
)
_LEAD = re.compile(
    rf"^(?:(?:{_WITH_COMMA}|(?:well|okay|ok|oh|ah|um|uh|so|and|but|also|then|now|hello|hi|hey|because|since|while|although|as|"
    r"i(?:['’]m|\s+am)\s+(?:so\s+|very\s+)?(?:sorry|afraid|glad|happy)(?:\s+(?:that|but))?(?=[\s,]+(?:i|we|the|your|our)\b)|"
    r"good\s+(?:morning|afternoon|evening)(?:\s+(?:everyone|everybody|all|team))?|anyway|by\s+the\s+way|"
    r"just|please|thank\s+you|finally|actually|not\s+any\s?more|today|tomorrow|tonight|yesterday|later|"
    r"(?:this|next|last|every)\s+(?:morning|afternoon|evening|night|time|week|month|year|\w+day)|"
    r"on\s+\w+days?|(?:in|for|at|from|after|until|before)\s+(?:the\s+)?[\w-]+(?:\s+[\w-]+){0,2}?(?=\s+(?:i|we)\b)|"
    r"for\s+(?:breakfast|lunch|dinner|now)|as\s+(?:always|usual)|usually|normally|for\s+me|everyone|everybody|guys|"
    r"folks|all|team)\b)\s*[,:]?\s*)+",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:and\s+|so\s+|but\s+|well,?\s+|okay,?\s+|hey,?\s+)?(?:what(?!\s+a\b)|where|who|whom|whose|why|how|which|"
    r"when(?=\s+(?:is|are|was|do|does|did|will|can))|do(?!\s+not\b|n['’]t\b)|did|does|is|are|was|were|am|can|could|would|"
    r"will|shall|should|has|have|had|may)\b",
    re.IGNORECASE,
)
_SAYS_I = re.compile(
    r"^\W*(?:[\w']+(?:\s\w+)?,\s+)?I(?:['’](?:ll|ve|m)|"
    r"\s+(?:will|am|have|moved|put|left|do\s+not|don['’]t|cannot|can['’]t|need|like|love))"
    r"\s+(?!(?:right|sure|late|wrong|correct|good|ok|okay|allowed|supposed|going\s+to\s+have)\b)(?:[\w'’-]+[\s,]+){3,}",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:if|unless|whether|suppose|imagine|would(?!\s+(?:like|love|prefer|rather))|could|might|maybe|perhaps|should|hope|"
    r"wish|wonder|guess|think|believe|assume|probably|possibly|pretend|supposed|seems?|apparently|ought|once\s+upon)\b",
    re.IGNORECASE,
)
_NOT_SUBJECT = FUNCTION - word_set("one two three four five six seven eight nine ten")


@dataclass(frozen=True, slots=True)
class Clause:
    """A plain statement within a sentence."""

    text: str
    """Without leading interjections and adverbs, without the address at its end, without the closing mark."""
    start: int
    """Its first character in the turn."""
    lead: str
    """What was cut off in front: "Today", "and", "Hello"."""
    sentence: tuple[int, int]
    """Span of its sentence in the turn."""


def clauses(text: str, uses: Sequence[NameUse] = ()) -> Iterator[Clause]:
    """The plain clauses of a turn, in order.

    Args:
        text: the turn.
        uses: its names: an address ("…, David.") is no part of a clause.
    """
    addresses = [(use.start, use.end) for use in uses if use.use is Use.ADDRESSED]
    for left, right in sentences(text):
        if asks(text[left:right]):
            continue
        for start, end in _pieces(text, left, right, addresses):
            piece = text[start:end]
            lead = _LEAD.match(piece)
            offset = lead.end() if lead else 0
            if offset and re.match(r"(?:is|are|was|were|will|has|\W*$)\b", piece[offset:], re.IGNORECASE):
                offset = 0  # "Tomorrow is a holiday": the lead is the subject
            body = piece[offset:].rstrip(" ,;:.!…\"'”")
            if not body or _UNSURE.search(body):
                continue
            yield Clause(body, start + offset, piece[:offset], (left, right))


def asks(sentence: str) -> bool:
    """Whether a sentence is a question, also where a recognizer has set no question mark."""
    if _SAYS_I.match(sentence):
        return False  # "I will water the plants?": a recognizer's mark; nobody asks what he himself will do
    return sentence.rstrip("\"'” ").endswith("?") or bool(_ASKS.match(sentence.strip(" \"'“—-")))


def _pieces(text: str, left: int, right: int, addresses: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans between the cuts of a sentence, without addresses."""
    cuts: list[tuple[int, int]] = [(match.start(), match.end()) for match in _CUT.finditer(text, left, right)]
    for start, end in addresses:
        if left <= start < right:
            before = len(text[left:start].rstrip(" ,")) + left
            after = end + len(text[end:right]) - len(text[end:right].lstrip(" ,"))
            cuts.append((before, after))
    place = left
    for start, end in sorted(cuts):
        if start > place:
            yield place, start
        place = max(place, end)
    if place < right:
        yield place, right


def is_subject(words: str) -> bool:
    """Whether a bare phrase ("Lunch", "spare batteries") may be a subject: no word of a closed class in it."""
    parts = re.findall(r"[\w'’-]+", words.lower())
    return 0 < len(parts) <= 3 and not any(part in _NOT_SUBJECT for part in parts)
