"""Takes the names of hidden people out of what is read: in one place, so that no reader can pass it by.

Nothing that is kept changes: to show somebody again shows everything as it was.  A stretch of text stands for a
hidden person where a mention says so, and wherever one of the person's names is written or heard, alone or in
part, in whatever case, alike in sound.  Left as they are: words that are a visible person's name too (mentions tell
namesakes apart, letters cannot), and a name that is an everyday word ("Will", "Rose") where it is written small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..mentions_words import FUNCTION, tokens
from ..names.compare import words_of
from ..names.lexicon import AMBIGUOUS, is_common
from ..people.names import NameIndex
from ..types import Entry, Mention, Person, Statement, UnitKind

SOMEONE = "someone"
"""Stands for the name of a hidden person."""
_SENTENCE_START = re.compile(r"(?:^|(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Dr)[.!?…])[\s\"'“‘(]*$")
Span = tuple[int, int]


class Redaction:
    """What a memory must not show, and how it reads without it."""

    def __init__(
        self,
        hidden: Sequence[Person],
        visible: Sequence[Person],
        called: Mapping[str, str],
        *,
        index: NameIndex | None = None,
    ) -> None:
        """Takes who is hidden, who is not (`index`: of their names), and what name units are called."""
        self.units = {unit for person in hidden for unit in person.units}
        more = {name for unit, name in called.items() if unit in self.units and unit.startswith(UnitKind.NAME)}
        bearers = [replace(p, names=tuple(dict.fromkeys((*p.names, *sorted(more))))) for p in hidden]
        self._index = NameIndex(bearers)
        self._shown = index or NameIndex(visible)
        if not hidden:
            self._pattern: re.Pattern[str] | None = None
            return
        shared = {word for person in visible for name in person.names for word in words_of(name)}
        names = {name for person in bearers for name in person.names}
        words = {word for name in names for word in words_of(name) if len(word) > 1 and word not in shared}
        wholes = {" ".join(t.text for t in tokens(name)) for name in names if not set(words_of(name)) <= shared}
        self._pattern = _any_of(wholes | words)

    def __bool__(self) -> bool:
        """Whether anybody is hidden."""
        return bool(self.units)

    def spans(self, text: str) -> list[Span]:
        """Where hidden people are named, in order, none overlapping."""
        if not self.units or not text:
            return []
        found = (
            [match.span() for match in self._pattern.finditer(text) if _is_name(text, match)] if self._pattern else []
        )
        named = self._index.mentioned(text)
        shown = [(start, end) for start, end, _ in self._shown.mentioned(text)] if named else ()
        for start, end, _ in named:
            if not any(_overlap((start, end), each) and each[1] - each[0] >= end - start for each in shown):
                found.append((start, end))
        return _joined(found)

    def text(self, text: str) -> str:
        """The text with "someone" for the names of hidden people."""
        return _put_in(text, self.spans(text))[0] if self.units else text

    def without(self, text: str) -> str:
        """The text without the names of hidden people: a question must not find by them."""
        for start, end in reversed(self.spans(text)):
            text = text[:start] + " " + re.sub(r"^['’]s\b", "", text[end:])
        return " ".join(text.split())

    def entry(self, entry: Entry) -> Entry:
        """The entry as it may be shown: names, the speaker and the units of hidden people are gone."""
        if not self.units:
            return entry
        kept = [each for each in entry.mentions if each.unit not in self.units]
        named = [(each.start, each.end) for each in kept if not each.unit.startswith(UnitKind.THING)]
        gone = [(each.start, each.end) for each in entry.mentions if each.unit in self.units]
        gone += [span for span in self.spans(entry.text) if not any(_overlap(span, other) for other in named)]
        text, moved = _put_in(entry.text, _joined(gone))
        mentions = [
            Mention(moved(each.start), moved(each.end), each.unit)
            for each in kept
            if not any(_overlap((each.start, each.end), other) for other in gone)
        ]
        return replace(
            entry,
            text=text,
            speaker="" if entry.speaker in self.units else entry.speaker,
            mentions=tuple(mentions),
            units=tuple(unit for unit in entry.units if unit not in self.units),
        )

    def statements(self, statements: Iterable[Statement]) -> list[Statement]:
        """Nothing about hidden people, and nothing that names them."""
        if not self.units:
            return list(statements)
        return [
            replace(each, object=self.text(each.object), text=self.text(each.text))
            for each in statements
            if each.subject not in self.units
        ]


def divided(people: Sequence[Person]) -> tuple[list[Person], list[Person]]:
    """(visible, hidden) people.

    Somebody of whom nothing but a hidden person's name is known goes with that person: it may be the same one.  A
    visible person keeps its best name, of the others none that is a hidden person's.
    """
    hidden = [person for person in people if person.is_hidden]
    if not hidden:
        return list(people), []
    names = {words_of(name) for person in hidden for name in person.names}
    visible: list[Person] = []
    for person in people:
        if person.is_hidden:
            continue
        is_only_named = all(unit.startswith(UnitKind.NAME) for unit in person.units)
        if is_only_named and person.names and all(words_of(name) in names for name in person.names):
            hidden.append(replace(person, is_hidden=True))
        else:
            kept = tuple(name for name in person.names if name == person.name or words_of(name) not in names)
            visible.append(replace(person, names=kept))
    return visible, hidden


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    if not ordered:
        return None
    choices = "|".join(r"[\s\-_.]+".join(map(re.escape, name.split())) for name in ordered)
    return re.compile(rf"(?<![^\W_])(?:{choices})(?![^\W_])", re.IGNORECASE)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether letters that make a name stand for it here; an everyday word does so with a capital only."""
    word = match.group().lower()
    if " " in word or not (word in AMBIGUOUS or word in FUNCTION or is_common(word)):
        return True
    if not match.group()[0].isupper():
        return False
    return word not in FUNCTION or not _SENTENCE_START.search(text, 0, match.start())


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(set(spans)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


class _Moved:
    """Where a place of the old text is in the new one."""

    def __init__(self, changes: Sequence[tuple[int, int]]) -> None:
        self._changes = changes

    def __call__(self, place: int) -> int:
        return place + sum(shift for end, shift in self._changes if end <= place)


def _put_in(text: str, spans: Sequence[Span]) -> tuple[str, _Moved]:
    """The text with "someone" in place of the stretches."""
    parts: list[str] = []
    changes: list[tuple[int, int]] = []
    last = 0
    for start, end in spans:
        if parts and text[last:start].isspace():  # a name and a surname are one person
            changes.append((end, last - end))
            last = end
            continue
        word = SOMEONE.capitalize() if _SENTENCE_START.search(text, 0, start) else SOMEONE
        parts += [text[last:start], word]
        changes.append((end, len(word) - (end - start)))
        last = end
    return "".join([*parts, text[last:]]), _Moved(changes)
