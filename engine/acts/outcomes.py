"""One table: what an outcome does besides ending its task. Who is told of it stands in `instances.telling`."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.acts.checking import must_pass
from engine.acts.content import language_of, must_print, title_of, titles_of
from engine.catalogue.queries import version
from engine.control import commands as control
from engine.documents.commands import let_read, revise
from engine.documents.models import Document
from engine.documents.relations import relate
from engine.documents.settlement import total
from engine.instances import own
from engine.instances.models import Task
from engine.instances.seats import Directory
from engine.registration.keeping import paper_made
from engine.resolutions import commands as resolutions
from engine.work import Work

Effect = Callable[
    [Work, Document, Task, str, dict[str, Any]], dict[str, Any]
]  # gives what `finish_task` is told further


def _submit(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    """The content anew; what it says differently now goes before what was added to it on the way."""
    must_print(answers)
    kind = version(work, document.version_id).kind
    must_pass(work, document, kind, answers)
    changed = {key for key in document.added if key in answers and answers[key] != document.answers.get(key)}
    document.added = {key: value for key, value in document.added.items() if key not in changed}
    title, titles = title_of(kind, answers), titles_of(kind, answers)
    revise(work, document, answers, title=title, titles=titles, language=language_of(kind, answers))
    relate(work, document)
    return {"new_round": True}


def _sign(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    if "executor_unit" in answers:
        resolutions.impose(work, document, answers)
        if answers.get("control"):
            control.take(work, document, work.actor.person, "resolution")
    return {"added": answers}


def _register(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    control.take_named(work, document, {**document.answers, **document.added, **answers})
    let_read(work, document.id, sorted(own.whose(document, Directory(work))), "about")
    return {"added": {**answers, "registrar": work.actor.login}}


def _report(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    resolutions.report(work, document, str(answers.get("report") or ""))
    return {"added": {key: value for key, value in answers.items() if key not in {"report", "files"}}}


def _pay(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    """What was paid; when the accountant does not say how much, all that was planned."""
    return {"added": {"paid": str(total(document.answers.get("costs"))), **answers}}


def _forget(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    """What was asked for on the way by an event, and was not agreed to, is no requisite any more."""
    kind = version(work, document.version_id).kind
    events = [kind.forms[one.form] for one in kind.diagram.steps.values() if one.message and one.form]
    asked = {field.key for form in events for field in form.all()} if task.stage == "on_execution" else set()
    document.added = {key: value for key, value in document.added.items() if key not in asked}
    return {}


def _keep(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    return {"added": answers}


def _print(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    paper_made(work, document.id, str(answers.get("place") or ""))
    return {"added": answers}


def _accept(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    resolutions.accept(work, document)
    return {}


def _return_report(work: Work, document: Document, task: Task, comment: str, answers: dict[str, Any]) -> dict[str, Any]:
    due = answers.get("due")
    resolutions.reopen(work, document, str(due) if due else None)
    return {"added": {"due": due}} if due else {}


EFFECTS: Mapping[str, Effect] = {
    "submit": _submit,
    "reject": _forget,
    "approve": _keep,
    "approve_with_remark": _keep,
    "sign": _sign,
    "register": _register,
    "report": _report,
    "pay": _pay,
    "settle": _keep,
    "print_done": _print,
    "accept": _accept,
    "return_report": _return_report,
}
