"""What a memory may keep of people: its policy, kept in the memory itself, so that whoever writes to it later obeys.

    people   "all", or "enrolled": only people whom a person has named, confirmed or enrolled are identities
    faces    off: nothing of a face is kept
    voices   off: words are kept, who speaks is not

A policy says what comes from now on; what is in the memory stays as it is.  `privacy/guard.py` carries it out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Literal, Protocol

from ...streams.errors import ConfigError, MemoryMismatch
from ..types import StreamRecord

People = Literal["all", "enrolled"]
GIVEN = frozenset({"enrolled", "notes"})
"""Kinds of streams that a person has put together; all others are memorized."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyPolicy:
    """What is kept of people."""

    people: People = "all"
    """"enrolled": strangers are no identities; their words stay, as somebody's."""
    faces: bool = True
    """False: no vectors, units, appearances and pictures of faces."""
    voices: bool = True
    """False: no vectors and units of voices. A transcript's labels are text that a person gave, and stay."""

    @property
    def is_open(self) -> bool:
        """Whether everything is kept."""
        return self == PrivacyPolicy()

    @property
    def blurs(self) -> bool:
        """Whether faces in pictures of scenes and signs are made unrecognizable."""
        return self.people == "enrolled" or not self.faces

    def to_json(self) -> str:
        """As it is kept in the memory."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> PrivacyPolicy:
        """What `to_json` gave.

        Raises:
            MemoryMismatch: it says more than this version understands; to go on could keep what must not be kept.
        """
        try:
            found = json.loads(text)
            policy = cls(**found)
        except (ValueError, TypeError):
            policy = None
        if policy is None or policy.people not in ("all", "enrolled"):
            msg = f"the memory's privacy policy is not understood ({text[:80]}): update Mneme"
            raise MemoryMismatch(msg)
        return policy

    def __str__(self) -> str:
        return f"people {self.people}, faces {on_off(self.faces)}, voices {on_off(self.voices)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyOptions:
    """The policy that a new memory gets, as settings say it; null where they do not."""

    people: People | None = None
    faces: bool | None = None
    voices: bool | None = None

    def over(self, policy: PrivacyPolicy) -> PrivacyPolicy:
        """The policy with what is said here."""
        said = {name: value for name, value in asdict(self).items() if value is not None}
        return replace(policy, **said)


class PolicyStore(Protocol):
    """The part of `store.Store` that keeps a policy."""

    @property
    def privacy(self) -> PrivacyPolicy | None: ...

    def put_privacy(self, policy: PrivacyPolicy) -> None: ...

    def streams(self) -> list[StreamRecord]: ...


def settle(store: PolicyStore, wanted: PrivacyOptions) -> PrivacyPolicy:
    """The policy that holds for what is memorized now (`agreed`), from then on kept in the memory."""
    kept = store.privacy
    policy = agreed(kept, store.streams(), wanted)
    if policy != (kept or PrivacyPolicy()):
        store.put_privacy(policy)
    return policy


def agreed(kept: PrivacyPolicy | None, streams: Iterable[StreamRecord], wanted: PrivacyOptions) -> PrivacyPolicy:
    """The memory's policy; the settings' where nothing was said or memorized before.

    Raises:
        ConfigError: the settings ask for another policy than the memory's. It is neither changed nor passed over in
            silence: the one would undo what a person decided, the other keep what must not be kept.
    """
    policy = kept or PrivacyPolicy()
    asked = wanted.over(policy)
    if asked == policy or (kept is None and is_empty(streams)):
        return asked
    msg = (
        f"the settings ask for {asked}, the memory has {policy}; "
        f"leave privacy out of the settings, or change the memory: mneme privacy {as_options(asked)}"
    )
    raise ConfigError(msg)


def is_empty(streams: Iterable[StreamRecord]) -> bool:
    """Whether nothing was memorized yet: enrolled samples and notes do not count."""
    return all(record.kind in GIVEN or record.clips == 0 for record in streams)


def as_options(policy: PrivacyPolicy) -> str:
    """The policy as options of `mneme privacy`."""
    return f"--people {policy.people} --faces {on_off(policy.faces)} --voices {on_off(policy.voices)}"


def on_off(value: bool) -> str:
    """In words."""
    return "on" if value else "off"
