"""Privacy by every way into a memory: a hidden person appears nowhere, a policy binds whoever comes later."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mneme.memory.store import Store
from mneme.streams.errors import UsageError

import mneme as front
from tests.agent.conftest import Mneme

FAKE = Path(__file__).parents[1] / "configs" / "fake.yaml"
CANARY = "zebulon"
TALK = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Zebulon Pike>Good morning. My name is Zebulon Pike and I work on the north wall.

00:00:05.000 --> 00:00:08.000
<v Emma Clark>Thank you, Zebulon. The team meeting is on Friday at two.

00:00:09.000 --> 00:00:13.000
<v Zebulon Pike>I do not drink coffee. The ladder is in the blue shed.

00:00:14.000 --> 00:00:18.000
<v Emma Clark>Zebulon's ladder is in the garage now. Zebulon Pike likes green tea. Ask ZEBULON, he knows.

00:00:20.000 --> 00:00:23.000
<v Emma Clark>My brother is married to a cousin of Mr. Pike, and zebulon's dog is called Rex.
"""


@pytest.fixture(scope="module")
def talk_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("talk")
    source = folder / "talk.vtt"
    source.write_text(TALK, encoding="utf-8")
    ran = Mneme(folder / "memory")("index", source, "--quiet", "--config", FAKE)
    assert ran.code == 0, ran.err
    ran = Mneme(folder / "memory")("remember", "Zebulon prefers the window seat", "--config", FAKE)
    assert ran.code == 0, ran.err
    return folder / "memory"


@pytest.fixture
def talk(talk_once: Path, tmp_path: Path) -> Mneme:
    shutil.copytree(talk_once, tmp_path / "memory")
    return Mneme(tmp_path / "memory")


UNCHANGED = ("timeline", "facts --all", "people list", "ask Who does not drink coffee?")
"""Enough of the verbs to see that everything is back once somebody is shown again."""


def walk(mneme: Mneme, folder: Path, only: tuple[str, ...] = ()) -> dict[str, str]:
    """What every verb that reads prints, in words and as JSON; nothing of it is asked by the canary's name."""
    emma = person_called(mneme, "Emma")
    verbs: list[tuple[str, ...]] = [
        ("ask", "Who works on the north wall?", "--trace", "--config", str(FAKE)),
        ("ask", "Who does not drink coffee?", "--trace", "--config", str(FAKE)),
        ("ask", "Where is the ladder?", "--known-at", "2099-01-01", "--config", str(FAKE)),
        ("ask", "Who likes green tea?", "--as-of", "2099-01-01", "--config", str(FAKE)),
        ("search", "ladder", "--config", str(FAKE)),
        ("search", "green tea coffee wall window seat name", "-k", "30", "--config", str(FAKE)),
        ("search", "meeting", "--person", emma, "--config", str(FAKE)),
        ("timeline",),
        ("timeline", "--person", emma),
        ("facts",),
        ("facts", "--all"),
        ("facts", emma),
        ("people",),
        ("people", "list"),
        ("people", "show", emma),
        ("people", "log"),
        ("people", "show", "nobody of that name"),
        ("search", "wall", "--person", "nobody of that name", "--config", str(FAKE)),
    ]
    printed = {}
    for words in verbs:
        if only and not " ".join(words).startswith(only):
            continue
        for form in ((), ("--json",)):
            ran = mneme(*words, *form)
            printed[" ".join((*words, *form))] = ran.out + ran.err
    ran = mneme("people", "show", emma, "--html", folder / "emma.html")
    assert ran.code == 0, ran.err
    printed["html"] = (folder / "emma.html").read_text(encoding="utf-8")
    return printed


def person_called(mneme: Mneme, name: str) -> str:
    people = mneme("people", "--json").document["people"]
    return next(person["id"] for person in people if person["name"] and name in person["name"])


