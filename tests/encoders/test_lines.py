import pytest
from mneme.encoders.lines import areas_of, covered, likeness, signs_of, substance
from mneme.encoders.types import Region


def line(text: str, left: float, top: float, *, width: float = 0.3, height: float = 0.05, confidence: float = 1.0):
    return text, confidence, Region(left, top, left + width, top + height)


def test_lines_that_stand_near_one_another_are_one_sign_in_reading_order() -> None:
    lines = [line("RICE", 0.1, 0.32), line("SHOPPING", 0.1, 0.2), line("EGGS MILK", 0.1, 0.26), line("EXIT", 0.6, 0.8)]
    signs = signs_of(lines)
    assert sorted(sign.text for sign in signs) == ["EXIT", "SHOPPING EGGS MILK RICE"]


def test_words_of_one_row_are_read_from_left_to_right() -> None:
    (sign,) = signs_of(
        [line("MAY", 0.44, 0.5, width=0.1), line("14", 0.35, 0.503, width=0.06), line("LAUNCH", 0.1, 0.498, width=0.22)]
    )
    assert sign.text == "LAUNCH 14 MAY"
    assert sign.region.left == pytest.approx(0.1)
    assert sign.region.right == pytest.approx(0.54)


def test_the_confidence_of_a_sign_is_that_of_its_letters() -> None:
    (sign,) = signs_of([line("ABCDEFGHI", 0.1, 0.2, confidence=1.0), line("X", 0.1, 0.26, confidence=0.5)])
    assert sign.confidence == pytest.approx(0.95)


def test_readings_of_the_same_text_are_alike_whatever_the_spaces_and_points() -> None:
    assert likeness("SERVER: FRANKFURT", "SERVER FRANKFURT.") == 1.0
    assert likeness("SERVER: FRANKFURT", "SERVER: FRANKFVRT") > 0.8
    assert likeness("SERVER: FRANKFURT", "SERVER: DUBLIN") < 0.8


def test_texts_with_other_digits_are_never_alike() -> None:
    assert likeness("MEETING ROOM B12", "MEETING ROOM B13") <= 0.5
    assert likeness("MEETING ROOM B12", "MEETlNG ROOM B12") > 0.8


def test_a_chinese_character_says_as_much_as_two_letters() -> None:
    assert substance("出口") == 4
    assert substance("B - 12!") == 3


def test_touching_boxes_are_looked_at_together() -> None:
    boxes = [Region(0.1, 0.2, 0.3, 0.25), Region(0.1, 0.26, 0.3, 0.31), Region(0.7, 0.7, 0.9, 0.75)]
    together, alone = areas_of(boxes)
    assert covered(boxes[0], together) == pytest.approx(1)
    assert covered(boxes[1], together) == pytest.approx(1)
    assert covered(boxes[2], alone) == pytest.approx(1)
    assert areas_of([]) == []
