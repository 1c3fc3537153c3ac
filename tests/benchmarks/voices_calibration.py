#!/usr/bin/env python3
"""How alike the vectors of one voice and of two are, by seconds of speech, and what a cosine is worth as evidence.

    voices_calibration.py                    the preset's voice encoder
    voices_calibration.py --voice resemblyzer

Voices: all that the test media tell apart (the speakers of the scenes and recordings, where they speak alone) and the
recordings inside moonshine-voice.  Each voice's speech is cut into pieces of 1, 2, 4 and 8 s; a longer vector is the
mean of two-second ones, as in the product.  "again" is the same synthetic voice in another recording; "twin" is
a voice against itself 3 and 6 % higher in pitch and formants (half a semitone and one), which stands for siblings.
z = cosine / sqrt(s/(s+h) · t/(t+h)), h = 1.1 s: what the cosine would be, were there endless speech behind both.
"odds" is what `memory.identity.evidence.VOICES` makes of the cosine: two are joined from 2.4 on, so nothing in the rows
of two people may reach that.  "extreme" is the least cosine of one voice, the greatest of two.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import report
from diarization import FILES
from diarization_read import loud, read
from mneme.encoders import registry
from mneme.encoders.types import VoiceEncoder
from mneme.memory.identity.evidence import VOICES
from mneme.streams.types import SAMPLE_RATE
from scoring_speech import Heard

SECONDS = (1, 2, 4, 8)
_PART = 2  # seconds of one vector
_MOST = 24  # seconds of one voice that are used
_TWINS = (1.03, 1.06)


@dataclass(frozen=True)
class Voice:
    """One person's speech in one recording."""

    recording: str
    speaker: str
    """Who it is, wherever."""
    sound: Any


def voices(shared: Path) -> Iterator[Voice]:
    """All voices at hand, where they speak alone."""
    for name in FILES:
        path = shared / "media" / name
        recording = read(path)
        told = path.with_suffix(".truth.json")
        people = json.loads(told.read_text())["people"] if told.is_file() else {}
        alone: defaultdict[str, list[Any]] = defaultdict(list)
        for who, start, end in clear(recording.turns):
            alone[who].append(recording.sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)])
        for who, parts in alone.items():
            known = who if people else f"{path.stem} {who}"
            yield Voice(path.stem, known, np.concatenate(parts)[: _MOST * SAMPLE_RATE])
    spec = importlib.util.find_spec("moonshine_voice")
    places = (spec.submodule_search_locations or []) if spec else []
    for name in ("two_cities", "clone-test"):
        for place in places:
            path = Path(place) / "assets" / f"{name}.wav"
            if path.is_file():
                recording = read(path)
                spoken = [turn for turn in loud(recording.sound, name) if turn.end - turn.start >= 0.5]
                parts = [recording.sound[round(t.start * SAMPLE_RATE) : round(t.end * SAMPLE_RATE)] for t in spoken]
                yield Voice(name, name, np.concatenate(parts)[: _MOST * SAMPLE_RATE])


def clear(turns: Sequence[Heard], least: float = 0.5) -> Iterator[tuple[str, float, float]]:
    """(who, start, end) where one speaks alone for a while."""
    cuts = sorted({time for turn in turns for time in (turn.start, turn.end)})
    for start, end in itertools.pairwise(cuts):
        who = {turn.name for turn in turns if turn.start <= (start + end) / 2 < turn.end}
        if len(who) == 1 and end - start >= least:
            yield who.pop(), start, end


def higher(sound: Any, by: float) -> Any:
    """Pitch and formants higher, and faster."""
    return np.interp(np.arange(int(len(sound) / by)) * by, np.arange(len(sound)), sound).astype(np.float32)


def pieces(sound: Any, seconds: int, encoder: VoiceEncoder) -> list[Any]:
    """Unit vectors of the sound's pieces of that length."""
    size, part = seconds * SAMPLE_RATE, min(seconds, _PART) * SAMPLE_RATE
    made = []
    for start in range(0, len(sound) - size + 1, size):
        rows = encoder.encode([sound[at : at + part] for at in range(start, start + size, part)]).sum(axis=0)
        made.append(rows / max(float(np.linalg.norm(rows)), 1e-9))
    return made


def cosines(known: Sequence[Voice], encoder: VoiceEncoder) -> dict[tuple[str, int, int], list[float]]:
    """(what pair, seconds, seconds) → cosines."""
    rows = {(i, s): pieces(voice.sound, s, encoder) for i, voice in enumerate(known) for s in SECONDS}
    found: defaultdict[tuple[str, int, int], list[float]] = defaultdict(list)
    for s, t in itertools.combinations_with_replacement(SECONDS, 2):
        for i, voice in enumerate(known):
            for by in _TWINS:
                key = (i, s, by)
                twins = rows.setdefault(key, pieces(higher(voice.sound, by), s, encoder)) if s == t else []
                found[f"twin {by}", s, t] += [
                    float(a @ b) for k, a in enumerate(rows[i, s]) for m, b in enumerate(twins) if k != m
                ]
            for j, other in enumerate(known[: i + 1]):
                kind = "two" if voice.speaker != other.speaker else "one" if i == j else "again"
                pairs = itertools.product(enumerate(rows[i, s]), enumerate(rows[j, t]))
                found[kind, s, t] += [
                    float(a @ b) for (k, a), (m, b) in pairs if i != j or (k < m if s == t else _apart(k, s, m, t))
                ]
    return {key: values for key, values in found.items() if values}


def _apart(k: int, s: int, m: int, t: int) -> bool:
    return (k + 1) * s <= m * t or (m + 1) * t <= k * s


def main(argv: list[str] | None = None) -> int:
    parser = report.parser(__doc__)
    parser.add_argument("--voice", default="wespeaker", help="a voice encoder of the registry")
    arguments = parser.parse_args(argv)
    if not (arguments.shared / "media").is_dir():
        sys.exit(f"{arguments.shared / 'media'}: not there; give the folder of the test media with --shared DIR")
    begun = time.perf_counter()
    known = list(voices(arguments.shared))
    encoder: VoiceEncoder = registry.load("voice", arguments.voice)
    found = cosines(known, encoder)
    scale = VOICES[arguments.voice]
    lines = []
    for (kind, s, t), values in sorted(found.items()):
        low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
        spread = math.sqrt(s / (s + scale.half) * t / (t + scale.half))
        extreme = min(values) if kind in ("one", "again") else max(values)
        odds = [scale(value, s, t) for value in (low, middle, high, extreme)]
        cells = [kind, f"{s}", f"{t}", str(len(values)), *(f"{v:.2f}" for v in (low, middle, high, extreme))]
        lines.append(cells + [f"{v / spread:.2f}" for v in (low, middle, high, extreme)] + [f"{v:.1f}" for v in odds])
    header = ["pair", "s", "t", "n", "5 %", "50 %", "95 %", "extreme"]
    header += ["z 5 %", "z 50 %", "z 95 %", "z extreme", "odds 5 %", "odds 50 %", "odds 95 %", "odds extreme"]
    print(", ".join(f"{voice.recording}/{voice.speaker} {len(voice.sound) / SAMPLE_RATE:.0f} s" for voice in known))
    report.table(f"cosines of {encoder.info.name}: one voice, again, two, twins; log-odds", header, lines)
    print(f"\n{report.machine()}, {time.perf_counter() - begun:.0f} s")
    report.write_json(arguments.json, {"header": header, "rows": lines})
    return 0


if __name__ == "__main__":
    sys.exit(main())
