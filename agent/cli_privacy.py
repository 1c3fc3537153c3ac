"""`mneme privacy`: what a memory may keep of people."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from .cli_memory import open_memory
from .cli_output import Output, printable
from .cli_parser import Commands

if TYPE_CHECKING:
    from .api_privacy import PrivacyState, Remembered
    from .forms import Form

EXAMPLES = """
mneme privacy
mneme privacy --people enrolled
mneme privacy --faces off --voices off
mneme --memory ~/work privacy --json
mneme --memory ~/new index standup.mp4 --set privacy.people=enrolled
"""
MEANINGS = {
    ("people", "all"): "everybody who is seen or heard is told apart",
    ("people", "enrolled"): "only people who were named, confirmed or enrolled are told apart; what others say is kept "
    "as somebody's, with the names that they say in it",
    ("faces", "on"): "faces are kept",
    ("faces", "off"): "nothing of faces is kept; in pictures they are blurred where the face detector finds them",
    ("voices", "on"): "voices are told apart",
    ("voices", "off"): "words are kept, who says them is not; names in transcripts stay",
}


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add(
        "privacy", privacy, help="what may be kept of people: shows it, or changes it", examples=EXAMPLES
    )
    parser.add_argument("--people", choices=("all", "enrolled"), help="whom to tell apart")
    parser.add_argument("--faces", choices=("on", "off"), help="whether faces are kept")
    parser.add_argument("--voices", choices=("on", "off"), help="whether voices are told apart")


def privacy(arguments: argparse.Namespace, output: Output) -> int:
    """Shows or changes the policy."""
    is_change = any((arguments.people, arguments.faces, arguments.voices))
    with open_memory(arguments) as memory:
        state = (
            memory.set_privacy(
                people=arguments.people, faces=_switch(arguments.faces), voices=_switch(arguments.voices)
            )
            if is_change
            else memory.privacy()
        )
    if output.is_json:
        output.document(privacy_form(state))
        return 0
    _print(state, output, is_change=is_change)
    return 0


def privacy_form(state: PrivacyState) -> Form:
    """The JSON document."""
    return {
        "privacy": asdict(state.policy),
        "before": asdict(state.before),
        "remembered": asdict(state.remembered),
    }


def _switch(value: str | None) -> bool | None:
    return None if value is None else value == "on"


def _print(state: PrivacyState, output: Output, *, is_change: bool) -> None:
    for key, value in asdict(state.policy).items():
        word = ("on" if value else "off") if isinstance(value, bool) else str(value)
        output.line(f"{output.style(f'{key} {word}', 'bold')}: {MEANINGS[key, word]}")
    if is_change and state.policy != state.before:
        output.line(f"It holds for what is memorized from now on (before: {printable(str(state.before))}).")
    if not state.remembered.is_nothing:
        output.line(
            f"Remembered before and still there: {_counted(state.remembered)}. No command takes that out yet: to be "
            f"rid of it, index the recordings into a new memory with this policy and delete the folder of this one."
        )


def _counted(remembered: Remembered) -> str:
    parts = [
        (remembered.strangers, "people who are not enrolled"),
        (remembered.faces, "faces"),
        (remembered.voices, "turns of a voice"),
    ]
    return ", ".join(f"{number} {words}" for number, words in parts if number)
