# ruff: noqa: E501  (a line of a script is a sentence)
"""Held out: scenes of a theater and a hotel. Nothing is tuned on them; look at their figures, not at their faults."""

from __future__ import annotations

from scene_templates_draw import Scene, spots


def theater(scene: Scene) -> None:
    director = scene.figure(woman=scene.pick(True, True, False))
    actor, tailor = scene.figure(), scene.figure()
    voice = scene.known_as(scene.figure(seen=False)) if director.is_woman else None
    play = scene.pick("The Winter Garden", "The Silent Clock", "Two Brothers", "The Last Ferry")
    part = scene.pick("the king", "the doctor", "the old sailor", "the thief")
    opening = scene.say(
        director, f"Hello everybody. {scene.pick('I am', 'My name is')} {director.full}, and I direct this play."
    )
    scene.ask("person", scene.pick("Who directs the play?", "Who is directing the play?"), director.names, [opening])
    intro = scene.say(
        actor,
        scene.pick(f"Hi, I am {actor.full}. I play {part}.", f"My name is {actor.full} and I will be {part}."),
        sign=play,
    )
    scene.ask(
        "person",
        scene.pick(f"Which role does {actor} play?", f"What part does {actor.full} have?"),
        [part, part.removeprefix("the ")],
        [intro],
    )
    scene.ask("cross-modal", "What is the title of the play on the poster?", [play, play.removeprefix("The ")], [intro])
    cut = scene.say(
        tailor, f"Good evening, I am {tailor.full}. I {scene.pick('sew the costumes', 'make the costumes')}."
    )
    scene.ask(
        "person", scene.pick("Who makes the costumes?", "Who is responsible for the costumes?"), tailor.names, [cut]
    )

    def premiere() -> None:
        day, later = scene.take("day"), scene.take("day")
        clock, clocks = scene.clock()
        first = scene.say(director, f"The first performance is on {day} at {clock}.", beside=[actor])
        scene.ask(
            "detail",
            scene.pick("At what time is the first performance?", "What time does the first performance begin?"),
            clocks,
            [first],
        )
        reason = scene.pick("the stage is not finished", "the lights have not arrived", "the hall is being cleaned")
        moved = scene.say(
            director,
            scene.pick(
                f"I just heard that we play on {later} instead, because {reason}.",
                f"Bad news, it is on {later} and not on {day}, because {reason}.",
            ),
        )
        scene.ask("update", "When is the first performance now?", [later], [moved], [day])
        scene.ask("temporal", "When was the first performance planned before?", [day], [first], [later])
        scene.ask("reason", "Why was the first performance moved?", [reason], [moved])

    def costume() -> None:
        thing, be = scene.pick(("crown", "is"), ("blue coat", "is"), ("white gloves", "are"), ("wooden sword", "is"))
        old, new = scene.shuffled(
            ["in the wardrobe", "on the piano", "behind the curtain", "in the big trunk", "on the balcony"], 2
        )
        early = scene.say(tailor, f"{scene.pick('I put', 'I left')} the {thing} {old}.", beside=[actor])
        late = scene.say(
            actor,
            f"I needed {'them' if be == 'are' else 'it'} for the photographs, {tailor}. The {thing} {be} {new} now.",
        )
        scene.ask("update", f"Where {be} the {thing} now?", spots(new), [late], spots(old)[-1:])
        scene.ask(
            "temporal",
            f"Where {'were' if be == 'are' else 'was'} the {thing} before {actor} took {'them' if be == 'are' else 'it'}?",
            spots(old),
            [early],
            spots(new)[-1:],
        )

    def flowers() -> None:
        things = scene.pick("programs", "candles", "microphones")
        if voice is None:
            beat = scene.say(
                actor, f"I will {scene.pick('pick up', 'collect')} the {things} from the printer tomorrow."
            )
            scene.ask("multi-hop", f"Who will {scene.pick('collect', 'get')} the {things}?", actor.names, [beat])
            return
        ask = scene.say(director, f"{actor}, please tell {voice} that we need the {things}.", beside=[actor])
        told = scene.say(
            voice,
            f"I heard you. I can bring the {things} {scene.pick('tomorrow', 'tonight')}, they are in the ticket office.",
        )
        thank = scene.say(actor, f"Thank you, {voice}. {scene.pick('You are a great help.', 'That is very kind.')}")
        scene.ask("multi-hop", f"Who can bring the {things}?", [voice.first], [ask, told, thank])
        scene.ask("detail", f"Where are the {things}?", ["ticket office", "in the ticket office"], [told])

    for block in scene.shuffled([premiere, costume, flowers]):
        block()
    drink, other = scene.take("drink"), scene.pick("coffee", "wine")
    taste = scene.say(actor, f"I never drink {other} before a show. {drink[0].upper() + drink[1:]} is fine for me.")
    scene.ask("person", f"What does {actor} drink before a show?", [drink], [taste], [other])
    scene.nothing(
        f"How old is {tailor}?",
        "How much does a ticket cost?",
        f"What is the name of {director}'s husband?"
        if director.is_woman
        else f"What is the name of {director}'s wife?",
    )


