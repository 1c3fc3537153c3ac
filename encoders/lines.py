"""Lines of text: where they stand to one another, and which of them make one sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .types import Region

Line = tuple[str, float, Region]
"""(text, confidence 0..1, place in the picture), as a `TextReader` gives it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Lines that belong together."""

    text: str
    """The lines in reading order with a space between them."""
    confidence: float
    """Mean of the lines', by their lengths."""
    region: Region


def letters(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return re.sub(r"[\W_]", "", text.casefold())


def substance(text: str) -> int:
    """How much a text says: its letters and digits, those of scripts without spaces counted twice."""
    return sum(2 if character >= "\u2e80" else 1 for character in letters(text))


def likeness(one: str, other: str) -> float:
    """0..1 by letters and digits alone: spaces and points come and go between readings. Other digits: at most 0.5."""
    one, other = letters(one), letters(other)
    if one == other:
        return 1.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if _digits(one) == _digits(other) else min(ratio, 0.5)  # 10:41 and 10:42 are two signs


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def covered(box: Region, by: Region) -> float:
    """Share of a box that lies in another."""
    width = min(box.right, by.right) - max(box.left, by.left)
    height = min(box.bottom, by.bottom) - max(box.top, by.top)
    return max(0.0, width) * max(0.0, height) / box.area if box.area > 0 else 0.0


def _around(box: Region, share: float) -> Region:
    """The box with `share` of its height around it, inside the picture; sidewards more, as words stand apart."""
    margin = (box.bottom - box.top) * share
    left, top = max(0.0, box.left - margin), max(0.0, box.top - margin)  # fractions: 16/9 as many pixels sidewards
    return Region(left, top, min(1.0, box.right + margin), min(1.0, box.bottom + margin))


def _union(one: Region, other: Region) -> Region:
    return Region(
        min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom)
    )


def areas_of(boxes: Sequence[Region]) -> list[Region]:
    """Boxes with some room around them, those that touch put together."""
    areas: list[Region] = []
    for box in boxes:
        area = _around(box, 0.6)
        while touching := [other for other in areas if other.iou(area) > 0]:
            areas = [other for other in areas if other not in touching]
            for other in touching:
                area = _union(area, other)
        areas.append(area)
    return areas


def signs_of(lines: Sequence[Line]) -> list[Sign]:
    """Lines that stand near one another (within one line's height) as one sign, in reading order."""
    groups: list[list[Line]] = []
    for line in lines:
        near = [group for group in groups if any(_around(other[2], 1.0).iou(line[2]) > 0 for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(member for group in near for member in group), line])
    readings = []
    for group in groups:
        region = group[0][2]
        for _, _, box in group[1:]:
            region = _union(region, box)
        weights = [len(text) for text, _, _ in group]
        confidence = sum(c * n for (_, c, _), n in zip(group, weights, strict=True)) / sum(weights)
        readings.append(Sign(" ".join(text for text, _, _ in _reading_order(group)), confidence, region))
    return readings


def _reading_order(lines: Sequence[Line]) -> list[Line]:
    """Rows from top to bottom; within a row, boxes from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line[2].center[1]):
        box = line[2]
        if rows and box.center[1] < rows[-1][0][2].bottom and box.top < rows[-1][0][2].center[1]:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line[2].left)]
