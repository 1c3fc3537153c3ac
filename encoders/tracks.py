"""Faces followed through a clip: detections become tracks, and each track one observation.

A detection joins the track whose last box it overlaps most; one that has jumped joins only if its embedding
says so too.  In one frame no two detections join one track, and a cut ends all tracks.  Embedding is what
costs (0.075 s a face), so it waits until a track closes and looks at its few best moments, spread over its
time.  If those disagree, for a cut between two alike pictures was not seen, the track is split where they do.

Glimpses between the frames tell how much the mouths move.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from ..streams.types import Frame, Glimpse, Span, Vector
from .lips import LipOptions, Mouth
from .mirrors import MirrorOptions, Shown, Straightener, may_be_twice, shown_twice
from .moments import Moment, moment_of, shrunk
from .types import FaceEncoder, Observation, ObservationKind, Region


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackOptions:
    """How faces are followed."""

    hold: float = 2.5
    """Seconds that a face at most counts as seen after its last detection, if no frame came to say otherwise: a
    little more than the change gate lets a still picture wait."""
    min_iou: float = 0.3
    """Overlap with the track's last box from which on a detection simply joins."""
    max_missed: int = 3
    """Frames in a row without a detection after which a track ends."""
    max_gap: float = 5.0
    """Seconds after which it ends however few frames there were."""
    exemplars: int = 3
    """Moments of a track that are embedded, if it is longer than a few detections."""
    same_distance: float = 0.42
    """Vectors (norm 1) farther apart are two people; see `dlib_faces`."""
    min_confidence: float = 0.4
    """The detector's, for a track of a single detection; longer ones have time on their side."""
    copies: MirrorOptions = field(default_factory=MirrorOptions)
    """What proves that two faces in one frame are one shown twice."""
    crop_side: int = 160
    """Pixels of the thumbnail."""
    lips: LipOptions = field(default_factory=LipOptions)


@dataclass(slots=True, eq=False)
class _Track:
    region: Region
    mouth: Mouth
    times: list[float] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    """Those kept for embedding: a bounded number, spread over the track."""
    missed: int = 0
    gone: float | None = None
    """The time of the first frame without it since its last detection."""


_KEPT = 16
_COMPARED = 6  # instants at which two faces are compared that may be one shown twice
_APART = 4  # moments for each further one that is embedded: a short track needs fewer


