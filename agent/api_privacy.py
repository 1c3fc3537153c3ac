"""The verbs of a `Memory` about privacy: what may be kept of people, and what was kept before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .api_access import Access

if TYPE_CHECKING:
    from ..memory.privacy.policy import PrivacyOptions, PrivacyPolicy
    from .types import Answer


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a memory holds of people that its policy would not let in now."""

    strangers: int = 0
    """People whom nobody has named, confirmed or enrolled, where only enrolled ones are to be kept."""
    faces: int = 0
    """Faces that were seen, where faces are off."""
    voices: int = 0
    """Turns with a voice that was told apart, where voices are off."""

    @property
    def is_nothing(self) -> bool:
        """Whether all of it would be let in."""
        return not (self.strangers or self.faces or self.voices)


@dataclass(frozen=True, slots=True)
class PrivacyState:
    """A memory's policy."""

    policy: PrivacyPolicy
    before: PrivacyPolicy
    """The same where it was only asked for."""
    remembered: Remembered


class Privacy(Access):
    """The policy lies in the memory: whoever indexes into it later obeys, without any option."""

    def privacy(self) -> PrivacyState:
        """The policy, and what was remembered before it held.

        Raises:
            MemoryNotFound: nothing is there.
        """
        from ..memory.privacy.policy import PrivacyPolicy

        policy = self.reading.store.privacy or PrivacyPolicy()
        return PrivacyState(policy, policy, self._remembered(policy))

    def set_privacy(
        self, *, people: str | None = None, faces: bool | None = None, voices: bool | None = None
    ) -> PrivacyState:
        """Changes what is named; makes the memory where there is none. It holds for what comes from now on.

        Args:
            people: "all", or "enrolled": strangers are no people.
            faces: whether anything of faces is kept.
            voices: whether voices are told apart.

        Raises:
            UsageError: `people` is neither.
        """
        options = _options(people, faces, voices)
        try:
            before, after = self.writing.set_privacy(options.over)
        finally:
            self.read_again()
        return PrivacyState(after, before, self._remembered(after))

    def _declined(self, question: str) -> Answer | None:
        """The answer to a question that names a hidden person; None to one that does not."""
        from .types import Answer, Step

        if not self.reading.searching.directory.redaction.spans(question):
            return None
        step = Step("give_up", thought="the memory does not show somebody whom the question names", round=1)
        return Answer(question, None, 0.0, steps=(step,))

    def _remembered(self, policy: PrivacyPolicy) -> Remembered:
        from ..encoders.types import ObservationKind
        from ..memory.people.enrolled import KIND

        store = self.reading.store
        strangers = faces = voices = 0
        if policy.people == "enrolled":
            strangers = sum(not person.is_confirmed for person in store.people())
        if not policy.faces:
            faces = sum(bool(each.unit) for each in store.observations(kinds=[ObservationKind.FACE]))
        if not policy.voices:
            given = {record.id for record in store.streams() if record.kind in (KIND, "transcript")}
            turns = store.observations(kinds=[ObservationKind.TURN])
            voices = sum(each.unit.startswith("voice-") and each.stream not in given for each in turns)
        return Remembered(strangers, faces, voices)


def _options(people: str | None, faces: bool | None, voices: bool | None) -> PrivacyOptions:
    from ..memory.privacy.policy import PrivacyOptions
    from ..streams.errors import UsageError

    if people == "all":
        return PrivacyOptions(people="all", faces=faces, voices=voices)
    if people == "enrolled":
        return PrivacyOptions(people="enrolled", faces=faces, voices=voices)
    if people is None:
        return PrivacyOptions(faces=faces, voices=voices)
    msg = f"people must be all or enrolled (found: {people!r})"
    raise UsageError(msg)
