"""What scene templates are written with: a scene that draws its people, values and words from a seed.

A template is a function that takes a `Scene` and fills it by `say`, `hold` and `ask`.  Each value is
drawn without replacement within a scene, so that no two things of a scene share a name.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

PHOTOS = {
    "p1": ("faces/p1_a.jpg", "faces/p1_b.jpg"),
    "p2": ("faces/p2_b.jpg",),
    "p3": ("faces/p3_a.jpg", "faces/p3_b.jpg", "faces/p3_c.jpg"),
    "p4": ("faces/p4_a.jpg", "faces/p4_b.jpg"),
    "p5": ("faces/p5_a.jpg", "faces/p5_c.jpg"),
    "p6": ("faces/p6_a.jpg",),
}
"""Photographs of shared/media by person; p4 is the only woman."""

POOLS: dict[str, tuple[str, ...]] = {
    "woman": ("Julia", "Laura", "Helen", "Nina", "Clara", "Emma", "Diana", "Rebecca", "Olivia", "Sophie", "Maria"),
    "man": (
        *("Martin", "Oliver", "Thomas", "Simon", "Victor", "Henry", "Felix", "Daniel", "Robert", "Marcus"),
        *("George", "Adam", "Samuel", "Jacob", "Edward", "Leo", "Vincent", "Patrick", "Hugo", "Kevin"),
    ),
    "surname": (
        *("Fisher", "Morgan", "Bennett", "Novak", "Rossi", "Silva", "Hughes", "Larsen", "Cooper"),
        *("Moreno", "Patel", "Weber", "Murphy", "Santos", "Jensen", "Walsh", "Foster", "Marino", "Olsen"),
    ),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "month": ("January", "March", "April", "June", "July", "August", "September", "October", "November"),
    "city": ("Lisbon", "Vienna", "Boston", "Madrid", "Toronto", "Geneva", "Prague", "Oslo", "Milan", "Denver"),
    "drink": ("green tea", "orange juice", "hot chocolate", "apple juice", "mint tea", "sparkling water", "lemonade"),
    "food": ("vegetable soup", "pasta", "a salad", "rice with beans", "grilled fish", "mushroom pizza"),
    "allergy": ("peanuts", "milk", "eggs", "shrimp", "strawberries", "gluten"),
    "color": ("red", "green", "yellow", "white", "gray", "orange", "purple"),
    "pet": ("dog", "cat", "parrot", "rabbit"),
}
CLOCKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("eight fifteen", ("eight fifteen", "8:15", "quarter past eight")),
    ("half past eight", ("half past eight", "eight thirty", "8:30")),
    ("nine forty", ("nine forty", "9:40")),
    ("one o'clock", ("one o'clock", "one", "1 o'clock", "1:00", "1")),
    ("ten thirty", ("ten thirty", "10:30", "half past ten")),
    ("a quarter past eleven", ("quarter past eleven", "eleven fifteen", "11:15")),
    ("noon", ("noon", "12:00")),
    ("two thirty", ("two thirty", "2:30", "half past two")),
    ("half past three", ("half past three", "three thirty", "3:30")),
    ("four o'clock", ("four o'clock", "four", "4 o'clock", "4:00", "4")),
    ("five fifteen", ("five fifteen", "5:15", "quarter past five")),
    ("six in the evening", ("six in the evening", "six", "6 in the evening", "6")),
    ("seven twenty", ("seven twenty", "7:20")),
)
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 12: "twelve"}
VOICES = ("slt", "rms", "awb", "kal16")
"""Flite's men, taken from the end; its only woman, slt, is the last resort where no woman is in the scene."""
MOST_QUESTIONS = 11
PITCHES = {"rms": (-200, -100, 0, 300), "awb": (-200, -100, 100, 250), "kal16": (0, 100, 200), "slt": (-450,)}
"""Cents of shift at which a man's voice is still recognized about as well as unshifted."""


@dataclass(frozen=True)
class Figure:
    """Somebody in a scene."""

    key: str
    first: str
    last: str
    is_woman: bool
    seen: bool

    def __str__(self) -> str:
        return self.first

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def names(self) -> list[str]:
        return [self.first, self.full]

    @property
    def he(self) -> str:
        return "she" if self.is_woman else "he"

    @property
    def his(self) -> str:
        return "her" if self.is_woman else "his"

    @property
    def him(self) -> str:
        return "her" if self.is_woman else "him"


