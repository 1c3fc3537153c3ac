"""agent/api*.py: the Python API."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from mneme.agent.api import IndexReport, default_location
from mneme.memory.types import Hit
from mneme.streams.errors import ConfigError, MemoryNotFound, QuestionError, SourceNotFound, UsageError

import mneme as package


@pytest.fixture
def memory(filled):
    with package.open(filled.memory) as opened:
        yield opened


def test_the_package_offers_what_it_says():
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        _ = package.nothing_of_ours


def test_a_memory_lies_where_the_environment_says(monkeypatch):
    assert default_location() == "~/.mneme"
    monkeypatch.setenv("MNEME_MEMORY", "/somewhere")
    assert default_location() == "/somewhere"
    assert str(package.open().location) == "/somewhere"
    assert str(package.open("/elsewhere").location) == "/elsewhere"


def test_opening_creates_nothing(tmp_path):
    memory = package.open(tmp_path / "m")
    with pytest.raises(MemoryNotFound, match="mneme index"):
        memory.people()
    assert not (tmp_path / "m").exists()
    memory.close()
    memory.close()


def test_object_storage_is_refused_for_now():
    with pytest.raises(UsageError, match="local folder"):
        package.open("s3://bucket/memory")


def test_wrong_settings_are_refused_when_it_is_opened(tmp_path):
    with pytest.raises(ConfigError, match="nothing"):
        package.open(tmp_path, preset="nothing")


def test_indexing_twice_changes_nothing(tmp_path, transcript):
    with package.open(tmp_path / "m") as memory:
        first = memory.index(transcript, started_at="2026-03-02T09:00:00+00:00")
        before = [(hit.entry.id, hit.text, hit.at) for hit in memory.timeline()]
        assert isinstance(first, IndexReport)
        assert (first.clips, first.entries, first.is_skipped) == (1, 4, False)
        assert first.seconds > 0
        again = memory.index(transcript, started_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
        assert again.is_skipped
        assert again.stream == first.stream
        assert [(hit.entry.id, hit.text, hit.at) for hit in memory.timeline()] == before
        assert before[0][2] == datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC)


def test_a_start_that_was_given_once_is_kept(tmp_path, transcript):
    with package.open(tmp_path / "m") as memory:
        first = memory.index(transcript, started_at="2026-03-02T09:00:00+00:00")
        assert memory.index(transcript).is_skipped
        assert len(memory.status().streams) == 1
        other = memory.index(transcript, started_at="2026-03-09T09:00:00+00:00")
        assert other.stream != first.stream


def test_a_copy_under_another_name_is_the_same_stream(tmp_path, transcript):
    copy = tmp_path / "copy.vtt"
    copy.write_bytes(transcript.read_bytes())
    with package.open(tmp_path / "m") as memory:
        assert memory.index(transcript).stream == memory.index(copy).stream


def test_a_folder_is_memorized_in_natural_order(tmp_path):
    folder = tmp_path / "talks"
    folder.mkdir()
    for part in (10, 2):
        (folder / f"part {part}.vtt").write_text(f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Part {part}.\n")
    with package.open(tmp_path / "m") as memory:
        report = memory.index(folder)
        assert [part.source.rsplit("/", 1)[1] for part in report.parts] == ["part 2.vtt", "part 10.vtt"]
        assert (report.clips, report.entries, report.stream) == (2, 2, "")
        with pytest.raises(SourceNotFound):
            memory.index(tmp_path / "nothing")


def test_search_gives_hits_with_their_place(memory, meeting):
    hits = memory.search("green tea", k=2)
    assert 1 <= len(hits) <= 2
    best = hits[0]
    assert isinstance(best, Hit)
    assert (best.span.start, best.span.end, best.speaker) == (14.0, 18.0, "Emma Clark")
    assert best.source == str(meeting)
    assert best.people
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(
    ("filters", "starts"),
    [
        ({"people": "Martin Reed"}, {5.0, 9.0}),
        ({"people": ["Emma Clark"], "kinds": ["turn"]}, {1.0, 14.0}),
        ({"stream": "meeting.vtt", "start": 4.0, "end": 9.0}, {5.0}),
        ({"kinds": ["sign"]}, set()),
    ],
)
def test_search_keeps_to_its_filters(memory, filters, starts):
    hits = memory.search("battery meeting tea good morning", k=10, **filters)
    assert {hit.span.start for hit in hits} <= starts
    assert bool(hits) == bool(starts)


def test_an_answer_has_text_citations_steps_and_evidence(memory):
    answer = memory.ask("Where is the spare battery now?")
    assert "blue cabinet" in answer.text
    assert answer.citations[0].span.start == 9.0
    assert answer.steps
    assert answer.evidence[0].entry.id == answer.citations[0].entry
    assert 0 < answer.confidence <= 1


def test_what_is_not_held_is_none(memory):
    assert memory.ask("What is the name of Emma's dog?").text is None


@pytest.mark.parametrize("question", ["", "  ", "x" * 100_000])
def test_a_question_that_is_none_is_refused(memory, question):
    with pytest.raises(QuestionError):
        memory.ask(question)


def test_an_unknown_policy_is_refused_with_those_there_are(memory):
    with pytest.raises(UsageError, match="rules, llm"):
        memory.ask("who?", policy="magic")


def test_as_of_and_known_at_hide_what_came_later(tmp_path, transcript):
    with package.open(tmp_path / "m") as memory:
        memory.index(transcript, started_at="2026-03-02T09:00:00+00:00")
        for bound in ("as_of", "known_at"):
            answer = memory.ask("Where is the spare battery?", **{bound: "2026-03-02T09:00:08.500+00:00"})
            assert "kitchen table" in answer.text
            assert all(hit.span.start < 8.5 for hit in answer.evidence)
        assert "blue cabinet" in memory.ask("Where is the spare battery?").text


def test_people_are_found_by_name_and_id(memory):
    emma = memory.person("Emma Clark")
    assert memory.person(emma.id).units == emma.units
    assert memory.person("emma").id == emma.id
    assert {appearance.via for appearance in emma.appearances} == {"label"}
    with pytest.raises(UsageError, match="known: "):
        memory.person("Zebulon")


def test_a_name_given_by_a_person_stays_when_more_is_memorized(memory, tmp_path):
    memory.name("Martin Reed", "Martin Reed-Jones")
    (tmp_path / "more.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>Hello Martin, I am Ann.\n")
    memory.index(tmp_path / "more.vtt")
    assert memory.person("Martin Reed-Jones").is_confirmed
    undone = memory.undo()
    assert (undone.action, undone.value) == ("name", "Martin Reed-Jones")
    assert "Martin Reed-Jones" not in [person.name for person in memory.people()]
    with pytest.raises(UsageError, match="no decision"):
        memory.undo()


def test_facts_of_a_person(memory):
    facts = memory.facts("Emma Clark")
    assert facts
    assert {fact.subject for fact in facts} == {"Emma Clark"}


def test_the_status_says_what_it_cannot_do(memory):
    status = memory.status()
    assert status.rows["clips"] == 1
    assert any("English" in limit for limit in status.limits)


def test_without_the_sentence_encoder_words_still_find(memory, monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("MNEME_MODELS", str(tmp_path / "nowhere"))
    assert memory.search("green tea")[0].span.start == 14.0
    assert "mneme models pull" in caplog.text
    assert "blue cabinet" in memory.ask("Where is the spare battery now?").text


def test_asking_loads_neither_torch_nor_a_decoder(filled):
    code = (
        "import json, sys, mneme\n"
        f"with mneme.open({str(filled.memory)!r}) as memory:\n"
        "    memory.ask('Where is the spare battery?'); memory.search('tea'); memory.people(); memory.facts()\n"
        "print(json.dumps([n for n in ('torch', 'av', 'onnxruntime', 'dlib', 'ray') if n in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
