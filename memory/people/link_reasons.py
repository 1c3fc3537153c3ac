"""Why a face and a voice of a person are taken for one, in words, from what the link was made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..identity.evidence import identity_options
from ..identity.links import LinkOptions, Links, probability
from ..identity.summaries import StreamUnits
from ..store import Store
from ..types import LinkEvidence, UnitKind
from ..units import unit_kind, unit_stream


def links_of(store: Store, units: Sequence[str]) -> list[LinkEvidence]:
    """The evidence for each face and voice that meet in a recording, the strongest first.

    Reads the observations of the recordings in which both a face and a voice of these units are: once per recording.
    """
    options = identity_options(store.encoders).link
    found: list[LinkEvidence] = []
    for stream in sorted({unit_stream(unit) for unit in units}):
        own = [unit for unit in units if unit_stream(unit) == stream]
        faces = [unit for unit in own if unit_kind(unit) is UnitKind.FACE]
        voices = [unit for unit in own if unit_kind(unit) in (UnitKind.VOICE, UnitKind.LABEL)]
        if faces and voices:
            told = StreamUnits(stream, options)
            told.add(store.observations(stream=stream), [])
            found.extend(_links(told.links, faces, voices, options))
    return sorted(found, key=lambda link: (-link.probability, link.face_unit, link.voice_unit))


def _links(links: Links, faces: Sequence[str], voices: Sequence[str], options: LinkOptions) -> Iterable[LinkEvidence]:
    for voice in voices:
        seen = links.faces_with([voice])
        others = [links.log_odds([voice], [face], options) for face in sorted(seen - set(faces))]
        for face in faces:
            if face in seen:
                odds = links.log_odds([voice], [face], options)
                yield LinkEvidence(face, voice, probability(odds, others), _reasons(links, face, voice, options))


def _reasons(links: Links, face: str, voice: str, options: LinkOptions) -> tuple[str, ...]:
    """What was counted, in words. Short turns count less than one, so counts are rounded."""
    turns = alone = shown = elsewhere = others = 0.0
    for (speaker, visible), count in links.turns.items():
        if speaker == voice:
            turns += count
            shown += count * (face in visible)
            alone += count * (visible == {face})
        else:
            others += count
            elsewhere += count * (face in visible)
    reasons = []
    if alone:
        reasons.append(f"alone on the screen in {_count(alone)} of {_count(turns)} turns")
    if shown > alone:
        reasons.append(f"on the screen with others in {_count(shown - alone)} of {_count(turns)} turns")
    if turns > shown:
        reasons.append(f"not on the screen in {_count(turns - shown)} of {_count(turns)} turns")
    if others:
        reasons.append(f"on the screen in {_count(elsewhere)} of {_count(others)} turns of others")
    return (*reasons, *_by_lips(links, face, voice, turns, options))


def _by_lips(links: Links, face: str, voice: str, turns: float, options: LinkOptions) -> Iterable[str]:
    """What the mouth did while the voice spoke; one that is not known to move says nothing."""
    if (voice, face) not in links.lips.pairs:
        return
    if not links.lips.moves([face], options.lips):
        yield "the mouth is not known to move, which says nothing"
        return
    heard = links.lips.between([voice], [face])
    if heard.moved:
        yield f"the lips move with the sound in {_count(heard.moved)} of {_count(turns)} turns"
    if heard.still:
        yield f"the mouth is still in {_count(heard.still)} of {_count(turns)} turns"


def _count(turns: float) -> str:
    return f"{turns:.0f}" if turns >= 1.95 or abs(turns - round(turns)) < 0.05 else f"{turns:.1f}"
