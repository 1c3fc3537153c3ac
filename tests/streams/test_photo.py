"""streams/photo.py: photographs come upright and bounded; damaged and hostile ones are refused in one line."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from mneme.streams.errors import SourceNotFound, SourceUnreadable
from mneme.streams.photo import MAX_SIDE, read_photo
from PIL import Image


def saved(path: Path, width: int = 60, height: int = 40, **options) -> Path:
    image = np.full((height, width, 3), 200, np.uint8)
    image[: height // 2, : width // 2] = (250, 10, 10)  # red in the upper left corner
    Image.fromarray(image).save(path, **options)
    return path


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.bmp", "a.tiff", "a.gif"])
def test_common_formats_are_read_as_rgb(tmp_path, name):
    image = read_photo(saved(tmp_path / name))
    assert (image.dtype, image.shape) == (np.uint8, (40, 60, 3))
    assert image[5, 5, 0] > 200 and image[5, 5, 1] < 60


@pytest.mark.parametrize(
    ("orientation", "shape", "corner"), [(3, (40, 60), (35, 55)), (6, (60, 40), (5, 35)), (8, (60, 40), (55, 5))]
)
def test_a_photograph_is_turned_as_its_camera_was_held(tmp_path, orientation, shape, corner):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = read_photo(saved(tmp_path / "a.jpg", exif=exif, quality=95))
    assert image.shape[:2] == shape
    assert image[corner][0] > 200 and image[corner][1] < 60


def test_grey_palette_and_transparent_pictures_are_rgb_too(tmp_path):
    for mode in ("L", "P", "RGBA", "CMYK", "1"):
        path = tmp_path / f"{mode}.{'tiff' if mode == 'CMYK' else 'png'}"
        Image.new(mode, (20, 10)).save(path)
        assert read_photo(path).shape == (10, 20, 3)


def test_a_large_photograph_is_made_smaller(tmp_path):
    assert max(read_photo(saved(tmp_path / "a.jpg", 3000, 1000)).shape) == MAX_SIDE


def test_a_header_that_claims_too_much_is_refused_before_anything_is_decoded(tmp_path):
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
    (tmp_path / "bomb.png").write_bytes(bomb)
    with pytest.raises(SourceUnreadable, match=r"too large|damaged"):
        read_photo(tmp_path / "bomb.png")


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_file_that_ends_too_early_is_refused(tmp_path, name):
    path = saved(tmp_path / name, 600, 400)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(SourceUnreadable, match=r"damaged|not a picture"):
        read_photo(path)


def test_random_damage_is_refused_or_read_and_never_anything_else(tmp_path):
    rng = np.random.default_rng(1)
    content = saved(tmp_path / "a.jpg", 200, 100).read_bytes()
    for n in range(60):
        damaged = bytearray(content)
        for place in rng.integers(0, len(content), 8):
            damaged[place] = int(rng.integers(0, 256))
        path = tmp_path / f"{n}.jpg"
        path.write_bytes(bytes(damaged))
        try:
            assert read_photo(path).ndim == 3
        except SourceUnreadable as exc:
            assert "\n" not in str(exc)


def test_what_is_no_file_or_no_picture_is_told(tmp_path):
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(SourceNotFound, match="no such file"):
        read_photo(tmp_path / "none.jpg")
    for name, words in (
        ("empty.jpg", "empty"),
        ("text.jpg", "not a picture"),
        ("pipe.jpg", "regular"),
        ("", "regular"),
    ):
        with pytest.raises(SourceUnreadable, match=words):
            read_photo(tmp_path / name)
