from itertools import pairwise

import numpy as np
from mneme.encoders.fake import FakeTextReader
from mneme.encoders.signs import SignOptions, SignTracker
from mneme.encoders.types import Observation, ObservationKind
from mneme.streams.types import Frame, Image


class CountingReader(FakeTextReader):
    """Counts what it is asked for."""

    def __init__(self) -> None:
        self.sides: list[int] = []
        self.reads = 0

    def find(self, image: Image, *, max_side: int = 0):
        self.sides.append(max_side)
        return super().read(image) and [region for _, _, region in super().read(image)]

    def read(self, image: Image):
        self.reads += 1
        return super().read(image)


def wall(seed: int = 0) -> Image:
    return np.random.default_rng(seed).integers(90, 110, (180, 320, 3), np.uint8)


def follow(texts: list[str], *, cuts: tuple[int, ...] = (), reader: FakeTextReader | None = None) -> list[Observation]:
    tracker = SignTracker(reader or FakeTextReader())
    found: list[Observation] = []
    for i, text in enumerate(texts):
        image = FakeTextReader.write(wall(i), text) if text else wall(i)
        found += tracker.push(Frame(i * 0.5, image), is_cut=i in cuts)
    return found + tracker.end(len(texts) * 0.5)


def test_a_sign_is_one_observation_for_the_time_it_stays() -> None:
    (sign,) = follow([""] * 4 + ["LAUNCH 14 MAY"] * 8 + [""] * 5)
    assert sign.kind is ObservationKind.SIGN
    assert sign.text == "LAUNCH 14 MAY"
    assert sign.times == tuple(2 + i * 0.5 for i in range(8))
    assert (sign.span.start, sign.span.end) == (1.75, 5.75), "half a sampling step more than it was seen"
    assert sign.confidence == 1.0
    assert sign.image is not None
    assert sign.region is not None
    assert sign.region.bottom == 1.0


def test_a_sign_that_came_between_two_looks_has_the_time_that_it_came() -> None:
    (sign,) = follow([""] * 3 + ["OPEN DOOR"] * 6)
    assert sign.times[0] == 1.5  # looked for at 0, 1, 2, …
    assert sign.span.end == 4.5, "what is there at the end of the clip ends with it"


def test_a_sign_survives_a_cut_behind_it() -> None:
    (sign,) = follow(["LIVE FROM LYON"] * 10, cuts=(3, 6))
    assert len(sign.times) == 10


def test_another_text_in_the_same_place_is_another_sign() -> None:
    signs = follow(["WHERE IS IT?"] * 5 + ["ON THE HOOK."] * 5 + ["THANK YOU..."] * 5)
    assert [sign.text for sign in signs] == ["WHERE IS IT?", "ON THE HOOK.", "THANK YOU..."]
    assert all(a.span.end <= b.span.start + 0.25 for a, b in pairwise(signs))


def test_a_sign_that_comes_back_later_is_seen_twice() -> None:
    signs = follow(["EXIT LEFT"] * 4 + [""] * 8 + ["EXIT LEFT"] * 4)
    assert [len(sign.times) for sign in signs] == [4, 4]


def test_a_lone_short_word_is_no_sign_and_a_short_number_is() -> None:
    assert follow(["CON"] * 6) == []
    assert [sign.text for sign in follow(["B12"] * 6)] == ["B12"]
    assert [sign.text for sign in follow(["EXIT"] * 6)] == ["EXIT"]


def test_a_place_where_nothing_counts_is_not_read_again_and_again_within_a_shot() -> None:
    reader = CountingReader()
    follow(["CON"] * 40, reader=reader)
    assert reader.reads == 2
    reader = CountingReader()
    follow(["CON"] * 40, cuts=(20,), reader=reader)
    assert reader.reads == 4


def test_a_sign_that_stays_is_read_once_and_looked_for_once_a_second() -> None:
    reader = CountingReader()
    follow(["LAUNCH 14 MAY"] * 40, reader=reader)
    assert reader.reads == 1
    assert len(reader.sides) == 20
    assert reader.sides.count(640) == 2, "small print is looked for every ten seconds"


def test_cuts_in_quick_order_do_not_make_every_look_a_thorough_one() -> None:
    reader = CountingReader()
    follow([""] * 40, cuts=tuple(range(40)), reader=reader)
    assert reader.sides.count(640) <= 7


def test_a_gap_of_frames_ends_a_sign_soon_after_its_last_sighting() -> None:
    tracker = SignTracker(FakeTextReader(), SignOptions(hold=2.5))
    image = FakeTextReader.write(wall(), "LAUNCH 14 MAY")
    tracker.push(Frame(0.0, image))
    tracker.push(Frame(0.5, image))
    (sign,) = tracker.end(30.0)
    assert (sign.span.start, sign.span.end) == (0.0, 3.0)


def test_what_ended_with_a_clip_leaves_nothing_behind() -> None:
    tracker = SignTracker(FakeTextReader())
    image = FakeTextReader.write(wall(), "LAUNCH 14 MAY")
    runs = []
    for start in (0.0, 30.0):
        tracker.push(Frame(start, image))
        tracker.push(Frame(start + 0.5, image))
        (sign,) = tracker.end(start + 1.0)
        runs.append((sign.span.start - start, sign.span.end - start, sign.text, sign.region, sign.confidence))
    assert runs[0] == runs[1]
