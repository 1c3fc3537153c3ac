import ast
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from mneme.encoders import registry
from mneme.encoders.registry import BACKENDS, available, load, missing, names
from mneme.streams.errors import ConfigError, ModelMissing


def test_importing_the_registry_imports_no_backend() -> None:
    code = (
        "import sys, mneme.encoders.registry as r; [r.missing(role, n) for role in r.BACKENDS for n in r.names(role)];"
        "print([m for m in ('torch', 'dlib', 'onnxruntime', 'tokenizers', 'moonshine_voice', 'open_clip', 'rapidocr',"
        " 'face_recognition_models') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("role", "name"), [(role, name) for role in BACKENDS for name in BACKENDS[role]])
def test_every_backend_of_the_table_is_a_class_of_its_module(role: str, name: str) -> None:
    backend = BACKENDS[role][name]
    source = (ROOT / "encoders" / f"{backend.module[1:]}.py").read_text()
    assert backend.attribute in {node.name for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="minilm"):
        load("text", "word2vec")
    with pytest.raises(ConfigError, match="voice_activity"):
        load("smell", "nose")


def test_an_unknown_option_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match="flavour"):
        load("text", "fake", flavour="mint")


def test_a_missing_weight_file_is_answered_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MNEME_MODELS", str(tmp_path))
    with pytest.raises(ModelMissing, match="mneme models pull"):
        load("text", "minilm")
    assert "mneme models pull" in missing("text", "minilm")


def test_a_missing_package_is_answered_with_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "moonshine_voice", None)  # what Python itself does for "not there"
    with pytest.raises(ModelMissing, match="pip install") as raised:
        load("recognizer", "moonshine")
    assert "moonshine-voice" in str(raised.value)


def test_doctor_is_told_what_a_preset_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MNEME_MODELS", str(tmp_path))
    told = available({"text": "minilm", "face": "fake"})
    assert told["face"] == ""
    assert "mneme models pull" in told["text"]


def test_an_entry_point_adds_a_backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "other-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[mneme.encoders]\ntext.other = mneme_other:Other\n")
    (tmp_path / "mneme_other.py").write_text("class Other:\n    def __init__(self, size):\n        self.size = size\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert metadata.version("other") == "1.0"
    assert names("text")[-1] == "other"
    assert load("text", "other", size=3).size == 3
    assert registry.missing("text", "other") == ""
