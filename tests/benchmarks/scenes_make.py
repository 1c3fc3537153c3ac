"""Recordings with their truth: the shipped ones, those drawn from templates, and these rendered."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scene_templates import approximate_truth, draw, transcript
from scoring import Truth, truth_of


@dataclass(frozen=True)
class Recording:
    """A scene: what is true of it, and its film if there is one."""

    truth: Truth
    form: dict[str, Any]
    """The truth's JSON form."""
    film: Path | None = None
    script: dict[str, Any] | None = None

    @property
    def started_at(self) -> datetime:
        """Wall-clock time of its first frame."""
        return datetime.fromisoformat(self.truth.start)

    def media(self, folder: Path, *, labels: str | None) -> Path:
        """The film to index; with `labels` the truth's turns lie beside it as a transcript of the same name."""
        assert self.film is not None, "draw the scene with `rendered`"
        if labels is None:
            return self.film
        folder.mkdir(exist_ok=True)
        film = folder / self.film.name
        if not film.is_symlink():
            film.symlink_to(self.film.resolve())
        film.with_suffix(".jsonl").write_text(transcript(self.form, labels), encoding="utf-8")
        return film


def shipped(shared: Path, name: str) -> Recording:
    """A scene of the shared media."""
    film = shared / "media" / "video" / f"{name}.mp4"
    path = film.with_suffix(".truth.json")
    if not path.is_file():
        sys.exit(f"{path}: not there; give the folder of the test media with --shared DIR")
    return _recording(path, film)


def drawn(seed: int, *, held_out: bool = False) -> Recording:
    """A scene from a template, not rendered: its times are guesses."""
    script = draw(seed, held_out=held_out)
    form = approximate_truth(script)
    return Recording(truth_of(script["title"], form), form, script=script)


def rendered(recording: Recording, folder: Path, shared: Path, *, media: Path | None = None) -> Recording:
    """The scene as a film, by make_scene.py; one that lies in the folder with the same script is taken as it is.

    `media`: folder of the photographs, if not that of the shared media.
    """
    assert recording.script is not None
    missing = [tool for tool in ("ffmpeg", "flite", "sox") if shutil.which(tool) is None]
    if missing:
        sys.exit(f"rendering needs {', '.join(missing)} (Debian packages of those names); or use --truth-only")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{recording.truth.source}.json"
    film = path.with_suffix(".mp4")
    words = json.dumps(recording.script, indent=1) + "\n"
    if not (path.is_file() and path.read_text(encoding="utf-8") == words):
        draft = path.with_suffix(".draft")
        draft.write_text(words, encoding="utf-8")
        program = shared / "tools" / "make_scene.py"
        render = [sys.executable, str(program), str(draft), str(film)]
        environment = {**os.environ, "SCENE_MEDIA": str(media)} if media is not None else None
        done = subprocess.run(render, capture_output=True, text=True, check=False, env=environment)
        if done.returncode:
            sys.exit(f"{program}: {done.stderr.strip()[-1000:]}")
        draft.replace(path)  # last: a broken rendering is done again
        print(f"  rendered {done.stdout.strip()}", file=sys.stderr)
    return _recording(film.with_suffix(".truth.json"), film)


def _recording(path: Path, film: Path) -> Recording:
    form = json.loads(path.read_text(encoding="utf-8"))
    return Recording(truth_of(film.stem, form), form, film)
