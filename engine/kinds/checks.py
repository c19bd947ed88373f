"""What a kind's files must say of each other: lanes and rules, steps and settings, answers and forms."""

import re
from collections.abc import Collection, Iterator, Mapping

from engine.checks import CHECKS
from engine.errors import KindProblem
from engine.forms import Form
from engine.kinds.kind import Settings, fields_of_title
from engine.kinds.labels import FINAL, STRENGTH
from engine.kinds.rules import answers_of
from engine.kinds.sheet import Sheet
from engine.workflow import Diagram, Step

TOO_WEAK = "Expected step {step} to ask for the level {least} or a stronger one, but the diagram says {found}."
_READ = re.compile(r"""\bdoc\s*\[\s*["']([^"']*)["']\s*\]|\bget\(\s*doc\s*,\s*["']([^"']*)["']""")


def check_settings(sheet: Sheet, settings: Settings, diagram: Diagram, forms: Mapping[str, Form]) -> None:
    """Keeps on the sheet of kind.yaml everything that does not fit the diagram and the forms."""
    keys = {field.key for form in forms.values() for field in form.all()}
    _check_name(sheet, settings, diagram)
    _check_people(sheet, settings, diagram, keys)
    _check_steps(sheet, settings, diagram)
    _check_start(sheet, settings, forms)
    _check_routing(sheet, settings, diagram, keys)
    _check_filing(sheet, settings, forms)


def _check_name(sheet: Sheet, settings: Settings, diagram: Diagram) -> None:
    if settings.name and not re.fullmatch("[a-z][a-z0-9_]{1,39}", settings.name):
        sheet.wrong(
            ("kind",),
            "Expected a name of 2 to 40 small Latin letters, digits and _, but found {found}.",
            found=settings.name,
        )
    elif settings.name and settings.name != diagram.process_id:
        sentence = "Expected the diagram's process to have the kind's name {name} as its id, but it is {found}."
        sheet.wrong(("kind",), sentence, name=settings.name, found=diagram.process_id)


def _check_people(sheet: Sheet, settings: Settings, diagram: Diagram, keys: Collection[str]) -> None:
    lanes = {step.lane for step in diagram.persons() if step.lane}
    sheet.known(("people",), diagram.lanes)
    for lane in sorted(lanes - set(sheet.mapping(("people",)))):
        sheet.wrong(
            ("people",),
            "Expected a rule for the people of lane {lane} ({name}), but there is none.",
            lane=lane,
            name=diagram.lanes[lane],
        )
    for lane, rule in settings.people.items():
        for key in sorted(answers_of(rule) - set(keys)):
            sheet.wrong(
                ("people", lane), "Expected an answer of one of the kind's forms, but {found} is none.", found=key
            )


def _check_steps(sheet: Sheet, settings: Settings, diagram: Diagram) -> None:
    persons = {step.id: step for step in diagram.persons()}
    sheet.known(("checks",), CHECKS)
    for key in ("own_document", "levels"):
        sheet.known((key,), persons)
    sheet.known(("rendition", "label"), persons)
    for at, step in enumerate(settings.signers):
        _must_end(sheet, ("signers", at), persons, step, "sign")
    if settings.registrar:
        _must_end(sheet, ("registrar",), persons, settings.registrar, "register")
    if settings.executors:
        _must_end(sheet, ("executors",), persons, settings.executors, "report")
    _check_signing(sheet, settings, persons)
    _check_levels(sheet, settings, persons)


def _must_end(sheet: Sheet, path: tuple[str | int, ...], persons: Mapping[str, Step], step: str, outcome: str) -> None:
    if step not in persons or outcome not in {one.id for one in persons[step].outcomes}:
        sheet.wrong(
            path,
            "Expected a person's step with the outcome {outcome}, but {found} is none.",
            outcome=outcome,
            found=step,
        )


def _check_signing(sheet: Sheet, settings: Settings, persons: Mapping[str, Step]) -> None:
    for step in persons.values():
        outcomes = {one.id for one in step.outcomes}
        if "sign" in outcomes and step.id not in settings.signers:
            sheet.wrong(
                ("signers",),
                "Expected step {step} among the signers, because it has the outcome sign, but it is not.",
                step=step.id,
            )
        if "register" in outcomes and step.id != settings.registrar:
            sheet.wrong(
                ("registrar",),
                "Expected step {step} as the registrar's, because it has the outcome register, but it is not.",
                step=step.id,
            )
    for step_id, rule in settings.own_document.items():
        found = {one.id for one in persons[step_id].outcomes} if step_id in persons else set()
        if rule == "skip" and found and "approve" not in found:
            sentence = "Expected skip only for a step with the outcome approve, but {step} has none. Write up instead."
            sheet.wrong(("own_document", step_id), sentence, step=step_id)
    if settings.registrar and not settings.books:
        sheet.wrong(
            ("journal",),
            "Expected a journal for the registrar's step {step}, but there is none.",
            step=settings.registrar,
        )
    if settings.fields and not settings.rendition.template:
        sheet.wrong(
            ("rendition",), "Expected a template for the document that is signed or registered, but there is none."
        )


