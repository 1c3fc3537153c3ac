#!/usr/bin/env python3
"""What who-is-who costs when there are many people and many recordings.

    identity_scale.py                         matching against 10,000 people, deriving people, merge and split in `ask`
    identity_scale.py --people 100000

Matching: one face or voice against a gallery of people with five exemplars each; beside it a loop over all people in
Python and one product over all exemplars (numpy), and how often the gallery's first level loses the person whom the
full comparison finds.  Vectors are drawn so that two faces of one person have cosines of about .96, of two .82.

Merge and split: a memory with a person of 10,000 appearances in 125 recordings, put together by the product's own
store, then `Memory.merge`, `Memory.split` and the question asked before and after.  "effective" is the time of the
decision plus what the first question after it takes longer than a warm one before it.

The file is past 300 lines because each table comes with the memory that it is measured on.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import numpy as np
import report
from mneme.encoders.types import ObservationKind
from mneme.memory.identity.derive import Identity
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, fake_vector
from mneme.memory.identity.gallery import Gallery
from mneme.memory.people.who import WhoIsWho, WhoOptions
from mneme.memory.store import Store
from mneme.memory.types import (
    ClipRecord,
    Entry,
    EntryKind,
    Evidence,
    Row,
    Statement,
    StoredObservation,
    StreamRecord,
    UnitKind,
)
from mneme.memory.units import face_unit, voice_unit
from mneme.streams.types import Span

Given = TypeVar("Given")
EXEMPLARS = 5
SHOTS = 40
"""Of the large person in each recording; each is an appearance by face and one by voice."""
QUESTION = "Who has the blue folder?"


@dataclass(frozen=True)
class Matching:
    """One kind of observation against everybody."""

    kind: str
    people: int
    p50_ms: float
    p95_ms: float
    kilobytes_per_person: float
    lost: float
    """Share of observations for which another person comes first than by comparing with all exemplars."""
    product_ms: float
    """Median of one product over all exemplars."""
    loop_ms: float
    """Of a loop over all people in Python."""


@dataclass(frozen=True)
class Effective:
    """A decision about a person with many appearances."""

    action: str
    appearances: int
    seconds: float
    """Of the decision itself."""
    ask_before: float
    ask_after: float
    """Of the first question after it, everything read again included."""

    @property
    def total(self) -> float:
        """Until a question is answered with it, beyond what a question costs anyway."""
        return self.seconds + max(0.0, self.ask_after - self.ask_before)


def vectors(kind: UnitKind, people: int, each: int, rng: np.random.Generator) -> np.ndarray:
    """(people, each, dim) of norm 1: as far apart as faces by dlib, or voices by WeSpeaker."""
    dim = 128 if kind is UnitKind.FACE else 256
    common = rng.normal(size=dim) * (2.2 if kind is UnitKind.FACE else 0.5)
    own = rng.normal(size=(people, 1, dim))
    made = common + own + 0.45 * rng.normal(size=(people, each, dim))
    return (made / np.linalg.norm(made, axis=2, keepdims=True)).astype(np.float32)


def matching(kind: UnitKind, people: int, *, asked: int = 200, seed: int = 0) -> Matching:
    """Time of one match, and whether it is right."""
    known = vectors(kind, people, EXEMPLARS + 1, np.random.default_rng(seed))
    gallery = Gallery(identity_options(ENCODERS))
    for number in range(people):
        gallery.put(f"person-{number}", kind, known[number, :EXEMPLARS])
    flat = np.ascontiguousarray(known[:, :EXEMPLARS].reshape(people * EXEMPLARS, -1))
    times, products, lost = [], [], 0
    for number in np.random.default_rng(seed + 1).integers(people, size=asked):
        vector = known[number, EXEMPLARS]
        seconds, found = _timed(lambda vector=vector: gallery.match(kind, vector))
        times.append(seconds)
        seconds, best = _timed(lambda vector=vector: _by_product(flat, vector))
        products.append(seconds)
        lost += found[0].person != f"person-{best}"
    loop, _ = _timed(
        lambda: max(range(people), key=lambda n: float(np.sort(known[n, :EXEMPLARS] @ vector)[-3:].mean()))
    )
    return Matching(
        kind=str(kind),
        people=people,
        p50_ms=1e3 * float(np.percentile(times, 50)),
        p95_ms=1e3 * float(np.percentile(times, 95)),
        kilobytes_per_person=gallery.size_bytes / people / 1024,
        lost=lost / asked,
        product_ms=1e3 * float(np.percentile(products, 50)),
        loop_ms=1e3 * loop,
    )


def _by_product(flat: np.ndarray, vector: np.ndarray) -> int:
    cosines = np.sort((flat @ vector).reshape(-1, EXEMPLARS), axis=1)[:, -3:].mean(axis=1)
    return int(np.argmax(cosines))


def _timed(what: Callable[[], Given]) -> tuple[float, Given]:
    begun = time.perf_counter()
    found = what()
    return time.perf_counter() - begun, found


def recording(stream: str, number: int, people: Sequence[str], shots: int) -> tuple[list[StoredObservation], list[Row]]:
    """Each of the people speaks `shots` times while being seen; five seconds a shot."""
    seen: list[StoredObservation] = []
    rows: list[Row] = []
    zero = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    for shot in range(shots):
        for place, person in enumerate(people):
            start = (shot * len(people) + place) * 5.0
            span = Span(start, start + 4.0)
            for kind, unit in (
                (ObservationKind.TURN, voice_unit(stream, str(place))),
                (ObservationKind.FACE, face_unit(stream, place)),
            ):
                is_face = kind is ObservationKind.FACE
                name = f"{stream}-{kind.value}-{len(seen):05d}"
                vector = fake_vector("face" if is_face else "voice", person, (number + shot) % 5)
                times = (start, start + 1.0) if is_face else ()
                seen.append(StoredObservation(name, stream, 0, kind, span, unit, vector, times=times))
                text = "Somebody appears" if is_face else f"The report number {number} of day {shot} is with me."
                entry = Entry(
                    id=name, kind=EntryKind.APPEARANCE if is_face else EntryKind.TURN, stream=stream, clip=0, span=span,
                    text=text, speaker=unit, units=(unit,), evidence=(Evidence(stream, span),),
                    at=zero + timedelta(seconds=start), known_at=zero + timedelta(seconds=start + 4),
                )  # fmt: skip
                rows.append(Row(entry, text))
    return seen, rows


def fill(folder: Path, recordings: int) -> int:
    """A memory in which Anna has most appearances, and a stranger some more of them; gives the number of hers."""
    rng = np.random.default_rng(0)
    appearances = 0
    with Store.open(folder, mode="write", encoders=ENCODERS) as store:
        for number in range(recordings):
            stream = f"s{number:05d}"
            others = [f"P{n}" for n in rng.choice(50, size=2, replace=False)]
            # in every tenth recording it is somebody else, who will be said to be her
            seen, rows = recording(stream, number, ["Q" if number % 10 == 9 else "A"], SHOTS)
            more, more_rows = recording(f"{stream}b", number, others, 3)
            appearances += 0 if number % 10 == 9 else len(seen)
            said = [
                Statement(f"{stream}-n", stream, 0, rows[0].entry.id, voice_unit(stream, "0"), "name",
                          "Quentin Roth" if number % 10 == 9 else "Anna Keller", "")
            ]  # fmt: skip
            for name, observed, entered, statements in (
                (stream, seen, rows, said),
                (f"{stream}b", more, more_rows, []),
            ):
                store.put_stream(StreamRecord(name, f"{name}.mp4", "video", None, 900.0, 1, True, name))
                clip = ClipRecord(f"{name}-0", name, 0, Span(0, 900), len(entered), is_last=True)
                store.commit(clip, rows=entered, observations=observed, statements=statements)
        store.optimize()
        WhoIsWho(store).put()
    return appearances


def effective(recordings: int) -> Iterator[Effective]:
    """Merge, undo and split of a person in that many recordings."""
    import mneme

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "memory"
        count = fill(folder, recordings)
        with mneme.open(folder, config={"models": {"text": None}}) as memory:
            people = {person.name: person for person in memory.reading.recall.people()}
            anna, quentin = people["Anna Keller"], people["Quentin Roth"]

            def asked() -> float:
                return _timed(lambda: memory.ask(QUESTION))[0]

            def decided(action: str, what: Callable[[], object]) -> Effective:
                asked()
                before = min(asked() for _ in range(3))
                return Effective(action, count, _timed(what)[0], before, asked())

            yield decided("merge", lambda: memory.merge(anna.id, quentin.id))
            yield decided("undo", memory.undo)
            faces = [unit for unit in anna.units if unit.startswith("face-")]
            yield decided("split", lambda: memory.split(anna.id, *faces[: len(faces) // 2]))
            yield decided("undo", memory.undo)
            yield decided("name", lambda: memory.name(anna.id, "Anna Keller-Roth"))


def deriving(recordings: int, people: int) -> tuple[int, int, float]:
    """(units, people found, seconds) of deriving everybody anew."""
    rng = np.random.default_rng(0)
    identity = Identity(identity_options(ENCODERS))
    for number in range(recordings):
        present = [f"P{n}" for n in rng.choice(people, size=min(8, people), replace=False)]
        seen, _ = recording(f"s{number}", number, present, 2)
        identity.add_clip(seen, [])
    seconds, found = _timed(identity.people)
    return sum(len(stream.summaries) for stream in identity.streams.values()), len(found), seconds


def growing(people: int) -> tuple[int, float, float, int]:
    """(units, seconds to take in a recording, seconds to derive everybody, people found of ten) in a large memory."""
    with tempfile.TemporaryDirectory() as scratch, Store.open(Path(scratch), mode="write", encoders=ENCODERS) as store:
        for number in range(people // 100):
            keep(store, f"s{number:05d}", number, [f"P{number * 100 + n}" for n in range(100)])
        everybody, before = _timed(lambda: WhoIsWho(store).put())
        who = WhoIsWho(store, options=WhoOptions(many_units=people))
        keep(store, "new", 0, [f"P{n * 7}" for n in range(8)] + ["stranger", "another"], who=who)
        taken, after = _timed(who.put)
        known = {unit: person for person in after for unit in person.units}
        right = sum(len(known[face_unit("new", n)].units) > 2 for n in range(8))
        right += sum(len(known[face_unit("new", n)].units) == 2 for n in (8, 9))
        return sum(len(person.units) for person in before), taken, everybody, right


def keep(store: Store, stream: str, number: int, people: Sequence[str], *, who: WhoIsWho | None = None) -> None:
    """Commits a recording of one clip."""
    seen, _ = recording(stream, number, people, 2)
    store.put_stream(StreamRecord(stream, f"{stream}.mp4", "video", None, 900.0, 1, True, stream))
    clip = ClipRecord(f"{stream}-0", stream, 0, Span(0, 900), 0, is_last=True)
    store.commit(clip, rows=[], observations=seen, statements=[])
    if who is not None:
        who.add(0, stream, seen, [])


@dataclass(frozen=True)
class Scale:
    """All figures."""

    people: int
    matching: tuple[Matching, ...]
    deriving: tuple[tuple[int, int, float], ...]
    """(units, people, seconds)."""
    growing: tuple[int, float, float, int]
    """(units, seconds to take in a recording, seconds to derive everybody, right of ten)."""
    decisions: tuple[Effective, ...]


def measure(people: int = 10_000, recordings: int = 139) -> Scale:
    """Everything; `recordings`: of the person with many appearances."""
    return Scale(
        people,
        tuple(matching(kind, people) for kind in (UnitKind.FACE, UnitKind.VOICE)),
        tuple(deriving(*size) for size in ((40, 20), (125, 50), (500, 2000))),
        growing(people),
        tuple(effective(recordings)),
    )


def show(found: Scale) -> None:
    """The tables."""
    report.table(
        f"one observation against {found.people:,} people x {EXEMPLARS} exemplars",
        ("kind", "p50 ms", "p95 ms", "kB a person", "lost", "one product, ms", "loop, ms"),
        [(m.kind, f"{m.p50_ms:.2f}", f"{m.p95_ms:.2f}", f"{m.kilobytes_per_person:.1f}", f"{m.lost:.3f}",
          f"{m.product_ms:.2f}", f"{m.loop_ms:.0f}") for m in found.matching],
    )  # fmt: skip
    report.table(
        "everybody derived anew",
        ("units", "people", "seconds"),
        [(units, people, f"{seconds:.2f}") for units, people, seconds in found.deriving],
    )
    units, taken, everybody, right = found.growing
    report.table(
        "a new recording of eight known people and two strangers in a large memory",
        ("people", "units", "seconds", "of everybody anew", "of ten right"),
        [(found.people, units, f"{taken:.2f}", f"{everybody:.2f}", right)],
    )
    report.table(
        "a decision about a person with many appearances",
        ("decision", "appearances", "decision s", "ask before s", "ask after s", "effective after s"),
        [(d.action, d.appearances, f"{d.seconds:.3f}", f"{d.ask_before:.3f}", f"{d.ask_after:.3f}", f"{d.total:.3f}")
         for d in found.decisions],
    )  # fmt: skip


def main() -> int:
    """Prints the tables."""
    options = report.parser(__doc__)
    options.add_argument("--people", type=int, default=10_000)
    options.add_argument("--recordings", type=int, default=139, help="of the person with many appearances")
    arguments = options.parse_args()
    found = measure(arguments.people, arguments.recordings)
    show(found)
    if arguments.json:
        arguments.json.write_text(json.dumps(asdict(found), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
