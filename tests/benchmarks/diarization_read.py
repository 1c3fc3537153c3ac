"""Recordings with what is true of them: who says what when."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mneme.streams.types import SAMPLE_RATE
from scoring_speech import Heard


@dataclass(frozen=True)
class Recording:
    """Sound with what is true of it."""

    name: str
    sound: Any
    turns: tuple[Heard, ...]

    @property
    def seconds(self) -> float:
        return len(self.sound) / SAMPLE_RATE


def read(path: Path) -> Recording:
    """A recording of the shared media with its truth: an .rttm, a .truth.json, or one voice a channel."""
    import av
    import numpy as np

    with av.open(str(path)) as container:
        channels = container.streams.audio[0].codec_context.layout.nb_channels
        resampler = av.AudioResampler("flt", "stereo" if channels == 2 else "mono", SAMPLE_RATE)
        frames = [made for frame in container.decode(audio=0) for made in resampler.resample(frame)]
        frames += resampler.resample(None)
    joined = np.concatenate([frame.to_ndarray()[0] for frame in frames]).reshape(-1, min(channels, 2))
    return Recording(path.name, joined.mean(axis=1).astype(np.float32), truth_of(path, joined))


def truth_of(path: Path, channels: Any) -> tuple[Heard, ...]:
    """Who says what when."""
    rttm, told = path.with_suffix(".rttm"), path.with_suffix(".truth.json")
    if rttm.is_file():
        fields = [line.split() for line in rttm.read_text().splitlines() if line.startswith("SPEAKER")]
        return tuple(Heard(float(f[3]), float(f[3]) + float(f[4]), f[7]) for f in fields)
    if told.is_file():
        turns = json.loads(told.read_text())["turns"]
        return tuple(Heard(turn["start"], turn["end"], turn["speaker"], turn["text"]) for turn in turns)
    return tuple(turn for i in range(channels.shape[1]) for turn in loud(channels[:, i], str(i)))


def loud(channel: Any, name: str) -> list[Heard]:
    """Where a clean channel is not silent, by its own level; pauses under 0.3 s do not count."""
    import numpy as np

    step = SAMPLE_RATE // 100
    level = np.sqrt(np.square(channel[: len(channel) // step * step]).reshape(-1, step).mean(axis=1))
    places = np.flatnonzero(level > 0.05 * level.max()) / 100
    turns: list[Heard] = []
    for place in places.tolist():
        if turns and place - turns[-1].end < 0.3:
            turns[-1] = replace(turns[-1], end=place + 0.01)
        else:
            turns.append(Heard(place, place + 0.01, name))
    return turns
