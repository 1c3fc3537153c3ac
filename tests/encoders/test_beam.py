import numpy as np
import pytest
from mneme.encoders.beam import search

START, END = 0, 1
# Greedy takes 2 first (0.6), and regrets it: what follows is unsure. 3 (0.4) is followed surely.
AFTER = {
    START: {2: 0.6, 3: 0.4},
    2: {4: 0.34, 5: 0.33, 6: 0.33},
    3: {7: 1.0},
    4: {END: 1.0},
    5: {END: 1.0},
    7: {END: 1.0},
}


class Model:
    """Follows AFTER, and remembers rows by their parents as a decoder's cache does."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, ...]] = [()]
        self.widths: list[int] = []

    def __call__(self, parents, tokens):
        self.rows = [(*self.rows[parent], token) for parent, token in zip(parents, tokens, strict=True)]
        self.widths.append(len(self.rows))
        scores = np.full((len(self.rows), 10), 1e-6)
        for i, row in enumerate(self.rows):
            for token, probability in AFTER.get(row[-1], {END: 1.0}).items():
                scores[i, token] = probability
        return np.log(scores)


def find(width: int, limit: int = 10):
    model = Model()
    return search(model, start=START, end=END, width=width, limit=limit), model


def test_greedy_takes_the_likeliest_token_each_time():
    assert find(1)[0].tokens == (2, 4)


@pytest.mark.parametrize("width", [2, 3, 5])
def test_a_beam_finds_the_likelier_row(width):
    found, model = find(width)
    assert found.tokens == (3, 7)
    assert found.total == pytest.approx(np.log(0.4), abs=1e-3)
    assert max(model.widths) <= width


def test_the_mean_counts_the_end_as_well():
    found, _ = find(2)
    assert len(found.log_probabilities) == 3
    assert found.mean == pytest.approx(np.log(0.4) / 3, abs=1e-3)


def test_without_an_end_the_best_so_far_is_given():
    found, model = find(2, limit=1)
    assert found.tokens == (2,)
    assert len(model.widths) == 1
