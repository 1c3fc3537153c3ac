"""What is heard: sound becomes turns, each one voice saying something.

Voice activity finds turns while sound comes; a turn that closes is cut where the speaker changes, told whose voice
it is within this recording, and read by the recognizer.  A turn that is open at a clip's end is carried over.

Nothing depends on how the sound was cut into pieces: all decisions are made on a grid of 32 ms windows that begins
where the sound begins, after a gap anew.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import thread_time
from typing import Literal, Protocol

import numpy as np

from ..streams.errors import InternalError, ModelMissing
from ..streams.types import SAMPLE_RATE, Item, Samples, Sound, Span, Vector
from .diarization import Diarizer, Stretch, Track, Voiced, samples_of
from .diarization_pieces import is_covered, margins, pieces_of
from .diarization_purity import Purity
from .language import LanguageJudge, LanguageOptions
from .silero import WINDOW, Endpointer, EndpointOptions, quietest
from .sound_buffer import SoundBuffer
from .speakers import SpeakerOptions, Speakers, speaker_options
from .types import LanguageIdentifier, Observation, ObservationKind, Recognizer, VoiceEncoder

_VERSION = 2
UNKNOWN = "und"
"""The language of speech that was not understood (BCP 47: undetermined); its text is empty."""

logger = logging.getLogger(__name__)


class VoiceActivity(Protocol):
    """Tells speech from the rest; `SileroVoiceActivity` is one."""

    def reset(self) -> None: ...
    def probability(self, window: Samples) -> float: ...
    def state(self) -> bytes: ...
    def set_state(self, state: bytes) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EarsOptions:
    """How the sense of hearing works."""

    diarization: Literal["none", "fast", "accurate"] = "accurate"
    """How turns are cut at changes of speaker; "none": a turn is one voice's."""
    endpoints: EndpointOptions = field(default_factory=EndpointOptions)
    language: LanguageOptions = field(default_factory=LanguageOptions)
    speakers: SpeakerOptions | None = None
    """None: what was measured for the voice encoder."""
    min_vector: float = 1.0
    """Seconds of one voice alone below which a turn bears no vector."""
    max_vector: float = 12.0
    """Seconds of one voice in a turn that are listened to: all, so that no change of voice is missed."""


