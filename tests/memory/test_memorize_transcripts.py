"""The pipeline over transcripts, alone and beside a film."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from mneme.encoders.fake import FakeFaceEncoder, FakeTextEncoder
from mneme.encoders.transcripts import TranscriptReader
from mneme.encoders.types import Sense
from mneme.memory.memorize import memorize
from mneme.memory.store import Store
from mneme.memory.types import EntryKind, Query
from mneme.streams.types import Frame, Item, Span, Stream, Utterance

from tests.memory.stage import BLUE, OPTIONS, RED, ZERO, Stage, open_store, run, senses


class Talk:
    """A transcript."""

    is_replayable = True
    fingerprint = "e" * 12

    def __init__(self, turns: list[tuple[float, str, str]]) -> None:
        self.turns = turns
        self.stream = Stream("0123456789ab", "talk.jsonl", ZERO, kind="transcript")

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Item]:
        for start, speaker, text in self.turns:
            if start >= sound_from:
                yield Utterance(Span(start, start + 2), speaker, text)

    def close(self) -> None:
        pass


TALK = Talk(
    [
        (0.0, "Mara Lindt", "Where did you leave the drill?"),
        (3.0, "Otto", "In the red box under the bench."),
        (6.0, "Mara Lindt", "Thanks, Otto. The inspection is on Monday at nine."),
        (200.0, "Otto", "Fine by me."),
    ]
)


def test_a_transcripts_labels_are_the_speakers_names(tmp_path: Path) -> None:
    run(tmp_path, TALK, senses=lambda: {"transcript": TranscriptReader()})
    with Store.open(tmp_path, mode="read") as store:
        names = {person.name for person in store.people() if any(unit.startswith("label") for unit in person.units)}
        turns = store.scan(kinds=(EntryKind.TURN,))
    assert names == {"Mara Lindt", "Otto"}
    assert [turn.origin for turn in turns] == ["transcript"] * 4
    assert [turn.text for turn in turns] == [text for _, _, text in TALK.turns]


def test_a_turn_is_found_by_the_words_of_the_turn_before_but_not_across_a_long_silence(tmp_path: Path) -> None:
    from mneme.memory.recall import Recall

    with open_store(tmp_path) as store:
        memorize(
            TALK,
            store,
            senses=lambda: {"transcript": TranscriptReader()},
            text_encoder=FakeTextEncoder(),
            options=OPTIONS,
        )
        hits = Recall(store, FakeTextEncoder()).search(Query("drill"))
        found = {hit.text: hit.channels for hit in hits}
        assert "context" in found["In the red box under the bench."]
        nearby = store.text_search("context", "inspection", 10, _everything())
    assert len(nearby) == 1


def _everything() -> Any:
    from mneme.memory.filters import Filter

    return Filter()


class Filmed(Stage):
    """A film with its transcript: whoever speaks is the one who is shown."""

    def __init__(self) -> None:
        super().__init__(60.0)
        self.stream = Stream("feedfeedfeed", "film.mp4", ZERO, duration=60.0, metadata={"transcript": "film.vtt"})

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Item]:
        for half in range(120):
            time, is_red = half / 2, (half // 12) % 2 == 0
            if time >= frames_from:
                image = np.full((90, 160, 3), 128, np.uint8)
                image[20:60, slice(20, 60) if is_red else slice(100, 140)] = RED if is_red else BLUE
                yield Frame(time, image)
            if half % 12 == 1 and time >= sound_from:
                name = "Mara Lindt" if is_red else "Otto"
                yield Utterance(Span(time, time + 4), name, f"This is point number {half}.")


def test_a_transcripts_label_gets_the_face_that_is_shown_while_it_speaks(tmp_path: Path) -> None:
    def film_senses() -> dict[str, Sense]:
        return {"turns": TranscriptReader(), "eyes": senses()["eyes"]}

    with Store.open(tmp_path, mode="write", encoders={"face": FakeFaceEncoder().info}) as store:
        memorize(Filmed(), store, senses=film_senses, text_encoder=None, options=OPTIONS)
        people = store.people()
    assert {person.name for person in people} == {"Mara Lindt", "Otto"}
    assert all(any(unit.startswith("face") for unit in person.units) for person in people)
