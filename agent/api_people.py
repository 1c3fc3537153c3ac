"""The verbs of a `Memory` about people: who is known, what is known of them, and what a person corrects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..streams.errors import MemoryNotFound, UsageError
from .api_access import Access, moment_of
from .api_words import decider, paths, proper

if TYPE_CHECKING:
    from ..memory.people.log import Logged, Wish
    from ..memory.people.profile import Part, Profile
    from ..memory.types import Decision, Fact, Person


class People(Access):
    """People, facts, decisions.

    Every decision takes effect on all answers at once, for what came before too, and rewrites no entry; nothing that
    the machine finds out overrules it, and `undo` takes it back.  `by` says who decides (default: `$MNEME_USER`, then
    the login name), `why` what for; both stay in the identity log.  The verbs that decide give the person as it is then
    without appearances, which `person` looks up.
    """

    def people(self, *, hidden: bool = False) -> list[Person]:
        """Who is known, in order of first appearance, with all appearances; hidden people only where asked for."""
        people = self.reading.recall.people(with_appearances=True, hidden=hidden)
        return [person for person in people if hidden or not person.is_hidden]

    def person(self, name: str, *, hidden: bool = False) -> Person:
        """The one person of that name or id, with all appearances; a hidden one by its id, where `hidden`.

        Raises:
            UsageError: nobody is known so, or several are.
        """
        return self.reading.recall.person(self.reading.person(name, with_hidden=hidden))

    def profile(self, name: str, *, hidden: bool = False) -> Profile:
        """A person with where its names come from, its parts, the links of its voices and faces, and decisions.

        Raises:
            UsageError: nobody is known so, or several are.
        """
        from dataclasses import replace

        from ..memory.people.log import masked
        from ..memory.people.profile import profile_of

        recall = self.reading.recall
        found = profile_of(recall, self.reading.person(name, with_hidden=hidden))
        return found if hidden else replace(found, decisions=tuple(masked(found.decisions, recall.directory.redaction)))

    def facts(
        self,
        person: Person | str | None = None,
        *,
        as_of: datetime | str | None = None,
        known_at: datetime | str | None = None,
    ) -> list[Fact]:
        """What is known of a person (or of everybody and everything), oldest first.

        Args:
            person: somebody, by name or id.
            as_of: what held in the world then.
            known_at: what the memory knew by then.
        """
        who = self.reading.person(person) if isinstance(person, str) else person
        return self.reading.recall.facts(who, as_of=moment_of(as_of), known_at=moment_of(known_at))

    def name(self, person: str, name: str, *, why: str = "", by: str | None = None) -> Person:
        """Says what somebody is called."""
        from ..memory.people.log import Wish

        chosen = self.reading.person(person)
        self._decide([Wish(action="name", people=[chosen], value=proper(name))], why, by)
        return self._after(chosen)

    def merge(self, person: str, *others: str, why: str = "", by: str | None = None) -> Person:
        """Says that two or more are one person.

        Raises:
            UsageError: there is nobody else, or they are one already.
        """
        from ..memory.people.log import Wish

        chosen = list({each.id: each for each in map(self.reading.person, (person, *others))}.values())
        if len(chosen) < 2:
            msg = f"{person!r} and {', '.join(map(repr, others)) or 'nobody'} are one person already; see: mneme people"
            raise UsageError(msg)
        self._decide([Wish(action="merge", people=chosen)], why, by)
        return self._after(chosen[0])

    def split(
        self,
        person: str,
        *parts: str | int,
        stream: str = "",
        kinds: Iterable[str] = (),
        name: str = "",
        why: str = "",
        by: str | None = None,
    ) -> tuple[Person, Person | None]:
        """Says that a part of somebody is somebody else: (who stays, who leaves).

        Who leaves is None where there is too little of it to be listed.

        Args:
            person: a name or an id.
            parts: numbers of `profile(...).parts` (the first is 1), or ids of units.
            stream: all parts of that recording leave (an id or a file name).
            kinds: all parts of these kinds leave, "face" or "voice"; with `stream`, those of that recording.
            name: what the one who leaves is called: a decision of its own.
            why: what for.
            by: who decides.

        Raises:
            UsageError: no part is called so, none would leave, or all would.
        """
        from ..memory.people.log import Wish
        from ..memory.people.profile import parts_of
        from .parts import leaving

        chosen = self.reading.person(person)
        known: Sequence[Part] = parts_of(self.reading.recall, chosen, with_spans=False)
        gone = leaving(chosen, known, parts, stream=self._part_stream(stream, known), kinds=tuple(kinds))
        wishes = [Wish(action="split", people=[chosen], leaving=gone)]
        if name:
            wishes.append(Wish(action="name", units=gone, value=proper(name)))
        self._decide(wishes, why, by)
        stays = next(unit for unit in chosen.units if unit not in gone)
        return self._after(chosen, stays), self._with(gone[0])

    def confirm(self, person: str, *, why: str = "", by: str | None = None) -> Person:
        """Says that somebody is right as it is now: its parts are one person. Nothing is renamed."""
        from ..memory.people.log import Wish

        chosen = self.reading.person(person)
        self._decide([Wish(action="confirm", people=[chosen])], why, by)
        return self._after(chosen)

    def hide(self, person: str, *, why: str = "", by: str | None = None) -> Person:
        """Says that somebody's name and picture are to appear nowhere; `unhide` takes it back."""
        from ..memory.people.log import Wish

        chosen = self.reading.person(person)
        self._decide([Wish(action="hide", people=[chosen])], why, by)
        return self._after(chosen)

    def unhide(self, person: str, *, why: str = "", by: str | None = None) -> Person:
        """Takes back that somebody (by id) is hidden.

        Raises:
            UsageError: the person is not hidden.
        """
        from ..memory.people.log import Wish, hiding

        chosen = self.reading.person(person, with_hidden=True)
        hides = hiding(self.reading.store.decisions(), chosen.units)
        if not hides:
            msg = f"{person!r} is not hidden; see: mneme people --hidden"
            raise UsageError(msg)
        self._decide([Wish(action="undo", value=each.id, units=each.units) for each in hides], why, by)
        return self._after(chosen)

    def enroll(
        self,
        name: str,
        *,
        photos: Path | str | Iterable[Path | str] = (),
        voices: Path | str | Iterable[Path | str] = (),
        why: str = "",
        by: str | None = None,
    ) -> tuple[Person, bool]:
        """Says who somebody is by photographs and voice samples; gives the person and whether any of it was new.

        Args:
            name: a new name; or the name or id of somebody who is known.
            photos: files that show one face each.
            voices: recordings of one voice each, at least 3 s of speech.
            why: what for.
            by: who decides.

        Raises:
            UsageError: nothing was given, or it is enrolled as somebody else.
            SourceError: a file is not good enough; the message says why.
            ModelMissing: a model is not there; the message says how to get it.
        """
        from ..memory.people.log import Wish

        try:
            chosen = self.reading.enrolled(name)
        except MemoryNotFound:
            chosen = None
        value = proper(name) if chosen is None else chosen.name or ""
        wish = Wish(action="enroll", people=[] if chosen is None else [chosen], value=value)
        try:
            units, is_new = self.writing.enroll(wish, paths(photos), paths(voices), by=decider(by), why=why)
        finally:
            self.read_again()
        found = self._with(units[0])
        assert found is not None  # whoever was enrolled is listed
        return found, is_new

    def undo(self, decision: str = "", *, why: str = "", by: str | None = None) -> Decision:
        """Takes back the last decision that holds, or a given one (its id, or the beginning of it).

        To take an undo back is to have the decision again.

        Raises:
            UsageError: there is none, or it is taken back already.
            MemoryNotFound: nothing is there.
        """
        from .api_decide import undo

        self.reading.store.decisions()  # where no memory is, none is made
        try:
            return undo(self.location, self.settings.read.store, decision, by=decider(by), why=why)
        finally:
            self.read_again()

    def settle(self) -> tuple[list[Person], list[Decision]]:
        """Derives everybody anew from all evidence and decisions; gives who is known, and what that has revised.

        It happens by itself after each recording, in a large memory only for those whom the recording may concern.
        """
        from .api_decide import settle

        self.reading  # noqa: B018 - where there is no memory, none is made
        try:
            revised = settle(self.location, self.settings.read.store)
        finally:
            self.read_again()
        return self.reading.recall.people(), revised

    def identity_log(self, person: str = "", *, hidden: bool = False) -> list[Logged]:
        """All decisions and the machine's own revisions, oldest first, with what was taken back.

        Args:
            person: only what concerns somebody.
            hidden: with the names and reasons of what concerns hidden people.
        """
        from ..memory.people.log import logged, masked

        recall = self.reading.recall
        directory = recall.directory
        found = logged(recall.store.decisions(), directory.display_all if hidden else directory.display)
        if person:
            units = set(self.reading.person(person, with_hidden=hidden).units)
            found = [each for each in found if not units.isdisjoint(each.decision.units)]
        return found if hidden else masked(found, directory.redaction)

    def _decide(self, wishes: Sequence[Wish], why: str, by: str | None) -> list[Decision]:
        from .api_decide import decide

        try:
            return decide(self.location, self.settings.read.store, wishes, by=decider(by), why=why)
        finally:
            self.read_again()

    def _after(self, person: Person, unit: str = "") -> Person:
        """The person as it is now."""
        return self._with(unit or person.units[0]) or person

    def _with(self, unit: str) -> Person | None:
        """Who has a unit now."""
        return next((each for each in self.reading.recall.people(hidden=True) if unit in each.units), None)

    def _part_stream(self, text: str, parts: Sequence[Part]) -> str:
        """A stream by its id or file name; enrolled samples count here."""
        given = {part.stream for part in parts if part.is_enrolled and text in (part.stream, part.source)}
        return given.pop() if len(given) == 1 else self.reading.stream(text)
