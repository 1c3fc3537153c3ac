"""Tables for the analysis of questions: which words ask for what."""

from __future__ import annotations

import re
from enum import StrEnum

from .extract_lexicon import words_of


class Asks(StrEnum):
    """What kind of answer a question expects."""

    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    DURATION = "duration"
    REASON = "reason"
    NUMBER = "number"
    MANNER = "manner"
    COLOUR = "colour"
    THING = "thing"
    SPEECH = "speech"
    """What somebody said of something: a clause."""
    TRUTH = "truth"
    """Yes or no."""


class Moment(StrEnum):
    """Which of several values in time a question means."""

    ANY = ""
    NOW = "now"
    FIRST = "first"
    EARLIER = "earlier"
    """The value before the latest."""


HOW = {
    "many": Asks.NUMBER, "much": Asks.NUMBER, "old": Asks.NUMBER, "far": Asks.NUMBER, "big": Asks.NUMBER,
    "large": Asks.NUMBER, "tall": Asks.NUMBER, "high": Asks.NUMBER, "deep": Asks.NUMBER, "heavy": Asks.NUMBER,
    "wide": Asks.NUMBER, "warm": Asks.NUMBER, "hot": Asks.NUMBER, "cold": Asks.NUMBER, "fast": Asks.NUMBER,
    "expensive": Asks.NUMBER, "long": Asks.DURATION, "often": Asks.NUMBER, "soon": Asks.TIME, "late": Asks.TIME,
    "early": Asks.TIME, "come": Asks.REASON,
}  # fmt: skip
"""The word after "how" → what is asked for; anything else asks for the manner."""

SIMPLE = {
    "who": Asks.PERSON, "whom": Asks.PERSON, "whose": Asks.PERSON, "where": Asks.PLACE, "when": Asks.TIME,
    "why": Asks.REASON,
}  # fmt: skip
"""Question words that say by themselves what is asked for."""
ANYBODY = words_of("they we you he she people everyone everybody somebody someone anyone anybody")
"""Subjects of "what did … say" that are no particular person."""

WRITTEN = words_of("write show display print read name say appear stand see mention give")
"""Stems of verbs that say that something can be read."""
NAMING = words_of("name mention say give suggest propos tell")
"""Stems of verbs that only say that somebody said it."""
CLASS_NOUNS = {
    Asks.TIME: "time day date year month hour weekday week o'clock moment season",
    Asks.PLACE: "place room city town country location building floor street address house side village office spot",
    Asks.PERSON: "person man woman guy girl boy colleague neighbour neighbor friend speaker participant member child "
    "student teacher doctor guest customer",
    Asks.COLOUR: "colour color",
    Asks.NUMBER: "number amount price percentage temperature size age quantity score height weight distance",
    Asks.REASON: "reason cause purpose",
}
"""The noun after "what" or "which" → what is asked for; any other noun is a kind of thing."""
CLASSES = {noun: asks for asks, nouns in CLASS_NOUNS.items() for noun in nouns.split()}

ATTRIBUTES = {
    "name": Asks.THING, "colour": Asks.COLOUR, "color": Asks.COLOUR, "date": Asks.TIME, "time": Asks.TIME,
    "day": Asks.TIME, "deadline": Asks.TIME, "birthday": Asks.TIME, "place": Asks.PLACE, "location": Asks.PLACE,
    "address": Asks.PLACE, "destination": Asks.PLACE, "price": Asks.NUMBER, "cost": Asks.NUMBER, "number": Asks.NUMBER,
    "amount": Asks.NUMBER, "age": Asks.NUMBER, "temperature": Asks.NUMBER, "size": Asks.NUMBER, "reason": Asks.REASON,
    "rent": Asks.NUMBER, "salary": Asks.NUMBER, "budget": Asks.NUMBER, "length": Asks.DURATION,
    "duration": Asks.DURATION,
}  # fmt: skip
"""X of "what is the X (of …)" → what is asked for."""
EMPTY_ATTRIBUTES = words_of("name colour color date time day place location price number amount reason kind type")
"""Attributes that need not be said in the evidence."""

SCREEN = re.compile(
    r"\b(?:(?:that is |which is |that was |as )?(?:shown|displayed|written|seen|visible|printed|projected|given|read|"
    r"appears?|stands)\s+)?(?:up\s+)?(?:on|in|according to|by|at)\s+(?:the|a|that|this)\s+"
    r"(?:\w+\s+)?(?:screen|slide|sign|board|whiteboard|blackboard|display|banner|poster|note|notice|flyer|leaflet|chart|label"
    r"|caption|picture|monitor)\b"
    r"|\bon[- ]screen\b|\b(?:shown|displayed|written|printed) (?=\?|$)",
    re.IGNORECASE,
)
"""Asks for what can be read, not heard."""
SCREEN_SUBJECT = re.compile(
    r"^what (?:does|did|do) the (?:\w+ )?(?:screen|slide|sign|board|whiteboard|display|banner|poster"
    r"|note|label)s? (?:say|show|read)",
    re.IGNORECASE,
)
LIST_NOUNS = words_of("list menu schedule agenda plan timetable")
"""Things that are rather read than heard: "on the shopping list"."""

