"""lancedb without its REST client, until somebody asks for it."""

from __future__ import annotations

import subprocess
import sys


def said_by(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_rest_client_is_not_loaded_with_the_store() -> None:
    code = "import mneme.memory.store, sys; print([n for n in sys.modules if n.endswith('client.api.table_api')])"
    assert said_by(code) == "[]"


def test_the_rest_client_is_there_in_full_for_whoever_uses_it() -> None:
    code = (
        "import mneme.memory.store, lance_namespace_urllib3_client as client; "
        "print(client.TableApi.__name__, client.TableApi.__module__, client.__class__.__name__)"
    )
    assert said_by(code) == "TableApi lance_namespace_urllib3_client.api.table_api module"
