"""`mneme people name|merge|split|confirm|hide|unhide|enroll`: what a person decides about people."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .cli_memory import open_memory
from .cli_output import Output, printable
from .cli_people_words import WHO, Actions, add_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..memory.types import Person
    from .api import Memory

SPLIT = """
mneme people split Anna 3 4
mneme people split Anna --from 3 --name Bea
mneme people split Anna --stream standup.mp4 --why "that is her sister"
mneme people split Anna --voice
mneme people split Anna --face --stream kitchen.mp4
"""
ENROLL = """
mneme people enroll Anna --photo anna.jpg
mneme people enroll "Anna Keller" --photo front.jpg --photo side.jpg --voice anna.wav
mneme people enroll person-3f2a81c0de --voice walter.flac --why "she told me"
"""


def add_decisions(actions: Actions) -> None:
    """Adds the actions."""
    parser = actions.add(
        "name",
        give_name,
        help="say what somebody is called",
        examples='mneme people name "person 3f2a" "Walter Fischer"\nmneme people name Ana Anna --why "misheard"',
        decides=True,
    )
    parser.add_argument("person", metavar="PERSON", help=WHO)
    parser.add_argument("name", metavar="NAME", help="what they are called")
    parser = actions.add(
        "merge",
        merge,
        help="say that two or more are one person",
        examples='mneme people merge Anna "Anna Keller"\nmneme people merge Anna "person 3f2a" "person 81c0"',
        decides=True,
    )
    parser.add_argument("person", metavar="PERSON", help=WHO)
    parser.add_argument("others", metavar="OTHER", nargs="+", help=WHO)
    parser = actions.add(
        "split",
        split,
        help="say that a part of somebody is somebody else",
        more="The parts are those that `mneme people show PERSON` numbers.",
        examples=SPLIT,
        decides=True,
    )
    parser.add_argument("person", metavar="PERSON", help=WHO)
    parser.add_argument("parts", metavar="PART", nargs="*", help="what leaves: a number of the listing, or a unit's id")
    parser.add_argument("--from", metavar="PART", nargs="+", default=[], dest="leaving", help="the same")
    parser.add_argument("--stream", metavar="ID", default="", help="what is in that recording leaves")
    parser.add_argument("--face", action="store_const", const="face", help="the faces leave (with --stream: of it)")
    parser.add_argument("--voice", action="store_const", const="voice", help="the voices leave (with --stream: of it)")
    parser.add_argument("--name", metavar="NEW", default="", help="what the one who leaves is called")
    for name, run, help_ in (
        ("confirm", confirm, "say that somebody is right as it is now"),
        ("hide", hide, "let somebody's name and picture appear nowhere"),
        ("unhide", unhide, "take back that somebody is hidden (by the id that `mneme people --hidden` shows)"),
    ):
        who = "person-3f2a81c0de" if name == "unhide" else "Anna"
        parser = actions.add(name, run, help=help_, examples=f"mneme people {name} {who}", decides=True)
        parser.add_argument("person", metavar="PERSON", help=WHO)
    parser = actions.add(
        "enroll",
        enroll,
        help="say who somebody is by photographs and voice samples",
        more="A photograph must show one face, a recording must hold 3 seconds or more of one voice.",
        examples=ENROLL,
        decides=True,
    )
    parser.add_argument("name", metavar="NAME", help="a new name, or the name or id of somebody who is known")
    parser.add_argument("--photo", metavar="FILE", action="append", default=[], help="may be given again")
    parser.add_argument("--voice", metavar="FILE", action="append", default=[], help="may be given again")
    add_settings(parser)


def give_name(arguments: argparse.Namespace, output: Output) -> int:
    """Names somebody."""
    with open_memory(arguments) as memory:
        person = memory.name(arguments.person, arguments.name, why=arguments.why, by=arguments.by)
        _warn_of_namesakes(person, memory, output)
        return _decided(memory, [person], f"{arguments.person} is called {person.display}", output)


def merge(arguments: argparse.Namespace, output: Output) -> int:
    """Makes people one."""
    with open_memory(arguments) as memory:
        person = memory.merge(arguments.person, *arguments.others, why=arguments.why, by=arguments.by)
        listed = " and ".join((arguments.person, *arguments.others))
        return _decided(memory, [person], f"{listed} are one person: {person.display}", output)


def split(arguments: argparse.Namespace, output: Output) -> int:
    """Makes a part of a person another one."""
    with open_memory(arguments) as memory:
        stays, leaves = memory.split(
            arguments.person,
            *arguments.parts,
            *arguments.leaving,
            stream=arguments.stream,
            kinds=[kind for kind in (arguments.face, arguments.voice) if kind],
            name=arguments.name,
            why=arguments.why,
            by=arguments.by,
        )
        gone = f"{leaves.display} ({leaves.id})" if leaves else "somebody of whom too little is known to list"
        people = [stays, leaves] if leaves is not None else [stays]
        return _decided(memory, people, f"{stays.display} ({stays.id}) stays; who leaves is {gone}", output)


def confirm(arguments: argparse.Namespace, output: Output) -> int:
    """Confirms somebody."""
    with open_memory(arguments) as memory:
        person = memory.confirm(arguments.person, why=arguments.why, by=arguments.by)
        return _decided(memory, [person], f"{person.display} is confirmed", output)


def hide(arguments: argparse.Namespace, output: Output) -> int:
    """Hides somebody; from here on even we do not say the name."""
    from dataclasses import replace

    with open_memory(arguments) as memory:
        person = memory.hide(arguments.person, why=arguments.why, by=arguments.by)
        words = f"{person.id} is hidden; to take it back: mneme people unhide {person.id}"
        return _decided(memory, [replace(person, name=None, names=())], words, output)


def unhide(arguments: argparse.Namespace, output: Output) -> int:
    """Shows somebody again."""
    with open_memory(arguments) as memory:
        person = memory.unhide(arguments.person, why=arguments.why, by=arguments.by)
        return _decided(memory, [person], f"{person.display} is shown again", output)


def enroll(arguments: argparse.Namespace, output: Output) -> int:
    """Enrolls somebody."""
    with open_memory(arguments) as memory:
        person, is_new = memory.enroll(
            arguments.name, photos=arguments.photo, voices=arguments.voice, why=arguments.why, by=arguments.by
        )
        files = ", ".join(file.rsplit("/", 1)[-1] for file in (*arguments.photo, *arguments.voice))
        if is_new:
            _warn_of_namesakes(person, memory, output)
        how = "is enrolled by" if is_new else "was enrolled before by"
        return _decided(memory, [person], f"{person.display} {how} {files}", output, enrolled=is_new)


def _warn_of_namesakes(person: Person, memory: Memory, output: Output) -> None:
    """Says who else bears the name or a longer or shorter one: whoever decides may have meant that person."""
    from ..memory.names.compare import compatible, same_letters

    same = [
        each
        for each in memory.reading.recall.people()
        if each.id != person.id
        and not each.is_hidden
        and any(compatible(one, other) and same_letters(one, other) for one in person.names for other in each.names)
    ]
    if same:
        listed = ", ".join(f"{each.display}, {each.id}" for each in same[:3]) + (" …" if len(same) > 3 else "")
        output.note(f"also known: {listed}; if they are one person: mneme people merge")


def _decided(memory: Memory, people: Sequence[Person], words: str, output: Output, **more: bool) -> int:
    """Says what holds now; a document has the appearances of those who are shown, too."""
    if output.is_json:
        from .forms import people_form

        full = [person if person.is_hidden else memory.person(person.id) for person in people]
        output.document({**people_form(full), **more})
    else:
        output.line(printable(words))
    return 0
