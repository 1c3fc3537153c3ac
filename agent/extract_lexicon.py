"""Closed classes of English words: what is needed to cut a sentence without a parser.

Tables only.  They hold function words, irregular forms and the commonest verbs; nothing of any topic.
Everything else is an open word: a noun or an adjective until its place in the sentence says otherwise.
"""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


DETERMINERS = words_of("the a an this that these those some any no each every all both another other such half")
POSSESSIVES = {
    "my": "I", "our": "we", "your": "you", "his": "he", "her": "she", "their": "they", "its": "it", "mine": "I",
    "ours": "we", "yours": "you", "hers": "she", "theirs": "they",
}  # fmt: skip
SUBJECTS = words_of("i we you he she they it who somebody someone anybody anyone nobody everybody everyone one there")
OBJECTS = words_of("me us you him her them it myself ourselves yourself himself herself themselves itself")
POINTERS = words_of("it they them this that these those one ones he she him her there")
"""Words that stand for something said before."""
FIRST_PERSON = words_of("i we me us my our mine ours myself ourselves")
SECOND_PERSON = words_of("you your yours yourself")
THIRD_PERSON = words_of("he she him her his hers they them their himself herself")

PREPOSITIONS = words_of(
    "in on at to from into onto of for with without by under above below behind beside between over through near "
    "across along around about against during inside outside opposite past towards toward upon off within via "
    "beneath beyond until till next after before since despite per like as than up down out among"
)
PLACE_PREPOSITIONS = words_of(
    "in on at to into onto under above below behind beside between near across along around inside outside opposite "
    "beneath beyond over next against by off among through up down underneath"
)
COORDINATORS = words_of("and but or nor so yet then plus")
SUBORDINATORS = words_of(
    "because since when while if unless although though whereas until till before after once that as"
)
RELATIVES = words_of("which who whom whose where that")
WH_WORDS = words_of("who whom whose what which when where why how")

BE = words_of("am is are was were be been being 'm 're 's isn wasn aren weren")
HAVE = words_of("have has had having 've")
DO = words_of("do does did doing done")
MODALS = words_of(
    "will would shall should can could may might must 'll 'd cannot ought won wouldn shouldn couldn ca gonna"
)
AUXILIARIES = BE | HAVE | DO | MODALS
NEGATIONS = words_of("not n't never no nobody nothing none neither nor without cannot")

INTOLERANT = words_of("allergic allergy intolerant vegetarian vegan hate dislike avoid refuse sick afraid unable")
"""Words that say "not" without saying it."""

INTERJECTIONS = words_of(
    "hello hi hey thanks thank yes yeah yep no nope okay ok oh ah well great good right sure fine please welcome "
    "sorry wow perfect wonderful bye goodbye cheers agreed exactly nice cool excellent morning evening afternoon"
)
ADVERBS = words_of(
    "now again still already always usually never often sometimes also only just too very really quite here there "
    "back away soon maybe perhaps together even almost once twice later then instead anyway actually today tonight "
    "tomorrow yesterday finally currently originally initially mostly normally probably rather else ago yet ever "
    "far not either forward home upstairs downstairs abroad first last"
)
TITLES = words_of(
    "mr mrs ms miss mister doctor dr professor prof sir madam aunt uncle grandma grandpa captain sergeant"
)

# Light words carry little of what a question is about.
LIGHT_VERBS = words_of(
    "be have do get go make take give put come let use want need like say tell ask see know think keep happen mean "
    "plan try seem become would have stay call bring show speak talk"
)
EMPTY_VERBS = words_of("be have do get go make take give put come let would become happen try seem")
LIGHT_NOUNS = words_of(
    "thing person people man woman one way kind sort type name time day place date part bit lot moment something "
    "anything everything nothing someone somebody anybody everybody video recording meeting conversation colour "
    "color number many much long often usually now currently wrong matter problem topic title text word content "
    "group crew company staff phone telephone mobile money member task job duty profession occupation living"
)
ADJECTIVES = words_of(
    "new old big small large little long short high low good bad late early first second third last next final main "
    "left right same different whole full empty open free ready important special favourite favorite current former "
    "real own possible certain clear young warm cold hot cool dry wet clean dirty heavy light fast slow hard easy "
    "soft strong weak cheap expensive broken extra additional other best worst better worse nice great beautiful "
    "upper lower front back"
)
"""Common adjectives: a question may have them where the talk has others."""

