#!/usr/bin/env python3
"""Diarization error, speaker counts, overlap, word errors and cost of hearing, by setting and recording.

    diarization.py                                  settings `embedded` and `embedded:accurate`
    diarization.py --perturb                        the two recordings with targets also a little otherwise
    diarization.py --voice wespeaker --voice resemblyzer
    diarization.py --set ears.diarization=none      a setting of one's own over both

The error is missed speech + false speech + speech of the wrong voice, over all speech of the truth: no collar, overlap
counts, voices mapped to speakers in the best way (NIST RT-09).  "speakers" is found/true; "held" how many true ones
have a voice of their own (1 s of it right, and half of that voice's time); "overlap" the share of the time in which two
or more speak that is given to two voices.  Baselines: "one" and "two" are one and two voices all the time, "nobody
tells" the same turns by voice activity, all of them one speaker's.  In the scenes the truth holds the silence around
each flite sentence, some 8 % that nobody can find.  Costs are CPU seconds per second of sound.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import report
from diarization_perturb import perturbed
from diarization_read import Recording, read
from mneme.agent.settings import load_settings
from mneme.encoders import registry
from mneme.encoders.ears import Ears
from mneme.streams.types import SAMPLE_RATE, Sound
from scoring_speech import Heard, diarization_error, guess, mapping, overlap_given, word_errors

SETTINGS = ("embedded", "embedded:accurate")
FILES = (
    "audio/pyannote_sample.wav",
    "audio/meeting_30s.wav",
    "audio/stereo_diarization.wav",
    "video/standup.mp4",
    "video/kitchen.mp4",
)
TARGET = FILES[0]
TARGETS = {"pyannote_sample.wav": 0.10, "meeting_30s.wav": 0.65}
"""Greatest error by recording."""
_CHUNK = SAMPLE_RATE // 2


@dataclass
class Hearing:
    """Ears over models that are loaded once."""

    setting: str
    overrides: Sequence[str]
    voice: str = ""
    models: dict[str, Any] = field(default_factory=dict)
    """Loaded by default."""

    def __post_init__(self) -> None:
        settings = load_settings(self.setting, overrides=self.overrides)
        models = settings.read.models
        self.voice = self.voice or models.voice or ""
        names = {"voice_activity": models.voice_activity, "recognizer": models.recognizer, "voice": self.voice}
        self.options = settings.memorizing().ears
        if self.models:
            return
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


@dataclass(frozen=True)
class Row:
    """What one setting makes of one recording."""

    file: str
    setting: str
    error: float
    miss: float
    false_alarm: float
    confusion: float
    speakers_true: int
    speakers_found: int
    speakers_held: int
    """True speakers with a voice of their own."""
    overlap_given: float | None
    """Share of the truth's overlapped time in which two voices are given; None where there is none."""
    cpu_per_second: float
    one_speaker: float
    """Error of one voice all the time."""
    two_speakers: float
    """Error of two voices all the time."""
    voice: str = ""
    word_error: float | None = None
    stages: dict[str, float] = field(default_factory=dict)
    """CPU seconds per second of sound by stage."""

    def cells(self) -> list[Any]:
        """As a line of the table."""
        shares = (self.error, self.miss, self.false_alarm, self.confusion)
        overlap = "" if self.overlap_given is None else f"{self.overlap_given:.2f}"
        words = "" if self.word_error is None else f"{self.word_error:.3f}"
        costs = [f"{seconds:.3f}" for seconds in self.stages.values()]
        total = [f"{self.cpu_per_second:.3f}"] if costs else []
        return [
            self.setting,
            self.voice,
            self.file,
            *(f"{share:.3f}" for share in shares),
            f"{self.speakers_found}/{self.speakers_true}",
            self.speakers_held,
            overlap,
            f"{self.one_speaker:.2f}",
            f"{self.two_speakers:.2f}",
            words,
            *costs,
            *total,
        ]


HEADER = ("setting", "voice", "recording", "error", "missed", "false", "confused")
HEADER += ("speakers", "held", "overlap", "one", "two", "WER")


