#!/usr/bin/env python3
"""Renders people who talk: photographs whose mouths open and close with speech, with what is true beside them.

    talking.py OUT_FOLDER [NAME ...]   renders the named scenes of `SCENES` (default: all): NAME.mp4, NAME.truth.json

A photograph's mouth is warped (jaw down, lips apart, darkness between) by the loudness of the speech, smoothed as
lips are, early by some 40 ms, with a gain of its own for each syllable; heads sway, turn and nod, eyes blink; the
film has noise and H.264's losses.  So the mouths are only as lifelike as a drawing, and what is measured on them
says less than real film would: see lips.py, which has one real film beside them.

Needs what `tools/make_scene.py` needs (flite, sox, ffmpeg), and dlib's landmarks, to find the mouths.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
import report
from numpy.typing import NDArray
from talking_heads import load_head, pose

RATE = 16_000
VOICES = {"slt": ("slt", 0), "rms": ("rms", 0), "awb": ("awb", 0), "kal": ("kal16", 0), "low": ("rms", -250)}
Turn = tuple[str, float, NDArray[np.float32]]
"""(voice, when it begins, the sound)"""
LINES = (
    "I think we should ship the new version on Monday.",
    "The battery lasts for nine hours now, more than we hoped.",
    "Did anybody call the supplier about the blue boxes?",
    "My sister keeps the keys in the kitchen drawer.",
    "We lost two days because the room was far too warm.",
    "Please send me the numbers tonight, before eleven.",
    "There is a small bakery where they make very good bread.",
    "Nobody told me that the meeting had been moved.",
)


@dataclass(frozen=True)
class Seen:
    """A face on the screen for the whole scene."""

    photo: str
    mouth: str = ""
    """Whose voice moves it: one of `VOICES`, "chew", "chatter" (as speech does, to another text), or "": still."""
    head: str = "sway"
    """"sway", "nod" (sways and nods), "still", or "photo" (a photograph that is panned, zoomed and re-lit)."""


@dataclass(frozen=True)
class Scene:
    """Who is seen, who speaks."""

    faces: tuple[Seen, ...]
    turns: tuple[str, ...]
    """Voices in the order in which they speak, one line each."""
    seed: int = 0
    fps: float = 25.0
    crf: int = 28
    eyes: float = 58.0
    """Pixels from eye to eye; a face's box is about twice as wide."""
    cast: dict[str, str] = field(default_factory=dict)
    """Voice → the photograph that is its owner's; voices that are missing belong to nobody on the screen."""


def dialogue(one: str, other: str, seed: int, *, heads: tuple[str, str] = ("sway", "sway"), **more: float) -> Scene:
    """Two people who are on the screen together all the time, and speak in turn."""
    return Scene(
        (Seen(one, "rms", heads[0]), Seen(other, "slt", heads[1])),
        ("rms", "slt", "rms", "slt", "rms", "slt"),
        seed,
        cast={"rms": one, "slt": other},
        **more,  # type: ignore[arg-type]
    )


SCENES: dict[str, Scene] = {
    "two": dialogue("p1_a", "p2_a", 1),
    "two-swapped": dialogue("p3_a", "p5_a", 2),
    "two-small": dialogue("p4_a", "p6_a", 3, eyes=36.0),
    "two-coarse": dialogue("p2_b", "p3_b", 4, crf=36, fps=15.0),
    "two-nodding": dialogue("p1_b", "p4_b", 5, heads=("nod", "nod")),
    "two-fast": dialogue("p5_b", "p4_a", 13, fps=50.0),
    "two-slow": dialogue("p6_a", "p3_c", 14, fps=12.0),
    "two-others": dialogue("p5_c", "p1_c", 15, fps=30.0),
    "chewing-listener": Scene(
        (Seen("p1_a", "rms"), Seen("p2_a", "chew", "nod")), ("rms",) * 4, 6, cast={"rms": "p1_a"}
    ),
    "chattering-listener": Scene((Seen("p3_a", "rms"), Seen("p5_a", "chatter")), ("rms",) * 4, 7, cast={"rms": "p3_a"}),
    "silent-listener": Scene((Seen("p4_a", "rms"), Seen("p6_a", "")), ("rms",) * 4, 8, cast={"rms": "p4_a"}),
    "narrator": Scene((Seen("p1_a", "rms"),), ("slt", "rms", "slt", "slt", "rms", "slt"), 9, cast={"rms": "p1_a"}),
    "dubbed": Scene((Seen("p2_a", "chatter"),), ("slt",) * 4, 10),
    "photograph": Scene((Seen("p5_a", "", "photo"),), ("slt",) * 3, 11, fps=10.0, cast={"slt": "p5_a"}),
    "photographs": Scene((Seen("p5_a", "", "photo"), Seen("p3_b", "", "photo")), ("slt", "rms") * 2, 12, fps=25.0),
}


