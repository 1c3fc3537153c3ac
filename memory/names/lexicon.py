"""Which words are given names, and which capitalised words are not names of people.

Lists support the rules of `names/spoken.py`, they do not decide alone: a name that is in no list is found by
its capital letter in a place where names stand.
"""

from __future__ import annotations

from ..mentions_words import FUNCTION, VERBS, is_verb_form, word_set

GIVEN = word_set(
    "aaron abdul abdullah abigail abraham ada adam adele adrian agnes ahmad ahmed aiden aisha akira alan albert "
    "alberto alejandra alejandro alessandro alex alexa alexander alexandra alexei alexis alfonso alfred ali alice "
    "alicia alina alison allison alma alvaro alvin alyssa amanda amelia amelie amina amir amit amy ana anastasia "
    "anders andre andrea andreas andrei andres andrew andy angela angelica angelo anika anil anita anja anke ann "
    "anna anne annette annie anthony antoine anton antonia antonio anya ariana ariel arjun arnold arthur arturo "
    "asha ashley astrid audrey august aurora ava axel aylin ayesha barbara bart bartek beatrice beatriz becky ben "
    "benjamin bernard bernd bert beth bettina betty bianca birgit bjorn björn bob bobby boris brad bradley "
    "brandon brenda brent brett brian bridget britta bruce bruno bryan caitlin caleb calvin camila camille carl "
    "carla carlo carlos carmen carole caroline carolyn carsten casey caspar catalina catherine cathy cecilia "
    "celia celine cesar charles charlie charlotte chen cheryl chloe chris christian christina christine christoph "
    "christopher cindy claire clara clarence claudia claudio claus clemens clint clive cody colin colleen connie "
    "connor conrad corinna craig curtis cynthia daisuke daisy dale damian damien dan dana dani daniel daniela "
    "danielle danny daphne darius darren dave david deborah debra deepak deirdre delia denise dennis derek detlef "
    "dewei diana diane diego dieter dimitri dina dirk dmitri dolores dominic dominik don donald donna dora doris "
    "dorothea dorothy doug douglas duncan dustin dylan edgar edith eduardo edward edwin eileen elaine elena "
    "eleanor eli elias elif elijah elisa elisabeth elise eliza elizabeth ella ellen elliot elsa elvira emil "
    "emilia emilio emily emir emma emmanuel enrico enrique eric erica erik erika ernest ernesto erwin esteban "
    "esther ethan eugene eva evan eveline evelyn ezra fabian fabio fatima fatma federico felicia felicity felipe "
    "felix ferdinand fernanda fernando filip fiona flavia florian franca frances francesca francesco francis "
    "francisco franco francois franz fred freda freddie frederick friedrich fritz gabriel gabriela gabriele gail "
    "gareth gary gavin geoff geoffrey george georg gerald gerard gerd gerhard gertrude gianna gilbert giles gina "
    "giorgio giovanni giulia gloria gordon graham greg gregor gregory greta gudrun guido guillermo gunther gustav "
    "guy gwen hakan hamid hana hanna hannah hannes hans harald haruto harold harriet harry harvey hassan heather "
    "hector heidi heike heinrich helen helena helga helmut hendrik henri henrik henry herbert herman hermann "
    "hilda hiroshi holger holly horst howard hubert hugh hugo hussein ian ibrahim ida ignacio igor ilse imani "
    "imran ines inga inge ingrid irene irina irma isaac isabel isabella isabelle isaiah ismail ivan ivana jack "
    "jackie jacob jacqueline jaime jake jakob jamal james jamie jan jana jane janet janice janine jared jasmin jasmine "
    "jason javier jay jean jeff jeffrey jenna jennifer jenny jeremy jerome jerry jess jesse jessica jill jim "
    "jimmy jing joan joanna joanne joao jochen joe joel johan johann johanna johannes john johnny jon jonas "
    "jonathan jorge jose josé josef joseph josephine josh joshua juan juanita judith judy julia julian juliana "
    "julie juliet julio julius jun jung jurgen jürgen justin kai kamala karen karim karin karina karl karla kate "
    "katharina katherine kathleen kathryn kathy katie katja katrin kay kayla keiko keith kelly ken kenji kenneth "
    "kerstin kevin khalid kim kimberly kiran kirsten klaus konrad kofi kristen kristina kumar kurt kyle lara "
    "larissa larry lars laszlo laura lauren laurence laurent layla lea leah leila lena leo leon leonard leonardo "
    "leonie leroy leslie lewis li liam lidia lillian lily lina linda linus lionel lisa liu livia liz lloyd logan "
    "lois lola lorena lorenzo lothar lou louis louisa louise luca lucas lucia luciana lucy ludwig luigi luis "
    "luisa lukas luke luna lydia lynn mabel madeleine maggie magnus mahmoud maike malcolm malik malte manfred "
    "manuel manuela mara marc marcel marcela marco marcos marcus margaret margarita margot maria mariam mariana "
    "marianne marie marilyn mario marion marisa marissa marius marjorie marko markus marlene marlon marta martha "
    "martin martina marvin mary mateo mathias matilda matt matteo matthew matthias maureen maurice max maximilian "
    "maya megan mehmet mei mel melanie melissa mercedes meredith mia michael michaela michal michel michelle "
    "miguel mika mikael mike mikhail mila milan mildred milo mina mira miranda miriam mitchell moana mohamed "
    "mohammad mohammed moira molly mona monica monika moritz moses muhammad murat nadia nadine nana nancy naomi "
    "natalia natalie natasha nathan nathaniel neha neil nelson nicholas nick nico nicola nicolas nicole nigel "
    "nikhil niklas nikola nikolai nils nina noah noel noemi nora norbert norman olaf oleg olga oliver olivia omar "
    "oscar oskar otto owen pablo pamela paola paolo patricia patrick paul paula pauline pavel pedro peggy "
    "penelope penny pete peter petra phil philip philipp philippe phoebe pierre piotr pooja priya rachel rafael "
    "raj rajesh ralf ralph ramon randy raoul raphael raquel rashid raul ravi raymond rebecca regina reinhard "
    "renata rene renee ricardo richard rick ricky rita robert roberta roberto robin rodney rodrigo roger rohan "
    "roland rolf roman ron ronald ronja ronnie rory rosa rosalie rosemary rosie ross roxanne roy ruben rudolf "
    "rudy rupert russell ruth ryan sabine sabrina sakura sally salma salvador sam samantha samira samuel sandra "
    "sandro sandy santiago sara sarah sascha saskia scott sean sebastian selim selma serena sergei sergio seth "
    "shannon sharon shaun shawn sheila shirley sibylle sidney siegfried sigrid silke silvia simon simone siobhan "
    "sofia sonia sonja sophia sophie stacy stan stanley stefan stefanie stella stephan stephanie stephen steve "
    "steven stuart sunil susan susana susanne suzanne sven svetlana sybil sylvia tamara tammy tania tanja tanya "
    "tara tatiana ted teresa terrence terry tessa thea theo theodore theresa thomas thorsten tiffany tim timothy "
    "tina tobias toby todd tom tomas tomasz tommy toni tony tracy travis trevor tristan trudy tyler uli ulrich "
    "ulrike umberto ursula ute uwe valentina valeria valerie vanessa vera verena veronica vicky vijay viktor "
    "victor victoria vikram vincent viola viktoria vivian vivienne vladimir volker wolfgang waldemar walter wanda "
    "warren wayne wei wendy werner wilfried wilhelm willem william willy winston xavier xiao yan yannick yara "
    "yasmin yolanda yosef yuki yuri yusuf yvonne yves zach zachary zahra zainab zara zoe zoltan"
)
"""Frequent given names of many countries that are hardly ever another English word."""

