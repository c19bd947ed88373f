"""`assign_number`: the number, in one short transaction, after everything that can be checked was checked.

A number the document has already (its registrar signed with his own key) is found and kept. From here on conditions may
ask `doc["retention_years"]`: the years of the card, else of the case; for ever counts as a thousand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import pades
from engine.catalogue.queries import version
from engine.documents.commands import move
from engine.documents.models import Document
from engine.errors import NotAllowed
from engine.people.queries import person
from engine.registration.commands import take_number
from engine.registration.queries import kept_for, of_document
from engine.steps.verb import Later, Verb
from engine.work import Tools, Work
from engine.workflow import VerbShape

CARD = ("journal", "case", "retention_years", "access", "executors", "due", "control", "language")


@dataclass(frozen=True)
class Gathered:
    """The card the registrar filled, and whether the number was taken before."""

    card: Mapping[str, Any]
    journal: str
    registrar: str
    taken: bool


def gather(work: Work, document: Document, parameters: Mapping[str, Any]) -> Gathered:
    kind = version(work, document.version_id).kind
    card = {key: document.added[key] for key in CARD if document.added.get(key) is not None}
    journal = str(card.get("journal") or kind.filing(document.answers).journal or "")
    return Gathered(card, journal, str(document.added.get("registrar", "")), of_document(work, document.id) is not None)


def do(tools: Tools, gathered: Gathered) -> Later | None:
    if gathered.taken:
        return None
    status = pades.certificate_status(tools.seal.certificate, tools.outside)
    if status.verdict == "unknown":
        return Later(status.template, status.facts, "being_checked")
    if not status.good:
        raise NotAllowed(status.template, **status.facts)
    return None


def keep(work: Work, document: Document, gathered: Gathered, result: None) -> str:
    registrar = person(work, gathered.registrar)
    registration = take_number(
        work, document, journal=gathered.journal, card=dict(gathered.card), registrar=registrar.id
    )
    document.added = {**document.added, "retention_years": kept_for(registration)}
    if document.state == "being_checked":
        move(work, document, "on_registration")
    return registration.number


VERB = Verb(VerbShape("assign_number"), gather, do, keep)
