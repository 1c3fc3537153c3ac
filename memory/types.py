"""What is kept: entries with evidence, people, statements; and what search gives back.

Units and people.  A *unit* is the smallest identity: one face, one voice, one transcript label or one
spoken name within one stream, or one thing.  Entries refer to units only, so no entry is ever
rewritten when people are named, merged or split.  A *person* is a set of units, derived from
the observations and from the log of decisions (`identity/derive.py`), and can be derived again at any time.

The file is past 300 lines because these types refer to one another and hold no code: whoever reads one needs the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ..encoders.types import ObservationKind, Region
from ..streams.types import Span, Vector


class EntryKind(StrEnum):
    """One entry is one moment."""

    TURN = "turn"
    """Somebody said something."""
    SIGN = "sign"
    """Something was written on the screen."""
    APPEARANCE = "appearance"
    """Somebody was on the screen."""
    SCENE = "scene"
    """What it looked like."""
    NOTE = "note"
    """What a person typed with `remember`."""


class UnitKind(StrEnum):
    """What a unit is known by; the first letter of its id."""

    FACE = "face"
    VOICE = "voice"
    LABEL = "label"
    """A transcript's speaker label, one per label and stream."""
    NAME = "name"
    """A name that was only heard or read, one per name and stream."""
    THING = "thing"
    """A thing or a place that is talked about, one per name in the whole memory."""

    @property
    def is_person(self) -> bool:
        """Whether units of this kind make people."""
        return self is not UnitKind.THING


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of an entry's text that stands for an entity."""

    start: int
    """First character."""
    end: int
    """One past the last character."""
    unit: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something can be seen or heard again."""

    stream: str
    span: Span
    thumbnail: str = ""
    """Path inside the memory's `media/`, "" where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One moment, verbatim. Vectors travel beside it (`Row`), not in it."""

    id: str
    """Deterministic: from stream, clip, kind and ordinal."""
    kind: EntryKind
    stream: str
    clip: int
    span: Span
    text: str
    """Verbatim for what was said, read and typed; for the rest a sentence with mentions for the names."""
    speaker: str = ""
    """The unit that speaks (turn) or is seen (appearance); "" where there is none."""
    mentions: tuple[Mention, ...] = ()
    units: tuple[str, ...] = ()
    """All units that take part: speaker, mentioned people and things, faces on the screen."""
    evidence: tuple[Evidence, ...] = ()
    at: datetime | None = None
    """Wall-clock time (UTC) of the start, where the stream's zero is known."""
    known_at: datetime | None = None
    """When the memory could know it: from the stream's time, not the wall clock, where it has one."""
    confidence: float = 1.0
    language: str = "en"
    origin: str = "speech"
    """"speech", "screen", "camera", "transcript" or "person"."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """An entry with what is only kept to find it."""

    entry: Entry
    context: str
    """The previous turn and this one: indexed beside the text."""
    vector: Vector | None = None
    """Of the text without names."""
    context_vector: Vector | None = None
    """Of the context without names."""


@dataclass(frozen=True, slots=True, eq=False)
class StoredObservation:
    """An observation as it is kept: what identity is computed from."""

    id: str
    stream: str
    clip: int
    kind: ObservationKind
    span: Span
    unit: str
    """The unit that it was assigned to; "" for signs and scenes."""
    vector: Vector | None = None
    confidence: float = 1.0
    label: str = ""
    times: tuple[float, ...] = ()
    region: Region | None = None
    thumbnail: str = ""
    trace: bytes = b""
    """As in `encoders.types.Observation`: movement of a mouth, loudness of a turn."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One clear statement about a subject, by one entry. Facts are statements put together."""

    id: str
    """Deterministic: from the entry and the ordinal."""
    stream: str
    clip: int
    entry: str
    subject: str
    """A unit (person or thing)."""
    predicate: str
    """"name", "role", "prefers", "avoids", "located", "time", "decided", "does", …"""
    object: str
    text: str
    """The statement's own words, verbatim."""
    at: datetime | None = None
    """When it was said (wall clock), where known."""
    time: float = 0.0
    """When it was said, in seconds of the stream."""
    confidence: float = 1.0
    source: str = "self"
    """How it is known: "self" (about oneself), "addressed", "introduced", "label", "screen", "other", "person"."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Statements with the same subject, predicate and object, put together."""

    id: str
    subject: str
    """The name of the person or thing."""
    subject_id: str
    """Person id or thing unit."""
    predicate: str
    object: str
    text: str
    valid_from: datetime | None
    valid_to: datetime | None
    """None while it holds."""
    known_at: datetime | None
    support: int
    """Number of distinct entries that say so."""
    evidence: tuple[str, ...]
    """Entry ids, oldest first."""
    confidence: float = 1.0
    is_current: bool = True
    """No later statement about the same single-valued thing says otherwise."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person seen or heard for a while."""

    stream: str
    source: str
    span: Span
    via: str
    """"face", "voice" or "label"."""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class MayBe:
    """Somebody else whom a person may be, without being surely so."""

    person: str
    """Its id."""
    probability: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as derived from units and decisions."""

    id: str
    name: str | None
    """The best name, None where none is known."""
    names: tuple[str, ...] = ()
    """All names, best first."""
    units: tuple[str, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    is_confirmed: bool = False
    """A person has named, merged, enrolled or confirmed it."""
    is_tentative: bool = False
    """Hardly seen or heard, or alike to another without being surely the same: later evidence joins or confirms it."""
    may_be: tuple[MayBe, ...] = ()
    """Whom else it may be, likeliest first: both stay apart."""
    is_hidden: bool = False
    """A person wants neither its name nor its picture to be shown."""
    is_namesake: bool = False
    """Somebody else of the same recording has the same name: both are shown with their stand-in. Not stored."""

    @property
    def display(self) -> str:
        """The name, or a stand-in that is stable for this memory; both where the name alone does not tell."""
        stand_in = f"person {self.id[-4:]}"
        return f"{self.name} ({stand_in})" if self.name and self.is_namesake else self.name or stand_in


@dataclass(frozen=True, slots=True)
class Decision:
    """An event in the identity log.

    What a person decided is never overruled, and undone by another decision; what the machine has revised (`by` is
    "mneme") binds nobody.
    """

    id: str
    action: str
    """By a person "name", "merge", "split", "enroll", "confirm", "hide", "undo"; by the machine "joined", "parted"."""
    units: tuple[str, ...]
    """The units of the person(s) concerned at that time."""
    value: str = ""
    """name, enroll: the name; split: the units that leave, separated by spaces; undo: the id of the decision."""
    at: datetime | None = None
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """Why a voice and a face are taken for one person, or not."""

    face_unit: str
    voice_unit: str
    probability: float
    """That the face is the voice's, 0..1."""
    reasons: tuple[str, ...]
    """In words, the strongest first: "alone on the screen in 7 of 9 turns"."""


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """A stream in the store."""

    id: str
    uri: str
    kind: str
    started_at: datetime | None
    duration: float
    """Seconds committed so far."""
    clips: int
    is_complete: bool
    fingerprint: str
    """The content's own hash, without `started_at`: finds the same file under another name."""
    settings: str = ""
    """JSON of the options that it was memorized with."""


