"""The writing half of a `Memory`: models loaded once, sources memorized, decisions about people written down."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ..encoders import registry
from ..encoders.types import EncoderInfo, Sense
from ..memory.memorize import Memorized, Progress, memorize
from ..memory.store import Store
from ..memory.types import Decision, Person, StreamRecord
from ..memory.who import WhoIsWho
from ..streams.errors import MemoryNotFound, ModelMissing, UsageError
from ..streams.source import Source, open_source
from .settings import Settings
from .settings_memorize import MemorizeSettings

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
            roles = self._roles(source)
            self._require(roles)
            self._store().close()  # whoever cannot write is told at once, not after the models are loaded
            with self._store(self._encoder_infos(roles)) as store:
                senses = self._senses(roles)
                done = memorize(
                    source,
                    store,
                    senses=lambda: senses,
                    text_encoder=self._model("text") if "text" in roles else None,
                    options=self.options.memorize,
                    settings=self._note(roles),
                    on_progress=on_progress,
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

    def decide(self, action: str, people: Sequence[Person], value: str = "") -> Decision:
        """Writes down what a person decided about people, and derives anew who is who."""
        units = tuple(dict.fromkeys(unit for person in people for unit in person.units))
        with self._store() as store:
            decision = _decision(store, action, units, value)
            store.append_decision(decision)
            self._derive(store)
        return decision

    def undo(self) -> Decision:
        """Takes the last decision back that has not been taken back; gives that decision."""
        with self._store() as store:
            log = store.decisions()
            undone = {each.value for each in log if each.action == "undo"}
            standing = [each for each in log if each.action != "undo" and each.id not in undone]
            if not standing:
                msg = "there is no decision to take back; see: mneme people name --help"
                raise UsageError(msg)
            last = standing[-1]
            store.append_decision(_decision(store, "undo", last.units, last.id))
            self._derive(store)
        return last

    def _store(self, encoders: Mapping[str, EncoderInfo | None] | None = None) -> Store:
        return Store.open(self._location, mode="write", encoders=encoders, options=self._settings.read.store)

    def _derive(self, store: Store) -> None:
        """Who is who, from all that was observed, stated and decided."""
        WhoIsWho(store).put()

    def _open(self, file: str, started_at: datetime | None, known: Sequence[StreamRecord]) -> Source:
        """The source; one that is known with a start that a person gave keeps it where none is given now."""
        source = open_source(file, started_at=started_at, options=self.options.file)
        same = [record for record in known if record.fingerprint == source.fingerprint]
        if started_at is None and same and source.stream.id not in [record.id for record in same]:
            again = open_source(file, started_at=same[0].started_at, options=self.options.file)
            if again.stream.id == same[0].id:
                source.close()
                return again
            again.close()
        return source

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

    def _roles(self, source: Source) -> dict[str, str]:
        """The backends that this source needs."""
        roles = self._settings.read.models.roles()
        has_transcript = source.stream.kind == "transcript" or "transcript" in source.stream.metadata
        has_sound = not has_transcript and getattr(source, "has_sound", True)
        has_pictures = source.stream.kind == "video"
        unused = ([] if has_sound else HEARING, [] if has_pictures else SIGHT)
        return {role: name for role, name in roles.items() if role not in (*unused[0], *unused[1])}

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
            senses["ears"] = self._ears()
        if any(role in roles for role in SIGHT):
            names = {"detector": "face_detector", "encoder": "face", "reader": "reader", "scenes": "scene"}
            loaded = {argument: self._model(role) for argument, role in names.items() if role in roles}
            senses["eyes"] = Eyes(**loaded, options=self.options.eyes)
        return senses

    def _ears(self) -> Sense:
        from ..encoders.ears import Ears

        return Ears(
            activity=self._model("voice_activity"),
            recognizer=self._model("recognizer"),
            voice=self._model("voice"),
            options=self.options.ears,
        )

    def _note(self, roles: dict[str, str]) -> str:
        """What the stream was memorized with, as JSON for people and for `doctor`."""
        return json.dumps({"preset": self._settings.name, "models": roles}, sort_keys=True)


def _decision(store: Store, action: str, units: tuple[str, ...], value: str) -> Decision:
    """A decision with an id of its own: the same words decided twice are two decisions."""
    number = len(store.decisions()) + 1
    content = json.dumps([number, action, units, value]).encode()
    identifier = f"decision-{number:04d}-{hashlib.sha256(content).hexdigest()[:8]}"
    return Decision(identifier, action, units, value, at=datetime.now(UTC), by="person")