IRREGULAR = {
    past: base
    for base, forms in {
        "bring": "brought", "buy": "bought", "come": "came", "do": "did done does", "drink": "drank drunk",
        "drive": "drove driven", "eat": "ate eaten", "fall": "fell fallen", "feel": "felt", "find": "found",
        "forget": "forgot forgotten", "get": "got gotten", "give": "gave given", "go": "went gone goes",
        "have": "had has", "hear": "heard", "hold": "held", "keep": "kept", "know": "knew known", "leave": "left",
        "lend": "lent", "lose": "lost", "make": "made", "mean": "meant", "meet": "met", "pay": "paid", "put": "put",
        "read": "read", "ride": "rode ridden", "rise": "rose risen", "run": "ran", "say": "said", "see": "saw seen",
        "sell": "sold", "send": "sent", "shut": "shut", "sing": "sang sung", "sit": "sat", "sleep": "slept",
        "speak": "spoke spoken", "spend": "spent", "stand": "stood", "steal": "stole stolen", "swim": "swam swum",
        "take": "took taken", "teach": "taught", "tell": "told", "think": "thought", "throw": "threw thrown",
        "wake": "woke woken", "wear": "wore worn", "win": "won", "write": "wrote written", "break": "broke broken",
        "begin": "began begun", "build": "built", "burn": "burnt", "catch": "caught", "choose": "chose chosen",
        "cut": "cut", "draw": "drew drawn", "fly": "flew flown", "freeze": "froze frozen", "grow": "grew grown",
        "hang": "hung", "hide": "hid hidden", "hit": "hit", "hurt": "hurt", "lay": "laid", "lead": "led",
        "learn": "learnt", "lie": "lay lain lying", "light": "lit", "set": "set", "shake": "shook shaken",
        "shine": "shone", "shoot": "shot", "show": "shown", "spill": "spilt", "stick": "stuck", "sweep": "swept",
        "tear": "tore torn", "understand": "understood", "bite": "bit bitten", "blow": "blew blown",
        "feed": "fed", "fight": "fought", "forbid": "forbade forbidden", "quit": "quit", "bend": "bent",
        "be": "am is are was were been being",
    }.items()
    for past in forms.split()
}  # fmt: skip
"""Irregular form → base form."""

VERBS = frozenset(IRREGULAR.values()) | words_of(
    "bury bark burst chase climb dig dive float hug kiss marry melt rain rescue rot rust scratch sink snow spoil "
    "swell name accept add agree allow announce answer appear apply arrange arrive ask attach attend bake bandage "
    "believe belong book borrow brake call cancel care carry change charge check clean clear climb close collect "
    "compare complain complete connect consider contain cook copy cost count cover crash create cross cry dance "
    "decide deliver depend describe design destroy develop die direct discover discuss divide double drop dry earn "
    "employ end enjoy enter examine exchange exist expect explain explore fail fetch fill film finish fit fix focus "
    "follow gather guess guide handle happen hate head help hire hope improve include inform install interview "
    "introduce invite iron join jump kick knit knock last laugh leak lift like listen live load lock look love "
    "maintain manage mark matter measure mend mention mind miss mix move need notice offer open operate order "
    "organize organise overheat own pack paint park pass perform phone pick plan plant play please point post pour "
    "prefer prepare present press print produce program promise protect prove publish pull push raise reach receive "
    "recommend record reduce refuse remember remind remove rent repair repeat replace reply report request require "
    "rescue research reserve respond rest return review ring rinse save search seem serve share shift ship shop "
    "shout sign slip smell smile smoke solve sort sound stay start stop store study submit suffer suggest supervise "
    "supply support suppose surprise survive switch talk taste test thank touch train translate transport travel "
    "treat trust try tune turn type use visit vote wait walk want warn wash waste watch water weigh weld wish "
    "wonder work worry wrap weigh cycle jog hike ship host chair edit code sketch polish sharpen sew shave stir "
    "bless brush scan upload download restart reboot calibrate solder assemble"
)
"""Base forms of common verbs."""

PARTICLES = words_of("up out off down away back over in on after")
"""What may follow a verb and belong to it ("switched off", "look after")."""

_COUNTED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_ORDERED = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
NUMBERS = {word: value for value, word in enumerate(_COUNTED.split())} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000, "million": 1000000, "dozen": 12, "couple": 2,
}  # fmt: skip
ORDINALS = {word: value for value, word in enumerate(_ORDERED.split(), 1)}
WEEKDAYS = words_of("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = words_of(
    "january february march april may june july august september october november december jan feb apr jun jul aug "
    "sep sept oct nov dec"
)  # fmt: skip
DAYPARTS = words_of("morning afternoon evening night noon midnight lunchtime weekend")
COLOURS = words_of(
    "black white red green blue yellow brown grey gray orange purple pink silver gold golden beige turquoise violet "
    "dark light navy cream scarlet maroon bronze"
)