@dataclass(frozen=True, slots=True)
class ClipRecord:
    """The commit mark of a clip: written last."""

    id: str
    stream: str
    index: int
    span: Span
    entries: int
    snapshot: bytes = b""
    """State of the senses after this clip; kept for the newest clip of a stream only where it matters."""
    is_last: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """A moment that search found, with names put in."""

    entry: Entry
    score: float
    channels: tuple[str, ...] = ()
    """Which channels found it: "text", "context", "dense", "dense-context", "entity", "time"."""
    source: str = ""
    """Path or URL that the stream came from."""
    speaker: str = ""
    """Display name of the speaker, "" where nobody speaks."""
    text: str = ""
    """The entry's text with names put in."""
    people: tuple[str, ...] = ()
    """Names of the people who take part."""
    person_ids: tuple[str, ...] = field(default=())

    @property
    def stream(self) -> str:
        """The stream's id."""
        return self.entry.stream

    @property
    def span(self) -> Span:
        """When, in seconds of the stream."""
        return self.entry.span

    @property
    def at(self) -> datetime | None:
        """Wall-clock time of the start."""
        return self.entry.at


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for. Filters are pushed into the store."""

    text: str
    k: int = 10
    start: datetime | float | None = None
    """Wall clock, or seconds of the stream with `stream`."""
    end: datetime | float | None = None
    people: tuple[str, ...] = ()
    """Person ids: only entries in which one of them takes part."""
    speakers: tuple[str, ...] = ()
    """Person ids: only entries that one of them says."""
    stream: str = ""
    kinds: tuple[EntryKind, ...] = ()
    as_of: datetime | None = None
    """Nothing later than this."""
    exclude: frozenset[str] = frozenset()
    """Entry ids that were shown before."""
