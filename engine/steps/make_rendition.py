"""`make_rendition`: freezes the round's file: PDF/A-3a, every signature field and the registration box, the opening seal.

Everybody in the round sees and acts on these bytes; a change of content is a new round and a new file.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine import pades, rendering
from engine.catalogue.queries import version
from engine.documents.commands import add_rendition
from engine.documents.models import Document, Rendition
from engine.documents.queries import attachments
from engine.instances.rounds import last_rendition, same_content
from engine.kinds import Kind
from engine.rendering import Attachment, Template
from engine.signing import commands, queries
from engine.steps.content import content
from engine.steps.verb import Verb
from engine.wording import full_name
from engine.work import Tools, Work
from engine.workflow import VerbShape

SEAL_REASON = "Құжаттың мазмұны бекітілді / Содержание документа зафиксировано"


@dataclass(frozen=True)
class Gathered:
    """What the page is made of; `made` says that the round has its file already, or gets that of the round before."""

    made: bool
    same: str
    template: Template
    style: str
    data: Mapping[str, Any]
    title: str
    language: str
    author: str
    created: datetime
    identifier: bytes
    texts: Callable[[str, str], str]
    files: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """The frozen file."""

    sha256: str
    pages: int
    boxes: Mapping[str, Any]


def gather(work: Work, document: Document, parameters: Mapping[str, Any]) -> Gathered:
    kind = version(work, document.version_id).kind
    data = content(work, document, kind)
    same = _same(work, document, kind)
    held = attachments(work, document.id)
    return Gathered(
        made=bool(same) or queries.rendition(work, document) is not None,
        same=same,
        template=kind.template,
        style=kind.style,
        data=data,
        title=document.title,
        language=document.language,
        author=full_name(data["initiator"]["name"], document.language),
        created=work.now.replace(microsecond=0),
        identifier=bytes.fromhex(document.content_sha256)[:16],
        texts=kind.texts,
        files=tuple((f"{one.number:02}-{one.name}", one.sha256) for one in held if one.content_part),
        fields=(*kind.signers, kind.registrar),
    )


def _same(work: Work, document: Document, kind: Kind) -> str:
    """The file of the round before, when only requisites changed since and nobody has signed it; else empty."""
    last = last_rendition(work, document) if kind.requisites and document.round > 1 else None
    if last is None or last.latest != last.sha256 or queries.signed_in(work, last.id):
        return ""
    return last.id if same_content(work, document, kind) else ""


def do(tools: Tools, gathered: Gathered) -> Result | None:
    if gathered.made:
        return None
    places = {field: f"sig-{field}" for field in gathered.fields}
    page = tools.renderer.pdf(
        rendering.fill(
            gathered.template,
            gathered.data,
            gathered.language,
            texts=gathered.texts,
            zone=ZoneInfo(tools.settings.timezone),
        ),
        gathered.style,
        title=gathered.title,
        language=gathered.language,
        author=gathered.author,
        created=gathered.created,
        identifier=gathered.identifier,
        attachments=[Attachment(name, tools.files.get(sha256)) for name, sha256 in gathered.files],
        places=list(places.values()),
    )
    boxes = {field: page.boxes[place] for field, place in places.items()}
    fields = [
        pades.FieldPlace(commands.OPENING, None, "Seal"),
        *(pades.FieldPlace(field, box, field) for field, box in boxes.items()),
        pades.FieldPlace(commands.CLOSING, None, "Seal"),
    ]
    certified = pades.certify(
        pades.add_fields(page.pdf, fields), commands.OPENING, tools.seal, tools.outside, reason=SEAL_REASON
    )
    return Result(tools.files.put(certified), page.pages, {field: asdict(box) for field, box in boxes.items()})


def keep(work: Work, document: Document, gathered: Gathered, result: Result | None) -> str:
    if gathered.same and queries.rendition(work, document) is None:
        last = work.get(Rendition, gathered.same)
        add_rendition(work, document, sha256=last.sha256, pages=last.pages, boxes=last.boxes)
    elif result is not None and queries.rendition(work, document) is None:
        add_rendition(work, document, sha256=result.sha256, pages=result.pages, boxes=dict(result.boxes))
    return "frozen"


VERB = Verb(VerbShape("make_rendition"), gather, do, keep)
