"""Whose voice a track is: one centroid per voice of the recording, online, in bounded memory.

Two vectors of one voice are the more alike the more speech is behind them: their cosine is about
sqrt(s / (s + h) · t / (t + h)) for s and t seconds, as if each were the voice plus noise that averages out
(WeSpeaker: h = 1.1 s, 0.67 at 2 s, 0.80 at 4 s, 0.88 at 8 s; in a hall 1.7 s).  So thresholds are shares of that.
Speech that the diarizer could follow from what was named before needs less likeness, and speech that
nobody's voice is like enough is a new voice's: one person may get two names (they can be merged later), two
persons should not get one.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..streams.errors import ConfigError
from ..streams.types import Vector
from .diarization import Stretch, Voiced, overlap, samples_of, seconds_of, shared


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerOptions:
    """When two stretches of speech are one voice's."""

    alike: float
    """Least cosine of one voice's vectors, if there were endless speech behind both."""
    unlike: float = 0.0
    """Cosine that tells nothing: what is left of any, with hardly any speech behind it."""
    half: float = 1.1
    """Seconds of speech after which a vector is half voice, half chance."""
    split: float = 0.75
    """A track is cut in two where its parts are less alike than this share of what one voice needs; both may turn
    out to be one known voice's again."""
    divided: float = 0.5
    """The same where neither is a known voice's: only then are they two new ones."""
    follows: float = 0.3
    """Share by which a track needs less likeness to a voice that it continues from before the turn."""
    follow_from: float = 0.4
    """Seconds before the turn that a track must share with a voice to continue it."""
    learn_from: float = 1.5
    """Seconds of speech from which a voice is moved by it (FACTS: use turns of 1.5 to 2 s)."""
    new_from: float = 0.8
    """Shorter speech that is like nobody's gets no name rather than a new one: a cough is not a person."""
    new_under: float = 1.5
    """Seconds under other voices from which speech that was never heard alone is a new voice."""
    limit: int = 64
    """Voices that are kept; the one heard the longest ago makes room."""
    memory: float = 30.0
    """Seconds of speech after which a centroid follows new speech no more slowly."""
    recent: float = 12.0
    """Seconds for which it is known who spoke when: what a diarizer hears before a turn."""

    def wanted(self, seconds: float, others: float, share: float = 1.0) -> float:
        """The least cosine of one voice's vectors with so many seconds of speech behind each, or a share of it."""
        weight = seconds / (seconds + self.half) * others / (others + self.half)
        return self.unlike + share * (self.alike - self.unlike) * math.sqrt(weight)


_HARDLY = 1e-6  # better than nothing
_AT_ONCE = 0.1  # seconds for which two tracks must speak at once to be two voices