class FaceTracker:
    """Detections frame by frame in, one observation per face and track out."""

    def __init__(self, encoder: FaceEncoder, options: TrackOptions | None = None) -> None:
        self._encoder = encoder
        self._options = options or TrackOptions()
        self._tracks: list[_Track] = []
        self._glimpse: Glimpse | None = None

    def glimpse(self, glimpse: Glimpse) -> None:
        """Takes a picture between the frames: the mouths of the faces that are followed are watched."""
        before, self._glimpse = self._glimpse, glimpse
        if before is not None:
            for track in self._tracks:
                track.mouth.look(before, glimpse)

    def push(self, frame: Frame, faces: Sequence[tuple[Region, float]], *, is_cut: bool = False) -> list[Observation]:
        """Takes a frame's faces; gives the tracks that end with it.

        Args:
            frame: The frame.
            faces: What the detector has found in it.
            is_cut: The frame is the first after a cut: nobody in it is where he was before.
        """
        closed = [track for track in self._tracks if is_cut or frame.time - track.times[-1] > self._options.max_gap]
        self._tracks = [track for track in self._tracks if track not in closed]
        for track in closed:
            track.gone = frame.time if track.gone is None else track.gone
        moments = [moment_of(frame, region, confidence) for region, confidence in faces]
        free = list(range(len(moments)))
        for track, i in self._pairs(moments):
            free.remove(i)
            _extend(track, moments[i])
        still: list[_Track] = []
        for track in self._tracks:
            if track.times[-1] < frame.time:
                track.missed += 1
                track.mouth.lose()
                track.gone = frame.time if track.gone is None else track.gone
            (closed if track.missed > self._options.max_missed else still).append(track)
        self._tracks = still
        for i in free:
            track = _Track(moments[i].region, Mouth(self._options.lips))
            _extend(track, moments[i])
            self._tracks.append(track)
        return self._observations(closed)

    def end(self, time: float) -> list[Observation]:
        """The clip ends: all tracks do."""
        ended, self._tracks, self._glimpse = self._tracks, [], None
        for track in ended:
            track.gone = time if track.gone is None else track.gone
        return self._observations(ended)

    def reset(self) -> None:
        """Forgets everything."""
        self._tracks, self._glimpse = [], None

    def _pairs(self, moments: Sequence[Moment]) -> list[tuple[_Track, int]]:
        """Which detection joins which track, one to one: by overlap first, then jumped ones by embedding."""
        options = self._options
        tracks, free, pairs = list(self._tracks), list(range(len(moments))), []
        overlaps = [(track.region.iou(moments[i].region), t, i) for t, track in enumerate(tracks) for i in free]
        taken: set[int] = set()
        for iou, t, i in sorted(overlaps, key=lambda item: (-item[0], item[1], item[2])):
            if iou >= options.min_iou and t not in taken and i in free:
                pairs.append((tracks[t], i))
                taken.add(t)
                free.remove(i)
        for t, track in enumerate(tracks):
            near = [i for i in free if t not in taken and _is_near(track.region, moments[i].region)]
            distances = [(self._distance(track.moments[-1], moments[i]), i) for i in near]
            if distances and min(distances)[0] < options.same_distance:
                pairs.append((track, min(distances)[1]))
                free.remove(min(distances)[1])
        return pairs

    def _vector(self, moment: Moment) -> Vector:
        if moment.vector is None:
            moment.vector = self._encoder.encode(moment.crop, [moment.inside])[0]
        return moment.vector

    def _distance(self, one: Moment, other: Moment) -> float:
        return float(np.linalg.norm(self._vector(one) - self._vector(other)))

    def _observations(self, tracks: Sequence[_Track]) -> list[Observation]:
        found = []
        kept = [
            track
            for track in tracks
            if len(track.times) > 1 or track.moments[0].confidence >= self._options.min_confidence
        ]
        parts = [self._parts(track) for track in kept]
        copies = self._copies([(track, made[0]) for track, made in zip(kept, parts, strict=True) if len(made) == 1])
        for made in parts:
            found += [replace(each, label=copies[id(each)]) if id(each) in copies else each for each in made]
        return sorted(found, key=lambda face: (face.span.start, face.region.left if face.region else 0.0))

    def _copies(self, seen: Sequence[tuple[_Track, Observation]]) -> dict[int, str]:
        """Observation (by identity as an object) → label, of those that are surely one face shown twice at once.

        Only tracks that end together are compared: what is shown twice is so until a cut or the clip's end.
        """
        labels: dict[int, str] = {}
        for place, (track, face) in enumerate(seen):
            for other_track, other in seen[:place]:
                if len(set(face.times) & set(other.times)) < self._options.copies.instants:
                    continue
                one, two = (self._shown(*pair) for pair in ((track, face), (other_track, other)))
                if may_be_twice(one, two, self._options.copies) and shown_twice(
                    self._with_crops(one, track, other_track), self._with_crops(two, other_track, track),
                    self._options.copies,
                ):  # fmt: skip
                    label = labels.get(id(other)) or _copy_label(other)
                    labels[id(face)] = labels[id(other)] = label
        return labels

    @staticmethod
    def _shown(track: _Track, face: Observation) -> Shown:
        assert face.vector is not None
        boxes = {moment.time: moment.region for moment in track.moments}
        return Shown(face.vector, face.span.start, face.trace, boxes)

    def _with_crops(self, shown: Shown, track: _Track, other: _Track) -> Shown:
        """With the faces cut out upright at instants at which both were kept."""
        if not isinstance(self._encoder, Straightener):
            return shown
        common = {moment.time for moment in other.moments}
        both = [moment for moment in track.moments if moment.time in common]
        chosen = both[:: max(1, len(both) // _COMPARED)]
        return replace(shown, crops={m.time: self._encoder.upright(m.crop, m.inside) for m in chosen})

    def _parts(self, track: _Track) -> list[Observation]:
        """The track's observation; several where its embeddings disagree."""
        moments = track.moments
        chosen = self._exemplars(moments)
        bounds = []  # times between two people
        for first, second in pairwise(chosen):
            low, high = first, second
            if self._distance(moments[low], moments[high]) <= self._options.same_distance:
                continue
            while high - low > 1:
                middle = (low + high) // 2
                to_low = self._distance(moments[low], moments[middle])
                if to_low <= self._distance(moments[middle], moments[high]):
                    low = middle
                else:
                    high = middle
            bounds.append((moments[low].time + moments[high].time) / 2)
        edges = [float("-inf"), *bounds, float("inf")]
        last = track.times[-1] + self._options.hold
        ends = [*bounds, last if track.gone is None else max(track.times[-1], min(last, track.gone))]
        parts = []
        for (low_time, high_time), end in zip(pairwise(edges), ends, strict=True):
            times = [time for time in track.times if low_time <= time < high_time]
            inside = [moment for moment in moments if low_time <= moment.time < high_time]
            parts.append(self._observation(times, inside, end, track.mouth))
        return parts

    def _exemplars(self, moments: Sequence[Moment]) -> list[int]:
        """The best moment of each of a few equal stretches; of equally good ones that in its middle."""
        count = min(self._options.exemplars, 1 + len(moments) // _APART)
        edges = [round(i * len(moments) / count) for i in range(count + 1)]
        return [
            max(range(low, high), key=lambda i: (moments[i].quality, -abs(2 * i - middle)))
            for low, high, middle in ((low, high, low + high - 1) for low, high in pairwise(edges))
        ]

    def _observation(self, times: Sequence[float], moments: Sequence[Moment], end: float, mouth: Mouth) -> Observation:
        seen = [moments[i] for i in self._exemplars(moments)]
        mean = np.sum([self._vector(moment) * np.float32(moment.quality) for moment in seen], axis=0, dtype=np.float32)
        best = max(moments, key=lambda moment: (moment.quality, -moment.time))
        span = Span(times[0], end)
        return Observation(
            kind=ObservationKind.FACE,
            span=span,
            vector=np.asarray(mean / np.linalg.norm(mean), np.float32),
            confidence=round(best.quality, 4),
            region=best.region,
            image=shrunk(best.crop, self._options.crop_side),
            times=tuple(times),
            trace=mouth.trace(span),
        )


def _copy_label(face: Observation) -> str:
    """No other face of the clip has it: no two are at one place at one time."""
    x, y = face.region.center if face.region else (0.0, 0.0)
    return f"copy-{face.span.start:.3f}-{x:.4f}-{y:.4f}"


def _extend(track: _Track, moment: Moment) -> None:
    track.times.append(moment.time)
    track.missed, track.gone = 0, None
    track.region = moment.region
    track.mouth.detect(moment.region)
    track.moments.append(moment)
    if len(track.moments) > _KEPT:  # of each two neighbours the better one stays: still spread over the whole time
        pairs = zip(track.moments[:-1:2], track.moments[1::2], strict=False)
        kept = [max(pair, key=lambda moment: moment.quality) for pair in pairs]
        track.moments = kept + track.moments[len(kept) * 2 :]


def _is_near(one: Region, other: Region) -> bool:
    """Within two widths of each other and of like size."""
    widths = sorted((one.right - one.left, other.right - other.left))
    (x0, y0), (x1, y1) = one.center, other.center
    return widths[0] > 0.6 * widths[1] and max(abs(x0 - x1), abs(y0 - y1)) < 2 * widths[1]
