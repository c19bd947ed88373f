"""Calls for process owners: the route of a draft as a table, and changes of its rows."""

from typing import Any

from flask import g

from engine.acts import route_table
from engine.catalogue.drafts import Draft
from engine.kinds import redrawing
from engine.kinds.redrawing import Approver, Button, Change, New, Row, Table, offered
from engine.workflow import Outcome, Term
from webui.api import answers
from webui.api.calling import call
from webui.api.row_bodies import ApproverInserted, NewLane, RowChanged, RowDropped, RowTerm
from webui.port import actor, office


@call("GET", "/processes/<kind>/draft/table", gives=answers.RouteTable)
def get_route_table(kind: str) -> dict[str, Any]:
    """The draft's route as a table, complete: every step and every way."""
    with office().look(actor()) as work:
        return _whole(*route_table.look(work, kind))


@call("POST", "/processes/<kind>/draft/table/<step>", takes=RowChanged, gives=answers.RouteTable)
def change_route_row(kind: str, step: str, body: RowChanged) -> dict[str, Any]:
    """Changes who does a step, its name, form, term, buttons or level; 409 when somebody has saved the draft since that version."""
    buttons = None if body.buttons is None else [Outcome(one.id, one.comment, one.primary) for one in body.buttons]
    term = None if body.term is None else _term(body.term)
    wanted = Change(body.names, body.form, body.level, term, buttons)
    with office().work(actor(), once=g.once) as work:
        new = _lane(body.new_lane)
        return _anew(route_table.change_step(work, kind, body.version, step, wanted, lane=body.lane, new=new))


@call(
    "POST", "/processes/<kind>/draft/table/<step>/insert", takes=ApproverInserted, gives=answers.RouteTable, status=201
)
def insert_approver(kind: str, step: str, body: ApproverInserted) -> dict[str, Any]:
    """Puts an approver before, after or beside a step: he decides as his neighbour does, and stands on the drawing."""
    given = {} if body.term is None else {"term": _term(body.term)}
    who = Approver(body.lane, _lane(body.new_lane), body.names, body.form, body.level, **given)
    with office().work(actor(), once=g.once) as work:
        return _anew(route_table.insert_approver(work, kind, body.version, step, body.place, who)[0])


@call("POST", "/processes/<kind>/draft/table/<step>/drop", takes=RowDropped, gives=answers.RouteTable)
def drop_route_row(kind: str, step: str, body: RowDropped) -> dict[str, Any]:
    """Takes a person's step out of the route; refused where the kind cannot do without it."""
    with office().work(actor(), once=g.once) as work:
        return _anew(route_table.drop_step(work, kind, body.version, step))


def _lane(given: NewLane | None) -> New | None:
    return None if given is None else New(given.rule, given.names)


def _term(given: RowTerm) -> Term:
    return Term(given.amount, given.unit, given.answer, given.remind)


def _anew(held: Draft) -> dict[str, Any]:
    return _whole(held, redrawing.table(held.files))


def _whole(held: Draft, found: Table) -> dict[str, Any]:
    lanes = [{"id": one.id, "names": dict(one.names), "rule": one.rule} for one in found.lanes.values()]
    rows = [_row(found, one) for one in found.rows]
    return {"kind": held.kind, "version": held.version, "rows": rows, "lanes": lanes}


def _row(found: Table, row: Row) -> dict[str, Any]:
    step, term = row.step, row.step.term
    return {
        "step": step.id,
        "type": step.type,
        "element": step.element,
        "names": dict(row.names),
        "lane": step.lane,
        "form": step.form,
        "level": step.level if step.type == "person" else "",
        "term": None if term is None else _told(term),
        "buttons": [_button(one) for one in row.buttons],
        "offered": list(offered(found.diagram, step)) if step.type == "person" else [],
        "verb": step.verb,
        "parameters": dict(step.parameters),
        "ways": [
            {
                "flow": one.flow,
                "names": dict(one.names),
                "condition": one.condition,
                "target": one.target,
                "otherwise": one.otherwise,
            }
            for one in row.ways
        ],
        "inside": step.parent,
        "on": step.attached_to,
    }


def _told(term: Term) -> dict[str, Any]:
    return {"amount": term.amount, "unit": term.unit, "answer": term.answer, "remind": term.remind}


def _button(one: Button) -> dict[str, Any]:
    return {"id": one.id, "comment": one.comment, "primary": one.primary, "leads": list(one.leads)}
