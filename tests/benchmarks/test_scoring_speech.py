"""Diarization error and word error, on cases made by hand."""

from __future__ import annotations

import pytest
from scoring_speech import Heard, diarization_error, guess, mapping, overlap_given, word_errors

TRUTH = [Heard(0, 4, "a"), Heard(4, 8, "b")]


def test_names_do_not_matter_and_a_perfect_guess_has_no_error():
    assert diarization_error(TRUTH, [Heard(0, 4, "2"), Heard(4, 8, "1")]).rate == 0


def test_each_kind_of_error_is_a_share_of_the_speech_of_the_truth():
    error = diarization_error(TRUTH, [Heard(1, 5, "x"), Heard(5, 10, "y")])
    assert error.missed == pytest.approx(1 / 8)
    assert error.false == pytest.approx(2 / 8)
    assert error.confused == pytest.approx(1 / 8)
    assert error.rate == pytest.approx(4 / 8)


def test_two_at_once_count_twice():
    truth = [Heard(0, 4, "a"), Heard(2, 4, "b")]
    assert diarization_error(truth, [Heard(0, 4, "x")]).missed == pytest.approx(2 / 6)
    assert diarization_error(truth, [Heard(0, 4, "x"), Heard(2, 4, "y")]).rate == 0


def test_the_mapping_is_the_best_of_all_and_one_to_one():
    found = [Heard(0, 3, "x"), Heard(3, 5, "y"), Heard(5, 8, "x")]
    assert diarization_error(TRUTH, found).confused == pytest.approx(4 / 8)
    assert diarization_error(TRUTH, [Heard(0, 8, "x")]).confused == pytest.approx(4 / 8)


def test_nothing_found_is_all_missed_and_nothing_true_is_all_false():
    assert diarization_error(TRUTH, []).rate == 1
    assert diarization_error([], [Heard(0, 1, "x")]).rate == 1
    assert diarization_error([], []).rate == 0


def test_words_are_counted_where_most_of_the_time_is_shared():
    truth = [Heard(0, 4, "a", "Where are the keys?"), Heard(4, 8, "b", "In the drawer.")]
    found = [Heard(0.1, 2, "1", "Where are"), Heard(2, 3.9, "1", "the bees"), Heard(3.5, 8, "2", "in the big drawer")]
    assert word_errors(truth, found) == (2, 7)


def test_a_speaker_is_held_by_a_voice_that_is_mostly_his():
    assert mapping(TRUTH, [Heard(0, 4, "1"), Heard(4, 8, "2")]).held() == 2
    assert mapping(TRUTH, [Heard(0, 8, "1")]).held() == 1
    assert mapping(TRUTH, [Heard(0, 4, "1"), Heard(4, 4.5, "2")]).held() == 1  # half a second is nobody's voice
    assert mapping(TRUTH, [Heard(0, 5.5, "1"), Heard(5.5, 8, "1"), Heard(1, 4.2, "2")]).held() == 2
    assert mapping([Heard(0, 1.2, "a"), Heard(1.2, 9, "b")], [Heard(0, 4, "1"), Heard(4, 9, "2")]).held() == 1


def test_overlap_is_given_where_two_are_told_while_two_speak():
    truth = [Heard(0, 4, "a"), Heard(2, 4, "b")]
    assert overlap_given(truth, [Heard(0, 4, "x")]) == 0
    assert overlap_given(truth, [Heard(0, 4, "x"), Heard(3, 4, "y")]) == pytest.approx(0.5)
    assert overlap_given(TRUTH, TRUTH) is None


def test_a_guess_needs_no_ears():
    truth = [Heard(0, 4, "a"), Heard(2, 4, "b")]
    assert diarization_error(truth, guess(truth, 1)).rate == pytest.approx(2 / 6)
    assert diarization_error(truth, guess(truth, 2)).rate == pytest.approx(2 / 6)
