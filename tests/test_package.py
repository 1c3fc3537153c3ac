"""What users get: the wheel holds `mneme` and nothing else at its top, and works anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGES = ("mneme", "streams", "encoders", "memory", "agent", "configs")
FILES = ("pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that nothing left by an earlier build gets in."""
    copy = tmp_path_factory.mktemp("copy")
    for name in PACKAGES:
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(root / name, copy / name)
    out = copy / "out"
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*command, "--wheel-dir", str(out), str(copy)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, installed into a folder of its own."""
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    done = subprocess.run([*command, str(wheel)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """An application's folder with modules of our sub-packages' names that must never be imported."""
    for name in ("memory", "configs", "streams"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('the wrong package')\n")
    for name in ("agent.py", "encoders.py"):
        (tmp_path / name).write_text("raise RuntimeError('the wrong module')\n")
    return tmp_path


def run(code: list[str], *, folder: Path, path: Path | None) -> subprocess.CompletedProcess[str]:
    """Python with `code`, in a folder, with only the wheel's content ahead of the environment's packages."""
    environment = {**os.environ, "PYTHONPATH": str(path or ""), "PYTHONWARNINGS": ""}
    return subprocess.run(
        [sys.executable, *code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_mneme_and_nothing_else_at_its_top(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"mneme"}
    assert len(tops) == 2


def test_the_wheel_holds_every_module_and_every_data_file(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    wanted = {
        f"{'' if folder == 'mneme' else 'mneme/'}{path.relative_to(root).as_posix()}"
        for folder in PACKAGES
        for pattern in ("*.py", "*.yaml", "*.md", "*.txt", "*.json", "py.typed")
        for path in (root / folder).rglob(pattern)
        if "__pycache__" not in path.parts
    }
    assert wanted - inside == set()
    assert "mneme/configs/presets/embedded.yaml" in inside
    assert any(name.startswith("mneme/agent/prompts/") and name.endswith((".md", ".txt")) for name in inside)
    assert not any(name.startswith("mneme/tests") for name in inside)


def test_the_wheel_is_small_and_carries_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
        (metadata,) = (name for name in archive.namelist() if name.endswith("METADATA"))
        assert "License-Expression: Apache-2.0" in archive.read(metadata).decode()
    assert wheel.stat().st_size < 2_000_000


def test_it_runs_from_a_folder_with_modules_of_the_same_names(installed: Path, foreign: Path) -> None:
    done = run(["-m", "mneme", "--version"], folder=foreign, path=installed)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("mneme ")


def test_every_module_is_imported_from_the_wheel(installed: Path, foreign: Path) -> None:
    code = (
        "import importlib, pathlib, pkgutil, sys, mneme\n"
        "names = [m.name for m in pkgutil.walk_packages(mneme.__path__, 'mneme.')]\n"
        "light = [n for n in names if n != 'mneme.__main__' and n.count('.') == 1]\n"
        "for name in light: importlib.import_module(name)\n"
        "from mneme.configs.layers import preset_names\n"
        "assert 'embedded' in preset_names()\n"
        f"root = pathlib.Path({str(installed)!r})\n"
        "ours = [m for n, m in sys.modules.items() if n.split('.')[0] == 'mneme']\n"
        "assert all(pathlib.Path(m.__file__).is_relative_to(root) for m in ours), ours\n"
        "print(' '.join(light))\n"
    )
    done = run(["-c", code], folder=foreign, path=installed)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) >= {f"mneme.{name}" for name in PACKAGES if name != "mneme"}


def test_a_checkout_works_without_an_install(root: Path, foreign: Path) -> None:
    done = run(["-m", "mneme", "--version"], folder=foreign, path=root)
    assert done.returncode == 0, done.stderr
