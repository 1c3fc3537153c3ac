"""Words of English that stand for themselves: tokens, sentences, and the closed classes.

No part-of-speech tagger comes inside a package that we may use, so names and things are found by
what cannot be a name or a noun: determiners, pronouns, auxiliaries, frequent verbs and adverbs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """One word; `'s` stands outside of it."""

    start: int
    end: int
    text: str
    lower: str
    is_possessive: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s|$)|\n+|[。！？]")
_ABBREVIATION = re.compile(r"(?:\b(?:dr|mr|mrs|ms|prof|st|no|vs|etc|e\.g|i\.e|a\.m|p\.m)|\b[A-Za-z])\.$", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order, with their places. An English genitive is cut off and flagged."""
    found = []
    for match in _WORD.finditer(text):
        word, end = match.group(), match.end()
        is_possessive = len(word) > 2 and word[-1] in "sS" and word[-2] in "'’"
        if is_possessive:
            word, end = word[:-2], end - 2
        elif text[end : end + 1] in ("'", "’") and word[-1] in "sS":
            is_possessive = True  # "the drivers' room", "James' car"
        found.append(Token(match.start(), end, word, word.lower(), is_possessive))
    return tuple(found)


@lru_cache(maxsize=1_024)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of a text, closing marks included, spaces around them not."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        head = text[start : match.end()]
        goes_on = text[match.end() :].lstrip()[:1].islower()
        may_end = head.lower().endswith(("a.m.", "p.m.", "etc.", " i."))
        if _ABBREVIATION.search(head) and match.end() < len(text) and (goes_on or not may_end):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    trimmed = []
    for left, right in spans:
        part = text[left:right]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            trimmed.append((left + lead, left + len(part.rstrip())))
    return tuple(trimmed)


def is_cased(text: str) -> bool:
    """Whether capitals in the text tell something: it has small letters and some, but not only, capitals."""
    words = [word for word in _WORD.findall(text) if word[0].isalpha()]
    capital = sum(word[0].isupper() for word in words)
    return any(c.islower() for c in text) and capital > 0 and (capital < len(words) or len(words) < 6)


