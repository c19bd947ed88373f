"""A small kind for tests: a circular that a lawyer and the finance department approve side by side, units execute, people acknowledge.

It is the memo's folder with another route, so its page and its forms are real.
"""

from engine import kinds
from engine.acts import asking
from engine.acts.publish import publish
from tests.offices import House, Paper

_PERSON = (
    '<bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements><bagyt:task {form} stage="{stage}" level="{level}"{of}/>'
    "{term}{outcomes}</bpmn:extensionElements></bpmn:userTask>"
)
_VERB = (
    '<bpmn:serviceTask id="{id}" name="{id}"><bpmn:extensionElements><bagyt:verb name="{verb}"/></bpmn:extensionElements>'
    "</bpmn:serviceTask>"
)
_APPROVE = (
    '<bagyt:outcome id="approve" primary="yes"/><bagyt:outcome id="approve_with_remark" comment="required"/>'
    '<bagyt:outcome id="return" comment="required"/><bagyt:outcome id="reject" comment="required"/>'
)
_TERM = '<bagyt:term amount="{amount}" unit="workday"/>'

_LANES = {
    "initiator": ["start", "rework"],
    "lawyer": ["approve_lawyer"],
    "finance": ["approve_finance"],
    "executor": ["execute"],
    "acquainted": ["acknowledge"],
    "system": ["freeze", "both", "met", "decided", "split", "joined", "file_away", "filed", "rejected"],
}
_FLOWS = (
    ("start", "freeze", ""),
    ("rework", "freeze", ""),
    ("freeze", "both", ""),
    ("both", "approve_lawyer", ""),
    ("both", "approve_finance", ""),
    ("approve_lawyer", "met", ""),
    ("approve_finance", "met", ""),
    ("met", "decided", ""),
    ("decided", "rejected", 'outcomes["approve_lawyer"] == "reject" or outcomes["approve_finance"] == "reject"'),
    ("decided", "rework", 'outcomes["approve_lawyer"] == "return" or outcomes["approve_finance"] == "return"'),
    ("decided", "split", "default"),
    ("split", "execute", ""),
    ("split", "acknowledge", ""),
    ("execute", "joined", ""),
    ("acknowledge", "joined", ""),
    ("joined", "file_away", ""),
    ("file_away", "filed", ""),
)
_DEFAULT = next(number for number, flow in enumerate(_FLOWS) if flow[2] == "default")


def _person(
    id: str, *, form: str = "", stage: str, level: str = "click", of: str = "", days: int = 2, outcomes: str = _APPROVE
) -> str:
    return _PERSON.format(
        id=id,
        name=id,
        form=f'form="{form}"' if form else "",
        stage=stage,
        level=level,
        of=f' of="{of}"' if of else "",
        term=_TERM.format(amount=days),
        outcomes=outcomes,
    )


def _one(id: str, primary: str) -> str:
    return f'<bagyt:outcome id="{primary}" primary="yes"/>'


def _flow(number: int, source: str, target: str, condition: str) -> str:
    body = ""
    if condition and condition != "default":
        body = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition.replace("&", "&amp;")}</bpmn:conditionExpression>'
    return f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{body}</bpmn:sequenceFlow>'


def diagram() -> bytes:
    """The route as a BPMN file."""
    lanes = "".join(
        f'<bpmn:lane id="{lane}" name="{lane}">{"".join(f"<bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in nodes)}</bpmn:lane>'
        for lane, nodes in _LANES.items()
    )
    nodes = [
        '<bpmn:startEvent id="start"/><bpmn:endEvent id="filed" name="filed"/><bpmn:endEvent id="rejected" name="rejected"/>',
        _VERB.format(id="freeze", verb="make_rendition"),
        _VERB.format(id="file_away", verb="file_away"),
        '<bpmn:parallelGateway id="both"/><bpmn:parallelGateway id="met"/><bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="joined"/>',
        f'<bpmn:exclusiveGateway id="decided" default="f{_DEFAULT}"/>',
        _person("approve_lawyer", form="shared:approve", stage="on_approval"),
        _person("approve_finance", form="shared:approve", stage="on_approval"),
        _person("rework", form="submit", stage="rework", outcomes=_one("rework", "submit")),
        _person(
            "execute",
            form="shared:report",
            stage="on_execution",
            of="executors",
            days=5,
            outcomes=_one("execute", "report"),
        ),
        _person(
            "acknowledge",
            stage="on_execution",
            level="simple",
            of="acquaint",
            days=3,
            outcomes=_one("acknowledge", "acknowledge"),
        ),
    ]
    flows = "".join(_flow(number, *flow) for number, flow in enumerate(_FLOWS))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:bagyt="urn:bagyt:bpmn:1.0" targetNamespace="urn:test">'
        f'<bpmn:process id="circular" isExecutable="true"><bpmn:laneSet id="lanes">{lanes}</bpmn:laneSet>{"".join(nodes)}{flows}</bpmn:process>'
        "</bpmn:definitions>"
    ).encode()


