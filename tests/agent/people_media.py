"""A small film with two people for tests of `mneme people`: patches are faces, a transcript says who speaks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

RED, BLUE, GREEN = (230, 20, 20), (20, 20, 230), (20, 200, 20)
TURNS = (
    (0.5, 2.5, "Emma Clark", "Good morning. The spare battery is on the kitchen table."),
    (3.0, 5.5, "Emma Clark", "I do not drink coffee, so please bring green tea for me."),
    (6.5, 8.5, "Martin Reed", "The team meeting is on Friday at two."),
    (9.0, 11.5, "Martin Reed", "I moved the spare battery to the blue cabinet in the lab."),
)


def picture(*faces: tuple[int, int, int], size: tuple[int, int] = (160, 90)) -> np.ndarray:
    """Grey, with a patch for each face, side by side."""
    image = np.full((size[1], size[0], 3), 128, np.uint8)
    for place, colour in enumerate(faces):
        image[20:60, 10 + 50 * place : 50 + 50 * place] = colour
    return image


def photo(path: Path, *faces: tuple[int, int, int], **options: object) -> Path:
    """A photograph as a file; the extension says the format."""
    from PIL import Image

    Image.fromarray(picture(*faces)).save(path, **options)
    return path


def film(path: Path, *, seconds: int = 12) -> Path:
    """Red is seen in the first half, blue in the second; a tone goes through all of it; the transcript lies beside."""
    import av

    rate = 5
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "g": "5"})
        video.width, video.height, video.pix_fmt = 160, 90, "yuv420p"
        audio = file.add_stream("aac", rate=16_000, layout="mono")
        for i in range(seconds * rate):
            shown = picture(RED if i < seconds * rate / 2 else BLUE)
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, rate)
            file.mux(video.encode(frame))
        file.mux(video.encode(None))
        level = 0.3 * np.sin(2 * np.pi * 440 * np.arange(seconds * 16_000) / 16_000)
        wave = av.AudioFrame.from_ndarray((level * 32_000).astype(np.int16)[None, :], format="s16", layout="mono")
        wave.sample_rate, wave.pts, wave.time_base = 16_000, 0, Fraction(1, 16_000)
        file.mux(audio.encode(wave))
        file.mux(audio.encode(None))
    cues = [f"{_stamp(start)} --> {_stamp(end)}\n<v {who}>{text}\n" for start, end, who, text in TURNS]
    path.with_suffix(".vtt").write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")
    return path


def _stamp(seconds: float) -> str:
    return f"00:00:{seconds:06.3f}"


def known(mneme, *options):
    """People by name, as the documents have them."""
    return {person["name"]: person for person in mneme("people", *options, "--json").document["people"]}


def everything(mneme):
    """People as they stand, with all that is said of them."""
    return mneme("people", "--hidden", "--json").document["people"]


def log_of(mneme):
    """The identity log."""
    return mneme("people", "log", "--json").document["log"]
