"""`start_document`: makes a document of another kind in somebody's name and sends it on its way; answers its id.

A route waits for the document by the messages `document_registered` and `document_ended` with that id as the key. What a
token of a step has made is found by it, so a second run makes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.acts.content import language_of, must_print, title_of, titles_of
from engine.acts.start import checked_answers
from engine.catalogue.queries import Published, current, version
from engine.documents import commands
from engine.documents.models import Document, DocumentLink
from engine.documents.relations import MADE, STANDING, link
from engine.errors import Invalid, WrongState
from engine.instances.commands import start
from engine.instances.models import Task, Waiting
from engine.instances.seats import Directory
from engine.kinds import Kind, candidates
from engine.people.models import Person
from engine.people.queries import main_appointment
from engine.rendering import fill_text
from engine.steps.content import someone, with_names
from engine.steps.verb import Verb, nothing
from engine.texts import LANGUAGES
from engine.work import Work
from engine.workflow import VerbShape


@dataclass(frozen=True)
class Gathered:
    """What the diagram asks for, and the token that asks."""

    token: str
    kind: str
    relation: str
    by: str
    answers: Mapping[str, Any]
    texts: str
    changes: Mapping[str, str]  # amends, repeals → the id of the other document


def gather(work: Work, document: Document, parameters: Mapping[str, Any]) -> Gathered:
    waits = work.session.scalars(
        select(Waiting)
        .where(Waiting.document_id == document.id, Waiting.name == VERB.shape.name)
        .order_by(Waiting.since)
    )
    token = next((one.token for one in waits if dict(one.parameters or {}) == dict(parameters)), "")
    changes = {relation: str(parameters[relation]) for relation in STANDING if parameters.get(relation)}
    said = {name: str(parameters.get(name) or "") for name in ("kind", "relation", "by", "texts")}
    return Gathered(token=token, answers=dict(parameters.get("answers") or {}), changes=changes, **said)


def keep(work: Work, document: Document, gathered: Gathered, result: None) -> str:
    held = select(DocumentLink.document_id).where(
        DocumentLink.other_id == document.id, DocumentLink.made_as == gathered.token, DocumentLink.made_as != ""
    )
    found = work.session.scalar(held.limit(1))
    return found if found is not None else _make(work, document, gathered).id


def _make(work: Work, document: Document, gathered: Gathered) -> Document:
    kind, target = version(work, document.version_id).kind, current(work, gathered.kind)
    who = _who(work, document, kind, gathered.by)
    post = main_appointment(work, who)
    if post is None:
        raise WrongState("Expected somebody with a post to start {kind} for, but there is none.", kind=gathered.kind)
    answers = _answers(work, document, kind, target, gathered)
    new = commands.create(
        work,
        kind=gathered.kind,
        version_id=target.id,
        unit_id=post.unit_id,
        answers=answers,
        title=title_of(target.kind, answers),
        titles=titles_of(target.kind, answers),
        language=language_of(target.kind, answers),
        access=target.kind.access,
        initiator=who,
    )
    work.session.flush()
    relations = {gathered.relation or MADE: document.id, "basis": document.id, **gathered.changes}
    for relation, other in relations.items():
        link(work, new.id, relation, other, made_as=gathered.token if relation == (gathered.relation or MADE) else "")
    commands.let_read(work, new.id, [document.initiator_id], "basis")
    after = {"content_sha256": new.content_sha256}
    work.record(f"document:{new.id}", "document.submitted", new.id, after=after, acting_for=work.get(Person, who).login)
    start(work, new, target)
    return new


def _who(work: Work, document: Document, kind: Kind, lane: str) -> int:
    """The person of the lane in whose name it is made: who decided there last, else whom its rule finds first."""
    steps = [one.id for one in kind.diagram.persons() if one.lane == lane]
    done = select(Task.done_by).where(Task.document_id == document.id, Task.step.in_(steps), Task.state == "done")
    last = work.session.scalar(done.order_by(Task.done_at.desc()).limit(1))
    if last is not None and main_appointment(work, last) is not None:
        return last
    given = {
        "initiator": document.initiator_id,
        "unit": document.unit_id,
        "answers": {**document.answers, **document.added},
    }
    found = candidates(kind.people[lane], Directory(work), given).persons if lane in kind.people else ()
    if not found:
        raise WrongState("Expected somebody in the lane {lane} to start a document for, but there is none.", lane=lane)
    return found[0]


def _answers(work: Work, document: Document, kind: Kind, target: Published, gathered: Gathered) -> dict[str, Any]:
    known = {field.key for field in target.kind.forms[target.kind.start.form].all()}
    given = {
        **{key: _filled(work, document, gathered, value) for key, value in gathered.answers.items()},
        **_texts(work, document, kind, known, gathered),
    }
    try:
        checked = checked_answers(work, target, {key: value for key, value in given.items() if key in known})
        must_print(checked)
    except Invalid as refused:
        first = refused.problems[0]
        sentence = "Expected the {kind} to be filled by itself, but {field} is wrong: {reason}"
        raise WrongState(sentence, kind=gathered.kind, field=first.field, reason=first.message) from refused
    return checked


def _filled(work: Work, document: Document, gathered: Gathered, value: Any) -> Any:
    """An answer of the diagram; a text with `{{ … }}` in it is filled."""
    if isinstance(value, list):
        return [_filled(work, document, gathered, one) for one in value]
    if not isinstance(value, str) or "{{" not in value:
        return value
    said = _said(work, document, gathered, document.language)
    return fill_text(value, said, document.language, zone=ZoneInfo(work.tools.settings.timezone))


def _texts(work: Work, document: Document, kind: Kind, known: set[str], gathered: Gathered) -> dict[str, str]:
    """The texts `<texts>_<field>` of translations.yaml, filled in every language the other kind asks for."""
    found: dict[str, str] = {}
    for key in sorted(known) if gathered.texts else ():
        name, _, tongue = key.rpartition("_")
        name, tongue = (name, tongue) if name and tongue in LANGUAGES else (key, document.language)
        source = kind.translations.template.get(f"{gathered.texts}_{name}", {}).get(tongue, "")
        if source:
            zone = ZoneInfo(work.tools.settings.timezone)
            found[key] = fill_text(source, _said(work, document, gathered, tongue), tongue, zone=zone)
    return found


def _said(work: Work, document: Document, gathered: Gathered, language: str) -> dict[str, Any]:
    """What the texts may name: `doc`, `initiator`, `number` and `date` of this document, `other` of the one it changes."""
    changed = next(iter(gathered.changes.values()), "")
    other = work.session.get(Document, changed) if changed else None
    kind = version(work, document.version_id).kind
    return {
        "doc": with_names(work, kind, {**document.answers, **document.added}),
        "initiator": {
            **someone(work, document.initiator_id, language),
            "login": work.get(Person, document.initiator_id).login,
        },
        "number": (document.numbers or {}).get(language, document.number),
        "date": document.dated,
        "other": {"number": (other.numbers or {}).get(language, other.number), "date": other.dated} if other else {},
    }


SHAPE = VerbShape(
    "start_document",
    {"kind": str, "by": str, "relation": str, "answers": dict, "texts": str, "amends": str, "repeals": str},
    frozenset(("relation", "answers", "texts", "amends", "repeals")),
)
VERB = Verb(SHAPE, gather, nothing, keep)
