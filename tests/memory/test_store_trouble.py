"""What the store refuses, and what it says then."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from mneme.encoders.types import EncoderInfo
from mneme.memory.filters import Filter
from mneme.memory.store import Store
from mneme.memory.store_writer import Writer
from mneme.streams.errors import InternalError, MemoryError_, MemoryFull, MemoryMismatch, MemoryNotFound, MemoryReadOnly

from tests.memory.store_samples import TEXT, clip_of, commit, turn, unit_vector


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "memory", mode="write", encoders={"text": TEXT}) as opened:
        yield opened


def test_reading_where_no_memory_is_says_what_to_do(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(MemoryNotFound, match="mneme index"):
            Store.open(folder, mode="read")
    assert not (tmp_path / "missing").exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(MemoryNotFound, match="is a file"):
        Store.open(tmp_path / "file", mode="write")


def test_a_store_that_is_open_for_reading_cannot_write(store: Store) -> None:
    with pytest.raises(InternalError, match="not open for writing"):
        Store.open(store.path, mode="read").put_people([])


def test_another_encoder_is_refused_with_the_way_out(tmp_path: Path) -> None:
    face = EncoderInfo("face", "1", 128)
    Store.open(tmp_path, mode="write", encoders={"text": TEXT}).close()
    with Store.open(tmp_path, mode="write", encoders={"text": None, "face": face}) as store:
        assert store.encoders == {"text": TEXT, "face": face}
    for other in (replace(TEXT, version="2"), replace(TEXT, dim=5), replace(TEXT, name="huge")):
        for mode in ("read", "write"):
            with pytest.raises(MemoryMismatch, match="index the sources again into a new folder"):
                Store.open(tmp_path, mode=mode, encoders={"text": other})
    with Store.open(tmp_path, mode="write") as store:  # a refusal leaves no lock behind
        commit(store, "s", 0, ["one"])


def test_a_memory_made_without_an_encoder_takes_the_first_that_comes(tmp_path: Path) -> None:
    with Store.open(tmp_path, mode="write") as store:
        row = replace(turn("s", 0, "early"), vector=None, context_vector=None)
        store.commit(clip_of("s", 0, [row]), rows=[row], observations=[], statements=[])
    with Store.open(tmp_path, mode="write", encoders={"text": TEXT}) as store:
        commit(store, "s", 1, ["late"])
        assert [entry for entry, _ in store.vector_search("vector", unit_vector(30), 5, Filter())] == ["s-0030"]
        assert [e.text for e in store.scan()] == ["early", "late"]
    assert Store.open(tmp_path, mode="read", encoders={"text": TEXT}).encoders == {"text": TEXT}


def test_a_full_disk_is_one_clear_line_and_loses_nothing(tmp_path: Path) -> None:
    """A real one: the process may not write files beyond a size."""
    script = f"""
        import resource
        from mneme.memory.store import Store
        from mneme.streams.errors import MemoryFull
        from tests.memory.store_samples import TEXT, commit
        store = Store.open({str(tmp_path)!r}, mode="write", encoders={{"text": TEXT}})
        commit(store, "s", 0, ["one"])
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
        try:
            commit(store, "s", 1, ["a long text " * 100 + str(i) for i in range(300)])
        except MemoryFull as error:
            print(error, error.exit_code)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(len(store.scan()), len(store.observations()))
        commit(store, "s", 1, ["two"])
        print(len(store.scan()))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert len(lines) == 3, done.stdout + done.stderr
    assert lines[0].startswith("no space left for the memory at")
    assert lines[0].endswith(" 2")
    assert lines[1:] == ["1 2", "2"]


def test_a_read_only_folder_can_be_read_and_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    with Store.open(folder, mode="write", encoders={"text": TEXT}) as store:
        commit(store, "s", 0, ["one"])
    before = sorted(path for path in folder.rglob("*"))
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with pytest.raises(MemoryReadOnly, match="read-only"):
            Store.open(folder, mode="write")
        reader = Store.open(folder, mode="read")
        assert [e.text for e in reader.scan()] == ["one"]
        assert reader.text_search("text", "one", 1, Filter())
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)
    assert sorted(path for path in folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), MemoryFull),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), MemoryFull),
        (RuntimeError("lance error: LanceError(IO): No space left on device (os error 28)"), MemoryFull),
        (PermissionError(errno.EACCES, "Permission denied"), MemoryReadOnly),
        (RuntimeError("Generic LocalFileSystem error: Read-only file system (os error 30)"), MemoryReadOnly),
        (RuntimeError("something else (os error 3)"), RuntimeError),
    ],
)
def test_what_the_file_system_says_becomes_our_error(
    store: Store, monkeypatch: pytest.MonkeyPatch, found: Exception, expected: type[Exception]
) -> None:
    def failing(self: Writer, name: str, rows) -> None:
        raise found

    monkeypatch.setattr(Writer, "_append", failing)
    with pytest.raises(expected):
        commit(store, "s", 0, ["one"])
    monkeypatch.undo()
    commit(store, "s", 0, ["one"])
    assert os.fspath(store.path)


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_damaged_memory_is_one_line_that_says_the_way_out(tmp_path: Path, mode: str) -> None:
    with Store.open(tmp_path, mode="write", encoders={"text": TEXT}) as store:
        commit(store, "s", 0, ["one"])
    for file in (tmp_path / "tables" / "entries.lance").rglob("*.manifest"):
        file.write_bytes(b"not a manifest")
    with pytest.raises(MemoryError_, match=r"is damaged .*new folder") as found:
        Store.open(tmp_path, mode=mode)
    assert "\n" not in str(found.value)
    assert found.value.exit_code == 2


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(MemoryReadOnly, match="cannot be made"):
        Store.open(tmp_path / "file" / "memory", mode="write")