class Ears:
    """A `Sense` for sound; other items pass it by. Whatever model is None, what it gives does not come."""

    def __init__(
        self,
        *,
        activity: VoiceActivity,
        recognizer: Recognizer | None = None,
        voice: VoiceEncoder | None = None,
        diarizer: Diarizer | None = None,
        options: EarsOptions | None = None,
    ) -> None:
        """Takes the models as they were loaded.

        Args:
            activity: Finds speech.
            recognizer: Without one, turns have no text and their language is "und".
            voice: Without one, turns have neither vector nor label.
            diarizer: Cuts turns at changes of speaker; by default the one that `options.diarization` names.
            options: How.

        Raises:
            ConfigError: Nothing was measured for this voice encoder, and `options.speakers` does not say it either.
        """
        self._options = options or EarsOptions()
        self._activity, self._recognizer = activity, recognizer
        self._voice, self._diarizer = voice, diarizer or _diarizer(self._options.diarization)
        self._speakers = self._new_speakers()
        self._judge = LanguageJudge(self._options.language)
        self._endpointer = Endpointer(self._options.endpoints)
        self._buffer = SoundBuffer()
        self._position = 0  # up to here voice activity is known
        self._clip_end = 0.0
        self.stages = {"voice-activity": 0.0, "diarization": 0.0, "voices": 0.0, "recognition": 0.0}
        """CPU seconds by stage so far."""

    def push(self, item: Item) -> Iterable[Observation]:
        """Takes the next sound; gives the turns that close with it, in order of their start."""
        if not isinstance(item, Sound):
            return []
        found: list[Observation] = []
        if self._buffer.has_gap_before(item):
            found += self._finish()
            self._buffer.begin(item)
            self._position = self._buffer.start
            self._activity.reset()
            self._endpointer.reset(self._position)
        self._buffer.append(item)
        return found + self._listen()

    def end_clip(self, time: float) -> Iterable[Observation]:
        """Closes nothing but what the sound itself has left behind."""
        self._clip_end = time
        return self._finish() if self._buffer.is_over_by(time) else []

    def flush(self) -> Iterable[Observation]:
        """The stream has ended: gives the open turn."""
        return self._finish()

    def snapshot(self) -> bytes:
        """JSON of some 2 kB and 1.5 kB more per voice; no sound."""
        state = {
            "version": _VERSION,
            "position": self._position,
            "clip_end": self._clip_end,
            "buffer": self._buffer.state(),
            "activity": base64.b64encode(self._activity.state()).decode("ascii"),
            "endpoints": self._endpointer.state(),
            "speakers": self._speakers.state() if self._speakers else None,
            "belief": self._judge.belief,
        }
        return json.dumps(state, sort_keys=True, separators=(",", ":")).encode("ascii")

    def restore(self, snapshot: bytes) -> None:
        """Goes on from a snapshot; sound must come again from `resume_from` on, earlier sound does no harm.

        Raises:
            InternalError: The snapshot is none of ours.
        """
        try:
            state = json.loads(snapshot)
            if state["version"] != _VERSION:
                msg = f"a snapshot of hearing has version {state['version']}, not {_VERSION}; index the stream again"
                raise InternalError(msg)
            self._position, self._clip_end = state["position"], state["clip_end"]
            self._buffer.set_state(state["buffer"])
            self._activity.set_state(base64.b64decode(state["activity"]))
            self._endpointer.set_state(state["endpoints"])
            if self._speakers and state["speakers"]:
                self._speakers.set_state(state["speakers"])
            self._judge.belief = state["belief"]
        except (ValueError, KeyError, TypeError) as exc:
            msg = f"a snapshot of hearing cannot be read ({exc!r}); index the stream again"
            raise InternalError(msg) from exc

    def forget_voices(self) -> None:
        """Voices are told apart anew from here on; the next snapshot has none. An open turn goes on."""
        self._speakers = self._new_speakers()

    def _new_speakers(self) -> Speakers | None:
        voice = self._voice
        return Speakers(self._options.speakers or speaker_options(voice.info.name)) if voice else None

    @property
    def resume_from(self) -> float:
        """The beginning of the sound that is still needed: of the open turn and what its diarizer hears before it."""
        return min(self._clip_end, self._buffer.resume_from) if self._buffer.is_open else self._clip_end

    def _listen(self) -> list[Observation]:
        found: list[Observation] = []
        first = self._position
        sound = self._buffer.read(first, self._buffer.end)
        while self._position + WINDOW <= first + len(sound):
            with self._counted("voice-activity"):
                window = sound[self._position - first : self._position - first + WINDOW]
                turn = self._endpointer.push(self._position, self._activity.probability(window))
            self._position += WINDOW
            if turn is None and self._endpointer.is_full(self._position):
                turn = self._cut()
            if turn is not None:
                found += self._hear(turn)
        self._buffer.drop_before(self._needed())
        return found

    def _needed(self) -> int:
        """The first sample that a turn which closes later may want."""
        opened = self._endpointer.opened_at
        padding = samples_of(self._options.endpoints.padding)
        begin = self._position - padding if opened is None else opened
        return begin - (self._diarizer.context if self._diarizer else 0)

    def _cut(self) -> Stretch | None:
        """Ends the open turn at the quietest point of its second half."""
        start = self._endpointer.opened_at
        if start is None:
            return None
        middle = (start + self._position) // 2
        return self._endpointer.cut(middle + quietest(self._buffer.read(middle, self._position)))

    def _finish(self) -> list[Observation]:
        """No sound follows: closes the open turn."""
        turn = self._endpointer.close(self._buffer.end)
        self._position = max(self._position, self._buffer.end)
        found = self._hear(turn) if turn else []
        self._buffer.close()
        return found

    def _hear(self, turn: Stretch) -> list[Observation]:
        """What a closed turn holds. Sound that has not come again after a restart is missing at its front."""
        turn = max(turn[0], self._buffer.start), min(turn[1], self._buffer.end)
        if turn[0] >= turn[1]:
            return []
        first = max(self._buffer.start, turn[0] - (self._diarizer.context if self._diarizer else 0))
        sound = self._buffer.read(first, self._position)
        tracks: Sequence[Track] = ()
        if self._diarizer:
            with self._counted("diarization"):
                tracks = self._diarizer.split(sound, first, turn)
        tracks = tracks or [Track((turn,), (turn,))]
        voices, names = self._tell_apart(tracks, sound, first, may_cut=self._diarizer is not None)
        pieces = pieces_of([voice.track for voice in voices], names)
        found = []
        for i, piece in enumerate(pieces):
            text, confidence, language = "", 0.0, UNKNOWN
            if self._recognizer and not is_covered(piece, pieces):
                start, end = margins(pieces, i, turn, samples_of(self._options.endpoints.padding))
                text, confidence, language = self._read(self._recognizer, sound[start - first : end - first])
            span = Span(piece.start / SAMPLE_RATE, piece.end / SAMPLE_RATE)
            vector, name = self._vector(voices[piece.track]), names[piece.track]
            found.append(
                Observation(ObservationKind.TURN, span, vector, text, confidence, label=name, language=language)
            )
        return found

    def _tell_apart(
        self, tracks: Sequence[Track], sound: Samples, first: int, *, may_cut: bool
    ) -> tuple[list[Voiced], list[str]]:
        """Tracks of one voice each with what is known of it, and a name for each."""
        if not self._voice or not self._speakers:
            return [Voiced(track, np.zeros(0, np.float32), 0.0) for track in tracks], [""] * len(tracks)
        with self._counted("voices"):
            purity = Purity(self._voice, self._speakers.options, most=self._options.max_vector)
            found = [
                each
                for origin, track in enumerate(tracks)
                for each in purity.voiced(track, sound, first, origin=origin, may_cut=may_cut)
            ]
            found.sort(key=lambda each: each.track.stretches)
            names = self._speakers.assign(found)
        return found, names

    def _vector(self, voice: Voiced) -> Vector | None:
        """What is worth keeping: None where there is too little speech of one voice alone."""
        return voice.vector if voice.seconds >= self._options.min_vector else None

    def _read(self, recognizer: Recognizer, sound: Samples) -> tuple[str, float, str]:
        """(text, confidence, language); no text for a language that the recognizer does not know."""
        with self._counted("recognition"):
            text, confidence = recognizer.transcribe(sound)
        confidence = min(1.0, max(0.0, confidence))
        if isinstance(recognizer, LanguageIdentifier):
            return text, confidence, recognizer.language if text else UNKNOWN
        if self._judge.believes(text, confidence, len(sound) / SAMPLE_RATE):
            return text, confidence, min(recognizer.languages)
        return "", confidence, UNKNOWN

    @contextmanager
    def _counted(self, stage: str) -> Iterator[None]:
        begin = thread_time()
        yield
        self.stages[stage] += thread_time() - begin


def _diarizer(setting: Literal["none", "fast", "accurate"]) -> Diarizer | None:
    """The diarizer of a setting; None, with one line in the log, where its network is not there."""
    if setting == "none":
        return None
    from .diarization_segments import SETTINGS, SegmentingDiarizer

    try:
        return SegmentingDiarizer(options=SETTINGS[setting])
    except ModelMissing as exc:
        logger.warning("turns are not cut at changes of speaker: %s", exc)
        return None
