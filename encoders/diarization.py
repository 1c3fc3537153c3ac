"""Who speaks when: the parts that every diarizer shares.

A *diarizer* cuts one turn of the voice activity into *tracks*, one per voice in it, and does not know whose
voices they are.  `Speakers` tells that: it keeps one centroid per voice of the recording, online, in bounded
memory, and would rather give one person two names than two persons one (two names can be merged later).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ..streams.errors import ConfigError
from ..streams.types import SAMPLE_RATE, Samples, Vector

Stretch = tuple[int, int]
"""Samples `[start, end)` on the stream's grid."""


@dataclass(frozen=True, slots=True)
class Track:
    """One voice within one turn."""

    stretches: tuple[Stretch, ...]
    """When it speaks, in order."""
    alone: tuple[Stretch, ...]
    """When nobody else does: what a vector is made from."""


class Diarizer(Protocol):
    """Cuts turns into tracks."""

    @property
    def context(self) -> int:
        """Samples before a turn that it wants to hear."""

    def split(self, samples: Samples, position: int, turn: Stretch) -> Sequence[Track]:
        """The voices within a turn, the one that begins first first; none where it hears no speech.

        Args:
            samples: Sound from `position` on, with up to `context` before the turn; it may go on after it.
            position: Where the samples begin on the stream's grid.
            turn: What to cut.
        """


def joined(stretches: Sequence[Stretch], gap: int) -> tuple[Stretch, ...]:
    """Sorted, and those that overlap or are less than `gap` apart made one."""
    made: list[Stretch] = []
    for start, end in sorted(stretches):
        if made and start - made[-1][1] < gap:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((start, end))
    return tuple(made)


def overlap(one: Track, other: Track) -> int:
    """Samples in which both speak."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one.stretches for b in other.stretches)


def samples_of(seconds: float) -> int:
    """Seconds as a number of samples."""
    return round(seconds * SAMPLE_RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerOptions:
    """When two stretches of speech are one voice's. Similarities are cosines of the voice encoder's vectors."""

    same: tuple[tuple[float, float], ...]
    """From which cosine on it is the same voice, by seconds of speech, in between in proportion: two vectors of one
    voice are the more alike the more speech is behind both."""
    learn_from: float = 1.5
    """Seconds of speech from which a voice is moved by it (FACTS: use turns of 1.5 to 2 s)."""
    new_from: float = 0.8
    """Shorter speech that is like nobody's gets no name rather than a new one: a cough is not a person."""
    limit: int = 64
    """Voices that are kept; the one heard the longest ago makes room."""
    memory: float = 30.0
    """Seconds of speech after which a centroid follows new speech no more slowly."""


# Least cosine of one voice, greatest of two.  WeSpeaker: at 0.5 s .33 and .46, at 2 s .61 and .54, at 5 s .67 and .53
# (.70 with the same synthetic voice 1.5 semitones higher); telephone and meeting: .55 and .43.
# Resemblyzer: at 5 s .82 and .84 (.94), telephone .81 and .84: it takes one person for two now and then.
_MEASURED = {
    "wespeaker-resnet34": SpeakerOptions(same=((0.5, 0.4), (2.0, 0.55), (4.0, 0.66))),
    "resemblyzer": SpeakerOptions(same=((0.5, 0.78), (2.0, 0.84), (4.0, 0.88))),
}


def speaker_options(encoder: str) -> SpeakerOptions:
    """The thresholds for a voice encoder, by its name.

    Raises:
        ConfigError: None were measured.
    """
    if encoder not in _MEASURED:
        known = ", ".join(_MEASURED)
        msg = f"no thresholds are known for the voice encoder {encoder!r} (only for {known}); set ears.speakers"
        raise ConfigError(msg)
    return _MEASURED[encoder]


@dataclass(slots=True, eq=False)
class _Voice:
    name: str
    centroid: Vector
    seconds: float
    heard: int


class Speakers:
    """The voices of one recording: names "1", "2", … in the order in which they were first told apart."""

    def __init__(self, options: SpeakerOptions) -> None:
        self._options = options
        self._voices: list[_Voice] = []
        self._named = 0
        self._turns = 0

    def assign(self, tracks: Sequence[Track], vectors: Sequence[Vector], seconds: Sequence[float]) -> list[str]:
        """Names for the tracks of one turn; "" for one that is too short to tell.

        The longest track chooses first.  Tracks that speak at once never get one name, nor do two long ones:
        there the diarizer has heard that they differ.  A short track takes the nearest voice, also that of another
        track, but does not move it.

        Args:
            tracks: The voices of the turn.
            vectors: A vector for each; zeros where there is none.
            seconds: Speech behind each vector.
        """
        self._turns += 1
        names = [""] * len(tracks)
        done: list[int] = []
        for i in sorted(range(len(tracks)), key=lambda i: (-seconds[i], i)):
            if not np.any(vectors[i]):
                continue
            is_short = seconds[i] < self._options.new_from
            taken = {names[k] for k in done if not is_short or overlap(tracks[i], tracks[k])}
            voice = self._nearest(vectors[i], seconds[i], taken)
            if voice is None:
                if is_short:
                    continue
                voice = self._add(vectors[i], seconds[i])
            elif seconds[i] >= self._options.learn_from:
                self._learn(voice, vectors[i], seconds[i])
            voice.heard = self._turns
            names[i] = voice.name
            done.append(i)
        return names

    def _nearest(self, vector: Vector, seconds: float, taken: set[str]) -> _Voice | None:
        free = [voice for voice in self._voices if voice.name not in taken]
        if not free:
            return None
        best = max(free, key=lambda voice: float(vector @ voice.centroid))
        lengths, cosines = zip(*self._options.same, strict=True)
        wanted = np.interp(min(seconds, best.seconds), lengths, cosines)
        return best if float(vector @ best.centroid) >= wanted else None

    def _add(self, vector: Vector, seconds: float) -> _Voice:
        if len(self._voices) >= self._options.limit:
            self._voices.remove(min(self._voices, key=lambda voice: voice.heard))
        self._named += 1
        voice = _Voice(str(self._named), vector, seconds, self._turns)
        self._voices.append(voice)
        return voice

    def _learn(self, voice: _Voice, vector: Vector, seconds: float) -> None:
        mixed = voice.centroid * np.float32(voice.seconds) + vector * np.float32(seconds)
        voice.centroid = np.asarray(mixed / np.linalg.norm(mixed), np.float32)
        voice.seconds = min(voice.seconds + seconds, self._options.memory)

    def state(self) -> dict[str, Any]:
        """All that it remembers, about 1.5 kB per voice; give it to `set_state`."""
        voices = [
            [v.name, base64.b64encode(v.centroid.tobytes()).decode("ascii"), v.seconds, v.heard] for v in self._voices
        ]
        return {"named": self._named, "turns": self._turns, "voices": voices}

    def set_state(self, state: Mapping[str, Any]) -> None:
        """Goes on from there, bit for bit."""
        self._named, self._turns = state["named"], state["turns"]
        self._voices = [
            _Voice(name, np.frombuffer(base64.b64decode(centroid), np.float32).copy(), seconds, heard)
            for name, centroid, seconds, heard in state["voices"]
        ]