KIND = """\
kind: circular
title: {kk: Айналма хат, ru: Циркуляр, ky: Циркуляр, en: Circular}
purpose: order
start: {form: submit, who: everyone}
people:
  initiator: initiator
  lawyer: post("lawyer")
  finance: head(unit("finance"))
  executor: head(item)
  acquainted: item
own_document: {approve_lawyer: skip, approve_finance: skip}
rounds: {repeat: changed}
requisites: [executors, acquaint]
titles: subject
languages: [ru]
rendition: {template: template.html, style: template.css}
access: route
sample: sample.json
"""
FORM = b"""{"type": "default", "id": "submit", "schemaVersion": 19, "x-language": "ru", "components": [
 {"type": "textfield", "id": "subject", "key": "subject", "label": "S", "validate": {"required": true}},
 {"type": "textarea", "id": "text", "key": "text", "label": "T", "validate": {"required": true}},
 {"type": "people", "id": "executors", "key": "executors", "label": "E"},
 {"type": "people", "id": "acquaint", "key": "acquaint", "label": "A"}]}"""
PAGE = b"<h1>{{ doc.subject }}</h1><p>{{ doc.text }}</p>"
STORY = """\
scenario: {name}
people: {{initiator: teacher, lawyer: lawyer, finance: finance, executor: facility, acquainted: teacher}}
answers: {{subject: S, text: T, executors: [facility], acquaint: [teacher]}}
play:
{play}
expect: {{state: {state}}}
"""
DONE = """\
  - {by: lawyer, does: approve}
  - {by: finance, does: return, answers: {}}
  - {by: teacher, at: rework, does: submit}
  - {by: finance, does: approve}
  - {by: facility, does: report, answers: {report: R}}
  - {by: teacher, does: acknowledge}"""
REFUSED = "  - {by: lawyer, does: reject}\n  - {by: finance, does: approve}"


def circular(house: House) -> dict[str, bytes]:
    """The kind's files."""
    memo = kinds.read_folder(house.office.tools.settings.processes / "memo")
    kept = {name: content for name, content in memo.items() if name in ("template.css", "README.md")}
    return kept | {
        "kind.yaml": KIND.encode(),
        "process.bpmn": diagram(),
        "submit.form": FORM,
        "template.html": PAGE,
        "sample.json": b'{"kind": "circular", "answers": {"subject": "S", "text": "T"}, "submit": true}',
        "tests/done.yaml": STORY.format(name="done", play=DONE, state="filed").encode(),
        "tests/refused.yaml": STORY.format(name="refused", play=REFUSED, state="rejected").encode(),
    }


def publishes_circulars(house: House) -> House:
    """The house with the kind `circular` beside its own."""
    shared = kinds.read_folder(house.office.tools.settings.forms)
    with house.office.work(house.actor("owner")) as work:
        publish(work, circular(house), shared, reason="Тест")
    return house


def written(house: House) -> Paper:
    """A circular the teacher has sent: one unit executes it, one person is acquainted."""
    given = {"subject": "S", "text": "T", "executors": ["facility"], "acquaint": ["chair"]}
    return house.as_("teacher").writes("circular", **given)


def adds(house: House, login: str, who: str, order: str, task: str = "") -> None:
    """That person asks for one more approver, at the task given or at the first of his own."""
    chosen = task or house.as_(login).tasks()[0].id
    with house.office.work(house.actor(login)) as work:
        asking.add_approver(work, chosen, who, "Қараңызшы", order)
    house.settle()
