from itertools import pairwise

import numpy as np
import pytest
from mneme.encoders.fake import FakeFaceDetector, FakeFaceEncoder
from mneme.encoders.tracks import FaceTracker, TrackOptions
from mneme.encoders.types import Observation, ObservationKind, Region
from mneme.streams.types import Frame, Glimpse, Image

RED, GREEN, BLUE = (230, 10, 10), (10, 230, 10), (10, 10, 230)


class CountingEncoder(FakeFaceEncoder):
    """Counts what it is asked for."""

    def __init__(self) -> None:
        self.count = 0

    def encode(self, image: Image, regions):
        self.count += len(regions)
        return super().encode(image, regions)


def picture(*faces: tuple[int, int, tuple[int, int, int]], size: int = 40, noise: int = 0) -> Image:
    """160 x 240, grey, with a square of `size` and of one colour at each (x, y)."""
    image = np.full((160, 240, 3), 120, np.uint8)
    if noise:
        image += np.random.default_rng(noise).integers(0, 30, image.shape, np.uint8)
    for x, y, colour in faces:
        image[y : y + size, x : x + size] = colour
    return image


def follow(
    pictures: list[Image], *, cuts: tuple[int, ...] = (), options: TrackOptions | None = None, step: float = 0.5
) -> list[Observation]:
    tracker, detector = FaceTracker(FakeFaceEncoder(), options), FakeFaceDetector()
    found: list[Observation] = []
    for i, image in enumerate(pictures):
        found += tracker.push(Frame(i * step, image), detector.detect(image), is_cut=i in cuts)
    return found + tracker.end(len(pictures) * step)


def test_a_face_that_stays_is_one_observation() -> None:
    (face,) = follow([picture((60 + i, 50, RED)) for i in range(6)])
    assert face.kind is ObservationKind.FACE
    assert (face.span.start, face.span.end) == (0.0, 3.0)
    assert face.times == (0.0, 0.5, 1.0, 1.5, 2.0, 2.5)
    assert face.vector is not None
    assert np.linalg.norm(face.vector) == pytest.approx(1, abs=1e-6)
    assert face.region is not None
    assert 0.2 < face.region.left < 0.35
    assert 0 < face.confidence <= 1


def test_the_thumbnail_is_a_square_around_the_face() -> None:
    (face,) = follow([picture((100, 60, RED), size=20)] * 3, options=TrackOptions(crop_side=32))
    assert face.image is not None
    assert face.image.shape == (32, 32, 3)
    inside = FakeFaceDetector().detect(face.image)
    assert inside[0][0].area == pytest.approx(0.25, abs=0.08)  # half its size of margin on each side


def test_two_faces_in_one_frame_never_share_a_track() -> None:
    faces = follow([picture((40, 50, RED), (140, 50, RED))] * 5)  # the same person twice, as in a mirror
    assert len(faces) == 2
    assert set(faces[0].times) & set(faces[1].times)
    # Both jump onto one another's place: still no frame is in two tracks' way.
    crossing = [picture((40 + 12 * i, 50, RED), (160 - 12 * i, 56, BLUE)) for i in range(10)]
    for face in follow(crossing):
        assert all(a < b for a, b in pairwise(face.times)), "a frame counts once for a track"


def test_a_cut_ends_all_tracks_though_the_place_is_the_same() -> None:
    faces = follow([picture((60, 50, RED))] * 4 + [picture((60, 50, BLUE))] * 4, cuts=(4,))
    assert [(face.span.start, face.span.end) for face in faces] == [(0.0, 2.0), (2.0, 4.0)]
    assert float(faces[0].vector @ faces[1].vector) < 0.5


def test_a_cut_that_was_not_seen_splits_the_track_where_the_faces_differ() -> None:
    faces = follow([picture((60, 50, RED))] * 5 + [picture((60, 50, BLUE))] * 5 + [picture((60, 50, RED))] * 5)
    assert [len(face.times) for face in faces] == [5, 5, 5]
    assert all(a.span.end <= b.span.start for a, b in pairwise(faces))
    assert float(faces[0].vector @ faces[2].vector) > 0.9


def test_a_face_that_jumps_stays_one_person_only_if_it_looks_the_same() -> None:
    same = follow([picture((20, 50, RED))] * 3 + [picture((70, 50, RED))] * 3)
    assert len(same) == 1
    other = follow([picture((20, 50, RED))] * 3 + [picture((70, 50, BLUE))] * 3)
    assert len(other) == 2


def test_a_face_may_be_missed_for_a_moment() -> None:
    present, absent = picture((60, 50, RED)), picture()
    (face,) = follow([present, present, absent, absent, present, present])
    assert face.times == (0.0, 0.5, 2.0, 2.5)
    faces = follow([present, present, *[absent] * 4, present, present])
    assert [face.span.start for face in faces] == [0.0, 3.0]
    assert faces[0].span.end == 1.0, "gone with the first frame that does not show it"


