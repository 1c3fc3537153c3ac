#!/usr/bin/env python3
"""Which face a voice belongs to, where only the lips tell: drawn talkers, listeners, narrators, photographs.

    lips.py                       all scenes of talking.py, rendered into a new folder (10 minutes)
    lips.py --films FOLDER        keeps the rendered scenes there, and uses those that are
    lips.py --seed 1              the same scenes drawn anew: other words, movements, noise. The figures of the model
                                  (`LipsOptions`) were chosen while looking at seed 0, so those of seed 0 flatter
    lips.py --only two narrator   only scenes whose names begin so
    lips.py --cost                also CPU seconds of `mneme index` with and without lips on a scene

The pictures go through the product's own pipeline (glimpses, face tracks, store, derivation); the turns are those of
the truth, so that no error of diarization is mixed in.  The baseline is the same observations without their traces:
who is on the screen while somebody speaks, which is all that was looked at before.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import report
import talking
from mneme.encoders import registry
from mneme.encoders.eyes import Eyes
from mneme.encoders.types import Observation, ObservationKind, Sense
from mneme.memory.identity.derive import derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.lips import MOVES
from mneme.memory.memorize import memorize
from mneme.memory.store import Store
from mneme.memory.types import StoredObservation
from mneme.memory.units import voice_unit
from mneme.streams.file import FileOptions, FileSource
from mneme.streams.types import Item, Span

GROUPS = {
    "two talk, together all the time": [name for name in talking.SCENES if name.startswith("two")],
    "a listener chews, chatters, is silent": ["chewing-listener", "chattering-listener", "silent-listener"],
    "a narrator over one who also talks": ["narrator"],
    "dubbed: lips move to another text": ["dubbed"],
    "one photograph, one voice": ["photograph"],
    "two photographs, two voices": ["photographs"],
}


class Told:
    """Hears nothing: gives the turns of the truth, each when it is over."""

    resume_from = 0.0

    def __init__(self, turns: Iterable[dict[str, object]]) -> None:
        self._left = [(Span(float(t["start"]), float(t["end"])), str(t["speaker"])) for t in turns]  # type: ignore[arg-type]

    def push(self, item: Item) -> list[Observation]:
        return self._over_by(item.time)

    def end_clip(self, time: float) -> list[Observation]:
        return self._over_by(time)

    def flush(self) -> list[Observation]:
        return self._over_by(float("inf"))

    def snapshot(self) -> bytes:
        return b""

    def restore(self, snapshot: bytes) -> None:
        raise NotImplementedError

    def _over_by(self, time: float) -> list[Observation]:
        over = [each for each in self._left if each[0].end <= time]
        self._left = self._left[len(over) :]
        return [Observation(ObservationKind.TURN, span, text="words", label=label) for span, label in over]


@dataclass(frozen=True)
class Watched:
    """What came of a film."""

    observations: list[StoredObservation]
    encoders: dict[str, object]
    stages: dict[str, float]
    seconds: float


def watch(path: Path, turns: Sequence[dict[str, object]], models: tuple[object, object]) -> Watched:
    """Memorizes the faces of a film and the turns that it is told of."""
    eyes = Eyes(detector=models[0], encoder=models[1])  # type: ignore[arg-type]
    senses: dict[str, Sense] = {"told": Told(turns), "eyes": eyes}
    info = {"face": models[1].info}  # type: ignore[attr-defined]
    with (
        tempfile.TemporaryDirectory(prefix="mneme-lips-") as folder,
        FileSource(path, options=FileOptions(glimpses=True)) as source,
        Store.open(Path(folder), mode="write", encoders=info) as store,
    ):
        done = memorize(source, store, senses=lambda: senses, text_encoder=None)
        return Watched(store.observations(), dict(store.encoders), dict(eyes.stages), done.media_seconds)


def links(watched: Watched, truth: dict[str, object], *, with_lips: bool) -> Counter[str]:
    """Voices by what became of them: "right" (its own face, or rightly none), "wrong", "none"."""
    seen = [each if with_lips else replace(each, trace=b"") for each in watched.observations]
    people = derive(seen, [], (), options=identity_options(watched.encoders))  # type: ignore[arg-type]
    names: list[str] = truth["faces"]  # type: ignore[assignment]
    places = [(n + 1) / (len(names) + 1) for n in range(len(names))]
    photo: dict[str, str] = {}
    for each in seen:
        if each.kind is ObservationKind.FACE and each.region is not None:
            x = each.region.center[0]
            photo[each.unit] = min(zip(places, names, strict=True), key=lambda pair: abs(pair[0] - x))[1]
    found: Counter[str] = Counter()
    cast: dict[str, str] = truth["cast"]  # type: ignore[assignment]
    for speaker in sorted({turn["speaker"] for turn in truth["turns"]}):  # type: ignore[attr-defined]
        unit = voice_unit(seen[0].stream, speaker)
        units = next((person.units for person in people if unit in person.units), ())
        faces = {photo[each] for each in units if each in photo}
        own = cast.get(speaker)
        if not faces:
            found["right" if own is None else "none"] += 1
        else:
            found["right" if faces == {own} else "wrong"] += 1
    return found


def movement(watched: Watched, *, speaking: str | None = None, truth: dict[str, object] | None = None) -> list[float]:
    """[seconds measured, share of them that moves, median and 90th percentile in thousandths of a face's width]."""
    levels = []
    for each in watched.observations:
        if each.kind is not ObservationKind.FACE or not each.trace:
            continue
        trace = np.frombuffer(each.trace, np.uint8)
        if truth is not None:
            times = each.span.start + np.arange(len(trace)) / 25
            spoken = np.zeros(len(trace), bool)
            for turn in truth["turns"]:  # type: ignore[attr-defined]
                spoken |= (times >= turn["start"]) & (times < turn["end"]) & (turn["speaker"] == speaking)
            trace = trace[spoken]
        levels.append(trace[trace > 0].astype(np.float64))
    values = np.concatenate(levels) if levels else np.zeros(0)
    if not len(values):
        return [0.0, 0.0, 0.0, 0.0]
    moved = (values - 1) / 10
    return [len(values) / 25, float((values >= MOVES).mean()), float(np.median(moved)), float(np.percentile(moved, 90))]


def lips_rows(
    films: Path, shared: Path, *, only: Sequence[str] = (), seed: int = 0
) -> tuple[list[list[object]], list[list[object]]]:
    """(rows of links, rows of movement): see the headers in `main`. Renders what is not there."""
    models = registry.load("face_detector", "dlib"), registry.load("face", "dlib")
    rows: list[list[object]] = []
    moves: list[list[object]] = []
    for title, all_names in GROUPS.items():
        names = [name for name in all_names if not only or name.startswith(tuple(only))]
        if not names:
            continue
        found = {True: Counter[str](), False: Counter[str]()}
        cost = seconds = 0.0
        for name in names:
            path = talking.scene_file(name, films, shared, seed=seed)
            truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
            watched = watch(path, truth["turns"], models)
            cost, seconds = cost + watched.stages["lips"], seconds + watched.seconds
            for with_lips in (True, False):
                found[with_lips] += links(watched, truth, with_lips=with_lips)
            if name in ("narrator", "photographs", "dubbed"):
                for voice in sorted({turn["speaker"] for turn in truth["turns"]}):
                    moves.append([f"{name}, while {voice} speaks", *movement(watched, speaking=voice, truth=truth)])
        total = sum(found[True].values())
        counts = [f"{found[k][what]}/{total}" for k in (True, False) for what in ("right", "wrong", "none")]
        rows.append([title, *counts, cost / seconds])
    for name in ("two_actors.mp4", "standup.mp4"):
        watched = watch(report.media(shared, name), [], models)
        moves.append([f"{name} ({'real film' if name.startswith('two') else 'photographs'})", *movement(watched)])
    return rows, moves


def cost_rows(shared: Path, film: Path) -> list[list[object]]:
    """CPU seconds of `mneme index` per second of media, with and without lips, each in a process of its own."""
    import ingest

    rows: list[list[object]] = []
    for path in (report.media(shared, "standup.mp4"), film):
        length = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))["duration"]
        taken = []
        for value in ("true", "false"):
            extra = ["--set", f"memorize.reads_lips={value}"]
            found = ingest.ingest("embedded", [path], ["2026-01-01T00:00:00Z"], extra)
            taken.append(found)
        with_lips, without = (each["cpu_seconds"] / length for each in taken)
        lips = taken[0]["stages"].get("lips", 0.0) / length
        peaks = [each["peak_bytes"] / 2**30 for each in taken]
        rows.append([path.name, without, with_lips, lips, with_lips / without, *peaks[::-1]])
    return rows


