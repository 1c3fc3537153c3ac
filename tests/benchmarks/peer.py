"""The peer's rule: how the reference implementation of this idea (M3-Agent's VideoGraph) tells people apart.

Each face or voice joins the known one whose mean cosine to it is highest, if that reaches a threshold, else it is
somebody new.  Whenever a voice speaks while one face is on the screen, the two are called equivalent, and all
equivalences are united, however few speak for one of them.  Written anew from its published description
(arXiv 2508.09736), with our face, voice and turn observations in place of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from mneme.encoders.types import ObservationKind
from mneme.memory.types import StoredObservation


@dataclass
class Nodes:
    """Faces or voices, each with all its vectors."""

    threshold: float
    vectors: list[list[np.ndarray]] = field(default_factory=list)

    def assign(self, vector: np.ndarray) -> int:
        """The node that a vector joins."""
        means = [float((np.stack(known) @ vector).mean()) for known in self.vectors]
        if means and max(means) >= self.threshold:
            best = int(np.argmax(means))
            self.vectors[best].append(vector)
            return best
        self.vectors.append([vector])
        return len(self.vectors) - 1


def assign(vectors: Iterable[np.ndarray], threshold: float) -> list[int]:
    """The node of each vector, in the order in which they come."""
    nodes = Nodes(threshold)
    return [nodes.assign(vector) for vector in vectors]


def people_of(observations: Sequence[StoredObservation], face: float, voice: float, *, shown: float = 0.5) -> list[str]:
    """Who each observation is ("" where it has no vector), by the rule with these two thresholds.

    Args:
        observations: in the order in which they came.
        face: least mean cosine of a face with a known one.
        voice: the same for voices.
        shown: share of a turn for which a face must be seen to be on the screen.
    """
    faces, voices = Nodes(face), Nodes(voice)
    found: list[str] = []
    for each in observations:
        if each.vector is None or each.kind not in (ObservationKind.FACE, ObservationKind.TURN):
            found.append("")
        elif each.kind is ObservationKind.FACE:
            found.append(f"face-{faces.assign(each.vector)}")
        else:
            found.append(f"voice-{voices.assign(each.vector)}")
    return united(found, equivalences(observations, found, shown=shown))


def equivalences(
    observations: Sequence[StoredObservation], nodes: Sequence[str], *, shown: float = 0.5
) -> Counter[tuple[str, str]]:
    """(voice, face) → number of turns of the voice in which that face alone was on the screen."""
    votes: Counter[tuple[str, str]] = Counter()
    faces = [(each, node) for each, node in zip(observations, nodes, strict=True) if node.startswith("face-")]
    for turn, voice in zip(observations, nodes, strict=True):
        if not voice.startswith("voice-"):
            continue
        seen = {
            node
            for face, node in faces
            if face.stream == turn.stream and face.span.overlap(turn.span) >= shown * turn.span.duration
        }
        if len(seen) == 1:
            votes[voice, seen.pop()] += 1
    return votes


def united(nodes: Sequence[str], votes: Iterable[tuple[str, str]]) -> list[str]:
    """The nodes with all equivalent ones made one: a single vote is enough."""
    above: dict[str, str] = {}

    def root(node: str) -> str:
        while above.get(node, node) != node:
            node = above[node]
        return node

    for one, other in votes:
        above[root(other)] = root(one)
    return [root(node) if node else "" for node in nodes]
