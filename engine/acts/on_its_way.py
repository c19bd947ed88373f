"""One document on its way as those see it who step in: where it stands, what was done to its run, its diagram; no content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.acts.stepping_in import movable
from engine.acts.stopped import Stop, must_mend, names, stops
from engine.audit import records
from engine.catalogue.queries import Published, version
from engine.documents.models import Document
from engine.errors import NotFound, WrongState
from engine.exports.drawing import Badge, Mark, svg
from engine.instances import queries, sending_back
from engine.instances.models import Instance, LogEntry, Task, Waiting
from engine.instances.moving import Held
from engine.phrases import say
from engine.signing.queries import is_signed
from engine.texts import Text
from engine.work import Work
from engine.workflow import picture

OF_THE_RUN = ("step.", "run.", "incident.", "document.version_moved", "document.move_undone")
LOOKED_AT = 500
DONE, NOW = 1, 3  # levels of the drawing's colours


@dataclass(frozen=True)
class Standing:
    """A step the document waits at. `type` is person, verb, message, timer or rows."""

    token: str
    step: str
    name: Text
    type: str
    since: datetime


@dataclass(frozen=True)
class Line:
    """Something that was done to the run."""

    at: datetime
    actor: str
    act: str
    step: Text
    reason: str


@dataclass(frozen=True)
class OnItsWay:
    """A run as it is: `targets` are the steps the document may be sent back to, `drawing` its diagram as SVG."""

    document: str
    kind: str
    kind_title: str
    number: str
    state: str
    round: int
    version: int
    running: bool
    paused: datetime | None
    paused_for: str
    standing: tuple[Standing, ...]
    targets: tuple[tuple[str, Text], ...]
    stops: tuple[Stop, ...]
    lines: tuple[Line, ...]
    drawing: str


def on_its_way(work: Work, document_id: str) -> OnItsWay:
    """The run of that document; raises NotFound, NotAllowed."""
    must_mend(work)
    instance, document = work.session.get(Instance, document_id), work.session.get(Document, document_id)
    if instance is None or document is None:
        raise NotFound("Expected to find the document, but there is none.")
    published = version(work, instance.version_id)
    held, tongue = (instance, document, published), work.actor.language
    standing = _standing(work, held)
    return OnItsWay(
        document.id,
        document.kind,
        published.kind.texts("title", tongue),
        document.numbered(tongue),
        document.state,
        document.round,
        published.number,
        instance.status == "running",
        instance.paused,
        instance.paused_for or "",
        standing,
        _targets(work, held, standing),
        tuple(stops(work, document=document.id)[0]),
        _lines(work, held),
        _drawn(work, document, published, standing),
    )


def _standing(work: Work, held: Held) -> tuple[Standing, ...]:
    kind, id = held[2].kind, held[1].id
    tasks = select(Task.token, Task.step, Task.opened).where(Task.document_id == id, Task.state.in_(("open", "held")))
    waits = select(Waiting.token, Waiting.step, Waiting.type, Waiting.since).where(Waiting.document_id == id)
    found: dict[str, Standing] = {}
    for token, step, opened in work.session.execute(tasks.order_by(Task.opened, Task.id)):
        found.setdefault(token, Standing(token, step, names(kind, step), "person", opened))
    for token, step, type, since in work.session.execute(waits.order_by(Waiting.since, Waiting.token)):
        found.setdefault(token, Standing(token, step, names(kind, step), type, since))
    return tuple(found.values())


def _targets(work: Work, held: Held, standing: tuple[Standing, ...]) -> tuple[tuple[str, Text], ...]:
    here = {one.step for one in standing}
    if held[0].paused is not None or is_signed(work, held[1]):
        return ()
    found = [one for one in sending_back.targets(work, held) if one not in here]
    try:
        movable(work, held) if found else ""
    except WrongState:
        return ()
    return tuple((one, names(held[2].kind, one)) for one in found)


def _lines(work: Work, held: Held) -> tuple[Line, ...]:
    id, kind = held[1].id, held[2].kind
    found = records(work.session, f"document:{id}", newest_first=True, limit=LOOKED_AT)
    return tuple(
        Line(
            one.at,
            one.actor,
            one.act,
            names(kind, one.object) if one.object not in ("", id) else {},
            _reason(one.act, one.after),
        )
        for one in found
        if one.act.startswith(OF_THE_RUN)
    )


def _reason(act: str, after: Any) -> str:
    """What a person gave as the reason; that of the office's own incidents stands among the stopped steps."""
    given: Mapping[str, Any] = after if isinstance(after, dict) and not act.startswith("incident.") else {}
    return str(given.get("reason") or "")


def _drawn(work: Work, document: Document, published: Published, standing: tuple[Standing, ...]) -> str:
    kind, tongue = published.kind, work.actor.language
    shown = picture(kind.reading.normalised)
    if not shown.shapes:
        return ""
    marks = {step: Mark(DONE) for step in queries.walked(work, document.id)}
    marks |= {one.step: Mark(NOW, (), [Badge("▶", say("now", tongue), "accent")]) for one in standing}
    back = select(LogEntry.data).where(LogEntry.document_id == document.id, LogEntry.kind == "move")
    for data in work.session.scalars(back):
        step = str(data["data"]["to"])
        told = marks.get(step, Mark(DONE))
        badge = Badge("↩", say("Sent back here", tongue), "amber")
        marks[step] = Mark(told.level, (), [*(one for one in told.badges if one.text != badge.text), badge])
    for one in queries.incidents(work, document.id):
        told = marks.get(one.step, Mark(NOW))
        marks[one.step] = Mark(told.level, (), [*told.badges, Badge("×", say("Stopped here", tongue), "brick")])
    title = f"{kind.texts('title', tongue)} {document.numbered(tongue)}".strip()
    legend = [(DONE, say("done", tongue)), (NOW, say("now", tongue))]
    signs = say("▶ now, ↩ sent back here, × stopped", tongue)
    return svg(shown, lambda id: kind.element_name(id, tongue), marks, title=title, legend=legend, said=[signs])
