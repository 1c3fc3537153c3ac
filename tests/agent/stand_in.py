"""A memory for tests of control: turns and signs in a list, found by stemmed words; no store, no models.

The real read side is `memory.recall.Recall`; this one has the same methods and answers from dialogues.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from mneme.agent.extract_words import Tag, tokenize
from mneme.memory.types import Entry, EntryKind, Hit, Person, StreamRecord
from mneme.streams.types import Span


@dataclass
class StandIn:
    """Implements `agent.policy.Library`."""

    entries: list[Hit]
    known: list[Person]

    def __post_init__(self):
        self._order = {hit.entry.id: i for i, hit in enumerate(self.entries)}
        self._words = [_stems(hit.text) for hit in self.entries]
        self._context = []
        for i, hit in enumerate(self.entries):
            same = i > 0 and self.entries[i - 1].stream == hit.stream
            self._context.append(self._words[i] | (self._words[i - 1] if same else set()))
        self._frequency = Counter(word for words in self._words for word in words)

    def search(self, query):
        words = _stems(query.text)
        scored = []
        for i, hit in enumerate(self.entries):
            if hit.entry.id in query.exclude or (query.kinds and hit.entry.kind not in query.kinds):
                continue
            if query.stream and hit.stream != query.stream:
                continue
            if query.speakers and not ({self._id(hit.speaker)} & set(query.speakers)):
                continue
            if query.people and not (set(hit.person_ids) & set(query.people)):
                continue
            if query.as_of is not None and hit.at is not None and hit.at > query.as_of:
                continue
            score = self._weight(words & self._words[i]) + 0.5 * self._weight(words & self._context[i])
            score += 0.8 * sum(
                1 for name in hit.people if any(part.lower() in query.text.lower() for part in name.split())
            )
            if score > 0:
                scored.append((score, i))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        return [replace(self.entries[i], score=score) for score, i in scored[: query.k]]

    def _weight(self, words):
        return sum(math.log(1 + len(self.entries) / (1 + self._frequency[word])) for word in words)

    def _id(self, name):
        return next((person.id for person in self.known if person.display == name), "")

    def hits(self, ids):
        return [self.entries[self._order[each]] for each in ids if each in self._order]

    def read(self, moment, *, before=2, after=2):
        here = self._order[moment]
        stream = self.entries[here].stream
        turns = [i for i, hit in enumerate(self.entries) if hit.stream == stream and hit.entry.kind is EntryKind.TURN]
        earlier = [i for i in turns if self.entries[i].span.start < self.entries[here].span.start and i != here]
        later = [i for i in turns if self.entries[i].span.start > self.entries[here].span.start]
        chosen = (
            [*earlier[-before:], *([here] if here in turns else []), *later[:after]]
            if before
            else [here, *later[:after]]
        )
        return [self.entries[i] for i in chosen]

    def timeline(
        self, *, stream="", start=None, end=None, kinds=(), people=(), as_of=None, limit=None, newest_first=False
    ):
        people = set(people)
        found = [
            hit
            for hit in self.entries
            if (not stream or hit.stream == stream)
            and (not kinds or hit.entry.kind in kinds)
            and (not people or people & set(hit.person_ids))
            and not (isinstance(start, float) and hit.span.end <= start)
            and not (isinstance(end, float) and hit.span.start >= end)
        ]
        found.sort(key=lambda hit: (hit.at or datetime.min.replace(tzinfo=UTC), hit.span.start), reverse=newest_first)
        return found[:limit]

    def people(self):
        return list(self.known)

    def find_people(self, name):
        wanted = name.lower().split()
        exact = [p for p in self.known if any(n.lower() == name.lower() for n in p.names)]
        part = [p for p in self.known if p.name and set(wanted) & set(p.name.lower().split())]
        return list({p.id: p for p in [*exact, *part]}.values())

    def facts(self, person=None, *, predicate="", as_of=None, known_at=None):
        return []

    def streams(self):
        seen = {}
        for hit in self.entries:
            seen[hit.stream] = hit
        return [StreamRecord(key, hit.source, "video", hit.at, 0.0, 1, True, key) for key, hit in seen.items()]


def stand_in(dialogues, *, heard=False) -> StandIn:
    """A memory of dialogues: `heard` takes what a recognizer made of the turns."""
    hits, people = [], {}
    for dialogue in dialogues:
        for turn in dialogue["turns"]:
            if not turn.get("unnamed"):
                people.setdefault(turn["speaker"], Person(f"p-{len(people)}", turn["speaker"], (turn["speaker"],)))
    for dialogue in dialogues:
        for turn in dialogue["turns"]:
            if turn.get("unnamed"):
                key = f"{dialogue['title']}/{turn['speaker']}"
                people.setdefault(key, Person(f"p-{len(people):04d}", None))
    for dialogue in dialogues:
        hits.extend(_hits(dialogue, people, heard))
    return StandIn(hits, list(people.values()))


def _hits(dialogue, people, heard):
    stream = dialogue["title"].replace(" ", "-")
    zero = datetime.fromisoformat(dialogue["start"])
    zero = zero if zero.tzinfo else zero.replace(tzinfo=UTC)
    moments = [(t["start"], 0, EntryKind.TURN, t) for t in dialogue["turns"]]
    moments += [(s["start"], 1, EntryKind.SIGN, s) for s in dialogue["signs"]]
    found = []
    for number, (start, _, kind, moment) in enumerate(sorted(moments, key=lambda m: m[:2])):
        text = moment.get("heard", moment["text"]) if heard else moment["text"]
        speaker, ids = "", []
        if kind is EntryKind.TURN:
            key = f"{dialogue['title']}/{moment['speaker']}" if moment.get("unnamed") else moment["speaker"]
            speaker, ids = people[key].display, [people[key].id]
        mentioned = [
            p
            for p in people.values()
            if p.name and any(w in p.name.split() for w in text.replace(",", " ").replace(".", " ").split())
        ]
        at = zero + timedelta(seconds=start)
        entry = Entry(
            f"{stream}-{number:03d}", kind, stream, 0, Span(start, moment["end"]), text,
            speaker=ids[0] if ids else "", at=at, known_at=at,
            origin="speech" if kind is EntryKind.TURN else "screen",
        )  # fmt: skip
        names = tuple(dict.fromkeys([*([speaker] if speaker else []), *(p.display for p in mentioned)]))
        found.append(
            Hit(
                entry,
                0.0,
                ("text",),
                f"{stream}.mp4",
                speaker,
                text,
                names,
                tuple(dict.fromkeys([*ids, *(p.id for p in mentioned)])),
            )
        )
    return found


def _stems(text):
    return {t.stem for t in tokenize(text) if t.tag in (Tag.NOUN, Tag.VERB, Tag.NAME, Tag.NUMBER, Tag.ADVERB)}
