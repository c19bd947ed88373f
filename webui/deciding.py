"""The decision page: the paper as it will be signed, and what I can do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.acts import seeing, views
from engine.acts.complete import Press
from engine.acts.views import TaskView
from engine.control.queries import may_propose
from engine.documents.commands import keep_draft
from engine.documents.queries import rendition, revisions
from engine.errors import Invalid, WrongState
from engine.instances import commands as instances
from engine.instances.queries import TaskCard
from engine.office import Work, press
from webui import asking, differing, documents_tabs, fields, naming, refusals, tasks, terms, uploading, waiting
from webui.languages import language
from webui.notes import notes
from webui.port import actor, office

pages = Blueprint("deciding", __name__)


@dataclass(frozen=True)
class Typed:
    """What a person has typed and chosen, to be shown again beside what is wrong with it."""

    answers: Mapping[str, Any] | None = None
    comments: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    level: str = ""
    problem: refusals.Problem | None = None
    focus: str = ""


@pages.get("/tasks/<id>")
def task(id: str) -> str:
    with office().look(actor()) as work:
        shown = facts(work, views.task_view(work, id), Typed())
    if shown["task"].mine and shown["task"].seen is None:
        with office().work(actor()) as work:
            seeing.see(work, id)
    template = "tasks/part.html" if request.args.get("part") else "tasks/decision.html"
    return render_template(template, **shown)


def facts(work: Work, view: TaskView, typed: Typed) -> dict[str, Any]:
    """Everything the templates of a decision show."""
    document = view.document
    answers = view.answers if typed.answers is None else typed.answers
    if view.task.stage == "rework" and typed.answers is None:
        answers = uploading.standing(view.form, answers, document.attachments)
    problems = typed.problem.problems if typed.problem else ()
    own = [one for one in problems if not asking.belongs(view.form, one)]
    start = document.kind.forms[document.kind.start.form]
    return {
        "view": view,
        "task": view.task,
        "document": document.document,
        "frozen": document.rendition,
        "kind_title": document.kind.texts("title", language()),
        "term": terms.term(work, view.task.due),
        "asked_as": terms.asked_as(view.task),
        "may_ask_due": may_propose(work, view.task.id),
        "content": naming.answers(work, start, document.document.answers, document.attachments),
        "changed": changed(work, view),
        "notes": notes(work, document),
        "executed": documents_tabs.execution(work, document) if view.task.stage == "on_execution" else None,
        "fields": _fields(work, view, answers, problems, typed) if view.form and view.task.mine else None,
        "wrong": {one["field"]: one["message"] for one in own},
        "own_lines": [
            {"field": _link(one["field"]), "at": _place(one["field"], typed), "message": one["message"]} for one in own
        ],
        "enter": enter_key(view),
        "level": _level(view, typed),
        "others": terms.together(view.others),
        "step_names": {one.step: document.kind.step_name(one.step, language()) for one in document.tasks},
        "labels": {
            one.id: document.kind.decided_label(one.step, one.outcome, language())
            for one in document.tasks
            if one.outcome
        },
        "typed": typed,
    }


def _level(view: TaskView, typed: Typed) -> str:
    """The level that stands chosen: what was chosen before; for a signature on the page the strongest one has, else the step's own."""
    kind = view.document.kind
    if typed.level in view.levels:
        return typed.level
    if view.level in view.levels and view.task.step not in (*kind.signers, kind.registrar):
        return view.level
    return next(iter(view.levels), "")


def _link(field: str) -> str:
    return field if field in {"password", "comment"} else ""


def _place(field: str, typed: Typed) -> str:
    """The id of the box a line of the summary leads to, where it is not the field's own."""
    return f"comment-{typed.outcome}" if field == "comment" else ""


def enter_key(view: TaskView) -> tuple[str, str]:
    """The button the Enter key presses: signing after a password, else none that decides."""
    first = next((one for one in view.outcomes if one.primary), None)
    return ("outcome", first.id) if first and first.password else ("_enter", "1")


def _fields(
    work: Work, view: TaskView, answers: Mapping[str, Any], problems: Sequence[Mapping[str, str]], typed: Typed
) -> fields.View:
    assert view.form is not None
    return asking.shown(
        work, view.form, answers, problems, view.document.attachments, focus=typed.focus, enter=enter_key(view)
    )


def changed(work: Work, view: TaskView) -> list[tuple[str, list[differing.Piece]]]:
    """What the content says otherwise than in the round before: a label, and its words with what is gone and what is new."""
    document = view.document.document
    past = rendition(work, document.id, document.round - 1) if document.round > 1 else None
    if past is None:
        return []
    before: Mapping[str, Any] = next(
        (given for _number, at, given in reversed(revisions(work, document.id)) if at <= past.made), {}
    )
    form = view.document.kind.forms[view.document.kind.start.form]
    old = {one.key: one for one in naming.answers(work, form, before, view.document.attachments)}
    new = {one.key: one for one in naming.answers(work, form, document.answers, view.document.attachments)}
    keys = [one.key for one in form.all() if before.get(one.key) != document.answers.get(one.key)]
    return [
        ((new.get(key) or old[key]).label, differing.pieces(naming.plain(old.get(key)), naming.plain(new.get(key))))
        for key in keys
        if key in old or key in new
    ]


