"""What people say of themselves and of others, as regular expressions over a clause after its subject."""

from __future__ import annotations

import re

_OFTEN = (
    r"(?:(?:really|also|just|always|usually|normally|still|mostly|currently|actually|now|only|often|both|absolutely|"
    r"generally|mainly|already|soon|personally|particularly|especially|much|definitely|gladly|happily|sometimes|all|the)\s+)*"
)
_BE = r"(?:\s?['’](?:m|s|re)|\s+(?:am|is|are))"
_WILL_BE = r"(?:\s+will|\s?['’]ll|\s+would|\s?['’]d)"
_NOT = (
    r"\s+(?:do\s+not|does\s+not|don['’]?t|doesn['’]?t|cannot|can\s+not|can['’]?t|never|no\s+longer|must\s+not|"
    r"mustn['’]?t|may\s+not|won['’]t)"
)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


ROLE = _compile(rf"{_BE}\s+{_OFTEN}(?P<object>(?:the|an?|our|your|his|her|their|my|one\s+of\s+(?:the|our|your))\s+.+)")
APPOSITION = _compile(
    r"\s*,\s*(?:and\s+)?(?:i(?:['’]m|\s+am)\s+)?(?P<object>[^,.;:!?]{3,60}?)\s*(?=[,.;:!?]|\band\s+(?:i|we|this)\b|$)"
)
DUTY = _compile(
    rf"{_BE}\s+{_OFTEN}(?P<object>(?:responsible\s+for|in\s+charge\s+of|working\s+(?:on|as|at|for|in|with)|reporting\s+on|"
    r"(?:writing|studying|leading|running|researching|teaching|building|designing|developing|organi[sz]ing|planning)\s+(?!(?:a\s+few|to|on|for|that|this|in|all)\b)\S+|"
    r"training\s+(?:as|to\s+be))\s+.+)"
)
WORKS = _compile(
    rf"\s+{_OFTEN}(?P<object>(?:works?\s+(?:on|as|at|for|in|with|from)|looks?\s+after|takes?\s+care\s+of|"
    r"(?:leads?|runs?)\s+(?:the|an?|our|my|this)|manages?|handles?|maintains?|designs?|develops?|builds?|repairs?|sells?|"
    r"teach(?:es)?|stud(?:y|ies)|owns?|coordinates?|organi[sz]es?|supervises?|oversees?|edits?|coach(?:es)?|represents?|"
    r"(?:drives?|fly|flies)\s+(?:the|an?)|(?:do|does)\s+the|deals?\s+with)\s+.+)"
)
DOES = _compile(
    r"\s+(?P<object>(?!(?:am|is|are|went|have|had|has|will|would|can|could|do|did|was|were|like|love|know|think|hope|want|see|guess|mean|feel|"
    r"live|need|go|come|came|say|said|just|also|really|hate|prefer|believe|understand|remember|wish|got|get|found|heard|"
    r"apologi[sz]e|thank|agree|must|should|may|might|shall|saw|take\s+it|look|promise|suggest|propose|ask|appreciate)\b)"
    r"[a-z]+(?<!ed)\s+(?:(?!\bi\b).)+)$"
)
LIVES = _compile(
    rf"(?:\s+{_OFTEN}lives?|{_BE}\s+{_OFTEN}living|(?:\s?['’]ve|\s+have|\s+has)?\s+(?:just\s+|recently\s+)?moved)\s+"
    r"(?:(?:together|alone|here)\s+)?"
    r"(?P<object>(?:in|at|on|near|with|to|into|above|below|behind|next\s+to|opposite|across)\s+.+)"
)
FROM = _compile(
    rf"(?:{_BE}\s+{_OFTEN}(?:originally\s+|visiting\s+(?:\w+\s+)?)?|\s+(?:originally\s+)?comes?\s+)from\s+(?P<object>.+)"
)
HAS = _compile(
    rf"(?:\s+{_OFTEN}(?:have|has|own|owns)|\s?['’]ve\s+got|\s+(?:have|has)\s+got)\s+"
    r"(?P<object>(?:an?|two|three|four|five)\s+(?:[\w-]+\s+){0,2}(?:dogs?|cats?|horses?|hens?|chickens?|rabbits?|parrots?|birds?|"
    r"fish|sisters?|brothers?|sons?|daughters?|kids?|children|cars?|bikes?|bicycles?|motorbike|boat|van|garden|house|cabin|"
    r"allerg(?:y|ies)|guitar|piano|violin)\b.*)"
)
NEEDS = _compile(rf"\s+{_OFTEN}needs?\s+(?!(?:to|you|your|it|that|this|them|him|her|us|help)\b)(?P<object>.+)")
WANTS = _compile(
    rf"(?:\s+{_OFTEN}wants?|{_WILL_BE}\s+(?:like|love))\s+(?!(?:to|you|your|it|that|this|them|him|her|us)\b)(?P<object>.+)"
)
PREFERS = _compile(
    rf"(?:\s+{_OFTEN}(?:like|love|enjoy|prefer|adore)s?|"
    r"(?:\s+would|\s?['’]d)\s+(?:prefer|rather\s+have)(?!\s+(?:to|if|you|that|not)\b)|"
    rf"{_BE}\s+{_OFTEN}an?\s+(?:\w+\s+)?(?:fan|lover)\s+of|{_BE}\s+{_OFTEN}(?:fond\s+of|crazy\s+about|keen\s+on))\s+(?P<object>.+)"
)
TAKES = _compile(
    rf"(?:\s+{_OFTEN}(?:drink|eat|take|have|order)s?|\s+has|{_WILL_BE}\s+(?:just\s+)?(?:have|take|drink|eat|like|love))\s+"
    r"(?!to\b)(?P<object>.+)"
)
AVOIDS = _compile(
    rf"(?:{_NOT}\s+{_OFTEN}(?:like|drink|eat|stand|tolerate|enjoy|bear|digest|smoke|wear)|"
    rf"\s+{_OFTEN}(?:hate|dislike|avoid|detest)s?|\s+{_OFTEN}gets?\s+(?:sick|ill|a\s+rash)\s+(?:on|from|of)|"
    r"(?:\s+have|\s+has|\s?['’]ve)?\s+(?:quit|stopped|gave\s+up|given\s+up)(?:\s+(?:drinking|eating))?|"
    rf"{_BE}\s+{_OFTEN}(?:allergic\s+to|not\s+(?:an?|the)\s+(?:\w+\s+)?fan\s+of|afraid\s+of|scared\s+of|"
    r"not\s+(?:fond\s+of|keen\s+on)))\s+(?P<object>.+)"
)
REFUSES = _compile(rf"{_NOT}\s+{_OFTEN}(?:take|want|have|touch|use|do)\s+(?:any\s+)?(?P<object>.+)")
ABSTAINS = _compile(rf"{_NOT}\s+(?P<object>smoke|drink(?:\s+alcohol)?|dance|swim|drive|fly)$")
STATE = _compile(
    rf"{_BE}\s+{_OFTEN}(?P<object>(?:an?\s+)?(?:vegan|vegetarian|diabetic|lactose\s+intolerant|left-handed|colou?r-?blind|"
    r"deaf|pregnant|married|retired|divorced|on\s+(?:vacation|holiday|parental\s+leave|sick\s+leave)\b.*))"
)
FAVORITE = _compile(
    r"^(?:my|(?P<owner>[\w-]+)['’]s)\s+favou?rite\s+(?P<what>[\w\s-]{2,40}?)\s+(?:is|are)\s+(?P<object>.+)"
)
FOR_ONE = _compile(
    r"^(?:(?:and|just|then|an?|some|the|order|get|bring|make|buy|pour|fetch|take|book|reserve)\s+)*(?P<no>no\s+)?"
    r"(?P<object>(?:[\w'’-]+\s+){0,4}?[\w'’-]+)\s+for\s+(?P<who>[\w-]+)\b(?P<tail>.*)$"
)
ASKS_FOR = _compile(r"^(?:please\s+)?(?:order|get|bring|make|buy|pour|fetch|book|reserve)\b")
AS_ALWAYS = _compile(r"(?:^[\s,]*(?:please|again|always)|\bas\s+(?:always|usual)|\bevery\s+(?:day|morning))\b")
WILL = _compile(
    rf"(?:\s+will|\s?['’]ll|\s+shall|{_BE}\s+(?:going\s+to|gonna)|\s+promised?\s+to|\s+plans?\s+to|{_BE}\s+planning\s+to)\s+{_OFTEN}"
    r"(?P<object>(?!(?:the|an?|my|our|this|that|his|her|their|your|some)\b)\w+\s+.+)"
)
GOES = _compile(rf"{_BE}\s+(?P<object>going\s+to\s+(?:(?:the|an?|my|our)\s|(?-i:[A-Z])).+)")
CAN = _compile(
    r"\s+can\s+(?:also\s+)?(?P<object>(?:bring|take|help|pick|buy|make|cook|drive|fix|send|give|prepare|order|call|book|check|"
    r"carry|clean|look\s+after|organi[sz]e|lend|join|cover|collect|deliver|repair|water|feed|translate|review|host|bake|drop|"
    r"print|teach|arrange|provide|handle|finish|write|paint|move|sew|install|pack)\s+.+)"
)
NO_PROMISE = _compile(
    r"^(?:not|never|be\s+(?:able|happy|glad|sure|honest|like|fine|ok|okay|right|great|good|hard|fun|there\s+for)|see|say|just|"
    r"think|admit|bet|guess|assume|imagine|hear|understand|remember|believe|try|have\s+to|need|tell\s+you|"
    r"let\s+(?:you|her|him|them|us)|know|go\s+ahead|miss|love|like|keep\s+(?:that|you|ya|it|going)|"
    r"do\s+(?:that|it|my\s+best|so|this)|ask\s+you|stop|start\s+(?:by|with)|go\s+(?:with|for)|get\s+(?:back|it|that|there)|"
    r"look\s+(?:at|into)|give\s+(?:it|you|that)|take\s+(?:that|it)|make\s+it|always|probably|all)\b"
)
MAKES = _compile(r"(?:make|order|get|brew|pour|prepare)\s+(?:myself\s+)?(?P<object>.+)")
IS_AT = _compile(r"(?:\s?['’](?:s|m|re)|\s+(?:is|am|are))\s+(?P<object>.+)")
ENDS_OPEN = _compile(r"\b(?:it|that|this|them|those|these|him|her|you|everything|something|anything)$")
NOT_LIKABLE = _compile(r"(?:the|your)\s+(?:way|idea|fact|thought|sound|look|feeling)\b")
