from pathlib import Path

import cv2
import numpy as np
import pytest
from mneme.encoders.registry import load, missing
from mneme.streams.types import Frame

pytestmark = pytest.mark.skipif(bool(missing("scene", "efficientnet")), reason=missing("scene", "efficientnet"))


@pytest.fixture(scope="module")
def encoder():
    return load("scene", "efficientnet", top=3)


@pytest.fixture(scope="module")
def frames(shared: Path) -> list[Frame]:
    paths = [shared / f"media/faces/{name}.jpg" for name in ("p2_b", "p1_a", "p3_a")]
    return [Frame(i, cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)) for i, path in enumerate(paths)]


def test_a_man_in_a_suit_wears_a_suit(encoder, frames: list[Frame]) -> None:
    tags = encoder.tags(frames[1:2])[0]
    assert len(tags) == 3
    assert {tag for tag, _ in tags} & {"suit", "Windsor tie", "bow tie"}
    probabilities = [probability for _, probability in tags]
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0 < sum(probabilities) <= 1


def test_a_vector_does_not_depend_on_what_it_is_encoded_with(encoder, frames: list[Frame]) -> None:
    together = encoder.encode(frames)
    assert together.shape == (3, 1280)
    for i, frame in enumerate(frames):
        assert np.array_equal(encoder.encode([frame])[0], together[i])


def test_torch_keeps_its_threads(encoder, frames: list[Frame]) -> None:
    import torch

    before = torch.get_num_threads()
    encoder.encode(frames[:1])
    assert torch.get_num_threads() == before
