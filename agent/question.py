"""What a question asks for: the kind of answer, the words that matter, the people, the order in time."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace

from ..streams.errors import QuestionError
from . import extract_lexicon as lexicon
from . import question_words as words
from .extract_words import Tag, Token, tokenize
from .question_frame import frame_of
from .question_terms import Term, people_of, terms_of
from .question_words import Asks, Moment

MAX_CHARACTERS = 4_000
"""A longer question is refused."""


@dataclass(frozen=True, slots=True)
class Order:
    """A condition of the kind "before Anna moved them"."""

    relation: str
    """"before" or "after"."""
    clause: str
    is_next: bool = False
    """The very next turn: "right after"."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, taken apart."""

    text: str
    asks: Asks
    terms: tuple[Term, ...] = ()
    wh: str = ""
    class_terms: tuple[Term, ...] = ()
    """The noun after "which" or "what": "housing" of "which housing was chosen?"."""
    class_nouns: tuple[str, ...] = ()
    """Stems of all nouns between "which" and the verb, "city" and "day" too."""
    verb: Term | None = None
    gap: str = ""
    """Which part is asked for: "subject" ("who brings …?"), "object" ("what does she bring?") or ""."""
    preposition: str = ""
    """A preposition that the answer follows: "on" of "what does Ben work on?"."""
    subject: str = ""
    """The person that the question is about, as written."""
    people: tuple[str, ...] = ()
    """All people named, as written."""
    possessed: bool = False
    """It is about something of the subject's: "Anna's dog", "Anna … her coffee"."""
    order: Order | None = None
    moment: Moment = Moment.ANY
    reported: str = ""
    """What was said, for "who said that …?"."""
    offers: bool = False
    """"Who offers to …?": only what somebody can or will do."""
    asks_back: bool = False
    """"Who asks for …?": only who asks, not who answers."""
    is_activity: bool = False
    """"What will she do tomorrow?": wants a verb with its object."""
    description: str = ""
    """A person described, not named: "the person who leads the standup"."""
    is_on_screen: bool = False
    is_habit: bool = False
    is_negated: bool = False
    is_description: bool = False
    """"Who is Paula?": what she is, not what she is called."""
    is_present: bool = False
    """It asks how things are, not how they were."""
    is_past: bool = False
    """It asks how things were."""
    tokens: tuple[Token, ...] = field(default=(), repr=False)

    @property
    def class_terms_outside(self) -> tuple[Term, ...]:
        """The class noun as a word that evidence may have, at half its weight: an instrument need not be called one."""
        known = {term.stem for term in self.terms}
        return tuple(
            replace(term, weight=0.3 * term.weight, is_essential=False)
            for term in self.class_terms
            if term.stem not in known
        )

    @property
    def focus(self) -> str:
        """The words that matter, in order."""
        return " ".join(term.word for term in self.terms if term.weight > 0.2)


def check(text: str) -> str:
    """The question without white space around it.

    Raises:
        QuestionError: it is empty or has more than `MAX_CHARACTERS`.
    """
    stripped = " ".join(text.split())
    if not any(character.isalnum() for character in stripped):
        msg = "the question is empty; ask in words, for instance: mneme ask 'Who brings the samples?'"
        raise QuestionError(msg)
    if len(stripped) > MAX_CHARACTERS:
        msg = f"the question has {len(stripped):,} characters, the limit is {MAX_CHARACTERS:,}; ask something shorter"
        raise QuestionError(msg)
    return stripped


def analyse(text: str, names: Collection[str] = ()) -> Question:
    """Takes a question apart. `names` are words in lower case that name people in the memory."""
    stripped = re.sub(r"\bto[- ]do\b(?= \w)", "to-do", words.LEAD_IN.sub("", text.strip()).strip(" ?!."))
    described = words.DESCRIBED.match(stripped)
    description = ""
    if described and len(described["who"].split()) > 1:
        description, stripped = described["who"], described["question"]
    is_on_screen = bool(words.SCREEN.search(stripped) or words.SCREEN_SUBJECT.match(stripped))
    stripped = words.FOR_A_LIVING.sub("", stripped)
    one = words.THE_ONE_TO.match(stripped)
    if one:
        stripped = f"who {one['rest']}"
    main = " ".join(words.SCREEN.sub(" ", stripped).split()) if words.SCREEN.search(stripped) else stripped
    names = frozenset(names) | _strangers(main, names)
    if words.SCREEN_SUBJECT.match(stripped):
        main = "what is there"
    question = _special(main, names) or _general(main, names)
    is_on_screen = is_on_screen or question.is_on_screen
    terms = question.terms
    if is_on_screen:  # "what is written", "which city is named": that it is written is no word of the sign
        terms = tuple(term for term in terms if term.stem not in words.WRITTEN)
    return replace(question, text=text.strip(), description=description, is_on_screen=is_on_screen, terms=terms)


