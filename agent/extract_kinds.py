"""What belongs to a kind of thing: "drink" → coffee, tea, …; for "which drink?" and "what does she drink?"."""

from __future__ import annotations

from functools import lru_cache

from . import extract_lexicon as lexicon
from .extract_stems import stem

_DRINKS = (
    "coffee tea water juice milk beer wine cocoa lemonade soda cola espresso cappuccino latte smoothie cider "
    "whisky gin rum champagne chocolate"
)
_FOODS = (
    "soup salad bread cake sandwich pizza pasta noodles rice fish meat chicken beef pork cheese egg eggs fruit "
    "apple banana pie stew curry burger toast porridge cereal yoghurt yogurt chocolate cookie cookies biscuit "
    "potato potatoes fries omelette pancake pancakes falafel sushi steak sausage beans lentils vegetables "
    "mushrooms nuts tomato tomatoes muesli dumplings risotto lasagne"
)
_INSTRUMENTS = (
    "piano guitar violin cello flute trumpet drums drum saxophone clarinet harp organ bass trombone viola ukulele "
    "accordion banjo oboe"
)
_VEHICLES = (
    "car bike bicycle train bus van truck tram taxi scooter motorbike motorcycle plane boat ferry ship subway "
    "underground lorry"
)
_ANIMALS = (
    "dog cat horse hamster rabbit bird parrot fish turtle goat sheep cow pig hen chicken duck goose mouse rat "
    "snake lizard pony canary budgie guinea-pig tortoise"
)
_LANGUAGES = (
    "english german french spanish italian portuguese russian chinese mandarin japanese korean arabic turkish "
    "dutch polish swedish greek hindi latin"
)
_SPORTS = (
    "football soccer tennis basketball hockey swimming running cycling rowing volleyball golf badminton rugby "
    "cricket skiing climbing boxing judo yoga chess baseball handball"
)
_CLOTHES = (
    "shirt coat jacket hat gloves boots shoes trousers jeans dress skirt scarf sweater pullover helmet goggles "
    "tie suit apron vest cap socks glasses"
)
_ROOMS = (
    "kitchen bathroom bedroom lab laboratory office garage basement cellar attic hall garden balcony library "
    "workshop canteen lounge studio"
)
_SUBJECTS = (
    "physics chemistry biology maths mathematics history geography english french german art music sport latin "
    "literature economics law medicine philosophy"
)

_KINDS = {
    "drink": _DRINKS, "beverage": _DRINKS, "food": _FOODS, "meal": _FOODS, "dish": _FOODS, "eat": _FOODS,
    "fruit": _FOODS, "lunch": _FOODS, "breakfast": _FOODS, "dinner": _FOODS, "order": f"{_DRINKS} {_FOODS}",
    "instrument": _INSTRUMENTS, "vehicle": _VEHICLES, "animal": _ANIMALS, "pet": _ANIMALS, "sport": _SPORTS,
    "language": _LANGUAGES, "clothes": _CLOTHES, "wear": _CLOTHES, "room": _ROOMS, "subject": _SUBJECTS,
    "colour": " ".join(lexicon.COLOURS), "color": " ".join(lexicon.COLOURS),
}  # fmt: skip


@lru_cache(maxsize=1)
def _index() -> dict[str, frozenset[str]]:
    return {stem(kind): frozenset(stem(word) for word in words.split()) for kind, words in _KINDS.items()}


def members(kind: str) -> frozenset[str]:
    """The stems of what belongs to a kind (a stem); empty for kinds that are not known."""
    return _index().get(kind, frozenset())
