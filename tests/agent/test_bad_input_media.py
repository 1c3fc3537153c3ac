"""Sources that are wrong: one clear line, the right exit code, no traceback, and the others are still memorized."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def fakes(root: Path) -> list[str]:
    """Options that put stand-ins in place of the models: what is tested here comes before or after them."""
    return ["--config", str(root / "tests" / "configs" / "fake.yaml"), "--quiet"]


def test_a_missing_file_is_named(mneme, tmp_path, fakes):
    ran = mneme.process("index", tmp_path / "nothing.mp4", *fakes)
    assert ran.code == 2
    assert "nothing.mp4: no such file" in ran.complaint
    assert not mneme.memory.exists()


def test_a_folder_without_media_says_so(mneme, tmp_path, fakes):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text("hello")
    ran = mneme("index", folder, *fakes)
    assert ran.code == 2
    assert "papers: no media in this folder" in ran.complaint


def test_an_empty_file_says_so(mneme, tmp_path, fakes):
    (tmp_path / "empty.mp4").touch()
    ran = mneme("index", tmp_path / "empty.mp4", *fakes)
    assert ran.code == 2
    assert "empty.mp4" in ran.complaint
    assert "empty" in ran.complaint.split("empty.mp4", 1)[1]


def test_a_text_file_named_mp4_is_no_media(mneme, tmp_path, fakes):
    (tmp_path / "story.mp4").write_text("Once upon a time there was no video at all.\n" * 50)
    ran = mneme("index", tmp_path / "story.mp4", *fakes)
    assert ran.code == 2
    assert "story.mp4" in ran.complaint


def test_a_truncated_mp4_is_refused_or_read_as_far_as_it_goes(mneme, tmp_path, film, fakes):
    whole = film(tmp_path / "whole.mp4", seconds=6).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])  # its index stands at the end and is lost
    ran = mneme("index", tmp_path / "cut.mp4", *fakes)
    assert ran.code == 2
    assert "cut.mp4" in ran.complaint
    film(tmp_path / "whole.mkv", seconds=6)
    stream = (tmp_path / "whole.mkv").read_bytes()
    (tmp_path / "cut.mkv").write_bytes(stream[: len(stream) * 2 // 3])  # this one can be read without an index
    ran = mneme("index", tmp_path / "cut.mkv", *fakes, "--json")
    assert ran.code == 0, ran.err
    assert ran.document["sources"][0]["clips"] >= 1


@pytest.mark.parametrize("text", ["", "WEBVTT\n\nnot a cue at all\n", '{"start": 1, "end": 2'])
def test_a_broken_transcript_is_refused(mneme, tmp_path, fakes, text):
    name = "broken.jsonl" if text.startswith("{") else "broken.vtt"
    (tmp_path / name).write_text(text)
    ran = mneme("index", tmp_path / name, *fakes)
    assert ran.code == 2
    assert name in ran.complaint


def test_a_binary_transcript_is_refused(mneme, tmp_path, fakes):
    (tmp_path / "binary.vtt").write_bytes(bytes(range(256)) * 20)
    ran = mneme("index", tmp_path / "binary.vtt", *fakes)
    assert ran.code == 2
    assert "binary.vtt" in ran.complaint


def test_a_broken_source_does_not_stop_the_others(mneme, tmp_path, transcript, fakes):
    (tmp_path / "bad.mp4").write_bytes(b"\x00" * 5000)
    ran = mneme("index", tmp_path / "none.mp4", transcript, tmp_path / "bad.mp4", *fakes, "--json")
    assert ran.code == 2
    rows = ran.document["sources"]
    assert [bool(row["error"]) for row in rows] == [True, False, True]
    assert rows[1]["entries"] == 4
    assert len(ran.err.splitlines()) == 2


def test_one_start_for_several_files_is_refused(mneme, tmp_path, transcript, fakes):
    ran = mneme("index", transcript, tmp_path / "b.vtt", "--started-at", "2026-03-02", *fakes)
    assert ran.code == 2
    assert "--started-at goes with one file" in ran.complaint


def test_a_missing_model_is_told_before_anything_is_loaded(mneme, tmp_path, film, monkeypatch):
    monkeypatch.setenv("MNEME_MODELS", str(tmp_path / "nowhere"))
    ran = mneme("index", film(tmp_path / "a.mp4"), "--quiet")
    assert ran.code == 2
    assert "mneme models pull" in ran.complaint
    assert not mneme.memory.exists()


def test_weights_of_a_hub_that_were_never_fetched_are_told_at_once(mneme, tmp_path, film):
    source = film(tmp_path / "a.mp4")
    ran = mneme.process("index", source, "--preset", "standard", "--quiet", HF_HOME=str(tmp_path / "nothing"))
    assert ran.code == 2
    assert "hf download" in ran.complaint
    assert "--set models.recognizer=null" in ran.complaint
    assert not mneme.memory.exists()


def test_a_film_of_one_picture_is_memorized(mneme, tmp_path, film, fakes):
    film(tmp_path / "one.mp4", pictures=1, sound=None)
    ran = mneme("index", tmp_path / "one.mp4", *fakes, "--json")
    assert ran.code == 0, ran.err
    assert ran.document["sources"][0]["clips"] == 1


def test_a_4k_film_is_memorized(mneme, tmp_path, film, fakes):
    film(tmp_path / "large.mp4", seconds=1, rate=4, size=(3840, 2160), sound=None)
    ran = mneme("index", tmp_path / "large.mp4", *fakes, "--json")
    assert ran.code == 0, ran.err
    assert ran.document["sources"][0]["entries"] >= 1


def test_films_without_sound_and_with_silence_go_through_the_real_models(mneme, tmp_path, film):
    """The real embedded models: nothing is seen or said here that is not there."""
    folder = tmp_path / "films"
    folder.mkdir()
    film(folder / "mute.mp4", seconds=3, size=(320, 180), sound=None)
    film(folder / "one.mp4", pictures=1, size=(320, 180), sound=None)
    film(folder / "silence.mp4", seconds=3, size=(320, 180), sound="silence")
    film(folder / "still.wav", seconds=3, pictures=0, sound="silence")
    ran = mneme.process("index", folder, "--quiet", "--json")
    assert ran.code == 0, ran.err
    assert ran.err == ""
    rows = {Path(row["source"]).name: row for row in ran.document["sources"]}
    assert {name: row["error"] for name, row in rows.items()} == dict.fromkeys(rows)
    assert set(rows) == {"mute.mp4", "one.mp4", "silence.mp4", "still.wav"}
    timeline = mneme("timeline", "--json").document["entries"]
    assert [entry for entry in timeline if entry["kind"] in ("turn", "sign", "appearance")] == []
    assert json.loads(mneme("people", "--json").out) == {"people": [], "hidden": 0}
