"""Thumbnails: the pictures that an observation was made from, as small JPEG files.

A file's name is the observation's id, so writing it again after a crash overwrites it with the same
bytes, and forgetting an observation knows which file goes with it.
"""

from __future__ import annotations

import errno
from pathlib import Path

import cv2

from ..streams.errors import InternalError, MemoryFull
from ..streams.types import Image

JPEG_QUALITY = 85


def thumbnail_path(stream: str, clip: int, observation: str) -> str:
    """Path of a thumbnail relative to the memory's media folder."""
    return f"thumbnails/{stream}/{clip:06d}/{observation}.jpg"


def write_thumbnail(media: Path, relative: str, image: Image) -> str:
    """Writes uint8 RGB (height, width, 3) as JPEG; gives `relative` back.

    Raises:
        MemoryFull: no space is left; what was committed is kept.
    """
    ok, encoded = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not ok:
        msg = f"OpenCV could not encode a thumbnail of shape {image.shape}"
        raise InternalError(msg)
    path = media / relative
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encoded.tobytes())
    except OSError as exc:
        if exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            msg = f"{path.parent}: no space left for thumbnails; free some and run the same command again"
            raise MemoryFull(msg) from exc
        raise
    return relative