def _strangers(main: str, names: Collection[str]) -> frozenset[str]:
    """Words that must name people, known or not: "does Gerard live", "Ingrid's husband", "who is Paula"."""
    tokens = tokenize(main, names)
    found: set[str] = set()
    for index, token in enumerate(tokens):
        if token.tag is not Tag.NAME or not token.text[1:].islower() or index == 0:
            continue
        before = tokens[index - 1]
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        is_subject = before.low in lexicon.DO | lexicon.MODALS | lexicon.HAVE and after is not None
        is_owner = after is not None and after.low == "'s" and before.tag is not Tag.DETERMINER
        is_asked = before.low in ("is", "was") and after is None and tokens[0].low == "who"
        if is_subject or is_owner or is_asked:
            found.add(token.low)
    return frozenset(found)


def _special(main: str, names: Collection[str]) -> Question | None:
    """Questions about the talk itself: who said it, who spoke next, what was said."""
    near = words.WHO_SPEAKS_NEAR.match(main)
    if near:
        relation = "before" if near["relation"].lower() == "before" else "after"
        order = Order(relation, near["rest"], is_next=True)
        return Question(
            main, Asks.PERSON, wh="who", order=order, people=people_of(tokenize(near["rest"], names), names)
        )
    edge = words.WHO_SPEAKS_AT.match(main)
    if edge:
        moment = Moment.FIRST if edge["end"].lower() == "first" else Moment.NOW
        return Question(main, Asks.PERSON, wh="who", moment=moment, reported="*")
    task = words.WHOSE_TASK.match(main)
    if task:
        return _general("who " + task["rest"], names)
    called = words.CALLED.match(main)
    if called:
        return _general(f"what is the name of {called['who']}", names)
    said = words.WHO_SAYS.match(main) or words.WHO_TELLS.match(main)
    if said:
        inner = tokenize(said["rest"], names)
        return Question(
            main,
            Asks.PERSON,
            terms_of(inner, names),
            "who",
            reported=said["rest"],
            asks_back=bool(re.match(rf"who {words.ASKS_VERB}", main, re.IGNORECASE)),
            offers=bool(re.match(r"who (?:offer|volunteer|promis)", main, re.IGNORECASE)),
            people=people_of(inner, names),
            tokens=inner,
        )
    what = words.WHAT_SAID.match(main)
    if what:
        return _speech(main, what, names)
    return None


def _speech(main: str, what: re.Match[str], names: Collection[str]) -> Question:
    """A question about what was said: "what does Anna say about …?"."""
    order = words.ORDER.match("x " + what["rest"].strip()) if what["rest"].strip() else None
    rest = "" if order else what["rest"]
    inner = tokenize(rest, names)
    speaker = people_of(tokenize(what["who"], names), names)
    if not speaker and what["who"].lower() not in words.ANYBODY:
        speaker = (what["who"],)
    return Question(
        main,
        Asks.SPEECH,
        terms_of(inner, names),
        "what",
        subject=speaker[0] if speaker else "",
        people=tuple(dict.fromkeys(speaker + people_of(inner, names))),
        order=Order(order["relation"].lower(), order["rest"], is_next=True) if order else None,
        tokens=inner,
    )


def _general(main: str, names: Collection[str]) -> Question:
    main, order = _split_order(main, names)
    moment = Moment.NOW if words.NOW.search(main) else Moment.FIRST if words.FIRST.search(main) else Moment.ANY
    if order is not None and order.relation == "before":
        moment = Moment.EARLIER
    if words.PLANNED.search(main):
        main, moment = words.PLANNED.sub("going to", main), Moment.FIRST
    main = " ".join(words.FIRST.sub(" ", words.NOW.sub(" ", main)).split())
    if re.search(r"\bbefore$", main):
        main, moment = main[: -len("before")].strip(), Moment.EARLIER
    tokens = tokenize(main, names)
    frame = frame_of(tokens, names)
    return Question(
        text=main,
        **{item.name: getattr(frame, item.name) for item in fields(frame)},
        order=order,
        moment=moment,
        is_present=any(t.low in ("is", "are", "'s", "does", "do", "can", "has", "have") for t in tokens[:3]),
        is_past=any(t.low in ("was", "were", "did", "had") for t in tokens[:4]),
        is_habit=bool(words.HABIT.search(main)),
        is_negated=any(t.tag is Tag.NEGATION or t.low in ("cannot", "never") for t in tokens),
        tokens=tokens,
    )


def _split_order(main: str, names: Collection[str]) -> tuple[str, Order | None]:
    """Cuts off "before Anna moved them"; "before lunch" is no clause and stays."""
    match = words.ORDER.match(main)
    if match is None:
        return main, None
    tokens = tokenize(match["rest"], names)
    if len(match["main"].split()) < 2 or not any(t.tag in (Tag.VERB, Tag.AUXILIARY) for t in tokens) or len(tokens) < 2:
        return main, None
    return match["main"], Order(match["relation"].lower(), match["rest"], is_next=bool(match["near"]))
