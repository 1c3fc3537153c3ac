"""People are kept derived: from what each stream tells, which is read once; a decision reads only whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.memory.identity.decisions import decide
from mneme.memory.identity.derive import Identity
from mneme.memory.identity.evidence import identity_options
from mneme.memory.identity.fake import ENCODERS, Film
from mneme.memory.identity.stored import pack, unpack
from mneme.memory.identity.summaries import CLIPS_KEPT, StreamUnits
from mneme.memory.people.who import WhoIsWho, WhoOptions, revisions
from mneme.memory.store import Store
from mneme.memory.types import ClipRecord, Decision, Person, StreamRecord
from mneme.memory.units import face_unit
from mneme.streams.types import Span

AT = datetime(2027, 5, 1, tzinfo=UTC)
LOCAL = WhoOptions(few_units=0)
"""A decision derives only those whom it concerns."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, mode="write", encoders=ENCODERS) as opened:
        yield opened


def keep(store: Store, film: Film, *, kind: str = "video", who: WhoIsWho | None = None) -> None:
    """Commits a film clip by clip."""
    last = max(each.clip for each in film.observations)
    for number in range(last + 1):
        seen = [each for each in film.observations if each.clip == number]
        said = [each for each in film.statements if each.clip == number or (number == last and each.clip > last)]
        said = [replace(each, clip=number) for each in said]
        clip = ClipRecord(f"{film.stream}-{number}", film.stream, number, Span(number * 30, number * 30 + 30), 0)
        store.commit(clip, rows=[], observations=seen, statements=said)
        if who is not None:
            who.add(number, film.stream, seen, said)
    record = StreamRecord(film.stream, film.stream, kind, None, last * 30.0, last + 1, is_complete=True, fingerprint="")
    store.put_stream(record)


def talk(stream: str, letters: str, *, shots: int = 3, shade: int = 0) -> Film:
    """People who speak in turn, each seen while speaking."""
    film = Film(stream)
    for shot in range(shots):
        for letter in letters:
            film.shot(letter.lower(), letter, shade=shade + shot)
    return film


def sets(people: Sequence[Person]) -> set[frozenset[str]]:
    return {frozenset(person.units) for person in people}


def test_a_stream_that_is_packed_and_unpacked_is_the_same(store: Store) -> None:
    film = talk("s1", "AB").says("a", "Ingrid").claim("voice-s1-b", "Emil", "addressed", -0.5)
    units = StreamUnits("s1", identity_options(ENCODERS).link)
    units.add(film.observations, film.statements)
    again = StreamUnits("s1", identity_options(ENCODERS).link)
    assert unpack(pack(units), again)
    assert pack(again) == pack(units)
    assert again.links == units.links
    assert again.summaries["voice-s1-a"].voice.tobytes() == units.summaries["voice-s1-a"].voice.tobytes()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60), st.integers(0, 3))
def test_a_stream_that_goes_on_after_a_break_tells_what_an_unbroken_one_tells(cut: int, shade: int) -> None:
    film = talk("s1", "ABC", shots=5, shade=shade)
    options = identity_options(ENCODERS).link
    whole = StreamUnits("s1", options)
    whole.add(film.observations, [])
    clips = sorted({each.clip for each in film.observations})
    last = clips[cut % len(clips)]
    first, second = StreamUnits("s1", options), StreamUnits("s1", options)
    first.add([each for each in film.observations if each.clip <= last], [])
    assert unpack(pack(first), second)
    second.go_on([each for each in film.observations if last - CLIPS_KEPT < each.clip <= last])
    second.add([each for each in film.observations if each.clip > last], [])
    assert pack(second) == pack(whole)


def test_what_a_stream_told_is_not_read_again(store: Store) -> None:
    keep(store, talk("s1", "AB").says("a", "Ingrid"))
    keep(store, talk("s2", "AC", shade=2))
    before = WhoIsWho(store).put()
    assert store.summaries().keys() == {"s1", "s2"}
    store.observations = None  # type: ignore[method-assign, assignment]  # whoever asked for them would fail
    assert WhoIsWho(store).put() == before


