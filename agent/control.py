"""The control loop: a question → steps → an answer with its proof.

    policy → action → carried out on the memory → step → notebook → policy …

A language model's mistakes become the `error` of a step; ours raise.  Moments found once are not shown
again, a query is never repeated, and the budget is checked between steps.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from ..memory.types import Hit, Query
from ..streams.errors import InternalError
from ..streams.types import Span
from .budget import Budget, Meter
from .doubts import doubts_of
from .policy import (
    MAX_CITATION,
    MAX_CITATIONS,
    Action,
    GiveUp,
    Know,
    Library,
    Mistake,
    Notebook,
    Policy,
    Proof,
    Read,
    Reply,
    Search,
    When,
)
from .question import check
from .types import Answer, Citation, Step


def answer(
    question: str,
    library: Library,
    policy: Policy,
    *,
    budget: Budget | None = None,
    as_of: datetime | None = None,
    stream: str = "",
    meter: Meter | None = None,
) -> Answer:
    """Answers a question from a memory.

    Raises:
        QuestionError: the question is empty or too long.
    """
    loop = steps(question, library, policy, budget=budget, as_of=as_of, stream=stream, meter=meter)
    while True:
        try:
            next(loop)
        except StopIteration as stop:
            result: Answer = stop.value
            return result


def steps(
    question: str,
    library: Library,
    policy: Policy,
    *,
    budget: Budget | None = None,
    as_of: datetime | None = None,
    stream: str = "",
    meter: Meter | None = None,
) -> Generator[Step, None, Answer]:
    """The same step by step; the generator's return value is the answer."""
    asked = check(question)
    notebook = Notebook(asked, meter or Meter(budget or Budget()), as_of=as_of, stream=stream)
    tried: set[object] = set()
    reply: Reply | GiveUp = GiveUp("the policy ended without an answer")
    with closing(policy.actions(notebook, library)) as actions:
        for action in actions:
            spent = notebook.meter.spent
            if isinstance(action, Reply | GiveUp) or spent:
                reply = action if isinstance(action, Reply | GiveUp) else GiveUp(spent)
                break
            step = _step(action, notebook, library, tried)
            notebook.steps.append(step)
            notebook.hits.update((hit.entry.id, hit) for hit in step.hits)
            yield step
    last = _last_step(reply, notebook)
    notebook.steps.append(last)
    yield last
    return _answer(reply, notebook, library)


def _step(action: Action, notebook: Notebook, library: Library, tried: set[object]) -> Step:
    """Carries an action out; one round."""
    notebook.meter.rounds += 1
    number = notebook.meter.rounds
    if isinstance(action, Mistake):
        return Step("mistake", action.said, error=action.error, round=number)
    name, query = _described(action)
    if _identity(action) in tried:
        return Step(name, query, error="this was looked up before; try other words or answer", round=number)
    tried.add(_identity(action))
    found = carry_out(action, notebook, library)
    new = tuple(hit for hit in found if hit.entry.id not in notebook.hits)
    return Step(name, query, new, getattr(action, "why", ""), round=number)


def carry_out(action: Action, notebook: Notebook, library: Library) -> Sequence[Hit]:
    """What an action finds, in the bounds of the question (time, stream, what was shown before)."""
    if isinstance(action, Search):
        seen = frozenset(notebook.hits) | action.query.exclude
        bounded = replace(
            action.query,
            exclude=seen,
            as_of=notebook.as_of or action.query.as_of,
            stream=notebook.stream or action.query.stream,
        )
        return [hit for hit in library.search(bounded) if _is_allowed(hit, notebook)]
    if isinstance(action, Read):
        near = (library.read(entry, before=action.before, after=action.after) for entry in action.entries)
        found = {hit.entry.id: hit for hits in near for hit in hits}
        return [hit for hit in found.values() if _is_allowed(hit, notebook)]
    if isinstance(action, Know):
        return _known(action, notebook, library)
    if isinstance(action, When):
        listed = library.timeline(
            stream=notebook.stream or action.stream, start=action.start, end=action.end, kinds=action.kinds,
            people=action.people, as_of=notebook.as_of, limit=action.limit, newest_first=action.newest_first,
        )  # fmt: skip
        return [hit for hit in listed if _is_allowed(hit, notebook)]
    msg = f"the loop does not know the action {type(action).__name__}; please report it"
    raise InternalError(msg)


def _known(action: Know, notebook: Notebook, library: Library) -> list[Hit]:
    """The moments that prove what is known of a person; the facts go to the notebook."""
    people = library.find_people(action.name)
    if not people:
        return []
    facts = library.facts(people[0], predicate=action.predicate, as_of=notebook.as_of)
    notebook.facts.extend(fact for fact in facts if fact not in notebook.facts)
    entries = list(dict.fromkeys(entry for fact in facts for entry in fact.evidence))
    return [hit for hit in library.hits(entries[-20:]) if _is_allowed(hit, notebook)]


def _is_allowed(hit: Hit, notebook: Notebook) -> bool:
    is_later = notebook.as_of is not None and hit.at is not None and hit.at > notebook.as_of
    return not is_later and notebook.stream in ("", hit.stream)


def _described(action: Action) -> tuple[str, str]:
    """The step's name and query."""
    if isinstance(action, Search):
        return "search", action.query.text
    if isinstance(action, Read):
        return "read", ", ".join(action.entries)
    if isinstance(action, Know):
        return "person", f"{action.name} {action.predicate}".strip()
    if isinstance(action, When):
        return "when", f"{action.stream} {action.start or ''}–{action.end or ''}".strip()
    return type(action).__name__.lower(), ""


def _identity(action: Action) -> object:
    """What makes two actions the same look-up: everything but why."""
    if isinstance(action, Search):
        query: Query = action.query
        return "search", " ".join(query.text.lower().split()), replace(query, text="", exclude=frozenset())
    return replace(action, why="") if not isinstance(action, Reply | GiveUp | Mistake) else action


def _last_step(reply: Reply | GiveUp, notebook: Notebook) -> Step:
    if isinstance(reply, GiveUp) or reply.text is None:
        return Step("give_up", thought=reply.why, round=notebook.meter.rounds)
    return Step("answer", reply.text, thought=reply.why, round=notebook.meter.rounds)


def _answer(reply: Reply | GiveUp, notebook: Notebook, library: Library) -> Answer:
    proofs = reply.proofs if isinstance(reply, Reply) else ()
    cited = [proof.hit.entry.id for proof in proofs]
    rest = sorted((hit for key, hit in notebook.hits.items() if key not in cited), key=lambda hit: -hit.score)
    return Answer(
        question=notebook.question,
        text=reply.text if isinstance(reply, Reply) else None,
        confidence=reply.confidence if isinstance(reply, Reply) else 0.0,
        citations=tuple(citation(proof) for proof in proofs[:MAX_CITATIONS]),
        steps=tuple(notebook.steps),
        evidence=(*dict.fromkeys(proof.hit for proof in proofs), *rest),
        seconds=notebook.meter.seconds,
        doubts=doubts_of((proof.hit for proof in proofs), library.people()) if proofs else (),
    )


def citation(proof: Proof) -> Citation:
    """A proof as it is shown, cut to `MAX_CITATION` seconds."""
    hit, span = proof.hit, proof.span
    if span.duration > MAX_CITATION:
        span = Span(span.start, span.start + MAX_CITATION)
    return Citation(hit.stream, hit.source, span, hit.at, hit.speaker, hit.text, hit.entry.id)
