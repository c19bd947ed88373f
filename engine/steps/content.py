"""What a template may say of a document: plain facts by name (docs/reference/template.md lists them)."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.catalogue.queries import version
from engine.documents.models import Document, DocumentLink
from engine.documents.queries import attachments
from engine.documents.relations import NAMED
from engine.forms import Field
from engine.instances.seats import Directory
from engine.kinds import Kind, candidates
from engine.people.models import Appointment, Person, Unit
from engine.people.queries import main_appointment
from engine.texts import LANGUAGES, said
from engine.work import Work


def content(work: Work, document: Document, kind: Kind) -> dict[str, Any]:
    """The document's answers under `doc`, and around them: organisation, unit, initiator, people of each lane, files."""
    language = document.language
    unit = work.get(Unit, document.unit_id)
    return {
        "organisation": said(_organisation(work), language),
        "organisation_in": in_each(_organisation(work)),
        "unit": said(unit.name, language),
        "unit_index": unit.index,
        "kind": said(kind.title, language),
        "doc": with_names(work, kind, document.answers),
        "title": document.title,
        "round": document.round,
        "today": work.now.astimezone(ZoneInfo(work.tools.settings.timezone)).date(),
        "initiator": someone(work, document.initiator_id, language),
        "people": {lane: _first(work, document, rule, language) for lane, rule in kind.people.items()},
        "attachments": [
            {"number": one.number, "name": one.name, "size": one.size}
            for one in attachments(work, document.id)
            if one.content_part
        ],
        **_named(work, document),
    }


def with_names(work: Work, kind: Kind, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with names where the start form holds logins of employees, in rows of a list too."""
    form = kind.forms.get(kind.start.form)
    return _with_names(work, form.fields, answers) if form else dict(answers)


def _with_names(work: Work, fields: Iterable[Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(answers)
    for field in fields:
        value = answers.get(field.key)
        if field.loose:
            found |= _with_names(work, field.children, found)
        elif field.type == "employee" and isinstance(value, str):
            found[field.key] = _names(work, value)
        elif field.type == "employees" and isinstance(value, list):
            found[field.key] = [_names(work, one) for one in value]
        elif field.children and isinstance(value, list):
            found[field.key] = [_with_names(work, field.children, row) for row in value if isinstance(row, Mapping)]
    return found


def _names(work: Work, login: str) -> Any:
    return work.session.scalar(select(Person.names).where(Person.login == login)) or login


def _named(work: Work, document: Document) -> dict[str, list[dict[str, Any]]]:
    """The documents it names, by relation, with number and kind in each language."""
    found: dict[str, list[dict[str, Any]]] = {relation: [] for relation in NAMED}
    query = (
        select(DocumentLink.relation, Document)
        .join(Document, Document.id == DocumentLink.other_id)
        .where(DocumentLink.document_id == document.id, DocumentLink.relation.in_(NAMED))
        .order_by(Document.dated, Document.number)
    )
    for relation, other in work.session.execute(query):
        number = other.number or ""
        found[relation].append(
            {
                "number": number,
                "number_in": {one: (other.numbers or {}).get(one, number) for one in LANGUAGES},
                "date": other.dated,
                "title": other.title,
                "title_in": {one: other.called(one) for one in LANGUAGES},
                "kind_in": in_each(version(work, other.version_id).kind.title),
            }
        )
    return found


def in_each(text: Any) -> dict[str, str]:
    """A text as it is said in each language, for a page in several."""
    return {language: said(text or {}, language) for language in LANGUAGES}


def _organisation(work: Work) -> Any:
    name = work.session.scalar(select(Unit.name).where(Unit.type == "university").order_by(Unit.id).limit(1))
    return name or {}


def _first(work: Work, document: Document, rule: Any, language: str) -> dict[str, Any]:
    given = {
        "initiator": document.initiator_id,
        "unit": document.unit_id,
        "answers": {**document.answers, **document.added},
    }
    found = candidates(rule, Directory(work), given).persons
    nobody = {"name": "", "names": {}, "post": "", "post_in": in_each({}), "unit": "", "to": ""}
    return someone(work, found[0], language) if found else nobody


def someone(work: Work, person_id: int, language: str) -> dict[str, Any]:
    """A person as a template names him; `to` is how he is addressed, where his appointment says it."""
    who = work.get(Person, person_id)
    post: Appointment | None = main_appointment(work, person_id)
    where = work.get(Unit, post.unit_id) if post else None
    return {
        "name": who.names,
        "post": said(post.title, language) if post else "",
        "post_in": in_each(post.title if post else {}),
        "unit": said(where.name, language) if where else "",
        "to": said(post.to, language) if post and post.to else "",
    }
