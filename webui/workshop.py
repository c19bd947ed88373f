"""The shelf of kinds for their owners: versions, what runs, what stopped, the diagram of the current version."""

from flask import Blueprint, Response, render_template

from engine.catalogue.queries import all_current, current, versions
from engine.errors import NotAllowed
from engine.instances.figures import running
from engine.instances.queries import incidents
from engine.office import Actor
from webui.languages import N_, _, language, say
from webui.naming import person_name
from webui.port import actor, office

pages = Blueprint("workshop", __name__)
BUNDLED = N_("Bundled with the program")


def _owner() -> Actor:
    who = actor()
    if not who.has("owner"):
        raise NotAllowed("Expected a process owner to open the workshop, but you are none.")
    return who


@pages.get("/workshop")
def shelf() -> str:
    with office().look(_owner()) as work:
        counts, stopped = running(work), incidents(work)
        kinds = [(one, one.kind.texts("title", language()), counts.get(one.kind.name, 0)) for one in all_current(work)]
        stops = [(one, say(one.template, language(), one.facts)) for one in stopped]
    return render_template("people/workshop.html", kinds=kinds, stops=stops)


@pages.get("/workshop/<kind>")
def kind(kind: str) -> str:
    with office().look(_owner()) as work:
        published = current(work, kind)
        tongue = language()
        steps = [
            (
                published.kind.step_name(one.id, tongue),
                published.kind.lane_name(one.lane, tongue) if one.lane else "",
                one,
            )
            for one in published.kind.diagram.steps.values()
            if one.type in {"person", "verb", "receive", "send", "timer", "call"}
        ]
        past = [
            (
                one,
                _("the system") if one.published_by == "bagyt" else person_name(work, one.published_by),
                _reason(one.reason),
            )
            for one in versions(work, kind)
        ]
        many = running(work).get(kind, 0)
    names = {id: published.kind.element_name(id, tongue) for id in _drawn(published.kind.diagram)}
    return render_template(
        "people/kind.html",
        published=published,
        title=published.kind.texts("title", tongue),
        steps=steps,
        past=past,
        many=many,
        names=names,
    )


def _reason(reason: str) -> str:
    return _(BUNDLED) if reason == BUNDLED else reason


def _drawn(diagram: object) -> list[str]:
    return [*diagram.steps, *diagram.lanes, *(one.id for one in diagram.flows)]  # type: ignore[attr-defined]


@pages.get("/workshop/<kind>/diagram.bpmn")
def diagram(kind: str) -> Response:
    with office().look(_owner()) as work:
        return Response(current(work, kind).kind.reading.normalised, mimetype="application/xml")
