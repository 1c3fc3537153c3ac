"""A memory's privacy policy: kept in the memory, agreed with the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mneme.encoders.types import EncoderInfo
from mneme.memory.privacy.policy import PrivacyOptions, PrivacyPolicy, agreed, as_options, settle
from mneme.memory.store import Store
from mneme.memory.types import StreamRecord
from mneme.streams.errors import ConfigError, MemoryMismatch

from tests.memory.store_samples import TEXT, commit

STRICT = PrivacyPolicy(people="enrolled", faces=False, voices=False)
POLICIES = st.builds(
    PrivacyPolicy, people=st.sampled_from(["all", "enrolled"]), faces=st.booleans(), voices=st.booleans()
)


def record(kind: str, clips: int = 1) -> StreamRecord:
    return StreamRecord("s1", "s1.mp4", kind, None, 0.0, clips, False, "f")


@given(POLICIES)
def test_a_policy_comes_back_as_it_was_put(policy: PrivacyPolicy) -> None:
    assert PrivacyPolicy.from_json(policy.to_json()) == policy


@pytest.mark.parametrize("text", ["", "{", "[]", '{"people": "some"}', '{"gait": false}', '{"people": "all", "x": 1}'])
def test_a_policy_that_says_more_than_is_understood_is_refused_and_not_passed_over(text: str) -> None:
    with pytest.raises(MemoryMismatch, match="update Mneme"):
        PrivacyPolicy.from_json(text)


def test_a_policy_stays_in_the_memory_whatever_else_is_noted_there(tmp_path: Path) -> None:
    with Store.open(tmp_path, mode="write") as store:
        assert store.privacy is None
        store.put_privacy(STRICT)
        assert store.privacy == STRICT
    with Store.open(tmp_path, mode="write", encoders={"text": TEXT}) as store:  # notes an encoder beside it
        commit(store, "s1", 0, ["hello"], is_last=True)
        store.optimize()
    with Store.open(tmp_path, mode="write", encoders={"face": EncoderInfo("f", "1", 3)}) as store:
        assert store.privacy == STRICT
    with Store.open(tmp_path, mode="read") as store:
        assert store.privacy == STRICT
        assert set(store.encoders) == {"text", "face"}


def test_the_newest_policy_holds(tmp_path: Path) -> None:
    with Store.open(tmp_path, mode="write") as store:
        store.put_privacy(STRICT)
        store.put_privacy(PrivacyPolicy())
    with Store.open(tmp_path, mode="read") as store:
        assert store.privacy == PrivacyPolicy()


def test_the_settings_say_what_a_new_memory_keeps(tmp_path: Path) -> None:
    with Store.open(tmp_path, mode="write") as store:
        assert settle(store, PrivacyOptions()) == PrivacyPolicy()
        assert store.privacy is None
        assert settle(store, PrivacyOptions(people="enrolled")) == PrivacyPolicy(people="enrolled")
        assert store.privacy == PrivacyPolicy(people="enrolled")
        assert settle(store, PrivacyOptions()) == PrivacyPolicy(people="enrolled")


@pytest.mark.parametrize("streams", [[record("enrolled")], [record("notes")], [record("video", clips=0)], []])
def test_samples_and_notes_do_not_make_a_memory_old(streams: list[StreamRecord]) -> None:
    assert agreed(None, streams, PrivacyOptions(faces=False)) == PrivacyPolicy(faces=False)


def test_settings_against_what_a_person_decided_or_against_what_was_memorized_are_refused() -> None:
    with pytest.raises(ConfigError, match="mneme privacy --people enrolled --faces on --voices on"):
        agreed(None, [record("video")], PrivacyOptions(people="enrolled"))
    with pytest.raises(ConfigError, match="--faces on"):
        agreed(STRICT, [], PrivacyOptions(faces=True))
    assert agreed(STRICT, [record("video")], PrivacyOptions(faces=False)) == STRICT


def test_a_policy_in_words_and_as_options() -> None:
    assert str(STRICT) == "people enrolled, faces off, voices off"
    assert as_options(PrivacyPolicy()) == "--people all --faces on --voices on"
    assert PrivacyPolicy().is_open
    assert not PrivacyPolicy(voices=False).blurs
    assert PrivacyPolicy(people="enrolled").blurs
