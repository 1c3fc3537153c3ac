"""agent/forms.py: the JSON documents have the keys that DESIGN.md fixes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from mneme.agent import forms
from mneme.agent.types import Answer, Citation, Step
from mneme.memory.types import Appearance, Entry, EntryKind, Fact, Hit, Person
from mneme.streams.types import Span

AT = datetime(2026, 3, 2, 10, 0, 5, tzinfo=timezone(timedelta(hours=1)))


def hit(**more):
    entry = Entry(id="e1", kind=EntryKind.TURN, stream="s1", clip=0, span=Span(1.25, 4.5), text="Hello", at=AT)
    given = {"channels": ("text", "dense"), "source": "/a.mp4", "speaker": "Anna", "text": "Hello", "people": ("Anna",)}
    return Hit(entry, 0.5, **{**given, **more})


def test_a_hit_has_its_place_its_words_and_its_score():
    assert forms.hit_form(hit()) == {
        "entry": "e1",
        "kind": "turn",
        "stream": "s1",
        "source": "/a.mp4",
        "start": 1.25,
        "end": 4.5,
        "at": "2026-03-02T09:00:05+00:00",
        "speaker": "Anna",
        "text": "Hello",
        "people": ["Anna"],
        "score": 0.5,
        "channels": ["text", "dense"],
    }


def test_a_timeline_has_hits_without_a_score():
    (form,) = forms.timeline_form([hit()])["entries"]
    assert set(forms.hit_form(hit())) - set(form) == {"score", "channels"}


def test_an_answer_has_citations_evidence_and_steps():
    citation = Citation("s1", "/a.mp4", Span(1, 2), AT, "Anna", "Hello", "e1")
    step = Step("search", "hello", (hit(),), thought="first", round=1)
    form = forms.answer_form(Answer("Who?", "Anna", 0.9, (citation,), (step,), (hit(),), seconds=0.12345))
    assert form["question"] == "Who?"
    assert form["answer"] == "Anna"
    assert form["seconds"] == 0.123
    assert set(form["citations"][0]) == {"stream", "source", "start", "end", "at", "speaker", "text", "entry"}
    assert form["steps"] == [{"round": 1, "action": "search", "query": "hello", "hits": ["e1"], "thought": "first"}]
    assert form["evidence"] == [forms.hit_form(hit())]
    json.dumps(form)


def test_no_answer_is_null():
    assert forms.answer_form(Answer("Who?", None, 0.0))["answer"] is None


def test_people_have_names_and_appearances():
    person = Person(
        "p1", "Anna", ("Anna", "Anna Keller"), ("face-s1-0",), (Appearance("s1", "/a.mp4", Span(1, 2), "face"),)
    )
    (form,) = forms.people_form([person])["people"]
    assert (form["id"], form["name"], form["names"]) == ("p1", "Anna", ["Anna", "Anna Keller"])
    assert form["appearances"] == [{"stream": "s1", "source": "/a.mp4", "start": 1, "end": 2, "via": "face"}]
    assert forms.person_form(Person("p2", None))["name"] is None


def test_facts_have_validity_support_and_evidence():
    fact = Fact("f1", "Anna", "p1", "prefers", "tea", "I like tea", AT, None, AT, 2, ("e1", "e2"))
    (form,) = forms.facts_form([fact])["facts"]
    wanted = {
        "id",
        "subject",
        "predicate",
        "object",
        "text",
        "valid_from",
        "valid_to",
        "known_at",
        "support",
        "evidence",
    }
    assert wanted <= set(form)
    assert form["valid_from"] == datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC).isoformat()
    assert form["valid_to"] is None
    assert form["evidence"] == ["e1", "e2"]
