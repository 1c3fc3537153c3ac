"""The read side: people with their appearances, the turns around a moment, facts, the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from mneme.encoders.fake import FakeTextEncoder
from mneme.encoders.transcripts import TranscriptReader
from mneme.memory.memorize import memorize
from mneme.memory.people.who import WhoIsWho
from mneme.memory.recall import Recall
from mneme.memory.store import Store
from mneme.memory.types import EntryKind, Query
from mneme.streams.types import Item, Span, Stream, Utterance

ZERO = datetime(2026, 5, 4, 8, tzinfo=UTC)


class Talk:
    """A transcript of turns of two seconds each."""

    is_replayable = True

    def __init__(self, stream: str, turns: list[tuple[float, str, str]], day: int = 0) -> None:
        self.turns = turns
        self.fingerprint = stream
        started_at = ZERO + timedelta(days=day)
        self.stream = Stream(stream, f"{stream}.vtt", started_at, kind="transcript")

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Item]:
        for start, speaker, text in self.turns:
            yield Utterance(Span(start, start + 2), speaker, text)

    def close(self) -> None:
        pass


MONDAY = Talk(
    "monday000000",
    [
        (0.0, "Ines Roth", "Good morning. The ladder is in the shed."),
        (3.0, "Ines Roth", "I work on the north wall."),
        (20.0, "Paul", "I do not drink milk."),
        (23.0, "Ines Roth", "The delivery is on Friday at ten."),
    ],
)
TUESDAY = Talk("tuesday00000", [(0.0, "Ines Roth", "The ladder is in the garage now."), (4.0, "Paul", "Good.")], day=1)


@pytest.fixture(scope="module")
def recall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recall]:
    folder = tmp_path_factory.mktemp("recall")
    with Store.open(folder, mode="write", encoders={"text": FakeTextEncoder().info}) as store:
        for talk in (MONDAY, TUESDAY):
            memorize(talk, store, senses=lambda: {"turns": TranscriptReader()}, text_encoder=FakeTextEncoder())
    with Store.open(folder, mode="read") as store:
        yield Recall(store, FakeTextEncoder())


def test_a_person_of_two_recordings_is_one_with_the_appearances_of_both(recall: Recall) -> None:
    ines = recall.find_people("Ines")[0]
    assert ines.name == "Ines Roth"
    appearances = recall.person(ines).appearances
    assert [(each.source, each.span.start, each.span.end, each.via) for each in appearances] == [
        ("monday000000.vtt", 0.0, 5.0, "label"),
        ("monday000000.vtt", 23.0, 25.0, "label"),
        ("tuesday00000.vtt", 0.0, 2.0, "label"),
    ]


def test_reading_around_a_moment_gives_its_neighbours_in_order_and_not_those_of_another_stream(recall: Recall) -> None:
    milk = recall.search(Query("milk"))[0]
    texts = [hit.text for hit in recall.read(milk, before=1, after=5)]
    assert texts == ["I work on the north wall.", "I do not drink milk.", "The delivery is on Friday at ten."]


def test_hits_know_their_source_their_speaker_and_their_wall_clock(recall: Recall) -> None:
    hit = recall.search(Query("delivery"))[0]
    assert (hit.source, hit.speaker) == ("monday000000.vtt", "Ines Roth")
    assert hit.at == ZERO + timedelta(seconds=23)


def test_a_newer_place_of_a_thing_closes_the_older_one_and_a_question_as_of_then_still_gets_it(recall: Recall) -> None:
    places = [fact for fact in recall.facts(predicate="located") if "ladder" in fact.subject]
    assert [(fact.object, fact.is_current) for fact in places] == [("in the shed", False), ("in the garage", True)]
    then = recall.facts(predicate="located", as_of=ZERO + timedelta(hours=2))
    assert [fact.object for fact in then if "ladder" in fact.subject] == ["in the shed"]


def test_the_timeline_is_in_order_and_can_be_cut_by_person_and_by_time(recall: Recall) -> None:
    paul = recall.find_people("Paul")[0]
    assert [hit.text for hit in recall.timeline(people=[paul.id])] == ["I do not drink milk.", "Good."]
    morning = recall.timeline(start=ZERO, end=ZERO + timedelta(seconds=10), kinds=(EntryKind.TURN,))
    assert [hit.span.start for hit in morning] == [0.0, 3.0]
    assert [hit.text for hit in recall.timeline(newest_first=True, limit=1)] == ["Good."]


def test_deriving_people_again_changes_nobody(tmp_path: Path) -> None:
    with Store.open(tmp_path, mode="write", encoders={"text": FakeTextEncoder().info}) as store:
        for talk in (TUESDAY, MONDAY):
            memorize(talk, store, senses=lambda: {"turns": TranscriptReader()}, text_encoder=FakeTextEncoder())
        before = store.people()
        assert WhoIsWho(store).put() == before
        assert store.people() == before


def test_the_order_in_which_recordings_are_indexed_does_not_change_who_is_who(tmp_path: Path, recall: Recall) -> None:
    with Store.open(tmp_path, mode="write", encoders={"text": FakeTextEncoder().info}) as store:
        for talk in (TUESDAY, MONDAY):
            memorize(talk, store, senses=lambda: {"turns": TranscriptReader()}, text_encoder=FakeTextEncoder())
        assert {person.id: person.units for person in store.people()} == {
            person.id: person.units for person in recall.people()
        }


def test_while_a_stream_is_memorized_deriving_people_takes_a_bounded_share_of_the_time(tmp_path: Path) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 1.0  # each look at the clock is a second later: deriving takes one
        return now[0]

    with Store.open(tmp_path, mode="write", encoders={"text": FakeTextEncoder().info}) as store:
        memorize(MONDAY, store, senses=lambda: {"turns": TranscriptReader()}, text_encoder=FakeTextEncoder())
        who = WhoIsWho(store, clock=clock)
        who.put_sometimes()
        first = now[0]
        store.put_people([])
        for _ in range(7):
            who.put_sometimes()
        assert store.people() == []
        now[0] = first + 10.0
        who.put_sometimes()
        assert {person.name for person in store.people()} == {"Ines Roth", "Paul"}
