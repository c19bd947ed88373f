"""The specification of a diagram: compiled once when it is published, opened once per process."""

import hashlib
import json
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.serializer.helpers import DefaultRegistry
from SpiffWorkflow.bpmn.specs.defaults import ServiceTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task

from engine.errors import KindProblem, KindRefused, WrongState
from engine.workflow import gateways, many, specs
from engine.workflow.diagram import Reading, Step

VERSION = b"bagyt-specification-1\n"
LIBRARY = "3.2.0"
_KEPT = 64

# Class of the library that its parser makes -> ours, which is made in its place when a specification is opened.
OURS: Mapping[str, type] = {
    "SimpleBpmnTask": specs.Node,
    "BpmnStartTask": specs.Node,
    "StartEvent": specs.Node,
    "_EndJoin": gateways.EndJoin,
    "NoneTask": specs.Person,
    "ManualTask": specs.Person,
    "UserTask": specs.Person,
    "ScriptTask": specs.Script,
    "ServiceTask": specs.Verb,
    "StandardLoopTask": many.Loop,
    "ParallelMultiInstanceTask": many.EachAtOnce,
    "SequentialMultiInstanceTask": many.EachInTurn,
    "SubWorkflowTask": specs.Sub,
    "CallActivity": specs.Sub,
    "BoundaryEventSplit": specs.BoundarySplit,
    "BoundaryEventJoin": specs.BoundaryEnd,
    "ExclusiveGateway": gateways.Exclusive,
    "InclusiveGateway": gateways.Inclusive,
    "ParallelGateway": gateways.Parallel,
    "EventBasedGateway": gateways.EventGate,
    "EndEvent": specs.End,
    "IntermediateCatchEvent": specs.Catch,
    "IntermediateThrowEvent": specs.Throw,
    "BoundaryEvent": specs.Boundary,
    "SendTask": specs.Throw,
    "ReceiveTask": specs.Catch,
}
# What the library can run and we do not; publishing refuses it by name, opening refuses it again.
REFUSED = frozenset(
    (
        "TransactionSubprocess",
        "EventSubprocess",
        "AdHocSubprocess",
        "AdHocSubprocessSpec",
        "StartEventSplit",
        "StartEventJoin",
    )
)
_STATE = (BpmnWorkflow, BpmnSubWorkflow, Task)


def compile_process(reading: Reading) -> bytes:
    """The specification of a diagram that may be published, as bytes; raises KindRefused when it has errors."""
    if reading.diagram is None or not reading.runs:
        raise KindRefused(reading.errors)
    process_id = reading.diagram.process_id
    try:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(reading.normalised, _xml_parser()))
        spec = parser.get_spec(process_id)
        found = {process_id: spec, **parser.get_subprocess_specs(process_id)}
    except (ValidationException, SpiffWorkflowException, RecursionError, KeyError, ValueError) as wrong:
        template = "Expected a diagram that can run, but the workflow library says: {reason}"
        raise KindRefused([KindProblem("process.bpmn", template, {"reason": str(wrong)[:300]})]) from wrong
    _refuse_unsupported(found)
    registry = BpmnWorkflowSerializer.configure({**_specifications(), ServiceTask: BpmnTaskSpecConverter})
    steps = {step.id: _facts(step) for step in reading.diagram.steps.values()}
    written = {
        "library": LIBRARY,
        "process": process_id,
        "specs": {name: _with_verbs(registry.convert(one), steps) for name, one in found.items()},
        "steps": steps,
    }
    return VERSION + zlib.compress(json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def _refuse_unsupported(found: Mapping[str, Any]) -> None:
    template = "Expected a diagram of the supported elements, but {name} ({element}) is not one."
    problems = [
        KindProblem(
            "process.bpmn", template, {"name": task.bpmn_name or task.name, "element": type(task).__name__}, task.name
        )
        for spec in found.values()
        for task in spec.task_specs.values()
        if type(task).__name__ in REFUSED
    ]
    if problems:
        raise KindRefused(problems)


def _xml_parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _specifications() -> dict[type, Any]:
    return {cls: converter for cls, converter in DEFAULT_CONFIG.items() if cls not in _STATE}


def _facts(step: Step) -> dict[str, Any]:
    facts = {
        "name": step.name,
        "type": step.type,
        "verb": step.verb,
        "parameters": dict(step.parameters),
        "message": step.message,
        "key": step.key,
    }
    return {name: value for name, value in facts.items() if value}


def _with_verbs(spec: dict[str, Any], steps: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A task that sends a message through a registered verb is a verb's step."""
    for task in spec["task_specs"].values():
        if task["typename"] == "SendTask" and "verb" in steps.get(task["bpmn_id"], {}):
            task["typename"] = "ServiceTask"
    return spec


@dataclass(frozen=True)
class Opened:
    """A specification ready to run; shared by all threads, nothing in it changes."""

    digest: str
    spec: Any
    subs: Mapping[str, Any]
    steps: Mapping[str, Mapping[str, Any]]


def open_specification(specification: bytes) -> Opened:
    """The compiled specification as what runs; raises WrongState for one of another version."""
    if not specification.startswith(VERSION):
        raise WrongState(
            "Expected a specification of this version of Bagyt, but it is another's. Publish the kind again."
        )
    written = json.loads(zlib.decompress(specification[len(VERSION) :]))
    if written["library"] != LIBRARY:
        raise WrongState(
            "Expected a specification of this version of Bagyt, but it is another's. Publish the kind again."
        )
    registry = _registry()
    found = {name: registry.restore(one) for name, one in written["specs"].items()}
    spec = found.pop(written["process"])
    return Opened(hashlib.sha256(specification).hexdigest(), spec, found, written["steps"])


def _registry() -> DefaultRegistry:
    registry = DefaultRegistry()
    for cls, converter in {**_specifications(), ServiceTask: BpmnTaskSpecConverter}.items():
        name = cls.__name__
        if name not in REFUSED:
            converter(OURS.get(name, cls), registry, name)
    return registry


class Shelf:
    """Opened specifications by their bytes, at most 64, for all threads of the process."""

    def __init__(self, opener: Callable[[bytes], Opened] = open_specification) -> None:
        self._opener = opener
        self._lock = Lock()
        self._opened: OrderedDict[bytes, Opened] = OrderedDict()

    def take(self, specification: bytes) -> Opened:
        """The specification, opened now or before."""
        digest = hashlib.sha256(specification).digest()
        with self._lock:
            if digest not in self._opened:
                self._opened[digest] = self._opener(specification)
            self._opened.move_to_end(digest)
            while len(self._opened) > _KEPT:
                self._opened.popitem(last=False)
            return self._opened[digest]
