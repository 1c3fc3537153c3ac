"""Claims about who bears a name, from the turns of a stream as they come.

A claim is evidence, not a decision: `identity/derive.py` weighs them.  An address or an introduction at the end
of one speaker's turn is about whoever speaks next, so such a claim is made when that turn is read, and
names the earlier turn as its entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...streams.types import Span
from .address import addressed, mentioned
from .spoken import introduced, self_given
from .text import NameUse, Text, Use, Vocabulary

REACH = 15.0
"""Seconds of silence after which the next speaker no longer answers the one before."""
KEPT = 6
"""Turns that are looked back upon."""
SURE = 0.8
"""Weight of an address that leaves no doubt who is meant."""
_ASKS_NAME = re.compile(
    r"\b(?:your\s+(?:\w+\s+)?name|who\s+are\s+you|who\s+is\s+(?:this|that|speaking)|introduce\s+yourself)\b",
    re.IGNORECASE,
)
_HAS_GREETING = re.compile(r"\b(?:hi|hello|hey|good\s+(?:morning|afternoon|evening))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameClaim:
    """One piece of evidence that a unit bears a name, or (negative weight) that it does not."""

    unit: str
    name: str
    source: str
    """"self", "addressed", "introduced" or "label"."""
    weight: float
    """-1..1; below zero: the unit speaks to somebody of that name, so it is somebody else."""
    entry: str
    """The entry whose words say so."""
    words: str
    """The words, verbatim."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the rules see of a turn."""

    entry: str
    speaker: str
    """The speaker's unit, "" where nobody knows."""
    span: Span
    text: str


def find_names(text: str, known: Vocabulary | None = None, *, was_asked: bool = False) -> list[NameUse]:
    """All places of a text that name a person, in order, none overlapping.

    Args:
        text: one turn, or what was typed or written.
        known: names that the stream has brought so far; recognized names are matched to them by sound.
        was_asked: whether the turn before asked for the speaker's name.
    """
    cut = Text(text, known or Vocabulary())
    uses: list[NameUse] = []
    for candidates in (self_given(cut, was_asked=was_asked), introduced(cut), addressed(cut), mentioned(cut)):
        for use in candidates:
            if all(use.end <= other.start or other.end <= use.start for other in uses):
                uses.append(use)
    return sorted(uses, key=lambda use: use.start)


class Conversation:
    """The name claims of one stream, turn by turn.

    State is the last few turns and the names known so far; `restore` brings both back, after which the
    claims are those of an unbroken run.
    """

    def __init__(self) -> None:
        self.known = Vocabulary()
        self._recent: list[Turn] = []

    def restore(self, turns: Sequence[Turn], names: Iterable[str]) -> None:
        """Goes on after turns (in order; the last few suffice) and names that were read before."""
        self._recent = list(turns)[-KEPT:]
        self.known.update(names)

    def read(self, turn: Turn) -> tuple[list[NameUse], list[NameClaim]]:
        """Takes the next turn; gives the names in it and the claims that it makes or completes."""
        runs = self._runs(turn)
        before = self._recent[-1] if self._recent else None
        was_asked = before is not None and before.speaker != turn.speaker and bool(_ASKS_NAME.search(before.text))
        uses = find_names(turn.text, self.known, was_asked=was_asked)
        self.known.update(use.name for use in uses)
        claims: list[NameClaim] = []
        if turn.speaker:
            if before is not None and before.speaker != turn.speaker:
                claims.extend(self._looking_back(turn, uses, runs))
            for use in uses:
                claims.extend(_of_oneself(turn, use))
                if use.use is Use.ADDRESSED and runs:
                    claims.extend(
                        self._of_before(turn, use, runs[0], is_reply=before is not None and before in runs[0])
                    )
        self._recent = [*self._recent, turn][-KEPT:]
        return uses, claims

    def _runs(self, turn: Turn) -> list[list[Turn]]:
        """The turns before, by speaker, newest first, without those of this turn's own speaker that just ended."""
        runs: list[list[Turn]] = []
        begins = turn.span.start
        for other in reversed(self._recent):
            if begins - other.span.end > REACH or not other.speaker:
                break
            begins = other.span.start
            if other.speaker == turn.speaker and not runs:
                continue
            if runs and runs[-1][0].speaker == other.speaker:
                runs[-1].append(other)
            else:
                runs.append([other])
        return runs

    def _addresses(self, run: Sequence[Turn]) -> list[tuple[Turn, NameUse]]:
        return [(turn, use) for turn in run for use in find_names(turn.text, self.known) if use.following]

    def _of_before(self, turn: Turn, use: NameUse, run: Sequence[Turn], *, is_reply: bool) -> Iterable[NameClaim]:
        """Being addressed, of who spoke before: more where both call each other by name, or greet each other."""
        weight = use.previous
        greets = _HAS_GREETING.search(run[0].text) and _HAS_GREETING.search(turn.text[: use.start])
        if weight and is_reply and (greets or any(other.use is Use.ADDRESSED for _, other in self._addresses(run))):
            weight = max(weight, SURE)
        if weight:
            yield NameClaim(run[0].speaker, use.name, "addressed", weight, turn.entry, turn.text)

    def _looking_back(self, turn: Turn, uses: Sequence[NameUse], runs: Sequence[Sequence[Turn]]) -> Iterable[NameClaim]:
        """What the speaker before said of whoever speaks next, which is now known; half as sure one speaker later."""
        if not runs:
            return
        answers = any(use.use is Use.ADDRESSED and use.previous for use in uses)
        is_between = len(runs) > 1 and runs[1][0].speaker == turn.speaker
        for other, use in self._addresses(runs[0]):
            weight = use.following
            if use.use is Use.ADDRESSED and answers:
                weight = max(weight, SURE)
            elif use.use is Use.ADDRESSED and is_between:
                weight = max(weight, SURE - use.previous)  # nobody else spoke before or after
            elif use.use is Use.ADDRESSED and len(runs) == 1:
                weight = max(weight, 0.6)  # nobody had spoken before
            yield NameClaim(turn.speaker, use.name, use.use.value, round(weight, 6), other.entry, other.text)
        if len(runs) > 1 and not is_between:
            for other, use in self._addresses(runs[1]):
                weight = round(use.following / 2, 6)
                yield NameClaim(turn.speaker, use.name, use.use.value, weight, other.entry, other.text)


def _of_oneself(turn: Turn, use: NameUse) -> Iterable[NameClaim]:
    """What a name says of the one who says it: that it is the own one, or that it is not."""
    if use.use is Use.SELF:
        yield NameClaim(turn.speaker, use.name, "self", use.weight, turn.entry, turn.text)
    elif use.use in (Use.ADDRESSED, Use.INTRODUCED):
        yield NameClaim(turn.speaker, use.name, "addressed", -use.weight, turn.entry, turn.text)
