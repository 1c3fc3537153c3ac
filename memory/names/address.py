"""Who is spoken to ("Thank you, Walter.", "Ben, please ask …") and who is spoken about.

Being addressed names the addressee, never the speaker.  Whether that is who spoke before or who speaks
next depends on the words: thanks and answers look back, questions and requests look ahead.
"""

from __future__ import annotations

import re

from ..mentions_words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION,
    PREPOSITIONS,
    QUESTION_WORDS,
    VERBS,
    is_verb_form,
    word_set,
)
from .lexicon import AMBIGUOUS, CALENDAR, NOT_NAMES, PLACES, is_common, is_given, may_name
from .text import NameUse, Text, Use

_REPLY = re.compile(
    r"^\W*(?:(?:oh|well|ah|wow|haha|aw|hmm|and|but|so)\W+)*(?:thanks|thank\s+you|thank|cheers|yes|no|yeah|yep|yup|nope|nah|"
    r"not\s+(?:really|yet|at\s+all|quite|bad)|right|exactly|sure|of\s+course|agreed|okay|ok|great|good\s+(?:idea|point|"
    r"question|news|job|work|luck|thinking|to\s+know)|sorry|absolutely|definitely|totally|me\s+too|true|got\s+it|"
    r"gotcha|you(?:['’]re|\s+are)\s+(?:right|welcome)|congrat\w*|awesome|cool|nice|lovely|wonderful|perfect|fine|"
    r"wow|oh|aw|haha|fantastic|excellent|amazing|brilliant|beautiful|sounds|that(?:['’]s|\s+is|\s+sounds|\s+was)|it(?:['’]s|\s+was)|no\s+problem|"
    r"indeed|certainly|gladly|i\s+(?:agree|know|understand|see)|my\s+pleasure|well\s+done|will\s+do|never\s+mind|"
    r"don['’]t\s+worry|glad|appreciate|how\s+(?:nice|kind|lovely|sweet)|very\s+(?:good|well|nice|kind))\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:thanks|thank\s+you|cheers)\b", re.IGNORECASE)
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|howdy|welcome|(?:good\s+)?(?:morning|afternoon|evening|day)|greetings|nice\s+to\s+(?:see|meet)\s+you|"
    r"good\s+to\s+see\s+you)\b",
    re.IGNORECASE,
)
_FAREWELL = re.compile(r"^\W*(?:bye|goodbye|see\s+you|good\s*night|take\s+care|so\s+long|until)\b", re.IGNORECASE)
_BARE_CUE = word_set(
    "thanks thank hi hello hey hiya welcome bye goodbye cheers sorry congratulations congrats yes no okay ok "
    "morning afternoon evening night dear please sure agreed exactly right you there idea"
)
_CUE_PAIRS = (
    "thank you;good morning;good afternoon;good evening;good night;good idea;hello there;hi there;see you;well done"
)
_TWO_WORD_CUES = frozenset(_CUE_PAIRS.split(";"))
_SENSE = PREPOSITIONS | AUXILIARIES | CONJUNCTIONS | DETERMINERS | word_set("i we he she they you it my our his her")
_REQUEST = word_set(
    "please can could would will do did does are have has is was were let what how why when where who which you "
    "your bring take give tell send ask help come go look show call check wait listen thanks thank don't dont i'm "
    "i i'd i'll we we're there this that if shall should may"
)
_APPOSITION = re.compile(
    r"\s*,\s*(?:our|my|the|an?|his|her|their|your|who|whose|which)\b[^,.!?;]*,\s*"
    r"(?:also\s+|always\s+|never\s+)?(?:is|isn['’]t|was|has|had|will|can|cannot|can['’]t|could|would|does|doesn['’]t|did|\w+(?:s|ed))\b",
    re.IGNORECASE,
)
"""After a name at a sentence's start: "Gloria, our cook, is not here" speaks of Gloria, not to her."""
_RELATIVE = word_set(
    "brother sister wife husband friend boss colleague son daughter manager neighbor neighbour mother father "
    "cousin uncle aunt partner dog cat assistant teacher doctor roommate girlfriend boyfriend nephew niece "
    "grandson granddaughter coworker named called"
)
_ASKED = word_set("ask tell told asked remind thank met invite invited visit visited phone phoned")
_DOES = word_set("said says told asked thinks thought wants knows replied lives brought likes loves hates promised")


