"""A long-term memory for cameras and microphones: index, search, ask.

    import mneme
    memory = mneme.open("~/mem")
    memory.index("standup.mp4")
    print(memory.ask("Who brings the battery samples?").text)

Names are loaded when they are first used, so that `import mneme` costs nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

_here = Path(__file__).resolve().parent
if not (_here / "memory").is_dir():  # a checkout: the sub-packages lie beside this folder
    __path__.append(str(_here.parent))

if TYPE_CHECKING:
    from .agent.api import IndexReport, Memory, open
    from .agent.types import Answer, Citation, Step
    from .memory.types import Hit, Person
    from .streams.errors import MnemeError

__version__ = "0.1.0"
__all__ = ["Answer", "Citation", "Hit", "IndexReport", "Memory", "MnemeError", "Person", "Step", "open"]

_HOMES = {
    "open": "agent.api",
    "Memory": "agent.api",
    "IndexReport": "agent.api",
    "Answer": "agent.types",
    "Citation": "agent.types",
    "Step": "agent.types",
    "Hit": "memory.types",
    "Person": "memory.types",
    "MnemeError": "streams.errors",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands there
    home = _HOMES.get(name)
    if home is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
