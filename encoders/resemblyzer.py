"""Voices to vectors by Resemblyzer's network: GE2E (Wan et al. 2018), 256 numbers, Apache-2.0.

Only the weight file is Resemblyzer's (`mneme models pull`); its package drags webrtcvad and librosa along.
The mel filterbank is librosa's default (Slaney), made here: the vectors are those of the package
(cosine 1.0).  All numbers of a vector are positive, so even strangers are alike to about 0.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ..streams.errors import ModelError
from ..streams.types import SAMPLE_RATE, Samples
from .models import locate
from .types import EncoderInfo

_DIM, _MELS = 256, 40
_STEP, _LENGTH = SAMPLE_RATE // 100, SAMPLE_RATE // 40  # 10 ms and 25 ms
_FRAMES = 160  # of one window: the 1.6 s that the network was trained on
_HOP = 77  # frames between windows: Resemblyzer's 1.3 windows a second
_COVERAGE = 0.75  # a last window with less sound than this is left out (Resemblyzer's min_coverage)
_LOUDNESS = 10 ** (-30 / 20)  # softer sound is raised to -30 dBFS (Resemblyzer's audio_norm_target_dBFS)


class ResemblyzerVoiceEncoder:
    """Voices to vectors of norm 1: 6 ms of CPU per second of sound."""

    def __init__(self, *, weights: Path | str | None = None, threads: int = 1) -> None:
        """Opens the weights.

        Args:
            weights: `pretrained.pt`; where `mneme models pull` has put it by default.
            threads: torch's, while encoding; two on two busy cores were 3 to 30 times slower than one.

        Raises:
            ModelMissing: The file is not there.
            ModelError: It is something else.
        """
        path = Path(weights) if weights else locate("resemblyzer")
        self._threads = threads
        self._lstm = torch.nn.LSTM(_MELS, _DIM, 3, batch_first=True)
        self._linear = torch.nn.Linear(_DIM, _DIM)
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)["model_state"]
            for layer, name in ((self._lstm, "lstm."), (self._linear, "linear.")):
                layer.load_state_dict({k.removeprefix(name): v for k, v in state.items() if k.startswith(name)})
                layer.eval()
        except Exception as exc:  # torch raises several kinds for a file that is not its own
            msg = f"{path}: not Resemblyzer's weights ({type(exc).__name__}); run `mneme models pull`"
            raise ModelError(msg) from exc

    @property
    def info(self) -> EncoderInfo:
        """Which vectors these are."""
        return EncoderInfo("resemblyzer", "0.1.4", _DIM)

    def encode(self, samples: Sequence[Samples]) -> NDArray[np.float32]:
        """(n, 256), rows of norm 1; silence and empty sound give a zero row.

        A sound of any length is cut into windows of 1.6 s, 0.77 s apart, and their vectors are averaged.
        Windows of one sound go through the network together, sounds do not: no vector depends on its neighbours.
        """
        rows = np.zeros((len(samples), _DIM), np.float32)
        threads = torch.get_num_threads()
        torch.set_num_threads(self._threads)
        try:
            for i, sound in enumerate(samples):
                if len(sound) and np.any(sound):
                    rows[i] = self._vector(sound)
        finally:
            torch.set_num_threads(threads)
        return rows

    def _vector(self, sound: Samples) -> NDArray[np.float32]:
        windows = torch.from_numpy(_windows(mel_spectrogram(_raise_volume(sound)), len(sound)))
        with torch.inference_mode():
            _, (hidden, _) = self._lstm(windows)
            vectors = torch.relu(self._linear(hidden[-1])).numpy()  # (windows, dim)
        vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        mean = vectors.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)


def mel_spectrogram(sound: Samples) -> NDArray[np.float32]:
    """(frames, 40) mel powers, no logarithm: librosa's melspectrogram with 25 ms windows every 10 ms."""
    padded = np.pad(sound, _LENGTH // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _LENGTH)[::_STEP]
    spectrum = np.fft.rfft(frames * _HANN, axis=1)
    return np.asarray(np.square(np.abs(spectrum)) @ _FILTERS, np.float32)


def _raise_volume(sound: Samples) -> Samples:
    loudness = float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))
    return sound if loudness >= _LOUDNESS else np.asarray(sound * (_LOUDNESS / loudness), np.float32)


def _windows(mels: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """(windows, 160, 40) of the sound's spectrogram; the last one is filled up with silence."""
    starts = list(range(0, max(1, len(mels) - _FRAMES + _HOP + 1), _HOP))
    if len(starts) > 1 and length - starts[-1] * _STEP < _COVERAGE * _FRAMES * _STEP:
        starts.pop()
    filled = np.pad(mels, ((0, max(0, starts[-1] + _FRAMES - len(mels))), (0, 0)))
    return np.stack([filled[start : start + _FRAMES] for start in starts])


def _mel_filters() -> NDArray[np.float32]:
    """(201, 40): triangles of equal area, evenly spaced on Slaney's mel scale (linear below 1 kHz)."""
    knee, step = 1000.0, np.log(6.4) / 27
    top = 15 + np.log(SAMPLE_RATE / 2 / knee) / step
    mels = np.linspace(0.0, top, _MELS + 2)
    edges = np.where(mels < 15, mels * 200 / 3, knee * np.exp(step * (mels - 15)))
    bins = np.linspace(0, SAMPLE_RATE / 2, _LENGTH // 2 + 1)
    rising = (bins[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins[:, None]) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(triangles * (2 / (edges[2:] - edges[:-2])), np.float32)


_HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_LENGTH) / _LENGTH)).astype(np.float32)
_FILTERS = _mel_filters()