def addressed(text: Text) -> list[NameUse]:
    """Names of those whom the speaker speaks to, with votes for who spoke before and who speaks next."""
    found = []
    for number, (left, right, indices) in enumerate(text.sentences):
        for first in indices:
            read = _vocative(text, indices, first)
            if read is None:
                continue
            last, name, is_known = read
            start, end = text.tokens[first].start, text.tokens[last].end
            head, tail = text.text[left:start], text.text[end:right]
            previous, following = _votes(text, number, head, tail, is_question=_asks(text.text[left:right], head, tail))
            scale = 1.0 if is_known else 0.8
            is_farewell = text.tokens[first].lower in AMBIGUOUS and _FAREWELL.match(head)
            if not is_known and not is_farewell and max(previous, following) < 0.5:
                continue  # ", Frankfurt." ends a sentence as well as ", Walter." does
            found.append(
                text.use(
                    first, last, name, Use.ADDRESSED, scale, previous=previous * scale, following=following * scale
                )
            )
    return found


def _vocative(text: Text, indices: list[int], first: int) -> tuple[int, str, bool] | None:
    """A name that begins here and stands apart as an address: (last token, name, known to be one)."""
    token = text.tokens[first]
    sounds = text.known.match(token.text)
    read = text.name_from(first, is_sure=False)
    if read is None:
        if sounds is None or not text.cased or (token.lower in AMBIGUOUS and not token.is_capital):
            return None
        read = first, sounds  # ", welter." where Walter is known
    last, name = read
    is_new = token.lower not in text.known.words and name not in text.known.names
    if first == indices[0] and last > first and text.tokens[last].lower in text.known.words and is_new:
        return None  # "Sam Pew Peter, …": a misheard "Thank you, Peter"; the name is read at its own place
    is_acronym = text.cased and len(token.text) > 1 and token.text.isupper()
    if text.tokens[last].is_possessive or is_acronym or token.lower in CALENDAR | PLACES:
        return None
    if last == first and sounds is not None and not is_given(token.lower):
        name = sounds
    is_known = is_given(token.lower) or sounds is not None
    before = text.text[text.tokens[first - 1].end : token.start] if first > indices[0] else ""
    after = text.gap(last) if last != indices[-1] else "."
    previous_word = text.tokens[first - 1].lower if first > indices[0] else ""
    opens, closes = first == indices[0], last == indices[-1] or after.strip()[:1] in (".", "?", "!", ";", "—", "–")
    if _is_listed(text, indices, first, last):
        return None
    if opens:
        next_word = text.tokens[last + 1].lower if not closes else ""
        if closes:
            return (last, name, is_known) if is_known else None
        if _APPOSITION.match(text.text[text.tokens[last].end :]):
            return None
        if "," in after and (is_known or next_word in _REQUEST or next_word in QUESTION_WORDS):
            return last, name, is_known
        return None
    if "," in before:
        follows_place = (
            first >= 2
            and text.tokens[first - 1].is_capital
            and text.tokens[first - 2].lower in ("in", "from", "to", "at", "near")
        )
        if previous_word in _RELATIVE or follows_place:
            return None
        return (last, name, is_known) if closes or "," in after else None
    if _is_misheard_cue(text, indices, first) and (closes or "," in after):
        return last, name, True
    pair = f"{text.tokens[first - 2].lower} {previous_word}" if first - 2 >= indices[0] else ""
    has_cue = previous_word in _BARE_CUE and (previous_word not in ("you", "there", "idea") or pair in _TWO_WORD_CUES)
    if has_cue and before.isspace() and (is_known or (token.is_capital and may_name(token.text))):
        is_cue_start = first - indices[0] <= 4
        return (
            (last, name, is_known or previous_word in ("thanks", "hi", "hello", "hey") or pair == "thank you")
            if is_cue_start
            else None
        )
    return None


def _is_misheard_cue(text: Text, indices: list[int], first: int) -> bool:
    """Whether a known name follows two or three words that open the turn and make no sense: "Sam Pew Peter, …"."""
    head = text.tokens[indices[0] : first]
    if indices[0] != 0 or not 2 <= len(head) <= 3 or text.tokens[first].lower not in text.known.words:
        return False
    return not any(word.lower in _SENSE or is_verb_form(word.lower) or word.lower in VERBS for word in head)


