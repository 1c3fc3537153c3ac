"""One client for OpenAI-compatible chat endpoints: vLLM, Ollama, llama.cpp, hosted ones.

    client = LlmClient.from_environment()          # MNEME_LLM_URL, MNEME_LLM_MODEL, MNEME_LLM_KEY
    completion = client.complete([Message("user", "Who is there?")])

The key is read from the environment, sent in one header, and never shown, logged or kept in a message of
an error.  What fails in passing (time-outs, 429, 5xx, half an answer) is tried again, a few times and
for a bounded time; then `RemoteError` says what came.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from ..streams.errors import ConfigError, ModelMissing, RemoteError
from .llm_wire import Completion, Message, Passing, Usage, completion_of, message_form, without_secrets

if TYPE_CHECKING:
    import httpx

logger = logging.getLogger(__name__)
URL, MODEL, KEY = "MNEME_LLM_URL", "MNEME_LLM_MODEL", "MNEME_LLM_KEY"
PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses that may pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmOptions:
    """How the endpoint is asked."""

    url: str = ""
    """Base URL that ends before `/chat/completions`; "" takes `MNEME_LLM_URL`."""
    model: str = ""
    """Name of the model; "" takes `MNEME_LLM_MODEL`."""
    timeout: float = 60.0
    """Seconds for one try."""
    connect_timeout: float = 5.0
    """Seconds to reach the server."""
    retries: int = 3
    """Further tries after the first."""
    backoff: float = 0.5
    """Seconds before the second try; doubles with each."""
    max_wait: float = 20.0
    """Seconds that one wait lasts at most, whatever `Retry-After` says."""
    max_tokens: int = 700
    """Tokens of one reply."""
    temperature: float = 0.0
    max_reply_bytes: int = 2_000_000
    """A longer reply is cut off and refused."""
    protocol: str = "auto"
    """"tools", "text" (M3-Agent's), or "auto": tools until the server refuses them."""
    context_tokens: int = 6_000
    """Tokens of a request at most; the oldest moments are left out first."""

    def __post_init__(self) -> None:
        if self.protocol not in ("auto", "tools", "text"):
            msg = f"llm.protocol must be auto, tools or text (found: {self.protocol!r})"
            raise ConfigError(msg)
        if self.retries < 0 or self.timeout <= 0 or self.max_tokens < 1:
            found = f"{self.retries}, {self.timeout}, {self.max_tokens}"
            msg = f"llm needs retries >= 0, timeout > 0 and max_tokens >= 1 (found: {found})"
            raise ConfigError(msg)


class LlmClient:
    """Talks to one endpoint. Not thread-safe; cheap to make."""

    def __init__(
        self,
        options: LlmOptions,
        *,
        key: str = "",
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`transport` is for tests.

        Raises:
            ModelMissing: no endpoint or no model is named.
        """
        if not options.url or not options.model:
            missing = ", ".join(name for name, value in ((URL, options.url), (MODEL, options.model)) if not value)
            msg = (
                f"no language model is named: set {missing} (for instance {URL}=http://localhost:11434/v1 "
                f"{MODEL}=qwen3:8b), or use the policy rules, which needs none"
            )
            raise ModelMissing(msg)
        self.options = options
        self.usage = Usage()
        self._key, self._sleep, self._now = key, sleep, now
        self._client = self._open(transport)

    @classmethod
    def from_environment(
        cls,
        options: LlmOptions | None = None,
        *,
        environment: Mapping[str, str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> LlmClient:
        """The endpoint that the environment names; options that name one win."""
        values = os.environ if environment is None else environment
        given = options or LlmOptions()
        chosen = replace(given, url=given.url or values.get(URL, ""), model=given.model or values.get(MODEL, ""))
        return cls(chosen, key=values.get(KEY, ""), sleep=sleep)

    def _open(self, transport: httpx.BaseTransport | None) -> httpx.Client:
        import httpx

        base = self.options.url.rstrip("/").removesuffix("/chat/completions")
        if not base.startswith(("http://", "https://")):
            msg = f"{URL} must begin with http:// or https:// (found: {without_secrets(base)!r})"
            raise ConfigError(msg)
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        timeout = httpx.Timeout(self.options.timeout, connect=self.options.connect_timeout)
        return httpx.Client(base_url=base + "/", headers=headers, timeout=timeout, transport=transport)

    def close(self) -> None:
        """Closes the connection."""
        self._client.close()

    def __repr__(self) -> str:
        return f"LlmClient({without_secrets(self.options.url)!r}, {self.options.model!r})"

    def complete(
        self,
        messages: Sequence[Message],
        *,
        tools: Sequence[Mapping[str, Any]] = (),
        schema: Mapping[str, Any] | None = None,
        max_tokens: int | None = None,
    ) -> Completion:
        """The model's reply.

        Args:
            messages: the chat so far.
            tools: functions that it may call, in OpenAI's form.
            schema: a JSON schema that the reply must follow (where the server can do that).
            max_tokens: of the reply; None for the options'.

        Raises:
            RemoteError: the endpoint refused or failed for good; `retryable` where it may work later.
        """
        body: dict[str, Any] = {
            "model": self.options.model,
            "messages": [message_form(message) for message in messages],
            "max_tokens": max_tokens or self.options.max_tokens,
            "temperature": self.options.temperature,
        }
        if tools:
            body["tools"] = list(tools)
        if schema is not None:
            named = {"name": "reply", "schema": dict(schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        completion = self._tried(body)
        self.usage = Usage(self.usage.read + completion.usage.read, self.usage.written + completion.usage.written)
        return completion

    def _tried(self, body: Mapping[str, Any]) -> Completion:
        """Tries until it works, or until the tries are spent."""
        wait = self.options.backoff
        for attempt in range(self.options.retries + 1):
            is_last = attempt == self.options.retries
            try:
                return self._once(body)
            except Passing as exc:
                if is_last:
                    msg = f"{exc} (after {attempt + 1} tries)"
                    raise RemoteError(msg, retryable=True) from exc
                pause = min(self.options.max_wait, wait if exc.wait is None else exc.wait)
                logger.debug("language model: %s; again in %.1f s", exc, pause)
                self._sleep(pause)
                wait *= 2
        msg = "the tries are spent"  # pragma: no cover - the loop returns or raises
        raise RemoteError(msg)

    def _once(self, body: Mapping[str, Any]) -> Completion:
        import httpx

        where = without_secrets(self.options.url)
        try:
            with self._client.stream("POST", "chat/completions", json=body) as response:
                content = self._read(response)
        except httpx.TimeoutException as exc:
            msg = f"{where}: no reply within {self.options.timeout:g} s"
            raise Passing(msg) from exc
        except httpx.TransportError as exc:
            msg = f"{where}: not reachable ({type(exc).__name__}); is the server running?"
            raise Passing(msg) from exc
        except httpx.InvalidURL as exc:
            msg = f"{URL} is no URL (found: {where!r})"
            raise ConfigError(msg) from exc
        if response.status_code in PASSING:
            msg = f"{where}: status {response.status_code}: {self._said(content)}"
            raise Passing(msg, wait=self._retry_after(response.headers.get("retry-after")))
        if response.status_code >= 400:
            hint = f"; is {KEY} right?" if response.status_code in (401, 403) else ""
            msg = f"{where}: status {response.status_code}: {self._said(content)}{hint}"
            raise RemoteError(msg)
        return completion_of(content, body, where)

    def _read(self, response: httpx.Response) -> bytes:
        """The body, at most `max_reply_bytes` of it."""
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > self.options.max_reply_bytes:
                where = without_secrets(self.options.url)
                msg = f"{where}: the reply is longer than {self.options.max_reply_bytes:,} bytes"
                raise RemoteError(msg)
        return bytes(content)

    def _said(self, content: bytes) -> str:
        """The server's words, shortened, without the key."""
        text = content.decode("utf-8", "replace")
        try:
            error = json.loads(text).get("error", text)
            text = str(error.get("message", error)) if isinstance(error, dict) else str(error)
        except (ValueError, AttributeError):
            pass
        text = " ".join(text.split())[:200]
        return text.replace(self._key, "…") if self._key else text

    def _retry_after(self, value: str | None) -> float | None:
        """Seconds to wait, from seconds or a date (RFC 9110, 10.2.3)."""
        if not value:
            return None
        try:
            return max(0.0, float(value))
        except ValueError:
            pass
        try:
            until = parsedate_to_datetime(value)
        except (TypeError, ValueError):
            return None
        return max(0.0, (until - self._now()).total_seconds())
