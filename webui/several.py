"""Several at once: leafing through what only needs a signature or "acquainted", each paper in full view, one password.

Each is a press of its own: what is refused stays, and says why. Steps with a form are decided on their own page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from engine.acts.complete import Press
from engine.acts.views import TaskView, task_view
from engine.catalogue.queries import version
from engine.errors import AccountLocked, Invalid, Refusal
from engine.instances import queries as instances
from engine.instances.queries import TaskCard
from engine.office import Work, press
from webui import refusals, terms
from webui.languages import ngettext
from webui.port import actor, office

pages = Blueprint("several", __name__)
SAFE = ("sign", "acknowledge")
MOST = 20  # papers on one page


@dataclass(frozen=True)
class Leaf:
    """One paper: its task, the button it stands for, and what was wrong with the last try."""

    view: TaskView
    line: terms.Line
    outcome: str
    label: str
    wrong: str
    ticked: bool


@pages.get("/tasks/several")
def leaf() -> str:
    return _page({}, "")


@pages.post("/tasks/several")
def act() -> Response | tuple[str, int] | str:
    """Presses the button of each ticked paper with the one password; stops at a wrong password."""
    wrong: dict[str, str] = {}
    done, locked_out = 0, ""
    for id in request.form.getlist("task")[:MOST]:
        refused = _press(id)
        if refused is None:
            done += 1
        elif isinstance(refused, Invalid) and "password" in {one.field for one in refused.problems}:
            locked_out = refusals.told(refused).problems[0]["message"]
            break
        else:
            wrong[id] = _sentence(refused)
    if done:
        flash(ngettext("{count} document is done.", "{count} documents are done.", done), "success")
    page = _page(wrong, locked_out)
    return (page, 422) if wrong or locked_out else page


def _press(id: str) -> Refusal | None:
    outcome = request.form.get(f"outcome_{id}", "")
    sent = Press(outcome, {}, "", request.form.get("password", ""), request.form.get(f"shown_{id}", ""))
    try:
        press.complete(office(), actor(), id, sent)
    except AccountLocked:
        raise
    except Refusal as refused:
        return refused
    return None


def _sentence(refused: Refusal) -> str:
    told = refusals.told(refused)
    return told.problems[0]["message"] if told.problems else told.detail


def _page(wrong: Mapping[str, str], password: str) -> str:
    ticked = set(request.form.getlist("task"))
    with office().look(actor()) as work:
        leaves = list(_leaves(work, wrong, ticked))
    shown: dict[str, Any] = {"leaves": leaves[:MOST], "more": len(leaves) > MOST, "password_wrong": password}
    return render_template("tasks/several.html", **shown)


def _leaves(work: Work, wrong: Mapping[str, str], ticked: set[str]) -> Iterator[Leaf]:
    tasks, _after = instances.of_actor(work, limit=200)
    found = 0
    for task in tasks:
        if found > MOST:
            return
        if task.stage not in ("on_signing", "on_execution") or not _safe(work, task):
            continue
        view = task_view(work, task.id)
        safe = next((one for one in view.outcomes if one.id in SAFE), None)
        if safe is None or (view.form and list(view.form.all())) or not view.document.rendition:
            continue
        found += 1
        yield Leaf(view, terms.line(work, task), safe.id, safe.label, wrong.get(task.id, ""), task.id in ticked)


def _safe(work: Work, task: TaskCard) -> bool:
    """Whether the step has one of the safe buttons, told before the whole document is read."""
    steps = version(work, task.version_id).kind.diagram.steps
    return any(one.id in SAFE for one in steps[task.step].outcomes)
