"""Whether the people of a memory are the people of the truth: names, merges, splits, B-cubed.

Each appearance is laid beside the truth: a voice beside the turns, a face beside who is visible.  Time in
which two people are visible tells nothing about whose face it is and is left out.  A true person is *held*, by face
and by voice in each recording, by the found person who has most of their seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from scoring import Truth, words

INTRODUCTIONS = ("i am", "im", "my name is", "my names", "this is", "here", "is my name", "call me")
"""Words of a self-introduction, as `words` gives them; the speaker's first name stands in the same turn."""

Held = dict[tuple[str, str, bool], dict[str, float]]
"""(true name, recording, by face) to seconds by found person."""
ALIKE = 0.7
"""Ratio of common letters from which a last name is the same name misheard ("Kellar" for "Keller")."""


@dataclass(frozen=True)
class Sighting:
    """An appearance of a found person."""

    person: str
    """The found person's id."""
    source: str
    start: float
    end: float
    is_face: bool


@dataclass
class PeopleScore:
    """What `score_people` found; a true person is (name), the same name in two recordings is one person."""

    introduced: dict[str, str | None] = field(default_factory=dict)
    """Each self-introduced person, and what the found person is called."""
    misnamed: list[str] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of true people held by one found person."""
    split: list[str] = field(default_factory=list)
    """People who are held by different found people in different recordings, by face or by voice."""
    unjoined: list[str] = field(default_factory=list)
    """People whose face and whose voice are held by different found people in one recording."""
    missing: list[str] = field(default_factory=list)
    """People who are held by nobody."""
    precision: float = 0.0
    """B-cubed, over seconds of appearances."""
    recall: float = 0.0
    found: int = 0
    true: int = 0

    @property
    def is_right(self) -> bool:
        """Everything that the issue asks for."""
        return not (self.misnamed or self.merged or self.split)


def introduced(truth: Truth) -> list[str]:
    """Names of the people who say their own first name in a turn with words of introduction."""
    names = []
    for key, name in truth.people.items():
        first = words(name)[0]
        turns = [f" {' '.join(words(turn['text']))} " for turn in truth.turns if turn["speaker"] == key]
        if any(f" {first} " in turn and any(f" {cue} " in turn for cue in INTRODUCTIONS) for turn in turns):
            names.append(name)
    return names


def true_seconds(sighting: Sighting, truth: Truth) -> dict[str, float]:
    """Seconds of a sighting that belong to each true person for certain."""
    rows = truth.visible if sighting.is_face else truth.turns
    spans = [(row["person" if sighting.is_face else "speaker"], row["start"], row["end"]) for row in rows]
    edges = sorted({time for _, start, end in spans for time in (start, end)} | {sighting.start, sighting.end})
    seconds: dict[str, float] = defaultdict(float)
    for left, right in pairwise(edges):
        if left < sighting.start or right > sighting.end:
            continue
        there = {key for key, start, end in spans if start <= left and right <= end}
        if len(there) == 1:
            seconds[truth.people[there.pop()]] += right - left
    return dict(seconds)


def score_people(truths: Sequence[Truth], sightings: Iterable[Sighting], names: dict[str, str | None]) -> PeopleScore:
    """Compares found people (`names`: id to name) with the truth of all recordings of one memory."""
    by_source = {truth.source: truth for truth in truths}
    weights: dict[tuple[str, str], float] = defaultdict(float)
    held: Held = defaultdict(lambda: defaultdict(float))
    score = PeopleScore()
    seen = set()
    for sighting in sightings:
        seen.add(sighting.person)
        if sighting.source not in by_source:
            continue
        for name, seconds in true_seconds(sighting, by_source[sighting.source]).items():
            weights[name, sighting.person] += seconds
            held[name, sighting.source, sighting.is_face][sighting.person] += seconds
    score.found = len(seen)
    score.precision, score.recall = b_cubed(weights)
    holders = {key: max(found.items(), key=lambda item: (item[1], item[0]))[0] for key, found in held.items()}
    all_names = list(dict.fromkeys(name for truth in truths for name in truth.people.values()))
    score.true = len(all_names)
    _note_holders(score, all_names, holders)
    for name in dict.fromkeys(name for truth in truths for name in introduced(truth)):
        voices = [person for (own, _, is_face), person in sorted(holders.items()) if own == name and not is_face]
        found = [names.get(person) for person in voices]
        score.introduced[name] = next(iter(found), None)
        if not found or not all(bears(each, name, all_names) for each in found):
            score.misnamed.append(name)
    return score


def _note_holders(score: PeopleScore, all_names: Sequence[str], holders: dict[tuple[str, str, bool], str]) -> None:
    """Merges, splits, unjoined and missing people."""
    of = {name: {key: person for key, person in holders.items() if key[0] == name} for name in all_names}
    for i, one in enumerate(all_names):
        for other in all_names[i + 1 :]:
            if set(of[one].values()) & set(of[other].values()):
                score.merged.append((one, other))
        ways = [{person for key, person in of[one].items() if key[2] == is_face} for is_face in (False, True)]
        if any(len(people) > 1 for people in ways):
            score.split.append(one)
        sources = {key[1] for key in of[one]}
        if any(len({person for key, person in of[one].items() if key[1] == source}) > 1 for source in sources):
            score.unjoined.append(one)
        if not of[one]:
            score.missing.append(one)


def bears(found: str | None, name: str, all_names: Iterable[str]) -> bool:
    """Whether a found name is this true name: the first name, and with it at most the last name, misheard or not."""
    own, have = words(name), words(found or "")
    others = {part for other in all_names if other != name for part in words(other)} - set(own)
    rest = [word for word in have if word not in own]
    misheard = all(max(SequenceMatcher(None, word, part).ratio() for part in own) >= ALIKE for word in rest)
    return own[0] in have and misheard and not others & set(have)


def b_cubed(weights: dict[tuple[str, str], float]) -> tuple[float, float]:
    """Weighted B-cubed precision and recall (Bagga and Baldwin 1998) of (true, found) pairs."""
    total = sum(weights.values())
    if not total:
        return 0.0, 0.0
    of_true: dict[str, float] = defaultdict(float)
    of_found: dict[str, float] = defaultdict(float)
    for (true, found), weight in weights.items():
        of_true[true] += weight
        of_found[found] += weight
    precision = sum(weight * weight / of_found[found] for (_, found), weight in weights.items()) / total
    recall = sum(weight * weight / of_true[true] for (true, _), weight in weights.items()) / total
    return precision, recall
