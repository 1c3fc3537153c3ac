"""Who is who: units become people, derived anew whenever asked, from what was observed, said and decided.

    units ──faces, voices, names──▶ groups ──voice–face links──▶ groups ──what is only named──▶ people
                  ▲                                ▲
            cannot-link                       decisions

What is not sure stays apart: two people must never become one.  People depend on the evidence and on the
log of decisions, not on the order in which streams came.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from ..names.compare import is_proper, own_names
from ..types import Decision, Person, Statement, StoredObservation, UnitKind
from ..units import unit_kind, unit_stream
from .cast import Order, likeliest, people_of
from .clusters import Clusters
from .decisions import Rulings, rulings_of
from .evidence import IdentityOptions
from .gallery import Gallery
from .group import Group
from .summaries import StreamUnits, UnitSummary, gathered

_ROUNDS = 8
"""Joining and linking feed each other, and only a few nearest are compared in each round; it ends sooner as a rule."""


class Identity:
    """The people of a memory."""

    def __init__(self, options: IdentityOptions | None = None) -> None:
        self.options = options or IdentityOptions()
        self.streams: dict[str, StreamUnits] = {}
        """What each stream tells."""

    def add_clip(self, observations: Iterable[StoredObservation], statements: Iterable[Statement]) -> None:
        """Takes what clips brought, each clip once, those of one stream in order. Cost: linear in what is given."""
        parts: defaultdict[str, tuple[list[StoredObservation], list[Statement]]] = defaultdict(lambda: ([], []))
        for observation in observations:
            parts[observation.stream][0].append(observation)
        for statement in statements:
            parts[statement.stream][1].append(statement)
        for stream, (seen, said) in parts.items():
            self.stream(stream).add(seen, said)

    def stream(self, stream: str) -> StreamUnits:
        """What is known of a stream, to be added to."""
        if stream not in self.streams:
            self.streams[stream] = StreamUnits(stream, self.options.link)
        return self.streams[stream]

    def people(
        self,
        decisions: Sequence[Decision] = (),
        *,
        starts: Mapping[str, float] | None = None,
        enrolled: Collection[str] = (),
    ) -> list[Person]:
        """Everybody, in order of first appearance; those who are only mentioned have name units alone.

        Args:
            decisions: the log, oldest first.
            starts: stream → time of its zero (seconds since any epoch): says which unit is the earliest where a person
                is in several streams, so that a person's id stays when a later recording is added.
            enrolled: streams of photographs and voice samples: they count where a decision speaks for them.
        """
        rulings = rulings_of(decisions)
        summaries = {
            unit: summary
            for unit, summary in gathered(self.streams.values()).items()
            if summary.stream not in enrolled or rulings.block(unit) is not None
        }
        _remember_decided(summaries, rulings.units)
        return self._settled(summaries, rulings, Order(summaries, starts or {}, rulings.added))

    def revise(
        self,
        people: Sequence[Person],
        about: Collection[str],
        decisions: Sequence[Decision],
        *,
        reopened: bool,
        starts: Mapping[str, float] | None = None,
        enrolled: Collection[str] = (),
        anew: Collection[str] = (),
    ) -> list[Person]:
        """People as they were, but for those whom a decision concerns: their units are put together anew.

        What follows for others (whom else a larger person is alike to) is left for the next time that all are derived.

        Args:
            people: as they were; the streams of those concerned must have been taken in.
            about: the units that the decision speaks of.
            decisions: the whole log.
            reopened: whether those concerned are put together from nothing; else what was one stays one, but for what
                a decision parts.
            starts: as in `people`.
            enrolled: as in `people`.
            anew: streams that are still being added: what was one in them need not stay one, for it was told by half.
        """
        rulings = rulings_of(decisions)
        wanted = {unit for unit in about if unit_stream(unit) not in enrolled or rulings.block(unit) is not None}
        concerned = [person for person in people if not set(about).isdisjoint(person.units)]
        streams = {unit_stream(unit) for person in concerned for unit in person.units} | set(map(unit_stream, wanted))
        spoken_of = [
            person
            for person in people
            if person not in concerned
            and all(unit_kind(unit) is UnitKind.NAME and unit_stream(unit) in streams for unit in person.units)
        ]
        changing = {person.id for person in (*concerned, *spoken_of)}
        units = {unit for person in people if person.id in changing for unit in person.units} - set(about) | wanted
        told = gathered(self.streams.values())
        summaries = {unit: each for unit, each in told.items() if unit in units}
        crowd: dict[str, Group] = {}
        _remember_decided(summaries, units)
        others: defaultdict[str, list[str]] = defaultdict(list)
        for person in people:
            if person.id not in changing:
                there = {unit_stream(unit) for unit in person.units} & streams
                for stream in there:
                    others[stream].extend(person.names)
                faces = [told[unit] for unit in person.units if there and unit in told and told[unit].faces.vectors]
                if faces:
                    crowd[faces[0].unit] = Group(faces)
        together = (
            []
            if reopened
            else [[unit for unit in person.units if unit_stream(unit) not in anew] for person in concerned]
        )
        order = Order(summaries, starts or {}, rulings.added)
        revised = self._settled(summaries, rulings, order, together=together, others=others, crowd=crowd)
        return _in_place(people, revised, changing)

    def names_in(self, streams: Collection[str]) -> set[str]:
        """Names that people give themselves in some streams, or are labelled with."""
        return {
            name
            for stream in streams
            for summary in self.stream(stream).summaries.values()
            for name in (*own_names(summary.claims), *((summary.label,) if is_proper(summary.label) else ()))
        }

    def alike(self, streams: Collection[str], gallery: Gallery) -> set[str]:
        """Ids of the known people whom faces and voices of some streams may be of."""
        found: set[str] = set()
        for stream in streams:
            for summary in self.stream(stream).summaries.values():
                for kind, vector in ((UnitKind.FACE, summary.face), (UnitKind.VOICE, summary.voice)):
                    if vector is None:
                        continue
                    mean = np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
                    scale = self.options.face if kind is UnitKind.FACE else self.options.voice
                    said = summary.voiced if kind is UnitKind.VOICE else math.inf
                    near = gallery.match(kind, mean, seconds=said)
                    found.update(each.person for each in near if scale(each.cosine, said) >= self.options.doubtful)
        return found

    def _settled(
        self,
        summaries: Mapping[str, UnitSummary],
        rulings: Rulings,
        order: Order,
        *,
        together: Sequence[Sequence[str]] = (),
        others: Mapping[str, Sequence[str]] | None = None,
        crowd: Mapping[str, Group] | None = None,
    ) -> list[Person]:
        links = {stream: units.links for stream, units in self.streams.items()}
        clusters = Clusters(summaries, rulings, self.options)
        for units in together:
            clusters.keep_together(units)
        clusters.agglomerate(clusters.near(within_streams=True))  # who belongs together in one recording, first: a
        clusters.link(links)  # voice with its face says more across recordings than either alone
        for _ in range(_ROUNDS):
            has_joined = clusters.agglomerate(clusters.near())
            if not clusters.link(links) and not has_joined:
                break
        clusters.hear_the_crowd(crowd)
        doubts = clusters.doubts(links)
        groups = sorted(clusters.groups.values(), key=lambda group: group.key)
        return people_of(groups, summaries, rulings, order, doubts=doubts, others=others)


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


def _remember_decided(summaries: dict[str, UnitSummary], units: Iterable[str]) -> None:
    """Units that were decided about, though nothing is stored of them any more."""
    for unit in units:
        if unit not in summaries:
            summaries[unit] = UnitSummary(unit, unit_kind(unit), unit_stream(unit))


def _in_place(before: Sequence[Person], revised: Sequence[Person], changing: Collection[str]) -> list[Person]:
    """The revised people where those stood whose units they have."""
    home = {unit: person for person in revised for unit in person.units}
    placed: dict[str, Person] = {}
    for person in before:
        news = {home[unit].id: home[unit] for unit in person.units if unit in home}
        for each in news.values() if person.id in changing else (person,):
            placed.setdefault(each.id, each)
    now = [*placed.values(), *(person for person in revised if person.id not in placed)]
    return _in_doubt(before, now, changing)


def _in_doubt(before: Sequence[Person], now: Sequence[Person], changing: Collection[str]) -> list[Person]:
    """With the doubts between those who were revised and those who were not: they were looked at on neither side."""
    known, were = {person.id for person in now}, {person.id: person for person in before}
    told: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for person in before:
        for each in person.may_be:
            if (person.id in changing) is not (each.person in changing) and {person.id, each.person} <= known:
                told[person.id][each.person] = told[each.person][person.id] = each.probability
    found = []
    for person in now:
        kept = told[person.id] | {each.person: each.probability for each in person.may_be if each.person in known}
        was = were.get(person.id)
        stays = was is not None and was.is_tentative and was.units == person.units and not person.is_confirmed
        found.append(replace(person, may_be=likeliest(kept), is_tentative=person.is_tentative or stays))
    return found
