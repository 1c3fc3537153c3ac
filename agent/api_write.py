"""The writing half of a `Memory`: models loaded once, sources memorized, decisions about people written down."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..encoders import registry
from ..encoders.types import EncoderInfo, Sense
from ..memory.memorize import Memorized, Progress, memorize
from ..memory.people.log import Wish
from ..memory.people.who import WhoIsWho
from ..memory.privacy.policy import PrivacyPolicy, agreed, settle
from ..memory.store import Store
from ..memory.types import Person, StreamRecord
from ..streams.errors import MemoryNotFound, ModelMissing
from ..streams.source import Source, open_source
from .api_decide import decide_in
from .settings import Settings
from .settings_memorize import MemorizeSettings

if TYPE_CHECKING:
    from ..streams.file import FileOptions

logger = logging.getLogger(__name__)
SIGHT = ("face_detector", "face", "reader", "scene")
HEARING = ("voice_activity", "recognizer", "voice")
VECTORS = ("text", "face", "voice", "scene")
"""Roles whose vectors are kept; the memory notes which encoder made them."""


class Writer:
    """What writes to a memory. It holds models, and the lock only while it writes."""

    def __init__(self, location: Path, settings: Settings) -> None:
        self._location = location
        self._settings = settings
        self._models: dict[str, Any] = {}
        self.stages: dict[str, float] = {}
        """CPU seconds by stage of the last run."""

    @cached_property
    def options(self) -> MemorizeSettings:
        """The options of memorizing."""
        return self._settings.memorizing()

    def index(
        self, file: str, *, started_at: datetime | None, on_progress: Callable[[Progress], None] | None
    ) -> Memorized:
        """Memorizes a file. For one that is done no model is loaded and no lock is taken."""
        self.stages = {}
        known = self._known_streams()
        with closing(self._open(file, started_at, known)) as source:
            if any(record.id == source.stream.id and record.is_complete for record in known):
                return self._done(source.stream.id)
            roles = self._roles(source, self._policy())
            self._require(roles)
            self._store().close()  # whoever cannot write is told at once, not after the models are loaded
            with self._store(self._encoder_infos(roles)) as store:
                policy = settle(store, self.options.privacy)
                senses = self._senses(roles)
                done = memorize(
                    source,
                    store,
                    senses=lambda: senses,
                    text_encoder=self._model("text") if "text" in roles else None,
                    options=self.options.memorize,
                    settings=self._note(roles, policy),
                    on_progress=on_progress,
                    face_detector=self._model("face_detector") if policy.blurs and "face_detector" in roles else None,
                )
            for sense in senses.values():
                self.stages |= getattr(sense, "stages", {})
            return done

    def remember(self, text: str, about: Person | None, at: datetime) -> str:
        """Keeps a note; gives its entry's id."""
        from ..memory.notes import keep_note

        infos = self._encoder_infos({"text": "text"}) if self._has_text() else {}
        with self._store(infos) as store:
            entry = keep_note(store, text, about=about, at=at, text_encoder=self._model("text") if infos else None)
            self._derive(store)
        return entry

    def _has_text(self) -> bool:
        """Whether sentences can be encoded now; a note without a vector is found by its words."""
        name = self._settings.read.models.text
        problem = registry.missing("text", name) if name else "off"
        if name and problem:
            logger.warning("the note is kept without sentence meaning: %s", problem)
        return not problem

    def enroll(
        self, wish: Wish, photos: Sequence[Path], voices: Sequence[Path], *, by: str, why: str = ""
    ) -> tuple[list[str], bool]:
        """Keeps photographs and voice samples of somebody; gives their units, and whether any was new."""
        from .api_enroll import Enrolling

        used = {"face_detector", "face"} if photos else set()
        used |= {"voice_activity", "voice"} if voices else set()
        roles = {role: name for role, name in self._settings.read.models.roles().items() if role in used}
        self._require(roles)
        enrolling = Enrolling(self._model, ears=self._ears, missing=used - set(roles))
        if self._location.is_dir():
            self._store().close()  # whoever cannot write is told at once, not after the models are loaded
        samples = enrolling.samples(photos, voices)
        with self._store(self._encoder_infos(roles)) as store:
            decided = enrolling.keep(store, samples, wish)
            if decided is not None:
                decide_in(store, [decided], by=by, why=why)
        return [sample.unit for sample in samples], decided is not None

    def _store(self, encoders: Mapping[str, EncoderInfo | None] | None = None) -> Store:
        return Store.open(self._location, mode="write", encoders=encoders, options=self._settings.read.store)

    def _derive(self, store: Store) -> None:
        """Who is who, from all that was observed, stated and decided."""
        WhoIsWho(store).put()

    def _open(self, file: str, started_at: datetime | None, known: Sequence[StreamRecord]) -> Source:
        """The source; one that is known with a start that a person gave keeps it where none is given now."""
        options = self._file_options()
        source = open_source(file, started_at=started_at, options=options)
        same = [record for record in known if record.fingerprint == source.fingerprint]
        if started_at is None and same and source.stream.id not in [record.id for record in same]:
            again = open_source(file, started_at=same[0].started_at, options=options)
            if again.stream.id == same[0].id:
                source.close()
                return again
            again.close()
        return source

    def _file_options(self) -> FileOptions:
        """With glimpses where faces and voices are both observed: lips tell which face a voice belongs to."""
        roles = self._settings.read.models.roles()
        reads_lips = self.options.memorize.reads_lips and {"face_detector", "face", "voice_activity"} <= roles.keys()
        return replace(self.options.file, glimpses=self.options.file.glimpses or reads_lips)

    def set_privacy(self, change: Callable[[PrivacyPolicy], PrivacyPolicy]) -> tuple[PrivacyPolicy, PrivacyPolicy]:
        """Changes what may be kept of people from now on; gives the policy before and after."""
        with self._store() as store:
            before = store.privacy or PrivacyPolicy()
            after = change(before)
            store.put_privacy(after)
        return before, after

    def _policy(self) -> PrivacyPolicy:
        """What may be kept of people; of a memory that is not there yet, as the settings say."""
        try:
            with Store.open(self._location, mode="read") as store:
                return agreed(store.privacy, store.streams(), self.options.privacy)
        except MemoryNotFound:
            return agreed(None, (), self.options.privacy)

    def _known_streams(self) -> list[StreamRecord]:
        try:
            with Store.open(self._location, mode="read") as store:
                return store.streams()
        except MemoryNotFound:
            return []

    def _done(self, stream: str) -> Memorized:
        """What an earlier run did."""
        with Store.open(self._location, mode="read") as store:
            clips = store.clips(stream)
        length = clips[-1].span.end if clips else 0.0
        return Memorized(stream, len(clips), sum(clip.entries for clip in clips), 0.0, length, is_skipped=True)

    def _roles(self, source: Source, policy: PrivacyPolicy) -> dict[str, str]:
        """The backends that this source needs; what must not be kept is not even computed."""
        roles = self._settings.read.models.roles()
        has_transcript = source.stream.kind == "transcript" or "transcript" in source.stream.metadata
        has_sound = not has_transcript and getattr(source, "has_sound", True)
        has_pictures = source.stream.kind == "video"
        unused = {*(() if has_sound else HEARING), *(() if has_pictures else SIGHT)}
        unused |= {role for role, is_kept in (("face", policy.faces), ("voice", policy.voices)) if not is_kept}
        return {role: name for role, name in roles.items() if role not in unused}

    def _require(self, roles: dict[str, str]) -> None:
        """Asks for all models before anything is loaded, so that what is missing costs a moment.

        Raises:
            ModelMissing: one is not there.
        """
        for role, problem in registry.available(roles, self._settings.read.models.options).items():
            if problem:
                msg = f"{problem}; or do without: --set models.{role}=null"
                raise ModelMissing(msg)

    def _model(self, role: str) -> Any:  # noqa: ANN401 - each role has its own protocol
        """The backend of a role, loaded the first time; None where the role is left out."""
        models = self._settings.read.models
        name = models.roles().get(role)
        if name is None:
            return None
        if role not in self._models:
            self._models[role] = registry.load(role, name, **models.options.get(role, {}))
        return self._models[role]

    def _encoder_infos(self, roles: dict[str, str]) -> dict[str, EncoderInfo | None]:
        return {role: self._model(role).info for role in VECTORS if role in roles}

    def _senses(self, roles: dict[str, str]) -> dict[str, Sense]:
        """Fresh senses over the loaded models: those that the source has something for."""
        from ..encoders.eyes import Eyes
        from ..encoders.transcripts import TranscriptReader

        senses: dict[str, Sense] = {"transcript": TranscriptReader()}
        if "voice_activity" in roles:
            senses["ears"] = self._ears(with_voices="voice" in roles)
        if any(role in roles for role in SIGHT):
            names = {"detector": "face_detector", "encoder": "face", "reader": "reader", "scenes": "scene"}
            loaded = {argument: self._model(role) for argument, role in names.items() if role in roles}
            senses["eyes"] = Eyes(**loaded, options=self.options.eyes)
        return senses

    def _ears(self, *, with_words: bool = True, with_voices: bool = True) -> Sense:
        from ..encoders.ears import Ears

        return Ears(
            activity=self._model("voice_activity"),
            recognizer=self._model("recognizer") if with_words else None,
            voice=self._model("voice") if with_voices else None,
            options=self.options.ears,
        )

    def _note(self, roles: dict[str, str], policy: PrivacyPolicy) -> str:
        """What the stream was memorized with, as JSON for people and for `doctor`."""
        limits = {} if policy.is_open else {"privacy": json.loads(policy.to_json())}
        return json.dumps({"preset": self._settings.name, "models": roles, **limits}, sort_keys=True)
