"""What is said of things, as regular expressions over a clause: where they are, when they happen, what was decided."""

from __future__ import annotations

import re

_OFTEN = r"(?:(?:now|still|just|already|usually|always|all|both|also|only|currently|again|back)\s+)*"
_NOUN = r"(?:[\w'’-]+\s+){0,6}?[\w'’-]+?"
_SPOT = (
    r"(?:(?:right|just|back|over\s+there|down|up|safely|away)\s+)*(?:(?:in\s+front\s+of|on\s+top\s+of|next\s+to|close\s+to|opposite|"
    r"inside|into|onto|in|on|at|underneath|under|beneath|behind|beside|near|above|below|between|by|over|against|outside|with)\s+.+|"
    r"upstairs|downstairs|outside)"
)
_HAVE = r"(?:\s+have|\s?['’]ve|\s+has)?"
_DETERMINED = r"(?:the|my|our|your|his|her|their|this|that|these|those|an?|all|both|[\w-]+['’]s?)"
_PHRASE = (
    rf"^(?P<subject>(?:{_DETERMINED}\s+(?:[\w'’-]+\s+){{0,6}}?[\w'’-]+?|(?:[\w'’-]+\s+){{0,2}}?[\w'’-]+?|"
    r"it|they|this|that|these|those))"
)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


