"""A read from the middle gives bit for bit what an unbroken read gives from there on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mneme.streams import pictures
from mneme.streams.file import FileOptions, FileSource
from mneme.streams.types import SAMPLE_RATE, Frame, Glimpse, Item, Sound

from tests.streams.media import even, write_film

SECONDS = 24.0
# a short hold, so that short films have something to skip
OPTIONS = FileOptions(max_hold=1.0, glimpses=True)

FILMS = {
    "short groups": {"frames": even(SECONDS, 8), "options": {"g": "8"}},
    "reordered pictures": {"frames": even(SECONDS, 8), "options": {"g": "16", "bf": "3"}},
    "open groups": {"frames": even(SECONDS, 8), "options": {"g": "16", "bf": "2", "x264-params": "open-gop=1"}},
    "one long group": {"frames": even(SECONDS, 8), "options": {"g": "999", "sc_threshold": "0"}},
    "refreshed line by line": {
        "frames": even(SECONDS, 8),
        "options": {"g": "24", "x264-params": "intra-refresh=1"},
        "name": "film.ts",
    },
    "variable rate": {"frames": [0.0, 0.1, 0.7, 3.0, 3.1, 9.6, 9.7, 15.0, 15.2, 15.4, 22.0], "options": {"g": "2"}},
    "gaps": {"frames": [t for t in even(SECONDS, 8) if not 5 < t < 15], "options": {"g": "8"}, "name": "film.mkv"},
    "turned": {"frames": even(SECONDS, 8), "options": {"g": "8"}, "rotation": 90},
    "damaged": {"frames": even(SECONDS, 8), "options": {"g": "12"}},
    "mpeg4": {"frames": even(SECONDS, 8), "codec": "mpeg4", "options": {"g": "8"}, "name": "film.avi", "ticks": 8},
}


class Film:
    """A file and all its items."""

    def __init__(self, path: Path, items: list[Item]) -> None:
        self.path, self.items = path, items


@pytest.fixture(scope="module", params=list(FILMS))
def film(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Film:
    arguments = dict(FILMS[request.param])
    path = tmp_path_factory.mktemp("films") / str(arguments.pop("name", "film.mp4"))
    random = np.random.default_rng(0)
    noise = (0.1 * random.standard_normal(round(SECONDS * SAMPLE_RATE / 2))).astype(np.float32)
    sound = [(0.0, noise), (SECONDS / 2 + 0.77, noise[: len(noise) * 3 // 4])]
    write_film(path, sound=sound, size=(160, 120), **arguments)
    if request.param == "damaged":
        data = bytearray(path.read_bytes())
        for place in random.integers(data.index(b"mdat") + 100, len(data) * 3 // 4, 10):
            data[place : place + 24] = random.bytes(24)
        path.write_bytes(data)
    return Film(path, list(FileSource(path, options=OPTIONS).read()))


def expected(items: list[Item], sound_from: float, frames_from: float) -> list[Item]:
    """The contract, on the items of an unbroken read."""
    return [
        i for i in items if (i.end > sound_from + 0.5 / SAMPLE_RATE if isinstance(i, Sound) else i.time >= frames_from)
    ]


def content(items: list[Item]) -> list[tuple[float, str]]:
    return [(i.time, hashlib.sha256(_bytes(i)).hexdigest()[:12]) for i in items]


def _bytes(item: Item) -> bytes:
    if isinstance(item, Frame):
        return item.image.tobytes()
    return item.luma.tobytes() if isinstance(item, Glimpse) else item.samples.tobytes()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sound=st.floats(0, SECONDS + 1), picture=st.floats(0, SECONDS + 1))
def test_a_read_from_any_time_is_the_rest_of_an_unbroken_read(film: Film, sound: float, picture: float) -> None:
    with FileSource(film.path, options=OPTIONS) as source:
        rest = list(source.read(sound_from=sound, frames_from=picture))
    assert content(rest) == content(expected(film.items, sound, picture))


def test_a_read_from_each_frame_is_the_rest_of_an_unbroken_read(film: Film) -> None:
    source = FileSource(film.path, options=OPTIONS)
    for time in [i.time for i in film.items if isinstance(i, Frame)][::7]:
        rest = [i for i in source.read(sound_from=time, frames_from=time) if isinstance(i, Frame)]
        assert content(rest) == content([i for i in film.items if isinstance(i, Frame) and i.time >= time])


def test_a_resumed_read_begins_with_the_chunk_that_holds_the_time(film: Film) -> None:
    sounds = (i for i in FileSource(film.path, options=OPTIONS).read(sound_from=3.3) if isinstance(i, Sound))
    first = next(sounds)
    assert first.time <= 3.3 < first.end


def test_pictures_far_before_are_not_decoded(tmp_path: Path) -> None:
    """Otherwise resuming at the end of a day would take hours."""
    path = write_film(tmp_path / "a.mp4", frames=even(SECONDS, 8), options={"g": "8"}, size=(64, 48))
    source = FileSource(path, options=OPTIONS)
    from mneme.streams.container import Track, open_container

    with open_container(path) as container:
        track = Track(container, 0)
        start = pictures.KeyframeStart(track.time_base, pictures.Fraction(0), 17.0)
        wanted = list(start.skip(track.packets()))
    assert start.has_skipped
    first = float(wanted[0].pts * wanted[0].time_base)
    assert 14.0 <= first <= 16.5, "the last but one key frame up to 17"
    assert wanted[0].is_keyframe
    assert next(source.frames(20.0)).time == 20.0
