"""Draws a timeline: one row per person with what was seen and heard of them, signs, and what was said."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..memory.types import EntryKind, Hit
from .cli_times import clock

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_ROWS = 24
"""People in one picture; who takes part least is left out, and the picture says so."""
MAX_LINES = 14
"""Turns that are written out below a recording."""
LINE_LETTERS = 130
FACE, VOICE, SIGN = "#9ecae1", "#2171b5", "#fdae6b"


def draw_timeline(path: Path, hits: Sequence[Hit]) -> None:
    """Writes a PNG of the moments, one panel per recording.

    Raises:
        OSError: the file cannot be written.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    panels = _by_recording(hits)
    lines = {stream: _lines(moments) for stream, moments in panels.items()}
    rows = {stream: _rows(moments) for stream, moments in panels.items()}
    heights = [0.34 * (len(rows[s]) + 1) + 0.17 * len(lines[s]) + 0.95 for s in panels]
    figure = Figure(figsize=(10, sum(heights)), dpi=110)
    FigureCanvasAgg(figure)
    grid = figure.subplots(len(panels), 1, squeeze=False, gridspec_kw={"height_ratios": heights})
    for axes, (stream, moments) in zip(grid[:, 0], panels.items(), strict=True):
        _draw_panel(axes, moments, rows[stream], lines[stream])
    _legend(figure)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # drawn as a box
        figure.tight_layout()
        figure.savefig(path, format="png")


def _by_recording(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    panels: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.entry.kind is EntryKind.NOTE:
            continue  # notes lie on the wall clock, not on a recording's
        panels.setdefault(hit.stream, []).append(hit)
    return panels


def _rows(moments: Sequence[Hit]) -> list[str]:
    """The people of a recording in order of first appearance, the busiest where they are many."""
    seconds: dict[str, float] = {}
    for hit in moments:
        who = _who(hit)
        if who:
            seconds[who] = seconds.get(who, 0.0) + hit.span.duration
    busiest = set(sorted(seconds, key=lambda who: -seconds[who])[:MAX_ROWS])
    return [who for who in seconds if who in busiest]


def _who(hit: Hit) -> str:
    """Whose row a moment is drawn in, "" for none."""
    if hit.entry.kind is EntryKind.APPEARANCE:
        return hit.people[0] if hit.people else ""
    return hit.speaker if hit.entry.kind is EntryKind.TURN else ""


def _lines(moments: Sequence[Hit]) -> list[str]:
    turns = [hit for hit in moments if hit.entry.kind is EntryKind.TURN]
    shown = [f"{clock(hit.span.start)}  {hit.speaker or '?'}: {hit.text}" for hit in turns[:MAX_LINES]]
    if len(turns) > MAX_LINES:
        shown.append(f"… and {len(turns) - MAX_LINES} more turns")
    return [_plain(line if len(line) <= LINE_LETTERS else line[: LINE_LETTERS - 1] + "…") for line in shown]


def _draw_panel(axes: Axes, moments: Sequence[Hit], rows: Sequence[str], lines: Sequence[str]) -> None:
    from matplotlib.ticker import MaxNLocator

    places: Mapping[str, int] = {who: i for i, who in enumerate(rows)}
    below = len(rows)
    for hit in moments:
        start, length = hit.span.start, max(hit.span.duration, 0.2)
        kind = hit.entry.kind
        if kind is EntryKind.APPEARANCE and _who(hit) in places:
            axes.broken_barh([(start, length)], (places[_who(hit)] - 0.38, 0.76), color=FACE)
        elif kind is EntryKind.TURN and _who(hit) in places:
            axes.broken_barh([(start, length)], (places[_who(hit)] - 0.18, 0.36), color=VOICE, zorder=3)
        elif kind is EntryKind.SIGN:
            axes.broken_barh([(start, length)], (below - 0.3, 0.6), color=SIGN)
            axes.text(start + 0.15, below, _plain(hit.text[:28]), va="center", fontsize=7, zorder=4, clip_on=True)
    end = max(hit.span.end for hit in moments)
    axes.set_xlim(0.0, max(end, 1.0))
    axes.set_ylim(below + 0.6, -0.6)
    axes.set_yticks([*range(len(rows)), below], [*(_plain(who) for who in rows), "signs"])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=10, steps=[1, 2, 3, 6, 10], integer=True))
    axes.xaxis.set_major_formatter(lambda value, _position: clock(value))
    axes.tick_params(labelsize=8)
    axes.set_title(_plain(moments[0].source.rsplit("/", 1)[-1]), fontsize=10, loc="left")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(visible=True, axis="x", alpha=0.3)
    if lines:
        axes.annotate(
            "\n".join(lines),
            (0, 0),
            xytext=(0, -24),
            xycoords="axes fraction",
            textcoords="offset points",
            va="top",
            fontsize=7.5,
            linespacing=1.5,
            annotation_clip=False,
        )


def _legend(figure: Any) -> None:  # noqa: ANN401 - a matplotlib figure
    from matplotlib.patches import Patch

    handles = [Patch(color=FACE, label="seen"), Patch(color=VOICE, label="heard"), Patch(color=SIGN, label="sign")]
    figure.legend(handles=handles, loc="upper right", ncols=3, fontsize=8, frameon=False)


def _plain(text: str) -> str:
    """Text that matplotlib draws as it is: "$" would begin a formula."""
    return text.replace("$", r"\$")
