"""What each tab of a document's page shows besides the head."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import request

from engine import forms
from engine.accounts.listing import disowned
from engine.acts import views
from engine.acts.views import DocumentView, HistoryLine
from engine.control.queries import due_changes
from engine.documents.queries import card as document_card
from engine.documents.rights import may_see, seen
from engine.instances.queries import TaskCard
from engine.kinds.labels import LEVELS
from engine.office import Work
from engine.people.queries import cards
from engine.registration import keeping
from engine.sheets.familiarisation import steps as acquainting
from engine.signing.queries import kept_verdict
from engine.texts import said
from webui import acts_words, asked, naming, terms
from webui.languages import _, language, say
from webui.notes import notes

HISTORY_PAGE = 400


@dataclass(frozen=True)
class Decision:
    """A line of the approval sheet."""

    task: TaskCard
    step: str
    label: str
    level: str


@dataclass(frozen=True)
class Act:
    """A line of the history: when, who, what in words, before and after."""

    line: HistoryLine
    who: str
    words: str
    changes: Sequence[tuple[str, str, str]]
    disowned: bool = False  # done under an account its person had reported as compromised


def overview(work: Work, view: DocumentView) -> dict[str, Any]:
    """The answers, the requisites, the linked documents, incidents in words."""
    form = view.kind.forms[view.kind.start.form]
    return {
        "content": naming.answers(work, form, view.document.answers, view.attachments),
        "requisites": naming.requisites(work, _kept(work, view)),
        "refiles": keeping.may_refile(work, view.document.id),
        "links": _links(work, view),
        "notes": notes(work, view),
        "events": [(name, view.kind.step_name(step.id, language())) for name, step in view.events],
        "incidents": [
            (view.kind.step_name(step, language()), say(template, language(), facts))
            for step, template, facts in view.incidents
        ],
    }


def _kept(work: Work, view: DocumentView) -> dict[str, Any]:
    """The requisites, with where the paper lies and that the document is kept for ever."""
    kept, given = keeping.kept(work, view.document.id), dict(view.requisites)
    if view.document.number:
        given["number"] = view.document.shown_number
    if kept is None:
        return given
    for_ever = {"retention_years": "permanent"} if kept.retention_years is None and kept.case else {}
    return given | for_ever | {"place": kept.place or None}


def _links(work: Work, view: DocumentView) -> list[tuple[str, Any]]:
    return [
        (_(acts_words.RELATIONS.get(relation, relation)), document_card(work, seen(work, other)))
        for relation, other in view.links
        if may_see(work, other) and not _twice(view, relation, other)
    ]


def _twice(view: DocumentView, relation: str, other: str) -> bool:
    """Whether it is told already that the one was made for the other: then it is its basis too."""
    return relation.lstrip("<") == "basis" and (relation.replace("basis", "order_of"), other) in view.links


def waiting(view: DocumentView) -> list[TaskCard]:
    """Its open tasks, without the rows of long lists, which are told in numbers."""
    long = {one.token for one in view.lists}
    return [one for one in view.tasks if one.state == "open" and not (one.item and one.token in long)]


def route(work: Work, view: DocumentView) -> dict[str, Any]:
    """Every step with how often it was walked, who waits at it, and in which round it was decided."""
    who = {one.step: _waiting(one) for one in view.tasks if one.state == "open"}
    steps = [
        {
            "id": one.id,
            "name": view.kind.step_name(one.id, language()),
            "lane": view.kind.lane_name(one.lane, language()) if one.lane else "",
            "person": one.type == "person",
            "state": "now" if one.id in view.open_steps else "done" if one.id in view.walked else "",
            "who": who.get(one.id, "") or _last(view, one.id),
        }
        for one in view.kind.diagram.steps.values()
        if one.type in {"person", "verb", "receive", "send", "timer", "call"}
    ]
    marks = {
        "open": list(view.open_steps),
        "walked": [one for one in view.walked if one not in view.open_steps],
        "waiting": who,
        "pool": view.kind.texts("title", language()),
        "names": {id: view.kind.element_name(id, language()) for id in _drawn(view)},
    }
    return {
        "steps": steps,
        "marks": marks,
        "open_tasks": [terms.line(work, one) for one in waiting(view)],
    }


def _drawn(view: DocumentView) -> list[str]:
    diagram = view.kind.diagram
    return [*diagram.steps, *diagram.lanes, *(one.id for one in diagram.flows)]


def _waiting(task: TaskCard) -> str:
    if task.claimed_by:
        return task.claimed_by.name
    names = [one.name for one in task.candidates]
    return ", ".join(names[:3]) + ("…" if len(names) > 3 else "")


def _last(view: DocumentView, step: str) -> str:
    done = [one for one in view.tasks if one.step == step and one.done_by]
    return done[-1].done_by.name if done and done[-1].done_by else ""


def approval(work: Work, view: DocumentView) -> dict[str, Any]:
    """The decisions by round, newest round first."""
    rounds: dict[int, list[Decision]] = {}
    for one in view.tasks:
        if one.state in {"done", "skipped"} and one.stage in {"on_approval", "on_signing", "on_registration", "rework"}:
            rounds.setdefault(one.round, []).append(decision(view, one))
    return {"rounds": sorted(rounds.items(), reverse=True)}


@dataclass(frozen=True)
class Acquainted:
    """Who of a list has read the document, and who has not."""

    step: str
    read: list[TaskCard]
    left: list[TaskCard]
    all: int


def decision(view: DocumentView, task: TaskCard) -> Decision:
    """A decided task in words."""
    tongue = language()
    return Decision(
        task,
        view.kind.step_name(task.step, tongue),
        view.kind.decided_label(task.step, task.outcome or "", tongue),
        said(LEVELS.get(task.level_done or "", ""), tongue) if task.level_done != "click" else "",
    )


def signatures(work: Work, view: DocumentView) -> dict[str, Any]:
    """The signers, and what the strict check says about the newest file."""
    held = kept_verdict(work, view.rendition.latest) if view.rendition else None
    cards_of = [
        (
            one,
            said(LEVELS.get(one.level, one.level), language()),
            _reason(one.reason),
            view.kind.step_name(one.field, language()),
        )
        for one in view.signatures
    ]
    return {"signers": cards_of, "verdict": verdict_words(view, held)}


@dataclass(frozen=True)
class Said:
    """A verdict in words: `key` valid, invalid, not_yet_verifiable, being_checked or unsigned."""

    key: str
    reasons: Sequence[str]
    at: datetime | None
    long_term: bool
    rows: Sequence[Mapping[str, Any]]


def verdict_words(view: DocumentView, held: Any) -> Said:
    """The kept verdict of the newest file, or that it is being checked, or that nobody has signed."""
    if held is None:
        return Said("being_checked" if view.signatures else "unsigned", (), None, False, ())
    report = held.report
    told = tuple(_reason(one) for one in report.get("reasons", ()))
    return Said(held.verdict, told, held.at, bool(report.get("long_term")), tuple(report.get("signatures", ())))


def _reason(reason: Any) -> str:
    return say(str(reason["template"]), language(), reason.get("facts") or {}) if reason else ""


def execution(work: Work, view: DocumentView) -> dict[str, Any]:
    """Who does what by when, and the reports."""
    every, read = [one for one in view.tasks if one.stage == "on_execution"], acquainting(view.kind)
    tasks = [one for one in every if one.step not in read]
    requisites = {key: value for key, value in view.requisites.items() if key in EXECUTION}
    if not any(requisites.values()):
        requisites = {}
    return {
        "acquaints": len(tasks) < len(every),
        "acquainted": [
            _acquainted(view, every, step) for step in read if step in {one.step for one in _short(view, every)}
        ],
        "due_changes": due_changes(work, view.document.id),
        "decisions": [decision(view, one) for one in tasks if one.state == "done"],
        "open_lines": terms.lines_together(work, [one for one in waiting(view) if one in tasks]),
        "requisites": naming.requisites(work, requisites),
        "resolution": bool(requisites.get("resolution")),
        "reports": {one.id: _report(work, view, one) for one in tasks if one.state == "done"},
        "files": {one.id: [file for file in view.attachments if file.task == one.id] for one in tasks},
    }


def _short(view: DocumentView, tasks: Sequence[TaskCard]) -> list[TaskCard]:
    """Those whose list is shown whole; long lists are told in numbers alone."""
    long = {one.token for one in view.lists}
    return [one for one in tasks if one.item and one.token not in long]


def _acquainted(view: DocumentView, tasks: Sequence[TaskCard], step: str) -> Acquainted:
    rows = [one for one in tasks if one.step == step]
    read = [one for one in rows if one.outcome == "acknowledge"]
    return Acquainted(view.kind.step_name(step, language()), read, [one for one in rows if one not in read], len(rows))


EXECUTION = {"executor_unit", "co_executors", "executors", "resolution", "due", "control", "controller"}


def _report(work: Work, view: DocumentView, task: TaskCard) -> list[forms.Shown]:
    form = view.kind.forms.get(view.kind.diagram.steps[task.step].form)
    answers = naming.answers(work, form, task.answers or {}, view.attachments) if form else []
    return [one for one in answers if one.type != "filepicker"]  # the files themselves are listed beneath


def files(work: Work, view: DocumentView) -> dict[str, Any]:
    """The attached files and who added them."""
    people = cards(work, {one.by for one in view.attachments})
    return {"files": [(one, people[one.by].name) for one in view.attachments]}


def history(work: Work, view: DocumentView) -> dict[str, Any]:
    """The acts of the document, newest first; `act=` leaves one sort of them, `after=` pages on."""
    sort, since = request.args.get("act", ""), asked.whole("after")
    lines = views.history(work, view.document.id, after=since, limit=HISTORY_PAGE)
    wanted = [one for one in lines if not sort or one.act.partition(".")[0] == sort]
    names: dict[str, str] = {}
    lost = disowned(work, wanted)
    acts = [replace(_act(work, view, one, names), disowned=one.number in lost) for one in reversed(wanted)]
    return {
        "acts": acts,
        "sort": sort,
        "sorts": acts_words.SORTS,
        "after": lines[-1].number if len(lines) == HISTORY_PAGE else 0,
    }


def _act(work: Work, view: DocumentView, line: HistoryLine, names: dict[str, str]) -> Act:
    if line.actor not in names:
        names[line.actor] = _("the system") if line.actor == "bagyt" else naming.person_name(work, line.actor)
    return Act(line, names[line.actor], acts_words.words(view, line), acts_words.changes(work, view, line))


TABS: Mapping[str, Callable[[Work, DocumentView], dict[str, Any]]] = {
    "overview": overview,
    "route": route,
    "approval": approval,
    "signatures": signatures,
    "execution": execution,
    "files": files,
    "history": history,
}
