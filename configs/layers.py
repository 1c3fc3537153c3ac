"""The places that values come from: presets, YAML files, `key=value` texts, the environment; each gives a `Layer`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from .loader import ConfigProblem, Layer, Text, kind_of

RESERVED = ("description", "variants", "extends")
"""Keys of a preset that speak about the preset itself."""


@dataclasses.dataclass(frozen=True, slots=True)
class Preset:
    """What a preset's file says of itself."""

    name: str
    description: str
    variants: Mapping[str, str]
    """Name → description."""


def preset_names() -> list[str]:
    """The presets that come with the package, sorted."""
    folder = resources.files(f"{__package__}.presets")
    return sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml"))


def preset(name: str) -> Preset:
    """What the preset `name` says of itself. Raises ConfigProblem where there is none of that name."""
    values = _preset_values(name)
    variants = {str(key): _description(value or {}) for key, value in (values.get("variants") or {}).items()}
    return Preset(name, _description(values), variants)


def preset_layers(name: str) -> list[Layer]:
    """The layers of `name` or `name:variant`: what it extends, itself, its variant."""
    base, _, variant = name.partition(":")
    values = _preset_values(base)
    below = preset_layers(str(values["extends"])) if values.get("extends") else []
    layers = [*below, Layer(f"preset {base}", _own(values))]
    if not variant:
        return layers
    variants = values.get("variants") or {}
    if variant not in variants:
        known = ", ".join(f"{base}:{key}" for key in variants) or "none"
        msg = f"preset {name!r}: {base!r} has no variant {variant!r} (variants: {known})"
        raise ConfigProblem(msg)
    return [*layers, Layer(f"preset {name}", _own(variants[variant] or {}))]


def file_layer(path: Path | str) -> Layer:
    """The layer of a YAML file. Raises ConfigProblem where it is missing or holds no mapping."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as exc:
        msg = f"{path}: cannot read the configuration ({exc.strerror}); give a YAML file"
        raise ConfigProblem(msg) from exc
    except UnicodeDecodeError as exc:
        msg = f"{path}: not a text file; give a YAML file"
        raise ConfigProblem(msg) from exc
    return Layer(str(path), _parse(text, str(path)))


def override_layer(assignments: Iterable[str], *, origin: str = "--set") -> Layer:
    """The layer of `key.path=value` texts."""
    values: dict[str, Any] = {}
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        if not equals or not path.strip(". "):
            msg = f"{origin} {assignment}: needs KEY.PATH=VALUE, as in ears.threads=2"
            raise ConfigProblem(msg)
        _put(values, [part.strip() for part in path.split(".")], Text(text.strip()), f"{origin} {assignment}")
    return Layer(origin, values)


def environment_layer(environment: Mapping[str, str], *, prefix: str) -> Layer:
    """The layer of the variables `PREFIX__KEY__PATH=value`; keys are written in lower case."""
    values: dict[str, Any] = {}
    for name in sorted(environment):
        if name.startswith(f"{prefix}__"):
            parts = name.lower().split("__")[1:]
            _put(values, parts, Text(environment[name]), f"environment {name}")
    return Layer("environment", values)


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in RESERVED}


def _description(values: Mapping[str, Any]) -> str:
    return " ".join(str(values.get("description", "")).split())


def _preset_values(name: str) -> Mapping[str, Any]:
    names = preset_names()
    if name not in names:
        msg = f"preset {name!r} is not known (known: {', '.join(names)}); give one of these, or --config FILE"
        raise ConfigProblem(msg)
    text = (resources.files(f"{__package__}.presets") / f"{name}.yaml").read_text(encoding="utf-8")
    return _parse(text, f"preset {name}")


def _parse(text: str, origin: str) -> Mapping[str, Any]:
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        msg = f"{origin}: not YAML{where} ({getattr(exc, 'problem', None) or exc})"
        raise ConfigProblem(msg) from exc
    if values is None:
        return {}
    if not isinstance(values, Mapping):
        msg = f"{origin}: needs keys with values, found {kind_of(values)}"
        raise ConfigProblem(msg)
    return values


def _put(values: dict[str, Any], parts: Sequence[str], value: Text, origin: str) -> None:
    for part in parts[:-1]:
        below = values.setdefault(part, {})
        if not isinstance(below, dict):
            msg = f"{origin}: {part} has a value already"
            raise ConfigProblem(msg)
        values = below
    values[parts[-1]] = value
