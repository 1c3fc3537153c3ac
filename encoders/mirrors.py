"""One face shown twice at once: in a mirror, in two tiles of a gallery view, or as a picture on the wall.

Two faces in one frame are two people; only clear proof overturns that.  Likeness is none: identical twins have it.
Proof is either that both show the very same instant, at several instants (the same expression in the same light,
seen as it is or mirrored: two people never do that, and one person on two photographs does not either), and that
their mouths move together where they move; or that one of them does not move at all for so long that it is a
picture, and looks the same.  Then the two *may* be one person: whether they are, the usual evidence says.

An `Observation` keeps one crop, of its own best moment, and not where the face was in each frame.  So it is asked
where the frames still are, in `tracks`, with the faces cut out upright (`Straightener`) at instants at which both were
seen, and the boxes; without them nothing is proved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ..streams.types import Image, Vector
from .types import TRACE_RATE_HZ, Region


@runtime_checkable
class Straightener(Protocol):
    """What a face encoder is as well that can cut faces out upright."""

    def upright(self, image: Image, region: Region) -> Image:
        """The face with eyes and mouth always in the same places."""


class Proof(StrEnum):
    """Why two faces in one frame may be one person."""

    NONE = ""
    """They are two people."""
    COPY = "copy"
    """Both show the same instants: a mirror, a gallery view with one person in two tiles."""
    PICTURE = "picture"
    """One of them is a picture that does not move."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A face as it was seen for a while, with what an observation does not keep."""

    vector: Vector
    start: float
    """Seconds of the stream at which the trace begins."""
    trace: bytes
    """Movement of the mouth, `TRACE_RATE_HZ` a second; b"" where it was not measured."""
    boxes: Mapping[float, Region]
    """Time of a frame → where it was in it."""
    crops: Mapping[float, Image] = field(default_factory=dict)
    """Time of a frame → the face cut out upright, eyes and mouth in the same places; a few times are enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorOptions:
    """What clear proof is.

    Measured on the 14 photographs of `media/faces`, each beside itself halved, mirrored, mirrored at six tenths and as
    JPEG: vectors had cosines of 0.980 or more, crops a correlation of 0.925 or more; crops of two people had one of
    0.76 at most, and so had those of one person on two photographs.
    """

    same_vector: float = 0.975
    """Least cosine."""
    same_crop: float = 0.88
    """Least correlation of the crops, the worse half of the instants counting."""
    instants: int = 3
    """Crops of both that must be compared, at least."""
    apart: float = 1.0
    """Seconds between the first and the last of them, at least."""
    moves: float = 8.0
    """Of a byte's 255: the trace's standard deviation from which on a mouth has moved."""
    together: float = 0.9
    """Least correlation of two mouths that move."""
    still: float = 20.0
    """Seconds for which a picture must hang without moving: no living face keeps still for so long."""
    still_frames: int = 10
    """Frames in which it must have been seen in that time."""
    jitter: float = 0.02
    """By how much of its width the box of a picture may shake (the detector's own noise)."""


def may_be_twice(one: Shown, other: Shown, options: MirrorOptions) -> bool:
    """Whether it is worth a closer look: their vectors are as alike as those of one face shown twice."""
    return float(np.dot(one.vector, other.vector)) >= options.same_vector


def shown_twice(one: Shown, other: Shown, options: MirrorOptions | None = None) -> Proof:
    """Whether two faces that were seen in the same frames are surely one face shown twice."""
    options = options or MirrorOptions()
    if not may_be_twice(one, other, options):
        return Proof.NONE
    if _is_copy(one, other, options):
        return Proof.COPY
    stills = [each for each in (one, other) if _is_picture(each, options)]
    return Proof.PICTURE if len(stills) == 1 else Proof.NONE  # of two pictures each may show somebody else


def _is_copy(one: Shown, other: Shown, options: MirrorOptions) -> bool:
    times = sorted(one.crops.keys() & other.crops.keys())
    if len(times) < options.instants or times[-1] - times[0] < options.apart:
        return False
    alike = sorted(same_instant(one.crops[time], other.crops[time]) for time in times)
    if float(np.mean(alike[: (len(alike) + 1) // 2])) < options.same_crop:
        return False
    mine, theirs = _at_once(one, other)
    if min(len(mine), len(theirs)) < TRACE_RATE_HZ * options.apart:
        return False  # nothing is known of the mouths
    moving = [float(each.std()) >= options.moves for each in (mine, theirs)]
    if not any(moving):
        return True
    return all(moving) and _correlation(mine, theirs) >= options.together


def _is_picture(face: Shown, options: MirrorOptions) -> bool:
    """Whether box and mouth have not moved for long."""
    times = sorted(face.boxes)
    if len(times) < options.still_frames or times[-1] - times[0] < options.still:
        return False
    if len(face.trace) < TRACE_RATE_HZ * options.still or float(np.std(_numbers(face.trace))) >= options.moves / 2:
        return False
    edges = np.asarray([(b.left, b.top, b.right, b.bottom) for b in (face.boxes[time] for time in times)], np.float64)
    widths = np.tile([*(edges[:, 2:] - edges[:, :2]).mean(axis=0)], 2)
    return bool(np.all(edges.std(axis=0) <= options.jitter * np.maximum(widths, 1e-6)))


def same_instant(one: Image, other: Image) -> float:
    """Correlation (-1..1) of two crops, where they fit best: as they are or mirrored, a little moved or scaled."""
    import cv2

    first, second = (cv2.cvtColor(cv2.resize(each, (64, 64), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
                     for each in (one, other))  # fmt: skip
    best = -1.0
    for side in (46, 48, 50):
        middle = cv2.resize(first[8:56, 8:56], (side, side), interpolation=cv2.INTER_AREA)
        for piece in (middle, middle[:, ::-1]):
            fits = cv2.matchTemplate(second, np.ascontiguousarray(piece), cv2.TM_CCOEFF_NORMED)
            best = max(best, float(fits.max()))
    return best


def _at_once(one: Shown, other: Shown) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both traces while both were seen."""
    start = max(one.start, other.start)
    skips = [round((start - each.start) * TRACE_RATE_HZ) for each in (one, other)]
    parts = [_numbers(each.trace)[skip:] for each, skip in zip((one, other), skips, strict=True)]
    length = min(len(part) for part in parts)
    return parts[0][:length], parts[1][:length]


def _numbers(trace: bytes) -> NDArray[np.float64]:
    return np.frombuffer(trace, np.uint8).astype(np.float64)


def _correlation(one: Sequence[float] | NDArray[np.float64], other: Sequence[float] | NDArray[np.float64]) -> float:
    return float(np.corrcoef(one, other)[0, 1])
