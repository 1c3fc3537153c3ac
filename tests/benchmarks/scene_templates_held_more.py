# ruff: noqa: E501  (a line of a script is a sentence)
"""Held out: scenes of a garden club and of moving house. Nothing is tuned on them."""

from __future__ import annotations

from scene_templates_draw import Scene, spots


def garden(scene: Scene) -> None:
    chair = scene.figure(woman=scene.pick(True, True, False))
    grower, novice = scene.figure(), scene.figure()
    crop = scene.pick("tomatoes", "potatoes", "roses", "pumpkins", "onions")
    opening = scene.say(
        chair,
        scene.pick(
            f"Good morning, neighbors. I am {chair.full} and I lead the garden club.",
            f"Welcome. My name is {chair.full}. I am the president of the garden club.",
        ),
    )
    scene.ask(
        "person",
        scene.pick("Who leads the garden club?", "Who is the head of the garden club?"),
        chair.names,
        [opening],
    )
    intro = scene.say(
        grower,
        scene.pick(
            f"I am {grower.full}. I grow {crop}.",
            f"My name is {grower.full}, and I have been growing {crop} for years.",
        ),
    )
    scene.ask("person", f"What does {grower} grow?", [crop], [intro])
    number, numbers = scene.number()
    new = scene.say(
        novice,
        scene.pick(
            f"Hi, I am {novice.full}. I got plot {number}.",
            f"Hello, my name is {novice.full}. My plot is number {number}.",
        ),
    )
    scene.ask("detail", f"Which plot does {novice} have?", [f"plot {n}" for n in numbers] + numbers, [new])

    def market() -> None:
        day, month = scene.pick(4, 9, 16, 23), scene.take("month")
        clock, clocks = scene.clock()
        beat = scene.say(
            chair,
            f"Our summer market opens at {clock}. {scene.pick('The date is on the board.', 'Look at the board for the date.')}",
            sign=f"market {day} {month}",
        )
        scene.ask(
            "cross-modal",
            scene.pick(
                "What is the date of the market shown on the board?", "Which date for the market is on the board?"
            ),
            [f"{day} {month}", f"{month} {day}"],
            [beat],
        )
        scene.ask("detail", "When does the market open?", clocks, [beat])

    def tools() -> None:
        thing = scene.pick("wheelbarrow", "garden hose", "rake", "watering can")
        old, now = scene.shuffled(
            ["behind the shed", "next to the pond", "in the greenhouse", "under the apple tree", "by the gate"], 2
        )
        early = scene.say(
            grower,
            f"The {thing} is {old}, {novice}, {scene.pick('take it when you like', 'if you are looking for it')}.",
            beside=[novice],
        )
        late = scene.say(
            novice, f"I {scene.pick('used', 'borrowed')} it yesterday. I brought the {thing} back, it is {now} now."
        )
        scene.ask("update", f"Where is the {thing} now?", spots(now), [late], spots(old)[-1:])
        scene.ask(
            "temporal", f"Where was the {thing} before {novice} borrowed it?", spots(old), [early], spots(now)[-1:]
        )
        scene.ask("multi-hop", f"Who borrowed the {thing}?", novice.names, [late])

    def water() -> None:
        reason = scene.pick("it rained too little", "the pump is old", "the river is low")
        beat = scene.say(
            chair, f"We will water in the evening and not in the morning, because {reason}.", beside=[grower]
        )
        scene.ask("reason", "Why do they water in the evening?", [reason], [beat])
        job = scene.pick("repair the fence", "cut the hedge", "paint the bench")
        when = scene.pick("on Saturday", "next week", "this afternoon")
        offer = scene.say(grower, f"And I will {job} {when}.")
        scene.ask("detail", f"What will {grower} do {when}?", [job], [offer])

    def bees() -> None:
        beat = scene.say(
            novice,
            scene.pick(
                "I am afraid of bees. Are there any hives here?", "My back hurts, so I cannot carry heavy bags."
            ),
        )
        answer = scene.say(grower, scene.pick("Do not worry about that.", "We can help you with it."), beside=[novice])
        question = "Who is afraid of bees?" if "bees" in scene.beats[beat]["text"] else "Who cannot carry heavy bags?"
        scene.ask("cross-modal", question, novice.names, [beat])
        scene.ask("temporal", f"Who answers {novice}?", grower.names, [beat, answer])

    for block in scene.shuffled([market, tools, *scene.shuffled([water, bees], scene.pick(1, 2))]):
        block()
    if len(scene.beats) < 9:
        scene.hold(chair, grower, seconds=2.0)
    drink = scene.take("drink")
    last = scene.say(
        chair, f"I made {drink} for all of you. For me {scene.pick('without sugar', 'with honey')}, as always."
    )
    how = "without sugar" if "without sugar" in scene.beats[last]["text"] else "with honey"
    scene.ask("person", f"How does {chair} take {chair.his} {drink.split()[-1]}?", [how, how.split()[1]], [last])
    scene.nothing(
        f"What is {grower}'s phone number?",
        f"How long has {chair} been married?",
        f"What is the name of {novice}'s {scene.take('pet')}?",
    )