@dataclass
class Scene:
    """A script in the making."""

    rng: random.Random
    title: str
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    beats: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[str, list[Any]] = field(default_factory=dict)

    def pick(self, *options: Any) -> Any:
        """One of the options."""
        return self.rng.choice(options)

    def shuffled(self, options: Sequence[Any], n: int | None = None) -> list[Any]:
        """`n` of the options (all) in an order that is drawn."""
        return self.rng.sample(list(options), len(options) if n is None else n)

    def take(self, pool: str, *options: Any) -> Any:
        """The next value of a pool, never twice in a scene; `options` make a pool of this scene."""
        if pool not in self.taken:
            self.taken[pool] = self.shuffled(options or POOLS[pool])
            if pool == "voice":
                self.taken[pool].sort(key="slt".__ne__)
        return self.taken[pool].pop()

    def clock(self) -> tuple[str, list[str]]:
        """A time of day as it is said, and the accepted ways to write it."""
        spoken, accepted = self.take("clock", *CLOCKS)
        return spoken, list(accepted)

    def number(self) -> tuple[str, list[str]]:
        """A small number as it is said, and the accepted ways to write it."""
        value, word = self.take("number", *NUMBERS.items())
        return word, [word, str(value)]

    def figure(self, *, woman: bool = False, seen: bool = True) -> Figure:
        """A new person; a seen woman is p4, so there is one at most."""
        first, last = self.take("woman" if woman else "man"), self.take("surname")
        key = first.lower()
        men = [photo for photo in PHOTOS if photo != "p4"]
        photos = PHOTOS["p4" if woman else self.take("photo", *men)] if seen else ()
        voice = self.voice(woman=woman)
        self.people[key] = {"name": f"{first} {last}", "photos": self.shuffled(photos), "voice": voice}
        return Figure(key, first, last, woman, seen)

    def voice(self, *, woman: bool) -> dict[str, Any]:
        """A voice that nobody else in the scene has."""
        if woman:
            return {"flite": "slt", "pitch": self.pick(0, 0, 100)}
        flite = self.take("voice", *VOICES)
        return {"flite": flite, "pitch": self.pick(*PITCHES[flite])}

    def known_as(self, who: Figure) -> Figure:
        """From here on the scene knows only the first name."""
        self.people[who.key]["name"] = who.first
        return who

    def say(self, who: Figure, text: str, *, beside: Sequence[Figure] = (), sign: str = "") -> int:
        """A beat in which somebody speaks; gives its index. An unseen speaker shows nobody."""
        show = [f.key for f in ((who, *beside) if who.seen else beside) if f.seen]
        beat: dict[str, Any] = {"say": who.key, "text": text[0].upper() + text[1:], "show": show}
        if sign:
            beat["sign"] = sign.upper()
        if self.rng.random() < 0.2:
            beat["pause"] = self.pick(0.4, 0.9, 1.3)
        self.beats.append(beat)
        return len(self.beats) - 1

    def hold(self, *shown: Figure, seconds: float = 2.5, sign: str = "") -> int:
        """A beat in which nobody speaks."""
        beat: dict[str, Any] = {"hold": seconds, "show": [f.key for f in shown]}
        if sign:
            beat["sign"] = sign.upper()
        self.beats.append(beat)
        return len(self.beats) - 1

    def ask(
        self,
        kind: str,
        question: str,
        answers: Sequence[str] = (),
        beats: Sequence[int] = (),
        wrong: Sequence[str] = (),
    ) -> None:
        """A question; `wrong` are superseded values that a right answer does not hold."""
        row: dict[str, Any] = {"q": question, "a": list(answers), "beats": list(beats), "kind": kind}
        if wrong:
            row["superseded"] = list(wrong)
        self.questions.append(row)

    def nothing(self, *questions: str) -> None:
        """One or two of these questions, which the scene does not answer."""
        for question in self.shuffled(questions, self.pick(1, 1, 2)):
            self.ask("unanswerable", question)

    def introduce(self, who: Figure, what: str, *, greeting: str = "") -> str:
        """A self-introduction in one of several forms; `what` begins with a verb ("am the cook", "repair bikes")."""
        hello = greeting or self.pick("Hello.", "Hi everyone.", "Good morning.", "Hi there.", "Good afternoon.")
        name = who.full if self.people[who.key]["name"] != who.first else who.first
        return str(
            self.pick(
                f"{hello} My name is {name} and I {what}.",
                f"{hello} I am {name}. I {what}.",
                f"{hello} I'm {name}, and I {what}.",
                f"{hello} {name} is my name. I {what}.",
                f"{hello} I {what}. My name is {name}.",
                f"Nice to meet you, I am {name}. I {what}.",
                f"{name} here. I {what}.",
                f"{hello} My name's {name}. I {what}.",
                f"Let me introduce myself, I am {name}. I {what}.",
            )
        )

    def script(self, seed: int) -> dict[str, Any]:
        """The script that tools/make_scene.py renders."""
        extra = len(self.questions) - MOST_QUESTIONS
        for row in self.shuffled([row for row in self.questions if row["a"]], max(0, extra)):
            self.questions.remove(row)
        day = f"2026-{self.rng.randint(1, 9):02d}-{self.rng.randint(1, 28):02d}"
        return {
            "title": f"{self.title}-{seed}",
            "size": [960, 540],
            "fps": 10,
            "seed": seed,
            "start": f"{day}T{self.rng.randint(7, 17):02d}:00:00+00:00",
            "people": self.people,
            "beats": self.beats,
            "qa": self.questions,
        }


def spots(where: str) -> list[str]:
    """The accepted ways to name a place ("on the red cart", "the red cart", "red cart")."""
    words = where.split()
    cut = 2 if words[0] == "next" else 1
    rest = " ".join(words[cut:])
    return list(dict.fromkeys([where, rest, rest.removeprefix("the ").removeprefix("my ")]))


def a(thing: str) -> str:
    """The thing with its indefinite article."""
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
