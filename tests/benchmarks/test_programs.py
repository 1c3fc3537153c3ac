"""The benchmarks as programs, in their short forms: the product behind them must reach what the issue asks."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import kill
import pytest
import scenes

HERE = Path(__file__).parent
PROGRAMS = ("scenes", "scene_templates", "ingest", "ask_latency", "kill", "diarization", "voices_calibration")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_tells_what_it_measures(name):
    done = subprocess.run([sys.executable, HERE / f"{name}.py", "--help"], capture_output=True, text=True, check=True)
    first = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text())).splitlines()[0]
    assert first in done.stdout


@pytest.mark.slow
def test_killed_runs_end_in_the_rows_of_an_unbroken_run(capsys):
    assert kill.main(["--fast", "-n", "2"]) == 0
    assert "indexed again: nothing changed" in capsys.readouterr().out


@pytest.mark.slow
def test_the_two_scenes_from_their_truth_are_answered(shared, tmp_path):
    scenes.main(["--truth-only", "--templates", "0", "--shared", str(shared), "--json", str(tmp_path / "figures.json")])
    figures = json.loads((tmp_path / "figures.json").read_text())["shipped"]["truth"]
    right, cited = (int(figures[name].split("/")[0]) for name in ("right", "cited"))
    assert right >= 15
    assert cited >= 17
    assert figures["nulls"] == "2/2"
