# ruff: noqa: E501  (a line of a script is a sentence)
"""Scenes at work: an office and a laboratory. Blocks of beats come in an order that is drawn."""

from __future__ import annotations

from scene_templates_draw import Figure, Scene, a, spots


def fetch_chain(
    scene: Scene, asker: Figure, messenger: Figure, unseen: Figure, things: str, place: str, when: str
) -> None:
    """One asks another to ask a third, who is only heard: who will bring it, and where it is."""
    first = scene.say(
        asker,
        scene.pick(
            f"{messenger}, could you ask {unseen} about the {things}?",
            f"{messenger}, please find out whether {unseen} has the {things}.",
            f"We still need the {things}. {messenger}, can you ask {unseen} for them?",
        ),
        beside=[messenger],
    )
    second = scene.say(
        unseen,
        scene.pick(
            f"No problem, I will bring the {things} {when}. They are {place}.",
            f"I have the {things}, they are {place}. I can bring them over {when}.",
            f"Sure. The {things} are {place}, and I will bring them {when}.",
        ),
    )
    third = scene.say(
        messenger,
        scene.pick(f"Perfect, thanks {unseen}.", f"Thank you very much, {unseen}.", f"Great, {unseen}, thank you."),
    )
    who = scene.pick(
        f"Who will bring the {things}?", f"Who is going to bring the {things}?", f"Who brings the {things}?"
    )
    scene.ask("multi-hop", who, [unseen.first], [first, second, third])
    scene.ask("detail", f"Where are the {things}?", spots(place), [second])


def move_date(scene: Scene, who: Figure, event: str, first: int, old: str, new: str, why: str) -> None:
    """An appointment that was said before gets another day."""
    beat = scene.say(
        who,
        scene.pick(
            f"One correction. The {event} is not on {old}, it is on {new}, because {why}.",
            f"I have to move the {event} from {old} to {new}, because {why}.",
            f"By the way, the {event} has been postponed to {new}, since {why}.",
        ),
    )
    now = scene.pick(
        f"When is the {event} now?",
        f"On which day does the {event} take place now?",
        f"What day is the {event} on now?",
    )
    before = scene.pick(f"When was the {event} planned at first?", f"On which day was the {event} before it was moved?")
    scene.ask("update", now, [new], [beat], [old])
    scene.ask("temporal", before, [old], [first], [new])
    scene.ask("reason", f"Why was the {event} moved?", [why], [beat])


