"""What each stream tells about who is who, read once: from the table `summaries`, or from its observations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..identity.derive import Identity
from ..identity.evidence import identity_options
from ..identity.stored import pack, unpack
from ..identity.summaries import CLIPS_KEPT
from ..store import Store
from ..types import Statement, StoredObservation
from .enrolled import KIND

NOTES = "notes"
"""Kind of the stream that `memory/notes.py` keeps."""


class Told:
    """The streams of a memory as identity takes them in. Reads nothing until it is asked to `load`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.identity = Identity(identity_options(store.encoders))
        self._covers: dict[str, int] = {}
        """Stream → the last clip that is taken in."""
        self._goes_on: set[str] = set()
        """Streams whose last faces and turns are at hand for what comes next: of one that was unpacked they are not."""
        self._unsaved: set[str] = set()

    def load(self, streams: Collection[str] | None = None, *, without: Collection[str] = ()) -> None:
        """Takes in what streams tell that was not taken in before.

        Args:
            streams: None for all.
            without: of those, not these.
        """
        newest = self._store.last_indexes()
        chosen = newest.keys() - set(without) if streams is None else (newest.keys() & set(streams)) - set(without)
        wanted = [stream for stream in sorted(chosen) if self._covers.get(stream, -1) < newest[stream]]
        missing = [stream for stream in wanted if stream not in self._covers]
        kept = self._store.summaries(None if len(missing) == len(newest) else missing) if missing else {}
        for stream in wanted:
            self._take_in(stream, kept.get(stream), newest[stream])

    def _take_in(self, stream: str, kept: tuple[int, bytes] | None, last: int) -> None:
        units = self.identity.stream(stream)
        covers = self._covers.get(stream, -1)
        if kept is not None and kept[0] <= last and unpack(kept[1], units):  # of clips that are gone: read again
            covers = kept[0]
        if covers < last:
            first = covers + 1 if stream in self._goes_on else covers + 1 - CLIPS_KEPT
            seen = self._store.observations(stream=stream, first_clip=max(0, first))
            said = self._store.statements(stream=stream, predicates=("name", "not_name"), first_clip=max(0, covers + 1))
            units.go_on(each for each in seen if each.clip <= covers)
            units.add((each for each in seen if each.clip > covers), said)
            self._goes_on.add(stream)
            self._unsaved.add(stream)
        self._covers[stream] = last

    def add(self, clip: int, stream: str, seen: Iterable[StoredObservation], said: Iterable[Statement]) -> None:
        """Takes what a clip brought that was just committed, each clip once, those of a stream in order."""
        if stream not in self._goes_on or self._covers[stream] != clip - 1:
            self.load([stream])  # finds the clip in the store; nothing to do where it has been found there before
            return
        self.identity.stream(stream).add(seen, said)
        self._covers[stream] = clip
        self._unsaved.add(stream)

    def save(self) -> None:
        """Keeps what was taken in from observations, so that nobody has to read those again."""
        states = {
            stream: (self._covers[stream], pack(self.identity.streams[stream])) for stream in sorted(self._unsaved)
        }
        self._store.put_summaries(states)
        self._unsaved.clear()

    def starts(self) -> Mapping[str, float]:
        """Stream → time of its zero, where it is known, in seconds since the epoch."""
        return {each.id: each.started_at.timestamp() for each in self._store.streams() if each.started_at}

    def notes(self) -> set[str]:
        """The streams that speak of units of others: what people have typed."""
        return {each.id for each in self._store.streams() if each.kind == NOTES}

    def enrolled(self) -> Collection[str]:
        """The streams by which people were enrolled."""
        return {each.id for each in self._store.streams() if each.kind == KIND}
