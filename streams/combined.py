"""A film with its transcript: the pictures of the one and the turns of the other.

The transcript stands in for speech recognition: the film's sound is not heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import TracebackType
from typing import Self

from .file import FileSource, merge
from .identify import joint_fingerprint, stream_id
from .transcript import TranscriptSource
from .types import Item, Stream


class CombinedSource:
    """Frames of a media file and utterances of the transcript beside it."""

    is_replayable = True

    def __init__(self, media: FileSource, transcript: TranscriptSource, *, started_at: datetime | None = None) -> None:
        """Of two sources that are open; they are closed with this one.

        The id comes from both contents: another transcript makes another stream.
        """
        self.media = media
        self.transcript = transcript
        self.fingerprint = joint_fingerprint(media.fingerprint, transcript.fingerprint)
        """12 hex digits from both contents."""
        ends = [d for d in (media.stream.duration, transcript.stream.duration) if d is not None]
        self.stream = Stream(
            id=stream_id(self.fingerprint, started_at),
            uri=media.stream.uri,
            started_at=started_at or media.stream.started_at,
            kind=media.stream.kind,
            duration=media.stream.duration if media.stream.duration is not None else max(ends, default=None),
            metadata={**media.stream.metadata, "transcript": transcript.path.name, **_counts(transcript)},
        )

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Item]:
        """Frames from `frames_from` and utterances from `sound_from` on, in order of time."""
        turns = self.transcript.read(sound_from=sound_from)
        return merge(self.media.frames(frames_from), turns)

    def close(self) -> None:
        """Closes both sources."""
        self.media.close()
        self.transcript.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _counts(transcript: TranscriptSource) -> dict[str, str]:
    return {key: transcript.stream.metadata[key] for key in ("turns", "skipped_lines")}
