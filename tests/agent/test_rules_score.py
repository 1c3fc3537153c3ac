from __future__ import annotations

import pytest
from mneme.agent.extract_stems import stem
from mneme.agent.extract_words import tokenize
from mneme.agent.question import analyse
from mneme.agent.rules_cast import Cast
from mneme.agent.score import Scorer
from mneme.agent.score_evidence import Evidence
from mneme.agent.score_match import best, similarity, sounds_same
from mneme.agent.score_names import introduces, same_person
from mneme.agent.score_synonyms import are_synonyms
from mneme.agent.verify import bears

from tests.agent.stand_in import stand_in


def alike(first, second):
    return similarity(first, stem(first), second, stem(second))


@pytest.mark.parametrize(
    ("asked", "said", "least"),
    [
        ("samples", "sample", 1.0),
        ("chosen", "choose", 1.0),
        ("three", "3", 1.0),
        ("buy", "purchase", 0.7),
        ("baker", "bake", 0.8),
        ("cabinet", "cabin", 0.5),
        ("premiere", "premier", 0.5),
    ],
)
def test_words_match_by_stem_by_meaning_and_by_sound(asked, said, least):
    assert alike(asked, said) >= least


@pytest.mark.parametrize(
    ("asked", "said"), [("dog", "deck"), ("work", "week"), ("nine", "ten"), ("cat", "cut"), ("bank", "lamp")]
)
def test_other_words_do_not_match(asked, said):
    assert alike(asked, said) == 0.0


def test_a_word_that_was_heard_as_two_is_found():
    term = analyse("Who runs the workshop?").terms[-1]
    assert best(term, tokenize("I run the robotics work shop"))[0] > 0.9


def test_synonyms_are_everyday_and_symmetric():
    assert are_synonyms(stem("bring"), stem("deliver"))
    assert are_synonyms(stem("deliver"), stem("bring"))
    assert not are_synonyms(stem("bring"), stem("paint"))


def test_names_are_one_person_by_part_or_sound_and_titles_do_not_count():
    assert same_person("Anna", "Anna Keller")
    assert same_person("Sofia", "Sophia")
    assert not same_person("Mister Hale", "Mister Moss")
    assert introduces("Hi, I am Oliver from the bakery.", "Oliver")
    assert introduces("Samuel Ortiz, sports desk.", "Samuel Ortiz")
    assert not introduces("I am late.", "Samuel Ortiz")


def test_signs_spell_what_was_misheard():
    assert sounds_same("frankford", "frankfurt")
    assert not sounds_same("frankfurt", "frankfurt")
    assert not sounds_same("dublin", "berlin")


TALK = {
    "title": "lab",
    "start": "2026-03-02T09:00:00+00:00",
    "signs": [],
    "turns": [
        {"speaker": "Anna", "start": 0.0, "end": 3.0, "text": "Ben, please ask Walter for the samples."},
        {"speaker": "Walter", "unnamed": True, "start": 4.0, "end": 8.0,
         "text": "I can bring the samples. They are in the lab."},
        {"speaker": "Ben", "start": 9.0, "end": 11.0, "text": "Thank you, Walter."},
        {"speaker": "Ben", "start": 90.0, "end": 95.0, "text": "They are in the car."},
    ],
}  # fmt: skip


@pytest.fixture
def talk():
    library = stand_in([TALK])
    cast = Cast(library)
    return cast, Evidence(library.entries, cast.names)


def support(talk, question, turn, clause):
    cast, evidence = talk
    return Scorer(evidence, analyse(question, cast.names).terms).support(evidence.turns[turn], clause)


def test_a_clause_that_points_back_is_borne_by_what_stands_before(talk):
    near = support(talk, "Where are the samples?", 1, 1)
    assert near.coverage > 0.85
    assert near.direct == 0.0


def test_turns_far_apart_in_time_bear_each_other_nothing(talk):
    assert support(talk, "Where are the samples?", 3, 0).coverage < 0.1


def test_a_missing_essential_word_costs_most_of_the_score(talk):
    whole = support(talk, "Where are the samples?", 1, 1)
    other = support(talk, "Where are the bicycle samples?", 1, 1)
    assert other.missing == ("bicycle",)
    assert other.score < 0.5 * whole.score


def test_an_unnamed_speaker_is_named_by_those_who_speak_to_them(talk):
    cast, evidence = talk
    assert cast.speaker(evidence.turns[1], evidence) == "Walter"


def test_people_who_are_known_are_told_apart_however_alike_they_sound():
    library = stand_in([{**TALK, "turns": [{**TALK["turns"][0], "speaker": n} for n in ("Viktor", "Victor")]}])
    cast = Cast(library)
    assert not cast.same("Viktor", "Victor")
    assert cast.same("Victor", "Victor")


def test_an_answer_is_borne_by_a_moment_that_has_its_words():
    hit = stand_in([TALK]).entries[1]
    assert bears("in the lab", hit) == 1.0
    assert bears("under the bridge", hit) == 0.0
