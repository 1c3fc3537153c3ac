"""From a source to committed clips: the one pipeline that `index` and `watch` share.

    for item in source:  windower → (a clip closes → senses end it → commit) → senses take the item

Exactly once.  Encoders are fed as items come; a clip is only the unit of commit.  The clip's row holds
the snapshots of the senses and is written last.  After a kill the rows of clips without that mark are
discarded, the senses are restored from the last snapshot, and the source is read again from the time
that they ask for (an open turn is carried over, so sound may come from before the clip's end).  All that
is computed is a function of the source and of what the same stream has committed, so the result is
that of an unbroken run.
"""

from __future__ import annotations

import base64
import json
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from time import perf_counter

from ..encoders.loudness import Loudness
from ..encoders.types import FaceDetector, Observation, ObservationKind, Sense, TextEncoder
from ..streams.sampler import ChangeGate, GateOptions
from ..streams.source import Source
from ..streams.types import Clip, Frame, Glimpse, Item, Sound, Stream
from ..streams.windows import Windower, WindowOptions
from .episodes import Episodes, EpisodesOptions
from .lanes import Lane
from .people.who import WhoIsWho
from .privacy.guard import Guard, GuardOptions
from .store import Store
from .types import ClipRecord, StreamRecord

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorizeOptions:
    """How a stream is cut and fed."""

    window: WindowOptions = field(default_factory=lambda: WindowOptions(holds_items=False))
    gate: GateOptions = field(default_factory=GateOptions)
    """Drops frames in which nothing changed."""
    episodes: EpisodesOptions = field(default_factory=EpisodesOptions)
    guard: GuardOptions = field(default_factory=GuardOptions)
    """Under a privacy policy: when somebody is taken for a known person."""
    reads_lips: bool = True
    """Whether the mouths of faces are watched where there is sound: asks the source for glimpses (`FileOptions`)."""
    clips_ahead: int = 2
    """How many closed clips may wait for their slowest sense while the others go on."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come."""

    time: float
    """Seconds of the stream that have been read."""
    duration: float | None
    """Seconds in all, where known."""
    clips: int
    entries: int


@dataclass(frozen=True, slots=True)
class Memorized:
    """What a run did."""

    stream: str
    clips: int
    """Clips of the stream, those of earlier runs included."""
    entries: int
    """Entries of the stream, those of earlier runs included."""
    seconds: float
    """Wall-clock time of this run."""
    media_seconds: float
    """Length of the stream."""
    is_skipped: bool = False
    """It was complete before."""


def memorize(
    source: Source,
    store: Store,
    *,
    senses: Callable[[], Mapping[str, Sense]],
    text_encoder: TextEncoder | None,
    options: MemorizeOptions | None = None,
    settings: str = "",
    on_progress: Callable[[Progress], None] | None = None,
    face_detector: FaceDetector | None = None,
    guard: Guard | None = None,
) -> Memorized:
    """Memorizes a source that can be read again, going on after its last committed clip.

    `senses` is only called when there is something to do, so a source that is done costs no models.  What is kept of
    people is what the memory's privacy policy allows; `face_detector` finds the faces that are then blurred in
    pictures, and `guard` takes the place of the one that is made from the policy.

    Raises:
        SourceUnreadable: nothing in it can be read.
        MemoryFull, MemoryBusy: nothing that was committed is lost.
    """
    begun = perf_counter()
    known = store.stream(source.stream.id)
    if known is not None and known.is_complete:
        entries = sum(clip.entries for clip in store.clips(known.id))
        return Memorized(known.id, known.clips, entries, perf_counter() - begun, known.duration, is_skipped=True)
    run = _Run(
        source,
        store,
        senses=senses(),
        text_encoder=text_encoder,
        options=options or MemorizeOptions(),
        settings=settings,
        on_progress=on_progress,
        guard=guard
        or Guard.of(
            store,
            source.stream.id,
            is_transcript=is_transcript(source.stream),
            detector=face_detector,
            options=options.guard if options else None,
        ),
    )
    try:
        run.go()
    finally:
        run.close()
    return Memorized(source.stream.id, run.clips, run.entries, perf_counter() - begun, run.committed_to)


def is_transcript(stream: Stream) -> bool:
    """Whether a stream's turns come from a transcript."""
    return stream.kind == "transcript" or "transcript" in stream.metadata


