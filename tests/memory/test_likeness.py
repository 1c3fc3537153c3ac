"""How alike two faces look, and how much that tells."""

from __future__ import annotations

import numpy as np
import pytest
from mneme.encoders.types import EncoderInfo
from mneme.memory.identity.evidence import face_odds, identity_options
from mneme.memory.likeness import CLEAR, POOR, WIDENING, best_cosines, doubt, doubts

OPTIONS = identity_options({"face": EncoderInfo("dlib-resnet", "1", 128)})


def probability(cosine: float, quality: float, other: float) -> float:
    """P(same person) of two faces, neither likely before."""
    odds = face_odds(np.asarray([[cosine]], np.float32), doubts([quality], [other]), OPTIONS.face)
    return float(1 / (1 + np.exp(-odds)))


def test_a_clear_face_leaves_no_doubt_and_a_poor_one_nothing_else() -> None:
    assert doubt([1.0, CLEAR, POOR, 0.0]).tolist() == pytest.approx([0, 0, 1, 1])
    assert 0 < float(doubt((CLEAR + POOR) / 2)) < 1


def test_the_doubt_in_both_adds_up() -> None:
    assert doubts([1.0, 0.0], [1.0, 0.0]) == pytest.approx(np.asarray([[0, WIDENING], [WIDENING, 2 * WIDENING]]))


def test_the_few_best_cosines_count() -> None:
    assert best_cosines(np.asarray([[0.9, 0.1], [0.8, 0.7]], np.float32)) == pytest.approx(0.8)
    assert best_cosines(np.asarray([[0.5]], np.float32)) == pytest.approx(0.5)


@pytest.mark.parametrize("cosine", [0.80, 0.86, 0.90, 0.93, 0.96])
def test_a_poor_picture_never_makes_surer_either_way(cosine: float) -> None:
    chances = [probability(cosine, quality, 1.0) for quality in (1.0, 0.3, 0.1)]
    assert sorted((abs(chance - 0.5) for chance in chances), reverse=True) == [abs(c - 0.5) for c in chances]
    assert all((chance - 0.5) * (chances[0] - 0.5) >= 0 for chance in chances)


def test_between_same_and_different_a_doubtful_face_is_not_sure() -> None:
    assert probability(0.93, 1.0, 1.0) > 0.9
    assert probability(0.93, 0.1, 0.1) == pytest.approx(0.5)
    assert probability(0.96, 0.1, 0.1) > 0.5
    assert probability(0.80, 0.1, 0.1) < 0.05
