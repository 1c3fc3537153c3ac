from __future__ import annotations

from datetime import UTC, datetime

import pytest
from mneme.agent.extract_clauses import parse
from mneme.agent.extract_kinds import members
from mneme.agent.extract_stems import is_verb_form, stem
from mneme.agent.extract_time import dated, durations, has_hour, times
from mneme.agent.extract_words import Tag, tokenize

NAMES = frozenset({"anna", "ben", "walter", "carlos"})


def tags(text):
    return [(token.text, token.tag) for token in tokenize(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("The drop test went well", "test", Tag.NOUN),
        ("We test the pump", "test", Tag.VERB),
        ("I will water the plants", "water", Tag.VERB),
        ("The water is cold", "water", Tag.NOUN),
        ("Anna's dog", "'s", Tag.POSSESSIVE),
        ("It's on the hook", "'s", Tag.AUXILIARY),
        ("I do the deliveries", "do", Tag.VERB),
        ("I do not drink coffee", "do", Tag.AUXILIARY),
        ("They moved to Frankfurt", "Frankfurt", Tag.NAME),
        ("Which book did they read", "book", Tag.NOUN),
        ("It costs one hundred euros", "one", Tag.NUMBER),
        ("Good morning Anna", "morning", Tag.INTERJECTION),
        ("the surgeon wants to see you", "wants", Tag.VERB),
    ],
)
def test_words_are_tagged_by_their_place(text, word, tag):
    assert (word, tag) in tags(text)


def test_irregular_verbs_share_a_stem_with_their_base_form():
    assert stem("brought") == stem("bring")
    assert stem("chosen") == stem("choose")
    assert is_verb_form("stopped")
    assert not is_verb_form("planes")


def clauses(text):
    return [(clause.link, " ".join(t.text for t in clause.tokens)) for s in parse(text, NAMES) for clause in s.clauses]


def test_a_turn_falls_into_clauses_with_what_joins_them():
    assert clauses("The review is on Thursday, and the launch is in May.") == [
        ("", "The review is on Thursday"),
        ("and", "the launch is in May"),
    ]
    assert clauses("I cannot eat nuts, so please bring no cake.")[1][0] == "so"
    assert clauses("We took it because it is light.")[1] == ("because", "it is light")


def test_lists_stay_whole_and_people_who_get_different_things_are_told_apart():
    assert len(clauses("We need eggs, milk and rice.")) == 1
    assert clauses("Green tea for Carlos and black coffee for me as always.") == [
        ("", "Green tea for Carlos"),
        ("and", "black coffee for me as always"),
    ]


def test_what_is_ruled_out_is_no_part_of_a_clause():
    assert clauses("We wear the black shirts, not the white ones.") == [("", "We wear the black shirts")]
    assert "metal" not in clauses("We buy the wooden chairs instead of the metal ones.")[0][1]
    assert clauses("Yes, but not the bathroom.")  # where nothing else is left, it stays


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Ben, please ask Walter for the samples.", ("Ben",)),
        ("Thank you, Walter.", ("Walter",)),
        ("Thanks a lot, Gerard.", ("Gerard",)),
        ("I moved the keys, Anna.", ("Anna",)),
        ("Ask Walter for the samples.", ()),
        ("Anna moved the keys.", ()),
    ],
)
def test_names_that_are_called_are_told_from_names_talked_about(text, called):
    assert parse(text, NAMES)[0].addressees == called


def test_missing_marks_do_not_glue_sentences_together():
    joined = clauses("We go with the one-time licence it gives us steady income")
    assert joined[1][1].startswith("it gives us")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The review is on Thursday at three, see you.", ["on Thursday at three"]),
        ("The launch is in the middle of May", ["in the middle of May"]),
        ("It starts at half past seven", ["at half past seven"]),
        ("It starts at nine thirty", ["at nine thirty"]),
        ("The rent is due on the first of each month", ["on the first of each month"]),
        ("I may march to the bank", []),
        ("LAUNCH 14 MAY", ["14 MAY"]),
        ("CLOSED 9-13 MARCH", ["9-13 MARCH"]),
        ("We moved it to six in the evening", ["six in the evening"]),
        ("two weeks ago", ["two weeks ago"]),
        ("The moved it from Tuesday to Thursday", ["from Tuesday", "Thursday"]),
    ],
)
def test_expressions_of_time_are_found(text, found):
    assert [span.text for span in times(text)] == found


def test_durations_and_hours_are_told_from_other_numbers():
    assert [d.text for d in durations("I need two more days for three doors")] == ["two more days"]
    assert has_hour("Thursday at three")
    assert not has_hour("Thursday")


def test_a_relative_day_gets_its_date_and_others_stay():
    said = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert dated("tomorrow at ten", said) == "tomorrow at ten (3 March 2026)"
    assert dated("last night", said) == "last night (1 March 2026)"
    assert dated("Thursday", said) == "Thursday"
    assert dated("tomorrow", None) == "tomorrow"


def test_kinds_know_their_members():
    assert stem("coffee") in members(stem("drink"))
    assert not members(stem("firmware"))


def test_any_text_at_all_is_cut_without_failing():
    for text in ("", "...", "我把钥匙放在抽屉里。", "a" * 5_000, "😀 ok?!", "'s", "Mr. A. B. C.", ",,,;;;"):
        parse(text, NAMES)
        times(text)
