"""Everyday words that stand for each other in questions and in speech; nothing of any topic."""

from __future__ import annotations

from functools import lru_cache

from .extract_stems import stem

_GROUPS = """
bring deliver carry fetch give hand pass drop come-with provide supply
bring find carry deliver have leave drop
collect pick fetch get
give hand lend pass offer
choose pick select decide use take go prefer buy want order
decide agree choose settle use go switch
begin start open commence kick
end finish stop close conclude
close shut
say tell mention state explain announce claim report
ask request want need wonder question
report say mention notice
like love enjoy prefer want favourite favorite fond have order take
want need wish require would like order
need require must
buy purchase get order acquire
order request book reserve
work job employ do
work repair fix care responsible handle maintain run look
responsible charge care handle manage run keep look do lead maintain
lead run manage head direct chair coordinate organize
lead manager leader boss head chief chair captain
manage manager management
own owner belong have possess run open
run own manage operate lead
have own hold keep carry
live reside stay home apartment house flat
move shift transfer relocate bring take put
move postpone reschedule shift push delay
put place lay set leave store keep hang park lock
hang put keep hook
place take happen held hold
take happen occur start begin
store keep leave put lock
repair fix mend service patch
fix repair solve replace
break broken crash fail defect damage faulty
crash fail break freeze
wrong broken problem defect trouble
problem trouble difficulty sick afraid issue
afraid scared fear
pick-up ready finish collect
ready finish done collect pick
see watch notice spot
show display present
meet gather
drink have take coffee tea
eat have take food lunch dinner breakfast
avoid hate dislike allergic tolerate stand sick bother
allergic allergy intolerant tolerate avoid
vegetarian meat
leave depart go start
depart leave departure
arrive come reach land
come visit arrive return
return back come again
deliver come arrive
late delay delayed
see visit meet appointment
appointment expect see visit meet booking
travel go drive fly ride trip journey visit head
drive ride go come
send mail post ship email
send go
phone call ring telephone
number phone telephone
cost price pay fee charge euro dollar pound
pay cost spend
rent pay
learn study
teach instruct teacher course class lecture lesson professor
course class lesson lecture teach
train trainer coach teach
study research investigate thesis topic write
write author writer report cover
cover report write
make create produce build prepare cook
build construct make
cook prepare make bake
clean wash tidy
paint colour color
wear dress
forget leave left lose
lose miss
sick ill unwell cold flu
remove take delete
replace exchange swap change
change switch move replace
switch turn shut
grow plant
big large huge
small little tiny
old elderly former used
new latest recent
purpose reason
picture photo photograph image photographer camera
film video camera
movie film
car vehicle
bike bicycle cycle
kid child son daughter
mother mum mom
father dad
neighbour neighbor
colleague coworker
boss manager chief
job role profession occupation position work task duty
task job duty responsibility
earn living job
company firm business
parcel package box
trip journey excursion tour
holiday vacation
meeting review standup appointment call
birthday anniversary born
doctor physician
shop store
mobile phone cell
launch release start
due deadline submit
deadline due submit until
deliver deadline
password code
goal target aim
topic subject theme title
exam test
play act role
survive pass withstand
need want
sell buy
lunch meal food
dinner supper meal
prefer rather like favourite favorite
supervise guide manage
describe explain
usual always usually
member join new
guest visitor
hurt pain ache
tired sleep exhausted
wait expect
cheap price cost
weather temperature degree warm cold
speak talk say
vote elect choose decide
marry married wedding husband wife
grow raise
hobby enjoy like play
party celebrate birthday
break pause
trip travel tour excursion
replace instead
postpone move delay reschedule
cancel drop
fill complete
hear listen
licence license
"""

CONVERSES = {
    "buy": ("sell",), "receive": ("give", "send", "hand", "bring"), "get": ("give", "send", "hand", "bring"),
    "borrow": ("lend",), "have": ("give", "lend", "hand", "pass"), "learn": ("teach",), "sell": ("buy",),
    "own": ("belong",), "keep": ("give",),
}  # fmt: skip
"""Verb → verbs that say the same with the other person as the subject: who buys it is the one it is sold to."""


@lru_cache(maxsize=1)
def _index() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(line for line in _GROUPS.splitlines() if line.strip()):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(groups) for word, groups in found.items()}


@lru_cache(maxsize=20_000)
def are_synonyms(first: str, second: str) -> bool:
    """Whether two stems stand in one group."""
    index = _index()
    groups = index.get(first)
    return groups is not None and not groups.isdisjoint(index.get(second, frozenset()))


@lru_cache(maxsize=1_000)
def converses(verb: str) -> frozenset[str]:
    """The stems of the verbs that say the same the other way round."""
    return frozenset(stem(word) for word in CONVERSES.get(verb, ()))
