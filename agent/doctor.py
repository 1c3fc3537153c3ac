"""What is installed, which models are found where, what each preset would use, and what to do about what is missing.

Imports no backend and stays off the network.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from .. import __version__
from ..encoders import models, registry
from .forms import Form
from .settings import DEFAULT_PRESET, ReadSettings, describe_presets, load_settings
from .status import languages_of

DISTRIBUTION = "mneme"
CANNOT = {
    "embedded": (
        "find pictures by a description in words: their tags, signs and people are found",
        "transcribe speech that is not English: it is marked, not guessed",
        "find faces from the side, or smaller than about 80 pixels",
    )
}
"""What a preset cannot do, whatever is installed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at."""

    what: str
    is_ok: bool | None = None
    """None where it is only said."""
    hint: str = ""
    """What to do about it."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was looked at."""

    sections: Sequence[Section]
    works: bool
    """The default preset can be used."""

    @property
    def exit_code(self) -> int:
        """0 where the default preset works."""
        return 0 if self.works else 2

    @property
    def verdict(self) -> str:
        """In one line."""
        if self.works:
            return f"Preset {DEFAULT_PRESET} works."
        return f"Preset {DEFAULT_PRESET} does not work yet: do what is said beside each -- above."


def examine(memory: Path | None = None) -> Findings:
    """Looks at this machine, and at what a memory may keep of people where there is one."""
    presets = [(name, load_settings(name).read, about) for name, about in describe_presets()]
    problems = {
        name: registry.available(settings.models.roles(), settings.models.options) for name, settings, _ in presets
    }
    sections = [
        Section("This machine", _machine()),
        Section("Packages", _packages()),
        Section(f"Models (pulled ones lie in {models.models_folder()})", _models()),
        *(
            Section(f"Preset {name}: {about}", _preset(name, settings, problems[name]))
            for name, settings, about in presets
        ),
        Section("Language model (policy llm)", _language_model()),
        *_memory(memory),
    ]
    return Findings(sections, works=not any(problems[DEFAULT_PRESET].values()))


def _memory(memory: Path | None) -> list[Section]:
    from ..memory.privacy.policy import PrivacyPolicy
    from ..memory.store import Store
    from ..streams.errors import MnemeError

    if memory is None or not memory.is_dir():
        return []
    try:
        with Store.open(memory, mode="read") as store:
            row = Row(f"privacy: {store.privacy or PrivacyPolicy()}", hint="to change it: mneme privacy --help")
    except MnemeError as exc:
        row = Row("it cannot be read", is_ok=False, hint=str(exc))
    return [Section(f"Memory {memory}", [row])]


def _machine() -> list[Row]:
    version = platform.python_version()
    is_fit = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return [
        Row(f"mneme {__version__}, Python {version}", is_fit, "" if is_fit else "use Python 3.11, 3.12 or 3.13"),
        Row(f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"),
        Row(f"graphics card: {'found' if shutil.which('nvidia-smi') else 'none found (none is needed)'}"),
    ]


def _packages() -> list[Row]:
    """The declared dependencies; what an extra brings is left out."""
    rows = []
    for requirement in metadata.requires(DISTRIBUTION) or ():
        if "extra ==" in requirement:
            continue
        name = re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]
        try:
            rows.append(Row(f"{name} {metadata.version(name)}", is_ok=True))
        except metadata.PackageNotFoundError:
            rows.append(Row(f"{name} is not installed", is_ok=False, hint=f"pip install '{requirement}'"))
    return rows


def _models() -> list[Row]:
    rows = []
    for model in models.listing():
        place = str(model.path) if model.path else "not there"
        rows.append(Row(f"{model.role}: {model.name}: {place}", model.ok, model.hint))
    return rows


def _preset(name: str, settings: ReadSettings, problems: Mapping[str, str]) -> list[Row]:
    """What the preset uses; of a variant, only what it does not share with its preset."""
    base, _, variant = name.partition(":")
    roles = settings.models.roles()
    if variant:
        shared = load_settings(base).read.models.roles()
        roles = {role: backend for role, backend in roles.items() if shared.get(role) != backend}
    rows = [Row(f"{role}: {backend}", not problems[role], problems[role]) for role, backend in roles.items()]
    if variant:
        return rows or [Row(f"the models of {base}")]
    spoken = ", ".join(languages_of(settings.models.recognizer)) or "none"
    rows.append(Row(f"languages of speech: {spoken}; of transcripts and notes: any"))
    return [*rows, *(Row(f"cannot {limit}") for limit in CANNOT.get(base, ()))]


def _language_model() -> list[Row]:
    address, name = os.environ.get("MNEME_LLM_URL"), os.environ.get("MNEME_LLM_MODEL")
    if address and name:
        return [Row(f"{name} at {_without_credentials(address)}", is_ok=True)]
    hint = "set MNEME_LLM_URL and MNEME_LLM_MODEL to an OpenAI-compatible endpoint; policy rules needs none"
    return [Row("none is named", hint=hint)]


def _without_credentials(address: str) -> str:
    return re.sub(r"//[^/@]*@", "//", address).partition("?")[0]


def findings_form(findings: Findings) -> Form:
    """The JSON document of `doctor`."""
    return {
        "works": findings.works,
        "verdict": findings.verdict,
        "sections": [
            {
                "title": section.title,
                "rows": [{"what": row.what, "ok": row.is_ok, "hint": row.hint} for row in section.rows],
            }
            for section in findings.sections
        ],
    }
