"""What every replayable source promises. A new source is added to SOURCES, and that is its first test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mneme.streams.errors import SourceError
from mneme.streams.source import Source, open_source
from mneme.streams.types import SAMPLE_RATE, Frame, Item, Sound, Stream

from tests.streams.media import even, tone, write_film

VTT = "WEBVTT\n\n" + "".join(f"00:00:{t:02d}.300 --> 00:00:{t + 1:02d}.000\n<v Anna>Turn {t}\n\n" for t in range(8))
SRT = "".join(f"{t + 1}\n00:00:{t:02d},300 --> 00:00:{t + 1:02d},000\nAnna: Turn {t}\n\n" for t in range(8))
LINES = "".join(f'{{"start": {t}.3, "end": {t + 1}, "speaker": "Anna", "text": "Turn {t}"}}\n' for t in range(8))
SMALL = (96, 64)


def _text(name: str, text: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_text(text)
        return folder / name

    return make


def _combined(folder: Path) -> Path:
    (folder / "film.vtt").write_text(VTT)
    return write_film(folder / "film.mp4", frames=even(8), sound=[(0.0, tone(8.0))], size=SMALL)


SOURCES: dict[str, Callable[[Path], Path]] = {
    "film": lambda f: write_film(f / "a.mp4", frames=even(8), sound=[(0.0, tone(8.0))], size=SMALL),
    "film with gaps": lambda f: write_film(
        f / "a.mkv", frames=[0, 0.1, 4.2, 4.9, 7.7], sound=[(0.2, tone(2.0)), (5.3, tone(2.5))], size=SMALL
    ),
    "film without sound": lambda f: write_film(f / "a.mkv", frames=even(8), size=SMALL),
    "sound": lambda f: write_film(
        f / "a.ogg", sound=[(0.0, tone(8.0, rate=48_000))], rate=48_000, audio_codec="libopus"
    ),
    "one frame": lambda f: write_film(f / "a.mp4", frames=[0.0], size=SMALL),
    "webvtt": _text("a.vtt", VTT),
    "subrip": _text("a.srt", SRT),
    "lines": _text("a.jsonl", LINES),
    "film with transcript": _combined,
}


@pytest.fixture(scope="module", params=list(SOURCES))
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return SOURCES[request.param](tmp_path_factory.mktemp("source"))


@pytest.fixture
def source(path: Path) -> Source:
    return open_source(path)


def content(items: list[Item]) -> list[tuple[float, object]]:
    return [
        (i.time, i.image.tobytes() if isinstance(i, Frame) else i.samples.tobytes() if isinstance(i, Sound) else i)
        for i in items
    ]


def test_it_keeps_the_protocol(source: Source) -> None:
    assert isinstance(source, Source)
    assert isinstance(source.stream, Stream)
    assert source.is_replayable is True


def test_its_id_and_fingerprint_are_twelve_hex_digits_and_always_the_same(source: Source, path: Path) -> None:
    again = open_source(path)
    for name in (source.stream.id, source.fingerprint):
        assert len(name) == 12
        assert int(name, 16) >= 0
    assert (again.stream.id, again.fingerprint) == (source.stream.id, source.fingerprint)


def test_items_come_in_order_of_time_and_within_the_stream(source: Source) -> None:
    items = list(source.read())
    assert items
    times = [item.time for item in items]
    assert times == sorted(times)
    assert times[0] >= 0
    assert source.stream.duration is None or times[-1] <= source.stream.duration + 0.1


def test_reading_twice_gives_the_same(source: Source) -> None:
    assert content(list(source.read())) == content(list(source.read()))


def test_two_reads_at_once_do_not_disturb_each_other(source: Source) -> None:
    whole = content(list(source.read()))
    one, other = source.read(), source.read()
    mixed: list[Item] = []
    for item in one:
        mixed.append(item)
        next(other, None)
    assert content(mixed) == whole


@pytest.mark.parametrize("at", [0.0, 0.3, 2.75, 5.0, 7.99, 100.0])
def test_a_read_from_a_time_is_the_rest_of_the_whole(source: Source, at: float) -> None:
    rest = list(source.read(sound_from=at, frames_from=at))
    expected = [i for i in source.read() if (i.end > at + 0.5 / SAMPLE_RATE if isinstance(i, Sound) else i.time >= at)]
    assert content(rest) == content(expected)


def test_pictures_and_sound_are_as_the_rest_of_the_house_expects(source: Source) -> None:
    for item in source.read():
        if isinstance(item, Frame):
            assert item.image.shape[0] <= 720
            assert item.image.flags.c_contiguous
        elif isinstance(item, Sound):
            assert 0 < len(item.samples) <= SAMPLE_RATE
            assert float(abs(item.samples).max()) <= 1.0
        else:
            assert item.text == item.text.strip() != ""


def test_it_is_a_context_manager_and_closes_for_good(source: Source) -> None:
    with source as entered:
        assert entered is source
        next(iter(source.read()))
    source.close()
    with pytest.raises(SourceError, match="closed"):
        list(source.read())


def test_a_read_that_is_given_up_leaves_nothing_open(source: Source) -> None:
    for _ in range(20):
        reading = source.read()
        next(reading)
        del reading
    assert list(source.read())
