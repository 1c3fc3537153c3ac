#!/usr/bin/env python3
"""From a video to a cited answer: the two shipped scenes in one memory, and scenes drawn from templates.

    scenes.py                           the two scenes, then ten rendered template scenes (seeds are printed)
    scenes.py --templates 0             the two scenes only
    scenes.py --truth-only              all from the truth's turns, signs and faces: no decoding, no models but the
                                        sentence encoder, no ffmpeg; for work on memory and answers
    scenes.py --templates 20 --seed 7 --cache DIR --verbose

"heard" is the whole way from the video.  "told" has the truth's turns in place of the recognizer's, all else from the
video: the difference is what the recognizer costs.  An answer is right as `scoring.py` says; "cited": one of the first
three citations is right; "search": one of the first five hits of `search` for the question lies in the evidence.
The baseline answers with the first person's name or the best hit's first twelve words.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import report
from scenes_evaluate import Asked, Baseline, Card, ask_all
from scenes_make import Recording, drawn, rendered, shipped

COLUMNS = ("right", "cited", "nulls", "across", "search")
NAMES = ("standup", "kitchen")


@dataclass(frozen=True)
class Setup:
    """How memories are made."""

    preset: str
    labels: str
    """Speakers in the truth's turns: "names" or "numbers"."""
    keep: Path | None
    """Where memories stay; None for fresh ones that go."""

    def folder(self, recordings: Sequence[Recording], way: str) -> AbstractContextManager[Path | str]:
        """Where the memory of these recordings is made."""
        if self.keep is None:
            return tempfile.TemporaryDirectory(prefix="mneme-scenes-")
        folder = self.keep / "-".join([way, self.preset.replace(":", "-"), self.labels, recordings[0].truth.source])
        folder.mkdir(parents=True, exist_ok=True)
        return nullcontext(folder)


def measure(recordings: Sequence[Recording], way: str, setup: Setup) -> tuple[Card, Card]:
    """Indexes recordings into one fresh memory and asks; the product's card and the baseline's."""
    with (
        setup.folder(recordings, way) as name,
        _memory(recordings, way, setup, Path(name)) as memory,
    ):
        truths = [recording.truth for recording in recordings]
        asked = Asked(memory)
        card = ask_all(asked, truths)
        card.people.append(asked.score_people(truths))
        return card, ask_all(Baseline(memory), truths)


def _memory(recordings: Sequence[Recording], way: str, setup: Setup, folder: Path) -> Any:
    import mneme

    if way == "truth":
        from scenes_told import memory_of

        return memory_of(recordings, folder / "memory", preset=setup.preset, labels=setup.labels)
    memory = mneme.open(folder / "memory", preset=setup.preset)
    for recording in recordings:
        film = recording.media(folder / "media", labels=setup.labels if way == "told" else None)
        memory.index(str(film), started_at=recording.started_at)
    return memory


def measure_each(recordings: Iterable[Recording], way: str, setup: Setup) -> tuple[Card, Card]:
    """Each recording in a memory of its own; the cards added up."""
    total, baseline = Card(), Card()
    for recording in recordings:
        card, other = measure([recording], way, setup)
        total.results += card.results
        total.people += card.people
        baseline.results += other.results
        print(f"  {way} {recording.truth.source}: {card.figures()}", file=sys.stderr)
    return total, baseline


def show(title: str, cards: dict[str, Card], *, verbose: bool) -> None:
    """The main table, the people, the kinds, and with `verbose` what went wrong."""
    report.table(title, ("", *COLUMNS), [(name, *card.figures().values()) for name, card in cards.items()])
    with_people = {name: card for name, card in cards.items() if card.people}
    report.table(
        "people",
        ("", "introduced, rightly named", "merged", "split", "unjoined", "missing", "B-cubed P", "R", "found", "true"),
        [(name, *_people_row(card)) for name, card in with_people.items()],
    )
    kinds = sorted({kind for card in cards.values() for kind in card.by_kind()})
    rows = []
    for kind in kinds:
        counts = [card.by_kind().get(kind, (0, 0, 0, 0)) for card in cards.values()]
        rows.append((kind, *(f"{right}/{asked} {cited} {found}" for right, cited, found, asked in counts)))
    report.table("by kind: right/asked, cited, found by search", ("kind", *cards), rows)
    if verbose:
        for name, card in with_people.items():
            _show_faults(name, card)


