# ruff: noqa: E501  (a line of a script is a sentence)
"""Scenes with customers: a garage and a clinic's reception. Blocks of beats come in an order that is drawn."""

from __future__ import annotations

from scene_templates_draw import Scene, spots


def garage(scene: Scene) -> None:
    boss = scene.figure(woman=scene.pick(True, False))
    customer = scene.figure()
    apprentice = scene.known_as(scene.figure())
    color, vehicle = scene.take("color"), scene.pick("van", "pickup", "motorcycle", "station wagon")
    hello = scene.say(
        boss,
        scene.introduce(
            boss, scene.pick("own this garage", "run this workshop"), greeting="Good morning, how can I help you?"
        ),
    )
    scene.ask("person", scene.pick("Who runs the garage?", "Who is the owner of the workshop?"), boss.names, [hello])
    fault = scene.pick(
        "the brakes make a noise", "the heating does not work", "it loses oil", "the left light is broken"
    )
    come = scene.say(
        customer,
        scene.introduce(customer, f"drive the {color} {vehicle} outside. I am here because {fault}", greeting="Hi."),
    )
    scene.ask("multi-hop", f"What color is {customer}'s {vehicle}?", [color], [come])
    scene.ask(
        "reason",
        scene.pick(f"Why did {customer} come to the garage?", f"What is wrong with {customer}'s {vehicle}?"),
        [fault],
        [come],
    )
    sale = scene.pick(("winter tires", 20), ("oil change", 49), ("car wash", 12), ("new wipers", 15))
    look = scene.say(
        boss,
        f"{apprentice}, {scene.pick('please look at it', 'can you check the ' + vehicle)}.",
        beside=[apprentice],
        sign=f"{sale[0]} {sale[1]} euro",
    )
    scene.ask("cross-modal", f"What is the price of the {sale[0]} on the sign?", [str(sale[1])], [look])

    def ready() -> None:
        old, new = scene.take("day"), scene.take("day")
        early = scene.say(
            apprentice,
            f"I think the {vehicle} {scene.pick('will be ready', 'can be picked up')} on {old}.",
            beside=[customer],
        )
        late = scene.say(
            boss,
            scene.pick(
                f"No, the part comes late, so the {vehicle} is ready on {new}.",
                f"That is too early. Let us say {new}, then the {vehicle} is ready.",
            ),
        )
        scene.ask(
            "update",
            scene.pick(f"When will the {vehicle} be ready?", f"On what day is the {vehicle} ready?"),
            [new],
            [late],
            [old],
        )
        scene.ask("temporal", f"Which day did {apprentice} name first?", [old], [early], [new])

    def tool() -> None:
        thing, where = (
            scene.pick("torque wrench", "car jack", "charger", "lamp"),
            scene.pick("on the red cart", "under the stairs", "in the storage room"),
        )
        ask = scene.say(apprentice, f"{boss}, where did you put the {thing}?", beside=[boss])
        told = scene.say(boss, scene.pick(f"The {thing} is {where}, as always.", f"You will find it {where}."))
        scene.ask("detail", f"Where is the {thing}?", spots(where), [ask, told])
        scene.ask("temporal", f"Who asks for the {thing}?", [apprentice.first], [ask])

    def wait() -> None:
        drink = scene.take("drink")
        clock, clocks = scene.clock()
        beat = scene.say(
            customer, f"I {scene.pick('have to be', 'must be')} at the airport at {clock}. Until then I will wait here."
        )
        offer = scene.say(
            apprentice,
            f"Would you like {drink if drink != 'lemonade' else 'some lemonade'} or a coffee?",
            beside=[customer],
        )
        taste = scene.say(
            customer,
            scene.pick(
                f"No coffee for me, but {drink} sounds good.", f"I never drink coffee. I will take the {drink}."
            ),
        )
        scene.ask("person", f"What does {customer} choose to drink?", [drink], [offer, taste], ["coffee"])
        scene.ask("detail", f"When does {customer} have to be at the airport?", clocks, [beat])

    def part() -> None:
        thing, city = scene.pick("pump", "gear box", "mirror", "exhaust pipe"), scene.take("city")
        beat = scene.say(
            apprentice,
            f"The {thing} {scene.pick('must be ordered from', 'comes from a dealer in')} {city}. I have called them already.",
        )
        scene.ask(
            "detail",
            scene.pick(f"Where does the {thing} come from?", f"From which city do they get the {thing}?"),
            [city],
            [beat],
        )
        scene.ask("multi-hop", f"Who called the dealer about the {thing}?", [apprentice.first], [beat])

    for block in scene.shuffled([ready, *scene.shuffled([tool, wait, part], 2)]):
        block()
    scene.say(customer, scene.pick("Thank you for your help.", "Very good, see you then."))
    scene.say(boss, scene.pick(f"You are welcome, {customer}.", f"Goodbye, {customer}, drive safely."))
    scene.nothing(
        f"How fast did {customer} drive?", f"When was {apprentice} born?", f"What is the name of {boss}'s daughter?"
    )


