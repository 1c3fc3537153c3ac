"""What goes over the wire to an OpenAI-compatible chat endpoint, and what comes back."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

CHARACTERS_PER_TOKEN = 4
"""For servers that do not count: a rule of thumb for English."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call that the model wants made."""

    id: str
    name: str
    arguments: str
    """JSON as the model wrote it: not checked."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: str
    """"system", "user", "assistant" or "tool"."""
    text: str = ""
    images: tuple[bytes, ...] = ()
    """JPEG files."""
    calls: tuple[ToolCall, ...] = ()
    call_id: str = ""
    """For role "tool": which call this answers."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens."""

    read: int = 0
    written: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.read + self.written


@dataclass(frozen=True, slots=True)
class Completion:
    """A reply."""

    text: str
    calls: tuple[ToolCall, ...] = ()
    usage: Usage = field(default_factory=Usage)
    is_cut: bool = False
    """It ended at `max_tokens`."""


class Passing(Exception):
    """A failure that may pass."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def message_form(message: Message) -> dict[str, Any]:
    """A message as the endpoint wants it."""
    form: dict[str, Any] = {"role": message.role, "content": message.text}
    if message.images:
        parts: list[dict[str, Any]] = [{"type": "text", "text": message.text}]
        for image in message.images:
            url = "data:image/jpeg;base64," + base64.b64encode(image).decode("ascii")
            parts.append({"type": "image_url", "image_url": {"url": url}})
        form["content"] = parts
    if message.calls:
        form["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.calls
        ]
    if message.call_id:
        form["tool_call_id"] = message.call_id
    return form


def completion_of(content: bytes, body: Mapping[str, Any], where: str) -> Completion:
    """The reply in an answer of the server.

    Raises:
        Passing: it is no JSON, or not a reply.
    """
    try:
        form = json.loads(content)
        choice = form["choices"][0]
        message = choice["message"]
        text = message.get("content") or ""
        calls = tuple(_call(call, number) for number, call in enumerate(message.get("tool_calls") or ()))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as exc:
        msg = f"{where}: half a reply or none ({len(content)} bytes, {type(exc).__name__})"
        raise Passing(msg) from exc
    if not isinstance(text, str):
        text = json.dumps(text)
    usage = form.get("usage") if isinstance(form.get("usage"), dict) else {}
    read = usage.get("prompt_tokens") or len(json.dumps(body["messages"])) // CHARACTERS_PER_TOKEN
    written = (
        usage.get("completion_tokens")
        or (len(text) + sum(len(call.arguments) for call in calls)) // CHARACTERS_PER_TOKEN
    )
    return Completion(text, calls, Usage(_count(read), _count(written)), choice.get("finish_reason") == "length")


def _call(form: Mapping[str, Any], number: int) -> ToolCall:
    function = cast("Mapping[str, Any]", form["function"])
    arguments = function.get("arguments", "")
    words = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return ToolCall(str(form.get("id") or f"call-{number}"), str(function["name"]), words)


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def without_secrets(url: str) -> str:
    """A URL without user, password and query."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return url.split("?", maxsplit=1)[0].rpartition("@")[2]
    return (
        f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}" if parts.scheme else url.split("?", maxsplit=1)[0]
    )
