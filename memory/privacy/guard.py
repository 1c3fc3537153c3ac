"""Carries a privacy policy out: what of a clip's observations, and of what was read in its words, may be kept.

Strangers under "enrolled":
- A face is kept if it is a known person's with a probability of `GuardOptions.known` or more; of two that are seen at
  once and are alike to one person, the likelier one. All others leave nothing: no vector, unit, entry, picture.
- Turns are judged together by the diarizer's label within a clip; kept are a known person's, under a label made of
  the person's id. The others' words are kept as somebody's: no vector, label, trace, speaker.
- Names that no known person bears become no units, mentions or statements. The text itself stays, verbatim: who says
  "My name is Eve" is not remembered as Eve, but the words are.
- A sense that tells voices apart must forget them at each clip's end (`Forgetful`), so that no snapshot on the disk
  holds a stranger's voice.

It is decided at the clip's commit from the clip's observations and from the people who were known without the
stream: a function of what a resumed run finds again, so that it keeps the same rows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np

from ...encoders.types import FaceDetector, Observation, ObservationKind, Region, Sense
from ...streams.types import Item, Vector
from ..identity.gallery import Match
from ..statements.reading import Read
from ..store import Store
from ..types import Mention, Statement, UnitKind
from ..units import unit_kind
from .blur import grown, only_inside, place_in_crop, without_faces
from .known import Known, KnownPeople, voice_label
from .policy import PrivacyPolicy

_FACE_MARGIN = 0.2
"""Around a known face in its own crop: what lies farther out may be another's face."""
_NAMES = ("name", "not_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardOptions:
    """When somebody is taken for a known person."""

    known: float = 0.92
    """Probability (`identity.gallery`). That from which identity joins two units: less would keep what stays apart."""
    shortest_voice: float = 1.5
    """Seconds of a label's speech in a clip under which its voice says too little."""


class Guard:
    """What a stream may leave in the memory."""

    def __init__(
        self,
        policy: PrivacyPolicy,
        *,
        stream: str,
        is_transcript: bool = False,
        known: Known | None = None,
        detector: FaceDetector | None = None,
        options: GuardOptions | None = None,
    ) -> None:
        """Takes what it decides by.

        Args:
            policy: what is allowed.
            stream: the stream's id.
            is_transcript: whether turns' labels are a transcript's names.
            known: who is known; needed where only enrolled people are kept.
            detector: finds faces in pictures of scenes and signs; without one, such pictures are not kept.
            options: how sure it must be.
        """
        self.policy = policy
        self._is_transcript = is_transcript
        self._known = known if policy.people == "enrolled" else None
        self._detector = detector
        self._options = options or GuardOptions()
        self._names = self._known.name_units(stream) if self._known is not None else frozenset[str]()

    @classmethod
    def of(
        cls,
        store: Store,
        stream: str,
        *,
        is_transcript: bool = False,
        detector: FaceDetector | None = None,
        options: GuardOptions | None = None,
    ) -> Guard:
        """The guard of a memory's policy, by who is known now without the stream."""
        policy = store.privacy or PrivacyPolicy()
        known = KnownPeople.of(store, without=stream) if policy.people == "enrolled" else None
        return cls(policy, stream=stream, is_transcript=is_transcript, known=known, detector=detector, options=options)

    def observations(self, observations: Sequence[Observation]) -> list[Observation]:
        """What may be kept of a clip's observations, in their order."""
        if self.policy.is_open:
            return list(observations)
        faces = [each for each in observations if each.kind is ObservationKind.FACE]
        kept_faces = {id(face) for face in self._known_faces(faces)} if self.policy.faces else set()
        speakers = self._speakers([each for each in observations if each.kind is ObservationKind.TURN])
        kept: list[Observation] = []
        for each in observations:
            if each.kind is ObservationKind.TURN:
                kept.append(self._turn(each, speakers))
            elif each.kind is ObservationKind.FACE:
                if id(each) in kept_faces:
                    kept.append(self._face(each))
            else:
                kept.append(self._picture(each, faces))
        return kept

    def _known_faces(self, faces: Sequence[Observation]) -> list[Observation]:
        if self.policy.people == "all":
            return list(faces)
        found: list[tuple[Match, int]] = []
        for place, face in enumerate(faces):
            match = self._match(UnitKind.FACE, face.vector)
            if match is not None:
                found.append((match, place))
        kept: list[tuple[str, Observation]] = []
        for match, place in sorted(found, key=lambda pair: (-pair[0].probability, -pair[0].cosine, pair[1])):
            face = faces[place]
            at_once = (other for person, other in kept if person == match.person)
            if all(set(face.times).isdisjoint(other.times) for other in at_once):
                kept.append((match.person, face))
        return [face for _, face in kept]

    def _match(self, kind: UnitKind, vector: Vector | None, seconds: float = math.inf) -> Match | None:
        """Whom a vector is surely of."""
        if vector is None or self._known is None:
            return None
        match = self._known.match(kind, vector, seconds=seconds)
        return match if match is not None and match.probability >= self._options.known else None

    def _speakers(self, turns: Sequence[Observation]) -> dict[int, str]:
        """The label under which each turn of a known person is kept, by the turn's identity as an object."""
        if self.policy.people == "all" or not self.policy.voices or self._is_transcript:
            return {}
        groups: defaultdict[str, list[Observation]] = defaultdict(list)
        for place, turn in enumerate(turns):
            groups[turn.label or f"\n{place}"].append(turn)
        labels: dict[int, str] = {}
        for group in groups.values():
            voice = _voice(group, least=self._options.shortest_voice)
            said = sum(turn.span.duration for turn in group if turn.vector is not None)
            match = self._match(UnitKind.VOICE, voice, said)
            if match is not None:
                labels.update((id(turn), voice_label(match.person)) for turn in group)
        return labels

    def _turn(self, turn: Observation, speakers: dict[int, str]) -> Observation:
        if self._is_transcript:
            is_kept = self._known is None or self._known.bears(turn.label)
            return turn if is_kept else replace(turn, label="", vector=None, trace=b"")
        if self.policy.people == "all" and self.policy.voices:
            return turn
        label = speakers.get(id(turn), "")
        return replace(turn, label=label) if label else replace(turn, label="", vector=None, trace=b"")

    @staticmethod
    def _face(face: Observation) -> Observation:
        if face.image is None:
            return face
        if face.region is None:
            return replace(face, image=None)
        return replace(face, image=only_inside(face.image, grown(place_in_crop(face.region), _FACE_MARGIN)))

    def _picture(self, each: Observation, faces: Sequence[Observation]) -> Observation:
        """A sign or a scene; all faces in its picture go, known ones too: which is whose is not told surely there."""
        if each.image is None or not self.policy.blurs:
            return each
        if self._detector is None:
            return replace(each, image=None)
        seen: list[Region] = [
            face.region for face in faces if face.region is not None and face.span.overlap(each.span) > 0
        ]
        return replace(each, image=without_faces(each.image, self._detector, seen))

    def reading(self, read: Read) -> Read:
        """What may be kept of what was read in an entry's words: nothing about strangers, by whatever name."""
        if self._known is None:
            return read
        entry = read.entry
        mentions: tuple[Mention, ...] = tuple(each for each in entry.mentions if self._may_be_meant(each.unit))
        units = tuple(unit for unit in entry.units if self._may_be_meant(unit))
        statements = tuple(each for each in read.statements if self._may_be_stated(each))
        return replace(read, entry=replace(entry, mentions=mentions, units=units), statements=statements)

    def _may_be_meant(self, unit: str) -> bool:
        return bool(unit) and (unit_kind(unit) is not UnitKind.NAME or unit in self._names)

    def _may_be_stated(self, statement: Statement) -> bool:
        if not self._may_be_meant(statement.subject):
            return False
        if statement.predicate not in _NAMES or self._known is None:
            return True
        return self._known.extends(statement.object)

    def sense(self, sense: Sense) -> Sense:
        """The sense as it may be used under the policy."""
        return sense if self.policy.is_open or not isinstance(sense, ForgetsVoices) else Forgetful(sense)


@runtime_checkable
class ForgetsVoices(Sense, Protocol):
    """A sense that tells voices apart, and can forget them."""

    def forget_voices(self) -> None:
        """Voices are told apart anew from here on; nothing of the earlier ones is in the next snapshot."""


class Forgetful:
    """A sense that forgets whom it has heard once a clip is over: labels hold within one clip."""

    def __init__(self, sense: ForgetsVoices) -> None:
        self._sense = sense
        self._is_over = False  # a last clip ends with what `flush` gives: that still belongs to it

    @property
    def stages(self) -> dict[str, float]:
        """CPU seconds by stage, where the sense counts them."""
        return dict(getattr(self._sense, "stages", {}))

    def push(self, item: Item) -> Iterable[Observation]:
        """As the sense does."""
        self._forget()
        return self._sense.push(item)

    def end_clip(self, time: float) -> Iterable[Observation]:
        """As the sense does."""
        self._forget()
        found = list(self._sense.end_clip(time))
        self._is_over = True
        return found

    def _forget(self) -> None:
        if self._is_over:
            self._sense.forget_voices()
            self._is_over = False

    def flush(self) -> Iterable[Observation]:
        """As the sense does."""
        return self._sense.flush()

    def snapshot(self) -> bytes:
        """As the sense does, without voices."""
        self._forget()
        return self._sense.snapshot()

    def restore(self, snapshot: bytes) -> None:
        """As the sense does; voices of a snapshot from before the policy are forgotten."""
        self._sense.restore(snapshot)
        self._sense.forget_voices()

    @property
    def resume_from(self) -> float:
        """As the sense does."""
        return self._sense.resume_from


def _voice(turns: Sequence[Observation], *, least: float) -> Vector | None:
    """The mean of the turns' vectors by their length, None where there is too little of it."""
    having = [turn for turn in turns if turn.vector is not None]
    if sum(turn.span.duration for turn in having) < least:
        return None
    total = np.sum(
        [np.asarray(turn.vector, np.float64) * turn.span.duration for turn in having if turn.vector is not None], axis=0
    )
    norm = float(np.linalg.norm(total))
    return np.asarray(total / norm, np.float32) if norm > 0 else None
