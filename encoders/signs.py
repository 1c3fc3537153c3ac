"""Text on the screen followed in time: one observation for as long as a sign stays the same.

Looking for text costs far more than looking at it, so it is done in three steps, each as rarely as can be:
1. a sign that was read is found again in each frame by its picture (normalized correlation; next to nothing);
2. about once a second, where text may be is looked for in a small picture; in a larger one after a cut, and
   now and then, for small print;
3. only places that hold no known sign are read, at full size and cut out.
A place where nothing could be read is not tried again and again within a shot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..streams.types import Frame, Image, Span
from .lines import Line, Sign, areas_of, covered, likeness, signs_of, substance
from .patches import Patch
from .scenes import thumbnail
from .types import Observation, ObservationKind, Region, TextReader


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOptions:
    """When text is looked for, and what counts as a sign."""

    look_every: float = 1.0
    """Seconds between looks at a picture of `look_side`."""
    look_side: int = 320
    """Pixels; finds text of a height of about 1/20 of the picture."""
    search_every: float = 10.0
    """Seconds between looks at a picture of `search_side`."""
    search_side: int = 640
    """Pixels; finds half as large text."""
    search_pause: float = 3.0
    """Seconds that must lie between two of those, however many cuts there are."""
    min_confidence: float = 0.8
    """Of a line; what is read into ornaments lies below."""
    min_height: float = 0.018
    """Of a line, as a share of the picture's height."""
    min_letters: int = 4
    """Letters and digits of a sign (Chinese counts twice), for one lone short word is mostly part of a picture; two
    are enough where one is a digit, as for a room."""
    same_text: float = 0.8
    """Two readings more alike than this (0..1) are the same sign."""
    step: float = 0.5
    """Seconds between sampled frames: within half of it the sign came and went."""
    hold: float = 2.5
    """Seconds that a sign at most counts as seen after its last sighting, if no frame came to say otherwise."""
    max_tries: int = 2
    """How often one place is read in vain within a shot."""
    image_side: int = 640
    """Pixels of the thumbnail's longer side."""


class TextFinder(TextReader, Protocol):
    """A reader that can also say where text may be without reading it."""

    def find(self, image: Image, *, max_side: int = 0) -> Sequence[Region]:
        """Boxes, looking at the picture scaled down to `max_side`."""


@dataclass(slots=True, eq=False)
class _Seen:
    text: str
    confidence: float
    region: Region
    patch: Patch
    image: Image
    times: list[float]
    gone: float | None = None
    """The time of the first frame without it since it was last seen."""
    missed: int = 0
    """Looks for text that did not find it again."""


