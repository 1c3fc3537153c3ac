"""Fills nested dataclasses from layers of plain mappings: a preset, a file, `--set key=value`, the environment.

Knows none of the classes that it fills, and nothing of the program that calls it.  Later layers win, key
by key.  Every complaint names the layer and the key's path: `my.yaml: ears.threads: needs int, found 'two'`.
`layers.py` makes the layers.
"""
# ruff: noqa: ANN401  (values of any type come in: that is what is checked here)

from __future__ import annotations

import dataclasses
import difflib
import types
import typing
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Literal, TypeVar, Union

import yaml

T = TypeVar("T")


class ConfigProblem(ValueError):
    """A preset, a file or a value is off; the message has the layer and the key's path."""


class Text(str):
    """A value that came as text (a command line, the environment): read as the key's type wants it."""

    __slots__ = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """Values from one place."""

    origin: str
    """Where they came from, for messages."""
    values: Mapping[str, Any]
    """Nested by key."""


def load(target: type[T], layers: Sequence[Layer], *, ignore: Collection[str] = ()) -> T:
    """An instance of the dataclass `target`, filled from the layers; what no layer names keeps its default.

    Keys of the top level in `ignore` are known, but somebody else's: they are passed over.

    Raises:
        ConfigProblem: an unknown key, a wrong type, a missing value, or a value that the class refuses.
    """
    typed: dict[str, Any] = {}
    for layer in layers:
        own = {key: value for key, value in layer.values.items() if key not in ignore}
        _merge(typed, _typed(target, own, "", layer.origin, also=ignore))
    return typing.cast(T, _build(target, typed, ""))


def _merge(into: dict[str, Any], layer: Mapping[str, Any]) -> None:
    for key, value in layer.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _typed(
    target: type, values: Mapping[str, Any], path: str, origin: str, *, also: Collection[str] = ()
) -> dict[str, Any]:
    """The layer with each value as its field wants it; nested dataclasses stay dicts until all layers are in."""
    hints = typing.get_type_hints(target)
    known = [item.name for item in dataclasses.fields(target) if item.init]
    typed: dict[str, Any] = {}
    for key, value in values.items():
        where = f"{path}.{key}" if path else str(key)
        if key not in known:
            all_known = [*known, *sorted(also)]
            close = difflib.get_close_matches(str(key), all_known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(all_known)}"
            msg = f"{origin}: {where}: unknown key ({hint})"
            raise ConfigProblem(msg)
        typed[key] = _value(hints[key], value, where, origin)
    return typed


def _value(hint: Any, value: Any, path: str, origin: str) -> Any:
    """`value` as `hint` wants it. A nested dataclass gives `dict`, everything else its final value."""
    if hint is Any or hint is object:
        return value
    arguments = typing.get_args(hint)
    shape = typing.get_origin(hint) or hint
    if shape in (Union, types.UnionType):
        return _one_of(arguments, value, path, origin)
    if dataclasses.is_dataclass(shape) and isinstance(value, Mapping):
        return _typed(typing.cast(type, shape), value, path, origin)
    if isinstance(value, Text) and shape is not str:
        value = _parse_text(value)
    if shape is Literal:
        return _check(value, value in arguments, f"one of {', '.join(map(repr, arguments))}", path, origin)
    if isinstance(shape, type) and issubclass(shape, Enum):
        choices = [item.value for item in shape]
        return shape(_check(value, value in choices, f"one of {', '.join(map(repr, choices))}", path, origin))
    if shape in (tuple, list, set, frozenset):
        _check(value, isinstance(value, list | tuple | set), "a list", path, origin)
        if shape is tuple and arguments and arguments[-1] is not Ellipsis:
            _check(value, len(value) == len(arguments), f"{len(arguments)} values", path, origin)
            pairs = zip(arguments, value, strict=True)
        else:
            pairs = zip([arguments[0] if arguments else Any] * len(value), value, strict=True)
        return shape(_value(hint, item, f"{path}[{i}]", origin) for i, (hint, item) in enumerate(pairs))
    if shape in (dict, Mapping) or (isinstance(shape, type) and issubclass(shape, Mapping)):
        _check(value, isinstance(value, Mapping), "keys with values", path, origin)
        inner = arguments[1] if len(arguments) == 2 else Any
        return _Whole((key, _value(inner, item, f"{path}.{key}", origin)) for key, item in value.items())
    return _scalar(shape, value, path, origin)


class _Whole(dict[Any, Any]):
    """A field that is itself a mapping; merged key by key like a section, but never built into a class."""


def _one_of(choices: Sequence[Any], value: Any, path: str, origin: str) -> Any:
    if type(None) in choices and (value is None or (isinstance(value, Text) and _parse_text(value) is None)):
        return None
    problems = []
    for choice in choices:
        if choice is type(None):
            continue
        try:
            return _value(choice, value, path, origin)
        except ConfigProblem as exc:
            problems.append(exc)
    raise problems[-1] if len(problems) == 1 else _problem(value, " or ".join(map(_name, choices)), path, origin)


def _scalar(shape: Any, value: Any, path: str, origin: str) -> Any:
    if shape is Path:
        return Path(_check(value, isinstance(value, str | Path), "a path", path, origin)).expanduser()
    if shape is float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(_check(value, is_number, "a number", path, origin))
    if shape is int:
        return _check(value, isinstance(value, int) and not isinstance(value, bool), "a whole number", path, origin)
    if shape is str:
        return str(_check(value, isinstance(value, str), "text", path, origin))
    return _check(value, isinstance(shape, type) and isinstance(value, shape), _name(shape), path, origin)


def _parse_text(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return str(text)


def _check(value: Any, is_right: bool, wanted: str, path: str, origin: str) -> Any:
    if not is_right:
        raise _problem(value, wanted, path, origin)
    return value


def _problem(value: Any, wanted: str, path: str, origin: str) -> ConfigProblem:
    return ConfigProblem(f"{origin}: {path}: needs {wanted}, found {value!r} ({kind_of(value)})")


def kind_of(value: Any) -> str:
    """The type of a value, in words for a message."""
    return "nothing" if value is None else type(value).__name__.replace("_Whole", "dict").replace("Text", "str")


def _name(shape: Any) -> str:
    return {"NoneType": "null", "str": "text", "int": "a whole number", "float": "a number"}.get(
        getattr(shape, "__name__", str(shape)), getattr(shape, "__name__", str(shape))
    )


def _build(target: type, typed: Mapping[str, Any], path: str) -> Any:
    hints = typing.get_type_hints(target)
    values = {}
    for item in dataclasses.fields(target):
        where = f"{path}.{item.name}" if path else item.name
        if item.name in typed:
            value = typed[item.name]
            inner = _dataclass_in(hints[item.name])
            is_section = isinstance(value, dict) and not isinstance(value, _Whole) and inner is not None
            values[item.name] = _build(typing.cast(type, inner), value, where) if is_section else value
        elif item.init and item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING:
            msg = f"{where}: missing; give it a value"
            raise ConfigProblem(msg)
    try:
        return target(**values)
    except (ValueError, TypeError) as exc:
        if isinstance(exc, ConfigProblem):
            raise
        msg = f"{path or target.__name__}: {exc}"
        raise ConfigProblem(msg) from exc


def _dataclass_in(hint: Any) -> type | None:
    """The dataclass that a hint names, also inside `X | None`."""
    for choice in typing.get_args(hint) or (hint,):
        if isinstance(choice, type) and dataclasses.is_dataclass(choice):
            return choice
    return None
