"""Scenes of private life: a family and a renovation. Blocks of beats come in an order that is drawn."""

from __future__ import annotations

from scene_templates_draw import Scene, spots


def kitchen(scene: Scene) -> None:
    parent = scene.known_as(scene.figure(woman=scene.pick(True, True, False)))
    child = scene.known_as(scene.figure())
    visitor = scene.figure(seen=scene.pick(True, True, False))
    thing, verb = scene.pick(
        ("glasses", "are"), ("house keys", "are"), ("wallet", "is"), ("passport", "is"), ("scissors", "are")
    )
    places = (
        "on the piano",
        "in the bathroom",
        "on the shoe rack",
        "behind the toaster",
        "in the green bowl",
        "under the newspaper",
    )
    old, new = scene.shuffled(places, 2)
    scene.say(
        parent,
        scene.pick(
            f"You are up early, {child}.",
            f"There you are, {child}. Breakfast is ready.",
            f"Hello {child}, how was school?",
        ),
    )
    tired = scene.pick("the neighbors had a party", "I was reading all night", "the dog was barking")
    reply = scene.say(child, f"I am so tired, {parent}, because {tired}.")
    scene.ask("reason", f"Why is {child} tired?", [tired, tired.removeprefix("I was ")], [reply])

    def seek() -> None:
        list_ = scene.pick(("bread", "butter", "apples"), ("tomatoes", "cheese", "salt"), ("flour", "sugar", "lemons"))
        it = "them" if verb == "are" else "it"
        first = scene.say(
            parent,
            f"{scene.pick('I left', 'I saw', 'Last night I put')} your {thing} {old}.",
            sign=f"to buy: {' '.join(list_)}",
        )
        scene.ask(
            "cross-modal",
            scene.pick("What is written on the list?", "What do they have to buy?"),
            [" ".join(list_)],
            [first],
        )
        second = scene.say(
            child,
            scene.pick(
                f"Not any more. I needed my {thing}, and now {'they' if it == 'them' else 'it'} {verb} {new}.",
                f"I know, but I took {it} from there. My {thing} {verb} {new} now.",
            ),
            beside=[parent],
        )
        where, had = spots(new), spots(old)
        be, was = ("Where are", "Where were") if verb == "are" else ("Where is", "Where was")
        scene.ask("update", f"{be} {child}'s {thing} {scene.pick('now', 'at the moment')}?", where, [second], had[1:])
        scene.ask(
            "temporal",
            scene.pick(f"{was} the {thing} before that?", f"Where did {parent} put the {thing}?"),
            had,
            [first],
            where[1:],
        )

    def visit() -> None:
        errand, asked = scene.pick(
            ("borrow a ladder", "wants to borrow a ladder"),
            ("return your drill", "returned the drill"),
            ("bring your mail", "brought the mail"),
        )
        arrival = scene.say(
            visitor,
            scene.introduce(visitor, f"live {scene.pick('upstairs', 'across the street', 'on the second floor')}"),
        )
        wish = scene.say(visitor, f"I came to {errand}. Is this a good time?")
        scene.say(
            parent, scene.pick(f"Of course, {visitor}, come inside.", f"Nice to meet you, {visitor}."), beside=[visitor]
        )
        scene.ask("multi-hop", f"Who {asked}?", visitor.names, [arrival, wish])
        allergy, drink = scene.take("allergy"), scene.take("drink")
        taste = scene.say(
            visitor, f"{scene.pick('I am allergic to', 'I must not eat')} {allergy}, but I would like some {drink}."
        )
        scene.ask("multi-hop", f"Who is not allowed to eat {allergy}?", visitor.names, [arrival, taste])
        scene.ask("person", f"What would {visitor} like to drink?", [drink], [taste])

    def appointment() -> None:
        who, does = scene.pick(
            ("dentist", "expects us"),
            ("plumber", "is coming"),
            ("piano teacher", "is coming"),
            ("eye doctor", "sees us"),
        )
        day = scene.take("day")
        clock, clocks = scene.clock()
        beat = scene.say(parent, f"Remember, the {who} {does} on {day} at {clock}.", beside=[child])
        scene.ask("detail", f"At what time is the appointment with the {who}?", clocks, [beat])
        scene.ask(
            "detail",
            scene.pick(f"Which day is the {who}'s appointment?", f"When is the appointment with the {who}?"),
            [day, f"{day} at {clock}"],
            [beat],
        )

    def plan() -> None:
        job = scene.pick("mow the lawn", "paint the fence", "repair the bicycle", "wash the windows")
        when = scene.pick("this afternoon", "after dinner", "tomorrow morning")
        beat = scene.say(child, f"{scene.pick('Fine.', 'All right.')} I will {job} {when}.")
        scene.ask("person", f"What will {child} do {when}?", [job], [beat])
        scene.ask("temporal", f"When will {child} {job}?", [when], [beat])

    scene.hold(parent, child, seconds=2.2)
    for block in scene.shuffled([seek, visit, scene.pick(appointment, plan)]):
        block()
    drink = scene.pick("milk and honey", "two spoons of sugar", "a slice of lemon", "nothing in it")
    last = scene.say(parent, f"I am going to make my tea now, with {drink} as usual.")
    scene.ask(
        "person", f"How does {parent} take {parent.his} tea?", [f"with {drink}", drink.removeprefix("a ")], [last]
    )
    scene.nothing(
        f"What is {parent}'s favorite song?", f"What colour is {visitor}'s car?", f"How much did the {thing} cost?"
    )


