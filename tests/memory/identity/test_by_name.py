"""Looking people up by name finds whom comparing with everybody finds."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from mneme.memory.identity.by_name import BySound, ByWord
from mneme.memory.names.compare import compatible, words_of
from mneme.memory.names.lexicon import NICKNAMES

SOME = (
    "Anna",
    "Hanna",
    "Katie",
    "Kate",
    "Katherine",
    "Welter",
    "Walter",
    "Mendes",
    "Mendez",
    "Jon",
    "Stephen",
    "Steven",
    "K",
)
WORDS = st.sampled_from([*SOME, *sorted(NICKNAMES)[:200]]) | st.text("aeioubdkmnrst", min_size=1, max_size=7)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: " ".join(word.title() for word in words))


@given(NAMES, NAMES)
@example("Daniel Stein", "Daniel Stone")
@example("Mendes", "Mendez")
@example("A. Keller", "Anna Keller")
def test_who_may_bear_a_name_is_near_it(one: str, other: str) -> None:
    known: BySound[int] = BySound()
    known.add(other, 7)
    assert known.near(one) == {7} or not compatible(one, other)


@given(NAMES, NAMES)
def test_who_has_all_words_of_a_name_is_found_by_them(name: str, other: str) -> None:
    known: ByWord[int] = ByWord()
    for number, have in enumerate((f"{name} {other}", other)):
        known.add(have, number)
    for number, have in enumerate((f"{name} {other}", other)):
        assert number in known.having(name) or not set(words_of(name)) <= set(words_of(have))


def test_nobody_is_found_where_nobody_is_known() -> None:
    assert ByWord[str]().having("Anna") == []
    assert ByWord[str]().having("") == []
    assert BySound[str]().near("Anna") == set()
