"""The scenes about who is who: their scripts are sound, and a scene that ends wrong is told."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from identity_scenes import SCRIPTS, End, _differences, _person
from scene_templates import approximate_truth
from scenes_make import Recording
from scoring import truth_of

PATHS = sorted(SCRIPTS.glob("*.json"))
KEYS = {"people", "found", "absent", "said", "kept"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_scripts_expect_nothing_that_they_do_not_tell(path: Any) -> None:
    script = json.loads(path.read_text())
    parts = [json.loads((SCRIPTS / f"{title}.json").read_text()) for title in script.get("with", ())]
    people = {key: who for each in (*parts, script) for key, who in each["people"].items()}
    assert script["title"] == path.stem
    assert set(script["expect"]) <= KEYS
    assert set(script["expect"]["people"]) == set(people)
    for beat in script["beats"]:
        assert {beat["say"]} <= set(script["people"]) if "say" in beat else beat["hold"] > 0
        assert set(beat["show"]) <= {key for key, who in script["people"].items() if who["photos"]}
    for question in script["qa"]:
        assert all(beat < len(script["beats"]) for beat in question["beats"])
    voices = [json.dumps(who["voice"], sort_keys=True) for who in script["people"].values()]
    assert len(set(voices)) == len(voices)  # in one recording everybody has a voice of his own
    truth = approximate_truth(script)
    assert 20 <= truth["duration"] <= 150


def test_the_scenes_that_the_issue_names_are_there() -> None:
    assert {"namesakes", "look_alike", "heard_first", "absent", "corrected"} <= {path.stem for path in PATHS}


def test_a_look_alike_pair_is_never_in_one_frame() -> None:
    script = json.loads((SCRIPTS / "look_alike.json").read_text())
    assert all(len(beat["show"]) <= 1 for beat in script["beats"])


def ended(*people: Any) -> End:
    """A memory that knows these people, after `corrected`."""
    script = json.loads((SCRIPTS / "corrected.json").read_text())
    form = approximate_truth(script)
    memory = SimpleNamespace(
        people=lambda: list(people), search=lambda _, k: [], ask=lambda _: SimpleNamespace(text=None)
    )
    return End(memory, [Recording(truth_of("corrected", form), form, script=script)])


def somebody(key: str, name: str | None, *names: str) -> Any:
    """A person who is seen and heard whenever somebody of the script is."""
    form = approximate_truth(json.loads((SCRIPTS / "corrected.json").read_text()))
    rows = [(turn, "voice") for turn in form["turns"] if turn["speaker"] == key]
    rows += [(seen, "face") for seen in form["visible"] if seen["person"] == key]
    appearances = [
        SimpleNamespace(source="corrected.mp4", span=SimpleNamespace(start=row["start"], end=row["end"]), via=via)
        for row, via in rows
    ]
    return SimpleNamespace(
        id=f"person-{key}", name=name, display=name, names=names or ((name,) if name else ()), appearances=appearances
    )


WANTED = {"name": "Omar", "ways": ["face", "voice"], "not": ["Oscar"]}


def test_a_person_as_the_script_says_differs_in_nothing() -> None:
    assert list(_person("omar", WANTED, ended(somebody("omar", "Omar"), somebody("anna", "Anna")))) == []


@pytest.mark.parametrize(
    ("name", "names", "told"),
    [
        ("Oscar", ("Oscar",), "omar is called Oscar"),
        (None, (), "omar is called None"),
        ("Omar", ("Omar", "Oscar"), "omar has the name Oscar"),
    ],
)
def test_a_wrong_name_is_told(name: str | None, names: tuple[str, ...], told: str) -> None:
    assert told in list(_person("omar", WANTED, ended(somebody("omar", name, *names))))


def test_somebody_who_is_not_there_at_all_is_told() -> None:
    assert list(_person("omar", WANTED, ended(somebody("anna", "Anna")))) == ["omar is not known"]


def test_what_was_said_and_is_lost_is_told() -> None:
    script = json.loads((SCRIPTS / "corrected.json").read_text())
    end = ended(*(somebody(key, script["expect"]["people"][key]["name"]) for key in script["people"]))
    differs = list(_differences(script, end.recordings[0], end))
    assert "'Oscar' is lost from the text" in differs
    assert any("no answer" in each for each in differs)