def test_clip_by_clip_and_all_at_once_give_the_same_people(store: Store) -> None:
    who = WhoIsWho(store)
    film = talk("s1", "AB", shots=6)
    keep(store, film, who=who)
    keep(store, talk("s2", "BA", shots=6, shade=3), who=who)
    found = who.put()
    fresh = Identity(identity_options(ENCODERS))
    for each in (film, talk("s2", "BA", shots=6, shade=3)):
        fresh.add_clip(each.observations, each.statements)
    assert sets(found) == sets(fresh.people())
    assert store.people() == found


def test_a_clip_that_was_committed_after_people_were_kept_is_found(store: Store) -> None:
    film = talk("s1", "AB", shots=6)
    half = Film("s1")
    half.observations = [each for each in film.observations if each.clip == 0]
    keep(store, half)
    WhoIsWho(store).put()
    for number in range(1, 1 + max(each.clip for each in film.observations)):
        clip = ClipRecord(f"s1-{number}", "s1", number, Span(number * 30, number * 30 + 30), 0)
        store.commit(clip, rows=[], observations=[e for e in film.observations if e.clip == number], statements=[])
    found = WhoIsWho(store).put()
    fresh = Identity(identity_options(ENCODERS))
    fresh.add_clip(film.observations, [])
    assert found == fresh.people()


ACTIONS = st.lists(st.sampled_from(["merge", "name", "split", "undo", "confirm", "hide"]), min_size=1, max_size=5)


