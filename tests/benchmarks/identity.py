#!/usr/bin/env python3
"""Who is who: every figure of identity in one run, the peer's rule beside ours on the same observations.

    identity.py --cache DIR               rendered scenes and memories are kept in DIR; the first run takes long
    identity.py --only faces --only scale

Parts, each also a program of its own: faces (`identity_faces.py`), diarization (`diarization.py`), people
(`identity_people.py`), lips (`lips.py`), scenes (`identity_scenes.py`), scale (`identity_scale.py`).
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import report

SETTINGS = ("embedded", "embedded:accurate")


def faces(shared: Path, cache: Path | None) -> object:
    """Photographs and their degraded copies as a stream."""
    from identity_faces import faces_table, show

    found = faces_table(shared, orders=20, seed=0)
    show(found)
    return found


def diarization(shared: Path, cache: Path | None) -> object:
    """Who speaks when."""
    from diarization import diarization_rows, show

    found = diarization_rows(shared, SETTINGS)
    show(found)
    return found


def people(shared: Path, cache: Path | None) -> object:
    """Faces and voices over both scenes, in both orders."""
    from identity_people import people_rows, show

    found = people_rows(shared, cache / "people" if cache else None)
    show(found)
    return found


def lips(shared: Path, cache: Path | None) -> object:
    """Voices and the faces whose lips move with them."""
    from lips import lips_rows, show

    with tempfile.TemporaryDirectory(prefix="mneme-films-") as folder:
        found = lips_rows(cache / "lips" if cache else Path(folder), shared)
    show(*found)
    return found


def scenes(shared: Path, cache: Path | None) -> object:
    """Stories about who is who."""
    from identity_scenes import scene_rows, show

    found = scene_rows(shared, cache / "scenes" if cache else None)
    show(found, verbose=True)
    return found


def scale(shared: Path, cache: Path | None) -> object:
    """Ten thousand people, ten thousand appearances."""
    from identity_scale import measure, show

    found = measure()
    show(found)
    return found


PARTS: Mapping[str, Callable[[Path, Path | None], object]] = {
    "faces": faces, "diarization": diarization, "people": people, "lips": lips, "scenes": scenes, "scale": scale,
}  # fmt: skip


def main() -> int:
    """Runs the parts and prints their tables."""
    options = report.parser(__doc__)
    options.add_argument("--only", action="append", choices=sorted(PARTS), help="a part (may be given several times)")
    options.add_argument("--cache", type=Path, metavar="DIR", help="where rendered scenes and memories stay")
    arguments = options.parse_args()
    figures: dict[str, Any] = {}
    for name in arguments.only or PARTS:
        begun = time.perf_counter()
        figures[name] = PARTS[name](arguments.shared, arguments.cache)
        print(f"\n({name}: {time.perf_counter() - begun:.0f} s)", flush=True)
        if arguments.json:
            arguments.json.write_text(json.dumps(figures, indent=1, default=_plain))
    return 0


def _plain(value: object) -> object:
    """Dataclasses and paths as JSON."""
    from dataclasses import asdict, is_dataclass

    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


if __name__ == "__main__":
    sys.exit(main())
