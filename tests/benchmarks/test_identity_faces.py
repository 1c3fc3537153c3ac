"""The scores of the faces' benchmark, on cases made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from degrade import FACES, HARDER, ISSUE, degraded
from identity_faces_rules import Seen, Tuning, peer, recall_by_kind, scored
from mneme.encoders.types import Observation, ObservationKind
from mneme.streams.types import Span


def pictures(people):
    return [Seen(person, "photograph" if n % 2 else "dark", None) for n, person in enumerate(people)]


def facing(angle):
    vector = np.asarray([np.cos(np.radians(angle)), np.sin(np.radians(angle))], np.float32)
    return Seen("p", "dark", Observation(ObservationKind.FACE, Span(0, 1), vector))


def test_one_person_in_two_clusters_costs_recall_alone():
    score = scored(pictures("aaab"), [1, 1, 2, 3])
    assert score.precision == 1
    assert score.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert score.f1 == pytest.approx(2 * score.recall / (1 + score.recall))
    assert (score.merged, score.clusters) == (0, 3)


def test_two_people_in_one_cluster_cost_precision_and_are_counted():
    score = scored(pictures("aabbc"), [1, 1, 1, 1, 1])
    assert score.recall == 1
    assert score.precision == pytest.approx((4 * 2 / 5 + 1 / 5) / 5)
    assert score.merged == 3


def test_a_picture_without_a_face_is_alone_and_counts():
    score = scored(pictures("aa"), [1, "unseen 1"])
    assert score.recall == 0.5


def test_recall_is_told_for_each_kind_of_picture():
    assert recall_by_kind(pictures("aaaa"), [1, 1, 1, 2]) == {"dark": 0.75, "photograph": 0.5}


def test_the_peers_rule_joins_the_nearest_or_unites_all_that_pass():
    seen = [facing(0), facing(40), facing(19)]
    together = Tuning(0.93, True)
    apart = Tuning(0.93, False)
    assert peer(seen, [0, 1, 2], together) == [0, 0, 0] or len(set(peer(seen, [0, 1, 2], together))) == 1
    assert len(set(peer(seen, [0, 1, 2], apart))) == 2
    assert len(set(peer([*seen, Seen("q", "dark", None)], [0, 1, 3, 2], apart))) == 3


@pytest.mark.parametrize("strength", [ISSUE, HARDER])
def test_copies_are_the_same_each_time_and_as_large_as_they_say(strength):
    image = np.random.default_rng(0).integers(0, 255, (640, 512, 3), np.uint8)

    def copy(kind, cover=""):
        return degraded(image, "p1_a", kind, strength, np.random.default_rng(3), cover)

    for kind in ("dark", "turned", "jpeg", "blurred"):
        assert np.array_equal(copy(kind), copy(kind))
        assert copy(kind).shape == image.shape
    left, right, mouth = np.asarray(FACES["p1_a"], float).reshape(3, 2)
    size = max(np.linalg.norm(right - left), np.linalg.norm(mouth - (left + right) / 2))
    assert copy("small").shape[1] == pytest.approx(512 * strength.width / (2.2 * size), abs=1)
    assert copy("dark").mean() < 0.4 * image.mean()


@pytest.mark.parametrize("cover", ["below", "left", "right"])
def test_half_of_a_face_is_covered_and_the_other_half_is_not(cover):
    image = np.zeros((640, 512, 3), np.uint8)
    hidden = degraded(image, "p1_a", "covered", ISSUE, np.random.default_rng(0), cover).any(axis=2)
    face = hidden[75:215, 215:345]  # the face of p1_a, from the hair to the chin
    assert 0.4 < face.mean() < 0.62
