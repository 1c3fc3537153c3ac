"""Text in pictures by RapidOCR: PP-OCRv6 small through onnxruntime, with the models inside the package.

Finding text costs by the pixel (one thread: 0.06 s at 320 × 180, 0.2 s at 640 × 360, 0.5 s at 960 × 540), reading
0.03 s a line.  So text is found in a small picture and read in the large one: `find` says where to look, `read` reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from ..streams.errors import ModelError
from ..streams.types import Image
from .models import locate
from .types import Region


class RapidTextReader:
    """Lines of text (Chinese, Japanese, English and other Latin scripts) with confidence and place."""

    def __init__(self, *, max_side: int = 960, min_confidence: float = 0.5, threads: int = 1) -> None:
        """Opens both models from inside the package; nothing is fetched, wherever RapidOCR would look.

        Args:
            max_side: Pictures are scaled down to it to find text; lines are read at full size.
            min_confidence: Lines below are left out.
            threads: onnxruntime's.

        Raises:
            ModelMissing: The package is there without its models.
            ModelError: The models cannot be opened.
        """
        self._max_side = max_side
        parameters = {
            "Global.log_level": "critical",
            "Global.use_cls": False,  # upside-down text is not worth a third model
            "Global.text_score": min_confidence,
            "Global.max_side_len": 4096,
            "Det.model_path": str(locate("rapidocr-detector")),
            "Det.limit_type": "max",
            "Det.limit_side_len": max_side,
            "Rec.model_path": str(locate("rapidocr-recognizer")),
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        try:
            self._engine: Any = RapidOCR(params=parameters)
            self._engine(np.zeros((64, 64, 3), np.uint8))  # opens the detector, which waits for its first picture
        except Exception as exc:  # RapidOCR and onnxruntime raise many types of their own
            msg = f"on-screen text: the models of rapidocr cannot be opened ({exc}); install rapidocr>=3.4 again"
            raise ModelError(msg) from exc

    def find(self, image: Image, *, max_side: int = 0) -> Sequence[Region]:
        """Where text may be, from top to bottom, without reading it.

        Args:
            image: The picture.
            max_side: Looks at it scaled down to this; 0 for the reader's own.
        """
        side = max_side or self._max_side
        scale = min(1.0, side / max(image.shape[:2]))
        if scale < 1:
            size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
            image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        found = self._engine(_bgr(image), use_rec=False)
        boxes = getattr(found, "boxes", None)
        return [] if boxes is None else [_region(box, image) for box in boxes]

    def read(self, image: Image) -> Sequence[tuple[str, float, Region]]:
        """Lines from top to bottom with confidence and place."""
        found = self._engine(_bgr(image), use_rec=True)
        texts, scores, boxes = (getattr(found, name, None) for name in ("txts", "scores", "boxes"))
        if texts is None or scores is None or boxes is None:
            return []
        lines = zip(texts, scores, boxes, strict=True)
        return [(text.strip(), float(score), _region(box, image)) for text, score, box in lines if text.strip()]


def _bgr(image: Image) -> Image:
    return np.ascontiguousarray(image[:, :, ::-1])  # RapidOCR wants OpenCV's order


def _region(box: Any, image: Image) -> Region:  # noqa: ANN401 - (4, 2) corners as array or list
    height, width = image.shape[:2]
    xs, ys = np.asarray(box, np.float64).T
    low, high = (xs.min() / width, ys.min() / height), (xs.max() / width, ys.max() / height)
    return Region(*(float(np.clip(value, 0, 1)) for value in (*low, *high)))
