"""Forms in pages: the lists they choose from, what was sent, the buttons that only change the page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request

from engine import forms
from engine.documents.queries import AttachmentCard
from engine.forms import Field, Form
from engine.office import Work
from engine.people import queries as people
from engine.people.queries import UNIT
from engine.registration.queries import dossiers, journals
from webui import fields
from webui.languages import _, language

MOST_PEOPLE = 500
MOST_ALIKE = 20  # people found by words that were typed
SOURCES = {"people": "/api/v1/people"}


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
    found = choices(work, form, files, answers)
    return fields.view(form, answers, mine, language(), found, sources=SOURCES, **more)


def belongs(form: Form | None, problem: fields.Problem) -> bool:
    """Whether a problem is one of the form's fields."""
    name = problem["field"] if isinstance(problem, Mapping) else problem.field
    head = name.partition("[")[0].partition(".")[0]
    return form is not None and head in {one.key for one in _every(form.fields)}


def _every(found: Iterable[Field]) -> Iterable[Field]:
    for one in found:
        yield one
        yield from _every(one.children)


def choices(
    work: Work, form: Form, files: Sequence[AttachmentCard] = (), answers: Mapping[str, Any] | None = None
) -> fields.Choices:
    """The lists this form chooses from.

    Of many people the first stand in the list, and beside them whoever stands in the answers or is found by what was
    typed there: without a script the rest is reached by typing a part of a name and pressing any button of the page.
    """
    every = list(_every(form.fields))
    wanted = {one.type for one in every} | {one.options_from for one in every}
    found: dict[str, Sequence[tuple[str, str]]] = {"files": [(one.id, one.name) for one in files]}
    if wanted & {"employee", "employees", "people"}:
        found["people"] = _people(work, answers or {})
    if wanted & {"unit", "units", "people"}:
        many = bool(wanted & {"units", "people"})
        units = people.units(work)
        found["units"] = [(one.code, _unit_words(one) if many else one.name) for one in units]
        logins = {one.login for one in people.of_logins(work, [one.code for one in units])} if "people" in wanted else set()
        found["named_units"] = [
            (f"{UNIT}{one.code}" if one.code in logins else one.code, _unit_words(one)) for one in units
        ]
    if "journals" in wanted:
        found["journals"] = [(one.code, one.title) for one in journals(work)]
    if "cases" in wanted:
        found["cases"] = [(index, f"{index} {title}") for index, title, _years in dossiers(work)]
    return found


def _people(work: Work, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    cards = people.search(work, "", limit=MOST_PEOPLE)
    if len(cards) == MOST_PEOPLE:
        known = {one.login for one in cards}
        typed = [text for text in _texts(answers) if text not in known and len(text) <= 100]
        cards += people.of_logins(work, typed)
        cards += [one for text in typed[:MOST_ALIKE] for one in people.search(work, text, limit=MOST_ALIKE)]
    return list({one.login: (one.login, f"{one.name}, {one.post}" if one.post else one.name) for one in cards}.values())


def _unit_words(one: people.UnitCard) -> str:
    return one.name if one.parent else _("{unit}: everybody", unit=one.name)


def _texts(answers: object) -> list[str]:
    """Every text that stands in answers, of lists and rows too."""
    if isinstance(answers, str):
        return [answers] if answers else []
    inner = answers.values() if isinstance(answers, Mapping) else answers if isinstance(answers, list) else ()
    return list(dict.fromkeys(text for one in inner for text in _texts(one)))


def sent(form: Form | None) -> dict[str, Any]:
    """The raw answers this request's form holds."""
    return forms.parse(form, pairs()) if form else {}


def pairs() -> list[tuple[str, str]]:
    """Names and values of this request in the order they were sent."""
    return list(request.form.items(multi=True))


def pressed(form: Form | None) -> fields.Pressed | None:
    """The answers after a button that only changes the page, or None."""
    return fields.pressed(form, pairs()) if form else None
