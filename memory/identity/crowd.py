"""Poor pictures of a face told by the crowd: not how near somebody is, but how much nearer than everybody else.

A face that is half hidden or blurred lies near to nobody, and its vector a little nearer to everybody's: against a
bar that is safe for two strangers most of them stay alone.  Among the people of one recording there is more to go by:
with the mean of everybody known taken off, what is left of the vector points to its own person.  Such a face joins
the likeliest of the people who are seen in its recording, if that one is likely against all the others and against
"somebody else".  Of two poor faces neither tells anything about the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from ..likeness import best_cosines, doubt, unit
from .evidence import IdentityOptions, cannot
from .group import Group
from .links import probability

CROWD = 4
"""Clear faces of different people from which on their mean tells something."""
SHARE = 1 / 8
"""Of the cosine without the mean, added to the plain cosine: both together tell more than either (fitted with one
person left out at a time)."""
SLOPE = 80.0
"""From that sum to log-odds."""
HIDDEN, BLURRED = 0.936, 0.970
"""The sum at which they are 0 for a face that is partly hidden and for one that is blurred, small or dark; `joined`
(2.4) then takes 0.966 and 1.000.  Hidden faces of two people are never very alike, but one's own may be far; blurred
faces are very near to their own person, but also to others.  Measured on the photographs, two strengths of degrading,
each choice of four to six of the six people as the crowd: where its own person was missing, the nearest other one
came to 0.955 for a hidden and to 0.991 for a blurred face; its own person passed the bar in 95 %."""
_HIDDEN_QUALITY, _BLURRED_QUALITY = 0.05, 0.08
"""What the detector gives a sharp but hidden face at most, and from which on a face is a whole one in a poor picture;
in between the bar rises."""


def told_by_the_crowd(
    groups: Mapping[str, Group],
    options: IdentityOptions,
    may_join: Callable[[Group, Group], bool],
    others: Mapping[str, Group] | None = None,
) -> list[tuple[str, str]]:
    """(key of a group of poor faces, key of the person it is of), the surest first.

    Args:
        groups: everybody, by key.
        options: what evidence is worth.
        may_join: whether decisions let two groups be one.
        others: people who are of the crowd as well, but whom nobody is to join.

    Cost: linear in the exemplars of everybody, and for each poor face in the people of its recordings.
    """
    if not options.face.slope:
        return []
    known = {**groups, **(others or {})}
    clear = {key: rows for key in sorted(known) if (rows := _clear(known[key])) is not None}
    if len(clear) < CROWD:
        return []
    mean = np.mean([rows.mean(axis=0) for rows in clear.values()], axis=0)
    seen_in: defaultdict[str, list[str]] = defaultdict(list)
    for key in clear:
        for stream in known[key].streams:
            seen_in[stream].append(key)
    found = []
    for key in sorted(groups):
        poor = groups[key]
        if key in clear or poor.faces is None or poor.names:
            continue
        own, zero = unit(poor.faces), _zero(max(poor.qualities))
        scores = {
            other: SLOPE * (_nearness(own, clear[other], mean) - zero)
            for other in sorted({other for stream in poor.streams for other in seen_in[stream]})
            if not cannot(poor, known[other])
        }
        if not scores:
            continue
        best = max(scores, key=lambda other: round(scores[other], 6))
        rest = [score for other, score in scores.items() if other != best]
        sure = probability(scores[best], rest)
        if best in groups and sure >= probability(options.joined, ()) and may_join(poor, groups[best]):
            found.append((-round(sure, 6), key, best))
    return [(key, best) for _, key, best in sorted(found)]


def _clear(group: Group) -> NDArray[np.float64] | None:
    """Its exemplars that are not poor, (n, dim); None where it has none."""
    if group.faces is None:
        return None
    rows = group.faces[doubt(group.qualities) < 0.5]
    return np.asarray(rows, np.float64) if len(rows) else None


def _zero(quality: float) -> float:
    return float(np.interp(quality, (_HIDDEN_QUALITY, _BLURRED_QUALITY), (HIDDEN, BLURRED)))


def _nearness(own: NDArray[np.float64], rows: NDArray[np.float64], mean: NDArray[np.float64]) -> float:
    aside, others = own - mean, rows - mean
    norms = np.linalg.norm(aside) * np.linalg.norm(others, axis=1)
    plain = best_cosines(np.asarray(rows @ own, np.float32))
    centred = best_cosines(np.asarray(others @ aside / np.maximum(norms, 1e-12), np.float32))
    return plain + SHARE * centred
