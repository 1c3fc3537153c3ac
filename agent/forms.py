"""The JSON documents of the command line and the server, exactly as DESIGN.md fixes them.

More keys may be added; none may go or change its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from ..memory.types import Appearance, Fact, Hit, Person
from .types import Answer, Citation, Step

Form = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, None where it is not known."""
    return None if at is None else at.astimezone(UTC).isoformat()


def hit_form(hit: Hit, *, with_score: bool = True) -> Form:
    """A moment."""
    form: Form = {
        "entry": hit.entry.id,
        "kind": str(hit.entry.kind),
        "stream": hit.stream,
        "source": hit.source,
        "start": hit.span.start,
        "end": hit.span.end,
        "at": moment(hit.at),
        "speaker": hit.speaker,
        "text": hit.text,
        "people": list(hit.people),
    }
    if with_score:
        form |= {"score": hit.score, "channels": list(hit.channels)}
    return form


def search_form(hits: Iterable[Hit]) -> Form:
    """What `search` gives."""
    return {"hits": [hit_form(hit) for hit in hits]}


def timeline_form(hits: Iterable[Hit]) -> Form:
    """What `timeline` gives: hits without a score, for nothing was ranked."""
    return {"entries": [hit_form(hit, with_score=False) for hit in hits]}


def citation_form(citation: Citation) -> Form:
    """A moment that proves an answer."""
    return {
        "stream": citation.stream,
        "source": citation.source,
        "start": citation.span.start,
        "end": citation.span.end,
        "at": moment(citation.at),
        "speaker": citation.speaker,
        "text": citation.text,
        "entry": citation.entry,
    }


def step_form(step: Step) -> Form:
    """One action of the control loop; its hits by entry id, they stand in `evidence` in full."""
    form: Form = {
        "round": step.round,
        "action": step.action,
        "query": step.query,
        "hits": [hit.entry.id for hit in step.hits],
    }
    if step.thought:
        form["thought"] = step.thought
    if step.error:
        form["error"] = step.error
    return form


def answer_form(answer: Answer) -> Form:
    """What `ask` gives; `answer` is null when the memory does not hold it."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "confidence": answer.confidence,
        "citations": [citation_form(citation) for citation in answer.citations],
        "evidence": [hit_form(hit) for hit in answer.evidence],
        "steps": [step_form(step) for step in answer.steps],
        "seconds": round(answer.seconds, 3),
        "doubts": list(answer.doubts),
    }


def appearance_form(appearance: Appearance) -> Form:
    """A while in which a person was seen or heard."""
    return {
        "stream": appearance.stream,
        "source": appearance.source,
        "start": appearance.span.start,
        "end": appearance.span.end,
        "via": appearance.via,
    }


def person_form(person: Person) -> Form:
    """Somebody."""
    return {
        "id": person.id,
        "name": person.name,
        "names": list(person.names),
        "confirmed": person.is_confirmed,
        "tentative": person.is_tentative,
        "hidden": person.is_hidden,
        "appearances": [appearance_form(appearance) for appearance in person.appearances],
    }


def people_form(people: Iterable[Person]) -> Form:
    """What `people` gives."""
    return {"people": [person_form(person) for person in people]}


def fact_form(fact: Fact) -> Form:
    """One thing that is known."""
    return {
        "id": fact.id,
        "subject": fact.subject,
        "subject_id": fact.subject_id,
        "predicate": fact.predicate,
        "object": fact.object,
        "text": fact.text,
        "valid_from": moment(fact.valid_from),
        "valid_to": moment(fact.valid_to),
        "known_at": moment(fact.known_at),
        "current": fact.is_current,
        "support": fact.support,
        "evidence": list(fact.evidence),
    }


def facts_form(facts: Iterable[Fact]) -> Form:
    """What `facts` gives."""
    return {"facts": [fact_form(fact) for fact in facts]}


def error_form(error: str, *, form: Mapping[str, Any] | None = None) -> Form:
    """What went wrong, beside what could still be said."""
    return {**(form or {}), "error": error}
