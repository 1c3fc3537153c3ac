"""Entries of a stream read in order: mentions, claims about names, statements."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from mneme.memory.mentions_things import normal_form
from mneme.memory.statements.reading import Read, Reading
from mneme.memory.types import Entry, EntryKind, Statement
from mneme.memory.units import label_unit, name_unit, thing_unit
from mneme.streams.types import Span

AT = datetime(2027, 5, 1, 9, tzinfo=UTC)


def entry(number: int, speaker: str, text: str, kind: EntryKind = EntryKind.TURN) -> Entry:
    span = Span(number * 5.0, number * 5.0 + 4.0)
    return Entry(
        f"e{number}", kind, "s1", number // 6, span, text, speaker=speaker, units=(speaker,) if speaker else (), at=AT
    )


def read(*turns: tuple[str, str], reading: Reading | None = None) -> list[Read]:
    reading = reading or Reading("s1")
    return [reading.read(entry(number, who, text)) for number, (who, text) in enumerate(turns)]


def stated(results: list[Read], *predicates: str) -> list[Statement]:
    return [each for result in results for each in result.statements if each.predicate in predicates]


def test_an_entry_gets_its_mentions_and_all_units_that_take_part() -> None:
    result = read(("v1", "Ingrid, please put the car keys on the hook."))[0]
    assert [result.entry.text[m.start : m.end] for m in result.entry.mentions] == ["Ingrid", "car keys", "hook"]
    assert result.entry.units[:2] == ("v1", name_unit("s1", "Ingrid"))
    assert thing_unit(normal_form("keys")) in result.entry.units
    assert result.people == ((0, 6),)


def test_a_statement_names_its_entry_its_words_and_its_time() -> None:
    statement = stated(read(("v1", "Hello. I am the gardener.")), "role")[0]
    assert (statement.subject, statement.object, statement.source) == ("v1", "the gardener", "self")
    assert (statement.entry, statement.text, statement.at, statement.clip) == ("e0", "I am the gardener.", AT, 0)


def test_a_name_that_is_said_is_called_by_its_unit_once_per_stream() -> None:
    results = read(("v1", "Ask Walter."), ("v2", "Where is Walter?"), ("v1", "Walter is in the lab."))
    units = [each for each in stated(results, "name") if each.source == "other"]
    assert [(each.subject, each.object) for each in units] == [(name_unit("s1", "Walter"), "Walter")]


def test_a_thing_of_which_something_is_stated_is_called_once() -> None:
    results = read(("v1", "The kayak is behind the barn."), ("v2", "The kayak is in the boathouse."))
    assert [each.object for each in stated(results, "thing")] == ["kayak"]
    assert [each.object for each in stated(results, "located")] == ["behind the barn", "in the boathouse"]


def test_thanks_are_a_claim_about_who_spoke_before() -> None:
    results = read(("v1", "I can bring the ladder."), ("v2", "Thank you, Walter."))
    claims = {(each.subject, each.predicate, each.object) for each in results[1].statements}
    assert {("v1", "name", "Walter"), ("v2", "not_name", "Walter")} <= claims


def test_a_claim_about_the_next_speaker_is_committed_with_the_next_turn() -> None:
    results = read(("v1", "What do you think, Marta?"), ("v2", "It is fine."))
    claim = next(each for each in results[1].statements if each.predicate == "name")
    assert (claim.subject, claim.entry, claim.clip) == ("v2", "e0", results[1].entry.clip)


def test_a_sign_states_what_it_shows() -> None:
    result = Reading("s1").read(entry(0, "", "OPENING 3 JUNE", EntryKind.SIGN))
    shown = next(each for each in result.statements if each.predicate == "shown")
    assert (shown.subject, shown.object, shown.source) == (thing_unit(normal_form("opening")), "3 JUNE", "screen")
    assert result.entry.text[slice(result.entry.mentions[0].start, result.entry.mentions[0].end)] == "OPENING"


def test_the_bare_noun_is_the_thing_that_was_named_in_full_before() -> None:
    results = read(("v1", "The car keys are on the hook."), ("v2", "The keys are in the drawer."))
    subjects = {each.subject for each in stated(results, "located")}
    assert subjects == {thing_unit(normal_form("car keys"))}


def test_a_transcripts_label_is_a_name_of_its_unit() -> None:
    reading, unit = Reading("s1"), label_unit("s1", "Ingrid Solberg")
    first = reading.read(entry(0, unit, "Good morning."), label="Ingrid Solberg")
    again = reading.read(entry(1, unit, "Ingrid is my name."), label="Ingrid Solberg")
    assert [(each.object, each.source) for each in first.statements] == [("Ingrid Solberg", "label")]
    assert all(each.source != "label" for each in again.statements)


def test_in_a_note_i_is_whom_it_is_about() -> None:
    reading = Reading("notes", names=["Walter"])
    result = reading.read(entry(0, "", "I do not eat fish. Ask walter.", EntryKind.NOTE), speaker="v7")
    statement = stated([result], "avoids")[0]
    assert (statement.subject, statement.source) == ("v7", "person")
    assert name_unit("notes", "Walter") in result.entry.units


def test_scenes_and_silence_are_left_alone() -> None:
    scene = entry(0, "", "office, desk", EntryKind.SCENE)
    result = Reading("s1").read(scene)
    assert result.entry is scene
    assert (result.statements, result.people) == ((), ())
    empty = entry(0, "v1", "  ")
    assert Reading("s1").read(empty).statements == ()


LINES = st.lists(
    st.tuples(
        st.sampled_from(["v1", "v2", "v3"]),
        st.sampled_from(
            [
                "I am Ingrid.",
                "Thank you, Walter.",
                "Them cue, welter.",
                "The car keys are on the hook.",
                "The keys are in the drawer.",
                "They are on the roof.",
                "Where is the kayak?",
                "Behind the barn.",
                "Walter, can you help?",
            ]
        ),
    ),
    min_size=2,
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@given(LINES, st.data())
def test_reading_again_what_was_committed_gives_the_state_to_go_on_from(lines, data) -> None:  # type: ignore[no-untyped-def]
    expected = read(*lines)
    cut = data.draw(st.integers(0, len(lines)))
    resumed = Reading("s1")
    for result in expected[:cut]:
        resumed.read(result.entry)  # as it was stored, mentions and all
    for number in range(cut, len(lines)):
        result = resumed.read(entry(number, *lines[number]))
        assert (result.statements, result.entry.mentions) == (
            expected[number].statements,
            expected[number].entry.mentions,
        )


def test_ids_are_unique_within_an_entry() -> None:
    results = read(("v1", "I am Ingrid, the gardener. The kayak is behind the barn. Ask Walter."))
    ids = [each.id for result in results for each in result.statements]
    assert len(ids) == len(set(ids)) > 3
