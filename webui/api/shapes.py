"""Cards as JSON, by the names of the contract."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from engine.acts.views import DocumentView, HistoryLine, OutcomeCard, TaskView, outcome_cards
from engine.catalogue.queries import version
from engine.documents import queries
from engine.documents.queries import AttachmentCard, DocumentCard, RenditionCard
from engine.forms import to_json
from engine.instances.queries import ListCard, TaskCard
from engine.office import Work
from engine.people.queries import PersonCard
from engine.registration.queries import RegistrationCard
from engine.signing.queries import SignatureCard
from webui.languages import language, say


def moment(at: datetime | None) -> str | None:
    """RFC 3339 in the organisation's zone."""
    if at is None:
        return None
    return at.astimezone(ZoneInfo(current_app.config.get("BAGYT_TIMEZONE", "UTC")) or UTC).isoformat(timespec="seconds")


def _said(template: Any, facts: Mapping[str, Any] | None) -> str:
    return say(str(template), language(), facts) if template else ""


def person(one: PersonCard | None) -> dict[str, Any] | None:
    return None if one is None else {"login": one.login, "name": one.name, "post": one.post, "unit": one.unit_code}


def document_line(one: DocumentCard) -> dict[str, Any]:
    """A document in a list."""
    return {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "state": one.state,
        "round": one.round,
        "number": one.number,
        "date": one.date.isoformat() if one.date else None,
        "initiator": one.initiator.login,
        "unit": one.unit_code,
        "created": moment(one.created),
        "language": one.language,
    }


def document(work: Work, view: DocumentView) -> dict[str, Any]:
    """A whole document."""
    one = view.document
    return document_line(one) | {
        "kind_version": view.kind_number,
        "answers": dict(one.answers),
        "access": one.access,
        "public_id": one.public_id,
        "sent": moment(one.sent),
        "ended": moment(one.ended),
        "rendition": rendition(one.id, view.rendition),
        "tasks": _lines(work, view, {"open"}),
        "approvals": _lines(work, view, {"done", "skipped"}),
        "lists": [list_line(one) for one in view.lists],
        "links": [{"relation": relation, "document": other} for relation, other in view.links],
        "attachments": [attachment(one_file) for one_file in view.attachments],
        "requisites": dict(view.requisites),
        "incidents": [{"step": step, "reason": _said(template, facts)} for step, template, facts in view.incidents],
        "may": sorted(view.may),
        "warnings": [_said(template, facts) for template, facts in view.warnings],
        "events": [name for name, _step in view.events],
        "standing": one.standing,
        "standing_by": one.standing_by,
    }


def _lines(work: Work, view: DocumentView, states: set[str]) -> list[dict[str, Any]]:
    return [_task_line(work, one, view.rendition) for one in view.tasks if one.state in states]


def list_line(one: ListCard) -> dict[str, Any]:
    return {
        "step": one.step,
        "name": one.step_name,
        "round": one.round,
        "count": one.all,
        "made": one.made,
        "open": one.open,
        "done": one.done,
    }


def rendition(document_id: str, one: RenditionCard | None) -> dict[str, Any] | None:
    if one is None:
        return None
    url = f"/api/v1/documents/{document_id}/rendition"
    return {"sha256": one.sha256, "url": url, "pages": one.pages, "round": one.round}


def attachment(one: AttachmentCard) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "name": one.name,
        "media_type": one.media_type,
        "size": one.size,
        "sha256": one.sha256,
        "content_part": one.content_part,
    }


def task_lines(work: Work, tasks: Sequence[TaskCard]) -> list[dict[str, Any]]:
    """Tasks in a list: everything but the form."""
    frozen = queries.renditions(work, {one.document for one in tasks})
    return [_task_line(work, one, frozen.get(one.document)) for one in tasks]


def _task_line(work: Work, one: TaskCard, frozen: RenditionCard | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "step": one.step,
        "stage": one.stage,
        "name": one.step_name,
        "state": one.state,
        "document": {
            "id": one.document,
            "kind": one.kind,
            "title": one.document_title,
            "number": one.document_number,
            "state": one.document_state,
        },
        "round": one.round,
        "why": _said(one.why.get("template"), one.why.get("facts")),
        "asked_as": {"acting_for": person(one.acting_for)} if one.acting_for else None,
        "due": moment(one.due),
        "overdue": one.overdue,
        "opened": moment(one.opened),
        "signature_level": one.level,
        "outcomes": [outcome(button) for button in outcome_cards(work, version(work, one.version_id), one)],
        "rendition": rendition(one.document, frozen),
        "queue": one.queue,
        "claimed_by": one.claimed_by.login if one.claimed_by else None,
        "candidates": [who.login for who in one.candidates],
        "mine": one.mine,
        "outcome": one.outcome,
        "comment": one.comment,
        "answers": one.answers,
        "done_at": moment(one.done_at),
        "done_by": one.done_by.login if one.done_by else None,
        "acting_for": one.done_for.login if one.done_for else None,
        "level": one.level_done,
        "item": one.item or None,
        "asked": one.asked or None,
        "given_by": one.given_by.login if one.given_by else None,
    }


def outcome(one: OutcomeCard) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "comment": one.comment,
        "leads_to": list(one.leads_to),
        "password": one.password,
    }


def task(work: Work, view: TaskView) -> dict[str, Any]:
    """A task with what is needed to decide."""
    return _task_line(work, view.task, view.document.rendition) | {
        "form": to_json(view.form) if view.form else None,
        "answers": dict(view.answers),
        "levels": list(view.levels),
        "next_number": view.next_number or None,
        "verbs": sorted(view.verbs),
    }


def signature(one: SignatureCard) -> dict[str, Any]:
    return {
        "id": one.id,
        "field": one.field,
        "person": person(one.person),
        "acting_for": person(one.acting_for),
        "level": one.level,
        "state": one.state,
        "at": moment(one.at),
        "rendition_sha256": one.shown_sha256,
        "event_sha256": one.event_sha256,
        "reason": _said(one.reason["template"], one.reason.get("facts")) if one.reason else None,
        "round": one.round,
    }


def history(one: HistoryLine) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": moment(one.at),
        "actor": one.actor,
        "acting_for": one.acting_for,
        "act": one.act,
        "object": one.object,
        "before": one.before,
        "after": one.after,
    }


def registration(one: RegistrationCard) -> dict[str, Any]:
    return {
        "number": one.number,
        "serial": one.serial,
        "year": one.year,
        "date": one.date.isoformat(),
        "document": one.document,
        "kind": one.kind,
        "title": one.title,
        "signer": one.signer,
        "executors": list(one.executors),
        "due": one.due.isoformat() if one.due else None,
        "state": one.state,
        "reason": one.reason or None,
    }


def verdict(found: Mapping[str, Any]) -> dict[str, Any]:
    """A verdict with its sentences in the reader's language."""
    rows = [
        {**row, "moment": _zoned(row["moment"]), "reasons": _reasons(row["reasons"])} for row in found["signatures"]
    ]
    return {
        **found,
        "checked_at": _zoned(found["checked_at"]),
        "reasons": _reasons(found["reasons"]),
        "signatures": rows,
    }


def _zoned(at: str | None) -> str | None:
    return moment(datetime.fromisoformat(at)) if at else None


def _reasons(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [_said(one["template"], one.get("facts")) for one in rows]
