"""Forms of words: stems (Snowball, Porter's English), base forms of irregular verbs, what can be a verb."""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer

from . import extract_lexicon as lexicon

_STEMMER = snowballstemmer.stemmer("english")
_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"),
)  # fmt: skip
"""(ending of a form, what takes its place in the base form)."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a word in lower case, irregular verbs by their base form."""
    return str(_STEMMER.stemWord(lemma(word)))


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """The base form of an irregular verb, else the word."""
    return lexicon.IRREGULAR.get(word, word)


@lru_cache(maxsize=20_000)
def is_verb_form(word: str) -> bool:
    """Whether a word in lower case can be a form of a common verb."""
    if word in lexicon.IRREGULAR or word in lexicon.VERBS:
        return True
    for ending, cut in _ENDINGS:
        if ending == "es" and not word[:-2].endswith(("s", "x", "z", "ch", "sh", "o")):
            continue
        if word.endswith(ending):
            base = word[: -len(ending)] + cut
            if base in lexicon.VERBS or (len(base) > 3 and base[-1] == base[-2] and base[:-1] in lexicon.VERBS):
                return True
    return False
