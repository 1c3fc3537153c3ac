"""Reads the entries of one stream in order: who and what they speak of, and what they state.

The only state is that of the conversation (the last turns, the names known so far).  To go on after a
break, read the stream's earlier turns, signs and notes again: the same rules over the same entries give
the same state.  Cost: about 1 ms a turn.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from ..mentions import find_mentions
from ..mentions_things import head_form, normal_form
from ..names.claims import Conversation, NameClaim, Turn, find_names
from ..names.text import NameUse, Use
from ..types import Entry, EntryKind, Mention, Statement
from ..units import name_unit, thing_unit
from .extract import extract
from .scope import Draft
from .signs import read_sign

REMEMBERED = 16
"""Entries within which a bare noun ("the keys") stands for a fuller name ("the car keys")."""


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """What reading an entry brought."""

    entry: Entry
    """The entry with mentions and units."""
    statements: tuple[Statement, ...]
    people: tuple[tuple[int, int], ...]
    """Spans of people's names: what is taken out of the text for the dense channel."""
    introduced: tuple[str, ...] = ()
    """Names of those whom the speaker presents."""


class Reading:
    """Mentions and statements of one stream, entry by entry in order."""

    def __init__(self, stream: str, *, names: Iterable[str] = ()) -> None:
        """`names`: names that are known beforehand, for notes those of the whole memory."""
        self.stream = stream
        self._conversation = Conversation()
        self._conversation.known.update(names)
        self._before: Turn | None = None
        self._named: set[str] = set()
        self._things: deque[list[str]] = deque(maxlen=REMEMBERED)

    def read(self, entry: Entry, *, label: str = "", speaker: str | None = None) -> Read:
        """Takes the next entry.

        Args:
            entry: a turn, a sign or a note, without mentions; other kinds come back as they are.
            label: the transcript's own name for the speaker.
            speaker: whom "I" stands for where it is not the entry's speaker (a note about somebody).
        """
        if entry.kind not in (EntryKind.TURN, EntryKind.SIGN, EntryKind.NOTE) or not entry.text.strip():
            return Read(entry, (), ())
        statements = list(self._label(entry, label))
        turn = Turn(entry.id, entry.speaker, entry.span, entry.text)
        if entry.kind is EntryKind.TURN:
            uses, claims = self._conversation.read(turn)
        else:
            uses, claims = find_names(entry.text, self._conversation.known), []
        named = [use for use in uses if use.use is not Use.WRONG]  # who is not Oscar says nothing of an Oscar
        mentions = find_mentions(entry.text, self.stream, named)
        drafts: list[Draft] = []
        spans = mentions.spans
        if entry.kind is EntryKind.SIGN:
            sign = read_sign(entry.text)
            if sign is not None:
                spans, draft_statements = self._sign(entry, sign, spans)
                statements.extend(draft_statements)
        else:
            near = self._before if self._before and entry.kind is EntryKind.TURN else None
            drafts = extract(
                entry.text,
                stream=self.stream,
                speaker=entry.speaker if speaker is None else speaker,
                people=named,
                things=mentions.things,
                before=near.text if near else "",
                fuller=self._fuller(),
            )
        statements.extend(self._claim(entry, claim) for claim in claims)
        statements.extend(self._names(entry, named))
        for draft in drafts:
            statements.extend(self._draft(entry, draft))
        names = [thing.name for thing in mentions.things] + [draft.subject.name for draft in drafts]
        self._things.append([name for name in names if name])
        if entry.kind is EntryKind.TURN:
            self._before = turn
        about = [statement.subject for statement in statements if statement.predicate not in ("name", "not_name")]
        units = tuple(dict.fromkeys([*entry.units, *(span.unit for span in spans), *mentions.units, *about]))
        numbered = tuple(replace(each, id=f"{entry.id}-s{number}") for number, each in enumerate(statements))
        people = tuple((use.start, use.end) for use in uses)
        presented = tuple(use.name for use in named if use.use is Use.INTRODUCED)
        return Read(replace(entry, mentions=spans, units=units), numbered, people, presented)

    @property
    def known_words(self) -> Collection[str]:
        """Lower-case words of the names that the stream has brought so far."""
        return self._conversation.known.words.keys()

    def learn(self, name: str) -> None:
        """A name that was read elsewhere: what sounds like it is heard as it."""
        self._conversation.known.add(name)

    def _fuller(self) -> dict[str, str]:
        """Bare nouns that lately stood at the head of only one fuller name: "keys" → "car keys"."""
        by_head: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for name in (name for names in self._things for name in names):
            by_head[head_form(name)].setdefault(normal_form(name), name)
        return {head: max(forms.values(), key=len) for head, forms in by_head.items() if len(set(forms) - {head}) == 1}

    def _statement(self, entry: Entry, subject: str, predicate: str, phrase: str, /, **more: object) -> Statement:
        base = Statement(
            id="",
            stream=self.stream,
            clip=entry.clip,
            entry=entry.id,
            subject=subject,
            predicate=predicate,
            object=phrase,
            text=entry.text,
            at=entry.at,
            time=entry.span.start,
        )
        return replace(base, **more)  # type: ignore[arg-type]

    def _label(self, entry: Entry, label: str) -> Iterator[Statement]:
        """A transcript's label is a name; it is noted once."""
        label = " ".join(label.split())
        if label and entry.speaker and entry.speaker not in self._named:
            self._named.add(entry.speaker)
            self._conversation.known.add(label)
            yield self._statement(entry, entry.speaker, "name", label, source="label")

    def _claim(self, entry: Entry, claim: NameClaim) -> Statement:
        predicate = "name" if claim.weight > 0 else "not_name"
        return self._statement(
            entry,
            claim.unit,
            predicate,
            claim.name,
            entry=claim.entry,
            text=claim.words,
            source=claim.source,
            confidence=abs(claim.weight),
        )

    def _names(self, entry: Entry, uses: list[NameUse]) -> Iterator[Statement]:
        """The name of each name unit, once per stream."""
        for use in uses:
            unit = name_unit(self.stream, use.name)
            if unit not in self._named:
                self._named.add(unit)
                yield self._statement(entry, unit, "name", use.name, source="other", confidence=use.weight)

    def _draft(self, entry: Entry, draft: Draft) -> Iterator[Statement]:
        yield from self._thing(entry, draft.subject.unit, draft.subject.name)
        start, end = draft.span
        is_self = draft.subject.unit == entry.speaker
        source = "person" if entry.kind is EntryKind.NOTE else "self" if is_self else "other"
        yield self._statement(
            entry,
            draft.subject.unit,
            draft.predicate,
            draft.object,
            text=entry.text[start:end],
            confidence=round(draft.confidence * min(1.0, max(entry.confidence, 0.1)), 3),
            source=source,
        )

    def _thing(self, entry: Entry, unit: str, name: str) -> Iterator[Statement]:
        """What a thing is called, once per stream."""
        if name and unit not in self._named:
            self._named.add(unit)
            yield self._statement(entry, unit, "thing", name, source="other")

    def _sign(
        self, entry: Entry, sign: tuple[str, str], spans: tuple[Mention, ...]
    ) -> tuple[tuple[Mention, ...], list[Statement]]:
        title, content = sign
        unit = thing_unit(normal_form(title))
        start = entry.text.find(title)
        mention = Mention(start, start + len(title), unit)
        kept = [span for span in spans if span.end <= mention.start or mention.end <= span.start]
        name = title.lower() if title.isupper() else title
        statements = [*self._thing(entry, unit, name)]
        statements.append(
            self._statement(entry, unit, "shown", content, source="screen", confidence=round(0.9 * entry.confidence, 3))
        )
        return tuple(sorted([*kept, mention], key=lambda span: span.start)), statements
