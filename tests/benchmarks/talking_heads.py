"""Heads of `talking.py`: photographs with a mouth that opens and eyes that close, and how heads are held."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray


class Head:
    """A photograph with a mouth that opens and eyes that close."""

    def __init__(self, picture: NDArray[np.uint8], points: NDArray[np.float64]) -> None:
        """`points` are dlib's five: the corners of both eyes, and the base of the nose."""
        self._picture = picture
        one, other, nose = points[:2].mean(axis=0), points[2:4].mean(axis=0), points[4]
        if one[0] > other[0]:
            one, other = other, one
        across = other - one
        self.unit = float(np.hypot(*across))  # between the eyes
        self._right = across / self.unit
        self._down = np.array([-self._right[1], self._right[0]])
        self._eyes = one, other
        self._lips = nose + 0.42 * self.unit * self._down
        height, width = picture.shape[:2]
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float64)
        rel = np.stack([xs - self._lips[0], ys - self._lips[1]], axis=-1)
        self._u, self._v = rel @ self._right / self.unit, rel @ self._down / self.unit  # along and below the lips
        self._grid = np.stack([xs, ys], axis=-1)

    def draw(self, opening: float, *, aside: float = 0.0, lids: float = 0.0) -> NDArray[np.uint8]:
        """The face with its mouth open (0..1), the jaw aside (-1..1), the eyes shut (0..1)."""
        u, v = self._u, self._v
        across = np.clip(1 - (u / 0.42) ** 2, 0, 1)
        drop = 0.30 * opening * across  # of the lower lip, in units
        jaw = 0.22 * opening * np.clip(1 - (u / 0.75) ** 2, 0, 1)
        below = np.where(v < drop, 0.0, np.clip(1 - (v - 0.45) / 0.5, 0, 1) * np.maximum(drop, jaw * (v > 0.2)))
        above = np.where(v < 0, -0.06 * opening * across * np.clip(1 + v / 0.25, 0, 1), 0.0)
        side = 0.05 * aside * np.clip(1 - (u / 0.8) ** 2, 0, 1) * np.clip(1 - np.abs(v - 0.15) / 0.6, 0, 1)
        shift = (below + above)[..., None] * self._down + side[..., None] * self._right
        for eye in self._eyes:
            rel = self._grid - eye
            a, b = rel @ self._right / self.unit, rel @ self._down / self.unit
            near = np.clip(1 - (a / 0.3) ** 2, 0, 1) * np.clip(1 - np.abs(b) / 0.25, 0, 1)
            shift = shift + (0.16 * lids * near)[..., None] * self._down
        source = (self._grid - shift * self.unit).astype(np.float32)
        face = cv2.remap(
            self._picture, source[..., 0], source[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        inside = ((v > 0) & (v < drop)).astype(np.float32) * np.clip((drop - v) / 0.03, 0, 1).astype(np.float32)
        inside = cv2.GaussianBlur(inside, (0, 0), max(0.5, 0.015 * self.unit))[..., None]
        return np.asarray(face * (1 - inside) + np.array([38, 28, 60], np.float32) * inside, np.uint8)


def landmarks(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """dlib's five points of the largest face (BGR picture)."""
    import dlib
    from mneme.encoders.models import locate

    rgb = np.ascontiguousarray(picture[..., ::-1])
    boxes = dlib.get_frontal_face_detector()(rgb, 1)
    box = max(boxes, key=lambda each: each.area())
    shape = dlib.shape_predictor(str(locate("dlib-landmarks")))(rgb, box)
    return np.array([[point.x, point.y] for point in shape.parts()], np.float64)


def load_head(path: Path, eyes: float) -> Head:
    """A photograph's head and shoulders, scaled so that the eyes are so many pixels apart."""
    picture = cv2.imread(str(path))
    if picture is None:
        sys.exit(f"{path}: no picture; give the folder of the test media with --shared DIR")
    points = landmarks(np.asarray(picture, np.uint8))
    apart = float(np.hypot(*(points[:2].mean(axis=0) - points[2:4].mean(axis=0))))
    x, y = points[4]
    left, top = max(0, round(x - 2.2 * apart)), max(0, round(y - 2.4 * apart))
    picture = picture[top : round(y + 2.6 * apart), left : round(x + 2.2 * apart)]
    scale = eyes / apart
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how), np.uint8)
    return Head(picture, (points - (left, top)) * scale)


def pose(kind: str, t: float, p: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """(2 x 3 matrix around the picture's middle, gain of the light) at a time."""
    x = y = turn = tilt = 0.0
    zoom = gain = 1.0
    if kind == "photo":  # as in tools/make_scene.py
        x, y = 14 * np.sin(0.7 * t + p[0]), 8 * np.sin(0.9 * t + p[1])
        zoom, gain = 1 + 0.05 * np.sin(0.4 * t + p[2]), 1 + 0.08 * np.sin(0.8 * t + p[3])
    elif kind != "still":
        x, y = 7 * np.sin(1.1 * t + p[0]) + 3 * np.sin(2.7 * t + p[1]), 4 * np.sin(0.8 * t + p[2]) + 2 * np.sin(3.1 * t)
        zoom, turn = 1 + 0.02 * np.sin(0.6 * t + p[4]), 2.5 * np.sin(0.9 * t + p[5]) + np.sin(2.3 * t + p[6])
    if kind == "nod":
        nod = np.sin(2 * np.pi * 1.3 * t + p[7]) * (np.sin(0.5 * t + p[8]) > 0.2)
        y, tilt = y + 7 * nod, 0.05 * nod
    matrix = cv2.getRotationMatrix2D((0, 0), turn, zoom)
    matrix[1] *= 1 + tilt  # pitch: the face becomes shorter
    matrix[:, 2] = x, y
    return matrix, float(gain)
