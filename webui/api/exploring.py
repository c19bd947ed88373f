"""Calls for process owners: a draft walked all its ways, and what it would have done to documents that are over."""

from dataclasses import asdict
from typing import Any

from engine.acts import drafting, exploring, what_if
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.errors import KindRefused
from engine.explorer import Finding
from engine.kinds import Kind
from webui.api import answers
from webui.api.calling import call
from webui.port import actor, office
from webui.refusals import sentence


@call("GET", "/processes/<kind>/draft/ways", gives=answers.DraftExplored)
def explore_draft(kind: str) -> dict[str, Any]:
    """Everything wrong with the draft's route on any way through it, each with an example; nothing is kept."""
    with office().look(actor()) as work:
        held, people = drafts.draft(work, kind), exploring.organisation(work)
    found = exploring.explore(_read(held), people)
    return {
        "version": held.version,
        "states": found.states,
        "paths": found.paths,
        "whole": found.whole,
        "findings": [_finding(one) for one in found.findings],
    }


@call("GET", "/processes/<kind>/draft/past", gives=answers.DraftPast)
def play_past(kind: str) -> dict[str, Any]:
    """How many documents of the last three months would have gone another way on the draft, and where; counts and steps alone."""
    with office().look(actor()) as work:
        held, past = drafts.draft(work, kind), what_if.gather(work, kind)
    told = what_if.look(office().tools.machine, _read(held), past)
    return {"version": held.version, **asdict(told)}


def _read(held: Draft) -> Kind:
    found = drafting.check(office().tools, held.files)
    if found.kind is None:
        raise KindRefused(found.problems)
    return found.kind


def _finding(one: Finding) -> dict[str, Any]:
    problem = one.problem
    return {
        "sort": one.sort,
        "problem": {
            "place": problem.place,
            "element": problem.element,
            "name": problem.name,
            "severity": problem.severity,
            "message": sentence(problem),
        },
        "path": [{"step": hop.step, "does": hop.does, "answers": dict(hop.given)} for hop in one.path],
    }
