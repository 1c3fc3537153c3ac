"""The JSON documents about decisions and about one person in full; `forms.py` has the fixed ones."""

from __future__ import annotations

from collections.abc import Iterable

from ..memory.people.log import Logged
from ..memory.people.profile import NameOrigin, Part, Profile
from ..memory.types import Decision, LinkEvidence
from .forms import Form, moment


def decision_form(decision: Decision) -> Form:
    """An event of the identity log."""
    return {
        "id": decision.id,
        "action": decision.action,
        "value": decision.value,
        "units": list(decision.units),
        "at": moment(decision.at),
        "by": decision.by,
        "why": decision.why,
    }


def logged_form(logged: Logged) -> Form:
    """An event with what has become of it."""
    return {
        **decision_form(logged.decision),
        "about": list(logged.about),
        "machine": logged.is_machine,
        "taken_back_by": logged.taken_back_by or None,
    }


def log_form(log: Iterable[Logged]) -> Form:
    """What `people log` gives."""
    return {"log": [logged_form(each) for each in log]}


def part_form(part: Part, number: int) -> Form:
    """A part of a person, with the number that `people split` takes."""
    return {
        "number": number,
        "unit": part.unit,
        "kind": part.kind,
        "stream": part.stream,
        "source": part.source,
        "text": part.text,
        "seconds": part.seconds,
        "spans": [[span.start, span.end] for span in part.spans],
    }


def origin_form(origin: NameOrigin) -> Form:
    """A name with where it comes from."""
    return {
        "name": origin.name,
        "origin": origin.origin,
        "count": origin.count,
        "stream": origin.stream,
        "source": origin.source,
        "start": origin.time,
        "text": origin.text,
        "believed": origin.is_believed,
    }


def link_form(link: LinkEvidence) -> Form:
    """A voice and a face."""
    return {
        "face": link.face_unit,
        "voice": link.voice_unit,
        "probability": round(link.probability, 4),
        "reasons": list(link.reasons),
    }


def profile_form(profile: Profile) -> Form:
    """What `people show` gives beside the person and the facts."""
    return {
        "names": [origin_form(origin) for origin in profile.names],
        "parts": [part_form(part, number) for number, part in enumerate(profile.parts, 1)],
        "links": [link_form(link) for link in profile.links],
        "decisions": [logged_form(logged) for logged in profile.decisions],
        "may_be": [
            {"id": other.id, "name": other.name, "probability": round(chance, 4)} for other, chance in profile.may_be
        ],
    }
