"""Claims of one unit's name as weights, taken in as they are said."""

from __future__ import annotations

from collections import Counter

from mneme.memory.names.compare import MISTAKEN, addressed_names, best_names, is_put_right
from mneme.memory.names.ledger import note_claim, note_denial


class Unit:
    """What is claimed of a unit, written down call by call."""

    def __init__(self) -> None:
        self.claims: Counter[tuple[str, str]] = Counter()
        self.denied: Counter[str] = Counter()

    def is_(self, name: str, source: str = "self", weight: float = 1.0) -> Unit:
        note_claim(self.claims, name, source, weight)
        return self

    def is_not(self, name: str, source: str = "self", weight: float = 1.0) -> Unit:
        note_denial(self.claims, self.denied, name, source, weight)
        return self

    @property
    def own(self) -> list[str]:
        return best_names(self.claims)

    @property
    def called(self) -> list[str]:
        return [name for _, name in addressed_names(self.claims, self.denied, ())]


def test_what_is_said_later_of_oneself_wins() -> None:
    assert Unit().is_("Oscar").is_("Oscar").is_not("Oscar").is_("Omar").own == ["Omar"]
    assert Unit().is_not("Oscar").is_("Oscar").own == ["Oscar"]


def test_a_name_that_was_taken_back_is_no_name_to_be_called_by() -> None:
    unit = Unit().is_not("Oscar").is_("Oscar", "addressed").is_("Oscar Lind", "introduced").is_("Omar", "addressed")
    assert unit.called == ["Omar"]


def test_who_speaks_to_somebody_of_a_name_does_not_take_it_back() -> None:
    unit = Unit().is_("Peter").is_not("Peter", "addressed")
    assert unit.own == ["Peter"]
    assert not is_put_right("Peter", unit.claims)


def test_others_take_back_what_others_said_and_no_more() -> None:
    unit = Unit().is_("Oscar", "introduced", 0.5).is_not("Oscar", "introduced").is_("Omar", "introduced", 0.9)
    assert unit.called == ["Omar"]
    assert unit.is_("Oscar").own == ["Oscar"]


def test_a_mistake_keeps_the_votes_that_it_had() -> None:
    unit = Unit().is_("Oscar", "introduced", 0.5).is_("Oscar", "addressed", 0.8).is_not("Oscar")
    assert unit.claims["Oscar", MISTAKEN] == 1.3
    assert not Unit().is_not("Oscar").claims["Oscar", MISTAKEN]


def test_a_transcripts_label_is_not_taken_back() -> None:
    assert Unit().is_("Peter", "label", 5.0).is_not("Peter").own == ["Peter"]
