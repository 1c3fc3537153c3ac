import numpy as np
import pytest
from mneme.encoders.fake import FakeSceneEncoder
from mneme.encoders.scenes import CutDetector, SceneOptions, SceneTracker, thumbnail
from mneme.encoders.types import Observation
from mneme.streams.types import Frame, Image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def room(colour: tuple[int, int, int], *, shift: int = 0, gain: float = 1.0, noise: int = 0) -> Image:
    """A wall of one colour with a darker piece of furniture in it."""
    image = np.empty((90, 160, 3), np.float32)
    image[:] = colour
    image[50:80, 40 + shift : 90 + shift] *= 0.4
    image += np.random.default_rng(noise).normal(0, 3, image.shape)
    return np.clip(image * gain, 0, 255).astype(np.uint8)


def describe(
    pictures: list[Image], cuts: tuple[int, ...] = (), options: SceneOptions | None = None
) -> list[Observation]:
    tracker = SceneTracker(FakeSceneEncoder(), options)
    found: list[Observation] = []
    for i, image in enumerate(pictures):
        found += tracker.push(Frame(i * 0.5, image), is_cut=i in cuts)
    return found + tracker.end(len(pictures) * 0.5)


def test_a_cut_is_seen_and_motion_light_and_noise_are_none() -> None:
    cuts = CutDetector()
    moving = [room(RED), room(RED, noise=1), room(RED, shift=12), room(RED, shift=12, gain=1.08)]
    pictures = [*moving, room(BLUE), room(BLUE, shift=8)]
    assert [cuts.push(image) for image in pictures] == [False, False, False, False, True, False]
    cuts.reset()
    assert not cuts.push(room(RED))


def test_each_stretch_between_cuts_is_one_observation() -> None:
    first, second = describe([room(RED)] * 4 + [room(BLUE)] * 6, cuts=(4,))
    assert (first.span.start, first.span.end) == (0.0, 2.0)
    assert (second.span.start, second.span.end) == (2.0, 5.0)
    assert (first.text, second.text) == ("red", "blue")
    assert first.image is not None
    assert first.vector is not None
    assert second.vector is not None
    assert float(first.vector @ second.vector) < 0.6


def test_a_stretch_without_cuts_ends_after_its_longest() -> None:
    found = describe([room(RED)] * 50)
    assert [(scene.span.start, scene.span.end) for scene in found] == [(0.0, 10.0), (10.0, 20.0), (20.0, 25.0)]


def test_a_flash_belongs_to_the_stretch_after_it() -> None:
    found = describe([room(RED)] * 4 + [room(BLUE)] + [room(RED)] * 4, cuts=(4, 5))
    assert [(scene.span.start, scene.span.end, scene.text) for scene in found] == [(0.0, 2.0, "red"), (2.0, 4.5, "red")]


def test_unlikely_tags_are_left_out() -> None:
    gray = np.full((90, 160, 3), 128, np.uint8)
    (scene,) = describe([gray], options=SceneOptions(min_probability=0.5))
    assert (scene.text, scene.confidence) == ("", 0.0)
    (scene,) = describe([gray], options=SceneOptions(min_probability=0.1, tags=2))
    assert scene.text == "red, green"


def test_no_frame_is_no_scene() -> None:
    assert SceneTracker(FakeSceneEncoder()).end(3.0) == []


@pytest.mark.parametrize(
    ("shape", "expected"), [((1080, 1920), (360, 640)), ((1920, 1080), (640, 360)), ((4, 5), (4, 5))]
)
def test_a_thumbnail_keeps_the_picture_in_shape(shape: tuple[int, int], expected: tuple[int, int]) -> None:
    image = np.zeros((*shape, 3), np.uint8)
    small = thumbnail(image, 640)
    assert small.shape[:2] == expected
    assert not np.shares_memory(small, image)
