"""Search: several channels over the store, fused by reciprocal ranks, put in order by a small reranker.

Channels: full text on the turn ("text") and on previous turn + turn ("context"), sentence vectors of both without
names ("dense", "dense-context"), the people and things that the question names ("entity") and its dates ("time").
Names are matched as entities and taken out of the words: who is called Caroline is called so in every second turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..encoders.types import TextEncoder
from ..streams.types import Vector
from .filters import Filter
from .fusion import Channel, fuse
from .rerank import Moment, RerankOptions, rerank
from .retrieval_query import Directory, Understood, understand
from .types import Hit, Query

if TYPE_CHECKING:
    from .store import Store  # imports LanceDB, which whoever only reads the options does without

_DETAILS = ("id", "stream", "kind", "position", "start", "text", "speaker", "units", "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalOptions:
    """How much each channel counts."""

    depth: int = 100
    """Candidates per channel."""
    k: float = 10.0
    """Of reciprocal rank fusion."""
    text: float = 0.5
    context: float = 1.0
    dense: float = 1.0
    dense_context: float = 1.0
    entity: float = 0.2
    """Of what the named people say, closest to the question first."""
    thing: float = 0.1
    """Of entries in which a named thing takes part; full text finds most of them by its words."""
    entity_alone: float = 2.0
    """The same where the question is nothing but names."""
    time: float = 0.3
    rerank: RerankOptions = field(default_factory=RerankOptions)


class Retrieval:
    """Search over one memory. It keeps nothing between searches."""

    def __init__(
        self,
        store: Store,
        directory: Directory,
        text_encoder: TextEncoder | None,
        options: RetrievalOptions | None = None,
    ) -> None:
        """Without an encoder the dense channels are left out."""
        self._store = store
        self._directory = directory
        self._encoder = text_encoder
        self._options = options or RetrievalOptions()

    def search(self, query: Query) -> list[Hit]:
        """The `query.k` best moments, best first. Cost: six index look-ups and about 300 rows, whatever the size.

        A question without words gives nothing; a filter on people who are not known lets nothing through.
        """
        where = self._filter(query)
        if query.k < 1 or not query.text.strip() or where is None:
            return []
        asked = understand(query.text, self._directory)
        candidates = fuse(self._channels(query, asked, where), k=self._options.k)
        moments = self._moments([candidate.id for candidate in candidates])
        best = rerank(candidates, moments, asked, self._options.rerank, k=query.k)
        entries = {entry.id: entry for entry in self._store.entries([candidate.id for candidate, _ in best])}
        hits = []
        for candidate, score in best:
            entry = entries.get(candidate.id)
            if entry is None:  # erased meanwhile
                continue
            text, speaker, people, ids = self._directory.render(entry)
            hits.append(
                Hit(
                    entry=entry,
                    score=score,
                    channels=candidate.channels,
                    speaker=speaker,
                    text=text,
                    people=tuple(people),
                    person_ids=tuple(ids),
                )
            )
        return hits

    def _filter(self, query: Query) -> Filter | None:
        """The store's filter for a query, None where nobody can pass it."""
        units = self._units(query.people)
        speakers = self._units(query.speakers)
        if (query.people and not units) or (query.speakers and not speakers):
            return None
        return Filter(
            stream=query.stream,
            kinds=query.kinds,
            units=units,
            speakers=speakers,
            start=query.start,
            end=query.end,
            as_of=query.as_of,
            exclude=query.exclude,
        )

    def _units(self, people: Iterable[str]) -> tuple[str, ...]:
        """The units of people by id; a thing's unit stands for itself."""
        known = {person.id: person.units for person in self._directory.people}
        return tuple(unit for person in people for unit in known.get(person, (person,)))

    def _channels(self, query: Query, asked: Understood, where: Filter) -> Iterator[Channel]:
        options, depth, search = self._options, self._options.depth, self._store.text_search
        yield Channel("text", options.text, _ids(search("text", asked.words, depth, where)))
        yield Channel("text", options.context, _ids(search("grams", query.text, depth, where)))
        yield Channel("context", options.context, _ids(search("context", asked.words, depth, where)))
        vector = None if self._encoder is None else self._encoder.encode([asked.content])[0]
        if vector is not None:
            found = self._store.vector_search("vector", vector, depth, where)
            yield Channel("dense", options.dense, _ids(found))
            found = self._store.vector_search("context_vector", vector, depth, where)
            yield Channel("dense-context", options.dense_context, _ids(found))
        weight = options.entity_alone if asked.is_only_names else options.entity
        speakers = tuple(unit for person in asked.people for unit in person.units)
        if speakers and not where.speakers:
            yield Channel("entity", weight, self._closest(asked, vector, replace(where, speakers=speakers)))
        involved = (*asked.things, *(speakers if asked.is_only_names else ()))
        if involved and not where.units:
            weight = options.entity_alone if asked.is_only_names else options.thing
            yield Channel("entity", weight, self._closest(asked, vector, replace(where, units=involved)))
        for period in asked.periods:
            bounds = period.bounds()
            if bounds is not None and where.start is None and where.end is None:
                within = replace(where, start=bounds[0], end=bounds[1])
                yield Channel("time", options.time, self._closest(asked, vector, within))

    def _closest(self, asked: Understood, vector: Vector | None, where: Filter) -> list[str]:
        """What passes a narrow filter, in order of how well it fits the question."""
        depth = self._options.depth
        if vector is not None:
            return _ids(self._store.vector_search("vector", vector, depth, where))
        found = _ids(self._store.text_search("context", asked.words, depth, where))
        rest = self._store.find(where, limit=depth, newest_first=True)
        return list(dict.fromkeys([*found, *(entry.id for entry in rest)]))

    def _moments(self, ids: list[str]) -> dict[str, Moment]:
        rows = self._store.details(Filter(ids=tuple(ids)), _DETAILS)
        return {
            row["id"]: Moment(
                stream=row["stream"],
                kind=row["kind"],
                position=row["position"],
                start=row["start"],
                text=row["text"],
                speaker=row["speaker"],
                units=tuple(row["units"]),
                at=row["at"],
            )
            for row in rows
        }


def _ids(found: Iterable[tuple[str, float]]) -> list[str]:
    return [entry for entry, _ in found]
