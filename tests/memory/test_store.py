"""The store gives back what it was given, and finds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from mneme.encoders.types import ObservationKind
from mneme.memory.filters import Filter
from mneme.memory.store import Store, StoreOptions
from mneme.memory.types import ClipRecord, Decision, Entry, EntryKind, Evidence, Mention, Person, Row, StreamRecord
from mneme.streams.types import Span

from tests.memory.store_samples import TEXT, ZERO, clip_of, commit, observed, stated, turn, unit_vector


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "memory", mode="write", encoders={"text": TEXT}) as opened:
        yield opened


def test_everything_comes_back_as_it_was_put(store: Store) -> None:
    entry = Entry(
        id="a'b",
        kind=EntryKind.APPEARANCE,
        stream="s",
        clip=0,
        span=Span(0.1, 0.30000000000000004),
        text="x is here — 你好",
        speaker="face-s-0",
        mentions=(Mention(0, 1, "face-s-0"),),
        units=("face-s-0", "thing-a"),
        evidence=(Evidence("s", Span(0.1, 0.2), "t.jpg"),),
        at=ZERO.astimezone(timezone(timedelta(hours=2))),
        known_at=None,
        confidence=0.123456789,
        language="und",
        origin="camera",
    )
    observations = [observed("s", i) for i in range(4)]
    statements = [stated("s", i) for i in range(2)]
    clip = ClipRecord("s-0", "s", 0, Span(0, 29.97), 1, snapshot=b"\x00state")
    store.commit(clip, rows=[Row(entry, "c")], observations=observations, statements=statements)
    record = StreamRecord("s", "a.mp4", "video", ZERO, 29.97, 1, False, "f" * 64, '{"a": 1}')
    store.put_stream(replace(record, clips=0))
    store.put_stream(record)
    people = [Person("p2", "Zoë", ("Zoë", "Z"), ("face-s-0",), (), True), Person("p1", None)]
    store.put_people(people)
    decisions = [Decision(f"d{i}", "name", ("u",), "Zoë", ZERO, "me", "because") for i in (1, 0)]
    for decision in [*decisions, decisions[0]]:
        store.append_decision(decision)

    found = store.entries(["missing", "a'b"])[0]
    assert [getattr(found, name) for name in entry.__slots__] == [getattr(entry, name) for name in entry.__slots__]
    assert store.statements() == statements
    assert store.clips("s") == [clip]
    assert store.last_clip("s") == clip
    assert store.streams() == [record]
    assert store.stream("s") == record
    assert store.stream("t") is None
    assert store.people() == people
    assert store.decisions() == decisions
    back = store.observations()
    for was, now in zip(observations, back, strict=True):
        same = [name for name in was.__slots__ if name != "vector"]
        assert [getattr(now, name) for name in same] == [getattr(was, name) for name in same]
        if was.vector is None:
            assert now.vector is None
        else:
            assert now.vector is not None
            assert now.vector.dtype == np.float32
            assert now.vector.tobytes() == was.vector.tobytes()


def test_observations_are_chosen_by_stream_and_kind(store: Store) -> None:
    commit(store, "a", 0, ["x"])
    commit(store, "b", 0, ["x"])
    assert [o.id for o in store.observations(stream="b")] == ["b-o0", "b-o1"]
    assert [o.id for o in store.observations(kinds=[ObservationKind.FACE])] == ["a-o1", "b-o1"]
    assert store.observations(kinds=[]) == []


def test_writes_show_at_once_in_the_store_that_made_them(store: Store) -> None:
    assert store.scan() == []
    commit(store, "s", 0, ["one"])
    assert len(store.scan()) == 1
    store.put_people([Person("p", "A")])
    assert store.people() == [Person("p", "A")]
    store.put_people([])
    assert store.people() == []


def test_scans_go_by_time_and_take_every_filter(store: Store) -> None:
    rows = [
        turn("b", 1, "b one", units=("thing-x",)),
        turn("b", 2, "b two", speaker="voice-b-0"),
        turn("b", 3, "b sign", kind=EntryKind.SIGN),
    ]
    store.commit(clip_of("b", 0, rows), rows=rows, observations=[], statements=[])
    rows = [turn("a", 10, "a ten"), turn("a", 0, "a zero", speaker="o'x")]
    store.commit(clip_of("a", 0, rows), rows=rows, observations=[], statements=[])

    def texts(**kwargs) -> list[str]:
        return [entry.text for entry in store.scan(**kwargs)]

    assert texts() == ["a zero", "b one", "b two", "b sign", "a ten"]
    assert texts(newest_first=True, limit=2) == ["a ten", "b sign"]
    assert texts(stream="b", limit=2) == ["b one", "b two"]
    assert texts(kinds=[EntryKind.SIGN]) == ["b sign"]
    assert texts(units=["thing-x", "o'x"]) == ["a zero", "b one"]
    assert texts(stream="b", start=1.5, end=3.0) == ["b two"]
    assert texts(stream="b", start=1.25, end=2) == ["b one"]
    assert texts(start=ZERO + timedelta(seconds=2), end=ZERO + timedelta(seconds=10)) == ["b two", "b sign"]
    assert texts(as_of=ZERO + timedelta(seconds=2.25)) == ["a zero", "b one"]
    assert texts(as_of=ZERO + timedelta(seconds=3)) == ["a zero", "b one", "b two", "b sign"]


def test_neighbours_come_in_order_with_the_entry_among_them(store: Store) -> None:
    rows = [turn("s", i, f"t{i}") for i in range(6)]
    rows[2] = turn("s", 2, "t2", kind=EntryKind.SIGN)
    store.commit(clip_of("s", 0, rows), rows=rows, observations=[], statements=[])
    middle = rows[3].entry
    assert [e.text for e in store.around(middle, before=1, after=9)] == ["t1", "t3", "t4", "t5"]
    assert [e.text for e in store.around(rows[2].entry, before=1, after=1)] == ["t1", "t2", "t3"]
    every = store.around(middle, before=9, after=0, kinds=tuple(EntryKind))
    assert [e.text for e in every] == ["t0", "t1", "t2", "t3"]


def test_words_are_found_by_stem_without_accents_and_as_plain_text(store: Store) -> None:
    commit(store, "s", 0, ["She was painting the café", "nothing at all", "AND OR NOT (brackets)"])
    found = store.text_search("text", "who paints cafes?", 5, Filter())
    assert [entry for entry, _ in found] == ["s-0000"]
    assert found[0][1] > 0
    for odd in ('"', "a AND (", "text:", "*", "~2", "^", "\\", "'", "\x00", "🙂", "the of a"):
        store.text_search("text", odd, 5, Filter())
    assert store.text_search("text", "  ", 5, Filter()) == []
    assert store.text_search("text", "painting", 5, Filter(exclude=frozenset({"s-0000"}))) == []


def test_texts_without_spaces_between_words_are_found(store: Store) -> None:
    commit(
        store,
        "s",
        0,
        ["车钥匙在桌子上", "我们明天在实验室见面", "plain English", "สวัสดีครับ ผมชื่อดาวิด", "열쇠는 책상 위에"],
    )
    assert store.text_search("grams", "车钥匙在哪里", 5, Filter())[0][0] == "s-0000"
    assert store.text_search("grams", "实验室", 5, Filter())[0][0] == "s-0001"
    assert store.text_search("grams", "ดาวิด", 5, Filter())[0][0] == "s-0003"
    assert store.text_search("grams", "열쇠", 5, Filter())[0][0] == "s-0004"
    assert store.text_search("grams", "plain English", 5, Filter()) == []


def test_vectors_are_searched_in_float32_and_empty_ones_are_left_out(store: Store) -> None:
    rows = [turn("s", i, f"t{i}") for i in range(3)]
    rows[1] = replace(rows[1], vector=None, context_vector=np.zeros(4, np.float32))
    rows[2] = replace(rows[2], vector=rows[2].vector.astype(np.float64))
    store.commit(clip_of("s", 0, rows), rows=rows, observations=[], statements=[])
    found = store.vector_search("vector", unit_vector(2), 5, Filter())
    assert [entry for entry, _ in found] == ["s-0002", "s-0000"]
    assert found[0][1] == pytest.approx(1.0, abs=1e-6)
    near = store.vector_search("context_vector", unit_vector(99), 5, Filter())
    assert near[0][0] == "s-0000"
    assert store.vector_search("vector", np.zeros(4, np.float32), 5, Filter()) == []


def test_a_vector_of_another_width_is_refused_and_nothing_is_written(store: Store) -> None:
    row = replace(turn("s", 0, "x"), vector=unit_vector(0, 5))
    with pytest.raises(ValueError, match="4 numbers"):
        store.commit(clip_of("s", 0, [row]), rows=[row], observations=[], statements=[])
    assert store.clips("s") == []
    commit(store, "s", 0, ["fine"])


def test_many_vectors_get_an_index_that_finds_what_comparing_all_finds(tmp_path: Path) -> None:
    options = StoreOptions(vector_index_rows=256)
    with Store.open(tmp_path, mode="write", encoders={"text": TEXT}, options=options) as store:
        rows = [turn("s", i, f"t{i}") for i in range(600)]
        store.commit(clip_of("s", 0, rows), rows=rows, observations=[], statements=[])
        exact = store.vector_search("vector", unit_vector(7), 20, Filter())
        store.optimize()
        near = store.vector_search("vector", unit_vector(7), 20, Filter())
        assert len({entry for entry, _ in exact} & {entry for entry, _ in near}) >= 19
        assert near[0][0] == "s-0007"
        few = store.vector_search("vector", unit_vector(7), 5, Filter(ids=("s-0001", "s-0500")))
        assert {entry for entry, _ in few} == {"s-0001", "s-0500"}