IS = _compile(_PHRASE + r"(?P<verb>\s?['’](?:s|re)|\s+(?:is|are|was|were|will\s+be))\s+(?!not\b|n['’]t)(?P<rest>.+)$")
HELD = _compile(
    rf"^{_OFTEN}(?:located|kept|stored|parked|hanging|lying|sitting|standing|hidden|placed|locked|stationed|mounted|based|buried|"
    r"stuck|put|left|found|held)\s+(?:up\s+|away\s+)?(?P<object>.+)$"
)
PLANNED = _compile(
    r"^(?:(?:scheduled|planned|set|due|fixed|booked|happening|coming|arriving|starting|leaving|now|still)\s+)+(?:for\s+|back\s+)?"
)
READY = _compile(r"^(?:ready|done|finished|available|back|over)\s+(?P<object>.+)$")
WITH = _compile(
    r"^(?:now\s+|still\s+)?(?P<object>with\s+(?:the\b|my\b|our\b|his\b|her\b|me\b|him\b|us\b|them\b|(?-i:[A-Z])).*)$"
)
WAS_MOVED = _compile(
    _PHRASE + r"(?:\s?['’](?:s|re|ve)|\s+(?:is|are|was|were|has|have|got|will))\s+(?:now\s+|just\s+|already\s+)?"
    r"(?:been\s+|being\s+|be\s+)?(?:moved|postponed|rescheduled|pushed|delayed|shifted|brought\s+forward|put\s+off|changed|"
    r"transferred|relocated|brought|returned)\s+(?:back\s+|forward\s+)?(?:from\s+.+?\s+)?(?:to|until|till|into)\s+(?P<object>.+)$"
)
LIES = _compile(
    rf"{_PHRASE}\s+{_OFTEN}(?:lies?|hangs?|stands?|sits?|lives?|belongs?|stays?|goes?)\s+(?P<object>{_SPOT})$"
)
STARTS = _compile(
    rf"{_PHRASE}(?:\s+will)?\s+{_OFTEN}(?:starts?|begins?|ends?|opens?|closes?|finish(?:es)?|leaves?|departs?|arrives?|"
    r"takes?\s+place|expires?|resumes?|comes?|lands?|boards?|happens?|runs?|lasts?|airs?)\s+(?P<object>.+)$"
)
_PUT_VERBS = (
    r"put|puts|placed|left|leave|leaves|stored|hung|hid|hidden|move|moved|parked|dropped|laid|keep|keeps|kept|store|stores|hang|hangs|"
    r"stuck|locked|saved|tucked|shifted|relocated|transferred|packed|brought|returned|carried|installed|mounted"
)
PUT = _compile(
    rf"^(?:i|we|he|she|they|[\w-]+){_HAVE}\s+{_OFTEN}(?:{_PUT_VERBS})\s+(?P<thing>{_NOUN})\s+"
    rf"(?:(?:back|down|away|up|over)\s+)?(?:(?:from\s+.+?\s+)?to\s+(?P<to>.+)|(?P<spot>{_SPOT}))$"
)
SAW = _compile(
    rf"^i{_HAVE}\s+(?:just\s+)?(?:saw|seen|found|noticed)\s+(?P<thing>(?:the|my|your|our|his|her|their|an?)\s+{_NOUN})\s+(?P<spot>{_SPOT})$"
)
FINDS = _compile(rf"^you(?:['’]ll|\s+will|\s+can)\s+{_OFTEN}find\s+(?P<thing>{_NOUN})\s+(?P<spot>{_SPOT})$")
THERE = _compile(
    rf"^there(?:['’]s|\s+is|\s+are)\s+{_OFTEN}(?P<thing>(?:an?|some|two|three|four|five|another|more)\s+{_NOUN})\s+"
    rf"(?P<spot>(?!between\b){_SPOT})$"
)
MOVES_TIME = _compile(
    rf"^(?:i|we|[\w-]+)(?:{_HAVE}|\s+will|\s?['’]ll)\s+{_OFTEN}(?:had\s+to\s+)?(?:move|moved|postpone|postponed|reschedule|"
    r"rescheduled|push|pushed|shift|shifted|delay|delayed|set|scheduled|schedule|booked|put)\s+"
    rf"(?P<thing>{_NOUN})\s+(?:back\s+|forward\s+)?(?:(?:from\s+.+?\s+)?(?:to|until|till|for)\s+)(?P<object>.+)$"
)
HAVE_TIME = _compile(
    rf"^(?:i|we|[\w-]+)(?:\s?['’]ve\s+got|\s+(?:have|has)\s+got|\s+{_OFTEN}(?:have|has))\s+"
    rf"(?P<thing>(?:an?|the|my|our|his|her|another)\s+{_NOUN})\s+(?P<object>(?:on|at|in|next|this|tomorrow|tonight|today|every)\b.*)$"
)
MEETS = _compile(
    rf"^(?:we|let['’]?s|let\s+us|everyone|everybody|the\s+\w+)(?:\s+will|['’]ll|['’]re|\s+are)?\s+{_OFTEN}meet(?:s|ing)?\s+(?P<object>.+)$"
)
WHAT = _compile(
    r"^(?:now\s+|still\s+|called\s+)?(?P<object>(?!(?:that|what|how|to|because|not|so|very|too|really|itself|gonna|going|being|already|"
    r"uh|um|also|always|up|good|bad|much|more|less|pretty|quite)\b).+)$"
)
COSTS = _compile(rf"{_PHRASE}\s+{_OFTEN}(?P<object>(?:costs?|weighs?|measures?|holds|seats)\s+.+)$")
THAT_IS = _compile(r"^(?:that|this|it)(?:['’]s|\s+is|\s+was)\s+(?P<object>(?:my|our)\s+.+)$")
_WE = r"(?:we|i|they|the\s+(?:team|board|committee|group|council|jury|club|class))"
_ARE = r"(?:\s?['’](?:re|m)|\s+(?:are|am))"
_FULLY = r"(?:all\s+|both\s+|finally\s+|already\s+|now\s+)?"
DECIDED = _compile(
    rf"^{_WE}(?:(?:\s+will|\s?['’]ll|{_ARE}\s+(?:going\s+to|gonna))\s+{_FULLY}(?:use|go\s+with|choose|pick|stick\s+with|switch\s+to|adopt|hire|"
    rf"settle\s+on|stay\s+with|go\s+for|drop)|{_ARE}\s+going\s+with|"
    rf"{_HAVE}\s+{_FULLY}(?:(?:chose|chosen|picked|settled\s+on|voted\s+for|decided\s+on|decided\s+for|agreed\s+on|gone\s+with|went\s+with|"
    r"opted\s+for|go\s+with)|(?:decided|agreed|voted|chosen)\s+(?:to|that|against)))\s+(?P<object>.+)$"
)
CHOSE = _compile(
    rf"^we(?:\s+will|\s?['’]ll|{_ARE})\s+{_FULLY}(?P<object>[a-z]+\s+.+\s(?:instead\s+of|rather\s+than|and\s+not)\s+.+)$"
)
LETS = _compile(
    r"^let(?:['’]?s|\s+us)\s+(?:just\s+|all\s+)?(?:go\s+with|use|stick\s+with|choose|pick|stay\s+with|go\s+for)\s+(?P<object>.+)$"
)
DECISION = _compile(
    r"^(?:(?:the|our|my)\s+)?(?:final\s+)?decision\s+(?:is|was)\s+(?:to\s+|that\s+|for\s+)?(?P<object>.+)$|"
    r"^it(?:['’]s|\s+is|\s+was|\s+has\s+been)\s+decided(?:\s+(?:that|to))?\s+(?P<other>.+)$"
)
WHERE = _compile(
    r"\bwhere(?:['’]s|['’]re|\s+is|\s+are|\s+did\s+\w+\s+(?:put|leave|see))\s+(?P<thing>[\w\s'’-]+?)(?:\s+now)?\?"
)
