"""A photograph as a picture: upright, of a bounded size, and damaged or hostile files refused.

Pillow reads it, because it looks at the header before it decodes anything and says so when a file ends too early
(OpenCV fills the rest with grey).
"""

from __future__ import annotations

import stat
import warnings
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from .errors import SourceError, SourceNotFound, SourceUnreadable
from .types import Image

MAX_BYTES = 64 << 20
"""Of a file: a photograph of 64 million pixels has about 30 MB."""
MAX_PIXELS = 64_000_000
"""A larger claim is a damaged or hostile header."""
MAX_SIDE = 1920
"""Pixels: larger ones are made smaller; no face detector of ours looks at more."""
FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF")
"""What is tried: Pillow's other plugins (EPS, PDF, …) have no business here."""
WHAT_TO_GIVE = "give a photograph as JPEG, PNG, WebP, BMP or TIFF"


def read_photo(path: Path) -> Image:
    """The photograph as uint8 RGB (height, width, 3), turned as its EXIF orientation says, at most 1920 pixels wide.

    Raises:
        SourceNotFound: nothing is there.
        SourceUnreadable: no picture, a damaged one, or too large a one.
    """
    check_file(path, max_bytes=MAX_BYTES, what_to_give=WHAT_TO_GIVE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata; what matters raises
            return _read(path)
    except SourceError:
        raise
    except UnidentifiedImageError as exc:
        msg = f"{path}: not a picture that can be read (a HEIC file of a phone must be converted); {WHAT_TO_GIVE}"
        raise SourceUnreadable(msg) from exc
    except Exception as exc:  # Pillow's plugins raise many kinds for damaged files
        msg = f"{path}: the picture is damaged ({exc}); {WHAT_TO_GIVE}"
        raise SourceUnreadable(msg) from exc


def _read(path: Path) -> Image:
    Pillow.init()
    with Pillow.open(path, formats=[name for name in FORMATS if name in Pillow.OPEN]) as file:
        width, height = file.size
        if width * height > MAX_PIXELS:
            msg = f"{path}: a picture of {width}x{height} is too large (limit: {MAX_PIXELS:,} pixels); make it smaller"
            raise SourceUnreadable(msg)
        file.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a large JPEG is decoded at a half or a quarter of its size
        file.load()
        upright = ImageOps.exif_transpose(file)
        picture = upright.convert("RGB")
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
        return np.array(picture, np.uint8)


def check_file(path: Path, *, max_bytes: int, what_to_give: str) -> None:
    """Looks at a file before it is opened: that it is one, and not too large.

    Raises:
        SourceNotFound: nothing is there.
        SourceUnreadable: no regular file, an empty or too large one.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        msg = f"{path}: no such file; check the path (current folder: {Path.cwd()})"
        raise SourceNotFound(msg) from None
    except OSError as exc:
        msg = f"{path}: cannot be read ({exc.strerror}); check the path and its permissions"
        raise SourceUnreadable(msg) from exc
    if not stat.S_ISREG(found.st_mode):
        msg = f"{path}: not a regular file (a folder, a pipe or a device); {what_to_give}"
        raise SourceUnreadable(msg)
    if not found.st_size:
        msg = f"{path}: the file is empty; {what_to_give}"
        raise SourceUnreadable(msg)
    if found.st_size > max_bytes:
        msg = f"{path}: {found.st_size / 1e6:,.0f} MB are too much (limit: {max_bytes / 1e6:,.0f} MB); {what_to_give}"
        raise SourceUnreadable(msg)
