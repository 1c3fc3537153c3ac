"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

PACKAGES = ("mneme", "streams", "encoders", "memory", "agent", "configs")
HEAVY = ("torch", "lancedb", "ray", "av", "onnxruntime", "moonshine_voice", "dlib", "cv2", "rich", "matplotlib")
MAX_LINES = 300


def modules(root: Path) -> list[Path]:
    """Every module of ours."""
    return [path for name in PACKAGES for path in sorted((root / name).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports anywhere in it, without our own."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found


def loaded_by(code: str) -> list[str]:
    """The heavy packages that a fresh Python has loaded after `code`."""
    report = f"import sys, json; print(json.dumps([n for n in {HEAVY!r} if n in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout.splitlines()[-1]))


def test_imports_go_down_only(root: Path, tmp_path: Path) -> None:
    """On a copy as the wheel has it: lint-imports looks for modules in the package's own folder only."""
    for name in PACKAGES:
        target = tmp_path / "mneme" if name == "mneme" else tmp_path / "mneme" / name
        shutil.copytree(root / name, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(root / "pyproject.toml"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("mneme", set()),
        ("mneme.agent.cli", set()),
        ("mneme.agent.api", set()),
        ("mneme.configs.loader", set()),
        ("mneme.memory.types", set()),
        ("mneme.streams.source", set()),
        ("mneme.encoders.registry", set()),
        ("mneme.agent.settings", {"lancedb"}),
        ("mneme.memory.recall", {"lancedb"}),
    ],
)
def test_importing_loads_nothing_heavy(module: str, allowed: set[str]) -> None:
    assert set(loaded_by(f"import {module}")) <= allowed


def test_the_command_line_answers_help_without_loading_anything_heavy() -> None:
    done = subprocess.run([sys.executable, "-m", "mneme", "--help"], capture_output=True, text=True, check=True)
    assert "Examples:" in done.stdout
    assert loaded_by("from mneme.agent.cli import build_parser; build_parser()") == []


@pytest.mark.parametrize(("package", "homes"), [("lancedb", "memory/store"), ("ray", "memory/actors.py")])
def test_a_backend_is_imported_in_one_place(root: Path, package: str, homes: str) -> None:
    places = [path.relative_to(root).as_posix() for path in modules(root) if package in imported(path)]
    assert places
    assert [place for place in places if not place.startswith(homes)] == []


def test_every_dependency_is_used_and_every_import_is_declared(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    declared = {_normal(line) for line in project["dependencies"]}
    owners = {**metadata.packages_distributions(), "dlib": ["dlib-bin"]}  # dlib-bin does not say what it holds
    used = {_normal(name) for path in modules(root) for top in imported(path) for name in owners.get(top, ())}
    assert used - {"mneme"} - declared == set(), "imported but not declared"
    by_path = {_normal(name) for top in named(root / "encoders") for name in owners.get(top, ())}  # weights inside
    assert declared - used - by_path == set(), "declared but not used"


def named(folder: Path) -> set[str]:
    """All texts in the modules of a folder: packages whose files are opened by path stand there."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _normal(requirement: str) -> str:
    name = requirement
    for stop in "<>=!~[; ":
        name = name.partition(stop)[0]
    return name.lower().replace("_", "-").replace(".", "-")


def test_files_hold_one_idea(root: Path) -> None:
    long = {}
    for path in modules(root):
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > MAX_LINES and "300 lines" not in "\n".join(lines[:15]):
            long[path.relative_to(root).as_posix()] = len(lines)
    assert long == {}


def test_nothing_of_this_machine_is_in_the_repository(root: Path) -> None:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, done.stdout.decode().split("\0")):
        path = root / name
        if not path.is_file():
            continue
        assert path.stat().st_size < 1_000_000, name
        if path.suffix in (".py", ".md", ".toml", ".yaml", ".sh", ".json") or path.name == "Makefile":
            text = path.read_text(encoding="utf-8")
            for place in ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/"):
                assert place not in text, f"{name} names {place}"
