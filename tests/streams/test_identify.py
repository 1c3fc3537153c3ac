"""Which stream is it, and when did it begin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from mneme.streams.errors import SourceUnreadable
from mneme.streams.identify import BLOCK_BYTES, creation_time, fingerprint, joint_fingerprint, stream_id


def test_a_fingerprint_is_twelve_hex_digits_of_the_content(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"abc")
    two.write_bytes(b"abc")
    assert fingerprint(one) == fingerprint(str(two))
    assert len(fingerprint(one)) == 12
    assert int(fingerprint(one), 16) >= 0


@pytest.mark.parametrize("place", [0, BLOCK_BYTES - 1, BLOCK_BYTES + 7, 3 * BLOCK_BYTES // 2, 3 * BLOCK_BYTES - 1])
def test_any_byte_of_a_file_of_three_mebibytes_counts(tmp_path: Path, place: int) -> None:
    data = bytearray(3 * BLOCK_BYTES)
    path = tmp_path / "file"
    path.write_bytes(data)
    before = fingerprint(path)
    data[place] = 1
    path.write_bytes(data)
    assert fingerprint(path) != before


def test_of_a_large_file_beginning_middle_end_and_size_count(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(10 * BLOCK_BYTES))
    seen = {fingerprint(path)}
    for size, place in [(10, 5), (10, 5 * BLOCK_BYTES), (10, 10 * BLOCK_BYTES - 1), (11, None)]:
        data = bytearray(size * BLOCK_BYTES)
        if place is not None:
            data[place] = 1
        path.write_bytes(data)
        seen.add(fingerprint(path))
    assert len(seen) == 5


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="nothing"):
        fingerprint(tmp_path / "nothing")


def test_a_given_start_is_mixed_into_the_id_by_its_moment() -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    same = start.astimezone(timezone(timedelta(hours=2)))
    assert stream_id("0123456789ab") == "0123456789ab"
    assert stream_id("0123456789ab", start) == stream_id("0123456789ab", same) != "0123456789ab"
    assert stream_id("0123456789ab", start) != stream_id("0123456789ab", start + timedelta(seconds=1))


def test_joint_fingerprints_depend_on_each_part_and_the_order() -> None:
    assert len({joint_fingerprint("a", "b"), joint_fingerprint("b", "a"), joint_fingerprint("a", "c")}) == 3


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"creation_time": "2026-03-02T09:00:00.000000Z"}, datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ({"CREATION_TIME": "2026-03-02 09:00:00"}, datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (
            {"com.apple.quicktime.creationdate": "2026-03-02T11:00:00+0200", "creation_time": "2026-03-05T00:00:00Z"},
            datetime(2026, 3, 2, 9, tzinfo=UTC),
        ),
        ({"creation_time": "1904-01-01T00:00:00Z"}, None),
        ({"creation_time": "1970-01-01T00:00:00Z"}, None),
        ({"creation_time": "2036-13-45T99:00:00Z"}, None),
        ({"creation_time": "9999-12-31T23:59:59-23:00"}, None),
        ({"date": "2026"}, None),
        ({"date": "2026-03-02"}, None),
        ({}, None),
    ],
)
def test_only_plausible_creation_times_are_believed(metadata: dict[str, str], expected: datetime | None) -> None:
    assert creation_time(metadata) == expected
