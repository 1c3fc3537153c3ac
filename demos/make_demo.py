#!/usr/bin/env python3
"""Renders `demo.mp4`, the clip that `make demo` memorizes: a portrait, two voices, a sign, a small story.

    python demos/make_demo.py [OUT.mp4]

Needs flite and sox (Debian packages of those names) for the speech, and scikit-image, whose package carries
the portrait: the astronaut Eileen Collins, photographed by NASA, in the public domain.  Nobody else needs them:
the clip is in the repository.  The story is invented and the voices are synthetic; she never said any of it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

WIDTH, HEIGHT, FPS, RATE = 640, 360, 10, 16_000
VOICES = {"emma": "slt", "martin": "rms"}
"""Who speaks with which of flite's voices. Martin is on the radio: he is heard, not seen."""


FACE = (224.0, 125.0)
"""Where the face is in the portrait (x, y)."""


@dataclass(frozen=True)
class Beat:
    """Somebody says something while something is shown."""

    speaker: str
    text: str
    zoom: float | None = None
    """Size of the portrait, 1 for its own 512 pixels; None shows the empty room."""
    sign: str = ""
    pause: float = 0.7


STORY = (
    Beat("emma", "Good morning. My name is Emma Clark and I am the pilot.", 1.25),
    Beat("martin", "Hello Emma. I am Martin Brown. I work on the radio."),
    Beat("emma", "I put the spare battery on the table in the kitchen.", 1.5),
    Beat("emma", "The team meeting is on Friday at two.", 1.15, sign="LAUNCH 9 JUNE"),
    Beat("martin", "I need two more days to fix the radio."),
    Beat("martin", "I moved the spare battery, Emma. It is in the blue cabinet in the lab now."),
    Beat("emma", "Thank you, Martin. I do not drink coffee, so please bring green tea for me on Friday.", 1.4),
    Beat("martin", "Green tea for Emma and black coffee for me.", pause=1.5),
)


def speak(beat: Beat, folder: Path) -> np.ndarray:
    """What the beat says, as int16 mono at RATE."""
    raw, even = folder / "raw.wav", folder / "even.wav"
    voice = ["-voice", VOICES[beat.speaker], "--setf", "duration_stretch=1.2"]
    subprocess.run(["flite", *voice, "-t", beat.text, "-o", str(raw)], check=True)
    subprocess.run(["sox", "-q", str(raw), "-r", str(RATE), "-c", "1", str(even), "norm", "-3"], check=True)
    with wave.open(str(even)) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), np.int16)


def room(seed: int) -> np.ndarray:
    """A softly lit wall."""
    small = np.random.default_rng(seed).uniform(-25, 25, (4, 6)).astype(np.float32)
    light = cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return light[..., None] + np.array([150, 146, 138], np.float32)


def draw(wall: np.ndarray, portrait: np.ndarray, beat: Beat, time: float) -> np.ndarray:
    """One frame, uint8 RGB (HEIGHT, WIDTH, 3): the portrait sways a little, as a hand-held camera would make it."""
    frame = wall.copy()
    if beat.zoom is not None:
        scale = beat.zoom * (1 + 0.03 * np.sin(0.5 * time))
        left = WIDTH / 2 - FACE[0] * scale + 10 * np.sin(0.7 * time)
        top = HEIGHT * 0.42 - FACE[1] * scale + 5 * np.sin(0.9 * time)
        place = np.array([[scale, 0, left], [0, scale, top]], np.float32)
        size = (WIDTH, HEIGHT)
        mode = cv2.BORDER_TRANSPARENT
        cv2.warpAffine(portrait, place, size, dst=frame, flags=cv2.INTER_AREA, borderMode=mode)
    frame = np.clip(frame, 0, 255).astype(np.uint8)
    if beat.sign:
        font, scale = cv2.FONT_HERSHEY_SIMPLEX, 1.0
        (width, height), _ = cv2.getTextSize(beat.sign, font, scale, 2)
        x, y = (WIDTH - width) // 2, HEIGHT - 22
        cv2.rectangle(frame, (x - 14, y - height - 12), (x + width + 14, y + 12), (244, 244, 238), -1)
        cv2.putText(frame, beat.sign, (x, y), font, scale, (25, 25, 25), 2, cv2.LINE_AA)
    return frame


def render(out: Path, portrait: np.ndarray) -> float:
    """Writes the clip; gives its length in seconds."""
    with tempfile.TemporaryDirectory() as folder, av.open(str(out), "w", options={"movflags": "+faststart"}) as file:
        video = file.add_stream("libx264", rate=FPS, options={"crf": "27", "preset": "slow", "g": str(2 * FPS)})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = file.add_stream("aac", rate=RATE, layout="mono", options={"b": "96k"})
        frames = samples = 0
        for index, beat in enumerate(STORY):
            speech = speak(beat, Path(folder))
            count = round((len(speech) / RATE + 0.2 + beat.pause) * FPS)
            sound = np.zeros(count * RATE // FPS, np.int16)
            sound[RATE // 5 : RATE // 5 + len(speech)] = speech
            wall = room(index // 3)
            for i in range(count):
                picture = av.VideoFrame.from_ndarray(draw(wall, portrait, beat, i / FPS), format="rgb24")
                picture.pts, picture.time_base = frames, Fraction(1, FPS)
                file.mux(video.encode(picture))
                frames += 1
            block = av.AudioFrame.from_ndarray(sound[None, :], format="s16", layout="mono")
            block.sample_rate, block.pts, block.time_base = RATE, samples, Fraction(1, RATE)
            file.mux(audio.encode(block))
            samples += len(sound)
        file.mux(video.encode(None))
        file.mux(audio.encode(None))
    return frames / FPS


def main() -> None:
    """Renders to the path given, by default beside this script."""
    try:
        from skimage import data  # not a dependency of Mneme
    except ImportError:
        sys.exit("make_demo.py: needs scikit-image for the portrait: pip install scikit-image")
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("demo.mp4")
    seconds = render(out, data.astronaut().astype(np.float32))
    print(f"{out}: {seconds:.1f} s, {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
