"""From the tracks of a turn to what is observed: pieces, each one voice speaking without another's word between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..streams.types import SAMPLE_RATE
from .diarization import Stretch, Track

_BRIEF = SAMPLE_RATE // 2  # under somebody else's words, shorter ones are more often noise than a voice
_COVERED = 0.5  # of a piece under a longer one of somebody else: its words would be the other's


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """One voice for a while."""

    start: int
    """First sample on the stream's grid."""
    end: int
    track: int
    """Whose."""


def pieces_of(tracks: Sequence[Track], names: Sequence[str]) -> list[Piece]:
    """In order of their start; a voice's stretches are one piece until somebody else has spoken in between.

    Args:
        tracks: The voices of one turn.
        names: Whose they are: tracks of one name are one voice, and go by the first of them.
    """
    first = {name: i for i, name in reversed(list(enumerate(names))) if name}
    whose = [first.get(name, i) for i, name in enumerate(names)]
    every = sorted(Piece(start, end, whose[i]) for i, track in enumerate(tracks) for start, end in track.stretches)
    made: list[Piece] = []
    newest: dict[int, int] = {}  # track → its newest piece
    for piece in every:
        known = newest.get(piece.track)
        if known is not None and not _is_between(made[known], piece, every):
            made[known] = Piece(made[known].start, max(made[known].end, piece.end), piece.track)
        else:
            newest[piece.track] = len(made)
            made.append(piece)
    return [piece for piece in made if not (_is_brief(piece) and is_covered(piece, made))]


def is_covered(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether longer pieces of others lie over most of it."""
    mine = piece.end - piece.start
    shared = sum(
        max(0, min(piece.end, other.end) - max(piece.start, other.start))
        for other in pieces
        if other.track != piece.track and other.end - other.start > mine
    )
    return shared > _COVERED * mine


def margins(pieces: Sequence[Piece], index: int, turn: Stretch, padding: int) -> Stretch:
    """What the recognizer hears of a piece: a little more on both sides where nobody else speaks.

    To the turn's ends where no other piece lies between: diarizers are late on soft consonants.
    """
    piece = pieces[index]
    others = [other for i, other in enumerate(pieces) if i != index]
    before = max((other.end for other in others if other.start < piece.start), default=None)
    after = min((other.start for other in others if other.end > piece.end), default=None)
    start = turn[0] if before is None else min(piece.start, max(before, piece.start - padding))
    end = turn[1] if after is None else max(piece.end, min(after, piece.end + padding))
    return start, end


def _is_brief(piece: Piece) -> bool:
    return piece.end - piece.start < _BRIEF


def _is_between(earlier: Piece, later: Piece, every: Sequence[Piece]) -> bool:
    return any(
        other.track != earlier.track and other.start < later.start and other.end > earlier.end for other in every
    )