def clinic(scene: Scene) -> None:
    clerk = scene.figure(woman=scene.pick(True, True, False))
    patient = scene.figure()
    doctor = scene.figure()
    unseen = scene.known_as(scene.figure(seen=False)) if clerk.is_woman else None
    clock, clocks = scene.clock()
    later, laters = scene.clock()
    floor = scene.pick("first", "second", "third", "fourth")
    scene.say(
        clerk,
        scene.introduce(
            clerk, "am at the reception today", greeting=scene.pick("Welcome to the clinic.", "Good morning, sir.")
        ),
    )
    need = scene.pick("my knee hurts", "I have a cough", "my back is stiff", "I need a new prescription")
    come = scene.say(patient, scene.introduce(patient, f"have an appointment at {clock}", greeting="Good morning."))
    why = scene.say(patient, scene.pick(f"I am here because {need}.", f"I made the appointment because {need}."))
    complaint = [need, need.removeprefix("my ").removeprefix("I have ").removeprefix("I need ")]
    scene.ask(
        "reason",
        scene.pick(f"Why did {patient} come to the clinic?", f"Why is {patient} at the clinic?"),
        complaint,
        [why],
    )
    moved = scene.say(
        clerk,
        scene.pick(
            f"The doctor is late, so your appointment is at {later} now.",
            f"I am sorry, we had to move your appointment to {later}.",
        ),
        beside=[patient],
        sign=f"x ray: {floor} floor",
    )
    scene.ask("update", f"At what time is {patient}'s appointment now?", laters, [moved], clocks[:1])
    scene.ask(
        "temporal",
        scene.pick(
            f"When was {patient}'s appointment at first?", f"At what time was {patient}'s appointment originally?"
        ),
        clocks,
        [come],
        laters[:1],
    )
    scene.ask(
        "cross-modal",
        scene.pick("On which floor is the x ray?", "Which floor is named on the sign?"),
        [floor, f"{floor} floor"],
        [moved],
    )

    def allergy() -> None:
        what = scene.pick("penicillin", "aspirin", "latex", "iodine")
        ask = scene.say(clerk, scene.pick("Do you have any allergies?", "Is there anything that we should know?"))
        told = scene.say(patient, scene.pick(f"Yes, I cannot have {what}.", f"I am allergic to {what}."))
        scene.ask(
            "person",
            scene.pick(f"What is {patient} allergic to?", f"What can {patient} not tolerate?"),
            [what],
            [ask, told],
        )

    def chain() -> None:
        things = scene.pick("lab results", "x ray pictures", "insurance papers")
        if unseen is None:
            beat = scene.say(
                doctor, f"Did anybody see the {things}? {scene.pick('I put them', 'I left them')} in the blue folder."
            )
            scene.ask("detail", f"Where did {doctor} put the {things}?", ["in the blue folder", "blue folder"], [beat])
            return
        ask = scene.say(
            doctor,
            f"{scene.pick('We are missing', 'I still need')} the {things}. {clerk}, {scene.pick('can you call', 'please call')} {unseen}.",
            beside=[clerk],
        )
        told = scene.say(
            unseen, f"I just printed the {things}. I will {scene.pick('bring them', 'bring them up')} in ten minutes."
        )
        thank = scene.say(clerk, scene.pick(f"Thanks, {unseen}.", f"That is kind, {unseen}."))
        scene.ask("multi-hop", f"Who will bring the {things}?", [unseen.first], [ask, told, thank])

    def umbrella() -> None:
        thing, where = (
            scene.pick("umbrella", "scarf", "hat", "book"),
            scene.pick("on the chair by the window", "in the waiting room", "next to the coat stand"),
        )
        beat = scene.say(patient, f"Last time I {scene.pick('forgot', 'left')} my {thing} {where}. Did you find it?")
        box = scene.pick("lost and found box", "bottom drawer", "office upstairs")
        kept = scene.say(
            clerk, scene.pick(f"Yes, your {thing} is in the {box} now.", f"We did. I put the {thing} in the {box}.")
        )
        scene.ask("update", f"Where is {patient}'s {thing} now?", [box], [kept], spots(where)[-1:])
        scene.ask("temporal", f"Where did {patient} leave the {thing}?", spots(where), [beat], [box])

    title = scene.pick("surgeon", "specialist", "pediatrician", "head doctor")
    meet = scene.say(doctor, scene.introduce(doctor, f"am the {title} on duty"))
    scene.ask(
        "person", scene.pick(f"Who is the {title}?", f"What is the name of the {title} on duty?"), doctor.names, [meet]
    )
    for block in scene.shuffled([allergy, chain, umbrella], 2):
        block()
    day = scene.take("day")
    again = scene.say(
        doctor,
        scene.pick(f"I would like to see you again on {day}.", f"Please come back next {day}, {patient}."),
        beside=[patient],
    )
    scene.ask(
        "detail",
        scene.pick(f"When should {patient} come back?", f"When does the {title} want to see {patient} again?"),
        [day],
        [again],
    )
    scene.ask("multi-hop", f"Who tells {patient} to come back?", doctor.names, [meet, again])
    scene.nothing(
        f"Where was {patient} born?", f"How many brothers does {clerk} have?", f"What does {doctor} eat for lunch?"
    )
