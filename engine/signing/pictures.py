"""What the picture of a signature shows, as plain facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.documents.models import Document, Rendition
from engine.instances.models import Candidate
from engine.people.models import Person
from engine.people.queries import main_appointment
from engine.texts import said
from engine.wording import person_name
from engine.work import Work


def picture_facts(
    work: Work,
    document: Document,
    frozen: Rendition,
    field: str,
    *,
    person: int,
    level: str,
    at: datetime,
    certificate: Mapping[str, str],
    task: str,
    acting_for: int | None,
) -> dict[str, Any]:
    """Who, in which post, when, how, and for a registered document its number, day and the address behind the QR code.

    Who stands for another signs in that one's post, by the order his place at the task was given for.
    """
    who = work.get(Person, person)
    post = main_appointment(work, acting_for or person)
    settings = work.tools.settings
    box = frozen.boxes.get(field) or {"x1": 0, "y1": 0, "x2": 200, "y2": 60}
    return {
        "name": person_name(who.names, document.language),
        "post": said(post.title, document.language) if post else "",
        "acting": acting_for is not None,
        "basis": basis(work, task, person) if acting_for is not None else "",
        "moment": at.astimezone(ZoneInfo(settings.timezone)).isoformat(),
        "level": level,
        "serial": certificate.get("serial", "") if level == "certificate" else "",
        "valid_to": certificate.get("valid_to", "") if level == "certificate" else "",
        "number": " / ".join(dict.fromkeys((document.numbers or {}).values())) or document.number or "",
        "day": document.dated.isoformat() if document.dated else "",
        "url": f"{settings.base_url.rstrip('/')}/verify/{document.public_id}",
        "languages": [document.language] if document.language in {"ru", "en"} else [document.language, "ru"],
        "width": box["x2"] - box["x1"],
        "height": box["y2"] - box["y1"],
    }


def basis(work: Work, task: str, person: int) -> str:
    """The order by which somebody stood for another in a task, or empty."""
    place = work.session.get(Candidate, (task, person))
    return (place.basis or "") if place is not None else ""


def signer_name(work: Work, person: int, language: str) -> str:
    """The name that goes into a signature."""
    return person_name(work.get(Person, person).names, language)
