#!/usr/bin/env python3
"""Diarization error, speaker counts, word errors and cost of hearing, by setting and recording.

    diarization.py                                  settings `embedded` and `embedded:accurate`
    diarization.py --voice wespeaker --voice resemblyzer
    diarization.py --set ears.diarization=none      a setting of one's own over both

The error is missed speech + false speech + speech of the wrong voice, over all speech of the truth: no collar, overlap
counts, voices mapped to speakers in the best way (NIST RT-09).  "nobody tells" is the baseline: the same turns by
voice activity, all of them one speaker's.  In the scenes the truth holds the silence around each flite sentence, some
8 % that nobody can find.  Costs are CPU seconds per second of sound.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import report
from mneme.agent.settings import load_settings
from mneme.encoders import registry
from mneme.encoders.ears import Ears
from mneme.streams.types import SAMPLE_RATE, Sound
from scoring_speech import DiarizationError, Heard, diarization_error, word_errors

SETTINGS = ("embedded", "embedded:accurate")
FILES = (
    "audio/pyannote_sample.wav",
    "audio/meeting_30s.wav",
    "audio/stereo_diarization.wav",
    "video/standup.mp4",
    "video/kitchen.mp4",
)
TARGET = FILES[0]
_CHUNK = SAMPLE_RATE // 2


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


@dataclass
class Hearing:
    """Ears over models that are loaded once."""

    setting: str
    overrides: Sequence[str]
    voice: str = ""

    def __post_init__(self) -> None:
        settings = load_settings(self.setting, overrides=self.overrides)
        models = settings.read.models
        self.voice = self.voice or models.voice or ""
        names = {"voice_activity": models.voice_activity, "recognizer": models.recognizer, "voice": self.voice}
        self.options = settings.memorizing().ears
        loaded = {
            role: registry.load(role, name, **models.options.get(role, {})) for role, name in names.items() if name
        }
        self.models = {
            "activity": loaded["voice_activity"],
            **{k: v for k, v in loaded.items() if k != "voice_activity"},
        }

    def listen(self, recording: Recording) -> tuple[list[Heard], dict[str, float]]:
        """What is heard, and CPU seconds by stage."""
        ears = Ears(**self.models, options=self.options)
        found = []
        for start in range(0, len(recording.sound), _CHUNK):
            found += ears.push(Sound(start / SAMPLE_RATE, recording.sound[start : start + _CHUNK]))
        found += ears.flush()
        heard = [
            Heard(each.span.start, each.span.end, each.label or f"?{i}", each.text) for i, each in enumerate(found)
        ]
        return heard, dict(ears.stages)


def row(setting: str, voice: str, recording: Recording, heard: Sequence[Heard], cost: dict[str, float]) -> list[Any]:
    """One line of the table."""
    error: DiarizationError = diarization_error(recording.turns, heard)
    named = {each.name for each in heard if not each.name.startswith("?")}
    count = f"{len(named)}/{len({turn.name for turn in recording.turns})}"
    wrong, words = word_errors(recording.turns, heard)
    figures = [f"{value:.3f}" for value in (error.rate, error.missed, error.false, error.confused)]
    costs = [f"{seconds / recording.seconds:.3f}" for seconds in cost.values()]
    total = f"{sum(cost.values()) / recording.seconds:.3f}" if cost else ""
    return [setting, voice, recording.name, *figures, count, f"{wrong / words:.3f}" if words else "", *costs, total]


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument("--setting", action="append", help="preset or preset:variant (may be given again)")
    parser.add_argument("--voice", action="append", help="voice encoder in place of the preset's (may be given again)")
    parser.add_argument("--file", action="append", help="only recordings whose name holds this")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting over the preset's")
    arguments = parser.parse_args(argv)
    paths = [arguments.shared / "media" / name for name in FILES]
    paths = [path for path in paths if not arguments.file or any(part in path.name for part in arguments.file)]
    absent = [str(path) for path in paths if not path.is_file()]
    if absent:
        sys.exit(f"{', '.join(absent)}: not there; give the folder of the test media with --shared DIR")
    recordings = [read(path) for path in paths]
    rows: list[list[Any]] = []
    errors: dict[str, float] = {}
    stages: list[str] = []
    begun = time.perf_counter()
    for setting in arguments.setting or SETTINGS:
        for voice in arguments.voice or [""]:
            hearing = Hearing(setting, arguments.set, voice)
            for recording in recordings:
                heard, cost = hearing.listen(recording)
                stages = list(cost)
                rows.append(row(setting, hearing.voice, recording, heard, cost))
                if recording.name == Path(TARGET).name:
                    errors[f"{setting} {hearing.voice}"] = diarization_error(recording.turns, heard).rate
    plain = Hearing("embedded", [*arguments.set, "ears.diarization=none"])
    plain.models = {"activity": plain.models["activity"]}
    for recording in recordings:
        heard, _ = plain.listen(recording)
        rows.append(row("nobody tells", "", recording, [replace(each, name="1") for each in heard], {})[:8])
    header = [
        "setting",
        "voice",
        "recording",
        "error",
        "missed",
        "false",
        "confused",
        "speakers",
        "WER",
        *stages,
        "all",
    ]
    width = len(header)
    report.table(
        "diarization error and CPU seconds per second of sound", header, [r + [""] * (width - len(r)) for r in rows]
    )
    print(f"\n{report.machine()}, {time.perf_counter() - begun:.0f} s")
    if arguments.json:
        figures = {"error": next(iter(errors.values()), None), "errors": errors, "header": header, "rows": rows}
        arguments.json.write_text(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
