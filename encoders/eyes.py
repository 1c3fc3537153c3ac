"""What is seen: frames become faces, signs and scenes; glimpses between them tell whose lips move.

Nothing is carried over a clip's end: what is on the screen then closes with the clip and opens again with
the next, so what comes of a clip does not depend on where the run began.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import thread_time

from ..streams.types import Frame, Glimpse, Item
from .scenes import CutDetector, SceneOptions, SceneTracker
from .signs import SignOptions, SignTracker, TextFinder
from .tracks import FaceTracker, TrackOptions
from .types import FaceDetector, FaceEncoder, Observation, SceneEncoder


@dataclass(frozen=True, slots=True, kw_only=True)
class EyesOptions:
    """How the senses of sight work."""

    faces: TrackOptions = field(default_factory=TrackOptions)
    signs: SignOptions = field(default_factory=SignOptions)
    scenes: SceneOptions = field(default_factory=SceneOptions)


class Eyes:
    """A `Sense` for frames and glimpses; others pass it by. Whatever model is None, its observations do not come."""

    def __init__(
        self,
        *,
        detector: FaceDetector | None = None,
        encoder: FaceEncoder | None = None,
        reader: TextFinder | None = None,
        scenes: SceneEncoder | None = None,
        options: EyesOptions | None = None,
    ) -> None:
        """Takes the models as they were loaded.

        Args:
            detector: Finds faces; without `encoder` none are followed.
            encoder: Makes vectors of faces.
            reader: Reads on-screen text.
            scenes: Describes pictures.
            options: How.
        """
        options = options or EyesOptions()
        self._detector = detector
        self._faces = FaceTracker(encoder, options.faces) if detector and encoder else None
        self._signs = SignTracker(reader, options.signs) if reader else None
        self._scenes = SceneTracker(scenes, options.scenes) if scenes else None
        self._cuts = CutDetector(options.scenes)
        self._last = 0.0  # frame or clip end
        self._clip_end = 0.0
        stages = ("cuts", "face-detection", "faces", "lips", "signs", "scenes")
        self.stages: dict[str, float] = dict.fromkeys(stages, 0.0)
        """CPU seconds by stage so far."""

    def push(self, item: Item) -> Iterable[Observation]:
        """Takes the next frame; gives what is gone from the screen with it, in order of its start."""
        if isinstance(item, Glimpse) and self._faces:
            with self._counted("lips"):
                self._faces.glimpse(item)
        if not isinstance(item, Frame):
            return []
        self._last = item.time
        seen: list[Observation] = []
        with self._counted("cuts"):
            is_cut = self._cuts.push(item.image)
        if self._detector and self._faces:
            with self._counted("face-detection"):
                boxes = self._detector.detect(item.image)
            with self._counted("faces"):
                seen += self._faces.push(item, boxes, is_cut=is_cut)
        if self._signs:
            with self._counted("signs"):
                seen += self._signs.push(item, is_cut=is_cut)
        if self._scenes:
            with self._counted("scenes"):
                seen += self._scenes.push(item, is_cut=is_cut)
        return _in_order(seen)

    @property
    def takes_glimpses(self) -> bool:
        """Whether faces are followed."""
        return self._faces is not None

    def end_clip(self, time: float) -> Iterable[Observation]:
        """The clip ends: everything on the screen closes."""
        self._last = self._clip_end = time
        seen: list[Observation] = []
        if self._faces:
            with self._counted("faces"):
                seen += self._faces.end(time)
        if self._signs:
            with self._counted("signs"):
                seen += self._signs.end(time)
        if self._scenes:
            with self._counted("scenes"):
                seen += self._scenes.end(time)
        self._cuts.reset()
        return _in_order(seen)

    def flush(self) -> Iterable[Observation]:
        """The stream has ended with the last frame."""
        return self.end_clip(self._last)

    def snapshot(self) -> bytes:
        """The time of the clip's end; nothing else is carried over."""
        return struct.pack("<d", self._clip_end)

    def restore(self, snapshot: bytes) -> None:
        """Goes on at a clip's end; a used object forgets what it saw. An empty snapshot is the stream's beginning."""
        self._last = self._clip_end = struct.unpack("<d", snapshot)[0] if snapshot else 0.0
        for tracker in (self._faces, self._signs, self._scenes):
            if tracker:
                tracker.reset()
        self._cuts.reset()

    @property
    def resume_from(self) -> float:
        """The end of the last clip: frames from there on are needed again."""
        return self._clip_end

    @contextmanager
    def _counted(self, stage: str) -> Iterator[None]:
        start = thread_time()
        try:
            yield
        finally:
            self.stages[stage] += thread_time() - start


def _in_order(seen: list[Observation]) -> list[Observation]:
    return sorted(seen, key=lambda observation: (observation.span.start, observation.kind))
