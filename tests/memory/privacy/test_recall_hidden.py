"""A hidden person on the read side: no name, no row, no picture; shown again, everything is as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mneme.memory.identity.decisions import decide
from mneme.memory.people.profile import faces_of
from mneme.memory.people.who import WhoIsWho
from mneme.memory.recall import Recall
from mneme.memory.store import Store
from mneme.memory.types import Entry, EntryKind, Person, Query

from tests.memory.stage import Stage, open_store, run


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seen") / "memory"
    run(folder, Stage())
    return folder


@pytest.fixture
def store(seen: Path, tmp_path: Path) -> Iterator[Store]:
    """Red is on the stage from 0 to 12 s, blue from 8 to 20 s, and so on every 20 s."""
    shutil.copytree(seen, tmp_path / "memory")
    with open_store(tmp_path / "memory") as opened:
        yield opened


def faced(recall: Recall) -> list[Person]:
    found = [person for person in recall.people() if any(unit.startswith("face-") for unit in person.units)]
    return sorted(
        found, key=lambda person: min(span.start for spans in recall.spans(person).values() for span in spans)
    )


def decided(store: Store, action: str, people: list[Person], value: str = "") -> Recall:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    number = len(store.decisions())
    store.append_decision(decide(action, people, value=value, by="me", at=now, number=number))
    WhoIsWho(store).put()
    return Recall(store, None)


def pictured(recall: Recall) -> set[tuple[str, float]]:
    """Kind and second of all moments with a picture."""
    return {
        (hit.entry.kind.value, hit.span.start)
        for hit in recall.timeline()
        for evidence in hit.entry.evidence
        if evidence.thumbnail
    }


def told(recall: Recall) -> list[Any]:
    def plain(entry: Entry) -> Any:
        return {name: getattr(entry, name) for name in Entry.__slots__}

    people = [recall.person(person) for person in recall.people()]
    return [
        [(plain(hit.entry), hit.text, hit.people, hit.speaker) for hit in recall.timeline()],
        people,
        recall.facts(),
    ]


def test_pictures_of_a_time_at_which_a_hidden_person_is_on_the_screen_are_not_given_out(store: Store) -> None:
    open_recall = Recall(store, None)
    red, blue = faced(open_recall)
    before = pictured(open_recall)
    recall = decided(store, "hide", [red])
    after = pictured(recall)
    shown = [
        (hit.span.start, hit.span.end) for hit in open_recall.timeline(people=[red.id], kinds=(EntryKind.APPEARANCE,))
    ]
    assert shown
    assert after < before
    for hit in recall.timeline():
        near = any(start < hit.span.end and hit.span.start < end for start, end in shown)
        assert not (near and any(evidence.thumbnail for evidence in hit.entry.evidence))
    assert [person.id for person in recall.people()] == [person.id for person in open_recall.people() if person != red]
    assert all(red.id not in hit.person_ids for hit in recall.timeline())
    assert all(not set(red.units) & {*hit.entry.units, hit.entry.speaker} for hit in recall.timeline())
    assert [each.thumbnail for each in recall.person(blue).appearances if each.span.start < 12.0] == [""]
    assert faces_of(recall, recall.people(hidden=True)[-1]) == []


def test_without_anybody_hidden_every_picture_is_given_out(store: Store) -> None:
    stored = {
        (entry.kind.value, entry.span.start)
        for entry in store.scan()
        if any(evidence.thumbnail for evidence in entry.evidence)
    }
    assert pictured(Recall(store, None)) == stored


def test_shown_again_everything_is_as_it_was(store: Store) -> None:
    red, _ = faced(Recall(store, None))
    named = decided(store, "name", [red], "Zebulon Pike")
    before = told(named)
    hidden = decided(store, "hide", [faced(named)[0]])
    assert "Zebulon" not in repr(told(hidden))
    assert "Zebulon" in repr(hidden.people(hidden=True))
    last = store.decisions()[-1]
    assert told(decided(store, "undo", [], last.id)) == before


def test_a_hidden_person_is_no_filter_and_has_no_facts(store: Store) -> None:
    red, _ = faced(Recall(store, None))
    recall = decided(store, "hide", [red])
    assert recall.timeline(people=[red.id]) == []
    assert recall.search(Query("something", people=(red.id,))) == []
    assert recall.facts(recall.people(hidden=True)[-1]) == []