@lru_cache(maxsize=1)
def _stemmer() -> object:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a lower-case word (Snowball English)."""
    return str(_stemmer().stemWord(word))  # type: ignore[attr-defined]


def is_plural(word: str) -> bool:
    """Whether a lower-case noun looks like a plural."""
    if word in {"people", "children", "men", "women", "feet", "teeth", "mice", "scissors", "glasses", "trousers"}:
        return True
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ous")) and len(word) > 3


def word_set(text: str) -> frozenset[str]:
    """The words of a text, once each."""
    return frozenset(text.split())


DETERMINERS = word_set("the a an this that these those some any each every all both another no either neither such")
POSSESSIVES = word_set("my our your his her its their")
PRONOUNS = word_set(
    "i me myself mine we us ourselves ours you yourself yourselves yours he him himself she herself hers it "
    "itself they them themselves theirs one ones someone somebody something anyone anybody anything everyone "
    "everybody everything nobody nothing none who whom whose which what whatever whoever there here y'all folks "
    "guys"
)
AUXILIARIES = word_set(
    "am is are was were be been being do does did done have has had having will would shall should can could may "
    "might must ought cannot ain't aren't isn't wasn't weren't don't doesn't didn't haven't hasn't hadn't won't "
    "wouldn't shan't shouldn't can't couldn't mustn't needn't i'm i'll i've i'd you're you'll you've you'd he's "
    "he'll he'd she's she'll she'd it's it'll we're we'll we've we'd they're they'll they've they'd that's "
    "there's here's what's who's where's when's how's let's that'll gonna gotta wanna"
)
PREPOSITIONS = word_set(
    "of in on at to from with without by for about into onto over under above below behind beside besides between "
    "among near inside outside through during before after since until till against across along around toward "
    "towards off out up down upon within despite except than like as per via next past underneath beneath amid "
    "throughout"
)
CONJUNCTIONS = word_set(
    "and or but so because if unless although though while when whenever where wherever whether nor yet"
)
QUESTION_WORDS = word_set("what where when who whom whose why how which")
ADVERBS = word_set(
    "not never ever always often sometimes usually normally typically rarely again already still just only even "
    "also too very quite rather really pretty almost now then today tomorrow yesterday tonight later soon earlier "
    "recently lately ago maybe perhaps probably possibly definitely certainly well please together away back "
    "forward instead else anymore anyway however therefore thus hence once twice more most less least much many "
    "few enough finally okay ok yes no yeah yep nope oh ah um uh hmm hey hi hello bye alright right sure thanks "
    "thank upstairs downstairs everywhere somewhere anywhere nowhere abroad ahead apart aside least kind sort"
)
NUMBERS = word_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "half quarter dozen"
)
FUNCTION = (
    DETERMINERS
    | POSSESSIVES
    | PRONOUNS
    | AUXILIARIES
    | PREPOSITIONS
    | CONJUNCTIONS
    | QUESTION_WORDS
    | ADVERBS
    | NUMBERS
)
"""Words of the closed classes: never a name, never the noun of a thing."""

VERBS = word_set(
    "accept add agree allow answer appear apply approve arrive ask attend become begin believe belong bring build "
    "buy call cancel care carry cause change check choose clean close collect come confirm connect contain "
    "continue cook cost crash create cut decide deliver depend describe design develop die discuss draw drink "
    "drive drop eat end enjoy enter exist expect explain fail fall feel fill find finish fit fix follow forget "
    "get give go grow handle hang happen hate hear help hide hold hope hurt include install invite involve join "
    "jump keep know land last laugh lead learn leave let lie listen live look lose love maintain make manage "
    "matter mean meet mention miss mix move need open order organize own paint park pass pay pick plan play point "
    "prefer prepare present promise protect provide pull push put reach read receive recommend reduce remain "
    "remember remind remove repair replace reply require rest return ride ring rise run save say see seem sell "
    "send serve set share show shut sign sing sit sleep smell sound speak spend stand start stay steal stop store "
    "suggest support suppose survive swim switch take talk taste teach tell tend test think throw touch travel "
    "try turn understand use visit wait wake walk want wash watch water wear win wish wonder work worry write"
)
"""Frequent verbs; an inflected one after a noun ends the noun phrase."""

_IRREGULAR = word_set(
    "ate became began bought brought built came chose cost cut did drank drew drove dropped fell felt forgot "
    "found gave got grew heard held hid hung kept knew led left lent lost made meant met paid put ran rang read "
    "rode said sat saw sent set shut slept sold spoke spent stood stole swam taken thought threw told took went "
    "woke won wore written wrote gone seen given broken chosen driven eaten fallen forgotten hidden known shown "
    "stolen worn understood taught lay fed shot sang sank stuck struck"
)


def is_verb_form(word: str) -> bool:
    """Whether a lower-case word is an inflected form ("starts", "moved", "went") of a frequent verb."""
    if word in _IRREGULAR:
        return True
    if word.endswith("ied") or word.endswith("ies"):
        return word[:-3] + "y" in VERBS
    for ending in ("ed", "es", "s", "d"):
        if word.endswith(ending) and word[: -len(ending)] in VERBS:
            return True
    return word.endswith("ed") and len(word) > 4 and word[-3] == word[-4] and word[:-3] in VERBS


GENERIC_ADJECTIVES = word_set(
    "new whole other same own next last very nice good great little big small best better right wrong current "
    "certain real actual entire usual possible main different similar old lovely beautiful awesome amazing cool "
    "great wonderful perfect huge tiny long short bad early late full empty important interesting favorite "
    "favourite final only few many several more most less"
)
"""Adjectives that do not tell one thing from another; left out of a thing's name."""

VAGUE = word_set(
    "thing things stuff lot lots bit way ways kind kinds sort sorts type types time times moment while day days "
    "week weeks month months year years hour hours minute minutes second seconds morning afternoon evening night "
    "today people person guy guys man men woman women everyone someone fact case point points reason reasons "
    "question questions problem problems issue issues idea ideas example part parts number end beginning middle "
    "rest side course chance matter sense difference one ones thanks hand hands word words world life place "
    "places experience feeling feelings weekend percent couple bunch pair piece top bottom front back left right "
    "same others other next first last best most wow hey plan pleasure support love help job work fun luck look "
    "try shot deal"
)
"""Nouns that name nothing that one would look for."""
