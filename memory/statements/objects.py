"""What may be stated: is a phrase a time, a place, a role, something to eat; and how it is trimmed."""

from __future__ import annotations

import re

from ..mentions_words import AUXILIARIES, DETERMINERS, FUNCTION, NUMBERS, POSSESSIVES, PRONOUNS, VAGUE, tokens, word_set
from ..names.lexicon import ROLES

LONGEST_WORDS = 24
"""An object of more words is no clear statement."""
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|weekends?"
_MONTHS = r"january|february|march|april|may|june|july|august|september|october|november|december"
_NUMBER = (
    r"(?:\d{1,2}|" + "|".join(sorted(NUMBERS - word_set("hundred thousand million half quarter dozen zero"))) + r")"
)
_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[\s-]\w+|"
    r"thirtieth|thirty[\s-]first)"
)
_CLOCK = (
    rf"(?:(?:half\s+past|(?:a\s+)?quarter\s+(?:past|to)|{_NUMBER}\s+(?:minutes\s+)?(?:past|to))\s+)?{_NUMBER}"
    rf"(?:[:.]\d\d|\s+o['’]?clock|\s+hundred|\s+(?:oh\s+)?{_NUMBER}(?:[\s-]{_NUMBER})?)?(?:\s*[ap]\.?m\b\.?)?|"
    r"noon|midnight|midday|lunch(?:time)?|breakfast|dinner(?:time)?|dawn|dusk|sunrise|sunset|closing\s+time"
)
_EXACT_CLOCK = (
    rf"(?:half\s+past|(?:a\s+)?quarter\s+(?:past|to))\s+{_NUMBER}|"
    rf"{_NUMBER}(?:[:.]\d\d|\s+o['’]?clock|\s+(?:ten|fifteen|twenty|thirty|forty|fifty)(?:[\s-]five)?)(?:\s*[ap]\.?m\b\.?)?|"
    rf"{_NUMBER}\s*[ap]\.?m\b\.?|noon|midnight|midday"
)
_AFTER_CLOCK = (
    r"\s*(?:$|,|(?:on|in|every|and|to|until|till|sharp|tomorrow|today|tonight|this|next|each|at|daily|already)\b)"
)
_UNIT = r"(?:minutes?|hours?|days?|weeks?|months?|years?|fortnight)"
_SEASON = r"(?:spring|summer|autumn|fall|winter|quarter|month|year|week|day|term|season)"
_TIME = re.compile(
    r"^(?:(?:always|now|about|around|exactly|already|only|every|this|next|last|early|late|later|on|by|until|till|"
    r"before|after|starting|again|each)\s+)*(?:"
    rf"(?:the\s+)?(?:{_DAYS})\b|(?:in\s+|of\s+)?(?:the\s+)?(?:early\s+|late\s+|mid[\s-])?(?:{_MONTHS})\b|"
    rf"(?:the\s+day\s+after\s+)?(?:tomorrow|today|tonight|yesterday)\b|"
    rf"(?:the\s+)?{_ORDINAL}(?:\s+of\s+(?:{_MONTHS}|the\s+month|every\s+month)|\s+(?:{_MONTHS})|\s*(?:$|,|at\b|and\b|in\b))|"
    rf"(?:the\s+)?{_NUMBER}\s+(?:of\s+)?(?:{_MONTHS})\b|"
    rf"(?:at|around|about|by|until|till|from|before|after)\s+(?:about\s+|around\s+|exactly\s+)?(?:{_CLOCK}){_AFTER_CLOCK}|"
    rf"(?:{_EXACT_CLOCK}){_AFTER_CLOCK}|from\s+(?:{_CLOCK}|{_DAYS}|{_MONTHS})\s+(?:to|until|till)\b|"
    rf"in\s+(?:the\s+)?(?:early\s+|late\s+)?(?:mornings?|afternoons?|evenings?|{_SEASON}|\d{{4}}|twenty\s+\w+)\b|at\s+night\b|"
    rf"(?:in|within)\s+(?:an?|a\s+few|a\s+couple\s+of|about\s+\w+|{_NUMBER}|half\s+an|less\s+than\s+\w+)\s+{_UNIT}\b|"
    rf"(?:in\s+|at\s+)?(?:the\s+)?(?:beginning|middle|end|start|first\s+half|second\s+half)"
    rf"\s+of\s+(?:the\s+|this\s+|next\s+)?(?:{_MONTHS}|{_SEASON})\b|"
    rf"(?:in\s+|at\s+)?(?:the\s+)?(?:first|second|third|last|following)\s+(?:week|day|weekend)\b|"
    rf"(?:the\s+)?(?:week|month|year|term|summer|winter|spring|autumn|season|quarter|morning|afternoon|evening|night|weekend)s?\s*(?:$|,|(?:at|on|from|until|in|after|before)\b))",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^(?:(?:right|just|still|now|already|back|over\s+there|down|up|always|all|safely|here)\s+)*"
    r"(?:(?P<preposition>in\s+front\s+of|on\s+top\s+of|on\s+the\s+(?:left|right)(?:\s+side)?\s+of|next\s+to|close\s+to|across\s+from|"
    r"opposite|inside|into|onto|in|on|at|underneath|under|beneath|behind|beside|near|above|below|between|by|over|against|"
    r"outside|around)\s+(?P<what>.+)|(?:upstairs|downstairs|outside|at\s+home)$)",
    re.IGNORECASE,
)
_NO_PLACE = re.compile(
    r"^(?:in|on|at|under|by|over|above|below|around)\s+(?:the\s+|a\s+|an\s+|this\s+|that\s+|my\s+|our\s+|your\s+|his\s+|her\s+)*(?:middle|way|agenda|works|moment|hurry|"
    r"process|phone|line|call|end|other\s+hand|future|past|sense|case|mood|meantime|mind|right\s+track|same\s+page|fence|"
    r"moon|danger|trouble|love|progress|order|charge|control|favou?r|fact|general|particular|detail|time|track|budget|risk|fire|sale|"
    r"hold|holiday|vacation|leave|duty|average|purpose|hand|board|position|team|project|meeting|topic|subject|theme|side|"
    r"context|way\s+of|midst|name|form|shape|opinion|view|words?|terms|lot|bit|edge|verge|point|stage|least|most|all|first|"
    r"last|once|rate|level|beginning|start|minute|second|need|use|discussion|pressure|construction|review|heart|head|weather|"
    r"eyes?|hands|life|world|situation|condition|shock|pain|spot|ball|internet|basis|impression|kind|type|"
    r"\d|" + "|".join(sorted(NUMBERS - word_set("half quarter"))) + r")\b",
    re.IGNORECASE,
)
_SPOTS = word_set(
    "room gate floor aisle box drawer shelf home bed storage parking stock school work church town level row "
    "table desk building hall platform track bay locker rack cabinet hospital prison office studio camp class "
    "court jail"
)
_TRAILING = re.compile(
    r"[\s,]+(?:now|right\s+now|again|too|as\s+well|anymore|any\s+more|at\s+the\s+moment|for\s+now|please|then|you\s+know|"
    r"though|actually|by\s+the\s+way|thanks|thank\s+you|okay|ok|as\s+always|as\s+usual|obviously|of\s+course|"
    r"at\s+all|so\s+far|and|or|but|so|instead|everyone|everybody|guys|folks|already|anyway|yet|indeed|either|over\s+there)$",
    re.IGNORECASE,
)
_TRAILING_TIME = re.compile(
    r"[\s,]+(?:(?:last|this|yesterday)\s+(?:night|morning|afternoon|evening|week|month|year|weekend|\w+day)|yesterday|today|tonight|"
    r"tomorrow|earlier|just\s+now|(?:a\s+few|two|three|several|\w+)\s+(?:days?|weeks?|months?|minutes?|hours?|years?)\s+ago|"
    r"since\s+\w+|on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|in\s+the\s+(?:morning|evening|afternoon)|every\s+\w+)$",
    re.IGNORECASE,
)
_ROLE_ENDS = ("er", "or", "ist", "ian", "ant", "ent", "ee", "man", "woman", "wright", "smith", "herd", "ess", "eur")
_ROLE_WORDS = (
    ROLES
    | word_set(
        "boss chef cook guide intern owner friend colleague mother father dad mom brother sister son daughter wife "
        "husband uncle aunt cousin nephew niece grandmother grandfather twin captain pilot mechanic critic medic "
        "paramedic vet judge coach host mayor neighbor neighbour newcomer rookie trainee apprentice volunteer barista "
        "electrician surgeon athlete nanny spy monk priest"
    )
) - word_set("girl boy man woman person people voice guest unknown")
_NO_ROLE = word_set(
    "bit number matter order answer corner moment event present reminder letter paper member loser winner lover "
    "user other different another former latter better never ever over after under computer water weather winter "
    "summer power factor center error color door floor four poor minor major prior superior talent accident "
    "student-loan agreement document one same kind type sort lot fan first last idea mess wreck disaster"
) - word_set("member winner user")
_FOOD = word_set(
    "coffee tea water juice milk beer wine soda lemonade cocoa chocolate espresso cappuccino latte cider smoothie "
    "soup salad sandwich sandwiches pizza pasta rice bread toast butter cheese egg eggs bacon ham fish salmon "
    "tuna chicken beef pork lamb meat tofu beans lentils potatoes fries vegetables fruit apple apples banana "
    "bananas orange oranges berries strawberries grapes nuts peanuts almonds walnuts hazelnuts sugar salt pepper "
    "garlic onion onions mushrooms tomato tomatoes olives spinach cake cakes cookie cookies pie cream yogurt "
    "yoghurt honey jam cereal oatmeal porridge pancakes waffles noodles curry sushi burger burgers steak stew "
    "shrimp shellfish seafood gluten dairy alcohol whisky whiskey vodka gin rum cola coke candy sweets dessert "
    "croissant croissants muffin muffins bagel bagels lasagna dumplings falafel hummus kebab tacos broth cucumber "
    "carrots peas corn melon mango pineapple peach pear plum cherries raspberries blueberries avocado caffeine "
    "drink drinks snack snacks breakfast"
)