def renovation(scene: Scene) -> None:
    owner = scene.figure(woman=scene.pick(True, True, False))
    builder, painter = scene.figure(), scene.figure()
    room = scene.pick("living room", "bedroom", "hallway", "guest room")
    trade = scene.pick("carpenter", "electrician", "architect", "plumber")
    come = scene.say(builder, scene.introduce(builder, f"am the {trade}"))
    scene.ask("person", scene.pick(f"Who is the {trade}?", f"What is the {trade} called?"), builder.names, [come])
    scene.say(
        owner, scene.introduce(owner, f"am the owner of {scene.pick('this house', 'the apartment')}"), beside=[builder]
    )
    intro = scene.say(painter, scene.introduce(painter, f"{scene.pick('will paint', 'am going to paint')} the {room}"))
    scene.ask(
        "person", scene.pick(f"Who paints the {room}?", f"Who is going to paint the {room}?"), painter.names, [intro]
    )

    def paint() -> None:
        old, new = scene.take("color"), scene.take("color")
        early = scene.say(
            owner,
            scene.pick(f"I would like the {room} in {old}.", f"Please make the walls of the {room} {old}."),
            sign="wet paint",
        )
        scene.ask(
            "cross-modal", scene.pick("What does the sign say?", "What is written on the sign?"), ["wet paint"], [early]
        )
        scene.say(painter, scene.pick("That is a strong color.", "Are you sure about that?"), beside=[owner])
        late = scene.say(
            owner,
            scene.pick(
                f"Maybe you are right. Let us make the {room} {new} instead.",
                f"On second thought, I want {new} for the {room}.",
            ),
        )
        scene.ask("update", f"What color will the {room} be?", [new], [late], [old])
        scene.ask(
            "temporal",
            scene.pick(
                f"Which color did {owner} want at first?",
                f"What color did {owner} want for the {room} in the beginning?",
            ),
            [old],
            [early],
            [new],
        )

    def delivery() -> None:
        what, day = scene.pick("windows", "floor boards", "radiators"), scene.take("day")
        reason = scene.pick("the truck broke down", "the factory was closed", "there is a strike")
        beat = scene.say(builder, f"The {what} will not come before {day}, because {reason}.")
        scene.ask(
            "detail", scene.pick(f"When will the {what} be delivered?", f"When do the {what} come?"), [day], [beat]
        )
        scene.ask("reason", scene.pick(f"Why are the {what} late?", f"Why do the {what} come later?"), [reason], [beat])

    def tool() -> None:
        thing = scene.pick("ladder", "long brush", "drill", "water level")
        old, new = scene.shuffled(["in the garden shed", "behind the curtain", "on the balcony", "in the stairway"], 2)
        early = scene.say(painter, f"{scene.pick('My', 'The')} {thing} is {old}, if you need it.", beside=[builder])
        late = scene.say(
            builder,
            scene.pick(
                f"I used the {thing}, {painter}. Now it is {new}.",
                f"I carried the {thing} away, {painter}. I left it {new}.",
            ),
        )
        scene.ask("update", f"Where is the {thing} now?", spots(new), [late], spots(old)[-1:])
        scene.ask("temporal", f"Where was the {thing} at first?", spots(old), [early], spots(new)[-1:])

    def money() -> None:
        value, values = scene.number()
        beat = scene.say(builder, f"I expect that the work takes {value} weeks in total.", beside=[owner])
        scene.ask(
            "detail",
            scene.pick("How long will the work take?", "How many weeks does the work take?"),
            [f"{v} weeks" for v in values] + values,
            [beat],
        )
        answer = scene.say(owner, scene.pick("That is longer than I hoped.", "That is fine with me."))
        scene.ask(
            "temporal", f"Who speaks right after {builder} says how many weeks it takes?", owner.names, [beat, answer]
        )

    for block in scene.shuffled([paint, delivery, scene.pick(tool, money)]):
        block()
    key = scene.pick("under the flower pot", "with the neighbor downstairs", "in the mailbox")
    beat = scene.say(owner, f"{scene.pick('I have to go.', 'I must leave now.')} The spare key is {key}.")
    scene.ask("detail", scene.pick("Where is the spare key?", "Where can they find the spare key?"), spots(key), [beat])
    scene.nothing(f"What is {painter}'s phone number?", "How much did the house cost?", f"Who is {builder}'s father?")
