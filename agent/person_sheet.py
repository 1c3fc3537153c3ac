"""A person as one picture: exemplar faces, names, when seen and heard, links and decisions."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .cli_output import printable
from .cli_people_show import link_lines, may_be_lines, origin_line, part_line
from .cli_people_words import in_words, marks
from .cli_times import clock
from .pictures import FACE, VOICE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

    from ..memory.people.log import Logged
    from ..memory.types import Appearance, Fact
    from .portraits import Face, Portrait

WIDTH = 10.0
"""Inches."""
IN_A_ROW = 6
"""Faces."""
MOST_STRIPS = 12
"""Recordings that are drawn."""
MOST_LINES = 40
LINE_LETTERS = 120


def sheet(portrait: Portrait, facts: Sequence[Fact] = ()) -> bytes:
    """A PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    by_stream: defaultdict[str, list[Appearance]] = defaultdict(list)
    for each in portrait.profile.person.appearances:
        by_stream[each.stream].append(each)
    strips = list(by_stream.values())[:MOST_STRIPS]
    lines = _lines(portrait, facts, left_out=len(by_stream) - len(strips))
    rows = -(-len(portrait.faces) // IN_A_ROW)
    heights = [0.55, 1.95 * rows, (0.45 + 0.32 * len(strips)) if strips else 0.0, 0.17 * len(lines) + 0.2]
    figure = Figure(figsize=(WIDTH, sum(heights)), dpi=110)
    FigureCanvasAgg(figure)
    made = figure.subfigures(4, 1, height_ratios=[max(height, 0.01) for height in heights])
    parts: list[SubFigure] = list(np.asarray(made).ravel())
    _head(parts[0], portrait)
    _faces(parts[1], portrait.faces, rows)
    _strips(parts[2], strips)
    parts[3].text(
        0.04,
        1.0,
        "\n".join(_plain(line) for line in lines),
        va="top",
        fontsize=7.5,
        linespacing=1.5,
        family="sans-serif",
    )
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # drawn as a box
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _head(figure: SubFigure, portrait: Portrait) -> None:
    person = portrait.profile.person
    said = marks(person)
    figure.text(0.04, 0.62, _plain(_short(person.display, 60)), fontsize=15, va="center", weight="bold")
    figure.text(0.04, 0.18, f"{person.id}{f'   {said}' if said else ''}", fontsize=8, va="center", color="#555555")


def _faces(figure: SubFigure, faces: Sequence[Face], rows: int) -> None:
    if not faces:
        return
    import cv2

    grid = figure.subplots(rows, IN_A_ROW, squeeze=False, gridspec_kw={"left": 0.03, "right": 0.97, "top": 0.98})
    cells: list[Axes] = list(grid.ravel())
    for cell in cells:
        cell.axis("off")
    for cell, face in zip(cells, faces, strict=False):
        decoded = cv2.imdecode(np.frombuffer(face.jpeg, np.uint8), cv2.IMREAD_COLOR)
        if decoded is None:
            continue
        cell.imshow(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB))
        file = _short(face.source.rsplit("/", 1)[-1], 18)
        where = f"{file} (enrolled)" if face.is_enrolled else f"{file}@{clock(face.time)}"
        cell.set_title(_plain(where), fontsize=6.5, y=-0.16)


def _strips(figure: SubFigure, strips: Sequence[Sequence[Appearance]]) -> None:
    if not strips:
        return
    axes = figure.subplots(1, 1, gridspec_kw={"left": 0.2, "right": 0.97, "bottom": 0.3, "top": 0.98})
    for row, found in enumerate(strips):
        seen = [(each.span.start, max(each.span.duration, 0.2)) for each in found if each.via == "face"]
        heard = [(each.span.start, max(each.span.duration, 0.2)) for each in found if each.via != "face"]
        axes.broken_barh(seen, (row - 0.38, 0.76), color=FACE)
        axes.broken_barh(heard, (row - 0.18, 0.36), color=VOICE, zorder=3)
    axes.set_ylim(len(strips) - 0.4, -0.6)
    axes.set_xlim(0.0, max(max(each.span.end for each in found) for found in strips))
    axes.set_yticks(range(len(strips)), [_plain(_short(f[0].source.rsplit("/", 1)[-1], 24)) for f in strips])
    axes.xaxis.set_major_formatter(lambda value, _position: clock(value))
    axes.tick_params(labelsize=7)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _lines(portrait: Portrait, facts: Sequence[Fact], *, left_out: int) -> list[str]:
    profile = portrait.profile
    sections = (
        ("names", [origin_line(origin) for origin in profile.names]),
        ("parts", [part_line(part, number) for number, part in enumerate(profile.parts, 1)]),
        ("face and voice", link_lines(profile)),
        ("may be the same as", may_be_lines(profile)),
        ("facts", [fact.text for fact in facts if fact.is_current]),
        (
            "decisions",
            [_decision_line(each) for each in profile.decisions],
        ),
    )
    lines = [f"(and {left_out} more recordings)"] if left_out > 0 else []
    for title, found in sections:
        if found:
            lines.append(title.upper())
            lines.extend(
                f"   {part}" for line in found for part in textwrap.wrap(printable(line), LINE_LETTERS) or [""]
            )
    return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], f"… and {len(lines) - MOST_LINES} more lines"]


def _decision_line(logged: Logged) -> str:
    decision = logged.decision
    state = f", taken back by {logged.taken_back_by}" if logged.taken_back_by else ""
    return f"{decision.by}: {in_words(decision)}  ({decision.id}{state})"


def _short(text: str, most: int) -> str:
    text = printable(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def _plain(text: str) -> str:
    """Text that matplotlib draws as it is: "$" would begin a formula."""
    return text.replace("$", r"\$")
