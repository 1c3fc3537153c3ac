"""Name cards: writing on the screen that reads like a person's name, and whose face it stands under.

"Dr. Anna Keller", "ANNA KELLER Lab Manager", "Omar Haddad, Designer"; not "EXIT", "Frankfurt", "Hotel Adler".
A card names the only face in view while it is up, or the one that it stands under; under several it names nobody.
It often stays up for a moment when the picture cuts, so the face that it came up with counts more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ...encoders.types import Region
from ...streams.types import Span
from ..mentions_words import FUNCTION, tokens, word_set
from .lexicon import AMBIGUOUS, CALENDAR, KIN, NOT_NAMES, PLACES, ROLES, is_given
from .text import HONORIFICS, PARTICLES

LONGEST = 60
"""Characters; what is longer is a text."""
NEAR = 0.75
"""Seconds between the frames in which a card and a face were seen, from which on they were not seen together."""
LEAST_SHARE = 0.5
"""Of the time that a card is up, for which its face must be the only one that it can mean."""
SURE = 0.9
"""Weight of a card that is up with one face all the time."""
_PARTS = re.compile(r"\s*(?:\n|,|;|\||·|•|:|\(|\s[-–—/]\s|/)\s*")
_MISREAD = re.compile(r"(?<=[^\W\d_])[015](?=[^\W\d_])")
_LOOKS_LIKE = {"0": "o", "1": "l", "5": "s"}
"""Digits that are read for letters within a word."""
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_TITLES = ROLES | word_set(
    "president senator minister mayor judge coach captain professor prof doctor nurse chief chairman chairwoman "
    "governor ambassador historian journalist correspondent farmer artist scientist economist musician singer "
    "actor actress pilot baker electrician plumber mechanic gardener librarian carpenter photographer "
    "winner champion founder owner"
)
_NO_CARD = word_set(
    "exit entrance welcome happy dear thanks hotel cafe bar shop bakery street road avenue square saint san santa st "
    "mount lake port fort north south east west new old great news live today show starring directed produced "
    "written presents featuring the of and for with"
)


@dataclass(frozen=True, slots=True)
class Card:
    """A sign that is somebody's name."""

    name: str
    """Without honorific and role, "Anna Keller" for "ANNA KELLER"."""
    weight: float
    """How sure it is that it is a name, 0..1."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A face or a card on the screen."""

    unit: str
    """The face's unit, "" for a card."""
    span: Span
    times: tuple[float, ...]
    region: Region | None


def read_card(text: str, known: Sequence[str] = ()) -> Card | None:
    """The name on a card, None where a sign is none.

    Args:
        text: what was read, lines with spaces or line breaks between them.
        known: lower-case words of names that the stream has brought.
    """
    text = _MISREAD.sub(lambda match: _LOOKS_LIKE[match[0]], text.strip(" .,;:-–—|"))
    if not text or len(text) > LONGEST or any(character.isdigit() for character in text):
        return None
    head, *rest = _PARTS.split(text, maxsplit=1)
    words = tokens(re.sub(r"(?<=[^\W\d_])\.(?=[^\W\d_]{2})", ". ", head))
    has_title = bool(words) and words[0].lower.strip(".") in HONORIFICS
    names = [word.text for word in (words[1:] if has_title else words)]
    names, role = _without_role(names)
    if not 1 <= len(names) <= 4 or not all(_may_stand(name) for name in names):
        return None
    lowers = [name.lower() for name in names]
    if any(lower in _NO_CARD or lower in PLACES or lower in CALENDAR or lower in KIN for lower in lowers):
        return None
    telling = [lower for lower in lowers if lower not in PARTICLES]
    if not telling or any(_is_word(lower) for lower in telling):
        return None
    has_role = role or any(word.lower in _TITLES for part in rest for word in tokens(part))
    is_known = (
        is_given(telling[0]) or is_given(telling[0].partition("-")[0]) or any(lower in known for lower in telling)
    )
    if len(telling) == 1:
        weight = (
            SURE if has_title else 0.7 if is_known and (has_role or telling[0] in known) else 0.6 if is_known else 0.0
        )
    elif is_known or has_title:
        weight = SURE
    elif telling[0] in AMBIGUOUS or has_role:
        weight = 0.7
    else:
        weight = 0.0
    return Card(" ".join(_written(name) for name in names), weight) if weight else None


def _without_role(names: Sequence[str]) -> tuple[list[str], bool]:
    """The words before the first that belongs to a role ("ANNA KELLER LAB MANAGER"); the second may be a surname."""
    last = next((place for place, name in enumerate(names) if place > 1 and name.lower() in _TITLES), None)
    if last is None:
        return list(names), False
    kept = list(names[:last])
    while len(kept) > 2 and not is_given(kept[-1].lower()):
        kept.pop()  # "LAB" of "LAB MANAGER"
    return kept, True


def _may_stand(name: str) -> bool:
    is_initial = len(name.rstrip(".")) == 1
    fits = bool(_LETTERS.fullmatch(name)) and (name[0].isupper() or name.lower() in PARTICLES)
    return fits and (is_initial or len(name) > 1) and not name.endswith(("'s", "’s"))


def _is_word(lower: str) -> bool:
    """Whether a word is known to be something else than a part of a name (surnames may be words: Baker, Stone)."""
    return not is_given(lower) and lower not in AMBIGUOUS and (lower in FUNCTION or lower in NOT_NAMES)


def _written(name: str) -> str:
    if name.isupper() and len(name) > 1:
        return "-".join(part.capitalize() for part in name.split("-"))
    return name


def bearer(card: Seen, faces: Sequence[Seen]) -> tuple[str, float]:
    """The face's unit that a card names and how surely (0..1), ("", 0) where it may be several or none."""
    times = card.times or (card.span.start, card.span.end)
    votes: defaultdict[str, float] = defaultdict(float)
    first = ""
    for time in times:
        shown = {face.unit: face for face in faces if _is_seen(face, time)}
        under = [unit for unit, face in shown.items() if _stands_under(card.region, face.region)]
        meant = next(iter(shown)) if len(shown) == 1 else under[0] if len(under) == 1 else ""
        if meant:
            first = first or meant
            votes[meant] += 1.0 if len(under) == 1 or card.region is None else 0.7
    if not first:
        return "", 0.0
    share = votes[first] / len(times)
    best = max(votes.values())
    if share < LEAST_SHARE and not (votes[first] == best and share >= LEAST_SHARE / 2):
        return "", 0.0
    return first, min(1.0, share if share < LEAST_SHARE else max(share, 0.6))


def _is_seen(face: Seen, time: float) -> bool:
    if face.times:
        return any(abs(time - other) <= NEAR for other in face.times)
    return face.span.start <= time < face.span.end


def _stands_under(card: Region | None, face: Region | None) -> bool:
    """Whether a card stands in the column of a face, half as wide again to each side, and not above it."""
    if card is None or face is None:
        return False
    margin = (face.right - face.left) / 2
    return face.left - margin <= card.center[0] <= face.right + margin and card.center[1] > face.center[1]
