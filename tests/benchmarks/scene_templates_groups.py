# ruff: noqa: E501  (a line of a script is a sentence)
"""Scenes of groups: a travel club and a newsroom. Blocks of beats come in an order that is drawn."""

from __future__ import annotations

from scene_templates_draw import Scene, a, spots


def club(scene: Scene) -> None:
    guide = scene.figure(woman=scene.pick(True, False))
    first, second = scene.figure(), scene.figure()
    city, dropped = scene.take("city"), scene.take("city")
    task = scene.pick("plan the trips", "organize our journeys", "keep the books of the club")
    opening = scene.say(
        guide,
        scene.introduce(guide, f"{task} of this year" if task == "plan the trips" else task, greeting="Dear friends."),
    )
    scene.ask(
        "person", scene.pick(f"Who is the one to {task}?", f"Whose task is it to {task}?"), guide.names, [opening]
    )
    job = scene.pick("am a nurse at the hospital", "drive a school bus", "sell musical instruments", "teach swimming")
    intro = scene.say(first, scene.introduce(first, job))
    noun = {"am": "nurse", "drive": "school bus", "sell": "musical instruments", "teach": "swimming"}[job.split()[0]]
    scene.ask("person", scene.pick(f"What is {first}'s job?", f"What does {first} do for a living?"), [noun], [intro])
    reason = scene.pick(
        "the flights are cheaper",
        "there is a music festival",
        "most of us have never been there",
        "the weather is better",
    )
    beat = scene.say(
        guide,
        scene.pick(
            f"We have voted, and we are going to {city} instead of {dropped}, because {reason}.",
            f"The committee decided that we travel to {city} and not to {dropped}, because {reason}.",
        ),
    )
    scene.ask(
        "detail", scene.pick("Where is the club going?", "Which city will they travel to?"), [city], [beat], [dropped]
    )
    scene.ask("reason", f"Why did they choose {city}?", [reason], [beat])

    def train() -> None:
        clock, clocks = scene.clock()
        platform = scene.pick(4, 6, 9, 11, 14)
        line = scene.say(
            guide,
            f"{scene.pick('The train leaves', 'Our bus departs', 'We leave')} at {clock}. Please be on time.",
            sign=f"platform {platform}",
        )
        scene.ask("cross-modal", "Which platform is shown on the sign?", [str(platform)], [line])
        scene.ask("detail", scene.pick("At what time do they leave?", "When do they depart?"), clocks, [line])

    def price() -> None:
        old, new = scene.shuffled(
            [("ninety euros", "90"), ("one hundred euros", "100"), ("sixty euros", "60"), ("eighty euros", "80")], 2
        )
        early = scene.say(second, f"Last week you said that the hotel costs {old[0]}.", beside=[guide])
        late = scene.say(
            guide,
            f"{scene.pick('It changed.', 'Unfortunately not.')} The hotel costs {new[0]} now, breakfast included.",
        )
        scene.ask(
            "update",
            scene.pick("How much does the hotel cost now?", "What is the price of the hotel now?"),
            [*new, new[0].removesuffix(" euros")],
            [late],
            [old[0]],
        )
        scene.ask(
            "temporal", "How much was the hotel last week?", [*old, old[0].removesuffix(" euros")], [early], [new[0]]
        )

    def bring() -> None:
        unseen = scene.known_as(scene.figure(seen=False)) if guide.is_woman else None
        thing = scene.pick("tents", "guitar", "maps", "first aid kit")
        if unseen is None:
            beat = scene.say(
                second,
                f"I can take care of the {thing}. I still have {a(thing) if thing[-1] != 's' else thing} from last summer.",
            )
            scene.ask(
                "multi-hop",
                scene.pick(f"Who takes care of the {thing}?", f"Who will bring the {thing}?"),
                second.names,
                [beat],
            )
            return
        ask = scene.say(
            guide,
            f"Is {unseen} on the phone? {unseen}, {scene.pick('what about', 'do you have')} the {thing}?",
            beside=[first],
        )
        told = scene.say(
            unseen,
            f"Yes, in my {scene.pick('garage', 'cellar', 'attic')}. I will {scene.pick('bring', 'pack')} the {thing}, do not worry.",
        )
        thank = scene.say(guide, f"{scene.pick('Wonderful', 'Excellent')}, {unseen}.")
        scene.ask("multi-hop", f"Who is going to bring the {thing}?", [unseen.first], [ask, told, thank])

    def fear() -> None:
        what = scene.pick("small planes", "boats", "high bridges", "cable cars")
        line = scene.say(
            second,
            scene.pick(
                f"I am afraid of {what}, so no {what} for me please.", f"I get sick on {what}, please leave that out."
            ),
        )
        scene.ask(
            "cross-modal", scene.pick(f"Who has a problem with {what}?", f"Who wants no {what}?"), second.names, [line]
        )

    def seat() -> None:
        pref, other = scene.pick(("a window seat", "an aisle seat"), ("an aisle seat", "a window seat"))
        line = scene.say(
            first, scene.pick(f"I would prefer {pref}, if possible.", f"Please book {pref} for me, and not {other}.")
        )
        scene.ask("person", f"What kind of seat does {first} prefer?", [pref.split(" ", 1)[1], pref.split()[1]], [line])

    intro2 = scene.say(second, scene.introduce(second, scene.pick("joined the club last month", "am new in this club")))
    scene.ask("cross-modal", "Who is the new member of the club?", second.names, [intro2])
    for block in scene.shuffled([train, price, bring, *scene.shuffled([fear, seat], 1)]):
        block()
    scene.say(guide, scene.pick("Any other questions? Then see you soon.", "I am looking forward to it."))
    scene.nothing(
        f"What is the name of {first}'s wife?", f"How many children does {second} have?", "Which book did they read?"
    )