def hotel(scene: Scene) -> None:
    clerk = scene.figure(woman=scene.pick(True, False))
    guest, friend = scene.figure(), scene.known_as(scene.figure())
    city = scene.take("city")
    room, roomless = scene.shuffled(["twelve", "twenty one", "thirty four", "fifteen"], 2)
    digits = {"twelve": "12", "twenty one": "21", "thirty four": "34", "fifteen": "15"}
    come = scene.say(
        guest,
        scene.pick(
            f"Good evening. My name is {guest.full}. I come from {city}.",
            f"Hello, I am {guest.full} from {city}. I booked a room.",
        ),
    )
    scene.ask(
        "detail", scene.pick(f"Where does {guest} come from?", f"Which city is {guest.full} from?"), [city], [come]
    )
    job = scene.pick("night manager", "receptionist", "owner of the hotel")
    intro = scene.say(
        clerk,
        f"Welcome. I am {clerk.full}, the {job}.",
        sign=f"breakfast {scene.pick(6, 7, 8)} to {scene.pick(10, 11)}",
    )
    scene.ask("person", f"Who is the {job}?", clerk.names, [intro])
    shown = str(scene.beats[intro]["sign"]).removeprefix("BREAKFAST ").lower()
    scene.ask(
        "cross-modal",
        scene.pick("What are the hours of breakfast on the sign?", "When is breakfast according to the sign?"),
        [shown, shown.replace(" to ", " ")],
        [intro],
    )

    def key() -> None:
        early = scene.say(clerk, f"You have room {roomless} on the second floor.", beside=[guest])
        reason = scene.pick("the shower is broken", "the window does not close", "it is too loud")
        late = scene.say(clerk, f"Oh, I am sorry, {reason} in that one. I will give you room {room}.")
        scene.ask("update", f"Which room does {guest} get?", [room, digits[room]], [late], [roomless, digits[roomless]])
        scene.ask(
            "temporal",
            f"Which room did {guest} get at first?",
            [roomless, digits[roomless]],
            [early],
            [room, digits[room]],
        )
        scene.ask("reason", f"Why does {guest} get another room?", [reason], [late])

    def luggage() -> None:
        thing, place = (
            scene.pick("suitcase", "camera bag", "violin", "laptop"),
            scene.pick("in the taxi", "on the train", "in the elevator", "at the airport"),
        )
        scene.say(friend, f"{guest}, where is your {thing}?", beside=[guest])
        beat = scene.say(guest, f"Oh no. I must have left the {thing} {place}.")
        offer = scene.say(
            clerk, scene.pick("Do not worry, I will call them right away.", "I can phone them for you."), beside=[guest]
        )
        scene.ask("detail", f"Where did {guest} leave the {thing}?", spots(place), [beat])
        scene.ask(
            "temporal", f"Who speaks right after {guest} says that the {thing} is lost?", clerk.names, [beat, offer]
        )

    def morning() -> None:
        clock, clocks = scene.clock()
        why = scene.pick("my flight leaves early", "I have a meeting at the bank", "I want to see the sunrise")
        beat = scene.say(friend, f"Please wake me at {clock}, because {why}.", beside=[clerk])
        scene.ask(
            "detail",
            scene.pick(f"When does {friend} want to be woken?", f"At what time should they wake {friend}?"),
            clocks,
            [beat],
        )
        scene.ask(
            "reason",
            f"Why does {friend} have to get up early?",
            [why, why.removeprefix("my ").removeprefix("I ")],
            [beat],
        )

    def food() -> None:
        allergy = scene.take("allergy")
        beat = scene.say(friend, f"I cannot eat {allergy}, so please tell the cook.", beside=[guest])
        scene.ask("multi-hop", f"Who cannot eat {allergy}?", [friend.first], [beat])
        drink = scene.take("drink")
        wish = scene.say(guest, f"And I would like {drink} with my breakfast, no milk.")
        scene.ask("person", f"What does {guest} want to drink with breakfast?", [drink], [wish])

    for block in scene.shuffled([key, luggage, *scene.shuffled([morning, food], 1)]):
        block()
    pool = scene.pick("swimming pool", "garage", "restaurant", "garden")
    beat = scene.say(clerk, f"The {pool} is closed {scene.pick('this week', 'until Monday')}. Have a good night.")
    scene.ask(
        "detail",
        f"What is closed {'until Monday' if 'Monday' in scene.beats[beat]['text'] else 'this week'}?",
        [pool],
        [beat],
    )
    scene.nothing(f"What is {guest}'s wife called?", f"What is {friend}'s job?", "How much does the room cost?")
