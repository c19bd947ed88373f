"""What a new version of a kind changes, in words: by element of the diagram, by form and field, by setting, by line of text."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.forms import Field, Form, to_json
from engine.kinds.kind import Kind
from engine.kinds.rules import written
from engine.texts import said
from engine.workflow import Flow, Step


def says(template: str) -> str:
    """A sentence of this page, to be found by those who translate."""
    return template


FACTS = {
    "lane": says("Whose step {name} is changes from {before} to {after}."),
    "level": says("The signature level of {name} changes from {before} to {after}."),
    "stage": says("The stage of {name} changes from {before} to {after}."),
    "form": says("The form of {name} changes from {before} to {after}."),
    "of": says("The list {name} is made for changes from {before} to {after}."),
    "verb": says("What {name} does changes from {before} to {after}."),
    "message": says("The message {name} waits for changes from {before} to {after}."),
    "timer": says("The moment {name} waits for changes from {before} to {after}."),
}


@dataclass(frozen=True)
class Change:
    """One difference. `place` is a file, `element` the id of what it is about; `sort` is added, removed or changed."""

    place: str
    element: str
    sort: str
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def differences(old: Kind, new: Kind, language: str) -> list[Change]:
    """Everything that differs, the diagram first; empty when a document would walk the same way and look the same."""
    found = [*_steps(old, new, language), *_flows(old, new, language), *_people(old, new, language)]
    return [*found, *_forms(old, new, language), *_settings(old, new), *_texts(old, new)]


def _steps(old: Kind, new: Kind, language: str) -> Iterator[Change]:
    before, after, place = old.diagram.steps, new.diagram.steps, "process.bpmn"
    for id in [one for one in before if one not in after]:
        yield Change(place, id, "removed", says("{name} is taken out."), {"name": old.step_name(id, language) or id})
    for id in [one for one in after if one not in before]:
        lane = new.lane_name(after[id].lane, language) if after[id].lane else "—"
        facts = {"name": new.step_name(id, language) or id, "lane": lane}
        yield Change(place, id, "added", says("{name} is put in ({lane})."), facts)
    for id in [one for one in after if one in before]:
        for template, was, now in _step(old, new, before[id], after[id], language):
            facts = {"name": new.step_name(id, language) or id, "before": was or "—", "after": now or "—"}
            yield Change(place, id, "changed", template, facts)


def _step(old: Kind, new: Kind, was: Step, now: Step, language: str) -> Iterator[tuple[str, str, str]]:
    names = old.step_name(was.id, language), new.step_name(now.id, language)
    if names[0] != names[1]:
        yield says("{before} is called {after} now."), *names
    for key, template in FACTS.items():
        pair = getattr(was, key), getattr(now, key)
        if key == "lane":
            pair = (
                old.lane_name(pair[0], language) if pair[0] else "",
                new.lane_name(pair[1], language) if pair[1] else "",
            )
        if pair[0] != pair[1]:
            yield template, str(pair[0]), str(pair[1])
    terms = _term(was), _term(now)
    if terms[0] != terms[1]:
        yield says("The term of {name} changes from {before} to {after}."), *terms
    buttons = _buttons(old, was, language), _buttons(new, now, language)
    if buttons[0] != buttons[1]:
        yield says("The buttons of {name} change from {before} to {after}."), *buttons
    parameters = _plain(was.parameters), _plain(now.parameters)
    if parameters[0] != parameters[1]:
        yield says("The parameters of {name} change from {before} to {after}."), *parameters


def _term(step: Step) -> str:
    term = step.term
    if term is None:
        return ""
    said_term = " ".join(part for part in (term.answer, f"{term.amount} {term.unit}" if term.unit else "") if part)
    return said_term if term.remind else f"{said_term} (–)"


def _buttons(kind: Kind, step: Step, language: str) -> str:
    marks = {"required": "*", "optional": "?", "none": ""}
    return ", ".join(kind.outcome_label(step.id, one.id, language) + marks[one.comment] for one in step.outcomes)


def _plain(given: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(given.items()))


def _flows(old: Kind, new: Kind, language: str) -> Iterator[Change]:
    before, after = ({(one.source, one.target): one for one in kind.diagram.flows} for kind in (old, new))
    for ends, flow in after.items():
        if ends not in before:
            yield _flow(new, flow, "added", says("After {source} may come {target} now."), language)
        elif before[ends].condition != flow.condition:
            sentence = says("When {target} follows {source} changes from {before} to {after}.")
            yield _flow(new, flow, "changed", sentence, language, before[ends].condition, flow.condition)
    for ends, flow in before.items():
        if ends not in after:
            yield _flow(old, flow, "removed", says("After {source} does not come {target} any more."), language)


def _flow(kind: Kind, flow: Flow, sort: str, template: str, language: str, was: str = "", now: str = "") -> Change:
    ends = {"source": kind.step_name(flow.source, language), "target": kind.step_name(flow.target, language)}
    named = {key: said_name or getattr(flow, key) for key, said_name in ends.items()}
    return Change("process.bpmn", flow.id, sort, template, {**named, "before": was or "—", "after": now or "—"})


def _people(old: Kind, new: Kind, language: str) -> Iterator[Change]:
    for lane in [*old.people, *(one for one in new.people if one not in old.people)]:
        was, now = (written(kind.people[lane]) if lane in kind.people else "" for kind in (old, new))
        if was != now:
            kind = new if lane in new.diagram.lanes else old
            facts = {"lane": kind.lane_name(lane, language) or lane, "before": was or "—", "after": now or "—"}
            yield Change(
                "kind.yaml", lane, "changed", says("Who is meant by {lane} changes from {before} to {after}."), facts
            )


def _forms(old: Kind, new: Kind, language: str) -> Iterator[Change]:
    for name in [*old.forms, *(one for one in new.forms if one not in old.forms)]:
        was, now, place = old.forms.get(name), new.forms.get(name), f"{name}.form"
        if was is None or now is None:
            sentence = says("The form {form} is put in.") if was is None else says("The form {form} is taken out.")
            yield Change(place, "", "added" if was is None else "removed", sentence, {"form": name})
        elif to_json(was) != to_json(now):
            yield from _fields(place, name, was, now, language)


def _fields(place: str, form: str, was: Form, now: Form, language: str) -> Iterator[Change]:
    before, after = ({one.key: one for one in form_.all()} for form_ in (was, now))
    facts = {"form": form}
    some = False
    for key in [*before, *(one for one in after if one not in before)]:
        old_field, new_field = before.get(key), after.get(key)
        if old_field is None and new_field is not None:
            named = {**facts, "field": now.label(new_field, language)}
            yield Change(place, key, "added", says("The form {form} asks {field} too."), named)
        elif new_field is None and old_field is not None:
            named = {**facts, "field": was.label(old_field, language)}
            yield Change(place, key, "removed", says("The form {form} does not ask {field} any more."), named)
        elif old_field is not None and new_field is not None and _said(was, old_field) != _said(now, new_field):
            named = {**facts, "field": now.label(new_field, language)}
            yield Change(place, key, "changed", says("In the form {form} the field {field} changes."), named)
        else:
            continue
        some = True
    if not some:
        yield Change(place, "", "changed", says("The form {form} changes."), facts)


def _said(form: Form, one: Field) -> tuple[Any, ...]:
    labels = tuple(form.label(one, language) for language in ("kk", "ru", "ky", "en"))
    return (one.type, labels, one.required, one.many, one.hide, one.options, dict(one.rules), dict(one.props))


def _settings(old: Kind, new: Kind) -> Iterator[Change]:
    for key in ("title", "description", "start", "own_document", "repeat", "titles", "signers", "registrar", "executors",
                "checks", "levels", "filed", "journals", "access", "routing", "requisites", "languages"):  # fmt: skip
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            facts = {"key": key, "before": _short(was), "after": _short(now)}
            yield Change(
                "kind.yaml", key, "changed", says("The setting {key} changes from {before} to {after}."), facts
            )


def _short(value: Any) -> str:
    if isinstance(value, Mapping) and set(value) <= {"kk", "ru", "ky", "en"}:
        value = said(dict(value), "ru")
    return str(value)[:200] or "—"


def _texts(old: Kind, new: Kind) -> Iterator[Change]:
    pairs = (
        (new.rendition.template, old.template.source, new.template.source),
        (new.rendition.style, old.style, new.style),
    )
    for place, was, now in pairs:
        if was != now:
            lines = list(difflib.unified_diff(was.splitlines(), now.splitlines(), lineterm="", n=0))[2:]
            more = sum(1 for one in lines if one.startswith("+"))
            less = sum(1 for one in lines if one.startswith("-"))
            facts = {"file": place, "more": more, "less": less, "lines": "\n".join(lines)[:4000]}
            yield Change(place, "", "changed", says("The text of {file} changes: {more} lines come, {less} go."), facts)
    if old.translations != new.translations:
        yield Change("translations.yaml", "", "changed", says("Translations change."), {})
