#!/usr/bin/env python3
"""Draws scripted scenes from templates: people, objects, places, times, order and wording come from a seed.

    scene_templates.py --seed 7 --out DIR             one scene of each template: NAME.json (for make_scene.py), and
                                                      NAME.truth.json and NAME.jsonl with approximate times
    scene_templates.py --seed 7 --count 10 --out DIR  ten scenes

Nothing is rendered here (`scenes.py --templates N` does).  No wording is shared with the shipped scenes on purpose.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scene_templates_draw import Scene
from scene_templates_groups import club, newsroom
from scene_templates_held import hotel, theater
from scene_templates_held_more import garden, moving
from scene_templates_home import kitchen, renovation
from scene_templates_public import clinic, garage
from scene_templates_shop import bakery
from scene_templates_work import laboratory, office

TEMPLATES: dict[str, Callable[[Scene], None]] = {
    "office": office,
    "family": kitchen,
    "garage": garage,
    "clinic": clinic,
    "laboratory": laboratory,
    "club": club,
    "bakery": bakery,
    "renovation": renovation,
    "newsroom": newsroom,
}
HELD_OUT: dict[str, Callable[[Scene], None]] = {
    "theater": theater,
    "hotel": hotel,
    "garden": garden,
    "moving": moving,
}
"""Templates that nothing is tuned on."""
LEAD = 0.2
"""Seconds before the speech of a beat, as in make_scene.py."""


def draw(seed: int, template: str = "", *, held_out: bool = False) -> dict[str, Any]:
    """The script of one scene; without a template the seed chooses it, from those that are held out if wanted."""
    names = list(HELD_OUT if held_out else TEMPLATES)
    name = template or names[seed % len(names)]
    scene = Scene(random.Random(f"{name}/{seed}"), name)
    (TEMPLATES | HELD_OUT)[name](scene)
    return scene.script(seed)


def approximate_truth(script: dict[str, Any]) -> dict[str, Any]:
    """The truth file's form with times guessed from the number of characters (flite: about 15 a second)."""
    turns, visible, signs, beats = [], [], [], []
    clock = 0.0
    for beat in script["beats"]:
        speech = 0.0
        if "say" in beat:
            speech = 0.25 * sum(beat["text"].count(mark) for mark in ".?!") + 0.066 * len(beat["text"])
        length = round(max(speech + LEAD + beat.get("pause", 0.6), beat.get("hold", 0.0)), 1)
        end = round(clock + length, 2)
        if "say" in beat:
            turn = {"speaker": beat["say"], "start": round(clock + LEAD, 2), "end": round(clock + LEAD + speech, 2)}
            turns.append({**turn, "text": beat["text"]})
        visible += [{"person": key, "start": clock, "end": end} for key in beat.get("show", [])]
        if beat.get("sign"):
            signs.append({"text": beat["sign"], "start": clock, "end": end})
        beats.append([clock, end])
        clock = end
    return {
        "start": script["start"],
        "duration": clock,
        "size": script["size"],
        "people": {key: person["name"] for key, person in script["people"].items()},
        "turns": turns,
        "visible": visible,
        "signs": signs,
        "beats": beats,
        "qa": [{**row, "evidence": [beats[beat] for beat in row["beats"]]} for row in script["qa"]],
        "qa_across": [],
    }


def transcript(truth: dict[str, Any], labels: str = "names") -> str:
    """The truth's turns as a .jsonl transcript; `labels` are "names" or "numbers" ("Speaker 1")."""
    speakers = dict.fromkeys(turn["speaker"] for turn in truth["turns"])
    numbers = {key: f"Speaker {i}" for i, key in enumerate(speakers, start=1)}
    label = truth["people"] if labels == "names" else numbers
    return "".join(json.dumps({**turn, "speaker": label[turn["speaker"]]}) + "\n" for turn in truth["turns"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0, help="the first seed (default 0)")
    parser.add_argument("--count", type=int, help="number of scenes, seeds counting up (default: one of each template)")
    parser.add_argument("--template", choices=sorted(TEMPLATES | HELD_OUT), help="only this template")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    each = [arguments.template] if arguments.template else list(TEMPLATES)
    for i in range(len(each) if arguments.count is None else arguments.count):
        script = draw(arguments.seed + i // len(each), each[i % len(each)])
        truth = approximate_truth(script)
        path = arguments.out / f"{script['title']}.json"
        path.write_text(json.dumps(script, indent=1) + "\n")
        path.with_suffix(".truth.json").write_text(json.dumps(truth, indent=1) + "\n")
        path.with_suffix(".jsonl").write_text(transcript(truth))
        counts = f"{len(truth['beats'])} beats, {len(truth['qa'])} questions"
        print(f"{path.stem}: about {truth['duration']:.0f} s, {counts}")


if __name__ == "__main__":
    main()