class _Run:
    """One run over one source: what is in flight between reading and committing."""

    def __init__(
        self,
        source: Source,
        store: Store,
        *,
        senses: Mapping[str, Sense],
        text_encoder: TextEncoder | None,
        options: MemorizeOptions,
        settings: str,
        on_progress: Callable[[Progress], None] | None,
        guard: Guard,
    ) -> None:
        self.source, self.store, self.options = source, store, options
        self.settings, self.on_progress = settings, on_progress
        self.stream: Stream = source.stream
        self.gate = ChangeGate(options.gate)
        store.discard_uncommitted(self.stream.id)
        done = store.clips(self.stream.id)
        self.clips = len(done)
        self.is_read = bool(done) and done[-1].is_last  # killed between the last commit and the mark on the stream
        self.entries = sum(clip.entries for clip in done)
        self.committed_to = self.begun_at = done[-1].span.end if done else 0.0
        senses = {name: guard.sense(sense) for name, sense in senses.items()}
        for name, snapshot in _unpack(done[-1].snapshot if done else b"").items():
            if name in senses:
                senses[name].restore(snapshot)
        self.sound_from = min([self.committed_to, *(sense.resume_from for sense in senses.values())]) if done else 0.0
        self.windower = Windower(self.stream.id, start=self.begun_at, index=self.clips, options=options.window)
        self.who = WhoIsWho(store)
        self.episodes = Episodes(
            self.stream,
            store,
            text_encoder,
            is_transcript=is_transcript(self.stream),
            options=options.episodes,
            guard=guard,
        )
        self.loudness = Loudness()
        self.lanes = [Lane(name, sense) for name, sense in senses.items()]
        self.closing: deque[tuple[Clip, list[Future[tuple[list[Observation], bytes]]]]] = deque()
        self._put_stream(is_complete=False)

    def go(self) -> None:
        """Reads to the end and commits every clip."""
        if not self.is_read:
            self._read()
        self.who.put()
        self._put_stream(is_complete=True)
        self.store.optimize()

    def _read(self) -> None:
        for item in self.source.read(sound_from=self.sound_from, frames_from=self.committed_to):
            self._take(item)
        for clip in self.windower.flush():
            self._close(clip)
        while self.closing:
            self._commit_oldest()

    def _take(self, item: Item) -> None:
        if item.time < self.begun_at and not isinstance(item, Sound):
            return  # committed; sound comes again for the turn that was open then
        for clip in self.windower.push(item):
            self._close(clip)
        if isinstance(item, Frame) and not self.gate.admits(item):
            return
        if isinstance(item, Sound):
            self.loudness.push(item)
        for lane in self.lanes:
            lane.push(item)
        if self.on_progress is not None and not isinstance(item, Glimpse):
            self.on_progress(Progress(item.time, self.stream.duration, self.clips, self.entries))

    def _close(self, clip: Clip) -> None:
        self.gate.reset()
        ends = [lane.end_clip(clip.span.end, is_last=clip.is_last) for lane in self.lanes]
        self.closing.append((clip, ends))
        while len(self.closing) > self.options.clips_ahead or (self.closing and _is_done(self.closing[0][1])):
            self._commit_oldest()

    def _commit_oldest(self) -> None:
        clip, ends = self.closing.popleft()
        results = [end.result() for end in ends]
        for lane in self.lanes:
            lane.check()
        observations = [self._heard(observation) for found, _ in results for observation in found]
        snapshot = _pack({lane.name: state for lane, (_, state) in zip(self.lanes, results, strict=True)})
        episode = self.episodes.build(clip, observations)
        record = ClipRecord(
            id=f"{self.stream.id}-{clip.index:06d}",
            stream=self.stream.id,
            index=clip.index,
            span=clip.span,
            entries=len(episode.rows),
            snapshot=snapshot,
            is_last=clip.is_last,
        )
        self.store.commit(record, rows=episode.rows, observations=episode.observations, statements=episode.statements)
        self.who.add(clip.index, self.stream.id, episode.observations, episode.statements)
        self.who.put_sometimes()
        self.clips += 1
        self.entries += len(episode.rows)
        self.committed_to = clip.span.end
        logger.debug("%s: clip %d committed, %d entries", self.stream.id, clip.index, len(episode.rows))

    def _heard(self, observation: Observation) -> Observation:
        """A turn with its loudness; everything else as it is."""
        if observation.kind is not ObservationKind.TURN:
            return observation
        return replace(observation, trace=self.loudness.trace(observation.span))

    def _put_stream(self, *, is_complete: bool) -> None:
        self.store.put_stream(
            StreamRecord(
                id=self.stream.id,
                uri=self.stream.uri,
                kind=self.stream.kind,
                started_at=self.stream.started_at,
                duration=self.committed_to,
                clips=self.clips,
                is_complete=is_complete,
                fingerprint=self.source.fingerprint,
                settings=self.settings,
            )
        )

    def close(self) -> None:
        """Ends the threads; what was not committed is redone by the next run."""
        for lane in self.lanes:
            lane.close()


def _is_done(ends: Sequence[Future[tuple[list[Observation], bytes]]]) -> bool:
    return all(end.done() for end in ends)


def _pack(states: Mapping[str, bytes]) -> bytes:
    kept = {name: base64.b64encode(state).decode("ascii") for name, state in states.items() if state}
    return json.dumps(kept, sort_keys=True).encode() if kept else b""


def _unpack(snapshot: bytes) -> dict[str, bytes]:
    if not snapshot:
        return {}
    return {name: base64.b64decode(state) for name, state in json.loads(snapshot).items()}
