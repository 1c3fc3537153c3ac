"""What a language model says → an action: M3-Agent's text protocol, and tool calls.

The text protocol (arXiv 2508.09736, section 4.3), a little extended:

    Action: [Search]            Action: [Answer]
    Content: car keys           Content: on the hook by the front door
                                Moments: m3, m7

A reply that is neither is a `Mistake` with words that tell the model what was wrong.  Nothing that a
model says chooses more than one of these actions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..encoders.llm_wire import Completion
from ..memory.types import Query
from .policy import Action, GiveUp, Know, Mistake, Read, Reply, Search, When

MAX_REPLY = 20_000
"""Characters of a reply that are looked at."""
MAX_ANSWER = 600
"""Characters of an answer."""
MAX_QUERY = 300
K = 8
"""Hits per search."""
_ACTION = re.compile(r"action\s*:\s*\[?\s*(?P<name>[a-z_ ]+?)\s*\]?\s*(?:\n|$|(?=content\s*:))", re.IGNORECASE)
_CONTENT = re.compile(
    r"content\s*:\s*(?P<content>.*?)(?=\n\s*(?:moments|confidence|action)\s*:|\Z)", re.IGNORECASE | re.DOTALL
)
_MOMENTS = re.compile(r"moments\s*:\s*(?P<moments>[^\n]*)", re.IGNORECASE)
_LABEL = re.compile(r"\bm\d+\b", re.IGNORECASE)
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.IGNORECASE | re.DOTALL)
_UNKNOWN = re.compile(
    r"^\W*(?:null|none|unknown|n/?a|not (?:known|found|stated|mentioned)|i (?:do not|don'?t) know)\b\W*", re.IGNORECASE
)
FORMS = "reply with 'Action: [Search]' or 'Action: [Answer]' on one line and 'Content: …' on the next"


@dataclass(frozen=True, slots=True)
class Said:
    """An action, with the labels of the moments that the model named."""

    action: Action
    moments: tuple[str, ...] = ()
    call_id: str = ""
    """The tool call that it came from, "" for the text protocol."""


def tools() -> list[dict[str, Any]]:
    """The actions as functions in OpenAI's form."""
    text = {"type": "string"}
    labels = {"type": "array", "items": text, "description": "labels of moments, such as m3"}
    return [
        _tool("search", "Find moments by words.", {"query": text}, ("query",)),
        _tool("read", "Read the turns around moments.", {"moments": labels}, ("moments",)),
        _tool("person", "What is known of a person.", {"name": text}, ("name",)),
        _tool("when", "List what happened between two times (ISO 8601).", {"start": text, "end": text}, ()),
        _tool("answer", "Answer, naming what proves it.", {"text": text, "moments": labels}, ("text", "moments")),
        _tool("give_up", "The memory does not hold the answer.", {"reason": text}, ()),
    ]  # fmt: skip