def show(rows: list[list[object]], moves: list[list[object]]) -> None:
    """The tables of `lips_rows`."""
    header = ("voices", "right", "wrong", "none", "without lips: right", "wrong", "none", "CPU s per s of film")
    report.table("the face of each voice (right: its own, or rightly none)", header, rows)
    header = ("mouths", "seconds", "share that moves", "median (‰ of width)", "90 %")
    report.table("how much mouths move", header, moves)


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument("--films", type=Path, help="folder of the rendered scenes")
    parser.add_argument("--cost", action="store_true", help="measure the CPU of `mneme index` with and without lips")
    parser.add_argument("--seed", type=int, default=0, help="of the drawing (default: 0, that of development)")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="beginnings of the names of scenes")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="mneme-films-") as name:
        films = arguments.films or Path(name)
        rows, moves = lips_rows(films, arguments.shared, only=arguments.only, seed=arguments.seed)
        show(rows, moves)
        costs = (
            cost_rows(arguments.shared, talking.scene_file("two", films, arguments.shared)) if arguments.cost else []
        )
        if costs:
            header = ("film", "CPU/s without", "CPU/s with", "of it lips", "ratio", "peak GiB without", "with")
            report.table("what lips cost in `mneme index`, start-up included", header, costs)
    report.write_json(arguments.json, {"links": rows, "movement": moves, "cost": costs})
    return 0


if __name__ == "__main__":
    sys.exit(main())
