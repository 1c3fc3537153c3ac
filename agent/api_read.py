"""The reading half of a `Memory`: the store opened for reading, and what people call by name found in it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..encoders import registry
from ..encoders.types import EncoderInfo, TextEncoder
from ..memory.recall import Recall
from ..memory.store import Store
from ..memory.types import Person
from ..streams.errors import MemoryMismatch, MemoryNotFound, UsageError
from .api_words import quoted

if TYPE_CHECKING:
    from .settings import ReadSettings

logger = logging.getLogger(__name__)
MAX_NAMED = 8
"""Names that a message lists at most."""


class Reader:
    """A memory that is open for reading."""

    def __init__(self, location: Path, settings: ReadSettings) -> None:
        """Opens it.

        Raises:
            MemoryNotFound: nothing is there.
            MemoryMismatch: made by a newer version.
        """
        self._settings = settings
        self.store = Store.open(location, mode="read", options=settings.store)

    def close(self) -> None:
        """Gives back what it holds."""
        self.store.close()

    @cached_property
    def recall(self) -> Recall:
        """What needs no sentence encoder: people, timeline, facts."""
        return Recall(self.store, None, options=self._settings.retrieval)

    @cached_property
    def searching(self) -> Recall:
        """What searches. Where the sentence encoder is missing, words and names still find, and a warning says so.

        Raises:
            MemoryNotFound: nothing is in the memory yet.
            MemoryMismatch: made with another sentence encoder.
        """
        if not self.recall.streams():
            msg = f"the memory at {self.store.path} is empty; memorize something first: mneme index SOURCE"
            raise MemoryNotFound(msg)
        return Recall(self.store, self._text_encoder(), options=self._settings.retrieval)

    def _text_encoder(self) -> TextEncoder | None:
        name, made_with = self._settings.models.text, self.store.encoders.get("text")
        if name is None or made_with is None:
            return None
        problem = registry.missing("text", name)
        if problem:
            logger.warning("searching without sentence meaning: %s", problem)
            return None
        return LazyText(name, self._settings.models.options.get("text", {}), made_with, place=self.store.path)

    def person(self, name: str, *, with_hidden: bool = False) -> Person:
        """The one person of that name or id. Hidden people go by their id only, and only where they are asked for.

        Raises:
            UsageError: nobody is known so, or several are.
        """
        wanted = name.strip().casefold()
        everybody = self.recall.people(hidden=True)
        people = [person for person in everybody if not person.is_hidden]
        hidden = [person for person in everybody if person.is_hidden and with_hidden and wanted == person.id]
        same = [person for person in people if wanted in _called(person)]
        found = hidden or same or [person for person in self.recall.find_people(name) if not person.is_hidden]
        if len(found) == 1:
            return found[0]
        if not found:
            known = ", ".join(person.display for person in people[:MAX_NAMED]) + (
                " …" if len(people) > MAX_NAMED else ""
            )
            more = "mneme people --hidden (hidden people go by their id)" if with_hidden else "mneme people"
            msg = f"nobody is known as {quoted(name)} (known: {known or 'nobody yet'}); see: {more}"
            raise UsageError(msg)
        listed = ", ".join(f"{person.display} ({person.id})" for person in found[:MAX_NAMED])
        msg = f"{name!r} could be several people: {listed}; give the id"
        raise UsageError(msg)

    def enrolled(self, name: str) -> Person | None:
        """The person whom an enrolment under this name, id or stand-in is about; None for somebody new.

        Raises:
            UsageError: several people are called exactly so, or it is the id of nobody.
        """
        wanted = name.strip().casefold()
        found = [person for person in self.recall.people() if wanted in _called(person)]
        if len(found) > 1:
            return self.person(name)  # says whom it could be
        if not found and re.fullmatch(r"person[ -][0-9a-f]{4,}", wanted):
            return self.person(name)  # says that nobody is
        return found[0] if found else None

    def person_ids(self, names: str | Iterable[str]) -> tuple[str, ...]:
        """The ids of people given by name or id."""
        listed = [names] if isinstance(names, str) else names
        return tuple(self.person(name).id for name in listed)

    def stream(self, text: str) -> str:
        """The id of the stream given by its id, the beginning of it, its path or its file name; "" stays "".

        Raises:
            UsageError: no stream is called so, or several are.
        """
        if not text:
            return ""
        records = self.recall.streams()
        by_id = [record.id for record in records if record.id == text]
        by_path = [record.id for record in records if text in (record.uri, Path(record.uri).name)]
        by_path = by_path or [record.id for record in records if record.uri == str(Path(text).absolute())]
        by_start = [record.id for record in records if record.id.startswith(text)]
        found: Sequence[str] = by_id or by_path or by_start
        if len(found) == 1:
            return found[0]
        listed = ", ".join(f"{Path(record.uri).name} ({record.id})" for record in records[:MAX_NAMED]) or "none yet"
        problem = "could be several recordings" if found else "is no recording of this memory"
        msg = f"--stream {text!r} {problem} (there are: {listed}); give the id"
        raise UsageError(msg)


class LazyText:
    """A sentence encoder that is loaded when the first sentence comes."""

    def __init__(self, name: str, options: Mapping[str, Any], made_with: EncoderInfo, *, place: Path) -> None:
        self._name, self._options, self._place = name, options, place
        self.info = made_with

    @cached_property
    def _encoder(self) -> TextEncoder:
        encoder: TextEncoder = registry.load("text", self._name, **self._options)
        if encoder.info != self.info:
            msg = (
                f"the memory at {self._place} was made with the text encoder {self.info.name} {self.info.version}, "
                f"the settings name {encoder.info.name} {encoder.info.version}; give the preset that it was made with"
            )
            raise MemoryMismatch(msg)
        return encoder

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim), rows of norm 1; an empty text gives a zero row."""
        return self._encoder.encode(texts)


def _called(person: Person) -> set[str]:
    """All that a person is called, in lower case."""
    return {name.casefold() for name in (person.id, person.display, *person.names)}
