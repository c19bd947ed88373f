"""A sample of a kind's page: what its template makes of answers nobody has sent; nothing is kept and nothing is signed."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from engine import rendering
from engine.acts import seating
from engine.acts.seating import Asked
from engine.documents.models import Document
from engine.kinds import Kind
from engine.office import Office
from engine.people.queries import today
from engine.steps.content import content
from engine.wording import full_name
from engine.work import Actor, Work

SCALE = 1.2


def sample(office: Office, actor: Actor, kind: Kind, answers: Mapping[str, Any], language: str) -> list[bytes]:
    """PNG pictures of the sample's pages; raises NotAllowed, Invalid (limits, no post), Unavailable."""
    with office.look(actor) as work:
        document = _document(work, kind, answers, language)
        data, now = content(work, document, kind), work.now.replace(microsecond=0)
        author = full_name(data["initiator"]["name"], language)
    zone = ZoneInfo(office.tools.settings.timezone)
    page = office.tools.renderer.pdf(
        rendering.fill(kind.template, data, language, texts=kind.texts, zone=zone),
        kind.style,
        title=document.title,
        language=language,
        author=author,
        created=now,
        identifier=b"\0" * 16,
    )
    return office.tools.renderer.pages(page.pdf, scale=SCALE)


def _document(work: Work, kind: Kind, answers: Mapping[str, Any], language: str) -> Document:
    """The actor's own, in no session."""
    asked = Asked(work.actor.login, today(work), dict(answers))
    made = seating.unwritten(work, kind, asked)
    made.language, made.title = language, kind.texts("title", language)
    return made
