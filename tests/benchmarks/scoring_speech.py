"""Diarization error and word error, as the field counts them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True)
class Mapping:
    """Which found voice is which true speaker."""

    speakers: dict[str, str]
    """True name → the found name that the best one-to-one mapping gives it, where both share any time."""
    shared: dict[tuple[str, str], float]
    """(true name, found name) → seconds in which both speak."""
    said: dict[str, float]
    """Found name → seconds in which it speaks."""

    def held(self, least: float = 1.0, share: float = 0.5) -> int:
        """Speakers with a voice of their own: so many seconds right, and that share of the voice's time."""
        right = [(self.shared[pair], self.said[pair[1]]) for pair in self.speakers.items()]
        return sum(seconds >= least and seconds >= share * all_of_it for seconds, all_of_it in right)


def diarization_error(truth: Sequence[Heard], found: Sequence[Heard]) -> DiarizationError:
    """No collar, overlap scored, found names mapped to true ones one to one in the best way.

    Source: NIST, Rich Transcription 2009 evaluation plan, section 6.1.
    """
    said = missed = false = matched = 0.0
    for length, true, told in _slices(truth, found):
        said += length * len(true)
        missed += length * max(0, len(true) - len(told))
        false += length * max(0, len(told) - len(true))
        matched += length * min(len(true), len(told))
    if not said:
        return DiarizationError(0.0, 0.0, 0.0) if not false else DiarizationError(0.0, 1.0, 0.0)
    best = mapping(truth, found)
    right = sum(best.shared[pair] for pair in best.speakers.items())
    return DiarizationError(missed / said, false / said, max(0.0, matched - right) / said)


def mapping(truth: Sequence[Heard], found: Sequence[Heard]) -> Mapping:
    """The one-to-one mapping of names that shares most time."""
    shared: defaultdict[tuple[str, str], float] = defaultdict(float)
    said: defaultdict[str, float] = defaultdict(float)
    for length, true, told in _slices(truth, found):
        for other in told:
            said[other] += length
            for name in true:
                shared[name, other] += length
    return Mapping(_best(dict(shared)), dict(shared), dict(said))


def overlap_given(truth: Sequence[Heard], found: Sequence[Heard]) -> float | None:
    """Share of the time in which two or more speak that is given to two voices or more; None where nobody does."""
    slices = [(length, len(told)) for length, true, told in _slices(truth, found) if len(true) > 1]
    seconds = sum(length for length, _ in slices)
    return sum(length for length, count in slices if count > 1) / seconds if seconds else None


def guess(truth: Sequence[Heard], voices: int) -> list[Heard]:
    """A guess that needs no ears: from the first word to the last, so many voices speak all the time."""
    start, end = min(each.start for each in truth), max(each.end for each in truth)
    return [Heard(start, end, str(i)) for i in range(voices)]


def _slices(truth: Sequence[Heard], found: Sequence[Heard]) -> Iterator[tuple[float, set[str], set[str]]]:
    """(seconds, who speaks, who is said to speak) between any two changes."""
    cuts = sorted({time for each in (*truth, *found) for time in (each.start, each.end)})
    for start, end in pairwise(cuts):
        middle = (start + end) / 2
        true = {each.name for each in truth if each.start <= middle < each.end}
        told = {each.name for each in found if each.start <= middle < each.end}
        yield end - start, true, told


def _best(shared: dict[tuple[str, str], float]) -> dict[str, str]:
    """The one-to-one mapping of names that shares most time. Cost: 2 to the number of true names."""
    names = sorted({name for name, _ in shared})
    others = sorted({other for _, other in shared})

    @cache
    def best(j: int, used: int) -> tuple[float, tuple[tuple[str, str], ...]]:
        if j == len(others):
            return 0.0, ()
        ways = [best(j + 1, used)]
        for i, name in enumerate(names):
            if not used >> i & 1 and (name, others[j]) in shared:
                seconds, pairs = best(j + 1, used | 1 << i)
                ways.append((shared[name, others[j]] + seconds, ((name, others[j]), *pairs)))
        return max(ways, key=lambda way: way[0])

    return dict(best(0, 0)[1])


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
