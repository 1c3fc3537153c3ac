"""Faces by MTCNN (Zhang et al. 2016): three small networks, each looking closer at what the last one left.

It finds what dlib's HOG does not: faces from 20 pixels on, half-covered, turned and tilted ones.  The weights
are those that facenet-pytorch carries (MIT), taken out of its wheel by `mneme models pull`.  Boxes are given
as dlib's detector would draw them (a square from the brows to the chin), for dlib's landmarks expect that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ..streams.errors import ModelError
from ..streams.types import Image
from .models import locate
from .mtcnn_networks import Finishing, Proposing, Refining
from .types import Region

Boxes = NDArray[np.float32]
"""(n, 5): left, top, right, bottom in pixels, score 0..1."""

_CELL, _STRIDE, _FACTOR = 12, 2, 0.709  # of the first network; of the pyramid's scales (half the area)
_MOST = 400  # boxes that the second network looks at: a bound for pictures full of texture


@dataclass(frozen=True, slots=True, eq=False)
class FoundFace:
    """One face with its landmarks."""

    region: Region
    """As dlib's detector draws it."""
    confidence: float
    """0..1, the last network's."""
    points: NDArray[np.float32]
    """(5, 2) in fractions of the picture: both eyes, nose, both corners of the mouth; left ones (in it) first."""


class MtcnnLandmarks:
    """The last network alone: where eyes, nose and mouth are in a face that is already found. 3 ms a face."""

    def __init__(self, *, folder: Path | str | None = None, threads: int = 1) -> None:
        """Opens the weights; arguments and errors as for `MtcnnFaceDetector`."""
        self._finish, self._threads = _opened(Finishing(), _path("onet", folder)), threads

    def points(self, image: Image, regions: Sequence[Region]) -> NDArray[np.float32]:
        """(n, 5, 2) in pixels, one row for each box of the picture: eyes, nose, corners of the mouth, left ones first.

        The first look only centres the box: the network was trained on boxes around its own landmarks.
        """
        size = np.asarray([image.shape[1], image.shape[0]] * 2, np.float32)
        boxes = np.asarray([(r.left, r.top, r.right, r.bottom) for r in regions], np.float32).reshape(-1, 4) * size
        with _quietly(self._threads):
            for _ in range(2):
                boxes = _squared(boxes)
                found = _placed(boxes, self._finish(_cut(image, boxes, 48))[2].numpy())
                middle, half = _middles(found)
                boxes = np.hstack([middle - half, middle + half])
        return found


class MtcnnFaceDetector:
    """Faces of any kind, 20 pixels or more: 0.1 s for 960 × 540 pixels."""

    def __init__(
        self,
        *,
        min_face: float = 20.0,
        max_side: int = 960,
        thresholds: tuple[float, float, float] = (0.6, 0.7, 0.7),
        folder: Path | str | None = None,
        threads: int = 1,
    ) -> None:
        """Opens the weights.

        Args:
            min_face: Pixels of the smallest face, after scaling; half of it costs four times as much.
            max_side: Larger pictures are scaled down to it.
            thresholds: Scores from which on a box goes through each of the three networks.
            folder: Where `pnet.pt`, `rnet.pt` and `onet.pt` are; where `mneme models pull` has put them by default.
            threads: torch's, while looking.

        Raises:
            ModelMissing: A file is not there.
            ModelError: It is something else.
        """
        self._min_face, self._max_side, self._threads = min_face, max_side, threads
        self._thresholds = thresholds
        self._propose, self._refine, self._finish = (
            _opened(net, _path(name, folder))
            for name, net in (("pnet", Proposing()), ("rnet", Refining()), ("onet", Finishing()))
        )

    def detect(self, image: Image) -> Sequence[tuple[Region, float]]:
        """Boxes with confidence 0..1, clearest first."""
        return [(face.region, face.confidence) for face in self.find(image)]

    def find(self, image: Image) -> Sequence[FoundFace]:
        """Faces with landmarks, clearest first."""
        with _quietly(self._threads):
            return self._find(image)

    def _find(self, image: Image) -> list[FoundFace]:
        height, width = image.shape[:2]
        scale = min(1.0, self._max_side / max(height, width))
        if scale < 1:
            size = max(1, round(width * scale)), max(1, round(height * scale))
            image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        first, second, third = self._thresholds
        boxes = self._proposed(image, first)
        if len(boxes):
            moves, scores = self._refine(_cut(image, boxes, 24))
            boxes = _squared(_moved(_kept(boxes, scores), moves.numpy()))
            boxes = boxes[boxes[:, 4] >= second]
            boxes = boxes[_suppressed(boxes, 0.7)]
        if not len(boxes):
            return []
        moves, scores, points = self._finish(_cut(image, boxes, 48))
        found = _kept(boxes, scores)
        places = _placed(boxes, points.numpy())
        found = _moved(found, moves.numpy())
        sure = found[:, 4] >= third
        found, places = found[sure], places[sure]
        chosen = _suppressed(found, 0.7, of_smaller=True)
        size_xy = np.asarray([image.shape[1], image.shape[0]], np.float32)
        faces = [FoundFace(_region(places[i], size_xy), float(found[i, 4]), places[i] / size_xy) for i in chosen]
        return sorted(faces, key=lambda face: (-face.confidence, face.region.left, face.region.top))

    def _proposed(self, image: Image, threshold: float) -> Boxes:
        """Boxes that the first network gives over a pyramid of scales, overlapping ones taken out."""
        found = [np.zeros((0, 5), np.float32)]
        for scale in self._scales(image):
            size = math.ceil(image.shape[1] * scale), math.ceil(image.shape[0] * scale)
            small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
            moves, scores = self._propose(_tensor(small[None]))
            rows, columns = np.nonzero(scores[0].numpy() >= threshold)
            corner = np.stack([columns, rows], axis=1).astype(np.float32) * _STRIDE
            boxes = np.hstack([corner / scale, (corner + _CELL) / scale, scores[0].numpy()[rows, columns, None]])
            boxes = _moved(boxes.astype(np.float32), moves[0].numpy()[:, rows, columns].T)
            found.append(boxes[_suppressed(boxes, 0.5)])
        boxes = np.vstack(found)
        return _squared(boxes[_suppressed(boxes, 0.7)[:_MOST]])

    def _scales(self, image: Image) -> Iterator[float]:
        scale, least = _CELL / self._min_face, min(image.shape[:2])
        while least * scale >= _CELL:
            yield scale
            scale *= _FACTOR


