"""`remind`: a line in the feed of a lane's people about what is to come on the day an answer names; silent once it has passed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.catalogue.queries import version
from engine.documents.models import Document
from engine.instances.progress import facts
from engine.instances.seats import find
from engine.notices.commands import announce
from engine.people.queries import today
from engine.steps.verb import Verb, nothing
from engine.work import Work
from engine.workflow import VerbShape


def gather(work: Work, document: Document, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    return parameters


def keep(work: Work, document: Document, gathered: Mapping[str, Any], result: None) -> str:
    given = {**document.answers, **document.added}.get(str(gathered.get("answer") or ""))
    if not isinstance(given, str) or date.fromisoformat(given) < today(work):
        return "passed"
    kind = version(work, document.version_id).kind
    step = next((one for one in kind.diagram.persons() if one.lane == str(gathered.get("lane"))), None)
    people = [place.person for place in find(work, document, kind, step).places] if step else [document.initiator_id]
    told = {**facts(document), "date": given}
    announce(work, people or [document.initiator_id], "document.day_before", document=document.id, facts=told)
    return "reminded"


VERB = Verb(VerbShape("remind", {"lane": str, "answer": str}), gather, nothing, keep)
