"""The pipeline: exactly once, online, resumed without a trace.

The source is a scripted stage: coloured patches are faces, a loud tone is somebody speaking.  The senses are
those of the product over the shipped fakes, but for hearing, whose stand-in carries an open turn over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mneme.encoders.types import ObservationKind, Sense
from mneme.memory.store import Store
from mneme.memory.types import EntryKind
from mneme.streams.types import Item, Span

from tests.memory.stage import Stage, open_store, run


def content(folder: Path) -> dict[str, list[str]]:
    """Everything that reads give, as text that can be compared."""
    with Store.open(folder, mode="read") as store:
        observations = [(each, None if each.vector is None else each.vector.tobytes()) for each in store.observations()]
        return {
            "streams": [repr(each) for each in store.streams()],
            "clips": [repr((each.id, each.span, each.entries)) for each in store.clips("aaaabbbbcccc")],
            "entries": [repr({name: getattr(each, name) for name in each.__slots__}) for each in store.scan()],
            "observations": [
                repr((each.id, each.unit, each.span, each.thumbnail, each.trace, v)) for each, v in observations
            ],
            "statements": [repr(each) for each in store.statements()],
            "people": [repr(each) for each in store.people()],
            "media": sorted(str(path.relative_to(folder)) for path in (folder / "media").rglob("*.jpg")),
        }


class Killed(Exception):
    """Stands for kill -9: nothing after it runs."""


class Mortal(Stage):
    """Dies at the n-th item that it gives."""

    def __init__(self, items: int, *, glimpses: bool = False) -> None:
        super().__init__(glimpses=glimpses)
        self.left = items

    def read(self, **more: float) -> Iterator[Item]:
        for item in super().read(**more):
            self.left -= 1
            if self.left < 0:
                raise Killed
            yield item


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("unbroken")
    run(folder, Stage())
    return content(folder)


def test_turns_faces_and_scenes_become_entries_with_evidence_and_wall_clock(tmp_path: Path) -> None:
    done = run(tmp_path, Stage())
    assert (done.clips, done.media_seconds, done.is_skipped) == (5, pytest.approx(47.0, abs=0.5), False)
    with Store.open(tmp_path, mode="read") as store:
        turns = store.scan(kinds=(EntryKind.TURN,))
        assert [(turn.span.start, turn.span.end) for turn in turns] == [
            (4.0, 6.5),
            (8.0, 13.5),
            (19.0, 31.5),
            (40.0, 42.0),
        ]
        assert turns[0].at == datetime(2026, 3, 2, 9, 0, 4, tzinfo=UTC)
        assert all(turn.evidence[0].span == turn.span for turn in turns)
        seen = store.scan(kinds=(EntryKind.APPEARANCE,))
        assert len({entry.speaker for entry in seen}) == 2
        assert all((tmp_path / "media" / entry.evidence[0].thumbnail).is_file() for entry in seen)
        assert done.entries == len(store.scan())


def test_a_turn_that_is_open_at_a_clips_end_is_one_turn_of_the_clip_in_which_it_closes(tmp_path: Path) -> None:
    run(tmp_path, Stage())
    with Store.open(tmp_path, mode="read") as store:
        long = next(turn for turn in store.scan(kinds=(EntryKind.TURN,)) if turn.span.start == 19.0)
    assert long.span == Span(19.0, 31.5)
    assert long.clip == 3


@pytest.mark.parametrize("items", [0, 1, 19, 20, 21, 41, 44, 60, 77, 84, 93])
def test_a_run_that_is_killed_and_run_again_equals_an_unbroken_run(
    tmp_path: Path, unbroken: dict[str, list[str]], items: int
) -> None:
    with pytest.raises(Killed):
        run(tmp_path, Mortal(items))
    with pytest.raises(Killed):
        run(tmp_path, Mortal(11))  # and dies again while it catches up
    run(tmp_path, Stage())
    assert content(tmp_path) == unbroken


def test_a_kill_between_the_last_commit_and_the_mark_on_the_stream_adds_no_clip(
    tmp_path: Path, unbroken: dict[str, list[str]]
) -> None:
    run(tmp_path, Stage())
    with open_store(tmp_path) as store:
        store.put_stream(replace(store.streams()[0], is_complete=False))
    run(tmp_path, Stage())
    assert content(tmp_path) == unbroken


def test_what_was_committed_before_the_kill_is_kept_and_not_done_again(tmp_path: Path) -> None:
    with pytest.raises(Killed):
        run(tmp_path, Mortal(70))
    with Store.open(tmp_path, mode="read") as store:
        before = [entry.id for entry in store.scan()]
        assert len(store.clips("aaaabbbbcccc")) >= 1
    again = Stage()
    run(tmp_path, again)
    assert again.reads[0] > 0
    with Store.open(tmp_path, mode="read") as store:
        assert set(before) <= {entry.id for entry in store.scan()}


def test_a_complete_stream_is_skipped_without_asking_for_models(tmp_path: Path) -> None:
    first = run(tmp_path, Stage())

    def no_models() -> dict[str, Sense]:
        pytest.fail("models were asked for")

    again = run(tmp_path, Stage(), senses=no_models)
    assert again.is_skipped
    assert (again.stream, again.clips, again.entries) == (first.stream, first.clips, first.entries)


def test_progress_is_told_as_the_stream_is_read(tmp_path: Path) -> None:
    told = []
    run(tmp_path, Stage(), on_progress=told.append)
    assert [each.time for each in told] == sorted(each.time for each in told)
    assert told[-1].duration == 47.0
    assert told[-1].clips >= 1


def traces(folder: Path, kind: ObservationKind) -> list[tuple[Span, bytes]]:
    with Store.open(folder, mode="read") as store:
        return [(each.span, each.trace) for each in store.observations() if each.kind is kind]


def test_mouths_and_loudness_are_kept_beside_faces_and_turns(tmp_path: Path) -> None:
    run(tmp_path, Stage(glimpses=True))
    turns = traces(tmp_path, ObservationKind.TURN)
    assert [len(trace) for _, trace in turns] == [round(span.duration * 25 + 0.49) for span, _ in turns]
    assert all(min(trace) > 200 for _, trace in turns), "also that of the turn that was carried over two clips"
    faces = traces(tmp_path, ObservationKind.FACE)
    first = next(trace for span, trace in faces if span.start == 0.0)
    assert max(first[5:95]) < 5, "nobody speaks for the first four seconds"
    assert min(first[110:155]) > 20


def test_who_is_seen_and_said_is_the_same_with_and_without_glimpses(
    tmp_path: Path, unbroken: dict[str, list[str]]
) -> None:
    run(tmp_path, Stage(glimpses=True))
    found = content(tmp_path)
    for name in ("streams", "clips", "entries", "statements", "media"):
        assert found[name] == unbroken[name]


@pytest.fixture(scope="module")
def unbroken_with_glimpses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("glimpses")
    run(folder, Stage(glimpses=True))
    return content(folder)


@pytest.mark.parametrize("items", [3, 150, 230, 460])
def test_a_killed_run_with_glimpses_equals_an_unbroken_one(
    tmp_path: Path, unbroken_with_glimpses: dict[str, list[str]], items: int
) -> None:
    with pytest.raises(Killed):
        run(tmp_path, Mortal(items, glimpses=True))
    with pytest.raises(Killed):
        run(tmp_path, Mortal(60, glimpses=True))
    run(tmp_path, Stage(glimpses=True))
    assert content(tmp_path) == unbroken_with_glimpses
