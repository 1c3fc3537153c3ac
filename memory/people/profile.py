"""Everything that a memory holds of one person, and how it is known: names, parts, links, decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...encoders.types import ObservationKind
from ...streams.types import Span
from ..identity.decisions import NAMING
from ..privacy.redaction import SOMEONE
from ..recall import Recall
from ..types import Decision, LinkEvidence, Person, Statement, StoredObservation, StreamRecord, UnitKind
from ..units import unit_kind, unit_stream
from .enrolled import KIND, enrolled_units
from .link_reasons import links_of
from .log import Logged, logged


@dataclass(frozen=True, slots=True)
class Part:
    """One unit of a person: what `people split` can take out."""

    unit: str
    kind: str
    """"face", "voice", "label", "name", or of an enrolment "photo", "voice sample"."""
    stream: str
    source: str
    """Path, address or (of an enrolment) file name that the stream came from."""
    spans: tuple[Span, ...] = ()
    """When it is seen or heard, joined over short gaps."""
    text: str = ""
    """A transcript's label, or the name that was only heard or read."""

    @property
    def seconds(self) -> float:
        """How long it is seen or heard."""
        return sum(span.duration for span in self.spans)

    @property
    def is_enrolled(self) -> bool:
        """Whether a person gave it."""
        return self.kind in ("photo", "voice sample")


@dataclass(frozen=True, slots=True)
class NameOrigin:
    """A name and one way in which it is known."""

    name: str
    origin: str
    """"decided", or as `Statement.source`: "self", "addressed", "introduced", "label", "screen", "other", "person"."""
    count: int
    """How often."""
    stream: str = ""
    source: str = ""
    time: float = 0.0
    """Seconds of the stream of the first time."""
    text: str = ""
    """The words of the first time, verbatim; of a decision, who made it and why."""
    is_believed: bool = True
    """False: it was heard for this person, but is taken for somebody else's, or for a mishearing."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A person with everything that says who it is."""

    person: Person
    """With all appearances."""
    names: tuple[NameOrigin, ...]
    parts: tuple[Part, ...]
    """In the order of `Person.units`: the first is number 1."""
    links: tuple[LinkEvidence, ...]
    decisions: tuple[Logged, ...]
    """Those that concern any of its parts, oldest first."""
    may_be: tuple[tuple[Person, float], ...] = ()
    """Whom else it may be, with how probable that is; both stay apart."""

    def number(self, unit: str) -> int:
        """The number of a part, 0 where it is none."""
        return next((n for n, part in enumerate(self.parts, 1) if part.unit == unit), 0)


def profile_of(recall: Recall, person: Person) -> Profile:
    """Puts a person's profile together. Cost: its appearances, and the observations of recordings with face and voice.

    Args:
        recall: the memory.
        person: as `Recall.people` gives it.
    """
    store = recall.store
    records = {record.id: record for record in store.streams()}
    log = store.decisions()
    statements = _without_hidden(recall, person, store.statements(subjects=person.units, predicates=("name",)))
    own = set(person.units)
    others = {each.id: each for each in recall.people()}
    directory = recall.directory
    decisions = logged(log, directory.display_all if person.is_hidden else directory.display)
    return Profile(
        person=recall.person(person),
        names=tuple(_names(person, statements, log, records)),
        parts=tuple(parts_of(recall, person)),
        links=tuple(links_of(store, person.units)),
        decisions=tuple(each for each in decisions if not own.isdisjoint(each.decision.units)),
        may_be=tuple((others[each.person], each.probability) for each in person.may_be if each.person in others),
    )