def clean(phrase: str, *, times: bool = False) -> str:
    """A phrase without closing marks and empty adverbs at its end; `times`: nor "last night" and its like."""
    before = None
    while before != phrase:
        before = phrase
        phrase = _TRAILING.sub("", phrase.strip(" ,;:.!?…\"”'’"))
        if times:
            phrase = _TRAILING_TIME.sub("", phrase)
    return phrase.strip()


def is_stated(phrase: str) -> bool:
    """Whether a phrase says something: a word with content in it, and not a whole story."""
    words = [token.lower for token in tokens(phrase)]
    if any(mark in phrase for mark in "{}[]<>"):
        return False  # a transcriber's marks: the words are broken
    return 0 < len(words) <= LONGEST_WORDS and any(word not in FUNCTION and word not in VAGUE for word in words)


def is_time(phrase: str) -> bool:
    """Whether a phrase says when: "on Thursday at three", "in the middle of May", "at nine thirty"."""
    return bool(_TIME.match(phrase.strip()))


def is_place(phrase: str) -> bool:
    """Whether a phrase says where: "in the blue cabinet", "on hook three", "at home"; not "in the end", "on time"."""
    phrase = phrase.strip()
    match = _PLACE.match(phrase)
    if match is None or is_time(phrase):
        return False
    where = phrase[match.start("preposition") :] if match.group("preposition") else phrase
    if _NO_PLACE.match(where):
        return False
    if not match.group("preposition"):
        return True
    first = tokens(match.group("what"))[:1]
    if not first:
        return False
    is_announced = first[0].lower in (DETERMINERS | POSSESSIVES) - word_set("that this no") or first[0].is_possessive
    return (
        is_announced or first[0].is_capital or any(token.lower in _SPOTS for token in tokens(match.group("what"))[:3])
    )


def is_role(phrase: str) -> bool:
    """Whether a phrase is what somebody is: "the project manager", "our new neighbor", "a nurse at the clinic"."""
    head = re.split(
        r"\s+(?:of|for|in|at|on|from|with|and|to|who|that|here|by|since|now|today|tonight|this|next|as)\b|,",
        phrase.strip(),
        maxsplit=1,
    )[0]
    words = [token.lower for token in tokens(head)]
    if not words or len(words) > 6 or any(word in PRONOUNS or word in AUXILIARIES for word in words):
        return False
    last = words[-1].rstrip("s") if words[-1] not in ("boss", "hostess") else words[-1]
    if last in _NO_ROLE or words[-1] in _NO_ROLE or (last in FUNCTION and last not in _ROLE_WORDS):
        return False
    return last in _ROLE_WORDS or words[-1] in _ROLE_WORDS or (len(last) > 4 and last.endswith(_ROLE_ENDS))


def is_food(phrase: str) -> bool:
    """Whether something to eat or drink is among the first words."""
    return any(token.lower in _FOOD for token in tokens(phrase)[:6])
