"""Photographs made worse in six ways, seeded: small, blurred, dark, turned, half covered, JPEG quality 20.

Sizes go by the face, whose place in each photograph of the test media is noted here (read off MTCNN's landmarks and
checked by eye), so that what is measured has no say in what it is measured on.  A face is as wide as the box that a
detector draws around it: 2.2 times the distance of the eyes, or of eyes and mouth where that is more.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from mneme.streams.types import Image
from numpy.typing import NDArray

KINDS = ("small", "blurred", "dark", "turned", "covered", "jpeg")
"""The six ways, in the order of the issue."""
PLAIN = "photograph"
"""A picture as it is."""
FACES: dict[str, tuple[int, int, int, int, int, int]] = {
    "p1_a": (251, 120, 310, 119, 280, 181),
    "p1_b": (133, 197, 198, 203, 159, 280),
    "p1_c": (15, 120, 75, 119, 44, 180),
    "p2_a": (155, 94, 190, 102, 166, 137),
    "p2_b": (298, 212, 400, 217, 345, 318),
    "p3_a": (382, 73, 410, 74, 395, 107),
    "p3_b": (339, 154, 409, 145, 382, 237),
    "p3_c": (181, 128, 223, 124, 209, 175),
    "p4_a": (343, 98, 401, 93, 374, 154),
    "p4_b": (173, 178, 265, 179, 218, 269),
    "p5_a": (200, 154, 269, 158, 233, 224),
    "p5_b": (227, 191, 297, 187, 264, 259),
    "p5_c": (297, 116, 354, 114, 328, 176),
    "p6_a": (322, 244, 433, 247, 375, 376),
}
"""Photograph → x and y in pixels of the eye on the left, the eye on the right and the middle of the mouth."""
COVERS = ("below", "left", "right")
"""Halves of a face that something hides: a mask from under the eyes on; a door post or somebody's back on one side."""
_MASK, _POST = (190, 205, 215), (96, 88, 80)


@dataclass(frozen=True, slots=True)
class Strength:
    """How much worse."""

    name: str
    width: float = 40.0
    """small: pixels of the face."""
    blur: float = 0.025
    """blurred: the Gaussian's deviation as a share of the face's width."""
    light: float = 0.25
    """dark: what is left of the light; noise (deviation 3 of 255) is what a sensor then adds."""
    turn: tuple[float, float] = (20.0, 25.0)
    """turned: degrees in the plane, to either side."""
    quality: int = 20
    """jpeg: of 100."""


ISSUE = Strength("issue")
HARDER = Strength("harder", width=32.0, blur=0.032, light=0.17, turn=(25.0, 32.0), quality=14)
"""A second set, to see whether what was chosen on the first one holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A photograph, or a copy of it."""

    name: str
    """Of the photograph."""
    person: str
    """Who is in it: the part of the name before "_"."""
    kind: str
    """`PLAIN` or one of `KINDS`."""
    image: Image
    cover: str = ""
    """covered: which half is hidden."""


def pictures(shared: Path, *, seed: int = 0, strength: Strength = ISSUE) -> Iterator[Picture]:
    """All photographs of the test media, each followed by its six copies."""
    folder = shared / "media" / "faces"
    paths = sorted(folder.glob("*.jpg"))
    if not paths:
        sys.exit(f"{folder}: no photographs there; give the folder of the test media with --shared DIR")
    for path in paths:
        if path.stem not in FACES:
            sys.exit(f"{path}: where its face is, is not noted; add it to FACES in {__file__}")
        image = np.ascontiguousarray(cv2.imread(str(path))[:, :, ::-1])
        person = path.stem.partition("_")[0]
        yield Picture(path.stem, person, PLAIN, image)
        for kind in KINDS:
            random = np.random.default_rng([seed, *f"{path.stem} {kind}".encode()])
            cover = COVERS[int(random.integers(len(COVERS)))] if kind == "covered" else ""
            yield Picture(path.stem, person, kind, degraded(image, path.stem, kind, strength, random, cover), cover)


def degraded(
    image: Image, name: str, kind: str, strength: Strength, random: np.random.Generator, cover: str = ""
) -> Image:
    """A copy of a photograph, made worse."""
    left, right, mouth = np.asarray(FACES[name], np.float64).reshape(3, 2)
    eyes = (left + right) / 2
    size = float(max(np.linalg.norm(right - left), np.linalg.norm(mouth - eyes)))
    width, middle = 2.2 * size, (eyes + mouth) / 2
    rows, columns = image.shape[:2]
    if kind == "small":
        scale = strength.width / width
        target = max(1, round(columns * scale)), max(1, round(rows * scale))
        return np.asarray(cv2.resize(image, target, interpolation=cv2.INTER_AREA), np.uint8)
    if kind == "blurred":
        return np.asarray(cv2.GaussianBlur(image, (0, 0), strength.blur * width), np.uint8)
    if kind == "dark":
        noisy = image * np.float64(strength.light) + random.normal(0, 3, image.shape)
        return np.asarray(np.clip(noisy, 0, 255), np.uint8)
    if kind == "turned":
        angle = random.uniform(*strength.turn) * random.choice([-1, 1])
        matrix = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), float(angle), 1.0)
        return np.asarray(cv2.warpAffine(image, matrix, (columns, rows), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    if kind == "covered":
        return _covered(image, eyes, mouth, (right - left) / np.linalg.norm(right - left), size, cover)
    _, data = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, strength.quality])
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1])


def _covered(
    image: Image,
    eyes: NDArray[np.float64],
    mouth: NDArray[np.float64],
    across: NDArray[np.float64],
    size: float,
    cover: str,
) -> Image:
    """The picture with a block over half of the face, along the line of the eyes."""
    down = np.asarray([-across[1], across[0]])
    if cover == "below":
        start = eyes + 0.4 * float((mouth - eyes) @ down) * down
        corners, color = [(-1.4, 0.0), (1.4, 0.0), (1.4, 1.6), (-1.4, 1.6)], _MASK
    else:
        start, side = (eyes + mouth) / 2, -1.5 if cover == "left" else 1.5
        corners, color = [(side, -2.0), (0.0, -2.0), (0.0, 2.0), (side, 2.0)], _POST
    block = np.asarray([start + size * (x * across + y * down) for x, y in corners])
    out = image.copy()
    cv2.fillPoly(out, [block.round().astype(np.int32)], color)
    return out
