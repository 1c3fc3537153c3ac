"""The two networks of pyannote's speaker diarization that moonshine-voice carries inside its library.

Moonshine's own diarizer holds pyannote/speaker-diarization-community-1 (CC BY 4.0, Hervé Bredin: Plaquet &
Bredin 2023 for the segmentation, WeSpeaker's ResNet34 for the embedding) as data of its shared library, under
exported names.  Read from there, they cost a tenth of what the diarizer around them costs, and they
can be run window by window.  The names are not documented: where a build does not export them, `ModelMissing`
says so; `models.voice=resemblyzer` needs none of it, and without the segmentation each turn is one voice.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..streams.errors import ModelError, ModelMissing
from ..streams.types import SAMPLE_RATE, Samples

WINDOW = 10 * SAMPLE_RATE
"""Samples that the segmentation network sees at once; it takes no other number."""
FRAME_STEP = 270
"""Samples between its frames (16.875 ms)."""
FRAME_OFFSET = (991 - FRAME_STEP) // 2
"""Its first frame looks at 991 samples (its receptive field) and stands for the FRAME_STEP in their middle."""
SPEAKERS = 3
"""Voices that it can tell apart in one window."""

_LIBRARY = "libmoonshine"
_SYMBOL = (
    "_ZN9cppannote19embedded_community1{}{}E"  # namespace cppannote::embedded_community1, mangled by Itanium's rule
)
_REQUIREMENT = 'pip install "moonshine-voice>=0.0.73,<0.1"'


def network(name: str) -> bytes:
    """The bytes of the network "segmentation" or "embedding", an .ort file.

    Raises:
        ModelMissing: moonshine-voice is not there, or its library does not export the network.
    """
    path = _library()
    try:
        library = ctypes.CDLL(str(path))
        size = ctypes.c_size_t.in_dll(library, _mangled(f"{name}_ort_data_size")).value
        return bytes((ctypes.c_ubyte * size).in_dll(library, _mangled(f"{name}_ort_data")))
    except (OSError, ValueError) as exc:
        msg = (
            f"{path}: holds no {name} network for us ({exc}); do without: --set models.voice=resemblyzer, "
            f"or run `{_REQUIREMENT}`"
        )
        raise ModelMissing(msg) from exc


def is_there() -> bool:
    """Whether the library lies where it should; `network` tells whether it holds what we want."""
    try:
        return _library().is_file()
    except ModelMissing:
        return False


def session(name: str, threads: int = 1) -> tuple[Any, str]:
    """An onnxruntime session on the network, and the beginning of its sha256.

    Raises:
        ModelMissing: As `network`.
        ModelError: onnxruntime does not take it.
    """
    import onnxruntime

    data = network(name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        opened = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as exc:  # onnxruntime has no common error class
        msg = f"onnxruntime does not take moonshine-voice's {name} network ({exc}); run `{_REQUIREMENT}`"
        raise ModelError(msg) from exc
    return opened, hashlib.sha256(data).hexdigest()[:8]


class Segmentation:
    """Who speaks when within ten seconds, up to three voices at once: 4 ms of CPU per second of sound."""

    def __init__(self, *, threads: int = 1) -> None:
        """Opens the network (20 ms).

        Raises:
            ModelMissing: It is not there.
            ModelError: It is something else.
        """
        self._session, self.version = session("segmentation", threads)

    def activity(self, samples: Samples) -> NDArray[np.bool_]:
        """(589, 3): which of three voices speaks in which frame of one WINDOW of sound.

        The order of the voices means nothing from one window to the next.  Shorter sound is filled up with silence.
        """
        filled = np.zeros(WINDOW, np.float32)
        filled[: len(samples)] = samples
        found = self._session.run(None, {"waveforms": filled[None, None]})[0][0]
        return np.asarray(found > 0.5)


def _mangled(name: str) -> str:
    return _SYMBOL.format(len(name), name)


def _library() -> Path:
    spec = importlib.util.find_spec("moonshine_voice")  # a top-level name: nothing is imported
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for suffix in (".so", ".dylib"):
            path = Path(place) / f"{_LIBRARY}{suffix}"
            if path.is_file():
                return path
    msg = f"speaker diarization needs the library of moonshine-voice, which is not there; run `{_REQUIREMENT}`"
    raise ModelMissing(msg)
