"""Who is who, when text is read: units to people, names in questions to people, names into texts.

Everything is built from the derived people and from what units are called; nothing is looked up in the
store.  Building costs a few microseconds per person and name.  Hidden people are not in it: they are found by
nothing, and no text that comes out of it names them (`privacy/redaction.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..mentions_things import find_things, head_form, normal_form
from ..mentions_words import stem, tokens
from ..names.compare import compatible
from ..privacy.redaction import SOMEONE, Redaction, divided
from ..types import Entry, EntryKind, Person, Statement, UnitKind
from ..units import thing_unit
from .names import NameIndex, told_apart

_STAND_IN = re.compile(r"\bperson ([0-9a-f]{4})\b", re.IGNORECASE)
_SPACES_BEFORE = re.compile(r"\s+([,.;:!?])")
_LOOSE_MARKS = re.compile(r"^[\s,;:]+|[,;:](?:\s*[,;:])*\s*(?=[,;:.!?])")


class Directory:
    """The people and things of a memory, as they are now."""

    def __init__(self, people: Sequence[Person], statements: Iterable[Statement] = ()) -> None:
        """Takes the derived people and the statements that tell what units are called (predicates "name", "thing")."""
        visible, hidden = divided(people)
        visible = told_apart(visible)
        self.people: tuple[Person, ...] = tuple(visible)
        self.hidden: tuple[Person, ...] = tuple(hidden)
        """Those who are not to be shown, for whoever may show them again."""
        self._of = {unit: person for person in visible for unit in person.units}
        self._by_id = {person.id: person for person in visible}
        self._index = NameIndex(self.people)
        self._former = NameIndex(())
        self._called: dict[str, str] = {}
        self._by_word: defaultdict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, tuple[str, ...]] = {}
        self._heads: dict[str, str] = {}
        for statement in statements:
            self._learn(statement)
        self.redaction = Redaction(hidden, visible, self._called, index=self._index)
        self._former = NameIndex(self._once_called())

    def _learn(self, statement: Statement) -> None:
        unit = statement.subject
        if statement.predicate == "thing":
            self._called.setdefault(unit, statement.object)
            stems = tuple(normal_form(statement.object).split())
            self._stems[unit] = stems
            self._heads[unit] = head_form(statement.object)
            for each in stems:
                self._by_word[each].add(unit)
        elif statement.predicate == "name" and unit.startswith(UnitKind.NAME):
            self._called.setdefault(unit, statement.object)

    def _once_called(self) -> list[Person]:
        """People under the names that they were called by mistake: nobody is shown so, but they are found by them."""
        wrong: defaultdict[str, list[str]] = defaultdict(list)
        for unit, name in self._called.items():
            person = self._of.get(unit)
            is_own = person is not None and any(compatible(name, own) for own in person.names)
            if person is not None and not is_own and not self.redaction.spans(name):
                wrong[person.id].append(name)
        return [replace(person, names=tuple(wrong[person.id])) for person in self.people if person.id in wrong]

    def person_of(self, unit: str) -> Person | None:
        """Whom a unit belongs to; None for things and for what is too little to be somebody."""
        return self._of.get(unit)

    def find(self, name: str) -> list[Person]:
        """People by id, stand-in ("person 3f2a"), name, part of a name, nickname or sound, best match first.

        Only the best kind of match comes back: a namesake by sound does not stand beside one by letter.
        """
        found = self._index.find(name) or self._former.find(name)
        return [self._by_id[person.id] for person in found]

    def mentioned(self, text: str) -> list[tuple[int, int, Person]]:
        """Names of people in a question or a note, in order: (start, end, person), the longest name first.

        Where several people bear the name, each comes with the same span.  A genitive's "'s" is not part of it.
        """
        found = self._index.mentioned(text)
        taken = [(start, end) for start, end, _ in found]
        for start, end, person in self._former.mentioned(text):
            if all(end <= left or right <= start for left, right in taken):
                found.append((start, end, self._by_id[person.id]))
        for match in _STAND_IN.finditer(text):
            found.extend(
                (match.start(), match.end(), p)
                for p in self.people
                if (p.name is None or p.is_namesake) and p.id.endswith(match[1].lower())
            )
        return sorted(found, key=lambda span: (span[0], span[1], span[2].id))

    def things(self, text: str) -> list[tuple[int, int, str]]:
        """Things and places in a question: (start, end, unit).

        Besides the thing itself there come those known ones whose name has all its words ("the keys": the car keys)
        and those whose name stands in the text without an article ("where are battery samples").
        """
        people = [(start, end) for start, end, _ in self.mentioned(text)]
        found: dict[tuple[int, int, str], None] = {}
        for thing in find_things(text, people=people):
            found[thing.start, thing.end, thing_unit(thing.form)] = None
            wanted = thing.form.split()
            near = set.intersection(*(self._by_word.get(word, set()) for word in wanted)) if wanted else set()
            for unit in sorted(near):
                if self._heads[unit] in wanted:  # "the keys" are the car keys, "the battery" not the battery samples
                    found[thing.start, thing.end, unit] = None
        words = [token for token in tokens(text) if not any(start <= token.start < end for start, end in people)]
        stems = [stem(token.lower) for token in words]
        for place, each in enumerate(stems):
            for unit in sorted(self._by_word.get(each, ())):
                wanted_stems = self._stems[unit]
                if wanted_stems and tuple(stems[place : place + len(wanted_stems)]) == wanted_stems:
                    found[words[place].start, words[place + len(wanted_stems) - 1].end, unit] = None
        return sorted(found)

    def strip_names(self, text: str) -> str:
        """The text without names of people: they are matched as entities, not by the meaning of the text."""
        kept, last = [], 0
        for start, end, _ in self.mentioned(text):
            if start < last:
                continue
            genitive = re.match(r"['’]s\b", text[end:])
            kept.append(text[last:start])
            last = end + (genitive.end() if genitive else 0)
        stripped = " ".join("".join([*kept, text[last:]]).split())
        stripped = _LOOSE_MARKS.sub("", _SPACES_BEFORE.sub(r"\1", stripped))
        return stripped if any(c.isalnum() for c in stripped) else ""

    def display(self, unit: str) -> str:
        """What to call a unit: the person's name or stand-in, or the thing's name; "" where it has none."""
        person = self._of.get(unit)
        if person is not None:
            return person.display
        return SOMEONE if unit in self.redaction.units else self.redaction.text(self._called.get(unit, ""))

    def display_all(self, unit: str) -> str:
        """The same with the names of hidden people, for whoever asked for them."""
        person = next((each for each in self.hidden if unit in each.units), None)
        return self.display(unit) if person is None else person.display

    def render(self, entry: Entry) -> tuple[str, str, list[str], list[str]]:
        """An entry as it reads now: (text, speaker, names of the people who take part, their ids).

        Quoted words stay verbatim, except for a name that was misheard ("welter"): there the name is put in.  Derived
        texts (an appearance) get the name of whoever it is.  Of hidden people there is nothing.
        """
        entry = self.redaction.entry(entry)
        people = list({p.id: p for unit in entry.units if (p := self._of.get(unit)) is not None}.values())
        is_said = entry.kind in (EntryKind.TURN, EntryKind.NOTE)
        speaker = self.display(entry.speaker) if entry.speaker and is_said else ""
        return self._text(entry), speaker, [person.display for person in people], [person.id for person in people]

    def _text(self, entry: Entry) -> str:
        is_quoted = entry.kind in (EntryKind.TURN, EntryKind.NOTE, EntryKind.SIGN)
        text, shift = entry.text, 0
        for mention in sorted(entry.mentions, key=lambda mention: mention.start):
            if mention.unit.startswith(UnitKind.THING):
                continue
            start, end = mention.start + shift, mention.end + shift
            name = self._put_in(mention.unit, text[start:end], is_quoted=is_quoted)
            if name is not None:
                text = text[:start] + name + text[end:]
                shift += len(name) - (end - start)
        return text

    def _put_in(self, unit: str, surface: str, *, is_quoted: bool) -> str | None:
        """The name for a mention, None to leave its letters as they are."""
        if not is_quoted:
            return self.display(unit) or None
        person = self._of.get(unit)
        names = [*(person.names if person is not None else ()), self._called.get(unit, "")]
        known = {token.lower for name in names for token in tokens(name)}
        if not known or any(token.lower in known for token in tokens(surface)):
            return None
        return self._called.get(unit) or (person.name if person is not None else None)
