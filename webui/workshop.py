"""The shelf of kinds for their owners: versions, what runs, what stopped, the diagram of the current version."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, render_template

from engine.acts import drafting
from engine.catalogue import drafts
from engine.catalogue.queries import all_current, current, published, versions
from engine.control.usual import usual_days
from engine.errors import KindProblem, NotAllowed, NotFound
from engine.instances.figures import running, stopped_by_kind
from engine.instances.queries import incidents
from engine.kinds import Kind
from engine.office import Actor, Work
from webui.languages import N_, _, language, say
from webui.naming import person_name
from webui.port import actor, office
from webui.refusals import sentence
from webui.workshop_tabs import workshop_tabs

pages = Blueprint("workshop", __name__)
pages.add_app_template_global(workshop_tabs)
BUNDLED = N_("Bundled with the program")


def _owner() -> Actor:
    who = actor()
    if not who.has("owner"):
        raise NotAllowed("Expected a process owner to open the workshop, but you are none.")
    return who


@pages.get("/workshop")
def shelf() -> str:
    with office().look(_owner()) as work:
        counts, stopped, held = running(work), stopped_by_kind(work), {one.kind: one for one in drafts.drafts(work)}
        lines = [
            (one, one.kind.texts("title", language()), counts.get(one.kind.name, 0), stopped.get(one.kind.name, 0))
            for one in all_current(work)
        ]
        usual = usual_days(work)
        stops = [(one, say(one.template, language(), one.facts)) for one in incidents(work)]
        names = {one.saved_by: person_name(work, one.saved_by) for one in held.values()}
    published = {one.kind.name for one, _title, _count, _stops in lines}
    fresh = [one for one in held.values() if one.kind not in published]
    return render_template(
        "workshop/shelf.html", kinds=lines, usual=usual, drafts=held, fresh=fresh, stops=stops, names=names
    )


@pages.get("/workshop/<kind>")
def kind(kind: str) -> str:
    with office().look(_owner()) as work:
        now = published(work, kind)
        held = drafts.held(work, kind)
        if now is None and held is None:
            raise NotFound("Expected to find the kind {kind}, but none is published.", kind=kind)
        past = [
            (one, _who(work, one.published_by), _reason(one.reason)) for one in (versions(work, kind) if now else [])
        ]
        kept = [(one, _who(work, one.by)) for one in (drafts.saves(work, kind) if held else [])]
        many = running(work).get(kind, 0)
        worker = _who(work, held.saved_by) if held else ""
        adopted = drafting.adoption(work, kind) if held else ()
    tongue = language()
    diagram = now.kind.diagram if now else None
    return render_template(
        "workshop/kind.html",
        kind=kind,
        published=now,
        draft=held,
        adopted=problem_lines(adopted),
        worker=worker,
        title=now.kind.texts("title", tongue) if now else kind,
        steps=_steps(now.kind) if now else [],
        past=past,
        saves=kept,
        many=many,
        names={id: now.kind.element_name(id, tongue) for id in _drawn(diagram)} if now else {},
        chosen="versions",
    )


def _who(work: Work, login: str) -> str:
    return _("the system") if login == "bagyt" else person_name(work, login)


def _steps(kind: Kind) -> list[tuple[str, str, Any]]:
    tongue = language()
    return [
        (kind.step_name(one.id, tongue), kind.lane_name(one.lane, tongue) if one.lane else "", one)
        for one in kind.diagram.steps.values()
        if one.type in {"person", "verb", "receive", "send", "timer", "call"}
    ]


def problem_lines(problems: Iterable[KindProblem]) -> list[tuple[KindProblem, str]]:
    """What is wrong with a draft, errors first, each with its sentence."""
    return [(one, sentence(one)) for one in sorted(problems, key=lambda one: one.severity != "error")]


def _reason(reason: str) -> str:
    return _(BUNDLED) if reason == BUNDLED else reason


def _drawn(diagram: object) -> list[str]:
    return [*diagram.steps, *diagram.lanes, *(one.id for one in diagram.flows)]  # type: ignore[attr-defined]


@pages.get("/workshop/<kind>/diagram.bpmn")
def diagram(kind: str) -> Response:
    with office().look(_owner()) as work:
        return Response(current(work, kind).kind.reading.normalised, mimetype="application/xml")
