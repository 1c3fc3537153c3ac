"""Claims about who bears a name, from the turns of a stream as they come.

A claim is evidence, not a decision: `identity/derive.py` weighs them.  An address or an introduction at the end
of one speaker's turn is about whoever speaks next, so such a claim is made when that turn is read, and
names the earlier turn as its entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...streams.types import Span
from .address import addressed, mentioned
from .called import Called
from .corrections import HAS_CUE, corrected
from .spoken import introduced, self_given
from .text import About, NameUse, Text, Use, Vocabulary

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
_JUST = 3
"""Turns within which somebody answers a name that he was called by."""
_CUE_BEFORE = 32
"""Characters before a name in which a word like "sorry" belongs to it."""
_ASKS_WHO = re.compile(r"\b(?:who|whose|whom)\b[^?]*\?", re.IGNORECASE)
_SAID = re.compile(r"\b(?:say|said|call|called|mean|meant|name|was)\s+(?:\w+\s+)?$", re.IGNORECASE)
_HAS_GREETING = re.compile(r"\b(?:hi|hello|hey|good\s+(?:morning|afternoon|evening))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameClaim:
    """One piece of evidence that a unit bears a name, or (negative weight) that it does not."""

    unit: str
    name: str
    source: str
    """"self", "nickname", "addressed" or "introduced"."""
    weight: float
    """-1..1; below zero it is not the unit's: "addressed", it speaks to somebody of that name; "self", it says so
    itself; "introduced", somebody else does."""
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
    slips: dict[tuple[int, int], NameUse] = {}
    for candidates in (
        self_given(cut, was_asked=was_asked),
        corrected(cut),
        introduced(cut),
        addressed(cut),
        mentioned(cut),
    ):
        for use in candidates:
            clash = next((each for each in uses if use.start < each.end and each.start < use.end), None)
            if clash is None:
                uses.append(use)
            elif clash.use is Use.WRONG and clash.about is About.HERE:
                slips.setdefault((clash.start, clash.end), use)
    uses.sort(key=lambda use: use.start)
    return [_meant(use, uses[place - 1] if place else None, slips) for place, use in enumerate(uses)]


def _meant(use: NameUse, before: NameUse | None, slips: Mapping[tuple[int, int], NameUse]) -> NameUse:
    """A name that takes the place of the slip before it: "Thank you, Peter. I mean George." thanks George."""
    if use.use is not Use.RIGHT or use.about is not About.HERE or before is None:
        return use
    slip = slips.get((before.start, before.end))
    if slip is None:
        return replace(use, use=Use.MENTIONED)
    return replace(use, use=slip.use, weight=slip.weight, previous=slip.previous, following=slip.following)


class Conversation:
    """The name claims of one stream, turn by turn.

    State is the last few turns, the names known so far and who was called by which; reading the same turns again
    brings it back.
    """

    def __init__(self) -> None:
        self.known = Vocabulary()
        self._recent: list[Turn] = []
        self._called = Called()
        self._count = 0

    def read(self, turn: Turn) -> tuple[list[NameUse], list[NameClaim]]:
        """Takes the next turn; gives the names in it and the claims that it makes or completes."""
        runs = self._runs(turn)
        before = self._recent[-1] if self._recent else None
        was_asked = before is not None and before.speaker != turn.speaker and bool(_ASKS_NAME.search(before.text))
        uses = find_names(turn.text, self.known, was_asked=was_asked)
        self.known.update(use.name for use in uses)
        claims: list[NameClaim] = []
        self._count += 1
        if turn.speaker:
            if before is not None and before.speaker != turn.speaker:
                claims.extend(self._looking_back(turn, uses, runs))
            for use in uses:
                claims.extend(_of_oneself(turn, use))
                if use.use is Use.ADDRESSED and runs:
                    claims.extend(
                        self._of_before(turn, use, runs[0], is_reply=before is not None and before in runs[0])
                    )
            self._note(turn, claims)
            claims.extend(self._put_right(turn, uses))
        self._recent = [*self._recent, turn][-KEPT:]
        return uses, claims

    def _note(self, turn: Turn, claims: Sequence[NameClaim]) -> None:
        speakers = {other.entry: other.speaker for other in (*self._recent, turn)}
        for claim in claims:
            if claim.weight > 0:
                is_own = claim.source in ("self", "nickname")
                by = speakers.get(claim.entry, "")
                self._called.note(claim.unit, claim.name, by=by, turn=self._count, is_own=is_own, weight=claim.weight)

    def _put_right(self, turn: Turn, uses: Sequence[NameUse]) -> list[NameClaim]:
        """What a turn takes back, of the speaker or of somebody else, and who is what instead."""
        claims: list[NameClaim] = []

        def claim(unit: str, name: str, weight: float) -> None:
            source = "self" if unit == turn.speaker else "introduced"
            claims.append(NameClaim(unit, name, source, weight, turn.entry, turn.text))
            if weight < 0:
                self._called.take_back(unit, name)
            else:
                is_own = unit == turn.speaker
                self._called.note(unit, name, by=turn.speaker, turn=self._count, is_own=is_own, weight=weight)

        rights = [use for use in uses if use.use is Use.RIGHT]
        own = [use for use in uses if use.use is Use.SELF]
        for wrong in (use for use in uses if use.use is Use.WRONG and use.about is not About.HERE):
            right = next((use.name for use in rights if use.about is wrong.about), "")
            right = right or (own[0].name if own and wrong.about is About.SPEAKER else "")
            unit = self._whose(wrong, turn.speaker)
            if not unit:
                continue
            for name in dict.fromkeys((*self._called.like(unit, wrong.name, right), wrong.name)):
                claim(unit, name, -1.0)
            if right and not (own and wrong.about is About.SPEAKER):
                claim(unit, right, 0.9)
        is_paired = any(use.use is Use.WRONG for use in uses)
        other = next((each for each in reversed(self._recent) if each.speaker != turn.speaker), None)
        for use in rights:
            if use.about is About.EARLIER and not is_paired:
                unit, name = self._called.last_by(turn.speaker, use.name)
                if unit:
                    claim(unit, name, -1.0)
                    claim(unit, use.name, 0.9)
            elif use.about is About.SPEAKER_IF_CALLED and _may_be_set_right(turn, use, other):
                wrongs = self._called.others(turn.speaker, use.name, since=self._count - _JUST, own=False)
                for name in wrongs:
                    claim(turn.speaker, name, -1.0)
                if wrongs:
                    claim(turn.speaker, use.name, 0.9)
        for use in own:
            if not use.is_nickname and HAS_CUE.search(turn.text[max(0, use.start - _CUE_BEFORE) : use.start]):
                for name in self._called.others(turn.speaker, use.name, since=0, own=True):
                    claim(turn.speaker, name, -1.0)
        claims.extend(self._really_there(turn, uses))
        return claims

    def _whose(self, wrong: NameUse, speaker: str) -> str:
        """The unit whose name is taken back, "" where nobody was called so."""
        if wrong.about is About.SPEAKER:
            return speaker
        if wrong.about is About.SOMEBODY:
            return self._called.who(wrong.name, rather=speaker)
        return self._called.who(wrong.name, besides=speaker, by=speaker if wrong.about is About.EARLIER else "")

    def _really_there(self, turn: Turn, uses: Sequence[NameUse]) -> Iterable[NameClaim]:
        """Whoever is spoken of by a name that was taken back is somebody else."""
        for use in uses:
            unit = self._called.mistaken.get(use.name)
            is_told_again = _SAID.search(turn.text[: use.start])
            if unit and use.use in (Use.MENTIONED, Use.INTRODUCED) and not is_told_again:
                yield NameClaim(unit, use.name, "addressed", -use.weight, turn.entry, turn.text)

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
        source = "nickname" if use.is_nickname else "self"
        yield NameClaim(turn.speaker, use.name, source, use.weight, turn.entry, turn.text)
    elif use.use in (Use.ADDRESSED, Use.INTRODUCED):
        yield NameClaim(turn.speaker, use.name, "addressed", -use.weight, turn.entry, turn.text)


def _may_be_set_right(turn: Turn, use: NameUse, before: Turn | None) -> bool:
    """Whether "Actually, it's Bruno." can be meant of the speaker: it does not answer who somebody is."""
    if before is None:
        return False
    is_plain_no = turn.text[: use.start].lower().startswith("no")
    return not _ASKS_WHO.search(before.text) and not (is_plain_no and before.text.rstrip().endswith("?"))