# WeSpeaker, cosine over sqrt(weight), real voices, telephone, meeting and flite: one voice 0.9 .. 1.05 (in a hall
# 0.75), two voices 0.1, 95 % under 0.45, the most alike 0.62 .. 0.75: two women on one telephone line, two men of
# flite at one pitch.
# Resemblyzer: one voice 0.81 .. 0.98, two voices up to 0.84 (0.94 for a voice and its own 1.5 semitones higher).
_MEASURED = {
    "wespeaker-resnet34": SpeakerOptions(alike=0.76),
    "resemblyzer": SpeakerOptions(alike=0.885, unlike=0.5),
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
    first: int
    """The turn in which it was first told apart."""
    heard: int
    """The turn in which it was heard last."""


class Speakers:
    """The voices of one recording: names "1", "2", … in the order in which they were first told apart."""

    def __init__(self, options: SpeakerOptions) -> None:
        self.options = options
        self._voices: list[_Voice] = []
        self._recent: list[tuple[str, Stretch]] = []
        self._named = 0
        self._turns = 0

    def assign(self, found: Sequence[Voiced]) -> list[str]:
        """Names for the tracks of one turn; "" for one that is too short to tell.

        The surest pair of a track and a voice comes first; when no pair is left, the longest track is a new voice,
        and the rest are looked at again.  Tracks that speak at once never get one name.
        """
        self._turns += 1
        names = [""] * len(found)
        left = list(range(len(found)))
        while left:
            pairs = [
                (self._likeness(i, voice, found, names), found[i].seconds, -i, -place)
                for i in left
                for place, voice in enumerate(self._voices)
            ]
            likeness, _, i, place = max(pairs, default=(0.0, 0.0, 0, 0))
            if likeness > 0:
                i, voice = -i, self._voices[-place]
            else:
                new = self._newcomer(left, found)
                if new is None:
                    break
                i, voice = new, self._add()
            self._learn(voice, found[i].vector, found[i].seconds)
            voice.heard = self._turns
            names[i] = voice.name
            left.remove(i)
        self._note(found, names)
        return names

    def _likeness(self, i: int, voice: _Voice, found: Sequence[Voiced], names: Sequence[str]) -> float:
        """By how much a track is likelier than not a voice's, in cosines; minus infinity where it cannot be."""
        options, mine = self.options, found[i]
        beside = [found[k] for k, name in enumerate(names) if name == voice.name]
        if any(overlap(mine.track, other.track) > samples_of(_AT_ONCE) for other in beside):
            return -math.inf
        heard = [stretch for name, stretch in self._recent if name == voice.name]
        follows = shared(mine.track.before, heard) >= samples_of(options.follow_from)
        bonus = (options.alike - options.unlike) * options.follows if follows else 0.0
        if not mine.seconds or not voice.seconds:
            return _HARDLY if follows else -math.inf  # after all that can be told by likeness
        is_part = any(other.origin == mine.origin for other in beside)
        share = options.divided if is_part and voice.first == self._turns else 1.0
        return float(mine.vector @ voice.centroid) - options.wanted(mine.seconds, voice.seconds, share) + bonus

    def _newcomer(self, left: Sequence[int], found: Sequence[Voiced]) -> int | None:
        """The track that is a new voice: the longest one heard alone, else the longest one under others."""
        longest = max(left, key=lambda i: (found[i].seconds, -i))
        if found[longest].seconds >= self.options.new_from:
            return longest
        said = {i: seconds_of(found[i].track.stretches) for i in left if not found[i].seconds}
        under = [i for i in said if said[i] >= self.options.new_under]
        return max(under, key=lambda i: (said[i], -i), default=None)

    def _add(self) -> _Voice:
        if len(self._voices) >= self.options.limit:
            self._voices.remove(min(self._voices, key=lambda voice: voice.heard))
        self._named += 1
        voice = _Voice(str(self._named), np.zeros(0, np.float32), 0.0, self._turns, self._turns)
        self._voices.append(voice)
        return voice

    def _learn(self, voice: _Voice, vector: Vector, seconds: float) -> None:
        if not voice.seconds:  # whatever there is, is more than nothing
            voice.centroid, voice.seconds = np.asarray(vector, np.float32), seconds
        elif seconds >= self.options.learn_from:
            mixed = voice.centroid * np.float32(voice.seconds) + vector * np.float32(seconds)
            voice.centroid = np.asarray(mixed / np.linalg.norm(mixed), np.float32)
            voice.seconds = min(voice.seconds + seconds, self.options.memory)

    def _note(self, found: Sequence[Voiced], names: Sequence[str]) -> None:
        """Who spoke when, for the tracks of the next turns."""
        self._recent += [
            (name, stretch) for each, name in zip(found, names, strict=True) if name for stretch in each.track.stretches
        ]
        newest = max((end for _, (_, end) in self._recent), default=0) - samples_of(self.options.recent)
        self._recent = [(name, stretch) for name, stretch in self._recent if stretch[1] > newest]

    def state(self) -> dict[str, Any]:
        """All that it remembers, about 1.5 kB per voice; give it to `set_state`."""
        voices = [
            [v.name, base64.b64encode(v.centroid.tobytes()).decode("ascii"), v.seconds, v.first, v.heard]
            for v in self._voices
        ]
        recent = [[name, start, end] for name, (start, end) in self._recent]
        return {"named": self._named, "turns": self._turns, "voices": voices, "recent": recent}

    def set_state(self, state: Mapping[str, Any]) -> None:
        """Goes on from there, bit for bit."""
        self._named, self._turns = state["named"], state["turns"]
        self._voices = [
            _Voice(name, np.frombuffer(base64.b64decode(centroid), np.float32).copy(), seconds, first, heard)
            for name, centroid, seconds, first, heard in state["voices"]
        ]
        self._recent = [(name, (start, end)) for name, start, end in state["recent"]]
