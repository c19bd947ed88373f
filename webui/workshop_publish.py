"""Publishing a draft: what it changes in words, what keeps it from being published, the reason."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import kinds
from engine.acts import drafting
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.catalogue.queries import published
from engine.errors import Invalid, KindRefused
from engine.kinds import Change, Kind
from engine.office import press
from webui import asked
from webui.languages import N_, _, language, say
from webui.port import actor, office
from webui.refusals import told
from webui.workshop import problem_lines

pages = Blueprint("workshop_publish", __name__)
SORTS = {
    "added": (N_("new"), "plus-lg", "green"),
    "removed": (N_("taken out"), "trash", "brick"),
    "changed": (N_("changed"), "pencil-square", "amber"),
}


@pages.get("/workshop/<kind>/publish")
def look(kind: str) -> str:
    with office().look(actor()) as work:
        held = drafts.draft(work, kind)
    return _page(held, "", [])


def _page(held: Draft, reason: str, refused: list[dict[str, str]]) -> str:
    found = drafting.check(office().tools, held.files)
    running = _running(held.kind)
    changes = kinds.differences(running, found.kind, language()) if running and found.kind else []
    return render_template(
        "workshop/publish.html",
        draft=held,
        title=found.kind.texts("title", language()) if found.kind else held.kind,
        ready=found.ready,
        coverage=found.report.coverage if found.report else None,
        lines=problem_lines(found.problems),
        changes=[_line(one) for one in changes],
        fresh=running is None,
        reason=reason,
        refused=refused,
        chosen="publish",
    )


def _running(kind: str) -> Kind | None:
    with office().look(actor()) as work:
        running = published(work, kind)
        return None if running is None else running.kind


def _line(one: Change) -> tuple[str, str, str, str, str, str]:
    words, picture, tone = SORTS[one.sort]
    return (
        _(words),
        picture,
        tone,
        say(one.template, language(), one.facts),
        one.element,
        str(one.facts.get("lines", "")),
    )


@pages.post("/workshop/<kind>/publish")
def publish(kind: str) -> AnyResponse | tuple[str, int]:
    reason = request.form.get("reason", "")[:1000]
    seen = asked.bounded(request.form.get("version", ""))
    try:
        number = press.publish_draft(office(), actor(), kind, seen, reason=reason)
    except (Invalid, KindRefused) as refused:
        with office().look(actor()) as work:
            held = drafts.draft(work, kind)
        return _page(held, reason, list(told(refused).problems or [])), 422
    flash(_("Version {number} is published. New documents begin on it.", number=number), "success")
    return redirect(url_for("workshop.kind", kind=kind))
