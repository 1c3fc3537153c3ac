"""All options composed: what a preset, a file, `--set` and the environment can say.

Two halves, because a question must not load what only memorizing needs: `ReadSettings`, and `MemorizeSettings`
(`settings_memorize.py`).  Both are filled from the same layers; a key belongs to exactly one of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..configs.layers import environment_layer, file_layer, override_layer, preset, preset_layers, preset_names
from ..configs.loader import ConfigProblem, Layer, load
from ..encoders.llm import LlmOptions
from ..memory.retrieval import RetrievalOptions
from ..memory.store_options import StoreOptions
from ..streams.errors import ConfigError
from .budget import Budget
from .rules import RulesOptions

if TYPE_CHECKING:
    from .settings_memorize import MemorizeSettings

DEFAULT_PRESET = "embedded"
ENVIRONMENT = "MNEME"
"""Variables `MNEME__EARS__THREADS=2` are settings."""
MEMORIZE_KEYS = frozenset({"file", "memorize", "eyes", "ears", "privacy"})
"""The fields of `MemorizeSettings`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Which backend plays which role (`encoders/registry.py`); null leaves the role out."""

    text: str | None = "minilm"
    """Sentences to vectors."""
    voice_activity: str | None = "silero"
    recognizer: str | None = "moonshine"
    voice: str | None = "wespeaker"
    """Voices to vectors."""
    face_detector: str | None = "dlib"
    face: str | None = "dlib"
    """Faces to vectors."""
    reader: str | None = "rapidocr"
    """Text on the screen."""
    scene: str | None = "efficientnet"
    """Pictures to vectors and tags."""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By role, what the backend's class takes: `models.options.face_detector: {upsample: 1}`."""

    def roles(self) -> dict[str, str]:
        """The backend by role, without the roles that are left out."""
        names = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "options"}
        return {role: name for role, name in names.items() if name}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """What reading a memory needs."""

    models: Models = field(default_factory=Models)
    store: StoreOptions = field(default_factory=StoreOptions)
    retrieval: RetrievalOptions = field(default_factory=RetrievalOptions)
    budget: Budget = field(default_factory=Budget)
    rules: RulesOptions = field(default_factory=RulesOptions)
    llm: LlmOptions = field(default_factory=LlmOptions)


READ_KEYS = frozenset(item.name for item in fields(ReadSettings))


@dataclass(frozen=True, slots=True)
class Settings:
    """All options. What only memorizing needs is put together when it is asked for."""

    name: str = DEFAULT_PRESET
    """The preset that they began with."""
    read: ReadSettings = field(default_factory=ReadSettings)
    layers: tuple[Layer, ...] = ()
    """Where they came from, lowest first."""

    def memorizing(self) -> MemorizeSettings:
        """What memorizing needs beyond `read`.

        Raises:
            ConfigError: an unknown key, a wrong type, or a value out of range.
        """
        from .settings_memorize import MemorizeSettings

        try:
            return load(MemorizeSettings, self.layers, ignore=READ_KEYS)
        except ConfigProblem as exc:
            raise ConfigError(str(exc)) from exc


def load_settings(
    name: str = DEFAULT_PRESET,
    *,
    config: Path | str | Mapping[str, Any] | None = None,
    overrides: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings of a preset (`embedded`, `embedded:accurate`) with what stands over it.

    Args:
        name: the preset, with its variant.
        config: a YAML file, or its content.
        overrides: `key.path=value` texts; they win over everything.
        environment: variables; those that begin with `MNEME__` are settings. None for the process's own.

    Raises:
        ConfigError: a preset, a file or a value is off; the message has the key's path.
    """
    variables = os.environ if environment is None else environment
    try:
        layers = preset_layers(name)
        if isinstance(config, Mapping):
            layers.append(Layer("config", config))
        elif config is not None:
            layers.append(file_layer(config))
        layers.append(environment_layer(variables, prefix=ENVIRONMENT))
        layers.append(override_layer(overrides))
        return Settings(name, load(ReadSettings, layers, ignore=MEMORIZE_KEYS), tuple(layers))
    except ConfigProblem as exc:
        raise ConfigError(str(exc)) from exc


def describe_presets() -> list[tuple[str, str]]:
    """(name, what it is) of all presets and their variants."""
    described = []
    for name in preset_names():
        about = preset(name)
        described.append((name, about.description))
        described += [(f"{name}:{variant}", text) for variant, text in about.variants.items()]
    return described
