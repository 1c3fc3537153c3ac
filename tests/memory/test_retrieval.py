"""Search finds moments by words, by meaning, by who and what is named, and by date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from mneme.encoders.fake import FakeTextEncoder
from mneme.memory.retrieval import Retrieval
from mneme.memory.store import Store
from mneme.memory.types import EntryKind, Query, Row
from mneme.streams.types import Span

from tests.memory.retrieval_samples import CAST, StandIn
from tests.memory.store_samples import clip_of, turn

ENCODER = FakeTextEncoder()
TALK = [
    ("label-a-0", "I put the car keys on the shelf"),
    ("label-a-1", "What did you paint at the lake?"),
    ("label-a-0", "A sunrise over the water"),
    ("label-a-1", "Thanks, Caroline! I run every morning"),
    ("label-a-0", "The keys are in the blue drawer now"),
    ("label-a-1", "我们明天在实验室见面"),
    ("label-a-1", "My brother plays the violin"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("m"), mode="write", encoders={"text": ENCODER.info}) as store:
        rows = []
        for place, (speaker, text) in enumerate(TALK):
            units = ("thing-keys",) if "keys" in text else ()
            entry = turn("a", place * 10, text, speaker=speaker, units=units).entry
            before = TALK[place - 1][1] + " " if place else ""
            vectors = ENCODER.encode([text, before + text])
            rows.append(Row(entry, before + text, vectors[0], vectors[1]))
        rows.append(replace(rows[4], entry=replace(rows[4].entry, id="scene", kind=EntryKind.SCENE, speaker="")))
        store.commit(clip_of("a", 0, rows), rows=rows, observations=[], statements=[])
        later = turn("b", 0, "A sunrise again", at=datetime(2024, 7, 9, tzinfo=UTC)).entry
        rows = [Row(later, later.text, *[ENCODER.encode([later.text])[0]] * 2)]
        store.commit(clip_of("b", 0, rows), rows=rows, observations=[], statements=[])
        yield store


@pytest.fixture
def retrieval(store: Store) -> Retrieval:
    return Retrieval(store, StandIn(CAST, ["keys"]), ENCODER)


def texts(retrieval: Retrieval, text: str, **query: object) -> list[str]:
    return [hit.entry.text for hit in retrieval.search(Query(text, **query))]


def test_hits_come_with_names_put_in_and_say_who_found_them(retrieval: Retrieval) -> None:
    hit = retrieval.search(Query("keys on the shelf"))[0]
    assert hit.text == "<I put the car keys on the shelf>"
    assert hit.speaker == "Caroline"
    assert (hit.people, hit.person_ids) == (("Caroline",), ("p1",))
    assert set(hit.channels) == {"text", "context", "dense", "dense-context", "entity"}
    assert hit.score > 0


def test_an_answer_is_found_by_the_words_of_the_question_before_it(retrieval: Retrieval) -> None:
    assert texts(retrieval, "What did Caroline paint?")[0] == "A sunrise over the water"


def test_texts_without_spaces_are_found(retrieval: Retrieval) -> None:
    assert texts(retrieval, "实验室")[0] == "我们明天在实验室见面"


def test_a_question_of_names_alone_gives_what_there_is_about_them(retrieval: Retrieval) -> None:
    hits = retrieval.search(Query("Caroline", k=20))
    assert {hit.speaker for hit in hits[:3]} == {"Caroline"}


def test_a_thing_that_is_named_is_found_where_it_is_mentioned(store: Store) -> None:
    bare = Retrieval(store, StandIn(CAST, ["keys"]), None)
    assert {hit.entry.text for hit in bare.search(Query("keys", k=2))} == {TALK[0][1], TALK[4][1]}


def test_without_an_encoder_words_and_names_still_work(store: Store) -> None:
    bare = Retrieval(store, StandIn(CAST), None)
    hits = bare.search(Query("Who plays the violin?"))
    assert hits[0].entry.text == "My brother plays the violin"
    assert not {"dense", "dense-context"} & {channel for hit in hits for channel in hit.channels}


def test_a_date_in_the_question_prefers_its_day(retrieval: Retrieval) -> None:
    assert texts(retrieval, "sunrise over the water")[0] == "A sunrise over the water"
    found = retrieval.search(Query("sunrise over the water on 9 July 2024"))[0]
    assert found.entry.text == "A sunrise again"
    assert "time" in found.channels


def test_filters_are_kept(retrieval: Retrieval) -> None:
    begin = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)
    assert texts(retrieval, "sunrise", stream="b") == ["A sunrise again"]
    assert set(texts(retrieval, "keys", k=20, speakers=("p2",))) <= {text for who, text in TALK if who == "label-a-1"}
    assert set(texts(retrieval, "keys", k=20, people=("thing-keys",))) == {TALK[0][1], TALK[4][1]}
    assert texts(retrieval, "keys", kinds=(EntryKind.SCENE,)) == [TALK[4][1]]
    turns = (EntryKind.TURN,)
    assert TALK[4][1] not in texts(retrieval, "drawer", k=20, kinds=turns, as_of=begin + timedelta(seconds=40.2))
    assert TALK[4][1] in texts(retrieval, "drawer", k=20, kinds=turns, as_of=begin + timedelta(seconds=40.5))
    assert texts(retrieval, "keys", k=20, stream="a", start=0.0, end=10.0) == [TALK[0][1]]
    shown = frozenset(hit.entry.id for hit in retrieval.search(Query("keys", k=20)))
    assert not shown & {hit.entry.id for hit in retrieval.search(Query("keys", k=20, exclude=shown))}
    assert texts(retrieval, "keys", speakers=("nobody",)) == []


def test_one_moment_is_one_hit(retrieval: Retrieval) -> None:
    hits = retrieval.search(Query("keys in the blue drawer", k=20))
    starts = [(hit.stream, hit.span.start) for hit in hits]
    assert len(starts) == len(set(starts))


def test_an_empty_question_and_an_empty_memory_give_nothing(retrieval: Retrieval, tmp_path: Path) -> None:
    assert texts(retrieval, "  ") == texts(retrieval, "keys", k=0) == []
    with Store.open(tmp_path, mode="write", encoders={"text": ENCODER.info}) as empty:
        assert Retrieval(empty, StandIn(()), ENCODER).search(Query("keys")) == []


def test_the_same_search_gives_the_same_hits(retrieval: Retrieval, store: Store) -> None:
    first = [(hit.entry.id, hit.score) for hit in retrieval.search(Query("keys and a sunrise", k=20))]
    store.optimize()
    again = [(hit.entry.id, hit.score) for hit in retrieval.search(Query("keys and a sunrise", k=20))]
    assert [entry for entry, _ in first] == [entry for entry, _ in again]


def test_a_hit_is_as_long_as_what_was_said(retrieval: Retrieval) -> None:
    assert retrieval.search(Query("violin"))[0].span == Span(60.0, 60.5)