def scored(
    setting: str, voice: str, recording: Recording, heard: Sequence[Heard], cost: dict[str, float] | None = None
) -> Row:
    """What was heard against what is true."""
    truth = recording.turns
    error = diarization_error(truth, heard)
    wrong, words = word_errors(truth, heard)
    stages = {stage: seconds / recording.seconds for stage, seconds in (cost or {}).items()}
    return Row(
        recording.name,
        setting,
        error.rate,
        error.missed,
        error.false,
        error.confused,
        len({turn.name for turn in truth}),
        len({each.name for each in heard if not each.name.startswith("?")}),
        mapping(truth, heard).held(),
        overlap_given(truth, heard),
        sum(stages.values()),
        diarization_error(truth, guess(truth, 1)).rate,
        diarization_error(truth, guess(truth, 2)).rate,
        voice,
        wrong / words if words and cost else None,
        stages,
    )


def diarization_rows(
    shared: Path, settings: Sequence[str] = SETTINGS, files: Sequence[str] = FILES, *, perturb: bool = False
) -> list[Row]:
    """The table as data, setting by setting.

    Args:
        shared: The folder that holds `media`.
        settings: Presets with their variants.
        files: Recordings, below `media`.
        perturb: Also those with targets a little otherwise; what their words cost is not measured then.
    """
    recordings = [read(shared / "media" / name) for name in files]
    return [row for setting in settings for row in rows_of(Hearing(setting, ()), recordings, perturb=perturb)]


def rows_of(hearing: Hearing, recordings: Sequence[Recording], *, perturb: bool = False) -> Iterator[Row]:
    """One setting over all recordings."""
    for recording in recordings:
        yield scored(hearing.setting, hearing.voice, recording, *hearing.listen(recording))
    if not perturb:
        return
    deaf = replace(hearing, models={name: model for name, model in hearing.models.items() if name != "recognizer"})
    for recording in recordings:
        if recording.name in TARGETS:
            for done, sound, turns in perturbed(recording.sound, recording.turns):
                other = Recording(f"{recording.name}, {done}", sound, turns)
                yield scored(hearing.setting, hearing.voice, other, *deaf.listen(other))


def missed_targets(rows: Sequence[Row]) -> list[str]:
    """What the recordings with targets should reach and do not."""
    made = []
    for row in rows:
        most = TARGETS.get(row.file)
        if most is None:
            continue
        counts = row.speakers_held >= 3 if row.speakers_true > 2 else row.speakers_found == row.speakers_true
        if row.error > most or not counts:
            made.append(f"{row.setting}, {row.file}: error {row.error:.3f} (at most {most}), {row.speakers_held} held")
    return made


def show(rows: Sequence[Row], others: Sequence[Row] = ()) -> None:
    """The table, and which targets were not reached."""
    header = [*HEADER, *(rows[0].stages if rows else ()), "all"]
    lines = [row.cells() for row in (*rows, *others)]
    report.table(
        "diarization error and CPU seconds per second of sound",
        header,
        [line + [""] * (len(header) - len(line)) for line in lines],
    )
    for line in missed_targets(rows):
        print(f"not reached: {line}")


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument("--setting", action="append", help="preset or preset:variant (may be given again)")
    parser.add_argument("--voice", action="append", help="voice encoder in place of the preset's (may be given again)")
    parser.add_argument("--file", action="append", help="only recordings whose name holds this")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting over the preset's")
    parser.add_argument("--perturb", action="store_true", help="also with gain, noise, speed, order, silence, echo")
    arguments = parser.parse_args(argv)
    paths = [arguments.shared / "media" / name for name in FILES]
    paths = [path for path in paths if not arguments.file or any(part in path.name for part in arguments.file)]
    absent = [str(path) for path in paths if not path.is_file()]
    if absent:
        sys.exit(f"{', '.join(absent)}: not there; give the folder of the test media with --shared DIR")
    recordings = [read(path) for path in paths]
    begun = time.perf_counter()
    rows = [
        row
        for setting in arguments.setting or SETTINGS
        for voice in arguments.voice or [""]
        for row in rows_of(Hearing(setting, arguments.set, voice), recordings, perturb=arguments.perturb)
    ]
    plain = Hearing("embedded", [*arguments.set, "ears.diarization=none"])
    plain.models = {"activity": plain.models["activity"]}
    told = [(recording, plain.listen(recording)[0]) for recording in recordings]
    nobody = [scored("nobody tells", "", each, [replace(turn, name="1") for turn in heard]) for each, heard in told]
    show(rows, nobody)
    print(f"\n{report.machine()}, {time.perf_counter() - begun:.0f} s")
    errors = {f"{row.setting} {row.voice}": row.error for row in rows if row.file == Path(TARGET).name}
    report.write_json(
        arguments.json,
        {"error": next(iter(errors.values()), None), "errors": errors, "rows": [asdict(row) for row in rows]},
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
