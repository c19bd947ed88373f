"""Drawing the pictures of signatures."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.rendering import PersonStamp, RegistrarStamp
from engine.work import Tools


def person_picture(tools: Tools, facts: Mapping[str, Any]) -> bytes:
    """A one-page PDF: who signed, when and how."""
    valid_to = datetime.fromisoformat(facts["valid_to"]).date() if facts["valid_to"] else None
    stamp = PersonStamp(
        name=facts["name"],
        moment=datetime.fromisoformat(facts["moment"]),
        level=facts["level"],
        serial=facts["serial"],
        valid_to=valid_to,
        post=facts["post"],
        acting=facts["acting"],
        basis=facts["basis"],
    )
    return tools.renderer.stamp(stamp, width=facts["width"], height=facts["height"], languages=facts["languages"])


def registrar_picture(tools: Tools, facts: Mapping[str, Any]) -> bytes:
    """A one-page PDF: number, date, the QR code of the public page, and who registered."""
    stamp = RegistrarStamp(
        number=facts["number"],
        day=date.fromisoformat(facts["day"]),
        moment=datetime.fromisoformat(facts["moment"]),
        name=facts["name"],
        url=facts["url"],
    )
    return tools.renderer.stamp(stamp, width=facts["width"], height=facts["height"], languages=facts["languages"])
