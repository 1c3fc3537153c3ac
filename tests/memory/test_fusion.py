"""Reciprocal ranks: agreement wins, and order never hangs on chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mneme.memory.fusion import Channel, fuse

RANKINGS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.just(0.0) | st.floats(0.01, 3),
        st.lists(st.sampled_from("pqrstu"), max_size=8),
    ),
    max_size=5,
)


def test_what_two_channels_agree_on_comes_before_what_one_puts_first() -> None:
    found = fuse([Channel("text", 1, ["x", "y"]), Channel("dense", 1, ["z", "y"])], k=10)
    assert [candidate.id for candidate in found] == ["y", "x", "z"]
    assert found[0].channels == ("text", "dense")
    assert found[0].score == pytest.approx(11 / 12)


def test_an_entry_that_all_put_first_has_score_one() -> None:
    found = fuse([Channel("a", 0.3, ["x", "y"]), Channel("b", 2, ["x"])], k=10)
    assert found[0].score == pytest.approx(1.0)
    assert found[1].channels == ("a",)


def test_a_small_k_trusts_the_first_rank_more() -> None:
    channels = [Channel("a", 1, ["x", "m", "n", "y"]), Channel("b", 1, ["p", "q", "r", "y"])]
    assert fuse(channels, k=0.1)[0].id == "p"
    assert fuse(channels, k=60)[0].id == "y"
    with pytest.raises(ValueError, match="k >= 0"):
        fuse(channels, k=-1)


def test_a_channel_without_weight_adds_no_candidate() -> None:
    assert fuse([Channel("a", 0, ["x"]), Channel("b", 1, [])]) == []


@given(RANKINGS)
def test_every_entry_comes_once_and_the_best_first(channels: list[tuple[str, float, list[str]]]) -> None:
    given_ = [Channel(*channel) for channel in channels]
    found = fuse(given_)
    assert sorted(c.id for c in found) == sorted({e for c in given_ if c.weight > 0 for e in c.ranking})
    assert found == sorted(found, key=lambda c: (-c.score, c.id))
    assert all(0 < c.score <= 1 + 1e-9 and c.channels for c in found)
