"""Groups of units become people: the surest pair first, as long as it is sure enough and nothing forbids it.

Agglomerative clustering under cannot-link constraints.  Pairs are only compared where something speaks for
them (faces or voices not far apart, one name), and the order in which units came plays no part: equally
sure pairs are taken in order of their ids.

Cost for n groups: their cosines (numpy, in blocks), then a heap over the few nearest of each; a join is linear in
what two groups keep, which is bounded.  `tests/benchmarks/identity_scale.py` prints the seconds.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..names.compare import sounds_of, words_of
from ..types import UnitKind
from .crowd import told_by_the_crowd
from .decisions import Rulings
from .evidence import NEVER, IdentityOptions, at_once, cannot, evidence, likeness
from .group import Group
from .links import Links, probability
from .neighbours import near_pairs
from .rivals import Found, against_rivals
from .summaries import UnitSummary

_NEAR_FACE = 0.06
"""How much lower than a unit's own threshold two centroids may be and still be compared."""
_NEAREST = 12
"""Neighbours that are compared of each group; the next round looks at those of the groups that came of it."""
_SLACK = 0.5
"""Log-odds by which a pair may be less sure than another and still have its turn: to take turns anew costs more."""
_NAMESAKES = 6
"""The same for groups that only share a name."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two groups that may be one person."""

    one: str
    """Key of the one with less behind it, or of the voice."""
    other: str
    probability: float
    is_alike: bool
    """By their likeness; otherwise a face that was seen while the voice spoke."""