def test_a_still_picture_of_which_few_frames_came_is_one_track_and_a_gap_is_not() -> None:
    (face,) = follow([picture((60, 50, RED))] * 4, step=2.0)
    assert (face.span.start, face.span.end) == (0.0, 8.0)
    tracker, detector = FaceTracker(FakeFaceEncoder()), FakeFaceDetector()
    found: list[Observation] = []
    for time in (0.0, 0.5, 60.0, 60.5):
        image = picture((60, 50, RED))
        found += tracker.push(Frame(time, image), detector.detect(image))
    found += tracker.end(61.0)
    assert [(face.span.start, face.span.end) for face in found] == [(0.0, 3.0), (60.0, 61.0)]


def test_an_unsure_box_that_was_seen_once_is_no_face() -> None:
    tracker = FaceTracker(FakeFaceEncoder())
    image = picture((60, 50, RED))
    box = Region(0.25, 0.3, 0.4, 0.55)
    assert tracker.push(Frame(0.0, image), [(box, 0.3)]) == []
    assert tracker.end(1.0) == []
    tracker.push(Frame(1.0, image), [(box, 0.9)])
    assert len(tracker.end(2.0)) == 1


def test_a_long_track_is_embedded_at_few_moments_and_keeps_few_crops() -> None:
    encoder, detector = CountingEncoder(), FakeFaceDetector()
    tracker = FaceTracker(encoder)
    image = picture((60, 50, RED))
    for i in range(200):
        tracker.push(Frame(i * 0.5, image), detector.detect(image))
    assert encoder.count == 0, "embedding waits until the track ends"
    assert len(tracker._tracks[0].moments) <= 16
    (face,) = tracker.end(100.0)
    assert len(face.times) == 200
    assert encoder.count == 3


def test_the_same_frames_give_the_same_bits() -> None:
    pictures = [picture((40 + 3 * i, 50, RED), (150, 60, GREEN), noise=i + 1) for i in range(12)]
    first, second = follow(pictures), follow(pictures)
    assert len(first) == 2
    for one, other in zip(first, second, strict=True):
        assert (one.span, one.times, one.confidence, one.region) == (
            other.span, other.times, other.confidence, other.region,
        )  # fmt: skip
        assert np.array_equal(one.vector, other.vector)
        assert np.array_equal(one.image, other.image)


def textured(x: int, *, mouth: int = 0) -> Image:
    """A picture with a red face at (x, 50) that has dark and light in it; its mouth is drawn `mouth` pixels lower."""
    image = picture((x, 50, RED), size=60)
    random = np.random.default_rng(3)
    rows = np.kron(random.integers(0, 60, (10, 10)), np.ones((6, 6), int)).astype(np.uint8)
    rows[42:54] = np.roll(rows[42:54], mouth, axis=0)
    image[50:110, x : x + 60, 0] -= rows
    return image


def glimpsed(pictures: list[Image], *, rate: int = 20, cut: int = -1) -> list[Observation]:
    """Frames twice a second, glimpses of all pictures."""
    tracker, detector = FaceTracker(FakeFaceEncoder()), FakeFaceDetector()
    found: list[Observation] = []
    for i, image in enumerate(pictures):
        if i % (rate // 2) == 0:
            found += tracker.push(Frame(i / rate, image), detector.detect(image), is_cut=i == cut)
        tracker.glimpse(Glimpse(i / rate, np.ascontiguousarray(image[:, :, 0])))
    return found + tracker.end(len(pictures) / rate)


def test_glimpses_tell_how_much_the_mouth_moves_between_the_frames() -> None:
    (still,) = glimpsed([textured(60 + i // 8) for i in range(60)])
    (moving,) = glimpsed([textured(60 + i // 8, mouth=3 * (i % 2)) for i in range(60)])
    assert len(still.trace) == len(moving.trace) == 75
    assert min(moving.trace[2:70]) > 20 > 3 * np.median(np.frombuffer(still.trace, np.uint8))
    (unseen,) = follow([textured(60)] * 6)
    assert unseen.trace == b""


def test_each_face_has_the_movement_of_its_own_mouth_and_a_track_its_own_time() -> None:
    def two(i: int) -> Image:
        image = textured(20, mouth=3 * (i % 2))
        image[:, 120:] = textured(20)[:, :120]
        return image

    left, right = sorted(glimpsed([two(i) for i in range(40)]), key=lambda face: face.region.left)
    assert np.median(np.frombuffer(left.trace, np.uint8)) > 20
    assert max(right.trace) < 5
    first, second = glimpsed([textured(60, mouth=3 * (i % 2)) for i in range(40)], cut=20)
    assert len(first.trace) == len(second.trace) == 25
    assert first.trace[5] > 20 < second.trace[5]