def office(scene: Scene) -> None:
    lead = scene.figure(woman=scene.pick(True, True, False))
    first, second = scene.figure(), scene.figure()
    role = scene.pick("team lead", "product owner", "head of sales", "design director", "plant manager")
    parts = scene.shuffled(["search engine", "mobile app", "payment page", "help desk", "website", "newsletter"], 2)
    greeting = scene.pick("Good morning team.", "Welcome everybody.", "Let us begin.")
    opening = scene.say(lead, scene.introduce(lead, f"am the {role}", greeting=greeting))
    verb = scene.pick("work on", "take care of", "am responsible for", "maintain")
    intro = scene.say(first, scene.introduce(first, f"{verb} the {parts[0]}"))
    scene.say(second, scene.introduce(second, f"{scene.pick('develop', 'test', 'look after')} the {parts[1]}"))
    scene.ask("person", scene.pick(f"Who is the {role}?", f"What is the name of the {role}?"), lead.names, [opening])
    about = {"work on": f"What does {first.full} work on?", "maintain": f"What does {first} maintain?"}
    scene.ask("person", about.get(verb, f"What is {first} responsible for?"), [parts[0]], [intro])

    event = scene.pick("customer demo", "planning meeting", "design review", "security audit")
    old, new = scene.take("day"), scene.take("day")
    clock, clocks = scene.clock()
    month, number = scene.take("month"), scene.pick(3, 7, 12, 18, 21)
    label = scene.pick("release", "fair", "deadline")
    dated = scene.say(
        lead,
        scene.pick(
            f"The {event} is on {old} at {clock}. You see the {label} date on the screen.",
            f"Please note, the {event} takes place on {old} at {clock}, and the {label} is in {month}.",
        ),
        sign=f"{label} {number} {month}",
    )
    scene.ask("detail", f"At what time is the {event}?", clocks, [dated])
    shown = [f"{number} {month}", f"{month} {number}"]
    scene.ask("cross-modal", f"What is the {label} date on the screen?", shown, [dated])

    def trouble() -> None:
        days, _ = scene.number()
        what, when = scene.pick(
            ("freezes", "two people log in at once"),
            ("shows a blank page", "the connection is slow"),
            ("loses data", "the disk is full"),
        )
        thing = parts[0]
        text = f"The {thing} {what} when {when}. I will need {days} more days for that."
        beat = scene.say(first, text, beside=[lead])
        reply = scene.say(second, scene.pick("I can help you with the testing.", "I saw the same thing yesterday."))
        scene.ask("cross-modal", f"Who reported that the {thing} {what}?", first.names, [beat])
        ask = f"Who speaks right after {first} asks for {days} more days?"
        scene.ask("temporal", ask, second.names, [beat, reply])

    def choice() -> None:
        chosen, other, thing = scene.pick(
            ("leather", "fabric", "sofa"),
            ("glass", "wooden", "door"),
            ("round", "square", "table"),
            ("electric", "diesel", "van"),
        )
        reason = scene.pick(
            "it is easier to clean", "the price went down", "the supplier is close by", "it lasts longer"
        )
        text = f"We have decided to buy the {chosen} {thing} instead of the {other} one, because {reason}."
        beat = scene.say(lead, text, beside=[second])
        scene.ask(
            "reason",
            f"Why did they decide on the {chosen} {thing}?",
            [reason, reason.removeprefix("it ").removeprefix("is ")],
            [beat],
        )
        scene.ask("detail", f"Which {thing} will they buy?", [chosen], [beat], [other])

    def taste() -> None:
        food, drink = scene.take("food"), scene.take("drink")
        text = f"For the lunch, {scene.pick('I never eat meat', 'I am a vegetarian')}, so {food} for me and {a(drink)}, please."
        if drink.endswith(("tea", "juice", "water", "chocolate")):
            text = text.replace(a(drink), drink)
        beat = scene.say(second, text)
        scene.ask("person", f"What would {second} like to eat?", [food.removeprefix("a ")], [beat])

    def chain() -> None:
        things = scene.take("things", "visitor badges", "price lists", "spare cables", "name tags")
        place = scene.pick(
            "in the gray box under my desk", "on the top shelf in the archive", "in the cupboard behind the printer"
        )
        fetch_chain(scene, lead, second, scene.known_as(scene.figure(seen=False)), things, place, "after lunch")

    def move() -> None:
        why = scene.pick("the client is traveling", "the big room is taken", "half of the team is sick")
        move_date(scene, lead, event, dated, old, new, why)

    for block in scene.shuffled([trouble, choice, taste, chain, move], 3):
        block()
    if len(scene.beats) < 9:
        scene.say(first, "I have no other points from my side.")
    scene.say(lead, scene.pick("That is all for today, thank you.", "Let us get back to work.", "Good, we are done."))
    scene.nothing(f"How old is {first}?", f"What car does {lead} drive?", f"Where did {second} study?")


