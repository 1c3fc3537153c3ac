"""Filters let through what they say, whatever characters their values have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.memory.filters import Filter, any_of, moment, quoted
from mneme.memory.store import Store
from mneme.memory.types import EntryKind

from tests.memory.store_samples import TEXT, clip_of, turn

NASTY = [
    "it's",
    "'",
    "''",
    "' OR '1'='1",
    "'; DROP TABLE entries; --",
    '"',
    "\\",
    "\\'",
    "%",
    "_",
    "\n",
    "`",
    "{}",
    "é🙂",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One entry per nasty value, which is its stream, its speaker and one of its units."""
    store = Store.open(tmp_path_factory.mktemp("memory"), mode="write", encoders={"text": TEXT})
    for value in [*NASTY, "plain"]:
        row = turn(value, 0, value, speaker=value, units=(f"thing-{value}",))
        store.commit(clip_of(value, 0, [row]), rows=[row], observations=[], statements=[])
    return store


@pytest.mark.parametrize("value", NASTY)
def test_a_value_is_data_and_never_part_of_the_predicate(store: Store, value: str) -> None:
    for where in (
        Filter(stream=value),
        Filter(speakers=(value,)),
        Filter(units=(value,)),
        Filter(units=(f"thing-{value}", "nobody")),
        Filter(ids=(f"{value}-0000",)),
    ):
        assert [entry.text for entry in store.find(where)] == [value]
    assert value not in [entry.text for entry in store.find(Filter(exclude=frozenset({f"{value}-0000"})))]
    assert [c.stream for c in store.clips(value)] == [value]
    assert store.statements(subjects=[value], predicates=[value]) == []


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_is_quoted_so_that_it_matches_itself_only(store: Store, value: str) -> None:
    found = {entry.text for entry in store.find(Filter(units=(value,)))}
    assert found == ({value} if value in [*NASTY, "plain"] else set())
    assert store.entries([value]) == []


def test_quotes_are_doubled() -> None:
    assert quoted("a'b") == "'a''b'"
    assert any_of("id", ["b", "a", "a"]) == "id IN ('a', 'b')"
    assert any_of("id", []) == "FALSE"


def test_nothing_asked_is_no_predicate_and_no_ids_are_no_entries(store: Store) -> None:
    assert Filter().sql() == ""
    assert store.find(Filter(ids=())) == []
    assert len(store.find(Filter(kinds=(EntryKind.TURN,)))) == len(NASTY) + 1


def test_a_moment_is_written_in_utc_and_needs_a_zone() -> None:
    east = datetime(2024, 1, 1, 1, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    assert moment(east) == "timestamp '2023-12-31T23:00:00.000005Z'"
    with pytest.raises(ValueError, match="time zone"):
        Filter(start=datetime(2024, 1, 1)).sql()
    with pytest.raises(ValueError, match="finite"):
        Filter(stream="s", end=float("nan")).sql()


def test_what_has_no_wall_clock_is_hidden_from_an_as_of_question(tmp_path: Path) -> None:
    """Nobody can say that it was not later; `known_at` helps where it is there."""
    then = datetime(2024, 6, 1, tzinfo=UTC)
    with Store.open(tmp_path, mode="write", encoders={"text": TEXT}) as store:
        rows = [turn("s", 0, "known", at=None), turn("s", 1, "unknown", at=None, known_at=None)]
        store.commit(clip_of("s", 0, rows), rows=rows, observations=[], statements=[])
        assert [entry.text for entry in store.find(Filter(as_of=then))] == ["known"]
