"""Fixtures that every test folder may use."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test media beside the checkout; the test is skipped where it is not there."""
    folder = ROOT.parent / "shared"
    if not (folder / "media").is_dir():
        pytest.skip("needs ../shared (test media beside the checkout)")
    return folder


@pytest.fixture(scope="session")
def loopback() -> None:
    """Skips the test where this machine cannot talk to itself: no loopback interface (`unshare -n`)."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        try:
            socket.create_connection(server.getsockname(), timeout=2).close()
        except OSError as exc:
            pytest.skip(f"needs a loopback interface ({exc})")