AMBIGUOUS = word_set(
    "april art august autumn bill chase cliff crystal daisy dawn dean drew earl eve faith frank gene grace grant "
    "hope hunter iris ivy jade jordan joy june lance mark mason may miles norm pat patience pierce ray rich rob "
    "robin rose ruby rusty sky sterling sue summer victor violet virginia georgia will chuck dick don jack jay "
    "lane lee van sandy penny carol chris amber angel bella brook carter charity cooper dale destiny forest gay "
    "glen harmony hazel heath honey jewel joe lily melody misty mercy milan aurora kay li jun jung ami nova olive "
    "opal parker pearl reed rocky saul stone taylor ty wade woody"
)
"""Given names that are also words or places: only where names stand (a greeting, an introduction)."""

_SHORT_FORMS = (
    "abby: abigail; al: albert alan alfred; alex: alexander alexandra alexis alejandro; andy: andrew andreas; "
    "barb: barbara; becky: rebecca; ben: benjamin; bernie: bernard; beth: elizabeth; betty: elizabeth; bill: "
    "william; bob: robert; bobby: robert; cathy: catherine; charlie: charles charlotte; chris: christopher "
    "christian christina christine; cindy: cynthia; dan: daniel; dani: daniela danielle; danny: daniel; dave: "
    "david; deb: deborah debra; dick: richard; don: donald; doug: douglas; ed: edward edwin; eddie: edward; fred: "
    "frederick alfred; gabe: gabriel; greg: gregory; jack: john; jake: jacob; jim: james; jimmy: james; joe: "
    "joseph; jon: jonathan; josh: joshua; kate: katherine kathryn; kathy: katherine kathleen; katie: katherine; "
    "ken: kenneth; kim: kimberly; larry: lawrence laurence; leo: leonard leonardo; liz: elizabeth; maggie: "
    "margaret; matt: matthew; max: maximilian maxwell; meg: megan margaret; mel: melanie melissa melvin; mike: "
    "michael; nate: nathan nathaniel; nick: nicholas nicolas dominic; pam: pamela; pat: patrick patricia; pete: "
    "peter; phil: philip phillip; rick: richard; rob: robert; ron: ronald; sam: samuel samantha; sandy: sandra "
    "alexander; seb: sebastian; steph: stephanie; steve: steven stephen; sue: susan suzanne; ted: theodore "
    "edward; theo: theodore; tim: timothy; toby: tobias; tom: thomas; tommy: thomas; tony: anthony antonio; "
    "vicky: victoria; val: valerie valentina; will: william; zach: zachary "
)
NICKNAMES = {
    short.strip(): word_set(names) for short, _, names in (pair.partition(": ") for pair in _SHORT_FORMS.split(";"))
}
"""Short forms and what they may stand for."""

CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december christmas easter thanksgiving halloween hanukkah ramadan diwali"
)
KIN = word_set(
    "mom mum mama mommy dad daddy papa mother father grandma grandpa granny nana aunt auntie uncle sir madam "
    "ma'am miss mister mrs mr ms dr doctor professor prof captain officer chief boss chair chairman chairwoman "
    "minister president senator judge coach nurse honey darling dear sweetie love baby buddy dude bro sis man "
    "guys folks everyone everybody all team friends ladies gentlemen kids children people nobody somebody god "
    "lord jesus santa"
)
ROLES = word_set(
    "manager marketing designer design engineer engineering developer director interface user industrial project "
    "product lead leader head secretary treasurer assistant analyst architect administrator admin consultant "
    "officer chair chairman chief executive expert speaker moderator host guest interviewer interviewee "
    "participant student professor postdoc phd grad undergrad teacher doctor nurse lawyer accountant sales "
    "support finance hr operations committee minister deputy member clerk witness reporter editor author ceo cto "
    "cfo coo vp unknown narrator agent customer caller operator patient client bot system voice man woman boy "
    "girl person audience"
)
PLACES = word_set(
    "africa america asia australia austria berlin boston brazil britain california canada chicago china cologne "
    "denmark dublin england europe finland france frankfurt geneva germany greece hamburg india ireland israel "
    "italy japan kenya london madrid mexico milan moscow munich netherlands nigeria norway oslo paris poland "
    "portugal prague rome russia scotland seattle spain stockholm sweden switzerland sydney texas tokyo toronto "
    "turkey ukraine usa vienna wales york zurich amsterdam barcelona brussels budapest copenhagen helsinki lisbon "
    "manchester warsaw athens singapore"
)
_DEMONYMS = word_set(
    "american british german french dutch greek swiss czech italian indian asian african european australian "
    "russian canadian mexican brazilian norwegian belgian austrian iranian korean hungarian ukrainian romanian "
    "bulgarian christian jewish muslim catholic hindu buddhist latin arab thai scottish welsh irish english "
    "spanish chinese japanese turkish polish swedish danish finnish portuguese vietnamese black white asian "
    "hispanic latino latina"
)
_STATES = word_set(
    "sure sorry afraid glad happy sad busy tired hungry thirsty ready late early fine good great well okay ok "
    "alright excited proud curious certain aware able unable free sick ill better worse done finished gone back "
    "home here there pregnant married single alone lost stuck worried nervous scared confused surprised grateful "
    "thankful interested allergic vegan vegetarian diabetic old young new right wrong serious honest lucky "
    "blessed stoked pumped psyched swamped thrilled so too very really just not still always also now in on at "
    "with from for of the a an my your our what who why how such quite kind sort all about afraid convinced "
    "positive starting trying open welcome available kidding joking batman human online offline mute muted next "
    "first second last done cool nice awesome totally definitely absolutely gonna super pretty half almost mostly "
    "both neither only mainly currently originally actually basically no yes one two three four five six seven "
    "eight nine ten it that this important listed spelled pronounced missing called known hard short long common "
    "rare unusual irrelevant mud nobody legion amazing incredible wow legit"
)
OTHER = word_set(
    "internet google microsoft apple amazon facebook youtube twitter instagram windows linux android iphone "
    "python java javascript zoom slack excel word powerpoint email english bluetooth wifi usb tv pc dvd gps ai "
    "ceo dna uk us usa eu un welcome congratulations congrats thanks thank please sorry cheers goodbye bye hello "
    "hi hey wow oh ah well yes no yeah ok okay right sure exactly absolutely great good nice perfect cool awesome "
    "gotcha agreed true anyway however actually basically honestly frankly today tomorrow yesterday tonight "
    "morning afternoon evening night breakfast lunch dinner next first second third last finally also so and but "
    "or then now here there look listen wait stop come go let maybe perhaps mm mmm mhm mm-hmm uh-huh uh uhm um er "
    "erm aww aw ooh ooo oof woah whoa nah yup yea aha huh nnn kay haha lol btw fyi omg meanwhile plus fact indeed "
    "see btw hmm phew ugh yay oops ouch tell ste th question answer item point step number part chapter section "
    "room building street road avenue park city university college school hospital hotel station airport bank "
    "company group department office lab general government community national centre center service services "
    "council agency association authority board federation union party post producers partners research institute "
    "society foundation trust members member agriculture nation fund act bill map machine classical outreach "
    "homes table art"
)

