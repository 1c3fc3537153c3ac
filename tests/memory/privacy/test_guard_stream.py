"""Words and whole streams under a privacy policy, killed and not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mneme.encoders.fake import FakeFaceDetector, FakeTextEncoder
from mneme.encoders.types import ObservationKind
from mneme.memory.identity.gallery import Match
from mneme.memory.privacy.guard import Guard
from mneme.memory.privacy.policy import PrivacyPolicy
from mneme.memory.recall import Recall
from mneme.memory.statements.reading import Reading
from mneme.memory.store import Store
from mneme.memory.types import Entry, EntryKind, UnitKind
from mneme.memory.units import label_unit, name_unit
from mneme.streams.types import Span

from tests.memory.acquaintances import ENROLLED, guard
from tests.memory.stage import Stage, run, senses
from tests.memory.test_memorize import Killed, Mortal, content
from tests.memory.test_recall import Talk

RED_VECTOR = np.eye(12, dtype=np.float32)[0]
"""How the stage's fake encoder sees a red face."""


def entry(text: str, speaker: str = "") -> Entry:
    units = (speaker,) if speaker else ()
    return Entry("s1-000000-turn-0000", EntryKind.TURN, "s1", 0, Span(0, 2), text, speaker=speaker, units=units)


@pytest.mark.parametrize(
    "text",
    [
        "My name is Eve Lorne and I am the new designer.",
        "Hello, I'm Eve.",
        "Thank you, Eve. Omar likes tea.",
        "This is Omar, our new engineer. He works on the cameras.",
    ],
)
def test_a_stranger_who_is_named_becomes_no_person_and_no_subject(text: str) -> None:
    reading, keeper = Reading("s1"), guard(ENROLLED)
    before = reading.read(entry(text))
    assert any(mention.unit.startswith("name-") for mention in before.entry.mentions), "the rules must hear the name"
    after = keeper.reading(before)
    assert after.entry.text == text
    assert not [unit for unit in after.entry.units if unit.startswith(("name-", "voice-"))]
    assert not [each for each in after.entry.mentions if each.unit.startswith("name-")]
    assert not [each for each in after.statements if not each.subject.startswith("thing-")]


def test_what_is_said_of_things_and_of_known_people_is_kept() -> None:
    read = guard(ENROLLED).reading(Reading("s1").read(entry("The ladder is in the shed. Anna Keller likes green tea.")))
    assert {each.predicate for each in read.statements} >= {"located", "name"}
    assert name_unit("s1", "Anna Keller") in read.entry.units


def test_a_known_voice_takes_on_more_of_its_own_name_but_not_a_strangers() -> None:
    speaker = "voice-s1-k1"
    own = guard(ENROLLED).reading(Reading("s1").read(entry("My name is Anna Keller.", speaker)))
    assert [each.object for each in own.statements if each.subject == speaker] == ["Anna Keller"]
    other = guard(ENROLLED).reading(Reading("s1").read(entry("My name is Eve Lorne.", speaker)))
    assert [each for each in other.statements if each.predicate == "name"] == []


class Red:
    """Whoever has a red face is Anna."""

    def match(self, kind: UnitKind, vector: Any, *, seconds: float) -> Match | None:
        likeness = float(vector @ RED_VECTOR)
        return Match("person-anna", likeness, likeness) if kind is UnitKind.FACE else None

    def bears(self, name: str) -> bool:
        return False

    extends = bears

    def name_units(self, stream: str) -> frozenset[str]:
        return frozenset()


def guarded(folder: Path, stage: Stage) -> None:
    keeper = Guard(ENROLLED, stream=stage.stream.id, known=Red(), detector=FakeFaceDetector())
    run(folder, stage, guard=keeper)


def test_a_film_with_a_known_face_and_strangers_keeps_the_known_one_and_words(tmp_path: Path) -> None:
    guarded(tmp_path, Stage())
    with Store.open(tmp_path, mode="read") as store:
        observations = store.observations()
        faces = [each for each in observations if each.kind is ObservationKind.FACE]
        assert faces
        assert all(float(each.vector @ RED_VECTOR) > 0.92 for each in faces if each.vector is not None)
        assert {each.unit for each in faces} == {f"face-{Stage().stream.id}-0"}
        turns = store.scan(kinds=(EntryKind.TURN,))
        assert len(turns) == 4
        assert {each.speaker for each in turns} == {""}
        assert [len([unit for unit in person.units if unit.startswith("face-")]) for person in store.people()] == [1]


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("unbroken")
    guarded(folder, Stage())
    return content(folder)


@pytest.mark.parametrize("items", [3, 30, 60, 90])
def test_a_run_that_was_killed_keeps_the_same_as_an_unbroken_one(
    tmp_path: Path, unbroken: dict[str, list[str]], items: int
) -> None:
    with pytest.raises(Killed):
        guarded(tmp_path, Mortal(items))
    guarded(tmp_path, Stage())
    assert content(tmp_path) == unbroken


def test_the_memorys_own_policy_is_obeyed_without_any_option(tmp_path: Path) -> None:
    with Store.open(tmp_path, mode="write", encoders={"text": FakeTextEncoder().info}) as store:
        store.put_privacy(PrivacyPolicy(people="enrolled", voices=False))
    run(tmp_path, Stage(), senses=senses)
    with Store.open(tmp_path, mode="read") as store:
        assert not [each for each in store.observations() if each.unit]
        assert not [each for each in store.observations() if each.thumbnail], "no detector was given to blur with"
        assert list((tmp_path / "media").rglob("*.jpg")) == []
        assert store.people() == []
        assert len(store.scan(kinds=(EntryKind.TURN,))) == 4


def test_a_transcript_of_strangers_is_words_alone_but_those_of_a_confirmed_person_stay_theirs(tmp_path: Path) -> None:
    from mneme.encoders.transcripts import TranscriptReader
    from mneme.memory.identity.decisions import decide
    from mneme.memory.memorize import memorize
    from mneme.memory.people.who import WhoIsWho

    first = Talk("first0000000", [(0.0, "Ines Roth", "Good morning."), (3.0, "Paul", "I do not drink milk.")])
    second = Talk(
        "second000000",
        [(0.0, "Ines Roth", "I like tea."), (3.0, "Paul", "Thank you, Ines."), (6.0, "Eve", "Hi, Paul.")],
    )
    with Store.open(tmp_path, mode="write", encoders={"text": FakeTextEncoder().info}) as store:
        more: Any = {"senses": lambda: {"turns": TranscriptReader()}, "text_encoder": FakeTextEncoder()}
        memorize(first, store, **more)
        ines = next(person for person in store.people() if person.name == "Ines Roth")
        store.append_decision(decide("confirm", [ines], by="me", number=1))
        store.put_privacy(ENROLLED)
        WhoIsWho(store).put()
        memorize(second, store, **more)
        recall = Recall(store, None)
        found = recall.timeline(stream="second000000")
        assert [hit.speaker for hit in found] == ["Ines Roth", "", ""]
        assert found[1].people == ("Ines Roth",)
        assert found[2].people == ()
        assert {person.name for person in recall.people()} == {"Ines Roth", "Paul"}, "what was known before stays"
        assert label_unit("second000000", "Paul") not in {unit for hit in found for unit in hit.entry.units}
