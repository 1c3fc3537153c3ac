"""An answer says when somebody in its proofs may be somebody else."""

from __future__ import annotations

from dataclasses import replace

from mneme.agent.doubts import doubts_of
from mneme.memory.types import Entry, EntryKind, Hit, MayBe, Person
from mneme.streams.types import Span

ANNA = Person("person-aa00000001", "Anna", may_be=(MayBe("person-bb00000002", 0.62),))
FACE = Person("person-bb00000002", None, may_be=(MayBe("person-aa00000001", 0.62),))
HEARD = Hit(Entry("e", EntryKind.TURN, "s", 0, Span(0, 1), "Hello."), 1.0, person_ids=(ANNA.id,))


def test_a_person_in_the_proofs_who_may_be_another_is_told_once() -> None:
    both = Hit(HEARD.entry, 1.0, person_ids=(ANNA.id, FACE.id))
    assert doubts_of([HEARD, both], [ANNA, FACE]) == ("Anna may be the same person as person 0002 (p = 0.62)",)


def test_somebody_who_is_not_sure_is_told_of_unless_it_is_said_who_else_it_may_be() -> None:
    weak = replace(ANNA, may_be=(), is_tentative=True)
    assert doubts_of([HEARD], [weak]) == ("Anna may be the same person as somebody else who is known",)
    assert len(doubts_of([HEARD], [replace(ANNA, is_tentative=True), FACE])) == 1


def test_nobody_who_is_not_shown_is_spoken_of() -> None:
    assert doubts_of([HEARD], [ANNA]) == ()
    assert doubts_of([], [ANNA, FACE]) == ()
