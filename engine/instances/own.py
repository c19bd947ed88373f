"""Whose document it is, and whose report a step accepts: those do not decide there, whatever their roles (domain 6.0)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.documents.models import Document
from engine.instances.models import Task
from engine.kinds import Kind, candidates
from engine.kinds.seats import Directory
from engine.work import Work
from engine.workflow import Step

ABOUT = "about"  # the answer that names whom a document is about, by their logins
ACCEPTS, REPORTS = "accept", "report"


def barred(work: Work, document: Document, kind: Kind, step: Step, directory: Directory) -> set[int]:
    """Everybody who does not decide at that step of the document."""
    theirs = whose(document, directory) if step.id in kind.own_document else set()
    return theirs | reporters(work, document, kind, step, directory)


def whose(document: Document, directory: Directory) -> set[int]:
    """The initiator, and those the document says it is about: the traveller of a trip's order, whoever goes on leave."""
    about = {**document.answers, **document.added}.get(ABOUT)
    named = [directory.person(one) for one in about if isinstance(one, str)] if isinstance(about, list) else []
    return {document.initiator_id, *(one for one in named if one is not None)}


def reporters(work: Work, document: Document, kind: Kind, step: Step, directory: Directory) -> set[int]:
    """Whose reports the step accepts: who reported, in whose name, and who was to execute; nobody at other steps."""
    if all(one.id != ACCEPTS for one in step.outcomes):
        return set()
    query = select(Task.step, Task.item, Task.done_by, Task.acting_for).where(
        Task.document_id == document.id, Task.state == "done", Task.outcome == REPORTS
    )
    found: set[int] = set()
    for drawn, item, by, acting_for in work.session.execute(query):
        found |= {one for one in (by, acting_for) if one is not None}
        seats = candidates(kind.people[kind.diagram.steps[drawn].lane], directory, given(document, item or ""))
        found |= set(seats.persons if seats.kind == "person" else ())
    return found


def given(document: Document, item: str) -> Mapping[str, Any]:
    """What a rule of people may ask of a document."""
    answers = {**document.answers, **document.added}
    return {"initiator": document.initiator_id, "unit": document.unit_id, "answers": answers, "item": item}
