# ruff: noqa: E501  (a line of a script is a sentence)
"""A scene in a shop: a bakery. Blocks of beats come in an order that is drawn."""

from __future__ import annotations

from scene_templates_draw import Scene, a, spots


def bakery(scene: Scene) -> None:
    owner = scene.figure(woman=scene.pick(True, True, False))
    baker, guest = scene.figure(), scene.known_as(scene.figure(seen=scene.pick(True, False)))
    cake, taste = (
        scene.pick("birthday cake", "wedding cake", "layer cake"),
        scene.pick("chocolate", "vanilla", "cherry", "walnut"),
    )
    opening = scene.say(
        baker, scene.introduce(baker, scene.pick("bake the bread here", "am the baker", "make the cakes"))
    )
    scene.ask("person", f"What does {baker} do?", ["bake", "baker", "bakes", "bread", "cakes"], [opening])
    sign = scene.pick(("closed on", scene.take("day")), ("fresh rolls from", "6 30"), ("coffee", "2 euro"))
    scene.say(
        owner,
        scene.introduce(owner, scene.pick("opened this shop", "own the bakery"), greeting="Welcome."),
        sign=f"{sign[0]} {sign[1]}",
    )
    scene.ask("person", scene.pick("Who owns the bakery?", "Whose shop is it?"), owner.names, [1])
    question = {
        "closed on": "On which day is the shop closed?",
        "fresh rolls from": "From when on are there fresh rolls?",
    }
    scene.ask(
        "cross-modal",
        question.get(sign[0], "How much is a coffee according to the sign?"),
        [sign[1], sign[1].replace(" ", ":")],
        [1],
    )

    def order() -> None:
        day, party = (
            scene.take("day"),
            scene.pick("my daughter turns six", "my parents are visiting", "we have a party at work"),
        )
        clock, clocks = scene.clock()
        beat = scene.say(
            guest, f"I am {guest}, I would like to order {a(taste + ' ' + cake)} for {day}, because {party}."
        )
        scene.ask("multi-hop", scene.pick(f"Who ordered the {cake}?", f"Who wants {a(cake)}?"), [guest.first], [beat])
        scene.ask(
            "reason",
            f"Why does {guest} order the {cake}?",
            [party, party.removeprefix("my ").removeprefix("we ")],
            [beat],
        )
        pick = scene.say(
            owner,
            scene.pick(f"You can pick up the {cake} at {clock}.", f"The {cake} will be ready at {clock}."),
            beside=[guest],
        )
        scene.ask(
            "detail",
            scene.pick(f"When can the {cake} be picked up?", f"At what time is the {cake} ready?"),
            clocks,
            [pick],
        )
        other = scene.pick("hazelnut", "lemon", "caramel", "strawberry")
        late = scene.say(
            guest,
            scene.pick(
                f"Sorry, I changed my mind. Please make it {other}.",
                f"Actually, could you make the {cake} with {other} instead?",
            ),
        )
        scene.ask("update", f"Which flavor does {guest} want for the {cake}?", [other], [late], [taste])
        scene.ask("temporal", f"Which flavor did {guest} ask for first?", [taste], [beat], [other])

    def oven() -> None:
        count, counts = scene.number()
        beat = scene.say(
            baker,
            f"The {scene.pick('small', 'old', 'second')} oven is {scene.pick('broken again', 'not getting hot')}. I lost {count} loaves this morning.",
        )
        reply = scene.say(
            owner, scene.pick("I will call the mechanic today.", "Then we need a new one."), beside=[baker]
        )
        scene.ask(
            "detail", scene.pick(f"How many loaves did {baker} lose?", "How many loaves were lost?"), counts, [beat]
        )
        scene.ask("temporal", "Who answers when the oven is reported broken?", owner.names, [beat, reply])

    def delivery() -> None:
        goods, place = (
            scene.pick("flour", "sugar", "almonds", "raisins"),
            scene.pick("in the cellar", "next to the freezer", "behind the counter"),
        )
        beat = scene.say(
            baker,
            f"The new {goods} {scene.pick('arrived', 'came in')}, and I {scene.pick('put', 'stored')} everything {place}.",
        )
        scene.ask("detail", f"Where did {baker} put the {goods}?", spots(place), [beat])

    def habit() -> None:
        drink = scene.take("drink")
        beat = scene.say(
            owner,
            scene.pick(
                f"Time for a break. I will have {drink}, like every day.",
                f"Every morning I drink {drink}, and today too.",
            ),
        )
        scene.ask("person", f"What does {owner} drink every {scene.pick('day', 'morning')}?", [drink], [beat])

    for block in scene.shuffled([order, oven, *scene.shuffled([delivery, habit], scene.pick(1, 2))]):
        block()
    scene.say(owner, scene.pick(f"Thank you for coming, {guest}.", f"Have a nice day, {guest}."), beside=[guest])
    while len(scene.beats) < 9:
        scene.say(baker, scene.pick("The next bread is out in a minute.", "I go back to my dough."))
    scene.nothing(
        f"What is {guest}'s last name?", f"How long has {baker} been married?", f"Which school did {owner} go to?"
    )