@settings(max_examples=6, deadline=None)
@given(ACTIONS, st.data())
def test_a_decision_about_some_holds_and_leaves_all_others_alone(
    tmp_path_factory: pytest.TempPathFactory, actions: list[str], data: st.DataObject
) -> None:
    with Store.open(tmp_path_factory.mktemp("who"), mode="write", encoders=ENCODERS) as store:
        keep(store, talk("s1", "ABC").says("a", "Ingrid"))
        keep(store, talk("s2", "BCD", shade=2))
        WhoIsWho(store).put()
        log: list[Decision] = []
        for action in actions:
            before = store.people()
            if action == "undo" and not log:
                continue
            some = data.draw(st.lists(st.sampled_from(before), min_size=1, max_size=2, unique_by=lambda p: p.id))
            if action != "merge":
                some = some[:1]
            units = [unit for person in some for unit in person.units]
            value = {"name": "Rosa", "undo": log[-1].id if log else ""}.get(action, "")
            decision = decide(
                action, () if action == "undo" else some, value=value, leaving=units[: len(units) // 2], number=len(log)
            )
            store.append_decision(decision)
            log.append(decision)
            after = WhoIsWho(store, options=LOCAL).decided([decision])
            assert store.people() == after
            concerned = {unit for each in log for unit in each.units}
            others = {frozenset(p.units) for p in before if concerned.isdisjoint(p.units) and not _is_named_only(p)}
            assert others <= sets(after)
            assert sorted(u for p in before for u in p.units) == sorted(u for p in after for u in p.units)
            home = {unit: person for person in after for unit in person.units}
            if action == "merge":
                assert len({home[unit].id for unit in units}) == 1
            if action == "name":
                assert home[units[0]].name == "Rosa"
            if action == "split" and len(units) > 1:
                assert home[units[0]].id != home[units[-1]].id
            if action == "confirm":
                assert home[units[0]].is_confirmed
            if action == "hide":
                assert home[units[0]].is_hidden


def _is_named_only(person: Person) -> bool:
    return all(unit.startswith("name-") for unit in person.units)


def test_undo_gives_back_exactly_the_people_before_it(store: Store) -> None:
    keep(store, talk("s1", "ABC").says("a", "Ingrid").says("b", "Emil"))
    keep(store, talk("s2", "BCD", shade=2))
    before = WhoIsWho(store).put()
    for action, some in (("merge", before[:2]), ("name", before[:1]), ("split", before[1:2]), ("hide", before[:1])):
        units = some[0].units
        decision = decide(action, some, value="Rosa", leaving=units[:1], number=len(store.decisions()))
        store.append_decision(decision)
        assert WhoIsWho(store, options=LOCAL).decided([decision]) != before
        undo = Decision(f"u-{action}", "undo", (), decision.id)
        store.append_decision(undo)
        assert WhoIsWho(store, options=LOCAL).decided([undo]) == before


def test_a_photograph_counts_only_while_a_decision_speaks_for_it(store: Store) -> None:
    keep(store, talk("s1", "A"))
    photo = Film("photo").shot(faces="A", shade=5)
    keep(store, photo, kind="enrolled")
    assert len(WhoIsWho(store).put()) == 1
    assert "face-photo-0" not in store.people()[0].units
    enrol = decide("enroll", [], units=["face-photo-0"], value="Ingrid Solberg")
    store.append_decision(enrol)
    found = WhoIsWho(store).decided([enrol])
    assert [(person.name, person.is_confirmed) for person in found] == [("Ingrid Solberg", True)]
    assert {"face-photo-0", face_unit("s1", 0)} <= set(found[0].units)


def test_people_who_turn_out_to_be_one_are_said_so_in_the_log(store: Store) -> None:
    first, second = Person("p1", None, units=("face-a-0",)), Person("p2", "Ana", units=("face-b-0", "name-b-1"))
    one = Person("p1", "Ana", units=("face-a-0", "face-b-0", "face-c-0", "name-b-1"))
    assert revisions([first, second], [one]) == [("joined", one.units, "p1 p2 into p1")]
    assert revisions([one], [first, second], without=["c"]) == [("parted", ("face-a-0", "face-b-0"), "p1 into p1 p2")]
    assert revisions([first, second], [one], without=["b"]) == []


def test_a_new_recording_that_joins_two_people_leaves_a_machines_entry_that_binds_nobody(store: Store) -> None:
    keep(store, Film("s1").shot("a").shot("a"))
    keep(store, Film("s2").shot("", "A").shot("", "A", shade=1))
    assert len(WhoIsWho(store).put()) == 2
    assert store.decisions() == []
    who = WhoIsWho(store, now=lambda: AT)
    keep(store, talk("s3", "A", shots=4, shade=1), who=who)
    assert len(who.put()) == 1
    (entry,) = store.decisions()
    assert (entry.action, entry.by, entry.at) == ("joined", "mneme", AT)
    assert WhoIsWho(store).put() == store.people()
    assert len(store.decisions()) == 1


LARGE = WhoOptions(many_units=0)
"""Every recording is matched against a gallery."""


def test_in_a_large_memory_a_new_recording_finds_those_known_and_leaves_all_others_alone(store: Store) -> None:
    keep(store, talk("s1", "AB").says("a", "Ingrid Solberg"))
    keep(store, talk("s2", "CD").label("Emil Strand"))
    before = WhoIsWho(store, options=LARGE).put()
    assert {each.person for each in store.portraits()} == {p.id for p in before if p.name != "Emil Strand"}
    who = WhoIsWho(store, options=LARGE)
    keep(store, talk("s3", "AE", shade=4).label("Emil Strand").label("Rosa Lind"), who=who)
    found = who.put()
    everybody = WhoIsWho(store).put()
    assert sets(found) == sets(everybody)
    assert len(found) == len(before) + 2
    assert {each.person for each in store.portraits()} == {
        person.id for person in found if any(unit.startswith(("face-", "voice-")) for unit in person.units)
    }


def test_in_a_large_memory_a_recording_of_strangers_reads_nothing_of_those_known(store: Store) -> None:
    keep(store, talk("s1", "AB"))
    WhoIsWho(store, options=LARGE).put()
    store.put_summaries({"s1": (store.last_indexes()["s1"], b"unreadable")})
    who = WhoIsWho(store, options=LARGE)
    keep(store, talk("s2", "CD"), who=who)
    assert len(who.put()) == 4