@contextmanager
def _quietly(threads: int) -> Iterator[None]:
    """No gradients, and that many threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        with torch.inference_mode():
            yield
    finally:
        torch.set_num_threads(before)


def _path(name: str, folder: Path | str | None) -> Path:
    return Path(folder) / f"{name}.pt" if folder else locate(f"mtcnn-{name}")


def _opened(net: nn.Module, path: Path) -> nn.Module:
    try:
        net.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    except FileNotFoundError as exc:
        msg = f"{path}: not there; run `mneme models pull`"
        raise ModelError(msg) from exc
    except Exception as exc:  # torch raises several kinds for a file that is not its own
        msg = f"{path}: not MTCNN's weights ({type(exc).__name__}); run `mneme models pull`"
        raise ModelError(msg) from exc
    return net.eval()


def _tensor(images: NDArray[np.uint8]) -> torch.Tensor:
    """(n, height, width, 3) uint8 to (n, 3, height, width) in -1..1."""
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2))).float().sub_(127.5).div_(128)


def _cut(image: Image, boxes: Boxes, side: int) -> torch.Tensor:
    """The boxes' content at (side, side); outside of the picture it is grey, as the nets pad."""
    height, width = image.shape[:2]
    crops = np.full((len(boxes), side, side, 3), 127, np.uint8)
    for i, (left, top, right, bottom) in enumerate(np.round(boxes[:, :4]).astype(int).tolist()):
        x0, y0, x1, y1 = max(0, left), max(0, top), min(width, right), min(height, bottom)
        if x1 <= x0 or y1 <= y0:
            continue
        full = np.full((bottom - top, right - left, 3), 127, np.uint8)
        full[y0 - top : y1 - top, x0 - left : x1 - left] = image[y0:y1, x0:x1]
        crops[i] = cv2.resize(full, (side, side), interpolation=cv2.INTER_AREA)
    return _tensor(crops)


def _kept(boxes: Boxes, scores: torch.Tensor) -> Boxes:
    return np.hstack([boxes[:, :4], scores.numpy()[:, None]]).astype(np.float32)


def _moved(boxes: Boxes, moves: NDArray[np.float32]) -> Boxes:
    """Boxes whose edges are moved by fractions of their size."""
    size = boxes[:, 2:4] - boxes[:, :2]
    return np.hstack([boxes[:, :4] + moves * np.tile(size, 2), boxes[:, 4:]]).astype(np.float32)


def _placed(boxes: Boxes, points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Landmarks (n, 10: five x, then five y, in fractions of a box) to pixels, (n, 5, 2)."""
    both = np.stack([points[:, :5], points[:, 5:]], axis=2)
    return np.asarray(boxes[:, None, :2] + both * (boxes[:, None, 2:4] - boxes[:, None, :2]), np.float32)


def _squared(boxes: Boxes) -> Boxes:
    """Squares around the same middles, as long as the longer side."""
    middle = (boxes[:, :2] + boxes[:, 2:4]) / 2
    half = (boxes[:, 2:4] - boxes[:, :2]).max(axis=1, keepdims=True) / 2
    return np.hstack([middle - half, middle + half, boxes[:, 4:]]).astype(np.float32)


def _suppressed(boxes: Boxes, most: float, *, of_smaller: bool = False) -> NDArray[np.intp]:
    """Places of the boxes that stay, best first: none shares more than `most` (of the union) with a better one."""
    left, top, right, bottom, score = boxes.T
    area = (right - left) * (bottom - top)
    order = np.argsort(-score, kind="stable")
    chosen = []
    while len(order):
        best, order = order[0], order[1:]
        chosen.append(best)
        w = np.minimum(right[best], right[order]) - np.maximum(left[best], left[order])
        h = np.minimum(bottom[best], bottom[order]) - np.maximum(top[best], top[order])
        shared = np.maximum(0, w) * np.maximum(0, h)
        whole = np.minimum(area[best], area[order]) if of_smaller else area[best] + area[order] - shared
        order = order[shared <= most * np.maximum(whole, 1e-6)]
    return np.asarray(chosen, np.intp)


def _middles(points: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Middle (n, 2) and half the width (n, 1) of the box that dlib's detector would draw, from landmarks (n, 5, 2)."""
    eyes, mouth = points[:, :2].mean(axis=1), points[:, 3:].mean(axis=1)
    tall, wide = (np.linalg.norm(each, axis=1) for each in (mouth - eyes, points[:, 1] - points[:, 0]))
    return (eyes + mouth) / 2, 1.1 * np.maximum(tall, wide)[:, None]


def _region(points: NDArray[np.float32], size: NDArray[np.float32]) -> Region:
    """The box of dlib's detector from the landmarks (5, 2) in pixels."""
    middle, half = _middles(points[None])
    low, high = np.clip((middle - half) / size, 0, 1)[0].tolist(), np.clip((middle + half) / size, 0, 1)[0].tolist()
    return Region(low[0], low[1], high[0], high[1])
