"""The pipeline: exactly once, online, resumed without a trace.

The source is a scripted stage: coloured patches are faces, a loud tone is somebody speaking.  The senses are
those of the product over the shipped fakes, but for hearing, whose stand-in carries an open turn over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mneme.encoders.eyes import Eyes
from mneme.encoders.fake import FakeFaceDetector, FakeFaceEncoder, FakeSceneEncoder, FakeTextEncoder
from mneme.encoders.transcripts import TranscriptReader
from mneme.encoders.types import Observation, ObservationKind, Sense
from mneme.memory.memorize import Memorized, MemorizeOptions, memorize
from mneme.memory.store import Store
from mneme.memory.types import EntryKind, Query
from mneme.streams.types import SAMPLE_RATE, Frame, Item, Sound, Span, Stream, Utterance
from mneme.streams.windows import WindowOptions

ZERO = datetime(2026, 3, 2, 9, tzinfo=UTC)
RED, BLUE = (230, 20, 20), (20, 20, 230)
OPTIONS = MemorizeOptions(window=WindowOptions(length=10.0, min_length=10.0, holds_items=False), clips_ahead=0)


class Stage:
    """A replayable source of `seconds`: who is seen and when somebody speaks is written in it."""

    is_replayable = True
    fingerprint = "f" * 12

    def __init__(self, seconds: float = 47.0) -> None:
        self.seconds = seconds
        self.stream = Stream("aaaabbbbcccc", "stage.mp4", ZERO, duration=seconds)
        self.said = [(4.0, 6.5), (8.0, 13.5), (19.0, 31.5), (40.0, 42.0)]
        self.reads: list[float] = []

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Item]:
        self.reads.append(sound_from)
        for half in range(int(self.seconds * 2)):
            time = half / 2
            if time >= frames_from:
                yield Frame(time, self._picture(time))
            if time + 0.5 > sound_from:
                speaks = any(start <= time < end for start, end in self.said)
                level = 0.5 if speaks else 0.0
                tone = level * np.sin(np.arange(SAMPLE_RATE // 2) * 0.2)
                yield Sound(time, tone.astype(np.float32))

    @staticmethod
    def _picture(time: float) -> np.ndarray:
        image = np.full((90, 160, 3), 128, np.uint8)
        if (time % 20) < 12:
            image[20:60, 20:60] = RED
        if (time % 20) > 8:
            image[20:60, 90:130] = BLUE
        return image

    def close(self) -> None:
        pass


class ToneEars:
    """Hears loud stretches as turns; an open one is carried over a clip's end."""

    def __init__(self) -> None:
        self.open_since: float | None = None
        self.heard_to = 0.0

    def push(self, item: Item) -> Iterable[Observation]:
        if not isinstance(item, Sound) or item.end <= self.heard_to:
            return []
        self.heard_to = item.end
        is_loud = float(np.abs(item.samples).max()) > 0.1
        if is_loud and self.open_since is None:
            self.open_since = item.time
        if is_loud or self.open_since is None:
            return []
        return [self._turn(item.time)]

    def _turn(self, end: float) -> Observation:
        start, self.open_since = self.open_since or 0.0, None
        text = f"I said something from {start:g} to {end:g}."
        return Observation(ObservationKind.TURN, Span(start, end), text=text, label="1")

    def end_clip(self, time: float) -> Iterable[Observation]:
        return []

    def flush(self) -> Iterable[Observation]:
        return [] if self.open_since is None else [self._turn(self.heard_to)]

    def snapshot(self) -> bytes:
        return json.dumps([self.open_since, self.heard_to]).encode()

    def restore(self, snapshot: bytes) -> None:
        self.open_since, self.heard_to = json.loads(snapshot)

    @property
    def resume_from(self) -> float:
        return self.heard_to if self.open_since is None else self.open_since


def senses() -> dict[str, Sense]:
    eyes = Eyes(detector=FakeFaceDetector(), encoder=FakeFaceEncoder(), scenes=FakeSceneEncoder())
    return {"ears": ToneEars(), "eyes": eyes}


def open_store(folder: Path) -> Store:
    return Store.open(folder, mode="write", encoders={"text": FakeTextEncoder().info})


def run(folder: Path, stage: Any, **more: Any) -> Memorized:
    with open_store(folder) as store:
        chosen = {"senses": senses, "text_encoder": FakeTextEncoder(), "options": OPTIONS, **more}
        return memorize(stage, store, **chosen)


def content(folder: Path) -> dict[str, list[str]]:
    """Everything that reads give, as text that can be compared."""
    with Store.open(folder, mode="read") as store:
        observations = [(each, None if each.vector is None else each.vector.tobytes()) for each in store.observations()]
        return {
            "streams": [repr(each) for each in store.streams()],
            "clips": [repr((each.id, each.span, each.entries)) for each in store.clips("aaaabbbbcccc")],
            "entries": [repr({name: getattr(each, name) for name in each.__slots__}) for each in store.scan()],
            "observations": [repr((each.id, each.unit, each.span, each.thumbnail, v)) for each, v in observations],
            "statements": [repr(each) for each in store.statements()],
            "people": [repr(each) for each in store.people()],
            "media": sorted(str(path.relative_to(folder)) for path in (folder / "media").rglob("*.jpg")),
        }


class Killed(Exception):
    """Stands for kill -9: nothing after it runs."""


class Mortal(Stage):
    """Dies at the n-th item that it gives."""

    def __init__(self, items: int) -> None:
        super().__init__()
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
