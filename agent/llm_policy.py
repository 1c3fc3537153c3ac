"""Policy `llm`: a language model chooses what to look up, by tool calls or by M3-Agent's text protocol.

What the memory holds reaches the model quoted, labelled with its origin and only as a user's or a tool's
message; the model can look things up and answer, nothing else.  The question and the rules stay in its
context; of the moments the newest stay when there are too many.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from string import Template

from ..encoders.llm import LlmClient, LlmOptions
from ..encoders.llm_wire import CHARACTERS_PER_TOKEN, Completion, Message
from ..memory.types import Hit
from ..streams.errors import RemoteError
from ..streams.types import Span
from .policy import MAX_CITATION, MAX_CITATIONS, Action, GiveUp, Library, Mistake, Notebook, Proof, Read, Reply
from .protocol import FORMS, Said, tools, understand
from .verify import BORNE, bears

MAX_SHOWN = 10
"""Moments shown after one action."""
MAX_QUOTE = 500
"""Characters of a moment that are shown."""


class LanguageModel:
    """The policy. Nothing is opened before the first question."""

    name = "llm"

    def __init__(
        self,
        options: LlmOptions | None = None,
        *,
        client: Callable[[LlmOptions], LlmClient] = LlmClient.from_environment,
    ) -> None:
        self.options = options or LlmOptions()
        self._client = client

    def actions(self, notebook: Notebook, library: Library) -> Generator[Action, None, None]:
        """Asks the model for one action after the other.

        Raises:
            ModelMissing: no endpoint is named.
            RemoteError: the endpoint cannot be reached at all.
        """
        del library  # the model sees only what the loop found
        client = self._client(self.options)
        try:
            yield from _Talk(client, notebook).actions()
        finally:
            client.close()


class _Talk:
    """One question put to a model."""

    def __init__(self, client: LlmClient, notebook: Notebook) -> None:
        self.client, self.notebook = client, notebook
        self.uses_tools = client.options.protocol != "text"
        self.labels: dict[str, Hit] = {}
        self.turns: list[Message] = []
        self.has_warned = False

    def actions(self) -> Iterator[Action]:
        """One action for each reply, until it answers or gives up."""
        while True:
            is_last = bool(self.notebook.meter.spent) or self.notebook.meter.rounds_left == 0
            said = self._ask(is_last=is_last)
            action = self._checked(said, is_last=is_last)
            yield action
            if isinstance(action, Reply | GiveUp):
                return
            self._tell(action, said)

    def _ask(self, *, is_last: bool) -> Said:
        """The model's next action."""
        meter = self.notebook.meter
        if meter.tokens_left == 0 or meter.seconds >= meter.budget.seconds:
            return Said(GiveUp(meter.spent))
        if is_last:
            self.turns.append(Message("user", prompt("last")))
        try:
            completion = self._complete()
        except RemoteError as exc:
            if not self.notebook.steps:
                raise
            return Said(GiveUp(f"the endpoint failed: {exc}"))
        meter.tokens += completion.usage.total
        said = understand(completion)
        if said.call_id:
            self.turns.append(Message("assistant", completion.text, calls=completion.calls[:1]))
        else:
            self.turns.append(Message("assistant", completion.text[:MAX_QUOTE]))
        if is_last and not isinstance(said.action, Reply | GiveUp):
            return Said(GiveUp("the model did not answer when the budget was spent"))
        return said

    def _complete(self) -> Completion:
        """One request; where the server refuses tools, the text protocol takes over."""
        tokens = max(16, min(self.client.options.max_tokens, self.notebook.meter.tokens_left))
        if self.uses_tools:
            try:
                return self.client.complete(self._messages(), tools=tools(), max_tokens=tokens)
            except RemoteError as exc:
                if exc.retryable or self.client.options.protocol == "tools" or "status 4" not in str(exc):
                    raise
                self.uses_tools = False
        return self.client.complete(self._messages(), max_tokens=tokens)

    def _messages(self) -> list[Message]:
        """Rules and question first, then as many of the newest turns as fit."""
        rounds = str(self.notebook.meter.budget.rounds)
        pinned = [
            Message("system", prompt("system_tools" if self.uses_tools else "system", rounds=rounds)),
            Message("user", prompt("question", question=self.notebook.question)),
        ]
        room = self.client.options.context_tokens * CHARACTERS_PER_TOKEN - sum(len(m.text) for m in pinned)
        kept: list[Message] = []
        for message in reversed(self.turns):
            room -= len(message.text)
            kept.append(message if room >= 0 else replace(message, text="(left out: shown earlier)"))
        return pinned + kept[::-1]

    def _checked(self, said: Said, *, is_last: bool) -> Action:
        """The action with labels turned into entries, and answers proved."""
        action = said.action
        named = [self.labels[label.lower()] for label in said.moments if label.lower() in self.labels]
        if isinstance(action, Read):
            if not named:
                return Mistake("no moment has that label", ", ".join(said.moments)[:120])
            return Read(tuple(dict.fromkeys(hit.entry.id for hit in named))[:3], why="the model reads on")
        if not isinstance(action, Reply) or action.text is None:
            return action
        worth = max((bears(action.text, hit) for hit in named), default=0.0)
        if worth < BORNE and not is_last and not self.has_warned:
            self.has_warned = True
            return Mistake(f"the moments named do not say {action.text!r}", action.text[:120])
        return self._proved(action, named)

    def _proved(self, reply: Reply, named: Sequence[Hit]) -> Reply:
        """The answer with proofs: the moments named that bear it, else those shown that bear it best."""
        text = reply.text or ""
        pool = list(named) or list(self.labels.values())
        ranked = sorted(pool, key=lambda hit: -bears(text, hit)) if not named else pool
        first = max(ranked, key=lambda hit: bears(text, hit), default=None)
        ordered = ([first] if first is not None else []) + [hit for hit in ranked if hit is not first]
        worth = bears(text, first) if first is not None else 0.0
        confidence = round(0.2 + 0.7 * worth, 3)
        return replace(reply, confidence=confidence, proofs=tuple(_proof(hit) for hit in ordered[:MAX_CITATIONS]))

    def _tell(self, action: Action, said: Said) -> None:
        """What came of an action, for the model."""
        step = self.notebook.steps[-1]
        left = str(self.notebook.meter.rounds_left)
        if isinstance(action, Mistake) and isinstance(said.action, Reply):
            text = prompt("unproved", answer=(said.action.text or "")[:120], left=left)
        elif step.error:
            text = prompt(
                "mistake", error=step.error, forms="call one of the tools" if self.uses_tools else FORMS, left=left
            )
        elif not step.hits:
            text = prompt("nothing", left=left)
        else:
            shown = step.hits[:MAX_SHOWN]
            quoted = "\n".join(self._quoted(hit) for hit in shown)
            text = prompt("found", count=str(len(shown)), moments=quoted, left=left)
        if said.call_id:
            self.turns.append(Message("tool", text, call_id=said.call_id))
        else:
            self.turns.append(Message("user", text))

    def _quoted(self, hit: Hit) -> str:
        """A moment in one line: label, origin, time, speaker, words."""
        label = f"m{len(self.labels) + 1}"
        self.labels[label] = hit
        when = f"{hit.at:%Y-%m-%d %H:%M:%S} UTC" if hit.at is not None else "time not known"
        where = f"{hit.source.rpartition('/')[2]} {hit.span.start:.0f}-{hit.span.end:.0f} s"
        words = " ".join(hit.text.split())[:MAX_QUOTE].replace("<", "‹").replace(">", "›")
        return f'[{label}] {when}, {where}, {hit.entry.origin}, {hit.speaker or hit.entry.kind}: "{words}"'


def _proof(hit: Hit) -> Proof:
    span = hit.span
    if span.duration > MAX_CITATION:
        span = Span(span.start, span.start + MAX_CITATION)
    return Proof(hit, span)


def prompt(name: str, **values: str) -> str:
    """A prompt from `prompts/` with its values put in."""
    return _template(name).substitute(values).strip()


@lru_cache(maxsize=16)
def _template(name: str) -> Template:
    return Template(resources.files(f"{__package__}.prompts").joinpath(f"{name}.txt").read_text(encoding="utf-8"))
