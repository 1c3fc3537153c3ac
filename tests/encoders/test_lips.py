"""How much a mouth moves: drawn faces that move as a whole, or only with the mouth."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import pytest
from mneme.encoders.eyes import Eyes
from mneme.encoders.fake import FakeFaceEncoder
from mneme.encoders.lips import LipOptions, Mouth
from mneme.encoders.types import TRACE_RATE_HZ, ObservationKind, Region
from mneme.streams.file import FileOptions, FileSource
from mneme.streams.types import Glimpse, Luma, Span

FACE = Region(0.3, 0.2, 0.7, 0.8)
SIZE = 240, 180
"""The face is 96 pixels wide and 108 high, its mouth at about (120, 122)."""


def texture(seed: int = 1) -> Luma:
    """Blobs of light and dark, as a face has."""
    random = np.random.default_rng(seed)
    noise = cv2.GaussianBlur(random.normal(0, 1, SIZE[::-1]).astype(np.float32), (0, 0), 3.0)
    return np.clip(128 + 45 * noise / noise.std(), 0, 255).astype(np.uint8)


def drawn(picture: Luma, *, shift: tuple[float, float] = (0, 0), zoom: float = 1.0, gain: float = 1.0,
          opening: float = 0.0, grain: int = 0) -> Luma:  # fmt: skip
    """The picture moved as a whole, and with the lips apart by so many pixels."""
    ys, xs = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    width = np.clip(1 - ((xs - 120) / 24) ** 2, 0, 1) * opening
    ys -= np.where(ys > 122, np.minimum(width, ys - 122) * np.clip(1 - (ys - 140) / 20, 0, 1), 0)
    face = cv2.remap(picture, xs, ys.astype(np.float32), cv2.INTER_LINEAR)
    matrix = np.array([[zoom, 0, shift[0]], [0, zoom, shift[1]]], np.float64)
    moved = cv2.warpAffine(face, matrix, SIZE, borderMode=cv2.BORDER_REPLICATE).astype(np.float32) * gain
    random = np.random.default_rng(grain)
    return np.clip(moved + random.normal(0, 1.5, moved.shape), 0, 255).astype(np.uint8)


def watched(draw: Callable[[int], Luma], count: int = 50, rate: float = 25.0) -> np.ndarray:
    """The trace of a face that was detected once, in the first picture."""
    mouth = Mouth()
    mouth.detect(FACE)
    pictures = [Glimpse(n / rate, draw(n)) for n in range(count)]
    for before, now in pairwise(pictures):
        mouth.look(before, now)
    return np.frombuffer(mouth.trace(Span(0.0, count / rate)), np.uint8)


def test_a_mouth_that_opens_and_closes_moves() -> None:
    picture = texture()
    trace = watched(lambda n: drawn(picture, opening=4 + 4 * np.sin(n), grain=n))
    assert np.median(trace[trace > 0]) > 20


@pytest.mark.parametrize(
    "move",
    [
        lambda n: {"shift": (0.7 * n, 0.3 * n)},
        lambda n: {"shift": (5 * np.sin(n / 4), 4 * np.sin(n / 5))},
        lambda n: {"zoom": 1 + 0.004 * np.sin(n / 6)},
        lambda n: {"gain": 1 + 0.08 * np.sin(n / 6)},
        lambda n: {},
    ],
    ids=["panned", "shaken", "zoomed", "lit otherwise", "still"],
)
def test_a_photograph_that_is_moved_as_a_whole_gives_next_to_nothing(move: Callable[[int], dict[str, float]]) -> None:
    picture = texture()
    trace = watched(lambda n: drawn(picture, grain=n, **move(n)))  # type: ignore[arg-type]
    assert (trace[1:-1] > 0).all()
    assert np.percentile(trace, 95) < 5


def test_a_head_that_moves_while_it_speaks_is_followed() -> None:
    picture = texture()
    trace = watched(lambda n: drawn(picture, shift=(1.3 * n, 0), opening=4 + 4 * np.sin(n), grain=n))
    assert np.median(trace[-20:-2]) > 20, "after two seconds it is far from where it was detected"
    away = watched(lambda n: drawn(picture, shift=(1.3 * n, 0), grain=n))
    assert np.median(away[away > 0]) < 5


def test_after_a_cut_nothing_is_measured_until_the_face_is_detected_again() -> None:
    one, other = texture(1), texture(2)
    trace = watched(lambda n: drawn(one if n < 20 else other, opening=4 + 4 * np.sin(n), grain=n))
    assert (trace[1:19] > 0).all()
    assert not trace[20:].any()
    mouth = Mouth()
    mouth.detect(FACE)
    mouth.look(Glimpse(0.0, drawn(one)), Glimpse(0.04, drawn(other)))
    mouth.detect(FACE)
    mouth.look(Glimpse(0.04, drawn(other)), Glimpse(0.08, drawn(other)))
    assert [value > 0 for value in mouth.trace(Span(0.0, 0.12))] == [False, True, False]


def test_a_face_that_was_not_found_in_a_frame_is_no_longer_watched() -> None:
    picture = texture()
    mouth = Mouth()
    mouth.detect(FACE)
    mouth.lose()
    mouth.look(Glimpse(0.0, drawn(picture)), Glimpse(0.04, drawn(picture)))
    assert mouth.trace(Span(0.0, 1.0)) == b""


@pytest.mark.parametrize("rate", [10.0, 25.0, 29.97, 50.0])
def test_a_trace_has_its_own_rate_whatever_the_films(rate: float) -> None:
    picture = texture()
    trace = watched(lambda n: drawn(picture, opening=4 + 4 * np.sin(n), grain=n), count=round(2 * rate), rate=rate)
    assert len(trace) == pytest.approx(2 * TRACE_RATE_HZ, abs=1)
    assert (trace > 0).mean() > 0.9


def test_pictures_that_cannot_be_compared_are_passed_over() -> None:
    picture = texture()
    small = np.ascontiguousarray(drawn(picture)[::2, ::2])
    for before, now in (
        (Glimpse(0.0, drawn(picture)), Glimpse(0.04, small)),
        (Glimpse(0.0, drawn(picture)), Glimpse(1.0, drawn(picture))),
        (Glimpse(0.0, drawn(picture)), Glimpse(0.0, drawn(picture))),
    ):
        mouth = Mouth(LipOptions())
        mouth.detect(FACE)
        mouth.look(before, now)
        assert mouth.trace(Span(0.0, 1.0)) == b""
    edge = Mouth()
    edge.detect(Region(0.9, 0.9, 1.2, 1.3))
    edge.look(Glimpse(0.0, drawn(picture)), Glimpse(0.04, drawn(picture)))
    tiny = Mouth()
    tiny.detect(Region(0.5, 0.5, 0.52, 0.53))
    tiny.look(Glimpse(0.0, drawn(picture)), Glimpse(0.04, drawn(picture)))
    assert edge.trace(Span(0.0, 1.0)) == tiny.trace(Span(0.0, 1.0)) == b""


def test_a_part_of_a_track_has_its_part_of_the_trace() -> None:
    picture = texture()
    mouth = Mouth()
    mouth.detect(FACE)
    for n in range(25):
        wide = 4 + 4 * np.sin(n) if n >= 12 else 0.0
        then = 4 + 4 * np.sin(n + 1) if n >= 12 else 0.0
        mouth.look(Glimpse(n / 25, drawn(picture, opening=wide)), Glimpse((n + 1) / 25, drawn(picture, opening=then)))
    whole = mouth.trace(Span(0.0, 1.0))
    assert mouth.trace(Span(0.48, 1.0)) == whole[12:]
    assert max(whole[:11]) < 5 < min(np.sort(np.frombuffer(whole[13:], np.uint8))[3:])


def test_in_real_film_lips_move_and_in_photographs_they_do_not(shared) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("dlib")
    from mneme.encoders.dlib_faces import DlibFaceDetector

    def levels(name: str, until: float) -> np.ndarray:
        eyes, found = Eyes(detector=DlibFaceDetector(), encoder=FakeFaceEncoder()), []
        with FileSource(shared / "media" / "video" / name, options=FileOptions(glimpses=True)) as source:
            for item in source.read():
                if item.time >= until:
                    break
                found += eyes.push(item)
        found += eyes.flush()
        traces = b"".join(each.trace for each in found if each.kind is ObservationKind.FACE)
        measured = np.frombuffer(traces, np.uint8)
        return measured[measured > 0]

    film, photographs = levels("two_actors.mp4", 9.0), levels("kitchen.mp4", 6.0)
    assert len(film) > 50
    assert len(photographs) > 100
    assert (film >= 7).mean() > 0.4
    assert (photographs >= 7).mean() < 0.01
