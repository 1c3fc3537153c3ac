"""Whose face a voice belongs to."""

from __future__ import annotations

import json
import math

import pytest
from mneme.memory.identity.derive import derive
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.identity.links import LinkOptions, Links, merged, probability
from mneme.memory.identity.stored import pack, unpack
from mneme.memory.identity.summaries import StreamUnits
from mneme.memory.units import face_unit, voice_unit
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
    assert chance(links, "v", "A") == pytest.approx(0.5)
    assert chance(links, "w", "A") == pytest.approx(0.5)


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


A, B, C = (face_unit("s1", n) for n in range(3))
a, b, c = (voice_unit("s1", letter) for letter in "abc")


def people(film: Film) -> set[frozenset[str]]:
    found = derive(film.observations, film.statements, (), options=identity_options(ENCODERS))
    return {frozenset(person.units) for person in found}


@pytest.mark.parametrize("lips", [None, "", "A"], ids=["nobody looked", "photographs", "A speaks"])
def test_with_nine_votes_to_one_the_two_faces_stay_two_people_and_the_one_apart_from_the_voice(
    lips: str | None,
) -> None:
    film = Film("s1")
    for _ in range(9):
        film.shot("a", "A", lips=lips)
    film.shot("a", "B", lips=lips)
    assert people(film) == {frozenset({a, A}), frozenset({B})}


def test_of_two_faces_that_are_always_together_the_one_whose_lips_move_with_the_voice_has_it() -> None:
    film = Film("s1")
    for _ in range(3):
        film.shot("a", "AB", lips="A").shot("b", "AB", lips="B")
    assert people(film) == {frozenset({a, A}), frozenset({b, B})}
    still = Film("s1")
    for _ in range(3):
        still.shot("a", "AB", lips="").shot("b", "AB", lips="")
    assert people(still) == {frozenset({each}) for each in (a, b, A, B)}, "photographs: nothing tells them apart"


def test_a_narrator_gets_no_face_whose_mouth_is_known_to_move_and_is_still_while_he_speaks() -> None:
    film = Film("s1").shot("a", "A", lips="A")
    for _ in range(4):
        film.shot("b", "A", lips="")
    assert people(film) == {frozenset({a, A}), frozenset({b})}
    later = Film("s1")
    for _ in range(4):
        later.shot("b", "A", lips="")
    later.shot("a", "A", lips="A").shot("a", "A", lips="A")
    assert people(later) == {frozenset({a, A}), frozenset({b})}, "that the mouth moves may be known later"


def test_over_a_photograph_that_never_moves_the_voice_has_the_face_as_before() -> None:
    film, unseen = Film("s1"), Film("s1")
    for _ in range(4):
        film.shot("a", "A", lips="").shot("b", "B", lips="")
        unseen.shot("a", "A").shot("b", "B")
    assert people(film) == people(unseen) == {frozenset({a, A}), frozenset({b, B})}


def test_a_voice_has_one_face_at_most_though_two_mouths_move_with_it() -> None:
    film = Film("s1")
    for _ in range(4):
        film.shot("a", "AB", lips="AB").shot("c", "C", lips="C")
    assert people(film) == {frozenset({a}), frozenset({A}), frozenset({B}), frozenset({c, C})}


def test_what_the_lips_did_is_kept_with_the_stream_and_comes_back_exactly() -> None:
    film = Film("s1")
    for _ in range(3):
        film.shot("a", "AB", lips="A").shot("b", "AB", lips="B")
    told, again = StreamUnits("s1", OPTIONS), StreamUnits("s1", OPTIONS)
    told.add(film.observations, [])
    assert unpack(pack(told), again)
    assert again.links == told.links
    assert again.links.log_odds([a], [A], OPTIONS) == told.links.log_odds([a], [A], OPTIONS) > 3


def test_a_link_stays_unbelieved_below_the_stated_probability() -> None:
    links = scene(("v", "A"), ("w", "B"))
    assert 0.5 < chance(links, "v", "A", "B") < OPTIONS.believed


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
