"""A real HTTP server on loopback that answers chat requests by a script: for tests of the language-model client."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Scripted:
    """One answer of the server."""

    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    hangs: bool = False
    """Answers nothing until the server closes."""


def said(text, *, finish="stop", usage=(50, 10)):
    """A reply in words."""
    return Scripted(body=_reply({"role": "assistant", "content": text}, finish, usage))


def called(name, arguments, *, call_id="c1"):
    """A reply that calls a tool."""
    words = arguments if isinstance(arguments, str) else json.dumps(arguments)
    call = {"id": call_id, "type": "function", "function": {"name": name, "arguments": words}}
    return Scripted(body=_reply({"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls", (50, 10)))


def _reply(message, finish, usage):
    form = {"choices": [{"index": 0, "message": message, "finish_reason": finish}]}
    if usage:
        form["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
    return json.dumps(form).encode()


class Server:
    """Gives the scripted answers in order, the last one again and again; keeps what was asked."""

    def __init__(self, script):
        self.script = list(script)
        self.requests = []
        self.headers = []
        self.closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["content-length"])
                server.requests.append(json.loads(self.rfile.read(length)))
                server.headers.append(dict(self.headers))
                answer = server.script.pop(0) if len(server.script) > 1 else server.script[0]
                answer = answer(server.requests[-1]) if callable(answer) else answer
                if answer.hangs:
                    server.closing.wait(10)
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self):
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


@contextmanager
def serving(*script) -> Iterator[Server]:
    """A server with a script."""
    server = Server(script)
    try:
        yield server
    finally:
        server.close()
