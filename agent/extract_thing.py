"""What and which: chooses the part of a clause that a question asks for."""

from __future__ import annotations

from collections.abc import Iterator

from . import extract_profile as profile
from .extract_class import modifiers, of_class, of_kind
from .extract_kinds import members
from .extract_object import complements, objects, subjects
from .extract_view import Candidate, View


def things(view: View) -> Iterator[Candidate]:
    """Candidates for "what" and "which"."""
    question = view.question
    if question.is_description:
        yield from profile.descriptions(view)
    elif profile.asks_name(view):
        yield from profile.names(view)
    elif profile.asks_fault(view):
        yield from profile.faults(view)
    elif question.is_activity:
        yield from profile.activities(view)
    elif profile.asks_profile(question):
        yield from profile.profiles(view)
    else:
        yield from _parts(view)


def _parts(view: View) -> Iterator[Candidate]:
    """The object, the subject or the complement; nouns of the class or kind that is asked for."""
    question = view.question
    if question.class_nouns:
        yield from of_class(view)
        yield from modifiers(view)
    wanted = members(question.verb.stem) if question.verb is not None else frozenset()
    if wanted and question.gap == "object":
        yield from of_kind(view, wanted, 0.9)
    if question.preposition and question.verb is None:
        yield from objects(view)
    if question.gap == "subject":
        yield from subjects(view) if question.verb is not None else complements(view)
    elif not wanted or view.has_verb():
        yield from objects(view)
