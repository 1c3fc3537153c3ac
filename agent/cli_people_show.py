"""`mneme people show`: one person in full, in words, as a page or as a picture."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .cli_memory import open_memory
from .cli_output import Output, printable
from .cli_people_words import LOG_HEAD, WHO, Actions, log_row, marks
from .cli_times import clock

if TYPE_CHECKING:
    from ..memory.people.profile import NameOrigin, Part, Profile
    from ..memory.types import Fact
    from ..streams.types import Span
    from .api import Memory

ORIGINS = {
    "decided": "decided",
    "self": "said by themselves",
    "addressed": "addressed so",
    "introduced": "introduced so",
    "label": "label of a transcript",
    "screen": "on the screen",
    "other": "spoken of so",
    "person": "in a note",
}
"""How a name is known, in words."""
MOST_SPANS = 4
"""Times of a part that are listed."""


def add_show(actions: Actions) -> None:
    """Adds the action."""
    parser = actions.add(
        "show",
        show_one,
        help="one person: names and where they come from, parts, links, facts, appearances, decisions",
        examples="mneme people show Anna\nmneme people show Anna --html anna.html --png anna.png",
    )
    parser.add_argument("person", metavar="PERSON", help=WHO)
    parser.add_argument("--html", metavar="FILE", help="a page with exemplar faces and voice samples")
    parser.add_argument("--png", metavar="FILE", help="a picture with exemplar faces")
    parser.add_argument("--hidden", action="store_true", help="also somebody who is hidden, by the id")


def show_one(arguments: argparse.Namespace, output: Output) -> int:
    """Shows one person."""
    with open_memory(arguments) as memory:
        profile = memory.profile(arguments.person, hidden=arguments.hidden)
        facts = memory.facts(profile.person)
        drawn = _draw(arguments, memory, profile, facts)
    if output.is_json:
        from .forms import facts_form, people_form
        from .forms_people import profile_form

        output.document({**people_form([profile.person]), **facts_form(facts), **profile_form(profile)})
    elif drawn:
        for path in drawn:
            output.line(printable(f"{path}: {profile.person.display}"))
    else:
        _print(profile, facts, output)
    return 0


def _draw(arguments: argparse.Namespace, memory: Memory, profile: Profile, facts: Sequence[Fact]) -> list[Path]:
    """Writes the page and the picture that are wanted; gives their paths."""
    wanted = [(option, Path(file)) for option in ("html", "png") if (file := getattr(arguments, option)) is not None]
    if not wanted:
        return []
    from .portraits import check_target, portrait_of, write

    for option, path in wanted:
        check_target(path, option)
    portrait = portrait_of(memory.reading.recall, profile, with_voices=arguments.html is not None)
    for option, path in wanted:
        if option == "html":
            from .person_page import page

            write(path, page(portrait, facts).encode(), option)
        else:
            from .person_sheet import sheet

            write(path, sheet(portrait, facts), option)
    return [path for _, path in wanted]


def _print(profile: Profile, facts: Sequence[Fact], output: Output) -> None:
    person = profile.person
    said = marks(person)
    head = output.style(printable(person.display), "bold") + output.style(f"  {person.id}", "dim")
    output.line(head + (f"  {said}" if said else ""))
    if len(person.names) > 1:
        output.line(f"also called {printable(', '.join(person.names[1:]))}")
    for origin in profile.names:
        output.line(f"  {printable(origin_line(origin))}")
    for title, lines in (
        ("parts", [part_line(part, number) for number, part in enumerate(profile.parts, 1)]),
        ("face and voice", link_lines(profile)),
        ("may be the same as", may_be_lines(profile)),
        ("facts", [fact.text + ("" if fact.is_current else " (no longer)") for fact in facts]),
    ):
        if lines:
            output.line(output.style(title, "dim"))
        for line in lines:
            output.line(f"  {printable(line)}")
    if person.appearances:
        output.line(output.style("appearances", "dim"))
    for each in person.appearances:
        until = clock(each.span.end)
        output.line(f"  {output.place(each.source, each.span.start)}–{until}  {each.via}")
    if profile.decisions:
        output.table([log_row(each) for each in profile.decisions], head=LOG_HEAD)


def origin_line(origin: NameOrigin) -> str:
    """A name with how it is known: "Anna: said by themselves, twice, standup.mp4@00:12 “I am Anna.”"."""
    how = ORIGINS.get(origin.origin, origin.origin)
    if origin.origin == "decided":
        return f"{origin.name}: decided {origin.text}"
    times = f" ×{origin.count}" if origin.count > 1 else ""
    where = f", {_file(origin.source)}@{clock(origin.time)}" if origin.source else ""
    quote = f" “{origin.text}”" if origin.text and origin.origin != "label" else ""
    doubt = "" if origin.is_believed else " (not believed)"
    return f"{origin.name}: {how}{times}{where}{quote}{doubt}"


def part_line(part: Part, number: int) -> str:
    """A part as it is listed: "2 voice, standup.mp4, 00:12-00:40 and 3 more, 01:02 in all (voice-…)"."""
    words = [f"{number} {part.kind}"]
    if part.text:
        words[0] += f" “{part.text}”"
    if part.source:
        words.append(_file(part.source))
    if part.is_enrolled:
        words.append("enrolled")
    elif part.spans:
        words.append(spans_in_words(part.spans))
        words.append(f"{clock(part.seconds)} in all")
    return f"{', '.join(words)} ({part.unit})"


def spans_in_words(spans: Sequence[Span]) -> str:
    """When, the first few: "00:12-00:40 00:51-00:58 and 3 more"."""
    listed = " ".join(f"{clock(span.start)}-{clock(span.end)}" for span in spans[:MOST_SPANS])
    return listed + (f" and {len(spans) - MOST_SPANS} more" if len(spans) > MOST_SPANS else "")


def link_lines(profile: Profile) -> list[str]:
    """The links of voices to faces, by the numbers of the parts."""
    return [
        f"face {profile.number(link.face_unit)}, voice {profile.number(link.voice_unit)}: "
        f"{link.probability:.2f} {'; '.join(link.reasons)}"
        for link in profile.links
    ]


def may_be_lines(profile: Profile) -> list[str]:
    """Whom else the person may be."""
    if profile.person.is_tentative and not profile.may_be:
        return ["somebody else: what is seen or heard of them does not tell"]
    return [f"{other.display} ({other.id}): {chance:.2f}" for other, chance in profile.may_be]


def _file(source: str) -> str:
    return source.rsplit("/", 1)[-1]