@pages.post("/tasks/<id>")
def decide(id: str) -> Response | tuple[str, int]:
    """One press. What is wrong with it is told on the same page; a second press of the same button changes nothing."""
    who = actor()
    with office().look(who) as work:
        view = views.task_view(work, id)
    typed = typed_in(view)
    turned = asking.pressed(view.form)
    if turned is not None:
        return again(view, replace(typed, answers=turned.raw, focus=turned.focus)), 200
    if not typed.outcome:
        return again(view, typed), 200
    try:
        document = send(view, typed)
    except Invalid as refusal:
        return again(view, replace(typed, problem=refusals.told(refusal))), 422
    except WrongState:
        now = _task(id)
        if now.state != "open" and not _mine(now, typed.outcome):
            raise WrongState("Expected it to be open, but it is already done.") from None
        if now.state == "open":
            raise
        document = view.task.document
    waiting.for_steps(document)
    return redirect(after(view), 303)


def typed_in(view: TaskView) -> Typed:
    """What this request's form holds."""
    comments = {one.id: request.form.get(f"comment_{one.id}", "") for one in view.outcomes}
    return Typed(asking.sent(view.form), comments, request.form.get("outcome", ""), request.form.get("level", ""))


def send(view: TaskView, typed: Typed) -> str:
    """Attaches the chosen files and completes the task; gives the document's id."""
    who, answers = actor(), dict(typed.answers or {})
    held = uploading.taken(uploading.fields_of(view.form))
    if held or view.task.stage == "rework":
        with office().work(who) as work:
            if view.task.stage == "rework":
                uploading.left_out(work, view.task.document, view.document.attachments, view.form, answers)
            report = "" if view.task.stage == "rework" else view.task.id
            answers = uploading.attached(work, view.task.document, held, answers, task=report)
            keep_draft(work, f"task:{view.task.id}", answers)
    sent = Press(
        outcome=typed.outcome,
        answers=answers,
        comment=typed.comments.get(typed.outcome, ""),
        password=request.form.get("password", ""),
        shown=request.form.get("shown", ""),
        level=typed.level,
    )
    return press.complete(office(), who, view.task.id, sent)


def again(view: TaskView, typed: Typed) -> str:
    """The page with what was typed, and what is wrong with it."""
    with office().look(actor()) as work:
        shown = facts(work, views.task_view(work, view.task.id), typed)
        if request.args.get("desk"):
            return render_template("tasks/desk.html", **shown, queue=tasks.queue(work), twins=[])
    return render_template("tasks/decision.html", **shown)


def _task(id: str) -> TaskCard:
    with office().look(actor()) as work:
        return views.task_view(work, id).task


def _mine(task: TaskCard, outcome: str) -> bool:
    return task.done_by is not None and task.done_by.id == actor().person and task.outcome == outcome


def after(view: TaskView) -> str:
    """Where a press leads: at the registration desk the next document, else the page that says what happened."""
    if request.args.get("desk"):
        return url_for("desk.desk", done=view.task.id)
    return url_for("deciding.done", id=view.task.id)


@pages.get("/tasks/<id>/done")
def done(id: str) -> str:
    """What my press did, who is next, and my next task."""
    with office().look(actor()) as work:
        view = views.task_view(work, id)
        following = tasks.next_task(work, besides=id)
        line = terms.line(work, following) if following else None
        waits = terms.lines_together(work, documents_tabs.waiting(view.document))
    settled = office().settled(view.task.document)
    label = view.document.kind.decided_label(view.task.step, view.task.outcome or "", language())
    return render_template(
        "tasks/done.html", view=view, task=view.task, label=label, line=line, waits=waits, settled=settled
    )


@pages.post("/tasks/<id>/draft")
def draft(id: str) -> tuple[str, int]:
    """Keeps what is being typed."""
    with office().look(actor()) as work:
        view = views.task_view(work, id)
    if view.form and view.task.mine:
        with office().work(actor()) as work:
            keep_draft(work, f"task:{id}", asking.sent(view.form))
    return "", 204


@pages.post("/tasks/<id>/claim")
def claim(id: str) -> Response:
    with office().work(actor()) as work:
        instances.claim(work, instances.hold_task(work, id))
    return redirect(url_for("deciding.task", id=id), 303)


@pages.post("/tasks/<id>/release")
def release(id: str) -> Response:
    with office().work(actor()) as work:
        instances.release(work, instances.hold_task(work, id))
    return redirect(url_for("tasks.mine"), 303)