class Clusters:
    """The groups while they grow."""

    def __init__(self, summaries: Mapping[str, UnitSummary], rulings: Rulings, options: IdentityOptions) -> None:
        self.options, self._rulings = options, rulings
        self.groups: dict[str, Group] = {}
        self._home: dict[str, str] = {}
        self._ruled: dict[str, frozenset[str]] = {}
        """Group → roots of the decided blocks in it."""
        self._newest = {name: place for place, name in enumerate(reversed([each.value for each in rulings.names]))}
        decided: defaultdict[str, dict[str, None]] = defaultdict(dict)  # block → names, the newest first
        for naming in rulings.names:
            for unit in naming.units:
                decided[rulings.block(unit) or unit][naming.value] = None
        for root, units in sorted(rulings.blocks().items()):
            members = [summaries[unit] for unit in units if unit in summaries]
            if members:
                self._put(Group(members, decided=tuple(decided[root])), frozenset((root,)))
        for unit in sorted(summaries):
            summary = summaries[unit]
            if rulings.block(unit) is None and summary.kind is not UnitKind.NAME and summary.kind is not UnitKind.THING:
                self._put(Group([summary]), frozenset())

    def _put(self, group: Group, ruled: frozenset[str]) -> None:
        self.groups[group.key] = group
        self._ruled[group.key] = ruled
        for unit in group.units:
            self._home[unit] = group.key

    def may_join(self, one: Group, other: Group) -> bool:
        """Whether decisions let two groups be one person: none keeps them apart, and they are not named differently."""
        mine, theirs = sorted((self._ruled[one.key], self._ruled[other.key]), key=len)
        if theirs and any(not theirs.isdisjoint(self._rulings.others(block)) for block in mine):
            return False
        return not (one.decided and other.decided and set(one.decided).isdisjoint(other.decided))

    def join(self, one: Group, other: Group) -> Group:
        """Makes two groups one; the new one takes the lower key."""
        ruled = self._ruled.pop(one.key) | self._ruled.pop(other.key)
        del self.groups[one.key], self.groups[other.key]
        decided = dict.fromkeys((*one.decided, *other.decided))
        group = one.joined(other, decided=sorted(decided, key=lambda name: -self._newest.get(name, -1)))
        self._put(group, ruled)
        return group

    def keep_together(self, units: Sequence[str]) -> None:
        """Makes units one that were one before, as far as decisions, and what was seen or heard at once, let them."""
        wholes: list[Group] = []
        for key in dict.fromkeys(self._home[unit] for unit in units if unit in self._home):
            group = self.groups[key]
            fitting = (n for n, whole in enumerate(wholes) if self.may_join(whole, group) and not at_once(whole, group))
            place = next(fitting, None)
            if place is None:
                wholes.append(group)
            else:
                wholes[place] = self.join(wholes[place], group)

    def agglomerate(self, near: Iterable[tuple[str, str]]) -> bool:
        """Joins pairs of groups (by key) for as long as the surest of them is sure enough; whether any were joined.

        A pair is looked at again only when its turn comes: groups that have grown since are compared as they are now,
        and wait for their turn anew if they have become less alike.
        """
        now: dict[str, str] = {}  # a group's key → the key of the group that it has gone into
        heap: list[tuple[float, str, str]] = []
        for one, other in sorted(near):
            score = self._score(one, other)
            if score >= self.options.joined:
                heap.append((-score, one, other))
        heapq.heapify(heap)
        looked_at: dict[tuple[str, str], tuple[int, int, float]] = {}  # pair → sizes then, and the score
        has_joined = False
        while heap:
            score, one, other = heapq.heappop(heap)
            one, other = sorted((_root(now, one), _root(now, other)))
            if one == other:
                continue
            sizes = len(self.groups[one].units), len(self.groups[other].units)
            known = looked_at.get((one, other))
            if known is None or known[:2] != sizes:
                known = looked_at[one, other] = (*sizes, self._score(one, other))
            elif known[2] != -score:
                continue  # it waits for its turn with the score that it has now
            if known[2] < self.options.joined:
                continue
            if heap and -known[2] > heap[0][0] + _SLACK and -known[2] > score:
                heapq.heappush(heap, (-known[2], one, other))
                continue
            group = self.join(self.groups[one], self.groups[other])
            now[other if group.key == one else one] = group.key
            has_joined = True
        return has_joined

    def _score(self, one: str, other: str) -> float:
        first, second = self.groups[one], self.groups[other]
        return round(evidence(first, second, self.options), 6) if self.may_join(first, second) else NEVER

    def near(self, *, within_streams: bool = False) -> set[tuple[str, str]]:
        """Pairs of groups for which something speaks: like faces, like voices, a name or a label in common.

        Args:
            within_streams: only pairs of one and the same stream.
        """
        keys = sorted(self.groups)
        groups = [self.groups[key] for key in keys]
        face, voice = self.options.face, self.options.voice
        pairs: set[tuple[str, str]] = set()
        for vectors, least in (
            ([group.face for group in groups], face.zero - _NEAR_FACE if face.slope else 2.0),
            ([group.voice for group in groups], voice.near if voice.slope else 2.0),
        ):
            pairs.update((keys[a], keys[b]) for a, b in near_pairs(vectors, least=least, nearest=_NEAREST))
        by_word: defaultdict[str, list[str]] = defaultdict(list)
        for group in groups:
            sounds = {sound for name in group.names for word in words_of(name) for sound in sounds_of(word)}
            for sound in sounds | {f"={label}" for label in group.labels}:
                by_word[sound].append(group.key)
        for members in by_word.values():
            for place, one in enumerate(members):
                pairs.update((one, other) for other in members[place + 1 : place + 1 + _NAMESAKES])
        if within_streams:
            return {(a, b) for a, b in pairs if self.groups[a].streams == self.groups[b].streams}
        return pairs

    def hear_the_crowd(self, others: Mapping[str, Group] | None = None) -> None:
        """Joins poor faces to those whom they are much nearer to than to everybody else; `others`: of the crowd too."""
        for poor, person in told_by_the_crowd(self.groups, self.options, self.may_join, others):
            one, other = self.groups[self._home[poor]], self.groups[self._home[person]]
            if one.key != other.key and self.may_join(one, other) and not cannot(one, other):
                self.join(one, other)

    def doubts(self, links: Mapping[str, Links]) -> list[Doubt]:
        """Pairs of groups that may well be one person, but not surely: alike, or a voice and the face seen with it."""
        found: list[Doubt] = []
        for one, other in sorted(self.near()):
            score = self._score(one, other)
            if self.options.doubtful <= score < self.options.joined:
                less, more = sorted((one, other), key=lambda key: (self.groups[key].weight, key))
                found.append(Doubt(less, more, 1 / (1 + math.exp(-score)), is_alike=True))
        for key in sorted(self.groups):
            voice = self.groups[key]
            if voice.faces is not None or not voice.speaking():
                continue
            chance, faces = self._face_of(voice, links)
            if chance >= self.options.link.worth_saying:
                found.extend(Doubt(key, face.key, chance, is_alike=False) for face in faces[:1])
        return found

    def link(self, links: Mapping[str, Links]) -> bool:
        """Joins voices with the faces that they are believed to belong to; whether any were joined."""
        has_joined = False
        found = [
            Found(voice, chance, faces)
            for voice in list(self.groups.values())
            if voice.speaking() and voice.faces is None
            for chance, faces in [self._face_of(voice, links)]
            if faces and chance >= self.options.link.believed
        ]
        with_face: defaultdict[str, list[Found]] = defaultdict(list)
        for each in found:
            for face in each.faces:
                with_face[face.key].append(each)
        wanted = sorted(
            (-round(each.chance, 6), each.voice.key, [face.key for face in each.faces])
            for each in found
            if against_rivals(each, with_face, links, self.options) >= self.options.link.believed
        )
        for _, voice_key, face_keys in wanted:
            if voice_key not in self.groups or any(key not in self.groups for key in face_keys):
                continue
            group = self.groups[voice_key]
            for key in face_keys:
                face = self.groups[key]
                if self.may_join(group, face) and evidence(group, face, self.options) > self.options.face.least:
                    group = self.join(group, face)
                    has_joined = True
        return has_joined

    def _face_of(self, voice: Group, links: Mapping[str, Links]) -> tuple[float, list[Group]]:
        """The face of a voice and how probable it is; several groups where only together they explain the turns."""

        def odds(faces: Sequence[Group]) -> float:
            return sum(
                links[stream].log_odds(
                    voice.speaking(stream),
                    [unit for face in faces for unit in face.of_kind(UnitKind.FACE, stream)],
                    self.options.link,
                )
                for stream in sorted(voice.streams)
                if stream in links and voice.speaking(stream)
            )

        seen = {
            unit
            for stream in voice.streams
            if stream in links
            for unit in links[stream].faces_with(voice.speaking(stream))
        }
        homes = sorted({self._home[unit] for unit in seen if unit in self._home})
        candidates = [self.groups[key] for key in homes if self.groups[key].faces is not None]
        scores = {g.key: odds([g]) + evidence(voice, g, self.options) for g in candidates if self.may_join(voice, g)}
        scores = {key: score for key, score in scores.items() if score > -1e9}
        if not scores:
            return 0.0, []
        best = max(sorted(scores), key=lambda key: round(scores[key], 6))
        chosen, score = [self.groups[best]], scores[best]
        for key in sorted(scores, key=lambda key: (-round(scores[key], 6), key)):
            group = self.groups[key]
            is_like = likeness(chosen[0], group) >= self.options.unsure_face
            if (
                key != best
                and is_like
                and self.may_join(chosen[0], group)
                and evidence(chosen[0], group, self.options) > -6.0
            ):
                together = odds([*chosen, group])
                if together > score + 1.0:
                    chosen, score = [*chosen, group], together
        others = [value for key, value in scores.items() if key not in {group.key for group in chosen}]
        return probability(score, others), chosen


def _root(now: dict[str, str], key: str) -> str:
    """The group that a group has gone into, following the chain and shortening it."""
    path = []
    while key in now:
        path.append(key)
        key = now[key]
    for step in path:
        now[step] = key
    return key
