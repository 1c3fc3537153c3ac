"""The tables' columns hold what the types hold, and their metadata says what made them."""

from __future__ import annotations

from dataclasses import fields

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mneme.encoders.types import EncoderInfo
from mneme.memory import schema
from mneme.memory.store_rows import grams_of
from mneme.memory.types import Decision, Entry, Person, Statement, StoredObservation, StreamRecord
from mneme.streams.errors import MemoryMismatch


@pytest.mark.parametrize(
    ("table", "kind", "other"),
    [
        ("streams", StreamRecord, {}),
        ("observations", StoredObservation, {"span": {"start", "end"}}),
        ("statements", Statement, {}),
        ("decisions", Decision, {}),
        ("people", Person, {"appearances": set(), "is_namesake": set()}),
        ("entries", Entry, {"span": {"start", "end"}}),
    ],
)
def test_every_field_of_a_type_has_its_column(table: str, kind: type, other: dict[str, set[str]]) -> None:
    columns = set(schema.tables(4)[table].names)
    for field in fields(kind):
        assert other.get(field.name, {field.name}) <= columns, field.name


def test_vectors_are_of_single_precision() -> None:
    assert schema.entries(4).field("vector").type == pa.list_(pa.float32(), 4)
    assert schema.entries(4).field("context_vector").type == pa.list_(pa.float32(), 4)
    assert schema.OBSERVATIONS.field("vector").type == pa.list_(pa.float32())


@given(st.integers(1, 99), st.dictionaries(st.sampled_from(["text", "face", "voice"]), st.tuples(st.text(), st.text())))
def test_metadata_comes_back(version: int, given_: dict[str, tuple[str, str]]) -> None:
    encoders = {role: EncoderInfo(name, number, 7) for role, (name, number) in given_.items()}
    column = pa.field("id", pa.string()).with_metadata(schema.metadata_of(version, encoders))
    assert schema.read_metadata(pa.schema([column])) == (version, encoders)


def test_a_missing_encoder_is_no_contradiction_and_another_is() -> None:
    known = {"text": EncoderInfo("a", "1", 4)}
    voice = EncoderInfo("v", "1", 256)
    assert schema.check_encoders("here", known, {"text": None, "voice": voice}) == {"voice": voice}
    with pytest.raises(MemoryMismatch, match=r"text encoder a 1 \(4 numbers\), this is b 1 \(4 numbers\)"):
        schema.check_encoders("here", known, {"text": EncoderInfo("b", "1", 4)})


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("plain English, café", ""),
        ("我们 meet 在实验室", "我们 在实验室"),
        ("カタカナ and ひらがな", "カタカナ ひらがな"),
        ("ผมชื่อดาวิด", "ผมชื่อดาวิด"),
        ("", ""),
    ],
)
def test_grams_are_taken_from_scripts_without_spaces_only(text: str, grams: str) -> None:
    assert grams_of(text) == grams
