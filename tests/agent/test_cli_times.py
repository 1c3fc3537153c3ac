"""agent/cli_times.py: times as people type them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from mneme.agent.cli_times import clock, parse_time, parse_when
from mneme.streams.errors import UsageError

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-02", "2026-03-01T23:00:00+00:00"),
        ("2026-03-02T09:30", "2026-03-02T08:30:00+00:00"),
        ("2026-07-02T09:30", "2026-07-02T07:30:00+00:00"),
        ("2026-03-02 09:30", "2026-03-02T08:30:00+00:00"),
        ("2026-03-02T09:30:00Z", "2026-03-02T09:30:00+00:00"),
        ("2026-03-02T09:30:00+05:00", "2026-03-02T04:30:00+00:00"),
        ("20260302", "2026-03-01T23:00:00+00:00"),
        ("09:30", "2026-11-20T08:30:00+00:00"),
        ("09:30:15", "2026-11-20T08:30:15+00:00"),
        ("09:30+00:00", "2026-11-20T09:30:00+00:00"),
        ("09:30Z", "2026-11-20T09:30:00+00:00"),
    ],
)
@pytest.mark.usefixtures("in_berlin")
def test_a_time_without_a_zone_is_local(text: str, utc: str) -> None:
    assert parse_time(text, option="--from", now=NOW) == datetime.fromisoformat(utc)
    assert parse_time(text, option="--from", now=NOW).tzinfo is UTC


@pytest.mark.parametrize("text", ["tomorrow", "", "25:00", "2026-13-01", "12", "12.5", "2026"])
def test_what_is_no_time_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(UsageError, match=r"--to .* is not a time; write 2026-03-02"):
        parse_when(text, option="--to", has_stream=False, now=NOW)


@pytest.mark.parametrize("text", ["12", "12.5"])
def test_seconds_without_a_stream_say_what_is_missing(text: str) -> None:
    with pytest.raises(UsageError, match="go with --stream"):
        parse_when(text, option="--to", has_stream=False)


def test_with_a_stream_a_number_is_seconds_and_a_time_is_a_time() -> None:
    assert parse_when("12.5", option="--from", has_stream=True) == 12.5
    moment = parse_when("2026-03-02T09:30Z", option="--from", has_stream=True)
    assert moment == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "shown"), [(0, "00:00"), (59.9, "00:59"), (61, "01:01"), (3661, "1:01:01")])
def test_a_clock_shows_hours_only_where_there_are_any(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
