"""Voice activity: how likely each 32 ms hold speech, and where turns begin and end.

The network is Silero VAD v6 (MIT), the file that faster-whisper carries.  It is recurrent: a probability
depends on all sound since `reset`, so windows must come in order and without holes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..streams.errors import ModelError
from ..streams.types import SAMPLE_RATE, Samples
from .models import locate

WINDOW = 512
"""Samples per probability: what the network was trained on."""
_CONTEXT = 64  # samples of the window before, which the network sees again
_STATE = (1, 1, 128)


class SileroVoiceActivity:
    """Streaming Silero: one probability per window, 2.5 ms of CPU per second of sound."""

    def __init__(self, *, path: Path | str | None = None) -> None:
        """Opens the network (0.1 s).

        Args:
            path: The .onnx file; the one inside faster-whisper by default.

        Raises:
            ModelMissing: It is not there.
            ModelError: It is something else.
        """
        import onnxruntime

        found = Path(path) if path else locate("silero")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(str(found), options, providers=["CPUExecutionProvider"])
        except Exception as exc:  # onnxruntime has no common error class
            msg = f"{found}: not a voice activity network ({exc}); install faster-whisper again"
            raise ModelError(msg) from exc
        self.reset()

    def reset(self) -> None:
        """Forgets all sound: the next window stands at a beginning."""
        self._hidden: NDArray[np.float32] = np.zeros(_STATE, np.float32)
        self._cell: NDArray[np.float32] = np.zeros(_STATE, np.float32)
        self._context: NDArray[np.float32] = np.zeros(_CONTEXT, np.float32)

    def probability(self, window: Samples) -> float:
        """That the next WINDOW samples hold speech, 0..1. One window a call: batches round otherwise."""
        joined = np.concatenate([self._context, window])[None]
        probabilities, self._hidden, self._cell = self._session.run(
            None, {"input": joined, "h": self._hidden, "c": self._cell}
        )
        self._context = np.array(window[-_CONTEXT:])
        return float(probabilities[0])

    def state(self) -> bytes:
        """All that it remembers, 1,280 bytes; give it to `set_state`."""
        return b"".join(part.tobytes() for part in (self._hidden, self._cell, self._context))

    def set_state(self, state: bytes) -> None:
        """Goes on from there, bit for bit."""
        numbers = np.frombuffer(state, np.float32)
        hidden, cell, context = np.split(numbers, [128, 256])
        self._hidden, self._cell = hidden.reshape(_STATE).copy(), cell.reshape(_STATE).copy()
        self._context = context.copy()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointOptions:
    """When a turn begins and ends. Seconds."""

    threshold: float = 0.5
    """Speech begins at this probability (Silero's own default)."""
    threshold_off: float = 0.35
    """It goes on down to this one (Silero: 0.15 below)."""
    min_silence: float = 0.4
    """A pause of this length ends a turn: longer than a stop consonant, shorter than a change of speaker."""
    min_speech: float = 0.2
    """Shorter bursts are clicks."""
    padding: float = 0.15
    """Kept before and after: the network is late on soft first and last consonants."""
    max_turn: float = 12.0
    """Longer speech is cut at its quietest point: bounds memory, and a turn stays a moment that one can cite."""

    def __post_init__(self) -> None:
        if not 0 < self.threshold_off <= self.threshold < 1:
            msg = f"voice activity needs 0 < threshold_off <= threshold < 1 ({self.threshold_off}, {self.threshold})"
            raise ValueError(msg)
        if self.max_turn < 2 or not 0 <= 2 * self.padding <= self.min_silence:
            msg = f"voice activity needs max_turn >= 2 and 2 * padding <= min_silence (found: {self})"
            raise ValueError(msg)


class Endpointer:
    """Probabilities in, turns out. Positions are samples; it holds five numbers, whatever comes."""

    def __init__(self, options: EndpointOptions) -> None:
        self._options = options
        self.reset(0)

    def reset(self, position: int) -> None:
        """Nothing is open; nothing that comes reaches back before `position`."""
        self._floor = position
        self._start: int | None = None
        self._onset = self._last = position

    @property
    def opened_at(self) -> int | None:
        """Where the open turn begins, padding included; None while there is silence."""
        return self._start

    @property
    def last_speech(self) -> int:
        """Where the newest speech ended."""
        return self._last

    def push(self, position: int, probability: float) -> tuple[int, int] | None:
        """The window at `position` has that probability: gives the turn that closes with it."""
        options, end = self._options, position + WINDOW
        if self._start is None:
            if probability >= options.threshold:
                self._start = max(self._floor, position - _samples(options.padding))
                self._onset, self._last = position, end
            return None
        if probability >= options.threshold_off:
            self._last = end
        elif end - self._last >= _samples(options.min_silence):
            return self.close(end)
        return None

    def is_full(self, position: int) -> bool:
        """Whether the open turn has its greatest length by `position`."""
        return self._start is not None and position - self._start >= _samples(self._options.max_turn)

    def cut(self, position: int) -> tuple[int, int] | None:
        """Closes what lies before `position`; the rest stays open."""
        if self._start is None or not self._start < position:
            return None
        closed = self._start, position
        self._floor = self._start = position
        self._onset, self._last = min(self._onset, position), max(self._last, position)
        return closed

    def close(self, position: int) -> tuple[int, int] | None:
        """No more speech before `position`: gives the open turn, None where none or too short a one is open."""
        if self._start is None:
            return None
        options = self._options
        start, is_long = self._start, self._last - self._onset >= _samples(options.min_speech)
        end = min(position, self._last + _samples(options.padding))
        self._start = None
        if not is_long:
            return None
        self._floor = end
        return start, end

    def state(self) -> dict[str, int | None]:
        """All that it remembers; give it to `set_state`."""
        return {"floor": self._floor, "start": self._start, "onset": self._onset, "last": self._last}

    def set_state(self, state: Mapping[str, Any]) -> None:
        """Goes on from there."""
        self._floor, self._start = state["floor"], state["start"]
        self._onset, self._last = state["onset"], state["last"]


def quietest(samples: Samples) -> int:
    """The sample at the middle of the quietest 160 ms, the latest of equals: where a cut harms least."""
    step = SAMPLE_RATE // 100
    count = len(samples) // step
    width = 16
    if count <= width:
        return len(samples) // 2
    energy = np.square(samples[: count * step], dtype=np.float64).reshape(count, step).sum(axis=1)
    sums = np.concatenate([[0.0], np.cumsum(energy)])
    windows = sums[width:] - sums[:-width]
    last = len(windows) - 1 - int(np.argmin(windows[::-1]))
    return (last + width // 2) * step


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)