def speech(voice: str, text: str, folder: Path) -> NDArray[np.float32]:
    """Speech as float32 mono at 16 kHz."""
    name, cents = VOICES[voice]
    raw, out = folder / "raw.wav", folder / "out.wav"
    subprocess.run(["flite", "-voice", name, "--setf", "duration_stretch=1.1", "-t", text, "-o", str(raw)], check=True)
    words = ["sox", "-q", "-D", str(raw), "-r", str(RATE), "-c", "1", str(out), "pitch", str(cents), "norm", "-3"]
    subprocess.run(words, check=True)
    with wave.open(str(out)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768


def openings(sound: NDArray[np.float32], fps: float, rng: np.random.Generator, *, lead: float) -> NDArray[np.float64]:
    """How far a mouth is open (0..1) in each frame of a sound."""
    step = RATE / fps
    frames = int(len(sound) / step) + 1
    wide = np.zeros(frames)
    for n in range(frames):
        low = max(0, round((n + lead * fps) * step - 0.03 * RATE))
        part = sound[low : low + round(0.06 * RATE)]
        wide[n] = float(np.sqrt(np.mean(np.square(part)))) if len(part) else 0.0
    loud = max(float(np.percentile(wide, 97)), 1e-6)
    wide = np.clip(wide / loud, 0, 1) ** 0.7
    knots = np.arange(0, frames + fps, fps / 5)
    wide *= np.interp(np.arange(frames), knots, rng.uniform(0.35, 1.0, len(knots)))
    return np.convolve(np.pad(wide, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")


def movement(seen: Seen, turns: list[Turn], scene: Scene, frames: int,
             folder: Path, rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """(opening, jaw aside) in each frame."""
    wide, aside = np.zeros(frames), np.zeros(frames)
    if seen.mouth == "chew":
        phase = np.cumsum(rng.uniform(0.9, 1.5, frames)) / scene.fps * 2 * np.pi
        wide, aside = 0.18 * (1 + np.sin(phase)), 0.8 * np.sin(phase / 2)
        knots = np.arange(0, frames, 2 * scene.fps)
        chews = np.interp(np.arange(frames), knots, rng.integers(0, 2, len(knots)))
        return wide * chews, aside * chews
    if seen.mouth == "chatter":
        sounds = [speech("kal", text, folder) for text in rng.permutation(LINES)]
        gaps = [np.zeros(round(rng.uniform(0.2, 1.2) * RATE), np.float32) for _ in sounds]
        whole = np.concatenate([part for pair in zip(gaps, sounds, strict=True) for part in pair])
        shape = openings(whole, scene.fps, rng, lead=0.04)
        wide[: len(shape)] = shape[:frames]
        return wide, aside
    for voice, start, sound in turns:
        if voice == seen.mouth:
            shape = openings(sound, scene.fps, rng, lead=0.04)
            first = round(start * scene.fps)
            count = min(len(shape), frames - first)
            wide[first : first + count] = shape[:count]
    return wide, aside


def render(scene: Scene, out: Path, shared: Path, *, size: tuple[int, int] = (960, 540)) -> None:
    """Writes OUT.mp4 and OUT.truth.json."""
    rng = np.random.default_rng(scene.seed)
    w, h = size
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clock, turns = 0.6, []
        order = rng.permutation(len(LINES))
        for n, voice in enumerate(scene.turns):
            sound = speech(voice, LINES[order[n % len(LINES)]], folder)
            turns.append((voice, clock, sound))
            clock += len(sound) / RATE + float(rng.uniform(0.5, 0.9))
        frames = round(clock * scene.fps)
        audio = rng.normal(0, 0.0006, round(frames / scene.fps * RATE)).astype(np.float32)
        for _, start, sound in turns:
            first = round(start * RATE)
            audio[first : first + len(sound)] += 0.7 * sound[: len(audio) - first]
        with wave.open(str(folder / "sound.wav"), "wb") as file:
            file.setnchannels(1), file.setsampwidth(2), file.setframerate(RATE)
            file.writeframes((np.clip(audio, -1, 1) * 32767).astype(np.int16).tobytes())
        raw = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{w}x{h}", "-r", str(scene.fps), "-i", "-"]
        film = [
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-threads",
            "1",
            "-crf",
            str(scene.crf),
            "-pix_fmt",
            "yuv420p",
        ]
        tone = ["-c:a", "aac", "-b:a", "96k", "-shortest", str(out)]
        words = ["ffmpeg", "-y", "-v", "error", *raw, "-i", str(folder / "sound.wav"), *film, *tone]
        with subprocess.Popen(words, stdin=subprocess.PIPE) as pipe:
            for picture in _pictures(scene, turns, frames, folder, shared, rng, (w, h)):
                assert pipe.stdin is not None
                pipe.stdin.write(picture.tobytes())
        if pipe.returncode:
            sys.exit("ffmpeg failed")
    truth = {
        "duration": frames / scene.fps,
        "size": [w, h],
        "faces": [each.photo for each in scene.faces],
        "mouths": {each.photo: each.mouth for each in scene.faces},
        "cast": scene.cast,
        "turns": [
            {"speaker": voice, "start": round(start, 3), "end": round(start + len(sound) / RATE, 3)}
            for voice, start, sound in turns
        ],
    }
    out.with_suffix(".truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


def _pictures(
    scene: Scene, turns: list[Turn], frames: int, folder: Path, shared: Path, rng: np.random.Generator,
    size: tuple[int, int],
) -> Iterator[NDArray[np.uint8]]:  # fmt: skip
    w, h = size
    small = rng.uniform(70, 150, (4, 6, 3)).astype(np.float32)
    wall = np.clip(cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC), 0, 255)
    grain = rng.normal(0, 2, (2 * h, 2 * w, 1)).astype(np.float32)
    heads = [load_head(shared / "media" / "faces" / f"{each.photo}.jpg", scene.eyes) for each in scene.faces]
    moves = [movement(each, turns, scene, frames, folder, rng) for each in scene.faces]
    phases = rng.uniform(0, 6.28, (len(heads), 10))
    seconds = frames / scene.fps
    blinks = [rng.uniform(0, seconds, max(1, int(seconds / 3))) for _ in heads]
    for n in range(frames):
        t = n / scene.fps
        picture = wall.copy()
        for i, (seen, head, (wide, aside)) in enumerate(zip(scene.faces, heads, moves, strict=True)):
            is_alive = seen.head in ("sway", "nod")
            lids = max((max(0.0, 1 - abs(t - at) / 0.09) for at in blinks[i]), default=0.0) if is_alive else 0.0
            face = head.draw(float(wide[n]), aside=float(aside[n]), lids=lids).astype(np.float32)
            matrix, gain = pose(seen.head, t, phases[i])
            height, width = face.shape[:2]
            middle = np.array([width / 2, height / 2])
            place = np.array([w * (i + 1) / (len(heads) + 1), h * 0.5])
            matrix[:, 2] += place - matrix[:, :2] @ middle
            x, y = (round(each) for each in place)
            left, right, top, bottom = max(0, x - width), min(w, x + width), max(0, y - height), min(h, y + height)
            matrix[:, 2] -= (left, top)
            room = right - left, bottom - top
            mask = cv2.warpAffine(np.ones((height, width), np.float32), matrix, room)[..., None]
            part = picture[top:bottom, left:right]
            part += mask * (cv2.warpAffine(face * gain, matrix, room) - part)
        dx, dy = rng.integers(0, w), rng.integers(0, h)
        picture += grain[dy : dy + h, dx : dx + w]
        yield np.clip(picture, 0, 255).astype(np.uint8)


def scene_file(name: str, folder: Path, shared: Path, *, seed: int = 0) -> Path:
    """The named scene as a film, rendered where it is not there yet; with a seed, drawn otherwise."""
    out = folder / (f"{name}-{seed}.mp4" if seed else f"{name}.mp4")
    if not out.with_suffix(".truth.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        scene = SCENES[name]
        render(replace(scene, seed=scene.seed + 1000 * seed), out, shared)
    return out


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("name", nargs="*", help=", ".join(SCENES))
    arguments = parser.parse_args(argv)
    for name in arguments.name or SCENES:
        print(scene_file(name, arguments.folder, arguments.shared))
    return 0


if __name__ == "__main__":
    sys.exit(main())
