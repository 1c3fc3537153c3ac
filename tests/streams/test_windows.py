"""Clips cover a stream without holes, whatever comes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.streams.errors import ConfigError
from mneme.streams.file import FileSource
from mneme.streams.types import SAMPLE_RATE, Clip, Frame, Glimpse, Item, Sound, Span, Utterance
from mneme.streams.windows import Windower, WindowOptions, clips

SHADES = [np.full((8, 8, 3), shade, np.uint8) for shade in (0, 90, 160, 240)]
SILENT, LOUD = np.zeros(SAMPLE_RATE // 2, np.float32), np.full(SAMPLE_RATE // 2, 0.3, np.float32)


def film(seconds: float, *, cuts: Sequence[float] = (), pauses: Sequence[float] = (), start: float = 0.0) -> list[Item]:
    """Two frames and two chunks a second; the picture changes at `cuts`, half a second before `pauses` is silent."""
    items: list[Item] = []
    for k in range(math.ceil(seconds * 2)):
        time = start + k / 2
        items.append(Frame(time, SHADES[sum(c <= time for c in cuts) % 4]))
        items.append(Sound(time, SILENT if time + 0.5 in pauses else LOUD))
    return items


def turns(*starts: float, lasts: float = 2.0) -> list[Item]:
    return [Utterance(Span(start, start + lasts), "Anna", "words") for start in starts]


def spans(found: Sequence[Clip]) -> list[tuple[float, float]]:
    return [(clip.span.start, clip.span.end) for clip in found]


def cut(items: Sequence[Item], **options: float) -> list[Clip]:
    return list(clips(items, "s", options=WindowOptions(**options)))


def test_clips_last_thirty_seconds_where_nothing_changes() -> None:
    assert spans(cut(film(70))) == [(0.0, 30.0), (30.0, 60.0), (60.0, 70.0)]


def test_a_clip_ends_early_at_a_scene_cut_in_a_pause() -> None:
    assert spans(cut(film(50, cuts=[20.0], pauses=[20.0]))) == [(0.0, 20.0), (20.0, 50.0)]


@pytest.mark.parametrize(
    ("cuts", "pauses"),
    [([20.0], []), ([], [20.0]), ([10.0], [10.0]), ([20.0], [21.0])],
    ids=["nobody pauses", "nothing is cut", "too early", "the pause comes later"],
)
def test_a_clip_does_not_end_early_otherwise(cuts: list[float], pauses: list[float]) -> None:
    assert spans(cut(film(40, cuts=cuts, pauses=pauses)))[0] == (0.0, 30.0)


def test_a_silent_film_is_cut_by_its_pictures() -> None:
    items = [i for i in film(50, cuts=[17.0, 34.5]) if isinstance(i, Frame)]
    assert spans(cut(items)) == [(0.0, 17.0), (17.0, 34.5), (34.5, pytest.approx(49.6))]


def test_an_item_belongs_to_the_clip_in_which_it_begins() -> None:
    found = cut(film(50, cuts=[20.0], pauses=[20.0]))
    assert [(c.frames[0].time, c.frames[-1].time) for c in found] == [(0.0, 19.5), (20.0, 49.5)]
    assert [(c.audio[0].time, c.audio[-1].end) for c in found] == [(0.0, 20.0), (20.0, 50.0)]


def test_turns_of_a_transcript_are_cut_by_their_starts() -> None:
    found = cut(turns(0.0, 12.0, 29.9, 30.0, 31.0, 31.0, 59.0))
    assert spans(found) == [(0.0, 30.0), (30.0, 61.0)]
    assert [[u.time for u in c.utterances] for c in found] == [[0.0, 12.0, 29.9], [30.0, 31.0, 31.0, 59.0]]


def test_a_night_without_anything_makes_no_thousand_clips() -> None:
    found = cut(film(10) + film(10, start=36_000.25))
    assert spans(found) == [(0.0, 30.0), (30.0, 36_010.25)]
    assert found[1].frames[0].time == 36_000.25
    assert spans(cut(turns(5.0, 1e9)))[-1] == (30.0, 1e9 + 2)


def test_after_a_gap_a_clip_is_as_long_as_any_other_counted_from_what_it_holds() -> None:
    found = cut(film(10) + film(50, start=100.0, cuts=[110.0, 117.0], pauses=[110.0, 117.0]))
    assert spans(found) == [(0.0, 30.0), (30.0, 117.0), (117.0, 147.0), (147.0, 150.0)]


def test_the_last_clip_says_so_and_ends_with_what_it_holds() -> None:
    found = cut(film(40))
    assert [c.is_last for c in found] == [False, True]
    assert found[-1].span.end == 40.0
    (empty,) = cut([])
    assert (empty.span, empty.is_last, empty.index) == (Span(0, 0), True, 0)


def test_the_clip_comes_before_the_item_that_ends_it_is_taken() -> None:
    windower = Windower("s")
    for item in film(30):
        assert not list(windower.push(item))
    (clip,) = windower.push(Frame(30.0, SHADES[0]))
    assert clip.span.end == 30.0
    assert clip.frames[-1].time == 29.5
    assert (windower.index, windower.start) == (1, 30.0)


def test_clips_can_be_had_without_their_items() -> None:
    windower = Windower("s", options=WindowOptions(holds_items=False))
    items = film(70, cuts=[20.0], pauses=[20.0])
    found = [clip for item in items for clip in windower.push(item)] + list(windower.flush())
    assert spans(found) == spans(cut(items))
    assert not any(c.frames or c.audio or c.utterances for c in found)


times = st.lists(st.integers(0, 400).map(lambda n: n / 2), max_size=60).map(sorted)


@st.composite
def streams(draw: st.DrawFn) -> list[Item]:
    """Frames, sound and turns with gaps of any length, in order of time."""
    far = draw(st.sampled_from([1.0, 1.0, 7.0, 1000.0]))
    items: list[Item] = [Frame(t * far, SHADES[draw(st.integers(0, 3))]) for t in draw(times)]
    items += [Sound(t * far, draw(st.sampled_from([SILENT, LOUD]))) for t in dict.fromkeys(draw(times))]
    items += [Utterance(Span(t * far, t * far + draw(st.floats(0, 90))), "", "w") for t in draw(times)]
    rank = {Frame: 0, Sound: 1, Utterance: 2}
    return sorted(items, key=lambda i: (i.time, rank[type(i)]))


@settings(max_examples=150, deadline=None)
@given(streams())
def test_clips_cover_the_stream_without_holes_and_hold_every_item_once(items: list[Item]) -> None:
    found = cut(items)
    assert [c.index for c in found] == list(range(len(found)))
    assert found[0].span.start == 0.0
    assert all(a.span.end == b.span.start for a, b in itertools.pairwise(found))
    assert [c.is_last for c in found] == [False] * (len(found) - 1) + [True]
    held = [item for c in found for item in (*c.frames, *c.audio, *c.utterances)]
    assert {id(i) for i in held} == {id(i) for i in items}
    assert len(held) == len(items)
    for c in found:
        for item in (*c.frames, *c.audio, *c.utterances):
            assert item.time in c.span or (c.is_last and item.time == c.span.end)


@settings(max_examples=150, deadline=None)
@given(streams())
def test_no_clip_is_empty_but_the_last_and_none_holds_more_than_its_length(items: list[Item]) -> None:
    for clip in cut(items):
        held = sorted(item.time for item in (*clip.frames, *clip.audio, *clip.utterances))
        assert held or clip.is_last
        assert not held or held[-1] - held[0] < 30.0
        assert clip.is_last or clip.span.duration >= 15.0


@settings(max_examples=150, deadline=None)
@given(streams(), st.integers(0, 20), st.integers(0, 40))
def test_a_run_that_begins_at_any_clip_gives_the_same_clips(items: list[Item], which: int, earlier: int) -> None:
    found = cut(items)
    first = found[min(which, len(found) - 1)]
    again = Windower("s", start=first.span.start, index=first.index)
    begin = next((n for n, i in enumerate(items) if i.time >= first.span.start), len(items))
    rest: list[Clip] = []
    for item in items[max(0, begin - earlier) :]:  # encoders may ask for items from before the clip
        rest += again.push(item)
    rest += again.flush()
    expected = found[first.index :]
    assert [(c.index, c.span, c.is_last) for c in rest] == [(c.index, c.span, c.is_last) for c in expected]
    for a, b in zip(rest, expected, strict=True):
        assert [id(i) for i in (*a.frames, *a.audio, *a.utterances)] == [
            id(i) for i in (*b.frames, *b.audio, *b.utterances)
        ]


@pytest.mark.parametrize("name", ["standup", "kitchen"])
def test_real_scenes_are_cut_where_nobody_speaks_and_restart_at_each_clip(shared: Path, name: str) -> None:
    source = FileSource(shared / "media" / "video" / f"{name}.mp4")
    found = list(clips(source.read(), source.stream.id))
    assert len(found) >= 3
    assert all(15.0 <= c.span.duration <= 30.0 for c in found[:-1])
    assert any(c.span.duration < 29.0 for c in found[:-1]), "some clip ends at a scene cut"
    for clip in found[:-1]:
        assert clip.audio[-1].end == clip.span.end, "no sound reaches over a clip's end"
    for clip in (found[1], found[-1]):
        windower = Windower(source.stream.id, start=clip.span.start, index=clip.index)
        items = source.read(sound_from=clip.span.start - 3.2, frames_from=clip.span.start)
        rest = [c for item in items for c in windower.push(item)] + list(windower.flush())
        assert spans(rest) == spans(found[clip.index :])


@pytest.mark.parametrize(
    "options", [{"length": 0}, {"min_length": 40}, {"length": float("nan")}, {"length": math.inf}, {"min_length": 0}]
)
def test_lengths_that_make_no_sense_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match="length"):
        WindowOptions(**options)


def with_glimpses(items: Sequence[Item], rate: float = 25.0) -> list[Item]:
    """The items with glimpses between the frames."""
    last = items[-1].time
    glimpses = [Glimpse(n / rate, np.zeros((4, 6), np.uint8)) for n in range(round(last * rate))]
    rank = {Frame: 0, Glimpse: 1, Sound: 2}
    return sorted([*items, *glimpses], key=lambda item: (item.time, rank[type(item)]))


@pytest.mark.parametrize(
    "items",
    [film(70), film(50, cuts=[20.0], pauses=[20.0]), film(25) + film(40, start=100.25), film(20, start=45.5)],
    ids=["nothing changes", "a cut", "a gap", "a late beginning"],
)
def test_glimpses_change_no_clip_and_are_held_by_none(items: list[Item]) -> None:
    plain, watched = cut(items), cut(with_glimpses(items))
    assert [(c.span, c.index, len(c.frames), len(c.audio)) for c in plain] == [
        (c.span, c.index, len(c.frames), len(c.audio)) for c in watched
    ]


def test_a_glimpse_past_the_end_of_a_clip_ends_it_before_it_is_taken() -> None:
    windower = Windower("s", options=WindowOptions(length=10.0, min_length=10.0))
    for item in film(9.9):
        assert not list(windower.push(item))
    glimpse = np.zeros((4, 6), np.uint8)
    assert not list(windower.push(Glimpse(9.99, glimpse)))
    assert spans(list(windower.push(Glimpse(10.0, glimpse)))) == [(0.0, 10.0)]
    assert not list(windower.push(Glimpse(10.03, glimpse)))
    assert spans(list(windower.flush())) == [(10.0, 10.0)], "of glimpses alone no clip is made"