def test_a_hidden_name_appears_nowhere_and_comes_back_when_shown_again(talk: Mneme, tmp_path: Path) -> None:
    before = walk(talk, tmp_path)
    naming = [verb for verb, text in before.items() if CANARY in text.lower()]
    assert len(naming) > 25, "the canary must sing before it is hidden, or the test shows nothing"
    identifier = person_called(talk, "Zebulon")
    hidden = talk("people", "hide", identifier)
    assert hidden.code == 0, hidden.err
    silent = walk(talk, tmp_path)
    for words in ("status", "privacy", "doctor"):
        silent[words] = talk(words).out + talk(words, "--json").out
    assert {verb: text for verb, text in silent.items() if CANARY in text.lower() or "pike" in text.lower()} == {}
    assert talk("people", "unhide", identifier).code == 0
    after = walk(talk, tmp_path, only=UNCHANGED)
    assert {verb for verb, text in after.items() if CANARY in text.lower()} == {*naming} & {*after}
    for verb in ("timeline", "timeline --json", "facts --all", "people list", "people list --json"):
        assert after[verb] == before[verb]


@pytest.mark.parametrize(
    "question", ["What does Zebulon drink?", "who is zebulon pike", "Where is Zebulon's ladder?", "Is Mr. Pike here?"]
)
def test_questions_about_somebody_hidden_have_no_answer(talk: Mneme, question: str) -> None:
    assert talk("people", "hide", person_called(talk, "Zebulon")).code == 0
    document = talk("ask", question, "--config", FAKE, "--json").document
    assert document["answer"] is None
    assert document["citations"] == document["evidence"] == []
    ran = talk("ask", question, "--config", FAKE)
    assert ran.code == 0
    assert CANARY not in ran.out.lower()


def test_nothing_is_found_by_a_hidden_name(talk: Mneme) -> None:
    assert talk("search", "Zebulon", "--config", FAKE, "--json").document["hits"]
    identifier = person_called(talk, "Zebulon")
    assert talk("people", "hide", identifier).code == 0
    for name in ("Zebulon", "zebulon pike", "Pike"):
        assert talk("search", name, "--config", FAKE, "--json").document["hits"] == []
        for words in (("people", "show", name), ("facts", name), ("timeline", "--person", name)):
            ran = talk(*words)
            assert ran.code == 2
            assert "nobody is known as" in ran.err
    assert talk("timeline", "--person", identifier).code == 2
    both = talk("search", "Zebulon ladder", "--config", FAKE, "--json").document["hits"]
    alone = talk("search", "ladder", "--config", FAKE, "--json").document["hits"]
    assert [hit["entry"] for hit in both] == [hit["entry"] for hit in alone]


def test_the_python_interface_gives_no_hidden_name_out_either(talk: Mneme) -> None:
    identifier = person_called(talk, "Zebulon")
    with front.open(talk.memory, config=FAKE) as memory:
        memory.hide(identifier)
        hits = [*memory.search("ladder coffee wall", k=20), *memory.timeline()]
        answer = memory.ask("Where is the ladder?")
        everything = [*hits, *answer.evidence, *answer.citations, *memory.facts(), *memory.people()]
        assert everything
        assert CANARY not in repr([(hit.text, hit.speaker, hit.people, hit.entry) for hit in hits]).lower()
        texts = " ".join(f"{hit.entry.text} {hit.entry.evidence}" for hit in [*hits, *answer.evidence])
        assert CANARY not in texts.lower()
        assert CANARY not in repr(everything).lower()


def test_a_policy_stays_in_the_memory_and_binds_a_later_index_without_options(mneme: Mneme, tmp_path: Path) -> None:
    changed = mneme("privacy", "--people", "enrolled", "--voices", "off", "--json").document
    assert changed["privacy"] == {"people": "enrolled", "faces": True, "voices": False}
    assert changed["before"] == {"people": "all", "faces": True, "voices": True}
    source = tmp_path / "talk.vtt"
    source.write_text(TALK, encoding="utf-8")
    assert mneme("index", source, "--quiet", "--config", FAKE).code == 0
    assert mneme("people", "--json").document["people"] == []
    spoken = [entry["speaker"] for entry in mneme("timeline", "--json").document["entries"]]
    assert len(spoken) == 5
    assert set(spoken) == {""}
    assert mneme("privacy", "--json").document["privacy"] == changed["privacy"]
    assert mneme("status", "--json").document["privacy"] == changed["privacy"]
    assert "people enrolled, faces on, voices off" in mneme("status").out
    assert "people enrolled, faces on, voices off" in mneme("doctor").out