def parts_of(recall: Recall, person: Person, *, with_spans: bool = True) -> list[Part]:
    """The person's units in order, without those of enrolments that were taken back.

    Without `with_spans` it is not looked up when each is seen or heard, which costs a look at all appearances.
    """
    store = recall.store
    records = {record.id: record for record in store.streams()}
    enrolled = {record.id for record in records.values() if record.kind == KIND}
    holding = enrolled_units(store.decisions(), enrolled)
    spans = recall.spans(person) if with_spans else {}
    found = store.statements(subjects=person.units, predicates=("name",))
    called = {each.subject: each.object for each in _without_hidden(recall, person, found)}
    parts = []
    for unit in person.units:
        stream, kind = unit_stream(unit), unit_kind(unit)
        record = records.get(stream)
        if stream in enrolled:
            if unit not in holding:
                continue
            word = "photo" if kind is UnitKind.FACE else "voice sample"
            given = Span(0.0, record.duration if record else 0.0)
            parts.append(Part(unit, word, stream, record.uri if record else "", (given,)))
            continue
        text = called.get(unit, "") if kind in (UnitKind.LABEL, UnitKind.NAME) else ""
        parts.append(Part(unit, kind.value, stream, record.uri if record else "", spans.get(unit, ()), text))
    return parts


def _without_hidden(recall: Recall, person: Person, statements: Sequence[Statement]) -> list[Statement]:
    """What says how somebody is called, without the names of hidden people; of a hidden person, who was asked for, all.

    Somebody may have been called by a hidden person's name by mistake, and the words in which a name was said may
    name others.
    """
    redaction = recall.directory.redaction
    if person.is_hidden:
        return list(statements)
    return [each for each in redaction.statements(statements) if each.object.lower() != SOMEONE]


def faces_of(recall: Recall, person: Person) -> list[StoredObservation]:
    """All tracks of a person's faces that a picture was kept of and may be shown, enrolled photographs first."""
    store = recall.store
    parts = [part for part in parts_of(recall, person, with_spans=False) if part.kind in ("face", "photo")]
    units = {part.unit for part in parts}
    streams = dict.fromkeys(part.stream for part in sorted(parts, key=lambda part: not part.is_enrolled))
    return [
        each
        for stream in streams
        for each in store.observations(stream=stream, kinds=[ObservationKind.FACE])
        if each.unit in units
        and each.thumbnail
        and each.unit not in recall.directory.redaction.units
        and not recall.withholds(each.stream, each.span)
    ]


def _names(
    person: Person,
    statements: Sequence[Statement],
    log: Sequence[Decision],
    records: dict[str, StreamRecord],
) -> Iterable[NameOrigin]:
    """The origins of names: decided ones first, then in the order of the person's names, then what is not believed."""
    yield from _decided(person, log)
    groups: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    told = {(each.object, each.entry) for each in statements if each.source != "other"}
    for statement in statements:
        if statement.source == "other" and (statement.object, statement.entry) in told:
            continue  # the same words tell more
        groups[statement.object, statement.source].append(statement)
    order = {name.casefold(): place for place, name in enumerate(person.names)}
    last = len(order)
    for (name, origin), group in sorted(
        groups.items(), key=lambda item: (order.get(item[0][0].casefold(), last), -len(item[1]), item[0])
    ):
        first = min(group, key=lambda each: (each.at is None, each.at.timestamp() if each.at else 0.0, each.time))
        record = records.get(first.stream)
        yield NameOrigin(
            name=name,
            origin=origin,
            count=len({each.entry for each in group}),
            stream=first.stream,
            source=record.uri if record else "",
            time=first.time,
            text=first.text,
            is_believed=name.casefold() in order,
        )


def _decided(person: Person, log: Sequence[Decision]) -> Iterable[NameOrigin]:
    wanted = {name.casefold() for name in person.names}
    for each in logged(log):
        decision = each.decision
        if each.taken_back_by or each.is_machine or decision.action not in NAMING or not decision.value:
            continue
        if decision.value.casefold() in wanted and not set(person.units).isdisjoint(decision.units):
            why = f"by {decision.by}" + (f": {decision.why}" if decision.why else "")
            yield NameOrigin(decision.value, "decided", 1, text=why)
