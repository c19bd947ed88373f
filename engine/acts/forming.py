"""What a process owner does to the forms of a draft: looks at them, begins, takes a shared one as the kind's own, changes, drops."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine import forms, kinds
from engine.acts.lookup import Known
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.catalogue.queries import all_current
from engine.errors import FieldProblem, Invalid, KindProblem, KindRefused, NotFound, WrongState
from engine.forms import editing
from engine.forms.examples import Lists, example
from engine.kinds.complete import unsaid
from engine.kinds.copying import NAME
from engine.kinds.uses import SHARED, Use, renamed, shows, uses
from engine.people.queries import today
from engine.texts import LANGUAGES
from engine.work import Work

ENDING = ".form"


@dataclass(frozen=True)
class FormCard:
    """A form of a draft, or one of all kinds (`shared:<name>`).

    `fields` are those that ask; `uses` where the draft shows it; `kinds` which published kinds show a shared one.
    """

    name: str
    fields: int
    uses: tuple[Use, ...]
    problems: tuple[KindProblem, ...]
    kinds: tuple[str, ...] = ()


def cards(work: Work, draft: Draft) -> list[FormCard]:
    """The draft's own forms by name, then those of all kinds."""
    used, published = uses(draft.files), [one.kind for one in all_current(work)]
    own = {name: content for name, content in draft.files.items() if name.endswith(ENDING) and "/" not in name}
    common = {SHARED + name: content for name, content in shared(work).items() if name.endswith(ENDING)}
    found = []
    for file, content in (*sorted(own.items()), *sorted(common.items())):
        name = file.removesuffix(ENDING)
        by = tuple(kind.name for kind in published if name.startswith(SHARED) and shows(kind, name))
        asked = sum(1 for one in _fields(content) if "key" in one or one.get("type") == "dynamiclist")
        found.append(FormCard(name, asked, tuple(used.get(name, ())), tuple(problems(content, file)), by))
    return found


def _fields(content: bytes) -> list[editing.Source]:
    try:
        return list(editing.fields(editing.opened(content, "")))
    except Invalid:
        return []


def shared(work: Work) -> dict[str, bytes]:
    """The forms of all kinds, by file name."""
    return kinds.read_folder(work.tools.settings.forms)


def problems(content: bytes, place: str) -> list[KindProblem]:
    """What is wrong with a form by itself: errors, else texts some language lacks."""
    try:
        return list(unsaid(place.removesuffix(ENDING), forms.read(content, place)))
    except KindRefused as refused:
        return list(refused.problems)


def content(work: Work, draft: Draft, name: str) -> bytes:
    """The file of a form of the draft, or of all kinds (`shared:<name>`); raises NotFound."""
    held = shared(work) if name.startswith(SHARED) else draft.files
    found = held.get(name.removeprefix(SHARED) + ENDING)
    if found is None or "/" in name:
        raise NotFound("Expected to find the form {form}, but there is none.", form=name[:60])
    return found


def new_form(work: Work, kind: str, seen: int, name: str, language: str, origin: str = "") -> Draft:
    """A new form of the draft, empty or as a copy of another; raises Invalid, NotFound, Stale, WrongState."""
    draft = drafts.draft(work, kind)
    if not NAME.fullmatch(name):
        sentence = "Expected 2 to 40 small Latin letters, digits and _ that begin with a letter, but it is {name}."
        raise Invalid.one("name", sentence, name=name[:60])
    if name + ENDING in draft.files:
        raise WrongState("Expected a new name, but there is a form {form} already.", form=name)
    made = _named(content(work, draft, origin), name) if origin else editing.blank(name, language)
    return drafts.save(work, kind, seen, {name + ENDING: made})


def _named(content: bytes, name: str) -> bytes:
    return editing.written({**editing.opened(content, "origin"), "id": name})


def take(work: Work, kind: str, seen: int, name: str) -> tuple[Draft, str]:
    """A form of all kinds as the draft's own: its steps show the copy from now on. The draft and the copy's name.

    Raises NotFound, Stale.
    """
    draft = drafts.draft(work, kind)
    wanted = name.removeprefix(SHARED)
    made = content(work, draft, SHARED + wanted)
    own = next(
        one for one in (wanted, *(f"{wanted}_{at}" for at in range(2, 1_000))) if one + ENDING not in draft.files
    )
    changes: dict[str, bytes | None] = {own + ENDING: _named(made, own)}
    if "process.bpmn" in draft.files:
        changes["process.bpmn"] = renamed(draft.files["process.bpmn"], SHARED + wanted, own)
    return drafts.save(work, kind, seen, changes), own


def drop(work: Work, kind: str, seen: int, name: str) -> Draft:
    """The draft without that form; raises WrongState while a step shows it, NotFound, Stale."""
    draft = drafts.draft(work, kind)
    if name.startswith(SHARED):
        raise NotFound("Expected to find the form {form}, but there is none.", form=name[:60])
    content(work, draft, name)
    shown = uses(draft.files).get(name, [])
    if shown:
        steps = ", ".join(one.step or "kind.yaml" for one in shown)
        raise WrongState("Expected a form that no step shows, but {form} is shown by {steps}.", form=name, steps=steps)
    return drafts.save(work, kind, seen, {name + ENDING: None})


def edit(work: Work, kind: str, seen: int, name: str, change: Callable[[bytes, str], bytes]) -> Draft:
    """The draft with that form changed: `change` takes its content and place; raises NotFound, Invalid, Stale."""
    draft = drafts.draft(work, kind)
    if name.startswith(SHARED):
        raise NotFound("Expected to find the form {form}, but there is none.", form=name[:60])
    return drafts.save(work, kind, seen, {name + ENDING: change(content(work, draft, name), name + ENDING)})


def refused(work: Work, form: forms.Form, answers: Mapping[str, Any]) -> tuple[FieldProblem, ...]:
    """What the office would refuse of these answers today; nothing is kept."""
    try:
        forms.check(form, answers, Known(work), now=today(work))
    except Invalid as refusal:
        return refusal.problems
    return ()


def trial(work: Work, draft: Draft, name: str, form: forms.Form, lists: Lists, language: str) -> dict[str, Any]:
    """Answers to try the form with: the kind's sample for the form a document begins with, else plausible ones."""
    made = example(form, lists, language, today(work))
    begins = any(not one.step for one in uses(draft.files).get(name, ()))
    return {**made, **(_sample(draft.files.get("sample.json", b"")) if begins else {})}


def _sample(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    answers = found.get("answers") if isinstance(found, dict) else None
    return answers if isinstance(answers, dict) else {}


def lacking(saying: editing.Saying) -> list[str]:
    """The languages a text is not said in; none for a text that is said in no language at all, except a label."""
    missing = [one for one in LANGUAGES if not saying.said.get(one)]
    return missing if saying.said or saying.name == "label" else []