def test_a_new_memory_takes_its_policy_from_the_settings_and_keeps_it(mneme: Mneme, tmp_path: Path) -> None:
    source = tmp_path / "talk.vtt"
    source.write_text(TALK, encoding="utf-8")
    asked = ("--set", "privacy.people=enrolled", "--set", "privacy.faces=off")
    assert mneme("index", source, "--quiet", "--config", FAKE, *asked).code == 0
    assert mneme("privacy", "--json").document["privacy"] == {"people": "enrolled", "faces": False, "voices": True}
    other = tmp_path / "other.vtt"
    other.write_text(TALK.replace("ladder", "bucket"), encoding="utf-8")
    assert mneme("index", other, "--quiet", "--config", FAKE).code == 0
    assert mneme("people", "--json").document["people"] == []


def test_settings_that_contradict_the_memory_are_refused_in_one_line(talk: Mneme, tmp_path: Path) -> None:
    other = tmp_path / "other.vtt"
    other.write_text(TALK.replace("ladder", "bucket"), encoding="utf-8")
    ran = talk("index", other, "--quiet", "--config", FAKE, "--set", "privacy.people=enrolled")
    assert ran.code == 2
    assert "mneme privacy --people enrolled --faces on --voices on" in ran.complaint
    assert len(talk("status", "--json").document["streams"]) == 2


def test_what_was_remembered_before_is_counted_and_no_command_is_promised_that_is_not_there(talk: Mneme) -> None:
    ran = talk("privacy", "--people", "enrolled")
    assert ran.code == 0
    assert "Remembered before and still there: 2 people who are not enrolled" in ran.out
    assert "forget" not in ran.out
    assert talk("privacy", "--json").document["remembered"]["strangers"] == 2


def test_a_policy_can_be_given_when_a_memory_is_opened(tmp_path: Path) -> None:
    source = tmp_path / "talk.vtt"
    source.write_text(TALK, encoding="utf-8")
    with front.open(tmp_path / "memory", config=FAKE, privacy={"people": "enrolled", "voices": False}) as memory:
        memory.index(source)
        assert str(memory.privacy().policy) == "people enrolled, faces on, voices off"
        assert memory.people() == []
        assert memory.set_privacy(people="all").before.people == "enrolled"
    with front.open(tmp_path / "memory", config=FAKE) as memory:
        assert str(memory.privacy().policy) == "people all, faces on, voices off"
        with pytest.raises(UsageError, match="people must be all or enrolled"):
            memory.set_privacy(people="some")


@pytest.mark.parametrize("asked", [("--people", "some"), ("--faces", "maybe"), ("--set", "privacy.people=some")])
def test_a_policy_that_is_none_is_refused(mneme: Mneme, tmp_path: Path, asked: tuple[str, str]) -> None:
    source = tmp_path / "talk.vtt"
    source.write_text(TALK, encoding="utf-8")
    words = ("privacy", *asked) if asked[0] != "--set" else ("index", source, "--quiet", "--config", FAKE, *asked)
    ran = mneme(*words)
    assert ran.code == 2
    assert asked[1].rpartition("=")[2] in ran.complaint
    assert not mneme.memory.exists()


def test_faces_off_computes_no_vector_of_a_face(mneme: Mneme, film, tmp_path: Path) -> None:
    movie = film(tmp_path / "film.mp4", sound=None)
    assert mneme("index", movie, "--quiet", "--config", FAKE, "--set", "privacy.faces=off").code == 0
    with Store.open(mneme.memory, mode="read") as store:
        kinds = {str(each.kind) for each in store.observations()}
        assert "face" not in kinds
        assert "scene" in kinds
        assert "face" not in store.encoders


def test_a_sample_of_what_a_memory_does_not_keep_cannot_be_enrolled(mneme: Mneme, shared: Path) -> None:
    assert mneme("privacy", "--faces", "off").code == 0
    ran = mneme("people", "enroll", "Anna", "--photo", shared / "media" / "faces" / "p4_a.jpg")
    assert ran.code == 2
    assert "this memory keeps no faces" in ran.err
