"""Fixtures that every test folder may use."""

from __future__ import annotations

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
