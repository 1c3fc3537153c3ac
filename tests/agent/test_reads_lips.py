"""Where lips are read: glimpses are asked of a file where faces and voices are both observed."""

from __future__ import annotations

from pathlib import Path

import pytest
from mneme.agent.api_write import Writer
from mneme.agent.settings import load_settings


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ((), True),
        (("memorize.reads_lips=false",), False),
        (("models.face=null",), False),
        (("models.voice_activity=null",), False),
        (("models.face=null", "file.glimpses=true"), True),
    ],
)
def test_glimpses_come_where_faces_and_voices_are_observed(
    tmp_path: Path, overrides: tuple[str, ...], expected: bool
) -> None:
    writer = Writer(tmp_path, load_settings("embedded", overrides=overrides, environment={}))
    assert writer._file_options().glimpses is expected
