"""Groups of units become people: the surest pair first, as long as it is sure enough and nothing forbids it.

Agglomerative clustering under cannot-link constraints.  Pairs are only compared where something speaks for
them (faces or voices not far apart, one name), and the order in which units came plays no part: equally
sure pairs are taken in order of their ids.

Cost for n units: n² cosines of centroids (numpy), then a heap over the pairs that came out of it.  Measured
1.5 s for 2,000 units (50 people in 100 recordings), 0.1 s for 200.  For more, the dense n² must give way to
an index over exemplars, and only groups whose units are new or changed be compared again.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..names.compare import sounds_of, words_of
from ..types import UnitKind
from .decisions import Rulings
from .evidence import NEVER, Group, IdentityOptions, evidence, likeness
from .links import Links, probability
from .summaries import UnitSummary

_NEAR_FACE = 0.06
"""How much lower than a unit's own threshold two centroids may be and still be compared."""


class Clusters:
    """The groups while they grow."""

    def __init__(self, summaries: Mapping[str, UnitSummary], rulings: Rulings, options: IdentityOptions) -> None:
        self.options, self._summaries, self._rulings = options, summaries, rulings
        by_ruling: defaultdict[int, list[UnitSummary]] = defaultdict(list)
        free: list[UnitSummary] = []
        for unit in sorted(summaries):
            summary = summaries[unit]
            ruling = rulings.groups.get(unit)
            if ruling is not None:
                by_ruling[ruling].append(summary)
            elif summary.kind is not UnitKind.NAME and summary.kind is not UnitKind.THING:
                free.append(summary)
        self._decided: dict[int, tuple[str, ...]] = {
            ruling: tuple(
                dict.fromkeys(d.value for d in rulings.names if not {s.unit for s in members}.isdisjoint(d.units))
            )
            for ruling, members in by_ruling.items()
        }
        self._rulings_in: dict[str, frozenset[int]] = {}
        self.groups: dict[str, Group] = {}
        for ruling, members in sorted(by_ruling.items()):
            self._put(Group(members, decided=self._decided[ruling]), frozenset((ruling,)))
        for summary in free:
            self._put(Group([summary]), frozenset())

    def _put(self, group: Group, rulings: frozenset[int]) -> None:
        self.groups[group.key] = group
        self._rulings_in[group.key] = rulings

    def may_join(self, one: Group, other: Group) -> bool:
        """Whether decisions let two groups be one person: none keeps them apart, and they are not named differently."""
        if any(
            not self._rulings.may_join(a, b) for a in self._rulings_in[one.key] for b in self._rulings_in[other.key]
        ):
            return False
        return not (one.decided and other.decided and set(one.decided).isdisjoint(other.decided))

    def join(self, one: Group, other: Group) -> Group:
        """Makes two groups one; the new one takes the lower key."""
        rulings = self._rulings_in.pop(one.key) | self._rulings_in.pop(other.key)
        del self.groups[one.key], self.groups[other.key]
        members = [self._summaries[unit] for unit in (*one.units, *other.units)]
        decided = dict.fromkeys((*one.decided, *other.decided))
        order = {name: place for place, name in enumerate(d.value for d in self._rulings.names)}
        group = Group(members, decided=sorted(decided, key=lambda name: order.get(name, len(order))))
        self._put(group, rulings)
        return group

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
        seen: dict[tuple[str, str], tuple[int, int]] = {}
        has_joined = False
        while heap:
            score, one, other = heapq.heappop(heap)
            one, other = sorted((_root(now, one), _root(now, other)))
            sizes = len(self.groups[one].units), len(self.groups[other].units)
            if one == other or seen.get((one, other)) == sizes:
                continue
            current = self._score(one, other)
            if current < self.options.joined:
                seen[one, other] = sizes
            elif heap and -current > heap[0][0] and -current > score:
                heapq.heappush(heap, (-current, one, other))
            else:
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
        pairs: set[tuple[str, str]] = set()
        face = self.options.face
        _dense(
            pairs,
            keys,
            [_centroid(self.groups[key].faces) for key in keys],
            face.zero - _NEAR_FACE if face.slope else 2.0,
        )
        voice = self.options.voice
        _dense(pairs, keys, [self.groups[key].voice for key in keys], voice.zero if voice.slope else 2.0)
        by_word: defaultdict[str, list[str]] = defaultdict(list)
        for key in keys:
            group = self.groups[key]
            sounds = {sound for name in group.names for word in words_of(name) for sound in sounds_of(word)}
            for sound in sounds | {f"={label}" for label in group.labels}:
                by_word[sound].append(key)
        for members in by_word.values():
            pairs.update((one, other) for place, one in enumerate(members) for other in members[place + 1 :])
        if within_streams:
            return {(a, b) for a, b in pairs if self.groups[a].streams == self.groups[b].streams}
        return pairs

    def link(self, links: Mapping[str, Links]) -> bool:
        """Joins voices with the faces that they are believed to belong to; whether any were joined."""
        has_joined = False
        wanted = sorted(
            (-round(chance, 6), voice.key, [face.key for face in faces])
            for voice in list(self.groups.values())
            if voice.speaking() and voice.faces is None
            for chance, faces in [self._face_of(voice, links)]
            if faces and chance >= self.options.link.believed
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
        candidates = [g for g in self.groups.values() if g.faces is not None and not seen.isdisjoint(g.units)]
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


def _centroid(vectors: NDArray[np.float32] | None) -> NDArray[np.float64] | None:
    if vectors is None:
        return None
    mean = np.asarray(vectors, np.float64).mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12))


def _dense(
    pairs: set[tuple[str, str]], keys: Sequence[str], vectors: Sequence[NDArray[np.float64] | None], least: float
) -> None:
    """Adds the pairs whose vectors have at least that cosine. n² numbers, in blocks of 512 rows."""
    having = [place for place, vector in enumerate(vectors) if vector is not None]
    if len(having) < 2 or least > 1.0:
        return
    stacked = np.stack([vector for vector in vectors if vector is not None]).astype(np.float32)
    for start in range(0, len(having), 512):
        cosines = stacked[start : start + 512] @ stacked.T
        for row, column in np.argwhere(cosines >= least):
            one, other = having[start + int(row)], having[int(column)]
            if one < other:
                pairs.add((keys[one], keys[other]))
