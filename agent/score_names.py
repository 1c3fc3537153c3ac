"""Whether two names can be one person's, and whether somebody says their own."""

from __future__ import annotations

import re
from functools import lru_cache

import jellyfish

from . import extract_lexicon as lexicon

_OWN_NAME = re.compile(r"\b(?:[Mm]y name is|I am|I'm|[Tt]his is|[Cc]all me)\s+(?:[A-Z][\w-]+)")


@lru_cache(maxsize=20_000)
def same_person(first: str, second: str) -> bool:
    """Whether two names can be one person's: a shared part, or parts that sound alike."""
    ours = {word for word in re.findall(r"\w+", first.lower()) if word not in lexicon.TITLES}
    theirs = {word for word in re.findall(r"\w+", second.lower()) if word not in lexicon.TITLES}
    if ours & theirs:
        return True
    return any(
        len(a) > 3 and len(b) > 3 and jellyfish.metaphone(a) == jellyfish.metaphone(b) and a[0] == b[0]
        and jellyfish.jaro_winkler_similarity(a, b) >= 0.8
        for a in ours for b in theirs
    )  # fmt: skip


@lru_cache(maxsize=4_000)
def introduces(text: str, speaker: str) -> bool:
    """Whether a speaker says their own name in a turn."""
    if _OWN_NAME.search(text) is not None:
        return True
    words = re.findall(r"[A-Z]\w+", text)[:3]
    return any(same_person(word, speaker) for word in words)
