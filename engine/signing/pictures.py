"""What the picture of a signature shows, as plain facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.documents.models import Document, Rendition
from engine.people.models import Person
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
) -> dict[str, Any]:
    """Who, when, how, and for a registered document its number, day and the address behind the QR code."""
    who = work.get(Person, person)
    settings = work.tools.settings
    box = frozen.boxes.get(field) or {"x1": 0, "y1": 0, "x2": 200, "y2": 60}
    return {
        "name": person_name(who.names, document.language),
        "moment": at.astimezone(ZoneInfo(settings.timezone)).isoformat(),
        "level": level,
        "serial": certificate.get("serial", "") if level == "certificate" else "",
        "valid_to": certificate.get("valid_to", "") if level == "certificate" else "",
        "number": document.number or "",
        "day": document.dated.isoformat() if document.dated else "",
        "url": f"{settings.base_url.rstrip('/')}/verify/{document.public_id}",
        "languages": [document.language] if document.language in {"ru", "en"} else [document.language, "ru"],
        "width": box["x2"] - box["x1"],
        "height": box["y2"] - box["y1"],
    }


def signer_name(work: Work, person: int, language: str) -> str:
    """The name that goes into a signature."""
    return person_name(work.get(Person, person).names, language)