def _tool(name: str, description: str, properties: Mapping[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    schema = {"type": "object", "properties": dict(properties), "required": list(required)}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": schema}}


def understand(completion: Completion) -> Said:
    """The one action of a reply: its first tool call, else its text."""
    if completion.calls:
        call = completion.calls[0]
        return _from_call(call.name, call.arguments[:MAX_REPLY], call.id)
    return from_text(completion.text, is_cut=completion.is_cut)


def from_text(reply: str, *, is_cut: bool = False) -> Said:
    """The action of a reply in the text protocol."""
    text = _THINKING.sub("", reply[:MAX_REPLY]).strip()
    if not text:
        return _mistake("the reply is empty" + (" (it was cut off)" if is_cut else ""), reply)
    if len(reply) > MAX_REPLY:
        return _mistake(f"the reply is longer than {MAX_REPLY:,} characters", reply)
    if text.startswith("{"):
        return _from_json(text)
    named = list(_ACTION.finditer(text))
    if not named:
        return _mistake("the reply names no action", reply)
    first = named[0]
    rest = text[first.end() : named[1].start() if len(named) > 1 else len(text)]
    content = _CONTENT.search(rest)
    words = content["content"].strip() if content else rest.strip()
    moments = _MOMENTS.search(rest)
    labels = tuple(_LABEL.findall(moments["moments"] if moments else words))
    return _action(first["name"].strip().lower().replace(" ", "_"), words, labels, reply)


def _from_json(text: str) -> Said:
    """A reply that is one JSON object: {"action": …, "content": …, "moments": […]}."""
    try:
        form = json.loads(text)
    except ValueError:
        return _mistake("the reply is broken JSON", text)
    if not isinstance(form, dict) or not isinstance(form.get("action"), str):
        return _mistake("the JSON has no action", text)
    content = form.get("content", "")
    moments = form.get("moments") if isinstance(form.get("moments"), list) else []
    labels = tuple(str(label) for label in moments or ())
    words = content if isinstance(content, str) else json.dumps(content)
    return _action(form["action"].strip("[] ").lower(), words, labels, text)


def _action(name: str, words: str, labels: tuple[str, ...], reply: str) -> Said:
    """The action of a name and its content."""
    words = " ".join(words.split())
    if name == "search":
        return Said(Search(Query(words[:MAX_QUERY], k=K))) if words else _mistake("the search has no content", reply)
    if name == "answer":
        return _answer(words, labels)
    if name == "read":
        return Said(Read(()), labels) if labels else _mistake("read needs labels of moments, such as m3", reply)
    if name == "person":
        return Said(Know(words[:MAX_QUERY])) if words else _mistake("person needs a name", reply)
    if name in ("give_up", "giveup"):
        return Said(GiveUp(words[:MAX_ANSWER] or "the model gave up"))
    return _mistake(f"there is no action {name[:40]!r}", reply)


def _answer(words: str, labels: tuple[str, ...]) -> Said:
    text = re.sub(r"\s*[\[(]\s*m\d+(?:\s*,\s*m\d+)*\s*[\])]", "", words).strip()
    if not text or _UNKNOWN.match(text):
        return Said(Reply(None, 0.0, why="the model found no answer"), labels)
    return Said(Reply(text[:MAX_ANSWER], 0.5, why="the model's answer"), labels)


def _from_call(name: str, arguments: str, call_id: str) -> Said:
    """The action of a tool call; its arguments are checked."""
    try:
        given = json.loads(arguments or "{}")
    except ValueError:
        return _mistake(f"the arguments of {name[:40]!r} are broken JSON", arguments, call_id)
    if not isinstance(given, dict):
        return _mistake(f"the arguments of {name[:40]!r} are no object", arguments, call_id)
    moments = given.get("moments", [])
    if not isinstance(moments, list):
        moments = [moments]
    labels = tuple(str(label) for label in moments)
    if name == "when":
        return _when(given, arguments, call_id)
    key = {"search": "query", "person": "name", "answer": "text", "give_up": "reason", "read": "moments"}.get(name)
    if key is None:
        return _mistake(f"there is no tool {name[:40]!r}", arguments, call_id)
    words = given.get(key, "")
    if key != "moments" and not isinstance(words, str):
        return _mistake(f"{key!r} of {name!r} must be a text", arguments, call_id)
    said = _action(name, words if isinstance(words, str) else "", labels, arguments)
    return Said(said.action, said.moments, call_id)


def _when(given: Mapping[str, Any], arguments: str, call_id: str) -> Said:
    try:
        start, end = (_time(given.get(key)) for key in ("start", "end"))
    except ValueError:
        return _mistake("times must be ISO 8601, such as 2026-03-02T09:00:00Z", arguments, call_id)
    return Said(When(start=start, end=end, limit=2 * K), call_id=call_id)


def _time(text: object) -> datetime | None:
    if not text:
        return None
    time = datetime.fromisoformat(str(text))
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)


def _mistake(error: str, reply: str, call_id: str = "") -> Said:
    return Said(Mistake(error, " ".join(reply.split())[:120]), call_id=call_id)