class SignTracker:
    """Frames in, one observation per sign out."""

    def __init__(self, reader: TextFinder, options: SignOptions | None = None) -> None:
        self._reader = reader
        self._options = options or SignOptions()
        self.reset()

    def reset(self) -> None:
        """Forgets everything."""
        self._signs: list[_Seen] = []
        self._failed: list[tuple[Region, int]] = []
        self._recent: list[Frame] = []
        self._looked = self._searched = float("-inf")
        self._begin: float | None = None

    def push(self, frame: Frame, *, is_cut: bool = False) -> list[Observation]:
        """Takes the next frame; gives the signs that are gone."""
        if self._begin is None:
            self._begin = frame.time
        if is_cut:
            self._failed, self._recent = [], []
        for sign in self._signs:
            self._see_again(sign, frame)
        side = self._side(frame.time, is_cut=is_cut)
        closed = self._look(frame, side) if side else []
        self._recent = [*self._recent[-3:], frame]
        closed += [sign for sign in self._signs if frame.time - sign.times[-1] > self._options.hold]
        self._signs = [sign for sign in self._signs if sign not in closed]
        return self._observations(closed)

    def end(self, time: float) -> list[Observation]:
        """The clip ends: all signs do."""
        observations = self._observations(self._signs, end=time)
        self.reset()
        return observations

    def _see_again(self, sign: _Seen, frame: Frame) -> None:
        place = sign.patch.find(frame.image, sign.region)
        if place is None:
            sign.gone = frame.time if sign.gone is None else sign.gone
            return
        sign.region, sign.gone, sign.missed = place, None, 0
        sign.times.append(frame.time)

    def _side(self, time: float, *, is_cut: bool) -> int:
        """How large a picture text is to be looked for in, 0 for not at all."""
        options = self._options
        since = time - self._searched
        if since >= options.search_every or (is_cut and since >= options.search_pause):
            self._searched = self._looked = time
            return options.search_side
        if is_cut or time - self._looked >= options.look_every - 1e-6:
            self._looked = time
            return options.look_side
        return 0

    def _look(self, frame: Frame, side: int) -> list[_Seen]:
        """Finds and reads what is new; gives the signs that are gone."""
        known = [sign.region for sign in self._signs if sign.gone is None]
        lost = [sign.region for sign in self._signs if sign.gone is not None]
        found = [box for box in self._reader.find(frame.image, max_side=side) if box.bottom - box.top < 0.5]
        fresh = [box for box in found if not any(_is_same_place(box, region) for region in known)]
        fresh = [box for box in fresh if not self._is_hopeless(box)]
        readings = []
        for area in areas_of([*fresh, *lost]):
            signs = [sign for sign in signs_of(self._read(frame.image, area)) if self._counts(sign)]
            if not signs and not any(covered(region, area) > 0.6 for region in lost):
                self._fail(area)
            readings += signs
        closed = []
        for reading in readings:
            closed += self._take(frame, reading)
        for sign in self._signs:
            if sign.gone is not None:
                sign.missed += 1
        closed += [sign for sign in self._signs if sign.missed > 1]
        self._signs = [sign for sign in self._signs if sign not in closed]
        return closed

    def _read(self, image: Image, area: Region) -> list[Line]:
        """The lines of an area that count, with their places in the whole picture."""
        height, width = image.shape[:2]
        left, top = int(area.left * width), int(area.top * height)
        right, bottom = max(left + 1, round(area.right * width)), max(top + 1, round(area.bottom * height))
        w, h = (right - left) / width, (bottom - top) / height
        lines = []
        for text, confidence, box in self._reader.read(image[top:bottom, left:right]):
            place = Region(
                left / width + box.left * w, top / height + box.top * h,
                left / width + box.right * w, top / height + box.bottom * h,
            )  # fmt: skip
            is_large = place.bottom - place.top >= self._options.min_height
            if confidence >= self._options.min_confidence and is_large and substance(text) > 1:
                lines.append((text, confidence, place))
        return lines

    def _counts(self, sign: Sign) -> bool:
        needed = 2 if any(character.isdigit() for character in sign.text) else self._options.min_letters
        return substance(sign.text) >= needed

    def _take(self, frame: Frame, reading: Sign) -> list[_Seen]:
        """Adds a reading to the sign that it repeats, or opens one; gives those that it takes the place of."""
        for sign in self._signs:
            if likeness(sign.text, reading.text) < self._options.same_text:
                continue
            if reading.confidence > sign.confidence or sign.gone is not None:
                sign.region, sign.patch = reading.region, Patch.of(frame.image, reading.region)
            if reading.confidence > sign.confidence:
                sign.text, sign.confidence = reading.text, reading.confidence
            if sign.times[-1] < frame.time:
                sign.times.append(frame.time)
            sign.gone, sign.missed = None, 0
            return []
        replaced = [sign for sign in self._signs if covered(sign.region, reading.region) > 0.5]
        for sign in replaced:
            sign.gone = frame.time if sign.gone is None else sign.gone
        patch = Patch.of(frame.image, reading.region)
        times, place = [frame.time], reading.region
        for earlier in reversed(self._recent):  # it may have been there before it was looked for
            found = patch.find(earlier.image, place)
            if found is None or any(earlier.time < (sign.gone or 0.0) for sign in replaced):
                break
            place = found
            times.insert(0, earlier.time)
        image = thumbnail(frame.image, self._options.image_side)
        self._signs.append(_Seen(reading.text, reading.confidence, reading.region, patch, image, times))
        return replaced

    def _is_hopeless(self, box: Region) -> bool:
        return any(tries >= self._options.max_tries and covered(box, area) > 0.5 for area, tries in self._failed)

    def _fail(self, area: Region) -> None:
        tries = 1 + max((tries for other, tries in self._failed if other.iou(area) > 0.3), default=0)
        self._failed = [(other, n) for other, n in self._failed if other.iou(area) <= 0.3]
        self._failed.append((area, tries))

    def _observations(self, signs: Sequence[_Seen], *, end: float = float("inf")) -> list[Observation]:
        half = self._options.step / 2
        found = []
        for sign in signs:
            first, last = sign.times[0], sign.times[-1]
            start = first - half if self._begin is None else max(self._begin, first - half)
            gone = end if sign.gone is None else sign.gone - half
            stop = max(last, min(gone, last + self._options.hold))
            found.append(
                Observation(
                    kind=ObservationKind.SIGN,
                    span=Span(start, stop),
                    text=sign.text,
                    confidence=round(sign.confidence, 4),
                    region=sign.region,
                    image=sign.image,
                    times=tuple(sign.times),
                )
            )
        return sorted(found, key=lambda sign: (sign.span.start, sign.region.top if sign.region else 0.0, sign.text))


def _is_same_place(box: Region, region: Region) -> bool:
    """Whether a box, found in a small picture and so not sharp, is the known sign's."""
    is_around = covered(region, box) > 0.8 and box.area < 3 * region.area
    return is_around or covered(box, region) > 0.6 or box.iou(region) > 0.4
