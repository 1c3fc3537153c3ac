"""agent/doctor.py: what is there, what is missing, what to do."""

from __future__ import annotations

import subprocess
import sys

from mneme.agent.doctor import examine, findings_form


def test_it_names_every_preset_model_and_language():
    findings = examine()
    form = findings_form(findings)
    titles = " ".join(section["title"] for section in form["sections"])
    for word in ("Packages", "Models", "Preset embedded:", "Preset embedded:accurate", "Language model"):
        assert word in titles
    said = " ".join(row["what"] for section in form["sections"] for row in section["rows"])
    assert "languages of speech: English" in said
    assert "minilm" in said
    assert form["works"] is (findings.exit_code == 0)


def test_whatever_is_missing_comes_with_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("MNEME_MODELS", str(tmp_path))
    findings = examine()
    assert not findings.works
    assert findings.exit_code == 2
    missing = [row for section in findings.sections for row in section.rows if row.is_ok is False]
    assert missing
    assert all(row.hint for row in missing)
    assert any("mneme models pull" in row.hint for row in missing)


def test_an_address_is_shown_without_its_credentials(monkeypatch):
    monkeypatch.setenv("MNEME_LLM_URL", "https://me:secret@host/v1?key=hidden")
    monkeypatch.setenv("MNEME_LLM_MODEL", "small")
    said = str(findings_form(examine()))
    assert "small at https://host/v1" in said
    assert "secret" not in said
    assert "hidden" not in said


def test_it_imports_no_model():
    code = (
        "import sys; from mneme.agent.doctor import examine; examine();"
        "print([n for n in ('torch', 'av', 'dlib', 'onnxruntime', 'moonshine_voice') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
