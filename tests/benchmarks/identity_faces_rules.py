"""Who is who in poor pictures by our rule and by the peer's, and how good that is."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from mneme.encoders import registry
from mneme.encoders.types import Observation, ObservationKind
from mneme.memory.identity.derive import derive
from mneme.memory.identity.evidence import IdentityOptions, identity_options
from mneme.memory.types import StoredObservation
from mneme.memory.units import Units
from mneme.streams.types import Span, Vector
from scoring_people import b_cubed

STREAM = "0123456789ab"


@dataclass(frozen=True, slots=True)
class Tuning:
    """How the peer's rule is set."""

    threshold: float
    is_united: bool
    """Whether all entities that a face passes the threshold of become one, or the face only joins the nearest."""

    def __str__(self) -> str:
        return f"{self.threshold:g}, {'united' if self.is_united else 'nearest'}"


TUNINGS = tuple(Tuning(round(0.85 + 0.005 * step, 3), is_united) for step in range(28) for is_united in (False, True))


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture and the face that was found in it."""

    person: str
    kind: str
    face: Observation | None


@dataclass(frozen=True, slots=True)
class Score:
    """How well one order went."""

    precision: float
    recall: float
    f1: float
    merged: int
    """Pairs of people who share a cluster."""
    clusters: int


def clustered(seen: Sequence[Seen], order: Sequence[int]) -> list[Hashable]:
    """Cluster of each picture by the product: units as the pictures come, people when all have come."""
    units, stored = Units(STREAM), []
    unit_of: dict[int, str] = {}
    for clip, i in enumerate(order):
        face = seen[i].face
        if face is None:
            continue
        (unit_of[i],) = units.assign([face])
        stored.append(
            StoredObservation(
                id=f"{STREAM}-{clip:06d}-face-0000",
                stream=STREAM,
                clip=clip,
                kind=ObservationKind.FACE,
                span=Span(float(clip), clip + 1.0),
                unit=unit_of[i],
                vector=face.vector,
                confidence=face.confidence,
                times=(float(clip),),
                region=face.region,
            )
        )
    people = derive(stored, [], options=_options())
    person_of = {unit: person.id for person in people for unit in person.units}
    return [person_of.get(unit_of[i], unit_of[i]) if i in unit_of else f"unseen {i}" for i in range(len(seen))]


@functools.cache
def _options() -> IdentityOptions:
    return identity_options({"face": registry.load("face", "dlib").info})


def peer(seen: Sequence[Seen], order: Sequence[int], tuning: Tuning) -> list[Hashable]:
    """Cluster of each picture by M3-Agent's rule: one threshold on the mean similarity, union of all equivalences."""
    entities: list[list[Vector]] = []
    home: list[int] = []  # entity → the entity that it is one with
    of: dict[int, int] = {}

    def root(entity: int) -> int:
        while home[entity] != entity:
            entity = home[entity]
        return entity

    for i in order:
        face = seen[i].face
        if face is None or face.vector is None:
            continue
        means = [float(np.mean(np.stack(known) @ face.vector)) for known in entities]
        alike = [n for n, mean in enumerate(means) if mean >= tuning.threshold]
        if alike:
            best = max(alike, key=lambda n: means[n])
            entities[best].append(face.vector)
            for n in alike if tuning.is_united else ():
                home[root(n)] = root(best)
            of[i] = best
        else:
            entities.append([face.vector])
            home.append(len(home))
            of[i] = len(home) - 1
    return [root(of[i]) if i in of else f"unseen {i}" for i in range(len(seen))]


def scored(seen: Sequence[Seen], clusters: Sequence[Hashable]) -> Score:
    """B-cubed over the pictures, and the people who were merged."""
    weights = Counter((each.person, str(cluster)) for each, cluster in zip(seen, clusters, strict=True))
    precision, recall = b_cubed({key: float(count) for key, count in weights.items()})
    people: defaultdict[str, set[str]] = defaultdict(set)
    for person, cluster in weights:
        people[cluster].add(person)
    pairs = {frozenset((a, b)) for together in people.values() for a in together for b in together if a < b}
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(precision, recall, f1, len(pairs), len(people))


def chosen_at_random(
    seen: Sequence[Seen], count: int, seed: int, tuning: Tuning
) -> tuple[tuple[str, float, float, int, int], ...]:
    """Scores of random choices of 8 to 60 pictures: of some people nothing clear is there, or nothing at all."""
    if not count:
        return ()
    found: dict[str, list[Score]] = {"ours": [], f"peer, as tuned above ({tuning})": []}
    random = np.random.default_rng([seed, 1])
    for _ in range(count):
        places = random.choice(len(seen), int(random.integers(8, 61)), replace=False).tolist()
        some, order = [seen[place] for place in places], list(range(len(places)))
        for rule, clusters in zip(found, (clustered(some, order), peer(some, order, tuning)), strict=True):
            found[rule].append(scored(some, clusters))
    return tuple(
        (rule, fmean(s.f1 for s in scores), min(s.f1 for s in scores), sum(s.merged > 0 for s in scores), count)
        for rule, scores in found.items()
    )


def recall_by_kind(seen: Sequence[Seen], clusters: Sequence[Hashable]) -> dict[str, float]:
    """B-cubed recall of the pictures of each kind."""
    of_person = Counter(each.person for each in seen)
    both = Counter((each.person, cluster) for each, cluster in zip(seen, clusters, strict=True))
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for each, cluster in zip(seen, clusters, strict=True):
        shares[each.kind].append(both[each.person, cluster] / of_person[each.person])
    return {kind: fmean(found) for kind, found in shares.items()}
