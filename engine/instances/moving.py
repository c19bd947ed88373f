"""Where a running document would stand on another version of its kind, and taking it there (ADR 0020).

Rows are kept by their tokens: a token that both versions wait with keeps its tasks, people, terms and drafts; one that
only the new version waits with is opened as usual; one that it does not wait with is withdrawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from engine.catalogue.queries import Published
from engine.documents.models import Document, Rendition
from engine.instances.models import Instance, LogEntry, Task, Waiting
from engine.instances.retracing import Names, NoWay, Traced, retrace
from engine.kinds import Kind
from engine.texts import LANGUAGES, Text
from engine.work import Work
from engine.workflow import Entry

Held = tuple[Instance, Document, Published]
OPEN = ("open", "held")
SAME, CHANGES, CANNOT = "same", "changes", "cannot"
LAID_OUT = frozenset({"on_execution", "registered"})  # behind the last signature: fields of the file matter no more
WAYS = ("lane", "form", "level", "stage", "term", "outcomes", "verb", "parameters", "message", "timer")


@dataclass(frozen=True)
class Reason:
    """Why a document does not follow: a sentence with its facts; names of steps in every language."""

    template: str
    step: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What following would mean. `appear` and `go` are tokens; `changed` says what is other at steps that stay."""

    outcome: str
    appear: tuple[str, ...] = ()
    go: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reason: Reason | None = None
    was: Traced = field(default_factory=Traced)
    now: Traced = field(default_factory=Traced)


@dataclass(frozen=True)
class _Standing:
    """What stands around a run: its rows by token, its waits by token."""

    tasks: Mapping[str, list[Task]]
    waits: Mapping[str, Waiting]

    @property
    def waiting(self) -> set[str]:
        """The tokens with open tasks, with tasks that are being made, and all others that wait."""
        return {token for token, held in self.tasks.items() if any(one.state in OPEN for one in held)} | set(self.waits)


def plan(work: Work, held: Held, new: Published) -> Plan:
    """What it would mean for a document to follow to that version; nothing is changed."""
    try:
        return _plan(work, held, new)
    except NoWay as no:
        return Plan(CANNOT, reason=Reason(no.template, no.step, no.facts))


def _plan(work: Work, held: Held, new: Published) -> Plan:
    instance, document, old = held
    if instance.status != "running":
        raise NoWay("Expected a document on its way, but it has ended.")
    if old.id == new.id:
        raise NoWay("Expected a document of another version, but it is on this one already.")
    names = names_of(old.kind, new.kind)
    was, now = retrace(work.tools.machine, old.spec, new.spec, entries(work, document.id), names)
    if now.ended is not None:
        end = names(now.ended)
        raise NoWay("Expected the document to go on in the new version, but it would end at once: {end}.", "", end=end)
    standing = _standing(work, document.id)
    go = standing.waiting - set(now.open)
    appear = set(now.open) - standing.waiting
    changed = {token: found for token in set(now.open) - appear if (found := _changed(token, old, new, was, now))}
    _must_keep_answers(standing, go, names)
    _must_stay_lists(changed, names)
    _must_be_laid_out_alike(work, document, old.kind, new.kind)
    outcome = CHANGES if go or appear or changed else SAME
    return Plan(outcome, tuple(sorted(appear)), tuple(sorted(go)), changed, None, was, now)


def names_of(old: Kind, new: Kind) -> Names:
    """What the steps of both versions are called, the new one's names before the old one's."""

    def names(step: str) -> Text:
        found = new.element_names(step) if step in new.diagram.steps else old.element_names(step)
        return found or dict.fromkeys(LANGUAGES, step)

    return names


def entries(work: Work, document_id: str) -> list[Entry]:
    """The log of a run as the machine takes it."""
    found = select(LogEntry).where(LogEntry.document_id == document_id).order_by(LogEntry.number)
    return [entry_of(one) for one in work.session.scalars(found)]


def entry_of(one: LogEntry) -> Entry:
    """One entry as the machine takes it."""
    said = one.data
    told = {name: said[name] for name in ("data", "message", "key", "code")}
    return Entry(one.kind, one.at, token=one.token, **told)


def _standing(work: Work, document_id: str) -> _Standing:
    tasks: dict[str, list[Task]] = {}
    for one in work.session.scalars(select(Task).where(Task.document_id == document_id)):
        tasks.setdefault(one.token, []).append(one)
    waits = work.session.scalars(select(Waiting).where(Waiting.document_id == document_id))
    return _Standing(tasks, {one.token: one for one in waits})


def _changed(token: str, old: Published, new: Published, was: Traced, now: Traced) -> tuple[str, ...]:
    """What is other for whoever waits there."""
    step = now.open[token].step_id
    before, after = old.kind.diagram.steps[step], new.kind.diagram.steps[step]
    found = [way for way in WAYS if getattr(before, way) != getattr(after, way)]
    if before.of != after.of:
        found.append("of")
    if after.lane in new.kind.people and old.kind.people.get(before.lane) != new.kind.people[after.lane]:
        found.append("people")
    if _content(before.form, old.kind) != _content(after.form, new.kind) and "form" not in found:
        found.append("form")
    if was.opened.get(token) != now.opened.get(token):
        found.append("moment")
    return tuple(one for one in found if one != "lane")


def _content(form: str, kind: Kind) -> object:
    found = kind.forms.get(form)
    return found.source if found is not None else None


def _must_keep_answers(standing: _Standing, go: set[str], names: Names) -> None:
    """Nobody is asked twice: where somebody has answered already, the step must stay."""
    for token in sorted(go):
        held = standing.tasks.get(token, [])
        done = sum(one.state in ("done", "skipped") for one in held)
        if done:
            step = held[0].step
            raise NoWay(
                "Expected nobody to have answered at {step} yet, but {count} of {all} have, and it goes.",
                step,
                step=names(step),
                count=done,
                all=len(held),
            )


def _must_stay_lists(changed: Mapping[str, tuple[str, ...]], names: Names) -> None:
    for token, ways in changed.items():
        step = token.partition("#")[0]
        if "of" in ways:
            raise NoWay(
                "Expected {step} to be made for the same list, but it is for another now.", step, step=names(step)
            )
        if "verb" in ways:
            sentence = (
                "Expected the office to have done {step}, but it is still at it and would have to do something else."
            )
            raise NoWay(sentence, step, step=names(step))


def _must_be_laid_out_alike(work: Work, document: Document, old: Kind, new: Kind) -> None:
    """The frozen file has a place for each signature; it is not laid out anew in the middle of a round."""
    if set(old.fields) == set(new.fields) or document.state in LAID_OUT:
        return
    if document.state == "rework" and not new.requisites:
        return
    frozen = select(Rendition.id).where(Rendition.document_id == document.id).limit(1)
    if work.session.scalar(frozen) is not None:
        raise NoWay("Expected the frozen file to have a place for each signature, but the new version has others.")
