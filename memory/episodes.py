"""Episodes: from the observations of a clip to entries, with who takes part and what they say of things.

An entry is one moment: a turn, a sign, an appearance, a scene.  Its text is verbatim; names in it are
mentions, so that naming people later rewrites nothing.  What is built depends on the clip's observations
and on what the same stream has committed before, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..encoders.types import Observation, ObservationKind, TextEncoder
from ..streams.types import Clip, Span, Stream
from .media import thumbnail_path, write_thumbnail
from .privacy.guard import Guard
from .privacy.policy import PrivacyPolicy
from .statements.on_screen import OnScreen
from .statements.reading import Reading
from .store import Store
from .types import Entry, EntryKind, Evidence, Mention, Row, Statement, StoredObservation
from .units import Units, UnitsOptions

SOMEBODY = "Somebody"
"""Stands for the name in the text of an appearance."""
UNKNOWN_SPEECH = "[speech, language not supported]"
"""The text of a turn in a language that the recognizer does not know."""
_ORDER = {ObservationKind.TURN: 0, ObservationKind.SIGN: 1, ObservationKind.FACE: 2, ObservationKind.SCENE: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodesOptions:
    """How moments are put together."""

    units: UnitsOptions = field(default_factory=UnitsOptions)
    join_gap: float = 2.5
    """Two tracks of a face that are less than this many seconds apart are one appearance."""
    on_screen: float = 0.5
    """Share of a turn for which a face must be seen to take part in it."""
    context_turns: int = 1
    """How many earlier turns are indexed together with a turn."""
    context_gap: float = 120.0
    """Seconds of silence after which the turn before is no context."""


@dataclass(frozen=True, slots=True, eq=False)
class Episode:
    """What a clip comes to."""

    rows: Sequence[Row]
    observations: Sequence[StoredObservation]
    statements: Sequence[Statement]


@dataclass(frozen=True, slots=True, eq=False)
class _Indexed:
    """An entry with the texts that it is found by."""

    entry: Entry
    context: str
    nameless: str
    nameless_context: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """An earlier turn, as context for the next."""

    end: float
    text: str
    nameless: str


class Episodes:
    """The episodes of one stream, clip by clip. Restores itself from what the store has of the stream."""

    def __init__(
        self,
        stream: Stream,
        store: Store,
        text_encoder: TextEncoder | None,
        *,
        is_transcript: bool = False,
        options: EpisodesOptions | None = None,
        guard: Guard | None = None,
    ) -> None:
        """`is_transcript`: turns come from a transcript, so that their labels are the speakers' names.

        `guard`: says what may be kept (default: everything).
        """
        self._guard = guard or Guard(PrivacyPolicy(), stream=stream.id)
        self._is_transcript = is_transcript
        self._stream, self._store, self._text_encoder = stream, store, text_encoder
        self._options = options or EpisodesOptions()
        self._units = Units(stream.id, self._options.units)
        self._reading = Reading(stream.id)
        self._on_screen = OnScreen(self._reading)
        self._before: list[_Heard] = []
        self._restore()

    def _restore(self) -> None:
        """Reads again what was committed: the same rules over the same entries give the same state."""
        stored = self._store.observations(stream=self._stream.id)
        self._units.restore(stored)
        committed = {entry.id: entry for entry in self._store.scan(stream=self._stream.id)}
        for _, group in groupby(stored, key=lambda each: each.clip):
            observations = list(group)
            for observation in observations:
                if observation.id in committed and observation.kind is not ObservationKind.FACE:
                    self._read(committed[observation.id], observation.label)
            self._on_screen.end_clip(observations)

    def build(self, clip: Clip, observations: Sequence[Observation]) -> Episode:
        """Entries, stored observations and statements of a clip; thumbnails are written on the way."""
        kept = self._guard.observations(observations)
        ordered = sorted(kept, key=lambda each: (_ORDER[each.kind], each.span))
        units = self._units.assign(ordered, is_transcript=self._is_transcript)
        stored = [self._stored(clip, n, each, unit) for n, (each, unit) in enumerate(zip(ordered, units, strict=True))]
        faces = [each for each in stored if each.kind is ObservationKind.FACE]
        rows: list[_Indexed] = []
        statements: list[Statement] = []
        for observation, record in zip(ordered, stored, strict=True):
            entry = self._entry(clip, observation, record, faces)
            if entry is not None:
                row, said = self._read(entry, observation.label)
                rows.append(row)
                statements.extend(said)
        for read in self._on_screen.end_clip(stored):
            statements.extend(self._guard.reading(read).statements)
        rows.extend(_Indexed(entry, "", "", "") for entry in self._appearances(clip, faces))
        return Episode(self._embedded(rows), stored, statements)

    def _stored(self, clip: Clip, number: int, observation: Observation, unit: str) -> StoredObservation:
        name = f"{self._stream.id}-{clip.index:06d}-{observation.kind.value}-{number:04d}"
        thumbnail = ""
        if observation.image is not None:
            path = thumbnail_path(self._stream.id, clip.index, name)
            thumbnail = write_thumbnail(self._store.media, path, observation.image)
        return StoredObservation(
            id=name,
            stream=self._stream.id,
            clip=clip.index,
            kind=observation.kind,
            span=observation.span,
            unit=unit,
            vector=observation.vector,
            confidence=observation.confidence,
            label=observation.label,
            times=observation.times,
            region=observation.region,
            thumbnail=thumbnail,
            trace=observation.trace,
        )

    def _entry(
        self, clip: Clip, observation: Observation, kept: StoredObservation, faces: Sequence[StoredObservation]
    ) -> Entry | None:
        """The entry of a turn, a sign or a scene; None for what is no moment of its own."""
        if observation.kind is ObservationKind.FACE:
            return None
        text = observation.text.strip()
        if observation.kind is ObservationKind.TURN:
            kind, origin = EntryKind.TURN, "transcript" if self._is_transcript else "speech"
            if not text and observation.language == "und":
                text = UNKNOWN_SPEECH
        elif observation.kind is ObservationKind.SIGN:
            kind, origin = EntryKind.SIGN, "screen"
        else:
            kind, origin = EntryKind.SCENE, "camera"
        if not text:
            return None
        seen = tuple(dict.fromkeys(face.unit for face in faces if self._takes_part(face, observation.span)))
        present = () if kind is EntryKind.SCENE else seen
        at = self._stream.at(observation.span.start)
        return Entry(
            id=kept.id,
            kind=kind,
            stream=self._stream.id,
            clip=clip.index,
            span=observation.span,
            text=text,
            speaker=kept.unit,
            units=tuple(dict.fromkeys((*((kept.unit,) if kept.unit else ()), *present))),
            evidence=(Evidence(self._stream.id, observation.span, kept.thumbnail),),
            at=at,
            known_at=self._stream.at(observation.span.end),
            confidence=observation.confidence,
            language=observation.language,
            origin=origin,
        )

    def _takes_part(self, face: StoredObservation, span: Span) -> bool:
        return bool(face.unit) and face.span.overlap(span) >= self._options.on_screen * max(span.duration, 1e-6)

    def _read(self, entry: Entry, label: str) -> tuple[_Indexed, Sequence[Statement]]:
        """Finds who and what an entry speaks of, and what it states; moves the state on."""
        if entry.text == UNKNOWN_SPEECH:
            return _Indexed(entry, entry.text, "", ""), ()
        read = self._guard.reading(self._reading.read(entry, label=label if self._is_transcript else ""))
        self._on_screen.take(read)
        return self._in_context(read.entry, without(entry.text, read.people)), read.statements

    def _in_context(self, entry: Entry, nameless: str) -> _Indexed:
        """The turns before and this one: a turn alone often answers a question that only the one before asks."""
        if entry.kind is not EntryKind.TURN:
            return _Indexed(entry, entry.text, nameless, nameless)
        near = [each for each in self._before if entry.span.start - each.end <= self._options.context_gap]
        self._before = [*self._before, _Heard(entry.span.end, entry.text, nameless)][-self._options.context_turns :]
        context = " ".join([*(each.text for each in near), entry.text])
        return _Indexed(entry, context, nameless, " ".join([*(each.nameless for each in near), nameless]))

    def _embedded(self, rows: Sequence[_Indexed]) -> list[Row]:
        """Vectors of text and context, without names: names are matched as entities."""
        if self._text_encoder is None:
            return [Row(row.entry, row.context) for row in rows]
        texts = list(
            dict.fromkeys(text for row in rows for text in (row.nameless, row.nameless_context) if text.strip())
        )
        vectors = dict(zip(texts, self._text_encoder.encode(texts), strict=True))
        return [
            Row(row.entry, row.context, vectors.get(row.nameless), vectors.get(row.nameless_context)) for row in rows
        ]

    def _appearances(self, clip: Clip, faces: Sequence[StoredObservation]) -> Iterable[Entry]:
        """One entry per person and stretch: tracks of a unit with small gaps between them are one appearance."""
        stretches: list[list[StoredObservation]] = []
        latest: dict[str, list[StoredObservation]] = {}
        for face in sorted(faces, key=lambda each: each.span):
            if not face.unit:
                continue
            stretch = latest.get(face.unit)
            if stretch is not None and face.span.start - stretch[-1].span.end < self._options.join_gap:
                stretch.append(face)
            else:
                latest[face.unit] = [face]
                stretches.append(latest[face.unit])
        for stretch in stretches:
            best = max(stretch, key=lambda each: each.confidence)
            span = Span(stretch[0].span.start, max(each.span.end for each in stretch))
            yield Entry(
                id=stretch[0].id,
                kind=EntryKind.APPEARANCE,
                stream=self._stream.id,
                clip=clip.index,
                span=span,
                text=f"{SOMEBODY} appears",
                speaker=best.unit,
                mentions=(Mention(0, len(SOMEBODY), best.unit),),
                units=(best.unit,),
                evidence=(Evidence(self._stream.id, span, best.thumbnail),),
                at=self._stream.at(span.start),
                known_at=self._stream.at(span.end),
                confidence=best.confidence,
                origin="camera",
            )


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text without some stretches of it."""
    kept, last = [], 0
    for start, end in sorted(spans):
        kept.append(text[last:start])
        last = end
    return " ".join("".join([*kept, text[last:]]).split())
