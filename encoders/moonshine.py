"""English speech to text by Moonshine tiny (Jeffries et al. 2024, MIT), the model inside moonshine-voice.

Its two networks are run here directly by onnxruntime: that gives each token's probability, which moonshine's own
library does not tell, and allows *views*: the same sound slower, as it is and faster, decoded together by the
mean of their probabilities and by beam search.  Word error rate and seconds of CPU per second of sound, on 70 turns
of synthetic speech as voice activity cuts them: one view, greedy .098, 0.02; three views, greedy .080, 0.055; three
views, beam of 3 .051, 0.085; beam of 5 .050, 0.12.  Gain changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..streams.errors import ModelError
from ..streams.types import SAMPLE_RATE, Samples
from .beam import search
from .models import locate

_HEADS, _HEAD_DIM = 8, 36
_START, _END, _FIRST_SPECIAL = 1, 2, 32_000
_HOP = 384  # samples per step of the encoder
_SHORTEST = SAMPLE_RATE // 10
_OLD_SPELLING = re.compile(r"\b([Tt])o-(day|night|morrow)\b")  # learned from old books that were read aloud
_LONGEST = 30 * SAMPLE_RATE  # trained on up to 30 s


@dataclass(frozen=True, slots=True, kw_only=True)
class MoonshineOptions:
    """How the sound is looked at."""

    speeds: tuple[float, ...] = (1.0, 0.93, 1.07)
    """One view each; more views err less and cost more. The first is the one whose end ends the text."""
    silence_before: float = 0.3
    """Seconds put before the view of speed 1."""
    silence_after: float = 1.0
    """And after it: a sentence is ended better when its end is heard."""
    beam: int = 3
    """Rows of words that are followed at once; 1 is greedy."""
    tokens_per_second: float = 10.0
    """More is a loop: fast telephone speech has 8."""
    threads: int = 1
    """For onnxruntime."""


class MoonshineRecognizer:
    """One turn of English speech at a time."""

    def __init__(self, *, folder: Path | str | None = None, options: MoonshineOptions | None = None) -> None:
        """Opens the networks (0.15 s).

        Args:
            folder: With encoder_model.ort, decoder_model_merged.ort and tokenizer.bin; moonshine-voice's by default.
            options: How to look at the sound.

        Raises:
            ModelMissing: The package is not there.
            ModelError: The files are something else.
        """
        place = Path(folder) if folder else locate("moonshine-tiny-en")
        self._options = options or MoonshineOptions()
        try:
            self._encoder = _session(place / "encoder_model.ort", self._options.threads)
            self._decoder = _session(place / "decoder_model_merged.ort", self._options.threads)
            self._pieces = read_tokens((place / "tokenizer.bin").read_bytes())
        except Exception as exc:  # onnxruntime has no common error class
            msg = f"{place}: not moonshine's tiny-en ({exc}); run `pip install 'moonshine-voice>=0.0.73,<0.1'`"
            raise ModelError(msg) from exc

    @property
    def languages(self) -> frozenset[str]:
        """English only."""
        return frozenset({"en"})

    def transcribe(self, samples: Samples) -> tuple[str, float]:
        """(text, geometric mean of the tokens' probabilities); ("", 0) for less than 0.1 s."""
        if len(samples) < _SHORTEST:
            return "", 0.0
        states, mask = self._encode(self._views(samples[:_LONGEST]))
        limit = int(len(samples) / SAMPLE_RATE * self._options.tokens_per_second) + 3
        decoding = _Decoding(self._decoder, states, mask)
        found = search(decoding, start=_START, end=_END, width=self._options.beam, limit=limit)
        return self._text(found.tokens), float(np.exp(found.mean))

    def _views(self, samples: Samples) -> list[Samples]:
        before = np.zeros(round(self._options.silence_before * SAMPLE_RATE), np.float32)
        after = np.zeros(round(self._options.silence_after * SAMPLE_RATE), np.float32)
        views = []
        for speed in self._options.speeds:
            if speed == 1:
                views.append(np.concatenate([before, samples, after]))
            else:
                places = np.arange(int(len(samples) / speed)) * speed
                views.append(np.interp(places, np.arange(len(samples)), samples).astype(np.float32))
        return views

    def _encode(self, views: Sequence[Samples]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """(views, steps, 288) and a mask over samples (views, samples), as the decoder wants it."""
        each = []
        for view in views:
            given = {"input_values": view[None], "attention_mask": np.ones((1, len(view)), np.int64)}
            each.append(self._encoder.run(None, given)[0][0])
        states = np.zeros((len(views), max(map(len, each)), each[0].shape[1]), np.float32)
        mask = np.zeros((len(views), max(map(len, views))), np.int64)
        for i, part in enumerate(each):
            states[i, : len(part)] = part
            mask[i, : (len(part) - 1) * _HOP + 1] = 1  # the decoder looks at every 384th
        return states, mask

    def _text(self, tokens: Sequence[int]) -> str:
        joined = b"".join(self._pieces[token] for token in tokens if token < _FIRST_SPECIAL)
        text = joined.decode("utf-8", "ignore").replace("\u2581", " ").strip()
        return _OLD_SPELLING.sub(r"\1o\2", text)


class _Decoding:
    """The decoder over one sound: each hypothesis is scored on all views, by the mean of their probabilities."""

    def __init__(self, decoder: Any, states: NDArray[np.float32], mask: NDArray[np.int64]) -> None:  # noqa: ANN401 - onnxruntime has no types
        self._decoder = decoder
        self._names = [output.name.replace("present", "past_key_values") for output in decoder.get_outputs()][1:]
        self._views = len(states)
        self._fixed: dict[str, NDArray[Any]] = {"encoder_hidden_states": states, "encoder_attention_mask": mask}
        self._past: dict[str, NDArray[np.float32]] = {}
        for name in self._names:
            length = 0 if ".decoder." in name else states.shape[1]
            cache = self._past if ".decoder." in name else self._fixed
            cache[name] = np.zeros((self._views, _HEADS, length, _HEAD_DIM), np.float32)
        self._repeated = self._fixed  # for as many hypotheses as there were last
        self._is_first = True

    def __call__(self, parents: Sequence[int], tokens: Sequence[int]) -> NDArray[np.float64]:
        """See `beam.Score`; the rows of a batch are (hypotheses × views)."""
        rows = np.concatenate([np.arange(parent * self._views, (parent + 1) * self._views) for parent in parents])
        if len(self._repeated["encoder_hidden_states"]) != len(rows):
            self._repeated = {name: _repeat(value, len(tokens)) for name, value in self._fixed.items()}
        logits, *present = self._decoder.run(
            None,
            {
                "input_ids": np.repeat(np.asarray(tokens, np.int64), self._views)[:, None],
                "use_cache_branch": np.array([not self._is_first]),
                **self._repeated,
                **{name: value[rows] for name, value in self._past.items()},
            },
        )
        for name, value in zip(self._names, present, strict=True):
            if ".decoder." in name:
                self._past[name] = value
            elif self._is_first:  # the encoder's part is made once
                self._fixed[name] = value
        self._is_first = False
        mean = _softmax(logits[:, -1].astype(np.float64)).reshape(len(tokens), self._views, -1).mean(axis=1)
        return np.asarray(np.log(np.maximum(mean, 1e-12)))


def _repeat(value: NDArray[Any], count: int) -> NDArray[Any]:
    return np.tile(value, (count,) + (1,) * (value.ndim - 1))


def read_tokens(data: bytes) -> list[bytes]:
    """Moonshine's tokenizer.bin: per token its length (one byte, or two from 128 on) and its bytes."""
    tokens, place = [], 0
    while place < len(data):
        length = data[place]
        place += 1
        if length >= 128:
            length += data[place] * 128 - 128
            place += 1
        tokens.append(data[place : place + length])
        place += length
    return tokens


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _session(path: Path, threads: int) -> Any:  # noqa: ANN401 - onnxruntime has no types
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
