"""Whose face a voice belongs to."""

from __future__ import annotations

import json
import math

import pytest
from mneme.memory.identity.links import LinkOptions, Links, merged, probability
from mneme.streams.types import Span

OPTIONS = LinkOptions()


def scene(*turns: tuple[str, str]) -> Links:
    """Turns of four seconds: (voice, the faces on the screen)."""
    links = Links()
    for number, (voice, faces) in enumerate(turns):
        span = Span(number * 5.0, number * 5.0 + 4.0)
        links.add(voice, span, [(face, span) for face in faces], OPTIONS)
    return links


def chance(links: Links, voice: str, face: str, others: str = "") -> float:
    odds = [links.log_odds([voice], [other], OPTIONS) for other in others]
    return probability(links.log_odds([voice], [face], OPTIONS), odds)


def test_a_voice_belongs_to_the_face_that_is_seen_while_it_speaks() -> None:
    links = scene(("v", "A"), ("w", "B"), ("v", "A"), ("w", "B"))
    assert chance(links, "v", "A", "B") > OPTIONS.believed
    assert chance(links, "v", "B", "A") < 0.1


def test_nine_votes_to_one_leave_two_people() -> None:
    links = scene(*[("v", "A")] * 9, ("v", "B"), *[("w", "B")] * 3)
    assert chance(links, "v", "A", "B") > 0.99
    assert chance(links, "v", "B", "A") < 0.01


def test_one_turn_is_not_enough() -> None:
    assert chance(scene(("v", "A"), *[("w", "B")] * 9), "v", "A", "B") < OPTIONS.believed


def test_a_face_that_is_always_there_proves_nothing() -> None:
    links = scene(*[("v", "A"), ("w", "A")] * 6)
    assert chance(links, "v", "A") < 0.5
    assert chance(links, "w", "A") < 0.5


def test_two_faces_that_are_always_together_are_not_told_apart() -> None:
    links = scene(*[("v", "AB")] * 4, *[("w", "C")] * 4)
    assert chance(links, "v", "A", "B") == pytest.approx(chance(links, "v", "B", "A"))
    assert chance(links, "v", "A", "B") < OPTIONS.believed


def test_a_voice_that_speaks_while_the_face_is_away_is_less_likely_its_own() -> None:
    here = scene(("v", "A"), ("v", "A"), ("w", "B"))
    away = scene(("v", "A"), ("v", "A"), ("v", ""), ("v", ""), ("w", "B"))
    assert chance(away, "v", "A") < chance(here, "v", "A")


def test_a_face_must_be_seen_for_half_of_the_turn() -> None:
    links = Links()
    links.add("v", Span(0, 4), [("A", Span(0, 1.9)), ("B", Span(1.9, 4))], OPTIONS)
    assert links.turns == {("v", frozenset("B")): 1.0}


def test_two_tracks_of_one_face_count_together() -> None:
    links = Links()
    links.add("v", Span(0, 4), [("A", Span(0, 1.5)), ("A", Span(2.5, 4))], OPTIONS)
    assert links.turns == {("v", frozenset("A")): 1.0}


def test_a_short_turn_counts_less() -> None:
    links = Links()
    links.add("v", Span(0, 0.25), [("A", Span(0, 1))], OPTIONS)
    assert links.turns["v", frozenset("A")] == pytest.approx(0.25)


def test_several_streams_add_up() -> None:
    one, two = scene(("v", "A"), ("w", "B")), scene(("x", "C"))
    total = merged({"1": one, "2": two})
    assert sum(total.turns.values()) == 3
    assert total.faces_with(["v", "x"]) == {"A", "C"}


def test_probability_is_shared_with_the_competition() -> None:
    assert probability(0.0, []) == pytest.approx(0.5)
    assert probability(3.0, [3.0]) == pytest.approx(math.exp(3) / (2 * math.exp(3) + 1))
    assert probability(800.0, [-800.0]) == pytest.approx(1.0)


def test_in_the_scenes_every_seen_speaker_finds_the_own_face(shared) -> None:  # type: ignore[no-untyped-def]
    for name in ("standup", "kitchen"):
        truth = json.loads((shared / "media" / "video" / f"{name}.truth.json").read_text())
        links = Links()
        faces = [(each["person"], Span(each["start"], each["end"])) for each in truth["visible"]]
        for each in truth["turns"]:
            links.add(f"voice of {each['speaker']}", Span(each["start"], each["end"]), faces, OPTIONS)
        seen = sorted({person for person, _ in faces})
        for speaker in sorted({each["speaker"] for each in truth["turns"]}):
            odds = {face: links.log_odds([f"voice of {speaker}"], [face], OPTIONS) for face in seen}
            best = max(odds, key=lambda face: odds[face])
            rest = [value for face, value in odds.items() if face != best]
            believed = probability(odds[best], rest) >= OPTIONS.believed
            assert believed is (speaker in seen)
            assert not believed or best == speaker
