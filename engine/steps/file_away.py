"""`file_away`: the executed document goes to its case."""

from collections.abc import Mapping
from typing import Any

from engine.documents.commands import move
from engine.documents.models import Document
from engine.instances.progress import facts
from engine.instances.telling import part_takers
from engine.notices.commands import announce
from engine.registration.queries import of_document
from engine.sheets import settlement
from engine.sheets.making import TYPES, leave
from engine.steps.verb import Verb, nothing
from engine.work import Work
from engine.workflow import VerbShape


def gather(work: Work, document: Document, parameters: Mapping[str, Any]) -> None:
    return None


def keep(work: Work, document: Document, gathered: None, result: None) -> dict[str, Any]:
    move(work, document, "executed")
    registration = of_document(work, document.id)
    dossier = registration.dossier if registration else None
    work.record(f"document:{document.id}", "document.filed", document.id, after={"case": dossier})
    announce(work, part_takers(work, document), "document.filed", document=document.id, facts=facts(document))
    for type in TYPES:
        if type == "settlement" and not settlement.has(document):
            continue
        leave(work, document.id, type)
    return {"case": dossier}


VERB = Verb(VerbShape("file_away"), gather, nothing, keep)
