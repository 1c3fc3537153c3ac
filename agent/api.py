"""The Python API: `mneme.open(...)` gives a `Memory` with the verbs of the command line.

A memory reads without a lock and takes the write lock only while it writes, so that several processes can share
it.  Models are loaded when they are first needed: `ask` and `search` load the small sentence encoder and
never torch, `index` loads the senses once and keeps them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..streams.errors import UsageError
from .api_access import bound_of, moment_of
from .api_index import Indexing, IndexReport
from .api_people import People
from .api_privacy import Privacy

if TYPE_CHECKING:
    from ..memory.types import Hit
    from .policy import Library, Policy
    from .settings import ReadSettings, Settings
    from .status import Status
    from .types import Answer

DEFAULT_PRESET = "embedded"
POLICIES = ("rules", "llm")


__all__ = ["IndexReport", "Memory", "default_location", "open", "policy_named"]


def default_location() -> str:
    """`$MNEME_MEMORY`, then `~/.mneme`."""
    return os.environ.get("MNEME_MEMORY") or "~/.mneme"


def open(
    location: Path | str | None = None,
    *,
    preset: str = DEFAULT_PRESET,
    config: Path | str | Mapping[str, Any] | None = None,
    overrides: Sequence[str] = (),
    settings: Settings | None = None,
    privacy: Mapping[str, Any] | None = None,
) -> Memory:
    """Opens a memory. Nothing is created before the first write.

    Args:
        location: its folder (default: `$MNEME_MEMORY`, then `~/.mneme`).
        preset: a preset, or `preset:variant`.
        config: a YAML file over the preset, or its content.
        overrides: `key.path=value` texts over all.
        settings: ready-made settings in place of all three.
        privacy: what a new memory may keep of people, as `{"people": "enrolled", "faces": False, "voices": False}`;
            one that is there has its own policy, which `Memory.set_privacy` changes.

    Raises:
        ConfigError: a preset, a file or a value is off.
    """
    from .settings import load_settings

    wishes = [f"privacy.{key}={json.dumps(value)}" for key, value in (privacy or {}).items()]
    chosen = settings or load_settings(preset, config=config, overrides=[*overrides, *wishes])
    return Memory(Path(location or default_location()).expanduser(), chosen)


class Memory(Indexing, People, Privacy):
    """A memory on disk. Also a context manager; safe to use from one thread at a time."""

    def search(
        self,
        text: str,
        k: int = 10,
        *,
        start: datetime | float | str | None = None,
        end: datetime | float | str | None = None,
        people: str | Iterable[str] = (),
        stream: str = "",
        kinds: Iterable[str] = (),
        as_of: datetime | str | None = None,
    ) -> list[Hit]:
        """The moments that fit best, best first: turns, signs, appearances, scenes, notes.

        Args:
            text: words, in any language of the transcripts.
            k: how many at most.
            start: nothing earlier; seconds of the stream with `stream`.
            end: nothing that begins then or later.
            people: names or ids: only moments with one of them.
            stream: a stream's id or file name.
            kinds: of `EntryKind`.
            as_of: nothing later than this.

        Raises:
            UsageError: an empty text, `k` below 1, or a name that is not known.
            MemoryNotFound: no memory there, or nothing in it.
        """
        from ..memory.types import EntryKind, Query

        if not text.strip():
            msg = "nothing to search for; give some words"
            raise UsageError(msg)
        if k < 1:
            msg = f"k must be 1 or more (found: {k})"
            raise UsageError(msg)
        reading = self.reading
        query = Query(
            text=text,
            k=k,
            start=bound_of(start),
            end=bound_of(end),
            people=reading.person_ids(people),
            stream=reading.stream(stream),
            kinds=tuple(EntryKind(kind) for kind in kinds),
            as_of=moment_of(as_of),
        )
        return reading.searching.search(query)

    def ask(
        self,
        question: str,
        policy: str = "rules",
        *,
        as_of: datetime | str | None = None,
        stream: str = "",
        rounds: int | None = None,
        known_at: datetime | str | None = None,
    ) -> Answer:
        """An answer with the moments that prove it; its text is None when the memory does not hold it.

        Args:
            question: in words.
            policy: "rules" (no language model) or "llm" (an endpoint named by `MNEME_LLM_URL`).
            as_of: the world as it was then: nothing later is seen.
            stream: a stream's id or file name: only that one.
            rounds: how often it may look something up (default: the settings' budget).
            known_at: what the memory knew by then: what came to it later is not seen.

        Raises:
            QuestionError: an empty question, or one that is too long.
            MemoryNotFound: no memory there, or nothing in it.
        """
        from .control import answer
        from .question import check

        question = check(question)
        declined = self._declined(question)
        if declined is not None:
            return declined
        settings = self.settings.read
        budget = settings.budget if rounds is None else replace(settings.budget, rounds=rounds)
        chosen = policy_named(policy, settings)
        library: Library = self.reading.searching
        then = moment_of(known_at)
        if then is not None:
            from .api_known import Known

            library = Known(library, then)
        stream = self.reading.stream(stream)
        return answer(question, library, chosen, budget=budget, as_of=moment_of(as_of), stream=stream)

    def timeline(
        self,
        *,
        stream: str = "",
        start: datetime | float | str | None = None,
        end: datetime | float | str | None = None,
        people: str | Iterable[str] = (),
        kinds: Iterable[str] = (),
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Hit]:
        """What happened, in order of time; the filters are those of `search`."""
        from ..memory.types import EntryKind

        reading = self.reading
        return reading.recall.timeline(
            stream=reading.stream(stream),
            start=bound_of(start),
            end=bound_of(end),
            kinds=[EntryKind(kind) for kind in kinds],
            people=reading.person_ids(people),
            limit=limit,
            newest_first=newest_first,
        )

    def status(self) -> Status:
        """What the memory holds, and what it cannot do."""
        from .status import status_of

        return status_of(self.reading.store, self.settings.read)


def policy_named(name: str, settings: ReadSettings) -> Policy:
    """The policy of that name.

    Raises:
        UsageError: there is none.
        ConfigError: the language model's endpoint is not named.
    """
    if name == "rules":
        from .rules import Rules

        return Rules(settings.rules)
    if name == "llm":
        from .llm_policy import LanguageModel

        return LanguageModel(settings.llm)
    msg = f"no policy is called {name!r}; there are: {', '.join(POLICIES)}"
    raise UsageError(msg)