NOT_NAMES = CALENDAR | KIN | ROLES | PLACES | _DEMONYMS | _STATES | OTHER
"""Words that no rule takes for a name, however they are written; a few rules let AMBIGUOUS ones pass."""


def is_given(word: str) -> bool:
    """Whether a lower-case word is a frequent given name and hardly anything else."""
    return word in GIVEN and word not in AMBIGUOUS


def is_common(word: str) -> bool:
    """Whether a lower-case word is known to be something else than a name."""
    if word in GIVEN or word in AMBIGUOUS:
        return False
    if word in NOT_NAMES or word in FUNCTION or word in VERBS or is_verb_form(word):
        return True
    if any(character.isdigit() for character in word):
        return True
    return len(word) > 5 and word.endswith(
        ("ing", "tion", "ness", "ment", "able", "ible", "ful", "less", "ously", "ish", "ese")
    )


def may_name(word: str) -> bool:
    """Whether a capitalised word may be (part of) a name where nothing but a name is expected."""
    lower = word.lower()
    if lower in GIVEN or lower in AMBIGUOUS:
        return lower not in FUNCTION or lower in AMBIGUOUS
    if lower in FUNCTION or lower in NOT_NAMES or any(character.isdigit() for character in word):
        return False
    return len(word) > 1 and not (len(lower) > 6 and lower.endswith(("ian", "ese", "ish"))) and not lower.endswith("ly")