def _is_listed(text: Text, indices: list[int], first: int, last: int) -> bool:
    """Whether the name is one of several ("Anna, Ben and Carlos", "for Anna and Ben")."""
    if last < indices[-1]:
        after, gap = text.tokens[last + 1], text.gap(last)
        if after.lower in ("and", "or") and gap.strip() in ("", ","):
            return last + 2 <= indices[-1] and text.name_from(last + 2, is_sure=False) is not None
        if gap.strip() == "," and after.is_capital and is_given(after.lower):
            return True
    if first > indices[0]:
        before = text.tokens[first - 1]
        gap = text.gap(first - 1)
        return before.lower in ("and", "or") or (gap.strip() == "," and before.is_capital and is_given(before.lower))
    return False


def _asks(sentence: str, head: str, tail: str) -> bool:
    words = (tail if not head.strip() else head).lower().replace(",", " ").split()
    return sentence.rstrip().endswith("?") or bool(
        words and words[0] in ("can", "could", "would", "will", "do", "did", "are")
    )


def _votes(text: Text, number: int, head: str, tail: str, *, is_question: bool) -> tuple[float, float]:
    """How much an address speaks of who spoke before and of who speaks next."""
    opening = text.text[: text.sentences[number][0]]
    is_early = number == 0 or len(opening.split()) <= 3
    ends_asking = text.text.rstrip().endswith("?")
    if _GREETING.match(head):
        return 0.3, 1.0 if ends_asking else 0.6
    if _FAREWELL.match(head):
        return 0.4, 0.4
    if _THANKS.search(head) or (_REPLY.match(head) and is_early):
        return (1.0 if is_early else 0.5), 0.2
    if is_question:
        return 0.2, 0.8 if number == len(text.sentences) - 1 else 0.5
    words = head.split()
    if is_early and 0 < len(words) <= 3 and not tail.strip(" .!?,"):
        return 0.9, 0.2  # a short answer, perhaps misheard: "Them cue, welter."
    if not head.strip():
        is_only = not tail.strip(" .!,") and len(text.sentences) == 1
        return (0.1, 0.8) if is_only else (0.3, 0.4)
    return 0.3, 0.3


def mentioned(text: Text) -> list[NameUse]:
    """Names of people who are spoken about: known ones, frequent given names, and who is asked, told, met."""
    found: list[NameUse] = []
    skip_to = 0
    starts = {indices[0] for _, _, indices in text.sentences if indices}
    for first in range(len(text.tokens)):
        if first < skip_to:
            continue
        read = _mention(text, first, is_start=first in starts)
        if read is not None:
            last, name = read
            found.append(text.use(first, last, name, Use.MENTIONED, 0.8))
            skip_to = last + 1
    return found


def _mention(text: Text, first: int, *, is_start: bool) -> tuple[int, str] | None:
    token = text.tokens[first]
    known = text.known.words.get(token.lower)
    if not text.cased or not token.is_capital:
        is_safe = not is_common(token.lower) and token.lower not in AMBIGUOUS and token.lower not in FUNCTION
        if known is None or not is_safe or (text.cased and len(token.text) < 3):
            return (first, token.text.capitalize()) if not text.cased and is_given(token.lower) else None
        return text.name_from(first, is_sure=False) or (first, known)
    if known is not None and (not is_start or (token.lower not in AMBIGUOUS and not is_common(token.lower))):
        return text.name_from(first, is_sure=False) or (first, known)
    if is_given(token.lower):
        is_place = first > 0 and text.tokens[first - 1].lower in (
            "san",
            "santa",
            "saint",
            "st",
            "port",
            "lake",
            "mount",
        )
        return None if is_place else text.name_from(first, is_sure=False)
    previous_word = text.tokens[first - 1].lower if first else ""
    if not may_name(token.text) or is_start or token.lower in NOT_NAMES or previous_word in DETERMINERS:
        return None
    if (token.text.isupper() and len(token.text) > 1) or (
        text.tokens[first - 1].is_capital and previous_word not in FUNCTION
    ):
        return None
    read = text.name_from(first, is_sure=False)
    next_word = text.tokens[read[0] + 1].lower if read and read[0] + 1 < len(text.tokens) else ""
    if previous_word in _ASKED or next_word in _DOES:
        return read
    sounds = text.known.match(token.text)
    return (first, sounds) if sounds is not None and len(token.text) >= 4 else None