def newsroom(scene: Scene) -> None:
    editor = scene.figure(woman=scene.pick(True, False))
    reporter = scene.figure()
    photographer = scene.figure()
    topic, other = scene.shuffled(
        ["the flood in the harbor", "the new tram line", "the closed library", "the football final", "the old bridge"],
        2,
    )
    opening = scene.say(
        editor,
        scene.introduce(editor, f"{scene.pick('run', 'lead', 'manage')} the evening news", greeting="Good evening."),
    )
    scene.ask(
        "person",
        scene.pick("Who leads the evening news?", "Who is in charge of the evening news?"),
        editor.names,
        [opening],
    )
    intro = scene.say(reporter, scene.introduce(reporter, f"am reporting on {topic}"))
    scene.ask(
        "person",
        scene.pick(f"What is {reporter} reporting on?", f"What story does {reporter.full} cover?"),
        [topic.removeprefix("the ")],
        [intro],
    )
    third = scene.say(
        photographer,
        scene.introduce(photographer, f"{scene.pick('take the pictures', 'do the camera work')} for this issue"),
    )
    scene.ask("person", scene.pick("Who takes the pictures?", "Who is the photographer?"), photographer.names, [third])

    def interview() -> None:
        day, city = scene.take("day"), scene.take("city")
        clock, clocks = scene.clock()
        later, laters = scene.clock()
        beat = scene.say(
            reporter,
            f"The interview with the mayor is on {day} at {clock}, in the hotel near the station.",
            sign=f"{city} 24 degrees",
        )
        scene.ask("cross-modal", "Which city is named on the screen?", [city], [beat])
        scene.ask(
            "detail", "Where will the interview with the mayor take place?", ["hotel near the station", "hotel"], [beat]
        )
        moved = scene.say(
            editor,
            scene.pick(
                f"Her office just called. It will be at {later} instead.",
                f"Change of plan, the interview starts at {later}.",
            ),
            beside=[reporter],
        )
        scene.ask("update", "At what time is the interview with the mayor now?", laters, [moved], clocks[:1])
        scene.ask(
            "temporal", "At what time was the interview supposed to start originally?", clocks, [beat], laters[:1]
        )

    def front() -> None:
        reason = scene.pick(
            "the pictures are stronger", "everybody is talking about it", "the other story is not confirmed"
        )
        text = f"On the front page we will print {topic} and not {other}, because {reason}."
        beat = scene.say(editor, text, beside=[photographer])
        scene.ask(
            "reason",
            scene.pick("Why was that story picked for the front page?", f"Why will {topic} be on the front page?"),
            [reason],
            [beat],
        )
        scene.ask(
            "detail",
            "What will be on the front page?",
            [topic.removeprefix("the ")],
            [beat],
            [other.removeprefix("the ")],
        )

    def lens() -> None:
        thing, place = (
            scene.pick("long lens", "tripod", "spare battery"),
            scene.pick("in the trunk of the car", "at the reception desk", "on the roof"),
        )
        beat = scene.say(photographer, f"{scene.pick('I forgot', 'I must have left')} my {thing} {place}.")
        reply = scene.say(
            reporter,
            scene.pick("I can get it for you.", "I am going there anyway, I will fetch it."),
            beside=[photographer],
        )
        scene.ask("detail", f"Where is {photographer}'s {thing}?", spots(place), [beat])
        scene.ask("multi-hop", f"Who offers to get the {thing}?", reporter.names, [beat, reply])

    def order() -> None:
        allergy, food = scene.take("allergy"), scene.take("food")
        beat = scene.say(
            photographer,
            f"{scene.pick('I am allergic to', 'I get sick from')} {allergy}, so I will have {food} tonight.",
        )
        scene.ask("multi-hop", f"Who should not eat {allergy}?", photographer.names, [third, beat])
        scene.ask("person", f"What will {photographer} eat tonight?", [food.removeprefix("a ")], [beat])

    for block in scene.shuffled([interview, front, *scene.shuffled([lens, order], 1)]):
        block()
    count, counts = scene.number()
    beat = scene.say(editor, f"We have {count} pages left to fill. {scene.pick('Hurry up, please.', 'Let us go.')}")
    scene.ask("detail", "How many pages are left to fill?", counts, [beat])
    if len(scene.beats) < 9:
        scene.say(photographer, "I have two more pictures that we could print.")
    scene.say(reporter, scene.pick("You will have my text before midnight.", "I am almost finished."))
    scene.nothing(
        f"Where did {reporter} go on holiday?", f"How tall is {photographer}?", f"What does {editor}'s brother do?"
    )
