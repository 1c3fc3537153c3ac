"""configs/loader.py: dataclasses from layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

import pytest
from mneme.configs.layers import environment_layer, file_layer, override_layer, preset, preset_layers, preset_names
from mneme.configs.loader import ConfigProblem, Layer, load


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    threads: int = 1
    rate: float = 2.0
    mode: Literal["fast", "accurate"] = "fast"
    colour: Colour = Colour.RED
    tags: tuple[str, ...] = ()
    size: tuple[int, int] = (1, 2)
    limits: Mapping[str, float] = field(default_factory=dict)
    is_on: bool = True
    folder: Path | None = None
    model: str | None = None

    def __post_init__(self) -> None:
        if self.rate <= 0:
            msg = f"rate must be positive (found: {self.rate})"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    name: str = "x"
    inner: Inner = field(default_factory=Inner)
    maybe: Inner | None = None


def layer(origin: str = "a.yaml", **values: object) -> Layer:
    return Layer(origin, values)


def test_without_layers_every_default_stays() -> None:
    assert load(Outer, []) == Outer()


def test_later_layers_win_key_by_key() -> None:
    low = layer(inner={"threads": 2, "rate": 5, "limits": {"a": 1, "b": 2}})
    high = layer("b.yaml", inner={"threads": 3, "limits": {"b": 7}}, name="y")
    assert load(Outer, [low, high]) == Outer(
        name="y", inner=Inner(threads=3, rate=5.0, limits={"a": 1.0, "b": 7.0})
    )  # fmt: skip


def test_a_null_section_stays_null_and_a_given_one_is_built() -> None:
    assert load(Outer, [layer(maybe=None)]).maybe is None
    assert load(Outer, [layer(maybe={"threads": 4})]).maybe == Inner(threads=4)


def test_text_is_read_as_the_key_wants_it() -> None:
    words = ["name=12", "inner.threads=4", "inner.is_on=false", "inner.tags=[a, b]", "inner.folder=~/m"]
    words += ["inner.model=null", "inner.colour=blue", "inner.mode=accurate", "inner.size=[3, 4]"]
    outer = load(Outer, [override_layer(words)])
    assert outer.name == "12"
    assert outer.inner == Inner(
        threads=4,
        is_on=False,
        tags=("a", "b"),
        folder=Path("~/m").expanduser(),
        colour=Colour.BLUE,
        mode="accurate",
        size=(3, 4),
    )


def test_the_environment_names_keys_with_double_underscores() -> None:
    found = environment_layer({"MNEME__INNER__THREADS": "8", "MNEME_LLM_URL": "x", "HOME": "/"}, prefix="MNEME")
    assert load(Outer, [found]).inner.threads == 8


@pytest.mark.parametrize(
    ("values", "path", "wanted"),
    [
        ({"inner": {"thread": 1}}, "inner.thread", "did you mean 'threads'?"),
        ({"wholly_other": 1}, "wholly_other", "unknown key (known: name, inner, maybe)"),
        ({"inner": {"threads": "two"}}, "inner.threads", "needs a whole number, found 'two'"),
        ({"inner": {"threads": True}}, "inner.threads", "needs a whole number"),
        ({"inner": {"threads": 1.5}}, "inner.threads", "needs a whole number"),
        ({"inner": {"rate": "fast"}}, "inner.rate", "needs a number"),
        ({"inner": {"mode": "slow"}}, "inner.mode", "needs one of 'fast', 'accurate'"),
        ({"inner": {"colour": "green"}}, "inner.colour", "needs one of 'red', 'blue'"),
        ({"inner": {"tags": "a"}}, "inner.tags", "needs a list"),
        ({"inner": {"tags": ["a", 3]}}, "inner.tags[1]", "needs text, found 3"),
        ({"inner": {"size": [1]}}, "inner.size", "needs 2 values"),
        ({"inner": {"limits": {"a": "b"}}}, "inner.limits.a", "needs a number"),
        ({"inner": {"is_on": 1}}, "inner.is_on", "needs bool"),
        ({"inner": 3}, "inner", "needs Inner, found 3"),
        ({"name": 3}, "name", "needs text"),
        ({"inner": {"rate": -1}}, "inner", "rate must be positive"),
    ],
)
def test_a_wrong_value_is_refused_with_its_path(values: dict[str, object], path: str, wanted: str) -> None:
    with pytest.raises(ConfigProblem) as caught:
        load(Outer, [Layer("a.yaml", values)])
    assert f"{path}: " in str(caught.value)
    assert wanted in str(caught.value)


def test_the_message_says_which_layer_is_wrong() -> None:
    with pytest.raises(ConfigProblem, match=r"b\.yaml: inner\.threads"):
        load(Outer, [layer(inner={"threads": 1}), layer("b.yaml", inner={"threads": []})])


@pytest.mark.parametrize("word", ["threads", "=1", ".=1"])
def test_an_assignment_needs_a_key_and_a_value(word: str) -> None:
    with pytest.raises(ConfigProblem, match=r"KEY\.PATH=VALUE"):
        override_layer([word])


def test_a_key_cannot_be_a_value_and_a_section() -> None:
    with pytest.raises(ConfigProblem, match="a has a value already"):
        override_layer(["a=1", "a.b=2"])


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("- 1\n- 2\n")
    with pytest.raises(ConfigProblem, match=r"c\.yaml: needs keys with values, found list"):
        file_layer(path)


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("a: 1\nb: [1\n")
    with pytest.raises(ConfigProblem, match=r"not YAML at line 3"):
        file_layer(path)


def test_a_missing_or_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="cannot read"):
        file_layer(tmp_path / "none.yaml")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigProblem, match="not a text file"):
        file_layer(tmp_path / "b.yaml")


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "e.yaml").write_text("# nothing\n")
    assert load(Outer, [file_layer(tmp_path / "e.yaml")]) == Outer()


def test_presets_say_what_they_are() -> None:
    assert "embedded" in preset_names()
    for name in preset_names():
        assert preset(name).description
        for variant in preset(name).variants:
            assert preset_layers(f"{name}:{variant}")[-1].origin == f"preset {name}:{variant}"


@pytest.mark.parametrize("name", ["none", "embedded:none", "../embedded", ""])
def test_an_unknown_preset_or_variant_is_refused_with_what_there_is(name: str) -> None:
    with pytest.raises(ConfigProblem, match="embedded"):
        preset_layers(name)
