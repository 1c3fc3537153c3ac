"""What a sign states: a title and what it says of it ("LAUNCH 14 MAY", "SHOPPING: EGGS MILK RICE")."""

from __future__ import annotations

import re

from ..mentions_words import FUNCTION, Token, tokens, word_set
from ..names.lexicon import CALENDAR

LONGEST_TITLE = 5
"""Words."""
_COLON = re.compile(r"\s*(?::\s+|:(?=[A-Za-z])|\s[-–—=]\s|\n)\s*")
_CONTENT = CALENDAR | word_set(
    "in from until today tomorrow tonight mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug "
    "sep sept oct nov dec noon midnight at on am pm closed open cancelled canceled delayed moved postponed sold "
    "free"
)


def read_sign(text: str) -> tuple[str, str] | None:
    """The title of a sign and its content, verbatim; None for a sign that is only a title or only content.

    The title ends at a colon, a dash, the first line's end, or before the first number, day or month.
    """
    text = text.strip()
    match = _COLON.search(text)
    if match is not None:
        title, content = text[: match.start()], text[match.end() :]
    else:
        words = tokens(text)
        cut = next((word for word in words if _is_content(word)), None)
        if cut is None:
            return None
        title, content = text[: cut.start], text[cut.start :]
    title, content = title.strip(" ,.;:-–—#"), " ".join(content.split()).strip(" ,;:-–—")
    title_words = [word.lower for word in tokens(title)]
    has_name = any(word.isalpha() and (match is not None or word not in FUNCTION) for word in title_words)
    if not content or not has_name or len(title_words) > LONGEST_TITLE:
        return None
    return title, content


def _is_content(word: Token) -> bool:
    return word.text[0].isdigit() or any(c.isdigit() for c in word.text) or word.lower in _CONTENT
