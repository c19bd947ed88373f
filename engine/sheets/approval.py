"""What the approval sheet says: every round, every act, who for whom, by which level, about which file."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.audit import AuditRecord
from engine.catalogue.queries import version
from engine.documents.models import Document, Rendition
from engine.instances.models import Candidate, Task
from engine.kinds import Kind
from engine.kinds.labels import LEVELS
from engine.rendering.stamps import in_post
from engine.sheets.people import People
from engine.sheets.words import word
from engine.signing.models import Signature
from engine.texts import said
from engine.work import Work

STAGES = ("on_approval", "rework", "on_signing", "on_registration")
HANDED = ("task.delegated", "task.reassigned")
SIGNED = {"valid": "signature_valid", "invalid": "signature_invalid"}
MOST = 20  # candidates named where nobody has decided


def rounds(work: Work, document: Document, language: str) -> list[dict[str, Any]]:
    """The rounds, oldest first, each with its file and its lines."""
    told = _Told(work, document, language)
    files = {
        one.round: one.sha256
        for one in work.session.scalars(select(Rendition).where(Rendition.document_id == document.id))
    }
    found: dict[int, list[dict[str, Any]]] = {}
    for task in told.tasks:
        found.setdefault(task.round, []).append(told.line(task, files.get(task.round, "")))
    return [{"round": number, "sha256": files.get(number, ""), "lines": found[number]} for number in sorted(found)]


class _Told:
    """The document's tasks with all that a line about one of them needs."""

    def __init__(self, work: Work, document: Document, language: str) -> None:
        self.zone, self.language, self.now = ZoneInfo(work.tools.settings.timezone), language, work.now
        self.kind: Kind = version(work, document.version_id).kind
        self.tasks = _tasks(work, document)
        self.places = _places(work, [one.id for one in self.tasks])
        self.handed = _handed(work, document)
        self.signatures = _signatures(work, document)
        self.people = People(work, set(self._named()), language)

    def _named(self) -> Iterable[int]:
        for task in self.tasks:
            yield from (one for one in (task.done_by, task.acting_for) if one)
            for place in self.places.get(task.id, [])[:MOST]:
                yield from (one for one in (place.person_id, place.given_by) if one)

    def line(self, task: Task, frozen: str) -> dict[str, Any]:
        """One act as the sheet tells it."""
        at = task.done_at
        return {
            "step": self.kind.step_name(task.step, self.language),
            "who": self._who(task),
            "notes": [*self._for_whom(task), *self._by_whom(task)],
            "decision": self._decision(task),
            "remark": task.comment or "",
            "at": at.isoformat() if at else "",
            "level": said(LEVELS.get(task.level_done or "", ""), self.language),
            "proof": self._proof(task, frozen),
        }

    def _day(self, at: datetime | None) -> Any:
        return (at or self.now).astimezone(self.zone).date()

    def _who(self, task: Task) -> list[str]:
        if task.done_by is None:
            places = self.places.get(task.id, [])[:MOST] if task.state in {"open", "held"} else []
            return [", ".join(self.people.on(one.person_id, self._day(None)).name for one in places)]
        who = self.people.on(task.done_by, self._day(task.done_at))
        if task.acting_for is None:
            return [who.name, who.place]
        absent = self.people.on(task.acting_for, self._day(task.done_at))
        return [who.name, ", ".join(one for one in (in_post(absent.post, True, self.language), absent.unit) if one)]

    def _for_whom(self, task: Task) -> list[str]:
        if task.acting_for is None:
            return []
        absent = self.people.on(task.acting_for, self._day(task.done_at))
        place = next((one for one in self.places.get(task.id, []) if one.person_id == task.done_by), None)
        basis = [word("basis", self.language, basis=place.basis)] if place is not None and place.basis else []
        return [word("acting", self.language, name=absent.name), *basis]

    def _by_whom(self, task: Task) -> list[str]:
        notes = []
        if task.asked:
            asker = said(((task.why or {}).get("facts") or {}).get("who") or "—", self.language)
            notes.append(word(task.asked, self.language, name=asker))
        giver = next((one.given_by for one in self.places.get(task.id, []) if one.given_by), None)
        if giver is not None:
            how = "reassigned" if self.handed.get(task.id) == "task.reassigned" else "delegated"
            notes.append(word(how, self.language, name=self.people.on(giver, self._day(None)).name))
        return notes

    def _decision(self, task: Task) -> str:
        if task.state == "done":
            return self.kind.decided_label(task.step, task.outcome or "", self.language)
        return why(task.state, task.why or {}, self.language)

    def _proof(self, task: Task, frozen: str) -> list[str]:
        proof = []
        signature = self.signatures.get(task.id)
        if task.rendition_sha256 and task.rendition_sha256 != frozen:
            proof.append(word("other_file", self.language, sha256=task.rendition_sha256))
        if signature is not None:
            proof.append(word(SIGNED.get(signature.state, "being_checked"), self.language))
            proof.append(word("event", self.language, sha256=signature.event_sha256))
        return proof


def why(state: str, reason: Mapping[str, Any], language: str) -> str:
    """Why nobody decided: he is waited for, it was taken back, it was passed over."""
    if state in {"open", "held"}:
        return word("waits", language)
    template, facts = str(reason.get("template", "")), reason.get("facts") or {}
    if state == "withdrawn":
        return word("taken_back", language)
    if template.startswith("Own document"):
        return word("own_document", language)
    if template.startswith("Approved in round"):
        return word("carried_over", language, round=facts.get("round", ""))
    return word("passed_over", language)


def _tasks(work: Work, document: Document) -> Sequence[Task]:
    query = select(Task).where(Task.document_id == document.id, Task.stage.in_(STAGES))
    order = (Task.round, Task.opened, Task.done_at.is_(None), Task.done_at, Task.id)
    return list(work.session.scalars(query.order_by(*order)))


def _places(work: Work, tasks: Sequence[str]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    query = select(Candidate).where(Candidate.task_id.in_(tasks)).order_by(Candidate.person_id)
    for place in work.session.scalars(query):
        found.setdefault(place.task_id, []).append(place)
    return found


def _handed(work: Work, document: Document) -> dict[str, str]:
    query = select(AuditRecord).where(AuditRecord.stream == f"document:{document.id}", AuditRecord.act.in_(HANDED))
    return {
        str((one.after or {}).get("task")): one.act for one in work.session.scalars(query.order_by(AuditRecord.number))
    }


def _signatures(work: Work, document: Document) -> dict[str, Signature]:
    query = select(Signature).where(Signature.document_id == document.id).order_by(Signature.at)
    return {one.task_id: one for one in work.session.scalars(query)}
