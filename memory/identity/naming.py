"""Which names people get: those that were decided, their own, those that a card shows or others call them.

Within a stream a name belongs to one person: who gives it himself has it before all whom others may
have meant, and of those the one with more votes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..names.compare import (
    CALLED,
    MISTAKEN,
    addressed_names,
    best_names,
    compatible,
    is_full,
    is_misheard,
    same_word,
    words_of,
)
from ..types import UnitKind
from .by_name import BySound
from .group import Group
from .summaries import UnitSummary


class Naming:
    """Group key → names, best first. Built in one go; the order of the groups does not matter."""

    def __init__(self, groups: Sequence[Group], others: Mapping[str, Sequence[str]] | None = None) -> None:
        """`others`: stream → names that people in it bear who are not among the groups."""
        self._others = others or {}
        self._groups = {group.key: group for group in groups}
        self.names: dict[str, list[str]] = {}
        self._in_stream: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for group in groups:
            own = best_names(group.claims)
            self.names[group.key] = list(dict.fromkeys((*group.decided, *own)))
            for stream in group.streams:
                self._in_stream[stream][group.key] = self.names[group.key]
        self._give(self._called(allow_weak=False))
        self._give(self._only_ones())
        for group in groups:
            if not group.decided:
                self._fullest_first(group)
            if not self.names[group.key]:  # "Speaker 1" is better than nothing
                self.names[group.key].extend(group.parts)

    def _fullest_first(self, group: Group) -> None:
        """Who only gives a first name is called by the full one that a card shows, or others say."""
        names = self.names[group.key]
        if not best_names(group.claims):
            names.sort(key=lambda name: -len(words_of(name)))
        elif not is_full(names[0]):
            fuller = [name for name in names[1:] if is_full(name) and compatible(name, names[0])]
            names.sort(key=lambda name: name not in fuller[:1])

    def _taken(self, group: Group) -> list[str]:
        """Names that others bear in the group's streams."""
        borne = [
            name
            for stream in sorted(group.streams)
            for key, names in self._in_stream[stream].items()
            if key != group.key
            for name in names
        ]
        return [*borne, *(name for stream in sorted(group.streams) for name in self._others.get(stream, ()))]

    def _called(self, *, allow_weak: bool) -> list[tuple[float, str, str]]:
        """(votes below zero, group, name) of the names that others call a group, the most voted first."""
        found: list[tuple[float, str, str]] = []
        for key, group in self._groups.items():
            if allow_weak and (self.names[key] or not group.has(UnitKind.VOICE)):
                continue
            if not any(source in CALLED for _, source in group.claims):
                continue
            called = addressed_names(group.claims, group.denied, self._taken(group), allow_weak=allow_weak)
            found.extend((-votes, key, name) for votes, name in called)
        return sorted(found, key=lambda each: each[:2])

    def _only_ones(self) -> list[tuple[float, str, str]]:
        """Weakly voted names of nameless voices where nobody else can be meant, nor the voice be somebody else."""
        weak = self._called(allow_weak=True)
        by_stream: defaultdict[str, dict[int, None]] = defaultdict(dict)
        for place, (_, key, _) in enumerate(weak):
            for stream in self._groups[key].streams:
                by_stream[stream][place] = None
        return [
            (votes, key, name)
            for votes, key, name in weak
            if not any(
                (other_key == key) is not compatible(name, other) and 2 * other_votes <= votes
                for place in {place for stream in self._groups[key].streams for place in by_stream[stream]}
                for other_votes, other_key, other in (weak[place],)
                if (other_key, other) != (key, name)
            )
        ]

    def _give(self, called: Sequence[tuple[float, str, str]]) -> None:
        for _, key, name in called:
            have = self.names[key]
            if name in have or any(compatible(name, other) for other in self._taken(self._groups[key])):
                continue
            if not have or compatible(name, have[0]):
                have.append(name)
            elif not self._groups[key].decided and is_misheard(have[0], name, self._groups[key].claims):
                have[0] = name


def owner_of(
    name: str, groups: Sequence[Group], names: Mapping[str, Sequence[str]], *, by_letter: bool = False
) -> Group | None:
    """The only group that bears a name, None where none or several do.

    A part of a name goes before a short form or a likeness in sound, and with `by_letter` only it counts.
    """
    fitting = bearers(name, groups, names, by_letter=by_letter)
    return fitting[0] if len(fitting) == 1 else None


def bearers(
    name: str, groups: Sequence[Group], names: Mapping[str, Sequence[str]], *, by_letter: bool = False
) -> list[Group]:
    """All groups that bear a name, as in `owner_of`."""
    if not name:
        return []
    words = set(words_of(name))
    fitting = [group for group in groups if any(words <= set(words_of(have)) for have in names[group.key])]
    if not fitting and not by_letter:
        fitting = [group for group in groups if _may_bear(name, names[group.key])]
    return fitting


def once_called(name: str, groups: Sequence[Group]) -> Group | None:
    """The group that was called so before it was put right, where the name has been of nobody else since."""
    votes = {group.key: _mistaken(name, group) for group in groups}
    fitting = sorted((group for group in groups if votes[group.key] > 0), key=lambda each: (-votes[each.key], each.key))
    if not fitting or (len(fitting) > 1 and 2 * votes[fitting[1].key] > votes[fitting[0].key]):
        return None
    return None if any(compatible(name, other) for other in fitting[0].denied) else fitting[0]


def _mistaken(name: str, group: Group) -> float:
    """The votes that a group had for a name before it was put right."""
    return sum(
        weight for (wrong, source), weight in group.claims.items() if source == MISTAKEN and compatible(name, wrong)
    )


def _may_bear(name: str, known: Sequence[str]) -> bool:
    """Whether a name goes with those known; where a full one is known, another full name must go with that."""
    full = [have for have in known if is_full(have)] if is_full(name) else []
    return any(compatible(name, have) for have in full or known)


def adds(name: str, known: Sequence[str]) -> bool:
    """Whether a name says more than those known: a nickname or a surname, not a part or a garbled longer one."""
    words = words_of(name)
    if any(set(words) <= set(words_of(have)) for have in known):
        return False
    return len(words) == 1 or any(same_word(words[0], words_of(have)[0]) for have in known)


def name_of(summary: UnitSummary) -> str:
    """The name that a name unit stands for."""
    return max(sorted(summary.claims), key=lambda claim: summary.claims[claim], default=("", ""))[0]


def same_names(loose: Sequence[tuple[str, str, str]]) -> Iterator[tuple[list[str], list[str]]]:
    """Name units that nobody present bears, put together: (units, names, the fullest first) of each person.

    Args:
        loose: (unit, name, stream) of each. One person per full name in the memory, or per first name in a stream.
    """
    people: list[tuple[list[str], list[str]]] = []
    streams: list[set[str]] = []  # of each of the people
    known: BySound[int] = BySound()
    for unit, name, stream in sorted(loose, key=lambda each: (-len(words_of(each[1])), each[0])):
        fitting = [
            place
            for place in sorted(known.near(name))
            if compatible(name, people[place][1][0])
            and (stream in streams[place] or (is_full(name) and is_full(people[place][1][0])))
        ]
        if len(fitting) != 1:
            if name:
                known.add(name, len(people))
            people.append(([unit], [name] if name else []))
            streams.append({stream})
            continue
        units, names = people[fitting[0]]
        units.append(unit)
        streams[fitting[0]].add(stream)
        if name not in names:
            names.append(name)
    yield from people
