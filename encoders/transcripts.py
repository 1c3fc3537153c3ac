"""What a transcript says: somebody else has listened already, and each utterance is a turn as it stands."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from ..streams.types import Item, Utterance
from .types import Observation, ObservationKind


class TranscriptReader:
    """A `Sense` for utterances; other items pass it by. Every turn closes at once, nothing is carried over."""

    def __init__(self) -> None:
        self._clip_end = 0.0

    def push(self, item: Item) -> Iterable[Observation]:
        """The turn of an utterance; its label is the transcript's own name for the speaker."""
        if not isinstance(item, Utterance) or not item.text.strip():
            return []
        return [Observation(ObservationKind.TURN, item.span, text=item.text, label=item.speaker, language="und")]

    def end_clip(self, time: float) -> Iterable[Observation]:
        """Nothing is open."""
        self._clip_end = time
        return []

    def flush(self) -> Iterable[Observation]:
        """Nothing is open."""
        return []

    def snapshot(self) -> bytes:
        """The time of the clip's end."""
        return struct.pack("<d", self._clip_end)

    def restore(self, snapshot: bytes) -> None:
        """Goes on at a clip's end. An empty snapshot is the stream's beginning."""
        self._clip_end = struct.unpack("<d", snapshot)[0] if snapshot else 0.0

    @property
    def resume_from(self) -> float:
        """The end of the last clip: utterances from there on are needed."""
        return self._clip_end
