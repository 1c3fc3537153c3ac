"""A clip is committed whole or not at all, whatever breaks and whoever looks."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mneme.memory.filters import Filter
from mneme.memory.store import Store, StoreOptions
from mneme.memory.store_writer import Writer
from mneme.streams.errors import MemoryFull

from tests.memory.store_samples import TEXT, commit, unit_vector


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "memory", mode="write", encoders={"text": TEXT}) as opened:
        yield opened


def test_a_clip_that_is_committed_twice_is_there_once(store: Store) -> None:
    for _ in range(2):
        commit(store, "s", 0, ["one", "two"])
    assert [e.text for e in store.scan()] == ["one", "two"]
    assert len(store.observations()) == 2
    assert len(store.clips("s")) == 1


def test_only_the_newest_clip_of_a_stream_keeps_its_snapshot(store: Store) -> None:
    commit(store, "s", 0, ["one"], snapshot=b"0")
    commit(store, "s", 1, ["two"], snapshot=b"1")
    commit(store, "t", 0, ["one"], snapshot=b"2", is_last=True)
    store.optimize()
    assert [clip.snapshot for clip in store.clips("s")] == [b"", b"1"]
    assert store.last_clip("t").snapshot == b""
    assert store.last_clip("u") is None


@pytest.mark.parametrize("broken", ["observations", "statements", "entries", "clips", "after clips"])
def test_a_break_at_any_table_shows_nothing_and_the_same_commit_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """A kill is simulated by an error between two appends, and a new process by a new store."""
    unbroken = Store.open(tmp_path / "unbroken", mode="write", encoders={"text": TEXT})
    for index in range(3):
        commit(unbroken, "s", index, ["one", "two"])
    store = Store.open(tmp_path / "broken", mode="write", encoders={"text": TEXT})
    commit(store, "s", 0, ["one", "two"])
    append = Writer._append

    def breaking(self: Writer, name: str, rows) -> None:
        if name == broken:
            raise KeyboardInterrupt
        append(self, name, rows)
        if broken == f"after {name}":
            raise KeyboardInterrupt

    monkeypatch.setattr(Writer, "_append", breaking)
    with pytest.raises(KeyboardInterrupt):
        commit(store, "s", 1, ["one", "two"])
    monkeypatch.undo()
    done = 2 if broken == "after clips" else 1
    assert len(store.scan()) == 2 * done
    store.close()

    reader = Store.open(tmp_path / "broken", mode="read")
    assert [len(reader.scan()), len(reader.observations()), len(reader.statements())] == [2 * done] * 3
    assert len(reader.text_search("text", "two", 10, Filter())) == done
    assert len(reader.vector_search("vector", unit_vector(31), 10, Filter())) == 2 * done
    assert len(reader.around(reader.scan()[0], before=9, after=9)) == 2 * done

    store = Store.open(tmp_path / "broken", mode="write", encoders={"text": TEXT})
    assert store.discard_uncommitted("other") == 0
    for index in range(3):
        commit(store, "s", index, ["one", "two"])
    assert rows_of(store) == rows_of(unbroken)
    unbroken.close()
    store.close()


def rows_of(store: Store) -> list[object]:
    everything = ["id", "text", "position", "commit", "start", "at", "vector", "context_vector"]
    return [
        sorted(map(repr, store.details(Filter(), everything))),
        [(o.id, o.unit) for o in store.observations()],
        store.statements(),
        store.clips("s"),
    ]


def test_discarding_counts_the_rows_of_a_broken_clip(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(store, "s", 0, ["one"])
    append = Writer._append
    monkeypatch.setattr(
        Writer, "_append", lambda self, name, rows: append(self, name, rows) if name != "clips" else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        commit(store, "s", 1, ["one", "two"])
    monkeypatch.undo()
    assert store.discard_uncommitted("s") == 2 + 2 + 2
    assert store.discard_uncommitted("s") == 0
    assert len(store.scan()) == 1


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.sampled_from(["ok", "observations", "statements", "entries", "clips", "reopen"]), max_size=8))
def test_whatever_breaks_a_reader_never_sees_half_a_clip(
    tmp_path_factory: pytest.TempPathFactory, plan: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("memory")
    options = StoreOptions(fresh_seconds=0.0, tidy_after=3)
    append = Writer._append
    store = Store.open(folder, mode="write", encoders={"text": TEXT}, options=options)
    reader = Store.open(folder, mode="read", options=options)
    committed = 0

    def look() -> None:
        clips = len(reader.clips("s"))
        assert clips == committed
        assert [e.clip for e in reader.scan()] == sorted(list(range(clips)) * 2)
        assert len(reader.observations()) == len(reader.statements()) == 2 * clips
        assert len(reader.text_search("text", "two", 50, Filter())) == clips

    def watching(self: Writer, name: str, rows) -> None:
        look()
        if name == step:
            raise OSError(errno.ENOSPC, "No space left on device")
        append(self, name, rows)

    Writer._append = watching
    try:
        for step in plan:
            if step == "reopen":
                store.close()
                store = Store.open(folder, mode="write", encoders={"text": TEXT}, options=options)
                continue
            try:
                commit(store, "s", committed, ["one", "two"])
                committed += 1
            except MemoryFull:
                assert step != "ok"
            look()
    finally:
        Writer._append = append
        store.close()


def test_a_reader_sees_new_clips_once_its_view_is_old_enough(tmp_path: Path) -> None:
    now = [0.0]
    with Store.open(tmp_path, mode="write", encoders={"text": TEXT}) as store:
        reader = Store.open(tmp_path, mode="read", options=StoreOptions(fresh_seconds=5), clock=lambda: now[0])
        assert reader.scan() == []
        commit(store, "s", 0, ["one"])
        now[0] = 4.9
        assert reader.scan() == []
        now[0] = 5.0
        assert len(reader.scan()) == 1


def test_a_reader_survives_that_its_version_is_cleaned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path, mode="write", encoders={"text": TEXT}) as store:
        commit(store, "s", 0, ["one"])
        reader = Store.open(tmp_path, mode="read", clock=lambda: 0.0)
        assert len(reader.scan()) == 1
        monkeypatch.setattr("mneme.memory.store_tables.KEPT_SECONDS", 0.001)
        for index in range(1, 4):
            commit(store, "s", index, ["one"])
            store.optimize()
        assert len(reader.scan(limit=3)) in (1, 3)
        assert len(reader.entries(["s-0000"])) == 1


def test_tidying_changes_no_result_and_keeps_fragments_few(tmp_path: Path) -> None:
    options = StoreOptions(tidy_after=10)
    with Store.open(tmp_path, mode="write", encoders={"text": TEXT}, options=options) as store:
        for index in range(9):
            commit(store, "s", index, [f"word{index} apple"])
        assert store.statistics().fragments["entries"] == 9
        before = store.scan(), store.text_search("text", "word3", 5, Filter())[0][0]
        commit(store, "s", 9, ["last"])
        assert max(store.statistics().fragments.values()) <= 1
        assert store.statistics().rows["entries"] == 10
        assert [e.id for e in store.scan()[:9]] == [e.id for e in before[0]]
        assert store.text_search("text", "word3", 5, Filter())[0][0] == before[1]
