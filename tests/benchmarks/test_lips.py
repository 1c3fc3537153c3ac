"""Drawn talkers, and who is linked with whose voice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import lips
import numpy as np
import pytest
import talking
from mneme.encoders import registry

HERE = Path(__file__).parent


def test_every_scene_is_measured_once() -> None:
    assert sorted(name for names in lips.GROUPS.values() for name in names) == sorted(talking.SCENES)


@pytest.mark.parametrize("name", ["lips", "talking"])
def test_a_program_tells_what_it_measures(name: str) -> None:
    done = subprocess.run([sys.executable, HERE / f"{name}.py", "--help"], capture_output=True, text=True, check=True)
    assert (lips if name == "lips" else talking).__doc__.splitlines()[0] in done.stdout


def test_a_mouth_is_open_while_its_speech_is_loud_and_a_little_early() -> None:
    sound = np.zeros(2 * talking.RATE, np.float32)
    sound[talking.RATE :] = 0.5
    wide = talking.openings(sound, 25.0, np.random.default_rng(0), lead=0.04)
    assert wide[:22].max() < 0.05
    assert wide[30:48].min() > 0.2


@pytest.mark.slow
def test_a_narrator_stays_apart_from_the_face_and_its_own_voice_does_not(shared: Path, tmp_path: Path) -> None:
    if not all(map(shutil.which, ("flite", "sox", "ffmpeg"))):
        pytest.skip("rendering needs flite, sox and ffmpeg")
    film = talking.scene_file("narrator", tmp_path, shared)
    truth = json.loads(film.with_suffix(".truth.json").read_text())
    models = registry.load("face_detector", "dlib"), registry.load("face", "dlib")
    watched = lips.watch(film, truth["turns"], models)
    assert lips.links(watched, truth, with_lips=True) == {"right": 2}
    assert lips.links(watched, truth, with_lips=False)["none"] == 1
