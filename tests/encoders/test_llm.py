from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from mneme.encoders.llm import LlmClient, LlmOptions
from mneme.encoders.llm_wire import Message
from mneme.streams.errors import ConfigError, ModelMissing, RemoteError

from tests.encoders.scripted_server import Scripted, called, said, serving

pytestmark = pytest.mark.usefixtures("loopback")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HELLO = [Message("user", "Who is there?")]


def client_of(server, *, waits=None, key="", **options):
    chosen = LlmOptions(url=server.url, model="test", **{"retries": 2, **options})
    sleep = waits.append if waits is not None else lambda seconds: None
    return LlmClient(chosen, key=key, sleep=sleep, now=lambda: NOW)


def complete(client, *arguments, **more):
    try:
        return client.complete(*arguments, **more)
    finally:
        client.close()


def test_a_reply_has_its_text_and_its_tokens_are_counted():
    with serving(said("Anna is there.", usage=(120, 7))) as server:
        client = client_of(server)
        completion = complete(client, HELLO)
    assert completion.text == "Anna is there."
    assert (client.usage.read, client.usage.written) == (120, 7)
    assert server.requests[0]["messages"] == [{"role": "user", "content": "Who is there?"}]
    assert server.requests[0]["model"] == "test"


def test_tokens_are_estimated_where_the_server_does_not_count_them():
    with serving(said("x" * 40, usage=None)) as server:
        assert complete(client_of(server), HELLO).usage.written == 10


def test_tools_and_schema_are_sent_and_calls_come_back():
    tool = {"type": "function", "function": {"name": "search", "parameters": {}}}
    with serving(called("search", {"query": "keys"})) as server:
        completion = complete(client_of(server), HELLO, tools=[tool], schema={"type": "object"})
    assert [(call.name, json.loads(call.arguments)) for call in completion.calls] == [("search", {"query": "keys"})]
    assert server.requests[0]["tools"] == [tool]
    assert server.requests[0]["response_format"]["json_schema"]["schema"] == {"type": "object"}


def test_images_are_sent_as_data_urls():
    with serving(said("a cat")) as server:
        complete(client_of(server), [Message("user", "What is it?", images=(b"\xff\xd8",))])
    parts = server.requests[0]["messages"][0]["content"]
    assert parts[1]["image_url"]["url"] == "data:image/jpeg;base64,/9g="


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_failure_that_passes_is_tried_again_with_growing_waits(status):
    waits = []
    with serving(Scripted(status), Scripted(status), said("ok")) as server:
        assert complete(client_of(server, waits=waits, backoff=0.5), HELLO).text == "ok"
    assert waits == [0.5, 1.0]


def test_retry_after_is_honoured_in_seconds_and_as_a_date_but_bounded():
    waits = []
    date = format_datetime(NOW + timedelta(seconds=3), usegmt=True)
    script = [Scripted(429, headers={"Retry-After": value}) for value in ("2", date, "9999")]
    with serving(*script, said("ok")) as server:
        complete(client_of(server, waits=waits, retries=3, max_wait=20.0), HELLO)
    assert waits == [2.0, 3.0, 20.0]


def test_the_tries_are_bounded_and_the_error_says_what_came():
    with serving(Scripted(500, b'{"error": {"message": "out of memory"}}')) as server:
        with pytest.raises(RemoteError, match="status 500: out of memory") as caught:
            complete(client_of(server), HELLO)
        assert len(server.requests) == 3
    assert caught.value.retryable


def test_a_refusal_is_not_tried_again_and_never_shows_the_key():
    refusal = Scripted(401, b'{"error": {"message": "bad key sk-secret"}}')
    with serving(refusal) as server:
        client = client_of(server, key="sk-secret")
        with pytest.raises(RemoteError) as caught:
            complete(client, HELLO)
        assert len(server.requests) == 1
        assert server.headers[0]["Authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in str(caught.value)
    assert "sk-secret" not in repr(client)
    assert "MNEME_LLM_KEY" in str(caught.value)
    assert not caught.value.retryable


@pytest.mark.parametrize("body", [b'{"choices": [{"mess', b"", b"<html>", b'{"choices": []}', b"[1]", b"null"])
def test_half_a_reply_is_tried_again_then_said(body):
    with serving(Scripted(200, body)) as server:
        with pytest.raises(RemoteError, match="half a reply"):
            complete(client_of(server), HELLO)
        assert len(server.requests) == 3


def test_an_endless_reply_is_cut_off():
    with serving(Scripted(200, b"x" * 5_000)) as server, pytest.raises(RemoteError, match="longer than"):
        complete(client_of(server, max_reply_bytes=1_000), HELLO)


def test_a_silent_server_times_out():
    silent = pytest.raises(RemoteError, match=r"no reply within 0\.1 s")
    with serving(Scripted(hangs=True)) as server, silent as caught:
        complete(client_of(server, timeout=0.1, retries=0), HELLO)
    assert caught.value.retryable


def test_a_server_that_is_not_there_is_one_clear_line():
    with serving(said("x")) as server:
        url = server.url
    options = LlmOptions(url=url, model="m", retries=0)
    with pytest.raises(RemoteError, match="not reachable"):
        complete(LlmClient(options, sleep=lambda seconds: None), HELLO)


def test_without_an_endpoint_the_error_says_what_to_set():
    with pytest.raises(ModelMissing, match="MNEME_LLM_URL, MNEME_LLM_MODEL"):
        LlmClient.from_environment(environment={})


def test_the_environment_names_the_endpoint_and_options_win():
    environment = {"MNEME_LLM_URL": "http://localhost:1/v1", "MNEME_LLM_MODEL": "a", "MNEME_LLM_KEY": "k"}
    client = LlmClient.from_environment(LlmOptions(model="b"), environment=environment)
    assert (client.options.url, client.options.model) == ("http://localhost:1/v1", "b")
    client.close()


def test_credentials_in_the_url_are_never_shown():
    client = LlmClient(LlmOptions(url="http://user:pass@localhost:1/v1?token=t", model="m"))
    assert "pass" not in repr(client)
    assert "token" not in repr(client)
    client.close()


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x/v1"])
def test_a_url_of_another_kind_is_refused(url):
    with pytest.raises(ConfigError, match="http"):
        LlmClient(LlmOptions(url=url, model="m"))


def test_options_out_of_range_are_refused():
    with pytest.raises(ConfigError, match="protocol"):
        LlmOptions(protocol="xml")
    with pytest.raises(ConfigError, match="retries"):
        LlmOptions(retries=-1)
