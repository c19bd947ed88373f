"""Calls that change what is known of people and units, one at a time or from a spreadsheet."""

from collections.abc import Mapping
from typing import Any

from flask import g

from engine.errors import NotFound, Stale
from engine.people import commands, importing, looking, rights
from engine.spreadsheets.reading import LARGEST
from engine.texts import LANGUAGES
from webui.api import answers
from webui.api.bodies import ImportBegin, PersonChange, UnitChange
from webui.api.calling import CURSOR, LIMIT, Word, call, one_of, page, paging, sent_file
from webui.languages import _, language
from webui.port import actor, office
from webui.uploading import safe_name

FORM = "multipart/form-data"
CHOICES = ("", *importing.STATES)
STATE = Word("state", "Only lines of this state", {"type": "string", "enum": list(importing.STATES)})


@call("GET", "/people/<login>/fields", gives=answers.PersonFields)
def get_person_fields(login: str) -> dict[str, Any]:
    """What is known of an employee. For the HR department and administrators."""
    with office().look(actor()) as work:
        rights.may_people(work)
        return _person(looking.whole(work, login))


@call("PUT", "/people/<login>", takes=PersonChange, gives=answers.PersonFields)
def change_person(login: str, body: PersonChange) -> dict[str, Any]:
    """Changes what is known of an employee: all of it, not only what is new. For the HR department and administrators."""
    with office().work(actor()) as work:
        commands.change_person(
            work,
            login,
            body.names,
            number=body.number,
            email=body.email,
            phone_work=body.phone_work,
            phone_mobile=body.phone_mobile,
            seen_version=body.version,
        )
        work.session.flush()
        return _person(looking.whole(work, login))


def _person(one: looking.Whole) -> dict[str, Any]:
    parts = ("family", "given", "patronymic")
    names = {tongue: {part: one.names[tongue].get(part, "") or "" for part in parts} for tongue in one.names}
    return {
        "login": one.card.login,
        "names": names,
        "number": one.number or None,
        "email": one.email or None,
        "phone_work": one.phone_work or None,
        "phone_mobile": one.phone_mobile or None,
        "version": one.version,
    }


@call("GET", "/units/<code>", gives=answers.UnitFields)
def get_unit(code: str) -> dict[str, Any]:
    """A unit."""
    with office().look(actor()) as work:
        return _unit(looking.tree(work), code)


@call("PUT", "/units/<code>", takes=UnitChange, gives=answers.UnitFields)
def change_unit(code: str, body: UnitChange) -> dict[str, Any]:
    """Another name, index or place of a unit. For administrators."""
    with office().work(actor()) as work:
        commands.change_unit(work, code, body.name, index=body.index, parent=body.parent, seen_version=body.version)
        work.session.flush()
        return _unit(looking.tree(work), code)


def _unit(lines: list[looking.UnitLine], code: str) -> dict[str, Any]:
    one = next((line for line in lines if line.code == code), None)
    if one is None:
        raise NotFound("Expected to find the unit {code}, but there is none.", code=code)
    name = {tongue: one.names[tongue] for tongue in LANGUAGES if tongue in one.names}
    parent = one.parent or None
    return {
        "code": one.code,
        "type": one.type,
        "name": name,
        "index": one.index,
        "parent": parent,
        "version": one.version,
    }


@call("POST", "/people/import", sends=FORM, gives=answers.PeopleImport, status=201)
def import_people() -> dict[str, Any]:
    """Shows what a spreadsheet of people would do, line by line; nothing is kept yet. For the HR department and administrators."""
    with office().look(actor()) as work:
        rights.may_people(work)
    name, content = sent_file(LARGEST)
    table = importing.read_table(content, language())
    with office().work(actor(), once=g.once) as work:
        id = importing.show(work, safe_name(name), content, table)
    return _import(id)


@call("GET", "/people/import/<id>", gives=answers.PeopleImport, words=(STATE, LIMIT, CURSOR))
def get_people_import(id: str) -> dict[str, Any]:
    """What an import would do or did, and how far it is. For the HR department and administrators."""
    return _import(id)


@call("POST", "/people/import/<id>/apply", takes=ImportBegin, gives=answers.PeopleImport)
def apply_people_import(id: str, body: ImportBegin) -> dict[str, Any]:
    """Keeps what was shown, portion by portion; `GET` says how far it is. For who has sent the file."""
    try:
        with office().work(actor(), once=g.once) as work:
            importing.bring_in(work, id, body.shown)
    except Stale:
        with office().work(actor()) as work:
            importing.show_again(work, id)
        raise
    return _import(id)


def _import(id: str) -> dict[str, Any]:
    limit, cursor = paging()
    first, state = int(cursor or 0), one_of("state", CHOICES)
    with office().look(actor()) as work:
        one = importing.card(work, id, state=state, first=first, limit=limit)
    return {
        "id": one.id,
        "name": one.name,
        "at": one.at.isoformat(),
        "by": one.by,
        "state": one.state,
        "done": one.done,
        "total": one.total,
        "shown": one.shown,
        "counts": dict(one.counts),
        "over": list(one.over),
        "lines": [_line(line) for line in one.lines],
        "next": page([], str(first + limit) if first + limit < one.matching else None)["next"],
    }


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    changes = [{"column": name, "before": before, "after": after} for name, before, after in line["changes"]]
    problems = [{"field": name, "message": _(sentence, **facts)} for name, sentence, facts in line["problems"]]
    plain = {name: line[name] for name in ("line", "state", "login", "doubtful")}
    return {**plain, "changes": changes, "problems": problems}
