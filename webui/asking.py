"""Forms in pages: the lists they choose from, what was sent, the buttons that only change the page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request

from engine import forms
from engine.documents.queries import AttachmentCard
from engine.forms import Field, Form
from engine.office import Work
from engine.people import queries as people
from engine.registration.queries import dossiers, journals
from webui import fields
from webui.languages import language

MOST_PEOPLE = 500


def shown(
    work: Work,
    form: Form,
    answers: Mapping[str, Any],
    problems: Iterable[fields.Problem] = (),
    files: Sequence[AttachmentCard] = (),
    **more: Any,
) -> fields.View:
    """The form with these answers, ready to be drawn; problems of other fields than the form's are left out."""
    mine = [one for one in problems if belongs(form, one)]
    return fields.view(form, answers, mine, language(), choices(work, form, files), **more)


def belongs(form: Form | None, problem: fields.Problem) -> bool:
    """Whether a problem is one of the form's fields."""
    name = problem["field"] if isinstance(problem, Mapping) else problem.field
    head = name.partition("[")[0].partition(".")[0]
    return form is not None and head in {one.key for one in _every(form.fields)}


def _every(found: Iterable[Field]) -> Iterable[Field]:
    for one in found:
        yield one
        yield from _every(one.children)


def choices(work: Work, form: Form, files: Sequence[AttachmentCard] = ()) -> fields.Choices:
    """The lists this form chooses from."""
    every = list(_every(form.fields))
    wanted = {one.type for one in every} | {one.options_from for one in every}
    found: dict[str, Sequence[tuple[str, str]]] = {"files": [(one.id, one.name) for one in files]}
    if wanted & {"employee", "employees", "people"}:
        found["people"] = [
            (one.login, f"{one.name}, {one.post}" if one.post else one.name)
            for one in people.search(work, "", limit=MOST_PEOPLE)
        ]
    if wanted & {"unit", "units", "people"}:
        found["units"] = [(one.code, one.name) for one in people.units(work)]
    if "journals" in wanted:
        found["journals"] = [(one.code, one.title) for one in journals(work)]
    if "cases" in wanted:
        found["cases"] = [(index, f"{index} {title}") for index, title, _years in dossiers(work)]
    return found


def sent(form: Form | None) -> dict[str, Any]:
    """The raw answers this request's form holds."""
    return forms.parse(form, pairs()) if form else {}


def pairs() -> list[tuple[str, str]]:
    """Names and values of this request in the order they were sent."""
    return list(request.form.items(multi=True))


def pressed(form: Form | None) -> fields.Pressed | None:
    """The answers after a button that only changes the page, or None."""
    return fields.pressed(form, pairs()) if form else None