def laboratory(scene: Scene) -> None:
    professor = scene.figure(woman=scene.pick(True, False))
    student, guest = scene.figure(), scene.figure()
    helper = scene.known_as(scene.figure(seen=False)) if not professor.is_woman or scene.pick(True, False) else None
    field = scene.pick("plant biology", "organic chemistry", "marine biology", "soil science", "astronomy")
    subject = scene.pick("the growth of moss", "salt water", "bees", "old paint", "volcanic rock")
    hello = scene.pick("Welcome to the laboratory.", "Good afternoon, dear students.", "Please take a seat.")
    opening = scene.say(professor, scene.introduce(professor, f"teach {field}", greeting=hello))
    intro = scene.say(
        student,
        scene.introduce(student, scene.pick(f"am writing my thesis about {subject}", f"study {subject} in my thesis")),
    )
    origin = scene.take("city")
    visit = scene.say(guest, scene.introduce(guest, f"am visiting from {origin}"))
    scene.ask(
        "person",
        scene.pick(f"Who teaches {field}?", f"Which person gives the course in {field}?"),
        professor.names,
        [opening],
    )
    scene.ask(
        "person",
        scene.pick(f"What is {student}'s thesis about?", f"What does {student} study?"),
        [subject.removeprefix("the ")],
        [intro],
    )
    scene.ask("detail", f"Which city does {guest} come from?", [origin], [visit])

    thing = scene.pick("microscope", "notebook", "sample box", "first aid kit")
    old, new = scene.shuffled(
        ["on the window sill", "in the glass cabinet", "under the sink", "in the cold room", "next to the scale"], 2
    )

    def put() -> None:
        room = scene.pick(204, 117, 308, 412)
        where = scene.say(
            student,
            f"{scene.pick('I left', 'I have put', 'Yesterday I put')} the {thing} {old}.",
            sign=f"exam in room {room}",
        )
        scene.ask(
            "cross-modal",
            scene.pick("In which room is the exam?", "Where does the exam take place according to the sign?"),
            [str(room)],
            [where],
        )
        scene.hold(student, professor, seconds=2.0)
        moved = scene.say(
            guest,
            scene.pick(
                f"The {thing} was in my way, so I moved it. It is {new} now.",
                f"Sorry {student}, I have taken the {thing} away from there. You will find it {new}.",
                f"I put the {thing} somewhere else this morning, it is {new}.",
            ),
            beside=[student],
        )
        now, before = spots(new), spots(old)
        scene.ask(
            "update",
            scene.pick(f"Where is the {thing} now?", f"Where can I find the {thing}?"),
            now,
            [moved],
            [before[1]],
        )
        scene.ask(
            "temporal",
            scene.pick(f"Where was the {thing} before?", f"Where did {student} leave the {thing}?"),
            before,
            [where],
            [now[1]],
        )
        scene.ask("multi-hop", f"Who moved the {thing}?", guest.names, [moved])

    def method() -> None:
        chosen, other = scene.shuffled(
            ["the blue filter", "the long test", "the small pump", "the second method", "the warm lamp"], 2
        )
        reason = scene.pick(
            "it gave fewer errors", "it needs less power", "the results were clearer", "it is safer for the eyes"
        )
        beat = scene.say(
            professor, f"For the next series we will take {chosen} rather than {other}, as {reason}.", beside=[guest]
        )
        scene.ask(
            "reason", scene.pick(f"Why do they take {chosen}?", f"Why did the group choose {chosen}?"), [reason], [beat]
        )

    def paper() -> None:
        day = scene.take("day")
        clock, clocks = scene.clock()
        beat = scene.say(professor, f"Do not forget, your reports are due on {day} at {clock}.")
        scene.ask(
            "detail",
            scene.pick("When are the reports due?", "What is the deadline for the reports?"),
            [day, f"{day} at {clock}"],
            [beat],
        )
        scene.ask("detail", "At what time are the reports due?", clocks, [beat])

    def chain() -> None:
        assert helper is not None
        things = scene.take("things", "safety glasses", "rubber gloves", "glass tubes", "new batteries")
        place = scene.pick("in the drawer by the entrance", "on the cart near the elevator", "in my office downstairs")
        fetch_chain(scene, professor, student, helper, things, place, scene.pick("in an hour", "this afternoon"))

    for block in scene.shuffled([put, method, paper] if helper is None else [put, chain, scene.pick(method, paper)]):
        block()
    drink = scene.take("drink")
    last = scene.say(
        guest,
        scene.pick(
            f"Could I get {a(drink) if drink == 'lemonade' else drink}? I do not drink coffee.",
            f"I would love some {drink} now.",
        ),
    )
    scene.ask("person", f"What does {guest} want to drink?", [drink], [last], ["coffee"])
    scene.nothing(f"What is the name of {professor}'s {scene.take('pet')}?", f"Where does {student} live?")
