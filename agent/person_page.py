"""A person as one web page that needs nothing else: faces, voice samples, when seen and heard, links, decisions.

Names and texts were heard or seen: they are data, escaped everywhere, and the page's own policy forbids scripts and
every address.  It reads without colour, without sound and by keyboard alone.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from .cli_output import printable
from .cli_people_show import link_lines, may_be_lines, origin_line, part_line
from .cli_people_words import in_words, marks
from .cli_times import clock, local
from .person_style import STYLE
from .portraits import Face, Portrait, Voice

if TYPE_CHECKING:
    from ..memory.types import Appearance, Fact

MOST_BARS = 400
"""Bars of one recording; further appearances are in the list only."""
MOST_ROWS = 1_000
"""Appearances that are listed."""
SENSES = {"face": "seen", "voice": "heard", "label": "speaks in the transcript"}
_POLICY = "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'"


def page(portrait: Portrait, facts: Sequence[Fact] = ()) -> str:
    """The page, UTF-8, with everything in it."""
    profile = portrait.profile
    person = profile.person
    name = _text(person.display)
    sections = [
        ("Faces", _grid(portrait.faces)),
        ("Voice", _samples(portrait.voices)),
        ("Names", _list(origin_line(origin) for origin in profile.names)),
        ("Seen and heard", _timeline(person.appearances)),
        ("Face and voice", _list(link_lines(profile))),
        ("May be the same as", _list(may_be_lines(profile))),
        ("Parts", _list(part_line(part, number) for number, part in enumerate(profile.parts, 1))),
        ("Facts", _list(fact.text + ("" if fact.is_current else " (no longer)") for fact in facts)),
        ("Decisions", _decisions(portrait)),
    ]
    shown = [(title, body) for title, body in sections if body]
    links = "".join(f'<li><a href="#{_anchor(title)}">{title}</a></li>' for title, _ in shown)
    body = "".join(
        f'<section id="{_anchor(title)}" aria-labelledby="{_anchor(title)}-head">'
        f'<h2 id="{_anchor(title)}-head">{title}</h2>{content}</section>'
        for title, content in shown
    )
    said = marks(person)
    also = ", ".join(person.names[1:])
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{name}</title><style>{STYLE}</style></head><body>"
        f'<a class="skip" href="#main">To the content</a><header><h1><bdi>{name}</bdi></h1>'
        f"<p><code>{_text(person.id)}</code>{f' · {_text(said)}' if said else ''}</p>"
        + (f"<p>also called <bdi>{_text(also)}</bdi></p>" if also else "")
        + f'<nav aria-label="Sections"><ul>{links}</ul></nav></header><main id="main" tabindex="-1">{body}</main>'
        "</body></html>\n"
    )


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _text(text: str) -> str:
    """Text that can be nothing but text."""
    return escape(printable(text), quote=True)


def _file(source: str) -> str:
    return _text(source.rsplit("/", 1)[-1])


def _data(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li><bdi>{_text(line)}</bdi></li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _grid(faces: Sequence[Face]) -> str:
    figures = []
    for face in faces:
        where = f"enrolled: {_file(face.source)}" if face.is_enrolled else f"{_file(face.source)}@{clock(face.time)}"
        figures.append(
            f'<figure><img src="{_data(face.jpeg, "image/jpeg")}" alt="Face, {where}" loading="lazy">'
            f"<figcaption>{where}</figcaption></figure>"
        )
    return f'<div class="faces">{"".join(figures)}</div>' if figures else ""


def _samples(voices: Sequence[Voice]) -> str:
    figures = []
    for voice in voices:
        where = f"{_file(voice.source)}@{clock(voice.span.start)}"
        figures.append(
            f'<figure><audio controls preload="none" aria-label="Voice sample, {where}" '
            f'src="{_data(voice.wav, "audio/wav")}"></audio>'
            f"<figcaption>{where} <bdi>“{_text(voice.text)}”</bdi></figcaption></figure>"
        )
    return "".join(figures)


def _timeline(appearances: Sequence[Appearance]) -> str:
    """A strip per recording, and the same as a table: the strips are for the eye alone."""
    if not appearances:
        return ""
    by_stream: defaultdict[str, list[Appearance]] = defaultdict(list)
    for each in appearances:
        by_stream[each.stream].append(each)
    strips = []
    for found in by_stream.values():
        end = max(1.0, *(each.span.end for each in found))
        bars = "".join(
            f'<span class="bar {"face" if each.via == "face" else "voice"}" '
            f'style="left:{100 * each.span.start / end:.2f}%;width:{max(0.3, 100 * each.span.duration / end):.2f}%">'
            "</span>"
            for each in found[:MOST_BARS]
        )
        strips.append(
            f'<div class="strip"><span class="source">{_file(found[0].source)}</span>'
            f'<span class="track">{bars}</span><span class="end">{clock(end)}</span></div>'
        )
    rows = "".join(
        f"<tr><td>{_file(each.source)}</td><td>{clock(each.span.start)}–{clock(each.span.end)}</td>"
        f"<td>{_text(SENSES.get(each.via, each.via))}</td></tr>"
        for each in appearances[:MOST_ROWS]
    )
    more = f"<p>and {len(appearances) - MOST_ROWS} more</p>" if len(appearances) > MOST_ROWS else ""
    return (
        f'<div aria-hidden="true">{"".join(strips)}<p class="legend"><span class="bar face"></span> seen '
        '<span class="bar voice"></span> heard</p></div>'
        f"<details><summary>{_counted(len(appearances))} as a table</summary><table>"
        '<thead><tr><th scope="col">recording</th><th scope="col">when</th><th scope="col">how</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{more}</details>"
    )


def _counted(appearances: int) -> str:
    return "1 appearance" if appearances == 1 else f"{appearances} appearances"


def _decisions(portrait: Portrait) -> str:
    rows = []
    for each in portrait.profile.decisions:
        decision = each.decision
        state = f"taken back by {_text(each.taken_back_by)}" if each.taken_back_by else "holds"
        state = "the machine's own" if each.is_machine else state
        rows.append(
            f"<tr><td><code>{_text(decision.id)}</code></td><td>{_text(local(decision.at))}</td>"
            f"<td><bdi>{_text(decision.by)}</bdi></td><td><bdi>{_text(in_words(decision))}</bdi></td>"
            f"<td><bdi>{_text(decision.why)}</bdi></td><td>{state}</td></tr>"
        )
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{word}</th>' for word in ("decision", "when", "by", "what", "why", "state"))
    return (
        f'<div class="wide" role="region" aria-label="Decisions" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
