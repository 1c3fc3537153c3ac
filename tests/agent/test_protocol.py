from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from mneme.agent.policy import GiveUp, Know, Mistake, Read, Reply, Search, When
from mneme.agent.protocol import MAX_ANSWER, MAX_QUERY, MAX_REPLY, from_text, tools, understand
from mneme.encoders.llm_wire import Completion, ToolCall


def call(name, arguments):
    words = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return understand(Completion("", (ToolCall("c", name, words),)))


@pytest.mark.parametrize(
    "reply",
    [
        "Action: [Search]\nContent: car keys",
        "action: search\ncontent: car keys",
        "I need to look. Action: [Search] Content: car keys",
        "<think>Action: [Answer]\nContent: no</think>\nAction: [Search]\nContent: car   keys",
        '{"action": "[Search]", "content": "car keys"}',
    ],
)
def test_a_search_is_understood_however_it_is_laid_out(reply):
    action = from_text(reply).action
    assert isinstance(action, Search)
    assert action.query.text == "car keys"


def test_an_answer_keeps_its_moments_and_loses_their_marks():
    said = from_text("Action: [Answer]\nContent: on the hook [m3]\nMoments: m3, m7")
    assert isinstance(said.action, Reply)
    assert said.action.text == "on the hook"
    assert said.moments == ("m3", "m7")


def test_moments_inside_the_answer_count_where_no_line_names_them():
    assert from_text("Action: [Answer]\nContent: on the hook (m2, m5)").moments == ("m2", "m5")


@pytest.mark.parametrize("words", ["null", "Unknown.", "I don't know", "Not mentioned in the memory", ""])
def test_an_answer_that_is_none_is_null(words):
    action = from_text(f"Action: [Answer]\nContent: {words}").action
    assert isinstance(action, Reply)
    assert action.text is None


def test_only_the_first_of_several_actions_counts():
    action = from_text("Action: [Search]\nContent: keys\nAction: [Answer]\nContent: 42").action
    assert isinstance(action, Search)
    assert action.query.text == "keys"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("The keys are on the hook.", "names no action"),
        ("操作：搜索 钥匙", "names no action"),
        ("Action: [Forget]\nContent: Anna", "no action 'forget'"),
        ("Action: [Search]\nContent:", "no content"),
        ("Action: [Read]\nContent: the first one", "labels"),
        ('{"action": "search", "content": ', "broken JSON"),
        ('{"content": "keys"}', "no action"),
        ("Action: [Search]\nContent: " + "x" * MAX_REPLY, "longer than"),
    ],
)
def test_a_reply_off_the_protocol_is_a_mistake_that_says_why(reply, error):
    action = from_text(reply).action
    assert isinstance(action, Mistake)
    assert error in action.error
    assert len(action.said) <= 120


def test_queries_and_answers_are_bounded():
    search = from_text("Action: [Search]\nContent: " + "key " * 1_000).action
    assert isinstance(search, Search)
    assert len(search.query.text) <= MAX_QUERY
    answer = from_text("Action: [Answer]\nContent: " + "so " * 1_000).action
    assert isinstance(answer, Reply)
    assert answer.text is not None
    assert len(answer.text) <= MAX_ANSWER


def test_tool_calls_are_checked_and_become_actions():
    assert call("search", {"query": "keys"}).action == from_text("Action: [Search]\nContent: keys").action
    assert call("person", {"name": "Anna"}).action == Know("Anna")
    assert call("read", {"moments": ["m1"]}).moments == ("m1",)
    assert isinstance(call("read", {"moments": "m1"}).action, Read)
    assert isinstance(call("give_up", {}).action, GiveUp)
    when = call("when", {"start": "2026-03-02T09:00", "end": ""}).action
    assert isinstance(when, When)
    assert when.start == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        ("search", '{"query": "ke', "broken JSON"),
        ("search", "[1]", "no object"),
        ("search", {"query": 7}, "must be a text"),
        ("search", {}, "no content"),
        ("forget", {"person": "Anna"}, "no tool"),
        ("when", {"start": "yesterday"}, "ISO 8601"),
        ("read", {"moments": []}, "labels"),
    ],
)
def test_a_tool_call_with_wrong_arguments_is_a_mistake(name, arguments, error):
    action = call(name, arguments).action
    assert isinstance(action, Mistake)
    assert error in action.error


def test_the_tools_only_read_and_answer():
    names = {tool["function"]["name"] for tool in tools()}
    assert names == {"search", "read", "person", "when", "answer", "give_up"}
