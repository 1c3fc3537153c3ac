"""agent/api_decide.py: a decision is made whole, or not at all."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest
from mneme.agent.api_decide import whole
from mneme.agent.cli import build_parser


@pytest.fixture(autouse=True)
def ctrl_c() -> Iterator[None]:
    """As in a terminal: a shell that runs the tests in the background has switched it off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_waits_until_a_decision_has_taken_effect() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), whole():
        signal.raise_signal(signal.SIGINT)
        done.append("derived")
    assert done == ["derived"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_within_gives_ctrl_c_back() -> None:
    with pytest.raises(ValueError, match="ours"), whole():
        raise ValueError("ours")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_thread_of_its_own_leaves_ctrl_c_alone() -> None:
    found = []

    def decide() -> None:
        with whole():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=decide)
    thread.start()
    thread.join()
    assert found == [signal.default_int_handler]


@pytest.mark.parametrize("words", [["undo"], ["hide", "Anna"], ["enroll", "Anna"]])
def test_whoever_interrupts_a_decision_is_told_where_to_look_not_to_run_it_again(words: list[str]) -> None:
    told = build_parser().parse_args(["people", *words]).interrupted
    assert "mneme people log" in told
    assert "again" not in told
