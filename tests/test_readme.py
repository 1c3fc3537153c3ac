"""README.md: its Python runs, its commands parse, and it tells the truth about the demo."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from mneme.agent.cli import build_parser
from mneme.agent.settings import describe_presets


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_every_command_parses(readme: str) -> None:
    parser = build_parser()
    seen = 0
    for line in "\n".join(blocks(readme, "")).splitlines():
        words = (
            shlex.split(line.removeprefix("$ "), comments=True) if line.removeprefix("$ ").startswith("mneme ") else []
        )
        if words:
            assert callable(parser.parse_args(words[1:]).run), line
            seen += 1
    assert seen >= 12


def test_every_file_that_it_names_is_there(readme: str, root: Path) -> None:
    named = set(re.findall(r"`((?:demos|tests)/[\w./]+|\w+\.md)`|\]\((demos/[\w.]+)\)", readme))
    assert named
    for pair in named:
        assert (root / (pair[0] or pair[1])).is_file(), pair


def test_every_preset_is_in_the_table(readme: str) -> None:
    (head,) = re.findall(r"^\| \| (.*) \|$", readme, re.MULTILINE)
    assert [f"`{name}`" for name, _ in describe_presets()] == head.split(" | ")


def test_the_picture_of_the_timeline_is_small(root: Path) -> None:
    picture = (root / "demos" / "timeline.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 300_000
