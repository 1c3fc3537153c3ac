"""Where streams come from: one file, a folder of them, a transcript.

`open_source` looks at what it was given and answers with the source that can read it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable
from urllib.parse import unquote, urlsplit

from .errors import SourceError, SourceNotFound, SourceUnreadable, UsageError
from .types import Item, Stream

if TYPE_CHECKING:
    from .file import FileOptions

TRANSCRIPTS = (".vtt", ".srt", ".jsonl")
"""In the order of preference where several lie beside a film."""
_MEDIA_NAMES = (
    "mp4 m4v mov mkv webm avi flv f4v wmv asf mpg mpeg m2v ts mts m2ts vob 3gp 3g2 ogv mxf rm rmvb divx dv "
    "wav mp3 m4a aac flac ogg oga opus wma aif aiff caf amr ac3 mka weba"
)
MEDIA = frozenset(f".{name}" for name in _MEDIA_NAMES.split())
"""What is taken out of a folder; a file given by its own name may be called anything."""
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@runtime_checkable
class Source(Protocol):
    """A stream that can be read, in order of time.

    Items are in order of `time`; at one time frames come first, then glimpses, sound, utterances, so all sound
    before a frame has come before it.  A replayable source can be read any number of times, from any
    time on, and gives bit for bit the items of an unbroken read:

    - the frames and glimpses with `time >= frames_from`;
    - the sound from the chunk on that *holds* `sound_from`, whole: it can begin before (the trap: a consumer that
      wants no more than from `sound_from` on cuts the first chunk itself);
    - the utterances with `time >= sound_from`.

    Use as a context manager, or `close` it.
    """

    @property
    def stream(self) -> Stream:
        """What the memory knows of it."""

    @property
    def fingerprint(self) -> str:
        """12 hex digits from the content alone: finds the same file under another name or start."""

    @property
    def is_replayable(self) -> bool:
        """Whether it can be read again: files can, cameras cannot."""

    def read(self, *, sound_from: float = 0.0, frames_from: float = 0.0) -> Iterator[Item]:
        """The items, from those times (seconds of the stream) on."""

    def close(self) -> None:
        """Gives back what it holds. Closing twice is allowed."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_source(uri: str | Path, *, started_at: datetime | None = None, options: FileOptions | None = None) -> Source:
    """The source that reads what lies at a path.

    A media file with a transcript of the same name beside it (`.vtt`, `.srt`, `.jsonl`) is read together with it:
    the transcript in place of its sound (`FileOptions.use_transcript`).

    Args:
        uri: A path, or a `file://` URL.
        started_at: Wall-clock time of the stream's zero, with a time zone; None: what the container says, if it does.
        options: How files are read.

    Raises:
        SourceNotFound: Nothing is there.
        SourceUnreadable: Something is there, but nothing that can be read.
        SourceError: A live source, which `watch` reads.
        UsageError: `started_at` has no time zone.
    """
    path = _path(uri)
    if started_at is not None and started_at.tzinfo is None:
        msg = f"{path}: started_at needs a time zone (found: {started_at.isoformat()}); add one, for instance +00:00"
        raise UsageError(msg)
    _require_file(path)
    if is_transcript(path):
        from .transcript import TranscriptSource

        return TranscriptSource(path, started_at=started_at)
    return _open_media(path, started_at, options)


def _open_media(path: Path, started_at: datetime | None, options: FileOptions | None) -> Source:
    from .combined import CombinedSource
    from .file import FileOptions, FileSource
    from .transcript import TranscriptSource

    options = options or FileOptions()
    media = FileSource(path, started_at=started_at, options=options)
    beside = transcript_beside(path) if options.use_transcript else None
    if beside is None:
        return media
    try:
        transcript = TranscriptSource(beside)
    except SourceUnreadable as error:
        msg = f"{error}; mend it, or take it away to have the speech of {path.name} recognized"
        raise SourceUnreadable(msg) from error
    return CombinedSource(media, transcript, started_at=started_at)


def find_sources(path: str | Path) -> list[Path]:
    """The files to read at a path: the file itself, or a folder's media and transcripts, also in its sub-folders.

    In natural order (`part 2` before `part 10`); hidden files and folders are left out, and so are transcripts
    that lie beside the film they belong to.

    Raises:
        SourceNotFound: Nothing is there, or no media in the folder.
    """
    root = _path(path)
    if not root.is_dir():
        _require_file(root)
        return [root]
    files: list[Path] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(folder) / name for name in names if not name.startswith(".")]
    media = [file for file in files if _is_media(file)]
    stems = {file.with_suffix("") for file in media}
    texts = [f for f in files if f.suffix.lower() in TRANSCRIPTS and f.with_suffix("") not in stems and _is_turns(f)]
    if not media and not texts:
        msg = f"{root}: no media in this folder (files in it: {len(files)}); give one with video, sound or transcripts"
        raise SourceNotFound(msg)
    return sorted([*media, *texts], key=lambda file: _natural(file.relative_to(root)))


def is_transcript(path: Path) -> bool:
    """Whether a file is read as a transcript: by its extension, or because it begins with WEBVTT."""
    if path.suffix.lower() in TRANSCRIPTS:
        return True
    try:
        with path.open("rb") as file:
            return file.read(9).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
    except OSError:
        return False


def transcript_beside(path: Path) -> Path | None:
    """The transcript of the same name beside a media file, None where there is none."""
    for extension in TRANSCRIPTS:
        for suffix in (extension, extension.upper()):
            file = path.with_suffix(suffix)
            if file.is_file() and _is_turns(file):
                return file
    return None


def _is_media(path: Path) -> bool:
    extension = path.suffix.lower()
    if extension != ".ts":
        return extension in MEDIA and path.is_file()
    with path.open("rb") as file:  # TypeScript has the same extension as MPEG transport streams
        return file.read(1) in (b"\x47", b"")


def _is_turns(path: Path) -> bool:
    """False for a .jsonl of something else: its first line is an object without text."""
    if path.suffix.lower() != ".jsonl":
        return True
    try:
        with path.open("rb") as file:
            first = json.loads(file.readline(1 << 20).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return True  # broken, not foreign: the reader says what is wrong
    return not isinstance(first, dict) or "text" in first


def _path(uri: str | Path) -> Path:
    text = str(uri)
    if text.startswith("file://"):
        return Path(unquote(urlsplit(text).path))
    if text == "-" or _URL.match(text):
        shown = re.sub(r"//[^/@]*@", "//", text)  # no credentials in messages
        msg = f"{shown}: a live source or an address, not a file; live sources come with `mneme watch`"
        raise SourceError(msg)
    return Path(text).expanduser()


def _require_file(path: Path) -> None:
    if path.is_dir():
        msg = f"{path}: a folder; give one file, or list its media with find_sources"
        raise SourceUnreadable(msg)
    if not path.exists():
        msg = f"{path}: no such file; check the path (current folder: {Path.cwd()})"
        raise SourceNotFound(msg)
    if not path.is_file():
        msg = f"{path}: not a regular file (a pipe or a device); live sources come with `mneme watch`"
        raise SourceError(msg)


def _natural(path: Path) -> list[tuple[tuple[int, int, str], ...]]:
    """Sorts numbers inside names by value, letters without regard to case."""
    return [
        tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in re.split(r"(\d+)", name))
        for name in path.parts
    ]
