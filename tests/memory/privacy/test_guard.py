"""What of a clip's observations may be kept under a policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pytest
from mneme.encoders.types import Observation, ObservationKind, Region
from mneme.memory.privacy.guard import Forgetful
from mneme.memory.privacy.known import voice_label
from mneme.memory.privacy.policy import PrivacyPolicy
from mneme.streams.types import Image, Item, Span

from tests.memory.acquaintances import ENROLLED, Nobody, guard


def vector(alike: float, *, other: int = 1, dim: int = 12) -> Any:
    found = np.zeros(dim, np.float32)
    found[0], found[other] = alike, np.sqrt(1 - alike**2)
    return found


def face(alike: float, start: float = 0.0, *, times: Sequence[float] = (), **more: Any) -> Observation:
    image = np.random.default_rng(int(start)).integers(0, 255, (80, 80, 3), np.uint8)
    chosen = {"region": Region(0.4, 0.4, 0.6, 0.6), "image": image, "trace": b"123", **more}
    return Observation(
        ObservationKind.FACE, Span(start, start + 1), vector(alike), times=tuple(times) or (start,), **chosen
    )


def turn(alike: float | None, start: float = 0.0, *, label: str = "1", seconds: float = 2.0) -> Observation:
    given = None if alike is None else vector(alike)
    span = Span(start, start + seconds)
    return Observation(ObservationKind.TURN, span, given, text="my words", label=label, trace=b"123")


def scene(start: float = 0.0) -> Observation:
    image = np.random.default_rng(7).integers(0, 255, (120, 200, 3), np.uint8)
    return Observation(ObservationKind.SCENE, Span(start, start + 5), None, text="room", image=image, times=(start,))


class Corner(Nobody):
    """Finds a face in the upper left ninth of whatever it is shown whole."""

    def detect(self, image: Image) -> list[tuple[Region, float]]:
        is_whole = abs(image.shape[1] / image.shape[0] - 200 / 120) < 0.01
        return [(Region(0.0, 0.0, 1 / 3, 1 / 3), 1.0)] if is_whole else []


def detail(image: Image, region: Region) -> int:
    """Different colours in a part of a picture."""
    height, width = image.shape[:2]
    part = image[
        int(region.top * height) : int(region.bottom * height), int(region.left * width) : int(region.right * width)
    ]
    return len(np.unique(part.reshape(-1, 3), axis=0))


def test_without_a_policy_everything_passes_as_it_is() -> None:
    seen = [face(0.1), turn(0.1), scene()]
    kept = guard(PrivacyPolicy(), detector=None).observations(seen)
    assert all(one is other for one, other in zip(kept, seen, strict=True))


def test_faces_off_keeps_no_face_and_blurs_pictures() -> None:
    kept = guard(PrivacyPolicy(faces=False), detector=Corner()).observations([face(1.0), scene(), turn(1.0)])
    assert [each.kind for each in kept] == [ObservationKind.SCENE, ObservationKind.TURN]
    picture = kept[0].image
    assert picture is not None
    assert detail(picture, Region(0.0, 0.0, 1 / 3, 1 / 3)) <= 50
    assert detail(picture, Region(0.7, 0.7, 1.0, 1.0)) > 1_000
    assert kept[1].vector is not None


def test_a_face_that_was_followed_is_blurred_even_where_the_detector_misses_it_in_the_picture() -> None:
    kept = guard(ENROLLED).observations([face(0.1), scene()])
    assert [each.kind for each in kept] == [ObservationKind.SCENE]
    assert kept[0].image is not None
    assert detail(kept[0].image, Region(0.4, 0.4, 0.6, 0.6)) <= 30


def test_without_a_detector_pictures_that_could_show_faces_are_not_kept() -> None:
    kept = guard(PrivacyPolicy(faces=False), detector=None).observations([scene()])
    assert kept[0].image is None
    assert kept[0].text == "room"
    kept = guard(PrivacyPolicy(voices=False), detector=None).observations([scene()])
    assert kept[0].image is not None


def test_voices_off_keeps_words_and_nothing_that_tells_who_says_them() -> None:
    heard = guard(PrivacyPolicy(voices=False)).observations([turn(1.0), turn(0.1, 3.0, label="2")])
    assert [(each.text, each.label, each.vector, each.trace) for each in heard] == [("my words", "", None, b"")] * 2


def test_voices_off_leaves_a_transcripts_labels_which_are_text_that_a_person_gave() -> None:
    heard = guard(PrivacyPolicy(voices=False), is_transcript=True).observations([turn(None, label="Eve")])
    assert heard[0].label == "Eve"


def test_enrolled_only_keeps_known_faces_and_of_the_others_nothing() -> None:
    kept = guard(ENROLLED).observations([face(0.95, 0.0), face(0.91, 2.0), face(0.2, 4.0)])
    assert [each.span.start for each in kept] == [0.0]
    assert kept[0].trace == b"123"


def test_in_a_known_faces_crop_whoever_stands_beside_is_blurred() -> None:
    kept = guard(ENROLLED).observations([face(0.95)])
    assert kept[0].image is not None
    assert detail(kept[0].image, Region(0.3, 0.3, 0.7, 0.7)) > 1_000
    assert detail(kept[0].image, Region(0.0, 0.0, 1.0, 0.12)) <= 8


def test_of_two_at_once_who_are_alike_to_one_known_person_only_the_likelier_is_kept() -> None:
    seen = [face(0.94, 0.0, times=(0.0, 0.5)), face(0.97, 0.5, times=(0.5, 1.0)), face(0.93, 5.0)]
    assert [each.span.start for each in guard(ENROLLED).observations(seen)] == [0.5, 5.0]


def test_turns_are_judged_by_label_within_the_clip_and_kept_under_the_persons_own_label() -> None:
    heard = [
        turn(0.99, 0.0, label="1"),
        turn(None, 3.0, label="1"),
        turn(0.3, 6.0, label="2"),
        turn(0.9, 9.0, label="2"),
    ]
    kept = guard(ENROLLED).observations(heard)
    anna = voice_label("person-anna")
    assert [each.label for each in kept] == [anna, anna, "", ""]
    assert [each.vector is None for each in kept] == [False, True, True, True]
    assert [each.trace for each in kept] == [b"123", b"123", b"", b""]
    assert [each.text for each in kept] == ["my words"] * 4


@pytest.mark.parametrize(
    "heard", [[turn(0.99, seconds=1.0)], [turn(None)], [turn(0.99, label=""), turn(0.2, 3.0, label="")]]
)
def test_too_little_of_a_voice_is_nobodys_and_turns_without_labels_are_judged_one_by_one(heard: Any) -> None:
    kept = [each.label for each in guard(ENROLLED).observations(heard)]
    assert kept == ([""] if len(heard) == 1 else [voice_label("person-anna"), ""])


def test_a_transcripts_label_is_kept_where_it_is_a_known_name() -> None:
    labels = ["Anna Keller", "ANNA", "Eve", "Anna Miller", ""]
    heard = [turn(None, label=label) for label in labels]
    kept = guard(ENROLLED, is_transcript=True).observations(heard)
    assert [each.label for each in kept] == ["Anna Keller", "ANNA", "", "", ""]


class Labelling:
    """Gives numbers to voices, and keeps them."""

    resume_from = 0.0

    def __init__(self) -> None:
        self.known = 0

    def push(self, item: Item) -> Iterable[Observation]:
        self.known += 1
        return [turn(None, label=str(self.known))]

    def end_clip(self, time: float) -> Iterable[Observation]:
        return []

    def flush(self) -> Iterable[Observation]:
        self.known += 1
        return [turn(None, label=str(self.known))]

    def snapshot(self) -> bytes:
        return str(self.known).encode()

    def restore(self, snapshot: bytes) -> None:
        self.known = int(snapshot)

    def forget_voices(self) -> None:
        self.known = 0


def test_a_sense_that_tells_voices_apart_forgets_them_when_a_clip_is_over_and_not_before() -> None:
    sense = guard(ENROLLED).sense(Labelling())
    assert isinstance(sense, Forgetful)
    item: Any = None
    assert [each.label for _ in range(2) for each in sense.push(item)] == ["1", "2"]
    assert list(sense.end_clip(10.0)) == []
    assert sense.snapshot() == b"0"
    assert [each.label for each in sense.push(item)] == ["1"]
    sense.end_clip(20.0)
    assert [each.label for each in sense.flush()] == ["2"], "what a last clip ends with belongs to it"
    sense.restore(b"5")
    assert [each.label for each in sense.push(item)] == ["1"], "voices of a snapshot from before the policy are gone"
    assert not isinstance(guard(PrivacyPolicy()).sense(Labelling()), Forgetful)
