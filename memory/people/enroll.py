"""Enrolment: photographs and voice samples by which a person says who somebody is.

Each becomes the observations of a stream of its own, of kind "enrolled": one committed clip, no entries, so it is
compared like everything that was seen or heard and is no appearance.  Its id comes from the file's content: the
same file enrolled again changes nothing.  What it means is a decision ("enroll") in the identity log; while none
holds, the observations count for nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from inspect import signature
from pathlib import Path

import numpy as np

from ...encoders.speakers import speaker_options
from ...encoders.tracks import FaceTracker, TrackOptions
from ...encoders.types import FaceDetector, FaceEncoder, Observation, ObservationKind, Region, Sense
from ...streams.errors import ConfigError, SourceUnreadable
from ...streams.identify import fingerprint
from ...streams.types import Frame, Image, Span, Vector
from ..media import thumbnail_path, write_thumbnail
from ..store import Store
from ..types import ClipRecord, StoredObservation, StreamRecord, UnitKind
from ..units import face_unit, voice_unit
from .enrolled import KIND

WHAT_SOUND = "give a recording of 5 to 60 seconds of one person speaking"
MAX_SOUND_BYTES = 512 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrollOptions:
    """What is good enough to know somebody by."""

    min_face: float = 0.4
    """The detector's confidence from which something in a photograph is a face: as for a face in a single frame."""
    same_box: float = 0.3
    """Two boxes that overlap by more (intersection over union) are one face."""
    at_once: float = 0.3
    """Seconds for which two voices must speak at once to be two, however alike they are."""
    min_speech: float = 3.0
    """Seconds of the one voice."""
    others: float = 1.0
    """Seconds that other voices may have, or a tenth of the one voice's: a cough, a greeting."""
    max_sound: float = 300.0
    """Seconds of a sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A photograph or a voice sample that was looked at and is good enough."""

    stream: str
    """Of the stream that it is kept as: 12 hex digits from kind and content."""
    file: str
    """The file's name, without its folder."""
    kind: UnitKind
    """FACE or VOICE."""
    observations: Sequence[Observation]
    duration: float

    @property
    def unit(self) -> str:
        """The unit of all its observations."""
        return face_unit(self.stream, 0) if self.kind is UnitKind.FACE else voice_unit(self.stream, "0")


def photographed(
    path: Path, *, detector: FaceDetector, encoder: FaceEncoder, options: EnrollOptions | None = None
) -> Sample:
    """The one face of a photograph.

    Raises:
        SourceNotFound: nothing is there.
        SourceUnreadable: no picture, no face in it, or several.
    """
    from ...streams.photo import read_photo

    options = options or EnrollOptions()
    image = read_photo(path)
    faces = _faces(image, detector, options)
    if not faces:
        msg = (
            f"{path}: no face is found in it; give a photograph that shows one face from the front, well lit, "
            f"at least 80 pixels wide"
        )
        raise SourceUnreadable(msg)
    if len(faces) > 1:
        msg = f"{path}: {len(faces)} faces are in it; crop the photograph so that only the one to enroll is left"
        raise SourceUnreadable(msg)
    tracker = FaceTracker(encoder, TrackOptions(min_confidence=0.0))
    seen = [*tracker.push(Frame(0.0, image), faces), *tracker.end(0.0)]
    return Sample(_stream_id(path, UnitKind.FACE), _file(path), UnitKind.FACE, seen, 0.0)


def _faces(image: Image, detector: FaceDetector, options: EnrollOptions) -> list[tuple[Region, float]]:
    """Clear faces, each once; a detector that can look thoroughly does."""
    if "thorough" in signature(detector.detect).parameters:
        return _clear(detector.detect(image, thorough=True), options)  # type: ignore[call-arg]  # not of every detector
    return _clear(detector.detect(image), options)


def _clear(boxes: Iterable[tuple[Region, float]], options: EnrollOptions) -> list[tuple[Region, float]]:
    kept: list[tuple[Region, float]] = []
    for region, confidence in boxes:
        is_new = all(region.iou(other) <= options.same_box for other, _ in kept)
        if confidence >= options.min_face and is_new:
            kept.append((region, confidence))
    return kept


def recorded(
    path: Path, *, ears: Callable[[], Sense], voice_encoder: str = "", options: EnrollOptions | None = None
) -> Sample:
    """The one voice of a recording.

    Args:
        path: any file with sound.
        ears: makes a fresh sense of hearing; it needs no recognizer.
        voice_encoder: the name of its voice encoder: says from when on two voices are taken for one.
        options: what is enough.

    Raises:
        SourceNotFound: nothing is there.
        SourceUnreadable: no sound, too much of it, too little speech, or several voices.
    """
    options = options or EnrollOptions()
    turns, duration = _heard(path, ears(), options)
    voices = _voices(turns, voice_encoder, options)
    if not voices:
        msg = f"{path}: no speech is heard in it; {WHAT_SOUND}"
        raise SourceUnreadable(msg)
    longest, *_ = voices
    seconds = [_seconds(voice) for voice in voices]
    if sum(seconds[1:]) > max(options.others, 0.1 * seconds[0]):
        shares = ", ".join(f"{each:.0f} s" for each in seconds)
        msg = f"{path}: {len(seconds)} voices are in it ({shares}); cut it so that only the one to enroll is left"
        raise SourceUnreadable(msg)
    if seconds[0] < options.min_speech:
        msg = f"{path}: only {seconds[0]:.1f} s of speech are in it (at least {options.min_speech:g} s); {WHAT_SOUND}"
        raise SourceUnreadable(msg)
    spoken = [turn for turn in longest if turn.vector is not None]
    if not spoken:
        msg = f"{path}: the voice is never heard alone in it; {WHAT_SOUND}"
        raise SourceUnreadable(msg)
    return Sample(_stream_id(path, UnitKind.VOICE), _file(path), UnitKind.VOICE, spoken, duration)


