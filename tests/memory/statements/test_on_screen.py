"""What a clip's picture says of the names of its faces."""

from __future__ import annotations

from mneme.encoders.types import ObservationKind, Region
from mneme.memory.statements.on_screen import OnScreen
from mneme.memory.statements.reading import Reading
from mneme.memory.types import Entry, EntryKind, StoredObservation
from mneme.streams.types import Span

FACE, CARD = Region(0.4, 0.2, 0.6, 0.5), Region(0.4, 0.85, 0.6, 0.95)


class Clips:
    """A stream's clips: signs, turns and faces go in, (unit, name, source) of what is stated of faces comes out."""

    def __init__(self) -> None:
        self.reading = Reading("s1")
        self.screen = OnScreen(self.reading)
        self.clip = 0
        self.stored: list[StoredObservation] = []

    def face(self, unit: str, start: float, end: float) -> Clips:
        self._store(ObservationKind.FACE, start, end, FACE, unit)
        return self

    def sign(self, text: str, start: float, end: float) -> Clips:
        self._say(EntryKind.SIGN, text, start, end, self._store(ObservationKind.SIGN, start, end, CARD))
        return self

    def turn(self, voice: str, text: str, start: float, end: float) -> Clips:
        name = self._store(ObservationKind.TURN, start, end, None, voice)
        self._say(EntryKind.TURN, text, start, end, name, voice)
        return self

    def end(self) -> list[tuple[str, str, str]]:
        found = [each for read in self.screen.end_clip(self.stored) for each in read.statements]
        self.clip, self.stored = self.clip + 1, []
        self.weights = [each.confidence for each in found]
        return [(each.subject, each.object, each.source) for each in found]

    def _say(self, kind: EntryKind, text: str, start: float, end: float, name: str, speaker: str = "") -> None:
        entry = Entry(name, kind, "s1", self.clip, Span(start, end), text, speaker=speaker)
        self.screen.take(self.reading.read(entry))

    def _store(self, kind: ObservationKind, start: float, end: float, region: Region | None, unit: str = "") -> str:
        times = tuple(start + 0.5 * n for n in range(int(2 * (end - start)))) if region else ()
        name = f"s1-{self.clip}-{len(self.stored)}"
        span = Span(start, end)
        self.stored.append(StoredObservation(name, "s1", self.clip, kind, span, unit, times=times, region=region))
        return name


def test_a_card_under_a_face_states_its_name() -> None:
    clips = Clips().face("face-s1-0", 0, 5).sign("Dr. Anna Keller", 0, 5)
    assert clips.end() == [("face-s1-0", "Anna Keller", "screen")]
    assert clips.weights[0] >= 0.5


def test_a_sign_that_is_no_name_states_none() -> None:
    assert Clips().face("face-s1-0", 0, 5).sign("Hotel Adler", 0, 5).end() == []


def test_a_card_that_goes_on_in_the_next_clip_names_nobody_new() -> None:
    clips = Clips().face("face-s1-0", 26, 30).sign("Omar Haddad", 26, 30)
    assert clips.end() == [("face-s1-0", "Omar Haddad", "screen")]
    assert clips.face("face-s1-1", 30, 33).sign("Omar Haddad", 30, 33).end() == []
    assert clips.face("face-s1-0", 40, 44).sign("Omar Haddad", 40, 44).end() == [("face-s1-0", "Omar Haddad", "screen")]


def test_a_name_on_a_card_is_known_to_whoever_listens() -> None:
    clips = Clips().face("face-s1-0", 0, 5).sign("Walter Brandt", 0, 5)
    clips.end()
    assert "walter" in clips.reading.known_words


def test_the_face_that_comes_into_view_with_an_introduction_is_presented() -> None:
    clips = Clips().face("face-s1-0", 0, 4).face("face-s1-1", 4.2, 8)
    clips.turn("voice-s1-1", "And this is Omar, our new designer.", 0, 4)
    assert clips.end() == [("face-s1-1", "Omar", "introduced")]


def test_of_two_in_view_either_may_be_presented_but_hardly() -> None:
    clips = Clips().face("face-s1-0", 0, 6).face("face-s1-1", 0, 6)
    clips.turn("voice-s1-1", "And this is Omar, our new designer.", 0, 4)
    assert clips.end() == [("face-s1-0", "Omar", "introduced"), ("face-s1-1", "Omar", "introduced")]
    assert max(clips.weights) < 0.5


def test_who_is_presented_while_the_speaker_alone_is_in_view_has_no_face_yet() -> None:
    clips = Clips().face("face-s1-0", 0, 30)
    clips.turn("voice-s1-1", "And this is Omar, our new designer.", 0, 4)
    assert clips.end() == []