def moving(scene: Scene) -> None:
    owner = scene.known_as(scene.figure(woman=scene.pick(True, False)))
    mover, neighbor = scene.figure(), scene.figure(seen=scene.pick(True, False))
    goods, spare = scene.shuffled(["sofa", "bookshelf", "dining table", "piano", "washing machine"], 2)
    here = scene.say(
        mover,
        scene.pick(
            f"Hello, {mover.full} from the moving company. We are here for your furniture.",
            f"Good morning, I am {mover.full}. I drive the truck.",
        ),
    )
    scene.say(
        owner,
        f"Nice to meet you, {mover}. I am {owner}. {scene.pick('Everything is packed.', 'Come in, please.')}",
        beside=[mover],
    )
    scene.ask(
        "multi-hop",
        scene.pick("Who came from the moving company?", "Who came to move the furniture?"),
        mover.names,
        [here],
    )
    rooms = ("kitchen", "bedroom", "cellar", "living room", "attic")
    old, new = scene.shuffled(rooms, 2)
    early = scene.say(mover, f"Where does the {goods} go?", beside=[owner])
    first = scene.say(
        owner, f"The {goods} goes into the {old}.", sign=f"fragile: {scene.pick('glass', 'mirror', 'lamp')}"
    )
    scene.ask(
        "cross-modal",
        scene.pick("What is fragile according to the sign?", "Which fragile thing is named on the box?"),
        [str(scene.beats[first]["sign"]).removeprefix("FRAGILE: ")],
        [first],
    )

    def change() -> None:
        reason = scene.pick("the door is too narrow", "there is more light", "the floor is wet")
        beat = scene.say(
            owner,
            scene.pick(
                f"No, wait. Put the {goods} in the {new}, because {reason}.",
                f"I changed my mind. The {goods} goes into the {new}, because {reason}.",
            ),
        )
        scene.ask("update", f"Where does the {goods} go now?", [new], [beat], [old])
        scene.ask("temporal", f"Where should the {goods} go at first?", [old], [early, first], [new])
        scene.ask("reason", f"Why does the {goods} go into the {new}?", [reason], [beat])

    def visit() -> None:
        gift = scene.pick("a cake", "some bread", "a plant", "a bottle of wine")
        come = scene.say(
            neighbor,
            f"{scene.pick('Hello', 'Good afternoon')}, I am {neighbor.full}, I live {scene.pick('next door', 'below you')}. I brought you {gift}.",
        )
        scene.say(owner, f"How kind, {neighbor}. Thank you so much.", beside=[neighbor])
        scene.ask(
            "cross-modal", scene.pick(f"Who brought {gift}?", f"Who is the person with {gift}?"), neighbor.names, [come]
        )
        day = scene.take("day")
        waste = scene.say(neighbor, f"By the way, the garbage is collected on {day}.")
        scene.ask(
            "detail",
            scene.pick("When is the garbage collected?", "On which day do they collect the garbage?"),
            [day],
            [waste],
        )

    def lunch() -> None:
        food, no = scene.take("food"), scene.pick("meat", "cheese", "fish")
        if "fish" in food:
            no = "meat"
        beat = scene.say(mover, f"I do not eat {no}. {food[0].upper() + food[1:]} would be great.")
        scene.ask("person", f"What would {mover} like for lunch?", [food.removeprefix("a ")], [beat], [no])

    def sell() -> None:
        price, digits = scene.pick(("fifty euros", "50"), ("seventy euros", "70"), ("thirty euros", "30"))
        beat = scene.say(
            owner,
            f"I do not need the {spare} any more. I {scene.pick('will sell', 'want to sell')} it for {price}.",
            beside=[mover],
        )
        scene.ask("detail", f"How much does {owner} want for the {spare}?", [price, digits, price.split()[0]], [beat])
        buy = scene.say(
            mover, scene.pick("I will take it, my brother needs one.", "My sister is looking for one, I will buy it.")
        )
        scene.ask("multi-hop", f"Who will buy the {spare}?", mover.names, [beat, buy])

    for block in scene.shuffled([change, visit, *scene.shuffled([lunch, sell], scene.pick(1, 2))]):
        block()
    clock, clocks = scene.clock()
    last = scene.say(mover, f"We will be finished {scene.pick('around', 'at about')} {clock}, I think.")
    scene.ask(
        "detail",
        scene.pick("When will the movers be finished?", f"At what time does {mover} expect to be finished?"),
        clocks,
        [last],
    )
    scene.nothing(f"What colour is {mover}'s truck?", f"How old is {neighbor}?", f"What does {owner} do for a living?")
