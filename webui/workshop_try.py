"""Trying a kind before it is published: its scenarios, how much of the route they walk, all its ways and what is wrong on them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request

from engine.acts import drafting, exploring, what_if
from engine.acts.drafting import Checked
from engine.acts.what_if import OtherWay
from engine.catalogue import drafts
from engine.catalogue.queries import current
from engine.explorer import Explored, Finding, Hop
from engine.kinds import Kind
from engine.texts import said
from webui.languages import N_, _, language
from webui.port import actor, office
from webui.refusals import sentence

pages = Blueprint("workshop_try", __name__)
ANSWERS: Mapping[str, str] = {"valid": N_("valid"), "invalid": N_("not valid")}
SILENT = ("done", "")
WAYS: Mapping[str, str] = {
    "other": N_("Instead of “{step}” comes: {others}."),
    "longer": N_("Where they ended (“{step}”), still asked is: {others}."),
    "shorter": N_("They end before “{step}”: {others}."),
    "stands": N_("They stand still at “{step}”."),
}


@pages.get("/workshop/<kind>/try")
def look(kind: str) -> str:
    """What the draft is worth; without a draft, what the current version is."""
    with office().look(actor()) as work:
        people = exploring.organisation(work)
        held = drafts.held(work, kind)
        running = None if held and held.base is None else current(work, kind)
        files = held.files if held else drafting.files_of(work, kind, running.number if running else 0)
        past = what_if.gather(work, kind) if running and request.args.get("past") == "1" else None
    found = drafting.check(office().tools, files)
    explored = exploring.explore(found.kind, people) if found.kind else None
    told = what_if.look(office().tools.machine, found.kind, past) if found.kind and past is not None else None
    return render_template(
        "workshop/try.html",
        kind=kind,
        draft=held,
        title=found.kind.texts("title", language()) if found.kind else kind,
        unread=[(one, sentence(one)) for one in found.problems] if found.kind is None else [],
        stories=_stories(found),
        coverage=round(found.report.coverage * 100) if found.report else 0,
        unwalked=_unwalked(found),
        explored=explored,
        findings=_findings(found.kind, explored) if found.kind and explored else [],
        told=told,
        ways=[_way(found.kind, running.kind, one) for one in told.others] if found.kind and running and told else [],
        lately=held is not None and running is not None,
        chosen="try",
    )


def _stories(found: Checked) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each story: its words, its file, and what is wrong with it by line."""
    played = found.report.played if found.report else ()
    return [
        (
            one.scenario.title,
            one.scenario.place,
            [(problem.name.removeprefix("line "), sentence(problem)) for problem in one.problems],
        )
        for one in played
    ]


def _unwalked(found: Checked) -> list[tuple[str, str]]:
    """The flows no story walks: from which step, to which."""
    if found.kind is None or found.report is None:
        return []
    walked = {flow for one in found.report.played for flow in one.walked}
    return [
        (_called(found.kind, one.source), _called(found.kind, one.target))
        for one in found.kind.diagram.flows
        if one.id not in walked
    ]


def _called(kind: Kind, element: str) -> str:
    return kind.element_name(element, language()) or element


def _findings(kind: Kind, explored: Explored) -> list[tuple[Finding, str, str, list[tuple[str, str, str]]]]:
    return [
        (one, _called(kind, one.problem.element), sentence(one.problem), path_words(kind, one.path))
        for one in explored.findings
    ]


def _way(kind: Kind, before: Kind, one: OtherWay) -> tuple[int, str]:
    """How many, and where they leave their way."""

    def called(step: str) -> str:
        return kind.element_name(step, language()) or before.element_name(step, language()) or step

    others = ", ".join(called(each) for each in one.instead)
    return one.count, _(WAYS[one.sort], step=called(one.step), others=others)


def path_words(kind: Kind, path: tuple[Hop, ...]) -> list[tuple[str, str, str]]:
    """A way through the route in words: step, how it ended, answers that mattered. What the office does by itself is left
    out where it went as always."""
    told = [(hop, _does(kind, hop), _given(kind, hop)) for hop in path]
    last = len(told) - 1
    return [
        (_called(kind, hop.step), does, given)
        for at, (hop, does, given) in enumerate(told)
        if does or given or at in (0, last) or kind.diagram.steps[hop.step].type not in ("verb", "event")
    ]


def _does(kind: Kind, hop: Hop) -> str:
    if hop.does in SILENT:
        return ""
    if kind.diagram.steps[hop.step].type == "person":
        return kind.outcome_label(hop.step, hop.does, language())
    return _(ANSWERS[hop.does]) if hop.does in ANSWERS else hop.does


def _given(kind: Kind, hop: Hop) -> str:
    return ", ".join(f"{_label(kind, key)}: {_value(kind, key, value)}" for key, value in hop.given)


def _label(kind: Kind, key: str) -> str:
    fields = [(form, one) for form in kind.forms.values() for one in form.all() if one.key == key]
    return next((label for form, one in fields if (label := form.label(one, language()))), key)


def _value(kind: Kind, key: str, value: Any) -> str:
    if value is None or value == ():
        return _("no answer")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    labels = [
        said(option.label, language())
        for form in kind.forms.values()
        for one in form.all()
        if one.key == key
        for option in one.options
        if option.value == value
    ]
    return labels[0] if labels else _("any other") if value in ("…", ("…",)) else str(value)