def _people_row(card: Card) -> tuple[object, ...]:
    scores = card.people
    introduced = sum(len(score.introduced) for score in scores)
    named = introduced - sum(len(score.misnamed) for score in scores)
    sums = [sum(len(getattr(score, name)) for score in scores) for name in ("merged", "split", "unjoined", "missing")]
    means = [sum(getattr(score, name) for score in scores) / len(scores) for name in ("precision", "recall")]
    return (f"{named}/{introduced}", *sums, *means, sum(s.found for s in scores), sum(s.true for s in scores))


def _show_faults(name: str, card: Card) -> None:
    for score in card.people:
        if not score.is_right:
            wrong = f"merged {score.merged}, split {score.split}, unjoined {score.unjoined}"
            print(f"  people: named {score.introduced}, {wrong}")
    report.table(
        f"{name}: what went wrong",
        ("kind", "question", "answer", "fault", "cited", "found"),
        [
            (r.question.kind, r.question.text, r.answer, r.fault, _rank(r.cited), _rank(r.found))
            for r in card.results
            if r.fault or (r.cited is None and r.question.evidence)
        ],
    )


def _rank(rank: int | None) -> str:
    return "-" if rank is None else str(rank + 1)


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument("--templates", type=int, default=10, metavar="N", help="scenes from templates (default 10)")
    parser.add_argument("--seed", type=int, help="first seed of the templates (default: drawn, and printed)")
    parser.add_argument("--held-out", action="store_true", help="from the templates that nothing is tuned on")
    parser.add_argument("--truth-only", action="store_true", help="from the truth, without rendering or decoding")
    parser.add_argument("--cache", type=Path, help="keep rendered scenes in this folder, outside the repository")
    parser.add_argument("--preset", default="embedded")
    parser.add_argument("--labels", choices=("names", "numbers"), default="names", help="speakers of the truth's turns")
    parser.add_argument("--skip-shipped", action="store_true", help="only the template scenes")
    parser.add_argument("--way", choices=("heard", "told"), help="only this way (default: both)")
    parser.add_argument("--keep", type=Path, help="keep the memories there; one that is there is asked, not made again")
    parser.add_argument("--verbose", action="store_true", help="every question that went wrong")
    arguments = parser.parse_args(argv)
    ways = ["truth"] if arguments.truth_only else [arguments.way] if arguments.way else ["heard", "told"]
    setup = Setup(arguments.preset, arguments.labels, arguments.keep)
    figures: dict[str, object] = {"preset": arguments.preset}
    if not arguments.skip_shipped:
        recordings = [shipped(arguments.shared, name) for name in NAMES]
        cards = _cards(ways, lambda way: measure(recordings, way, setup))
        show("standup and kitchen in one memory", cards, verbose=arguments.verbose)
        figures["shipped"] = _figures(cards)
    if arguments.templates:
        seed = random.SystemRandom().randrange(10**6) if arguments.seed is None else arguments.seed
        print(f"\ntemplate scenes: seeds {seed} to {seed + arguments.templates - 1} (--seed {seed} draws them again)")
        with tempfile.TemporaryDirectory(prefix="mneme-render-") as name:
            recordings = _templates(arguments, seed, Path(name))
            cards = _cards(ways, lambda way: measure_each(recordings, way, setup))
        show(
            f"{arguments.templates} {'held-out ' if arguments.held_out else ''}template scenes, a memory each",
            cards,
            verbose=arguments.verbose,
        )
        figures["templates"] = {"seed": seed, "n": arguments.templates, **_figures(cards)}
    report.write_json(arguments.json, figures)
    return 0


def _templates(arguments: argparse.Namespace, seed: int, folder: Path) -> list[Recording]:
    scripts = [drawn(seed + i, held_out=arguments.held_out) for i in range(arguments.templates)]
    if arguments.truth_only:
        return scripts
    return [rendered(script, arguments.cache or folder, arguments.shared) for script in scripts]


def _cards(ways: Sequence[str], measured: Callable[[str], tuple[Card, Card]]) -> dict[str, Card]:
    cards: dict[str, Card] = {}
    for way in ways:
        cards[way], baseline = measured(way)
        cards.setdefault("(baseline)", baseline)
    return {**{name: card for name, card in cards.items() if name != "(baseline)"}, "(baseline)": cards["(baseline)"]}


def _figures(cards: dict[str, Card]) -> dict[str, object]:
    return {
        name: {
            **card.figures(),
            "kinds": card.by_kind(),
            "answers": [[r.question.text, r.answer, r.fault, r.cited, r.found] for r in card.results],
        }
        for name, card in cards.items()
    }


if __name__ == "__main__":
    sys.exit(main())
