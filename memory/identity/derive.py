"""Who is who: units become people, derived anew whenever asked, from what was observed, said and decided.

    units ──faces, voices, names──▶ groups ──voice–face links──▶ groups ──what is only named──▶ people
                  ▲                                ▲
            cannot-link                       decisions

What is not sure stays apart: two people must never become one.  People depend on the evidence and on the
log of decisions, not on the order in which streams came.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ..types import Decision, Person, Statement, StoredObservation, UnitKind
from ..units import unit_kind, unit_stream
from .clusters import Clusters
from .decisions import Rulings, rulings_of
from .evidence import IdentityOptions
from .group import Group
from .naming import Naming, adds, name_of, owner_of, same_names
from .summaries import IdentityUnits, UnitSummary

_ROUNDS = 4
"""Joining and linking feed each other; more rounds than this have never changed anything."""
LEAST_VOICE = 1.0
"""Seconds of speech under which an unnamed voice is no person of its own."""
LEAST_FACE = 2
"""Frames under which an unnamed face is none."""
SURE_VOICE = 4.0
"""Seconds of speech from which a nameless voice is no longer tentative."""
SURE_FACE = 4
"""Frames from which a nameless face is none."""


class Identity:
    """The people of a memory."""

    def __init__(self, options: IdentityOptions | None = None) -> None:
        self.options = options or IdentityOptions()
        self._units = IdentityUnits(self.options.link)

    def add_clip(self, observations: Iterable[StoredObservation], statements: Iterable[Statement]) -> None:
        """Takes what clips brought, each clip once, those of one stream in order. Cost: linear in what is given."""
        self._units.add(observations, statements)

    def people(self, decisions: Sequence[Decision] = (), *, starts: Mapping[str, float] | None = None) -> list[Person]:
        """Everybody, in order of first appearance; those who are only mentioned have name units alone.

        Args:
            decisions: the log, oldest first.
            starts: stream → time of its zero (seconds since any epoch): says which unit is the earliest where a person
                is in several streams, so that a person's id stays when a later recording is added.
        """
        summaries = dict(self._units.summaries)
        rulings = rulings_of(decisions)
        for unit in rulings.units:  # decided about, though nothing is stored of it any more
            if unit not in summaries:
                summaries[unit] = UnitSummary(unit, unit_kind(unit), unit_stream(unit))
        clusters = Clusters(summaries, rulings, self.options)
        clusters.agglomerate(clusters.near(within_streams=True))  # who belongs together in one recording, first: a
        clusters.link(self._units.links)  # voice with its face says more across recordings than either alone
        for _ in range(_ROUNDS):
            has_joined = clusters.agglomerate(clusters.near())
            if not clusters.link(self._units.links) and not has_joined:
                break
        doubtful = clusters.doubtful()
        groups = sorted(clusters.groups.values(), key=lambda group: group.key)
        order = _Order(summaries, starts or {})
        people = [
            self._person(group, names, rulings, order, is_doubtful=group.key in doubtful)
            for group, names in _Everybody(groups, summaries, rulings).people
            if names or _is_somebody(group, summaries, rulings)
        ]
        return sorted(people, key=lambda person: order.of(person.units[0]))

    def _person(
        self, group: Group, names: Sequence[str], rulings: Rulings, order: _Order, *, is_doubtful: bool
    ) -> Person:
        units = tuple(sorted(group.units, key=order.of))
        is_confirmed = not rulings.confirmed.isdisjoint(units)
        is_weak = group.voiced < SURE_VOICE and group.frames < SURE_FACE and not group.names
        return Person(
            id="person-" + hashlib.sha256(units[0].encode()).hexdigest()[:10],
            name=names[0] if names else None,
            names=tuple(names),
            units=units,
            is_confirmed=is_confirmed,
            is_tentative=(is_doubtful or is_weak) and not is_confirmed,
            is_hidden=not rulings.hidden.isdisjoint(units),
        )


class _Order:
    """Which unit came first, as far as it can be told."""

    def __init__(self, summaries: Mapping[str, UnitSummary], starts: Mapping[str, float]) -> None:
        self._summaries, self._starts = summaries, starts

    def of(self, unit: str) -> tuple[bool, bool, float, str, int, float, str]:
        """Seen before mentioned, streams with a clock before others, then by time."""
        summary = self._summaries[unit]
        start = self._starts.get(summary.stream)
        clip, second = summary.first
        is_named_only = summary.kind is UnitKind.NAME
        return is_named_only, start is None, (start or 0.0) + second, summary.stream, clip, second, unit


def derive(
    observations: Iterable[StoredObservation],
    statements: Iterable[Statement],
    decisions: Sequence[Decision] = (),
    *,
    options: IdentityOptions | None = None,
    starts: Mapping[str, float] | None = None,
) -> list[Person]:
    """The people of a whole memory at once: the same as `Identity` fed clip by clip."""
    identity = Identity(options)
    identity.add_clip(observations, statements)
    return identity.people(decisions, starts=starts)


def _is_somebody(group: Group, summaries: Mapping[str, UnitSummary], rulings: Rulings) -> bool:
    """Whether there is enough of a nameless group to be listed: a blip of a voice or a face in one frame is not."""
    if group.label_streams or any(rulings.block(unit) is not None for unit in group.units):
        return True
    voiced = sum(summaries[unit].voiced for unit in group.of_kind(UnitKind.VOICE))
    frames = sum(summaries[unit].count for unit in group.of_kind(UnitKind.FACE))
    return voiced >= LEAST_VOICE or frames >= LEAST_FACE


class _Everybody:
    """Groups and their names, with those who are only mentioned joined to whoever bears the name."""

    def __init__(self, groups: Sequence[Group], summaries: Mapping[str, UnitSummary], rulings: Rulings) -> None:
        naming = Naming(groups)
        in_stream: defaultdict[str, list[Group]] = defaultdict(list)
        for group in groups:
            for stream in group.streams:
                in_stream[stream].append(group)
        added: defaultdict[str, list[str]] = defaultdict(list)
        loose: list[tuple[str, str, str]] = []
        for unit in sorted(summaries):
            summary = summaries[unit]
            if summary.kind is not UnitKind.NAME or rulings.block(unit) is not None:
                continue
            name = name_of(summary)
            near = in_stream[summary.stream]
            owner = owner_of(name, near, naming.names) or owner_of(name, groups, naming.names, by_letter=True)
            if owner is None:
                loose.append((unit, name, summary.stream))
            else:
                added[owner.key].append(unit)
        self.people: list[tuple[Group, list[str]]] = []
        for group in groups:
            names = naming.names[group.key]
            extra = sorted({name_of(summaries[unit]) for unit in added[group.key]})
            names = [*names, *(name for name in extra if adds(name, names))]
            members = [summaries[unit] for unit in (*group.units, *added[group.key])]
            self.people.append((Group(members, decided=group.decided) if added[group.key] else group, names))
        for units, names in same_names(loose):
            self.people.append((Group([summaries[unit] for unit in units]), names))
