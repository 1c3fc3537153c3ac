"""Diarization error and word error, as the field counts them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise


@dataclass(frozen=True)
class Heard:
    """Somebody speaks for a while."""

    start: float
    end: float
    name: str
    text: str = ""


@dataclass(frozen=True)
class DiarizationError:
    """Shares of the speech of the truth; speech of two at once counts twice."""

    missed: float
    false: float
    confused: float

    @property
    def rate(self) -> float:
        return self.missed + self.false + self.confused


def diarization_error(truth: Sequence[Heard], found: Sequence[Heard]) -> DiarizationError:
    """No collar, overlap scored, found names mapped to true ones one to one in the best way.

    Source: NIST, Rich Transcription 2009 evaluation plan, section 6.1.  Cost: 2 to the number of found names.
    """
    cuts = sorted({time for each in (*truth, *found) for time in (each.start, each.end)})
    said = missed = false = matched = 0.0
    shared: defaultdict[tuple[str, str], float] = defaultdict(float)
    for start, end in pairwise(cuts):
        middle, length = (start + end) / 2, end - start
        true = {each.name for each in truth if each.start <= middle < each.end}
        told = {each.name for each in found if each.start <= middle < each.end}
        said += length * len(true)
        missed += length * max(0, len(true) - len(told))
        false += length * max(0, len(told) - len(true))
        matched += length * min(len(true), len(told))
        for name in true:
            for other in told:
                shared[name, other] += length
    if not said:
        return DiarizationError(0.0, 0.0, 0.0) if not false else DiarizationError(0.0, 1.0, 0.0)
    return DiarizationError(missed / said, false / said, (matched - _best(dict(shared))) / said)


def _best(shared: dict[tuple[str, str], float]) -> float:
    """The most time that a one-to-one mapping of names can share."""
    names = sorted({name for name, _ in shared})
    others = sorted({other for _, other in shared})

    @cache
    def best(i: int, used: int) -> float:
        if i == len(names):
            return 0.0
        free = (j for j in range(len(others)) if not used >> j & 1 and (names[i], others[j]) in shared)
        return max([best(i + 1, used), *(shared[names[i], others[j]] + best(i + 1, used | 1 << j) for j in free)])

    return best(0, 0)


def word_errors(truth: Sequence[Heard], found: Sequence[Heard]) -> tuple[int, int]:
    """(wrong, all) words of the truth; a found text belongs to the turn that it shares most time with."""
    texts = [""] * len(truth)
    for each in found:
        shares = [min(each.end, turn.end) - max(each.start, turn.start) for turn in truth]
        if shares and max(shares) > 0:
            texts[shares.index(max(shares))] += f" {each.text}"
    pairs = [(_words(turn.text), _words(text)) for turn, text in zip(truth, texts, strict=True) if turn.text]
    return sum(_distance(*pair) for pair in pairs), sum(len(words) for words, _ in pairs)


def _words(text: str) -> list[str]:
    return re.sub(r"[^a-z0-9' ]+", " ", text.lower()).split()


def _distance(words: Sequence[str], others: Sequence[str]) -> int:
    row = list(range(len(others) + 1))
    for i, word in enumerate(words, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(others, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]
