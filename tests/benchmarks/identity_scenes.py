#!/usr/bin/env python3
"""Scenes about who is who: does each end as its script says?

    identity_scenes.py                      renders and indexes every scene of identity_scenes/ (as long as they last)
    identity_scenes.py --cache DIR          keeps films and what was seen and heard in them; run again, only what comes
                                            behind the models (units, names, people) is done anew: a second a scene
    identity_scenes.py --cache DIR --again  the models too
    identity_scenes.py --only corrected --verbose

A script is one of make_scene.py with more keys: `expect` (what must hold at the end, see `_differences`), `with`
(scenes that lie in the same memory), `soft` (photographs as a bad lens would take them: {name: {of, height, sigma}}).
Persons are laid beside the truth as in `scoring_people.py`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import report
from scene_templates import approximate_truth
from scenes_evaluate import Asked
from scenes_make import Recording, rendered
from scoring import fault, truth_of, words
from scoring_people import PeopleScore, Sighting, bears, true_seconds

SCRIPTS = Path(__file__).parent / "identity_scenes"


@dataclass(frozen=True)
class SceneRow:
    """How one scene ended."""

    scene: str
    about: str
    seconds: float
    score: PeopleScore
    differs: tuple[str, ...] = ()
    """What is not as the script says."""
    known: tuple[str, ...] = ()
    """Everybody whom the memory knows, with names and ways."""

    @property
    def ends_right(self) -> bool:
        """Whether the scene ends as its script says."""
        return not self.differs


def scene_rows(
    shared: Path, cache: Path | None, *, only: Sequence[str] = (), again: bool = False, preset: str = "embedded"
) -> list[SceneRow]:
    """Renders, indexes and judges the scenes.

    Args:
        shared: folder of the test media.
        cache: where films and indexed memories stay; what lies there is taken as seen and heard, and read anew.
        only: titles; all without.
        again: indexes anew what lies in the cache.
        preset: models.
    """
    scripts = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCRIPTS.glob("*.json"))}
    parts = {title for script in scripts.values() for title in script.get("with", ())}
    chosen = [title for title in scripts if title not in parts and (not only or title in only)]
    with nullcontext(cache) if cache else tempfile.TemporaryDirectory(prefix="mneme-identity-") as name:
        folder = Path(str(name))
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for title in chosen:
            titles = (*scripts[title].get("with", ()), title)
            recordings = [_film(scripts[each], folder / "films", shared) for each in titles]
            heard = folder / "heard" / f"{title}.json"
            _hear(recordings, heard, preset=preset, again=again)
            rows.append(_row(scripts[title], recordings, heard, preset=preset))
        return rows


def _film(script: dict[str, Any], folder: Path, shared: Path) -> Recording:
    media = _media(script, folder, shared)
    form = approximate_truth(script)
    return rendered(Recording(truth_of(script["title"], form), form, script=script), folder, shared, media=media)


def _media(script: dict[str, Any], folder: Path, shared: Path) -> Path | None:
    """A folder with the shared photographs and those that the script makes of them; None where it makes none."""
    if not script.get("soft"):
        return None
    import cv2

    media = folder / f"{script['title']}-media"
    media.mkdir(parents=True, exist_ok=True)
    if not (media / "faces").exists():
        (media / "faces").symlink_to((shared / "media" / "faces").resolve())
    for name, how in script["soft"].items():
        picture = cv2.imread(str(shared / "media" / how["of"]))
        scale = how["height"] / picture.shape[0]
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(media / name), cv2.GaussianBlur(small, (0, 0), how["sigma"]))
    return media


def _hear(recordings: Sequence[Recording], file: Path, *, preset: str, again: bool) -> None:
    """Indexes the films into one memory and keeps what was seen and heard, unless it is there of the same films."""
    from identity_scenes_replay import keep

    import mneme

    mark = file.with_suffix(".films.json")
    films = json.dumps([recording.form for recording in recordings])
    if mark.is_file() and mark.read_text(encoding="utf-8") == films and not again:
        return
    mark.unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mneme-heard-") as name:
        folder = Path(name) / "memory"
        with mneme.open(folder, preset=preset) as memory:
            for recording in recordings:
                memory.index(str(recording.film), started_at=recording.started_at)
        keep(folder, file)
    mark.write_text(films, encoding="utf-8")


def _row(script: dict[str, Any], recordings: Sequence[Recording], heard: Path, *, preset: str) -> SceneRow:
    from identity_scenes_replay import replay

    with (
        tempfile.TemporaryDirectory(prefix="mneme-replay-") as name,
        replay(heard, Path(name) / "memory", preset=preset) as memory,
    ):
        score = Asked(memory).score_people([recording.truth for recording in recordings])
        end = End(memory, recordings)
        differs = (*_of_score(score), *_differences(script, recordings[-1], end))
        seconds = sum(recording.truth.duration for recording in recordings)
        known = tuple(
            f"{person.display} {list(person.names)} {sorted({seen.via for seen in person.appearances})}"
            for person in end.people.values()
        )
        return SceneRow(script["title"], script.get("about", ""), seconds, score, differs, known)


@dataclass
class End:
    """A memory at the end of its scenes, and who of it is whom of the script."""

    memory: Any
    recordings: Sequence[Recording]
    people: dict[str, Any] = field(init=False)
    """Id to person."""
    holders: dict[str, dict[tuple[str, str], str]] = field(init=False)
    """Key of the script → (recording, "face" or "voice") → id of the found person who has most of the seconds."""

    def __post_init__(self) -> None:
        self.people = {person.id: person for person in self.memory.people()}
        truths = {each.truth.source: replace(each.truth, people=_keys(each)) for each in self.recordings}
        seconds: defaultdict[tuple[str, str, str], defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        for person in self.people.values():
            for seen in person.appearances:
                source, is_face = Path(seen.source).name.split(".")[0], seen.via == "face"
                sighting = Sighting(person.id, source, seen.span.start, seen.span.end, is_face)
                for key, share in true_seconds(sighting, truths[source]).items():
                    seconds[key, source, "face" if is_face else "voice"][person.id] += share
        self.holders = defaultdict(dict)
        for (key, source, way), found in seconds.items():
            self.holders[key][source, way] = max(sorted(found), key=lambda each: found[each])

    def persons(self, key: str) -> list[Any]:
        """Everybody who holds a person of the script: one, if all is well."""
        return [self.people[each] for each in dict.fromkeys(self.holders[key].values())]


def _keys(recording: Recording) -> dict[str, str]:
    return {key: key for key in recording.truth.people}


def _of_score(score: PeopleScore) -> Iterator[str]:
    for one, other in score.merged:
        yield f"{one} and {other} are one"
    for name in score.misnamed:
        yield f"{name} introduced himself and is called {score.introduced[name]}"


def _differences(script: dict[str, Any], recording: Recording, end: End) -> Iterator[str]:
    """What is not as `expect` says.

    people: {key: {"name": full name or null, "ways": ["face", "voice"], "not": [words that are in none of its names]}};
    found: {name: [keys]}: whom `people show NAME` may mean; absent: names that only somebody bears who was neither
    seen nor heard; said: [[beat, key]]: who is shown as the speaker of that beat; kept: words that `search` finds.
    """
    expect = script["expect"]
    for key, wanted in expect["people"].items():
        yield from _person(key, wanted, end)
    for name, keys in expect.get("found", {}).items():
        meant = {person.id for person in end.memory.reading.recall.find_people(name)} & _present(end)
        if meant != {person.id for key in keys for person in end.persons(key)}:
            yield f"{name!r} means {sorted(end.people[each].display for each in meant)}"
    for name in expect.get("absent", ()):
        for person in end.people.values():
            if set(words(name)) & {word for each in person.names for word in words(each)} and person.appearances:
                yield f"{name}, who was not there, has a face or a voice"
    for beat, key in expect.get("said", ()):
        start, stop = recording.form["beats"][beat]
        speakers = {hit.speaker for hit in end.memory.timeline(kinds=["turn"]) if start <= hit.span.start < stop}
        if speakers != {person.display for person in end.persons(key)}:
            yield f"beat {beat} is said by {sorted(speakers)}"
    for word in expect.get("kept", ()):
        if not any(word.lower() in hit.entry.text.lower() for hit in end.memory.search(word, k=20)):
            yield f"{word!r} is lost from the text"
    for question in recording.truth.questions:
        answer = end.memory.ask(question.text).text
        if wrong := fault(answer, question):
            yield f"{question.text} {answer!r}: {wrong}"


def _person(key: str, wanted: dict[str, Any], end: End) -> Iterator[str]:
    persons = end.persons(key)
    if not persons:
        yield f"{key} is not known"
        return
    if len(persons) > 1:
        yield f"{key} is {len(persons)} people: {[person.display for person in persons]}"
    for way in wanted["ways"]:
        if not any(each == way for _, each in end.holders[key]):
            yield f"{key} has no {way}"
    for person in persons:
        if not _is_called(person.name, wanted["name"]):
            yield f"{key} is called {person.name}"
        worn = {word for name in person.names for word in words(name)}
        yield from (f"{key} has the name {word}" for word in wanted.get("not", ()) if worn & set(words(word)))


def _is_called(found: str | None, wanted: str | None) -> bool:
    if wanted is None:
        return found is None
    return bears(found, wanted, [wanted]) and len(words(found or "")) >= len(words(wanted))


def _present(end: End) -> set[str]:
    return {person.id for person in end.people.values() if person.appearances}


def show(rows: Iterable[SceneRow], *, verbose: bool) -> None:
    """One row per scene."""
    rows = list(rows)
    report.table(
        "scenes about who is who",
        ("scene", "s", "merged", "split", "named", "B-cubed P", "R", "ends as its script says", "what differs"),
        [
            (
                row.scene,
                round(row.seconds),
                len(row.score.merged),
                len(row.score.split),
                f"{len(row.score.introduced) - len(row.score.misnamed)}/{len(row.score.introduced)}",
                row.score.precision,
                row.score.recall,
                "yes" if row.ends_right else "no",
                "; ".join(row.differs),
            )
            for row in rows
        ],
    )
    for row in rows if verbose else ():
        print(f"\n{row.scene}: {row.about}\n  " + "\n  ".join(row.known))


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument(
        "--cache", type=Path, help="keep films and what was seen and heard here, outside the repository"
    )
    parser.add_argument("--only", action="append", default=[], metavar="SCENE", help="only this scene (repeatable)")
    parser.add_argument("--again", action="store_true", help="index what lies in the cache anew")
    parser.add_argument("--preset", default="embedded")
    parser.add_argument("--verbose", action="store_true", help="everybody whom the memories know")
    arguments = parser.parse_args(argv)
    rows = scene_rows(
        arguments.shared, arguments.cache, only=arguments.only, again=arguments.again, preset=arguments.preset
    )
    show(rows, verbose=arguments.verbose)
    figures = {row.scene: {"ends_right": row.ends_right, "differs": row.differs, "known": row.known} for row in rows}
    report.write_json(arguments.json, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