def _check_levels(sheet: Sheet, settings: Settings, persons: Mapping[str, Step]) -> None:
    signed = {one.id for one in persons.values() if {"sign", "register"} & {outcome.id for outcome in one.outcomes}}
    for step_id in sorted(signed | set(settings.levels)):
        step, least = persons.get(step_id), settings.levels.get(step_id, STRENGTH[0])
        if step_id in signed and least == STRENGTH[0]:
            least = STRENGTH[1]
        if step is not None and STRENGTH.index(step.level) < STRENGTH.index(least):
            sheet.wrong(("levels", step_id), TOO_WEAK, step=step_id, least=least, found=step.level)


def _check_start(sheet: Sheet, settings: Settings, forms: Mapping[str, Form]) -> None:
    form = forms.get(settings.start.form)
    if form is None:
        if settings.start.form:
            own = ", ".join(name for name in forms if ":" not in name)
            sheet.wrong(
                ("start", "form"),
                "Expected one of the forms {known}, but found {found}.",
                known=own,
                found=settings.start.form,
            )
        return
    keys = {field.key for field in form.all()}
    for key in fields_of_title(settings.titles):
        if key not in keys:
            sheet.wrong(("titles",), "Expected a field of the form {form}, but found {found}.", form=form.id, found=key)
    if settings.language and settings.language not in keys:
        sheet.wrong(
            ("language",),
            "Expected a field of the form {form}, but found {found}.",
            form=form.id,
            found=settings.language,
        )


def _check_routing(sheet: Sheet, settings: Settings, diagram: Diagram, keys: Collection[str]) -> None:
    for at, key in enumerate(settings.routing):
        if key not in keys:
            sheet.wrong(
                ("routing", at), "Expected an answer of one of the kind's forms, but {found} is none.", found=key
            )
    for key in sorted(set(answers_read(diagram)) - set(settings.routing)):
        sheet.wrong(
            ("routing",),
            "Expected {found} under routing, because the diagram reads it, but it is not there.",
            found=key,
        )


def _check_filing(sheet: Sheet, settings: Settings, forms: Mapping[str, Form]) -> None:
    asked = {field.key: field for field in forms[settings.start.form].all()} if settings.start.form in forms else {}
    for at, key in enumerate(settings.requisites):
        if asked and key not in asked:
            sheet.wrong(
                ("requisites", at),
                "Expected a field of the form {form}, but found {found}.",
                form=settings.start.form,
                found=key,
            )
    by = settings.journals.by
    if not by or not asked:
        return
    offered = {option.value for option in asked[by].options} if by in asked else set()
    if not offered:
        sheet.wrong(
            ("journals", "by"),
            "Expected an answer with choices in the form {form}, but {found} is none.",
            form=settings.start.form,
            found=by,
        )
        return
    for value in sorted(offered ^ set(settings.journals.filings)):
        sheet.wrong(
            ("journals", value),
            "Expected a journal for each choice of {answer} and no other, but not for {found}.",
            answer=by,
            found=value,
        )


def answers_read(diagram: Diagram) -> Iterator[str]:
    """The keys of the answers that expressions of the diagram read."""
    written = [flow.condition for flow in diagram.flows]
    for step in diagram.steps.values():
        written += [step.timer, step.key, step.script, *step.parameters.values()]
    for expression in written:
        for match in _READ.finditer(expression):
            yield match[1] or match[2]


def check_ends(diagram: Diagram) -> list[KindProblem]:
    """A problem for every end of the route whose id is no final state of a document."""
    return [
        KindProblem(
            "process.bpmn",
            "Expected the end event to have the id of a final state ({known}), but it is {found}.",
            {"known": ", ".join(sorted(FINAL)), "found": step.id},
            step.id,
            step.name,
        )
        for step in diagram.steps.values()
        if step.is_end and not step.parent and step.event in ("end", "none", "terminate", "") and step.id not in FINAL
    ]


def check_lanes(diagram: Diagram) -> list[KindProblem]:
    """A problem for every person's step that stands in no lane."""
    template = "Expected a person's step inside a lane, because the lane says who does it, but it is in none."
    return [
        KindProblem("process.bpmn", template, {}, step.id, step.name)
        for step in diagram.persons()
        if step.lane not in diagram.lanes
    ]


def check_certificates(diagram: Diagram) -> list[KindProblem]:
    """A problem for every step that asks for a certificate where nothing is signed: there it could not be carried out."""
    template = "Expected the level certificate only where somebody signs or registers, but this step does neither."
    return [
        KindProblem("process.bpmn", template, {}, step.id, step.name)
        for step in diagram.persons()
        if step.level == STRENGTH[-1] and not {"sign", "register"} & {one.id for one in step.outcomes}
    ]
