#!/usr/bin/env python3
"""People by face and voice over both scenes in one memory, in both orders, beside the peer's rule.

    identity_people.py --cache DIR        memories that were made are kept in DIR and scored again

The peer's rule (`peer.py`) gets the same faces, voices and turns as the product, and the best thresholds of a grid.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import report
from mneme.encoders.types import ObservationKind
from mneme.memory.identity.derive import derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.store import Store
from mneme.memory.types import StoredObservation, StreamRecord
from peer import people_of
from scenes_evaluate import Asked
from scenes_make import shipped
from scoring import Truth
from scoring_people import PeopleScore, Sighting, score_people

SCENES = ("standup", "kitchen")
UNSEEN = "Walter"
"""Never seen, addressed by name, speaks."""
FACE_GRID = (0.86, 0.88, 0.90, 0.91, 0.92, 0.93, 0.94, 0.95)
VOICE_GRID = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)


@dataclass(frozen=True)
class PeopleRow:
    """One memory by one rule."""

    order: str
    rule: str
    precision: float
    recall: float
    merged: int
    split: int
    names: str
    """Self-introduced people who are rightly named, of all."""
    unseen: str
    """Whether the one who is only heard is a person with a voice and the name."""

    @property
    def f1(self) -> float:
        """B-cubed F1 over seconds of appearances."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def people_rows(shared: Path, cache: Path | None = None, *, preset: str = "embedded:accurate") -> list[PeopleRow]:
    """Both orders, by the product and by the peer's rule."""
    rows = []
    for order in (SCENES, SCENES[::-1]):
        with _folder(cache, order, preset) as folder:
            rows.extend(_measured(shared, order, Path(folder), preset))
    return rows


def _folder(cache: Path | None, order: Sequence[str], preset: str) -> AbstractContextManager[Path | str]:
    if cache is None:
        return tempfile.TemporaryDirectory(prefix="mneme-people-")
    return nullcontext(cache / "-".join(("people", *order, preset.replace(":", "-"))))


def _measured(shared: Path, order: Sequence[str], folder: Path, preset: str) -> Iterator[PeopleRow]:
    import mneme

    recordings = [shipped(shared, name) for name in order]
    truths = [recording.truth for recording in recordings]
    name = " then ".join(order)
    with mneme.open(folder, preset=preset) as memory:
        for recording in recordings:
            memory.index(str(recording.film), started_at=recording.started_at)
        people = memory.people()
        score = Asked(memory).score_people(truths)
    unseen = [person for person in people if (person.name or "").split()[:1] == [UNSEEN]]
    is_there = len(unseen) == 1 and {seen.via for seen in unseen[0].appearances} == {"voice"}
    yield _row(name, "mneme", score, "yes" if is_there else "no")
    with Store.open(folder, mode="read") as store:
        seen = sorted(store.observations(), key=lambda each: (each.stream, each.clip, each.span))
        yield _row(name, "peer, best of grid", best_of_peer(seen, store.streams(), truths), "-")


def _row(order: str, rule: str, score: PeopleScore, unseen: str) -> PeopleRow:
    right = len(score.introduced) - len(score.misnamed)
    names = f"{right}/{len(score.introduced)}" if unseen != "-" else "-"
    return PeopleRow(order, rule, score.precision, score.recall, len(score.merged), len(score.split), names, unseen)


def best_of_peer(
    observations: Sequence[StoredObservation], streams: Sequence[StreamRecord], truths: Sequence[Truth]
) -> PeopleScore:
    """The peer's rule with the pair of thresholds that scores best."""
    sources = {record.id: Path(record.uri).name.split(".")[0] for record in streams}
    scores = []
    for face, voice in product(FACE_GRID, VOICE_GRID):
        sightings = [
            Sighting(person, sources[each.stream], each.span.start, each.span.end, each.kind is ObservationKind.FACE)
            for each, person in zip(observations, people_of(observations, face, voice), strict=True)
            if person
        ]
        scores.append(score_people(truths, sightings, {}))
    return max(scores, key=lambda s: 2 * s.precision * s.recall / max(s.precision + s.recall, 1e-9))


def nine_to_one() -> dict[str, list[list[str]]]:
    """Face A is seen in nine turns of a voice, face B in one: who is who, by the product and by the peer's rule."""
    film = Film("film")
    for shot in range(9):
        film.shot("a", "A", shade=shot)
    film.shot("a", "B")
    for _ in range(2):
        film.shot("", "B", shade=3)
    people = derive(film.observations, [], options=identity_options(ENCODERS))
    by_peer: dict[str, list[str]] = {}
    for each, person in zip(film.observations, people_of(film.observations, 0.9, 0.6), strict=True):
        if each.unit not in by_peer.setdefault(person, []):
            by_peer[person].append(each.unit)
    return {"mneme": [sorted(person.units) for person in people], "peer": sorted(map(sorted, by_peer.values()))}


def show(rows: Sequence[PeopleRow]) -> None:
    """The table."""
    report.table(
        "people by face and voice over both scenes in one memory",
        ("order", "rule", "B-cubed P", "R", "F1", "merged", "split", "names right", f"{UNSEEN} by voice alone"),
        [(r.order, r.rule, f"{r.precision:.3f}", f"{r.recall:.3f}", f"{r.f1:.3f}", r.merged, r.split, r.names, r.unseen)
         for r in rows],
    )  # fmt: skip
    votes = nine_to_one()
    report.table(
        "face A - voice nine votes, face B - voice one",
        ("rule", "people"),
        [(rule, "   ".join(" + ".join(units) for units in people)) for rule, people in votes.items()],
    )


def main() -> int:
    """Prints the tables."""
    options = report.parser(__doc__)
    options.add_argument("--cache", type=Path, metavar="DIR", help="keep the memories there, and score those that are")
    options.add_argument("--preset", default="embedded:accurate")
    arguments = options.parse_args()
    rows = people_rows(arguments.shared, arguments.cache, preset=arguments.preset)
    show(rows)
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(row) | {"f1": row.f1} for row in rows], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