def _heard(path: Path, ears: Sense, options: EnrollOptions) -> tuple[list[Observation], float]:
    """The turns of a sound file, and its length."""
    from ...streams.container import WHAT_TO_GIVE
    from ...streams.photo import check_file

    check_file(path, max_bytes=MAX_SOUND_BYTES, what_to_give=WHAT_SOUND)
    try:
        return _turns(path, ears, options)
    except SourceUnreadable as exc:  # a transcript, which may be memorized, is no voice sample
        raise SourceUnreadable(str(exc).replace(WHAT_TO_GIVE, WHAT_SOUND)) from exc


def _turns(path: Path, ears: Sense, options: EnrollOptions) -> tuple[list[Observation], float]:
    from ...streams.file import FileSource

    turns: list[Observation] = []
    end = 0.0
    with FileSource(path) as source:
        if not source.has_sound:
            msg = f"{path}: no sound is in it; {WHAT_SOUND}"
            raise SourceUnreadable(msg)
        for sound in source.sound():
            if sound.end > options.max_sound:
                msg = f"{path}: longer than {options.max_sound / 60:g} minutes; {WHAT_SOUND}"
                raise SourceUnreadable(msg)
            end = sound.end
            turns.extend(ears.push(sound))
        turns.extend(ears.flush())
    return [turn for turn in turns if turn.kind is ObservationKind.TURN], end


def _voices(turns: Iterable[Observation], encoder: str, options: EnrollOptions) -> list[list[Observation]]:
    """Turns by voice, the longest first; those of which nothing tells whose they are are left out.

    The diarizer would rather give one person two names; with all of a sample at hand, those that are alike are one.
    A voice that is only heard under another one has no vector, and is another one all the same.
    """
    by_label: defaultdict[str, list[Observation]] = defaultdict(list)
    for turn in turns:
        if turn.label:
            by_label[turn.label].append(turn)
    voices = sorted(by_label.values(), key=lambda voice: -_seconds(voice))
    try:
        measured = speaker_options(encoder)
    except ConfigError:  # nothing was measured for it: the diarizer's word stands
        return voices
    joined: list[list[Observation]] = []
    for voice in voices:
        for other in joined:
            wanted = measured.wanted(_seconds(other), _seconds(voice))
            if not _at_once(other, voice, options.at_once) and _cosine(other, voice) >= wanted:
                other.extend(voice)
                break
        else:
            joined.append(list(voice))
    return [sorted(voice, key=lambda turn: turn.span) for voice in sorted(joined, key=lambda voice: -_seconds(voice))]


def _seconds(turns: Iterable[Observation]) -> float:
    return sum(turn.span.duration for turn in turns)


def _at_once(some: Iterable[Observation], others: Sequence[Observation], least: float) -> bool:
    return any(one.span.overlap(other.span) >= least for one in some for other in others)


def _cosine(some: Sequence[Observation], others: Sequence[Observation]) -> float:
    """Of the two voices' vectors; -1 where one has none."""
    has_both = all(any(turn.vector is not None for turn in turns) for turns in (some, others))
    return float(_mean(some) @ _mean(others)) if has_both else -1.0


def _mean(turns: Sequence[Observation]) -> Vector:
    """The voice's vector, (dim,): of all its turns, by length."""
    total = np.sum([t.vector * np.float32(t.span.duration) for t in turns if t.vector is not None], axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-12), np.float32)


def keep(store: Store, sample: Sample) -> bool:
    """Commits a sample's observations; False where the same were kept before."""
    if store.clips(sample.stream):
        return False
    store.discard_uncommitted(sample.stream)
    stored = [_stored(store, sample, number, each) for number, each in enumerate(sample.observations)]
    store.put_stream(
        StreamRecord(
            id=sample.stream,
            uri=sample.file,
            kind=KIND,
            started_at=None,
            duration=sample.duration,
            clips=1,
            is_complete=True,
            fingerprint=sample.stream,
        )
    )
    clip = ClipRecord(
        id=f"{sample.stream}-000000",
        stream=sample.stream,
        index=0,
        span=Span(0.0, sample.duration),
        entries=0,
        is_last=True,
    )
    store.commit(clip, rows=[], observations=stored, statements=[])
    return True


def _stored(store: Store, sample: Sample, number: int, each: Observation) -> StoredObservation:
    name = f"{sample.stream}-000000-{each.kind.value}-{number:04d}"
    thumbnail = ""
    if each.image is not None:
        thumbnail = write_thumbnail(store.media, thumbnail_path(sample.stream, 0, name), each.image)
    return StoredObservation(
        id=name,
        stream=sample.stream,
        clip=0,
        kind=each.kind,
        span=each.span,
        unit=sample.unit,
        vector=each.vector,
        confidence=each.confidence,
        label="0" if each.kind is ObservationKind.TURN else "",
        times=each.times,
        region=each.region,
        thumbnail=thumbnail,
    )


def _file(path: Path) -> str:
    """The file's name as text: a name may have bytes that are none."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def _stream_id(path: Path, kind: UnitKind) -> str:
    return hashlib.sha256(f"{KIND} {kind}: {fingerprint(path)}".encode()).hexdigest()[:12]
