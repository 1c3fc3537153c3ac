"""Every error that Mneme raises on purpose.

    MnemeError
    ├── UsageError           the caller's words or options are off          exit 2
    │   ├── ConfigError      a preset, a config file or an environment value
    │   └── QuestionError    an empty or over-long question
    ├── SourceError          a file, a transcript or a stream               exit 2
    │   ├── SourceNotFound   nothing is there
    │   └── SourceUnreadable something is there, but no media that we can read
    ├── ModelError           a model or its package is missing or broken    exit 2
    │   └── ModelMissing     not there: the message says how to get it
    ├── MemoryError_         the memory folder                              exit 2
    │   ├── MemoryNotFound   no memory there (or nothing in it yet)
    │   ├── MemoryBusy       another process holds the write lock
    │   ├── MemoryReadOnly   the folder cannot be written
    │   ├── MemoryFull       no space left on the device
    │   └── MemoryMismatch   made with another encoder or a newer schema
    ├── RemoteError          a language-model endpoint or a network source  exit 1
    └── InternalError        a failure of ours                              exit 1

A message says what was wrong, what came, and what to do, in one line.  `retryable` is True where
the same call may succeed later without any change by the caller.
"""

from __future__ import annotations


class MnemeError(Exception):
    """The root. `exit_code` is what the command line returns for it."""

    exit_code = 1
    retryable = False

    def __init__(self, message: str, *, retryable: bool | None = None) -> None:
        super().__init__(" ".join(message.split()))  # one line, whatever came in
        if retryable is not None:
            self.retryable = retryable


class UsageError(MnemeError):
    """The caller's words or options are off."""

    exit_code = 2


class ConfigError(UsageError):
    """A preset, a configuration file or an environment value is off; the message has the key's path."""


class QuestionError(UsageError):
    """A question that is empty or too long."""


class SourceError(MnemeError):
    """A file, a transcript or a stream cannot be used."""

    exit_code = 2


class SourceNotFound(SourceError):
    """Nothing is there."""


class SourceUnreadable(SourceError):
    """Something is there, but nothing in it that we can read."""


class ModelError(MnemeError):
    """A model is missing, broken or not the one that was promised."""

    exit_code = 2


class ModelMissing(ModelError):
    """A model or its package is not there; the message says how to get it."""


class MemoryError_(MnemeError):  # noqa: N801 - the underscore keeps Python's own visible
    """The memory folder cannot be used (the underscore keeps Python's own MemoryError visible)."""

    exit_code = 2


class MemoryNotFound(MemoryError_):
    """No memory is there, or nothing is in it yet."""


class MemoryBusy(MemoryError_):
    """Another process holds the write lock."""

    retryable = True


class MemoryReadOnly(MemoryError_):
    """The memory folder cannot be written."""


class MemoryFull(MemoryError_):
    """No space is left on the device; what was committed is kept."""

    retryable = True


class MemoryMismatch(MemoryError_):
    """The memory was made with another encoder or by a newer version."""


class RemoteError(MnemeError):
    """An endpoint on the network failed or answered nonsense."""


class InternalError(MnemeError):
    """A failure of ours: please report it."""
