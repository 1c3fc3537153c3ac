"""What a memory holds and what it cannot do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ..encoders.types import EncoderInfo
from ..memory.people.enrolled import KIND
from ..memory.privacy.policy import PrivacyPolicy
from ..memory.types import StreamRecord
from .forms import Form, moment

if TYPE_CHECKING:
    from ..memory.store import Store
    from .settings import ReadSettings

LANGUAGES = {"moonshine": ("English",), "whisper": ("about 100 languages",)}
"""By recognizer."""


@dataclass(frozen=True, slots=True)
class Status:
    """A memory in figures."""

    memory: str
    """Its folder."""
    streams: Sequence[StreamRecord]
    rows: Mapping[str, int]
    """By table."""
    bytes: Mapping[str, int]
    fragments: Mapping[str, int]
    encoders: Mapping[str, EncoderInfo]
    """By role: what its vectors were made with."""
    limits: Sequence[str]
    """What it cannot do, in words."""
    privacy: PrivacyPolicy = field(default_factory=PrivacyPolicy)
    """What it may keep of people."""


def limits_of(encoders: Mapping[str, EncoderInfo], *, languages: Sequence[str]) -> list[str]:
    """What a memory made with these encoders cannot do."""
    limits = []
    if "text" not in encoders:
        limits.append("no search by meaning: it was made without a text encoder (words and names still find)")
    limits.append("pictures are found by their tags, signs and people, not by a description in words")
    spoken = ", ".join(languages)
    if spoken:
        limits.append(f"speech is understood in {spoken} and else only marked; transcripts may be in any language")
    else:
        limits.append("speech is not understood: there is no recognizer")
    return limits


def status_of(store: Store, settings: ReadSettings) -> Status:
    """The status of an open memory."""
    found, policy = store.statistics(), store.privacy or PrivacyPolicy()
    return Status(
        memory=str(store.path),
        streams=[record for record in store.streams() if record.kind != KIND],  # their files may be named like people
        rows=found.rows,
        bytes=found.bytes,
        fragments=found.fragments,
        encoders=store.encoders,
        limits=[
            *limits_of(store.encoders, languages=languages_of(settings.models.recognizer)),
            *privacy_limits(policy, can_find_faces=settings.models.face_detector is not None),
        ],
        privacy=policy,
    )


def privacy_limits(policy: PrivacyPolicy, *, can_find_faces: bool) -> list[str]:
    """What a policy leaves out."""
    limits = []
    if policy.people == "enrolled":
        limits.append("strangers are no people here: only who was named, confirmed or enrolled is told apart")
    if not policy.faces:
        limits.append("faces are not kept")
    if not policy.voices:
        limits.append("voices are not told apart: words are kept, who says them is not")
    if policy.blurs and can_find_faces:
        limits.append("faces in pictures are blurred where the face detector finds them")
    elif policy.blurs:
        limits.append("pictures of scenes and signs are not kept: there is no face detector to blur faces with")
    return limits


def languages_of(recognizer: str | None) -> tuple[str, ...]:
    """The languages of speech that a recognizer knows, without loading it."""
    return LANGUAGES.get(recognizer or "", ())


def status_form(status: Status) -> Form:
    """The JSON document of `status`."""
    return {
        "memory": status.memory,
        "streams": [stream_form(record) for record in status.streams],
        "rows": sum(status.rows.values()),
        "bytes": sum(status.bytes.values()),
        "fragments": sum(status.fragments.values()),
        "tables": {
            name: {"rows": rows, "bytes": status.bytes[name], "fragments": status.fragments[name]}
            for name, rows in status.rows.items()
        },
        "encoders": {
            role: {"name": info.name, "version": info.version, "dim": info.dim}
            for role, info in status.encoders.items()
        },
        "privacy": asdict(status.privacy),
        "limits": list(status.limits),
    }


def stream_form(record: StreamRecord) -> dict[str, Any]:
    """A recording."""
    return {
        "id": record.id,
        "source": record.uri,
        "kind": record.kind,
        "started_at": moment(record.started_at),
        "seconds": record.duration,
        "clips": record.clips,
        "complete": record.is_complete,
    }