SAYS = (
    r"(?:say|says|said|saying|mention|mentions|mentioned|tell|tells|told|explain|explains|explained|announce|announces|"
    r"announced|claim|claims|claimed|report|reports|reported|state|states|stated|complain|complains|complained|"
    r"admit|admits|admitted|promise|promises|promised|suggest|suggests|suggested|offers? to|offered to"
    r"|volunteers? to|volunteered to|propose|proposes|proposed|"
    r"recommend|recommends|recommended|remark|remarks|remarked|warn|warns|warned)"
)
ASKS_VERB = (
    r"(?:ask|asks|asked|wonder|wonders|wondered|want to know|wants to know|wanted to know|request|requests|requested)"
)
TALKS = (
    r"(?:speak|speaks|spoke|talk|talks|talked|answer|answers|answered|reply|replies|replied|respond"
    r"|responds|responded|comes?|came|is speaking|was speaking|takes? the floor)"
)

WHO_SAYS = re.compile(
    rf"^who(?: was it that| is it that| of them)? (?:{SAYS}|{ASKS_VERB})\s*(?:us|them|everyone|everybody|him|her)?\s*"
    r"(?:that|whether|if|about|of|for)?\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
WHOSE_TASK = re.compile(
    r"^whose (?:task|job|turn|duty|responsibility|idea) (?:is|was|will) it (?:be )?to (?P<rest>.+)$", re.IGNORECASE
)
CALLED = re.compile(r"^what (?:is|was) (?P<who>the (?:\w+ ){0,2}\w+) (?:called|named)$", re.IGNORECASE)
WHO_TELLS = re.compile(
    r"^who (?:tells|told|asks|asked|reminds|reminded|wants|wanted|invites|invited|orders"
    r"|ordered) (?P<rest>[A-Z]\w+ to .+)$"
)
WHO_SPEAKS_NEAR = re.compile(
    rf"^(?:who|which \w+) (?:{TALKS}|is (?:the )?next(?: speaker)?|is the (?:first|next"
    rf"|last) (?:person |one )?to (?:speak|talk|answer))\s*"
    r"(?P<near>right|directly|immediately|just|straight|first|next)?\s*(?P<relation>after|before|when)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
WHAT_SAID = re.compile(
    rf"^what (?:does|did|do|has|had) (?P<who>.+?) (?:{SAYS}|{ASKS_VERB}|answer|reply|respond|think"
    rf"|suggest|recommend|propose)\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
REPORTED = re.compile(
    rf"^(?P<who>.+?) (?:{SAYS}|{ASKS_VERB})\s*(?:that|whether|if|about|for)?\s+(?P<rest>.+)$", re.IGNORECASE
)
"""A clause of the kind "Ben says (that) he needs two more days"."""
WHO_SPEAKS_AT = re.compile(
    rf"^who (?:is the )?(?:{TALKS}|speaker)?\s*(?:the )?(?P<end>first|last)(?: (?:one )?to (?:speak|talk))?$",
    re.IGNORECASE,
)

ORDER = re.compile(
    r"^(?P<main>.+?)[,]?\s+(?:(?P<near>right|directly|immediately|just|straight"
    r"|shortly)\s+)?(?P<relation>before|after)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
NOW = re.compile(
    r"\b(?:right now|now|currently|at the moment|at present|these days|in the end|after all|finally"
    r"|at last|eventually)\b",
    re.IGNORECASE,
)
FIRST = re.compile(
    r"\b(?:at first|originally|initially|in the beginning|at the beginning|to begin with|formerly"
    r"|previously|used to|the first time)\b|\bfirst$",
    re.IGNORECASE,
)
PLANNED = re.compile(r"\b(?:supposed|meant|planned|scheduled) to\b", re.IGNORECASE)
HABIT = re.compile(
    r"\b(?:usually|always|normally|typically|generally|often|regularly|every (?:day|morning|evening"
    r"|week)|as a rule|tend to|tends to)\b",
    re.IGNORECASE,
)
DESCRIBED = re.compile(
    r"^(?P<who>.+?)\s*[:,]\s*(?P<question>(?:who|whose|where|when|what|which|how|why)\b.+)$", re.IGNORECASE
)
"""A person described first, then asked about: "The person who leads the standup: where does she …?"."""
FOR_A_LIVING = re.compile(r"\s+(?:for a living|for work|professionally|as a job)\b", re.IGNORECASE)
THE_ONE_TO = re.compile(
    r"^who (?:is|was|are) (?:the (?:one|person|ones) |supposed |it |they )(?:who |that |to )(?P<rest>.+)$",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"^(?:(?:please|so|and|well|ok|okay|hey|now)[, ]+)*(?:(?:can|could|would) you (?:please )?(?:tell"
    r"|remind) me|tell me|"
    r"do you (?:know|remember)|i (?:want|would like) to know|remind me)\s*[,:]?\s*",
    re.IGNORECASE,
)
