"""Speech to text by Whisper (Radford et al. 2022) on faster-whisper, for preset `standard`: about 100 languages.

Weights come from a local folder or from the hub's cache; nothing is fetched here (`mneme models pull` says how).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..streams.errors import ModelError, ModelMissing
from ..streams.types import SAMPLE_RATE, Samples

_SHORTEST = SAMPLE_RATE // 10


@dataclass(frozen=True, slots=True, kw_only=True)
class WhisperOptions:
    """Which model, and how it decodes."""

    model: str = "small"
    """A size ("tiny", "base", "small", "medium", "large-v3"), a hub's name, or a folder in CTranslate2's format."""
    device: str = "cpu"
    compute_type: str = "int8"
    language: str = ""
    """BCP 47; "": the model tells, turn by turn."""
    beam_size: int = 5
    no_speech: float = 0.6
    """A segment with a greater probability of no speech, and unsure words, is left out (Whisper's own default)."""
    threads: int = 1


class WhisperRecognizer:
    """One turn of speech at a time; tells its language as well."""

    def __init__(self, *, options: WhisperOptions | None = None, **more: Any) -> None:  # noqa: ANN401 - its fields
        """Opens the model, from this machine only; `more` are fields of the options.

        Raises:
            ModelMissing: Neither a folder nor in the cache.
            ModelError: The files are something else.
        """
        from faster_whisper import WhisperModel

        self._options = replace(options or WhisperOptions(), **more)
        name = self._options.model
        if Path(name).expanduser().is_dir():
            name = str(Path(name).expanduser())
        try:
            self._model = WhisperModel(
                name,
                device=self._options.device,
                compute_type=self._options.compute_type,
                cpu_threads=self._options.threads,
                local_files_only=True,
            )
        except (OSError, ValueError, RuntimeError) as exc:
            if Path(name).is_dir():
                msg = f"{name}: not a Whisper model in CTranslate2's format ({exc})"
                raise ModelError(msg) from exc
            msg = (
                f"Whisper model {name!r} is neither a folder nor in the hub's cache; "
                f"run `huggingface-cli download Systran/faster-whisper-{name}` or name a folder"
            )
            raise ModelMissing(msg) from exc
        self._language = self._options.language or "und"

    @property
    def languages(self) -> frozenset[str]:
        """All that the model knows; English only for an English model."""
        return frozenset(self._model.supported_languages)

    @property
    def language(self) -> str:
        """Of the turn that was transcribed last."""
        return self._language

    def transcribe(self, samples: Samples) -> tuple[str, float]:
        """(text, geometric mean of the tokens' probabilities); ("", 0) where nothing was said."""
        if len(samples) < _SHORTEST:
            return "", 0.0
        segments, info = self._model.transcribe(
            samples,
            language=self._options.language or None,
            beam_size=self._options.beam_size,
            condition_on_previous_text=False,
            temperature=0.0,
            no_speech_threshold=self._options.no_speech,
        )
        self._language = str(info.language)
        return text_of(list(segments))


def text_of(segments: Sequence[Any]) -> tuple[str, float]:
    """(text, confidence) of faster-whisper's segments, weighed by their tokens."""
    text = " ".join(segment.text.strip() for segment in segments).strip()
    count = sum(len(segment.tokens) for segment in segments)
    if not text or not count:
        return "", 0.0
    return text, math.exp(sum(segment.avg_logprob * len(segment.tokens) for segment in segments) / count)
