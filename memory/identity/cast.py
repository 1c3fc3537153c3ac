"""From groups to people: their names, and who is only spoken of joined to whoever bears the name."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ..names.compare import is_put_right
from ..types import MayBe, Person, UnitKind
from .by_name import ByWord
from .clusters import Doubt
from .decisions import Rulings
from .group import Group
from .naming import Naming, adds, bearers, name_of, once_called, owner_of, same_names
from .summaries import UnitSummary

LEAST_VOICE = 1.0
"""Seconds of speech under which an unnamed voice is no person of its own."""
LEAST_FACE = 2
"""Frames under which an unnamed face is none."""
SURE_VOICE = 4.0
"""Seconds of speech from which a nameless voice is no longer tentative."""
SURE_FACE = 4
"""Frames from which a nameless face is none."""
MOST_DOUBTS = 3
"""People whom somebody may be that are told."""


class Order:
    """Which unit came first, as far as it can be told."""

    def __init__(
        self, summaries: Mapping[str, UnitSummary], starts: Mapping[str, float], added: Collection[str] = ()
    ) -> None:
        """`starts`: stream → time of its zero, in seconds since any epoch; `added`: as in `Rulings`."""
        self._summaries, self._starts, self._added = summaries, starts, added

    def of(self, unit: str) -> tuple[bool, bool, bool, float, str, int, float, str]:
        """Seen before mentioned, what was enrolled later last, streams with a clock before others, then by time."""
        summary = self._summaries[unit]
        start = self._starts.get(summary.stream)
        clip, second = summary.first
        is_named_only = summary.kind is UnitKind.NAME
        time = (start or 0.0) + second
        return is_named_only, unit in self._added, start is None, time, summary.stream, clip, second, unit


def people_of(
    groups: Sequence[Group],
    summaries: Mapping[str, UnitSummary],
    rulings: Rulings,
    order: Order,
    *,
    doubts: Sequence[Doubt] = (),
    others: Mapping[str, Sequence[str]] | None = None,
) -> list[Person]:
    """The people that groups are, in order of first appearance.

    Args:
        groups: units that are one person each.
        summaries: of all units of the groups, and of the name units that are to find an owner.
        rulings: what people decided.
        order: of units in time.
        doubts: groups that may be one person.
        others: stream → names of people in it who are not among the groups: what they are called is taken.
    """
    doubtful = {doubt.one for doubt in doubts if doubt.is_alike}
    people = [
        _person(group, names, rulings, order, is_doubtful=not doubtful.isdisjoint(group.units))
        for group, names in _named(groups, summaries, rulings, others or {})
        if names or _is_somebody(group, rulings)
    ]
    people.sort(key=lambda person: order.of(person.units[0]))
    return _with_doubts(people, doubts)


def _with_doubts(people: Sequence[Person], doubts: Sequence[Doubt]) -> list[Person]:
    """Each person with whom else it may be, the likeliest first."""
    home = {unit: person.id for person in people for unit in person.units}
    may_be: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for doubt in doubts:
        one, other = home.get(doubt.one), home.get(doubt.other)
        if one is not None and other is not None and one != other:
            for mine, theirs in ((one, other), (other, one)):
                may_be[mine][theirs] = max(doubt.probability, may_be[mine].get(theirs, 0.0))
    return [
        replace(person, may_be=likeliest(may_be[person.id])) if person.id in may_be else person for person in people
    ]


def likeliest(chances: Mapping[str, float]) -> tuple[MayBe, ...]:
    """Of person → how likely it is the same, the few that are told, the likeliest first."""
    return tuple(sorted((MayBe(other, round(chance, 3)) for other, chance in chances.items()), key=_by_chance))[
        :MOST_DOUBTS
    ]


def _by_chance(doubt: MayBe) -> tuple[float, str]:
    return -doubt.probability, doubt.person


def _person(group: Group, names: Sequence[str], rulings: Rulings, order: Order, *, is_doubtful: bool) -> Person:
    units = tuple(sorted(group.units, key=order.of))
    is_confirmed = not rulings.confirmed.isdisjoint(units)
    is_present = group.faces is not None or bool(group.voice_streams)
    is_weak = is_present and group.voiced < SURE_VOICE and group.frames < SURE_FACE and not group.names
    return Person(
        id="person-" + hashlib.sha256(units[0].encode()).hexdigest()[:10],
        name=names[0] if names else None,
        names=tuple(names),
        units=units,
        is_confirmed=is_confirmed,
        is_tentative=(is_weak or (is_doubtful and not group.names)) and not is_confirmed,
        is_hidden=not rulings.hidden.isdisjoint(units),
    )


def _is_somebody(group: Group, rulings: Rulings) -> bool:
    """Whether there is enough of a nameless group to be listed: a blip of a voice or a face in one frame is not."""
    if group.label_streams or any(rulings.block(unit) is not None for unit in group.units):
        return True
    return group.voiced >= LEAST_VOICE or group.frames >= LEAST_FACE


def _named(
    groups: Sequence[Group],
    summaries: Mapping[str, UnitSummary],
    rulings: Rulings,
    others: Mapping[str, Sequence[str]],
) -> Iterator[tuple[Group, list[str]]]:
    """Each group with its names, the best first; then those who are only spoken of."""
    naming = Naming(groups, others)
    in_stream: defaultdict[str, list[Group]] = defaultdict(list)
    for group in groups:
        for stream in group.streams:
            in_stream[stream].append(group)
    bearing: ByWord[str] = ByWord()
    home = {group.key: group for group in groups}
    for group in groups:
        for have in naming.names[group.key]:
            bearing.add(have, group.key)
    added: defaultdict[str, list[UnitSummary]] = defaultdict(list)
    loose: list[tuple[str, str, str]] = []
    for unit in sorted(summaries):
        summary = summaries[unit]
        if summary.kind is not UnitKind.NAME or rulings.block(unit) is not None:
            continue
        name = name_of(summary)
        near = in_stream[summary.stream]
        anywhere = [home[key] for key in bearing.having(name)]
        owner = owner_of(name, near, naming.names) or owner_of(name, anywhere, naming.names, by_letter=True)
        owner = owner or once_called(name, near)
        if owner is None and len(bearers(name, near, naming.names)) > 1:
            continue  # one of several present namesakes, and not a third
        if owner is None:
            loose.append((unit, name, summary.stream))
        else:
            added[owner.key].append(summary)
    for group in groups:
        names = naming.names[group.key]
        extra = sorted({name_of(each) for each in added[group.key] if not is_put_right(name_of(each), group.claims)})
        names = [*names, *(name for name in extra if adds(name, names))]
        yield (group.joined(Group(added[group.key]), decided=group.decided) if added[group.key] else group), names
    for units, names in same_names(loose):
        yield Group([summaries[unit] for unit in units]), names
