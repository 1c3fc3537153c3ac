"""agent/settings.py: presets, files and overrides become options."""

from __future__ import annotations

import pytest
from mneme.agent.settings import MEMORIZE_KEYS, READ_KEYS, Settings, describe_presets, load_settings
from mneme.agent.settings_memorize import MemorizeSettings
from mneme.encoders import registry
from mneme.streams.errors import ConfigError, UsageError


def test_the_two_halves_share_no_key_and_miss_none():
    assert not READ_KEYS & MEMORIZE_KEYS
    assert frozenset(MemorizeSettings.__dataclass_fields__) == MEMORIZE_KEYS


def test_every_preset_and_variant_loads_whole_and_names_backends_that_exist():
    for name, about in describe_presets():
        settings = load_settings(name, environment={})
        assert about
        settings.memorizing()
        for role, backend in settings.read.models.roles().items():
            assert backend in registry.names(role), (name, role)
            assert backend != "fake"


def test_what_stands_over_wins(tmp_path):
    (tmp_path / "c.yaml").write_text("memorize: {window: {length: 40}}\nbudget: {rounds: 3}\n")
    settings = load_settings(
        config=tmp_path / "c.yaml",
        overrides=["memorize.window.length=22"],
        environment={"MNEME__MEMORIZE__WINDOW__LENGTH": "26", "MNEME__BUDGET__SECONDS": "9"},
    )
    assert settings.memorizing().memorize.window.length == 22
    assert (settings.read.budget.rounds, settings.read.budget.seconds) == (3, 9.0)


def test_a_mapping_is_a_configuration_too():
    assert load_settings(config={"models": {"voice": None}}, environment={}).read.models.voice is None


def test_models_that_are_left_out_are_no_roles():
    roles = load_settings(overrides=["models.scene=null"], environment={}).read.models.roles()
    assert "scene" not in roles
    assert roles["text"] == "minilm"


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        (["memorise.window.length=20"], "did you mean 'memorize'?"),
        (["models.texts=minilm"], "did you mean 'text'?"),
        (["budget.rounds=0"], "at least one round"),
        (["budget.rounds=x"], "budget.rounds: needs a whole number"),
        (["nonsense"], "KEY.PATH=VALUE"),
    ],
)
def test_what_is_wrong_is_a_config_error_with_the_keys_path(overrides, told):
    with pytest.raises(UsageError) as caught:
        load_settings(overrides=overrides, environment={})
    assert told in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "word", ["memorize.window.length=-1", "memorize.window.len=1", "file.rate_hz=1000", "eyes.faces=1"]
)
def test_what_only_memorizing_reads_is_checked_when_it_does(word):
    settings = load_settings(overrides=[word], environment={})
    with pytest.raises(ConfigError):
        settings.memorizing()


def test_settings_by_default_are_the_default_preset():
    assert Settings().read == load_settings(environment={}).read
