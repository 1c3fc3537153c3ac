"""memory/link_reasons.py: why a face and a voice are one, in words and with a probability."""

from __future__ import annotations

import pytest
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.people.link_reasons import links_of
from mneme.memory.store import Store
from mneme.memory.types import ClipRecord, StreamRecord
from mneme.memory.units import face_unit, voice_unit
from mneme.streams.types import Span


@pytest.fixture
def links(tmp_path):
    """The links of a face and a voice in a film, as the store has it."""

    def found(film: Film, *units: str):
        with Store.open(tmp_path / film.stream, mode="write", encoders=ENCODERS) as store:
            store.put_stream(StreamRecord(film.stream, "film.mp4", "video", None, film.time, 1, True, film.stream))
            by_clip = {each.clip for each in film.observations}
            for clip in sorted(by_clip):
                mark = ClipRecord(f"{film.stream}-{clip:06d}", film.stream, clip, Span(0.0, film.time), 0)
                seen = [each for each in film.observations if each.clip == clip]
                store.commit(mark, rows=[], observations=seen, statements=[])
            return links_of(store, units)

    return found


def test_turns_alone_on_the_screen_are_counted_and_prove_it(links):
    film = Film("s1").shot("a", "A").shot("a", "A").shot("a", "AB").shot("a").shot("b", "B").shot("b", "B")
    (link,) = links(film, face_unit("s1", 0), voice_unit("s1", "a"))
    assert (link.face_unit, link.voice_unit) == (face_unit("s1", 0), voice_unit("s1", "a"))
    assert link.reasons[:4] == (
        "alone on the screen in 2 of 4 turns",
        "on the screen with others in 1 of 4 turns",
        "not on the screen in 1 of 4 turns",
        "on the screen in 0 of 2 turns of others",
    )
    assert 0.5 < link.probability <= 1.0


def test_a_face_that_another_explains_better_is_improbable(links):
    film = Film("s2").shot("a", "AB").shot("a", "A").shot("a", "A").shot("b", "B").shot("b", "B")
    (right,) = links(film, face_unit("s2", 0), voice_unit("s2", "a"))
    (wrong,) = links(film, face_unit("s2", 1), voice_unit("s2", "a"))
    assert wrong.probability < 0.3 < right.probability


def test_where_face_and_voice_never_meet_there_is_no_link(links):
    film = Film("s3").shot("a").shot(faces="A")
    assert links(film, face_unit("s3", 0), voice_unit("s3", "a")) == []
    assert links(Film("s4").shot("a", "A"), face_unit("s4", 0)) == []
