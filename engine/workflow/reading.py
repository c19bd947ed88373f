"""Reads a diagram: what it says, everything that is wrong with it by element, and the XML that runs."""

from lxml import etree

from engine.errors import Invalid
from engine.workflow.cleaning import clean
from engine.workflow.describe import describe
from engine.workflow.details import drop_settings, settle
from engine.workflow.diagram import Forms, Reading, Verbs
from engine.workflow.graph import check_graph
from engine.workflow.marks import check_marks
from engine.workflow.markup import B, parse
from engine.workflow.notes import Notes
from engine.workflow.shape import into_shape
from engine.workflow.subset import refuse_unknown_settings, refuse_unsupported
from engine.workflow.written import check_written

NOT_BPMN = "Expected a BPMN 2.0 file, but its first element is {element}."


def process_of(xml: bytes) -> str:
    """The id of the process a BPMN file is about: the one that may run, else the first; empty when none has an id.

    Raises Invalid when it is no BPMN file.
    """
    root, problems = parse(xml)
    if root is None:
        raise Invalid.one("file", problems[0].template, **problems[0].facts)
    if root.tag != B + "definitions":
        raise Invalid.one("file", NOT_BPMN, element=etree.QName(root).localname[:60])
    processes = sorted(root.findall(B + "process"), key=lambda one: one.get("isExecutable") != "true")
    return next((found for one in processes if (found := one.get("id", ""))), "")


def read(xml: bytes, *, verbs: Verbs | None = None, forms: Forms = None) -> Reading:
    """The reading of a BPMN file as it was drawn; never raises for what an author can write.

    Verbs are checked against `verbs` and form names against `forms` when they are given. The given bytes are left
    as they are; `Reading.normalised` is another file, made for running.
    """
    root, problems = parse(xml)
    if root is None:
        return Reading(None, problems, b"")
    notes = Notes()
    if root.tag != B + "definitions":
        notes.note("", "", NOT_BPMN, "error", element=etree.QName(root).localname[:60])
        return Reading(None, notes.problems, b"")
    check_marks(root, notes)
    refuse_unknown_settings(root, notes)
    process, ids = clean(root, notes)
    if process is None:
        return Reading(None, notes.problems, etree.tostring(root, encoding="utf-8"))
    processes = root.findall(B + "process")
    for scope in processes:
        refuse_unsupported(scope, notes)
        settle(scope, {other.get("id", "") for other in processes}, notes)
        into_shape(scope, notes, ids)
    diagram = describe(process, root, notes)
    check_graph(diagram, notes)
    check_written(root, diagram, verbs, forms, notes)
    drop_settings(root)
    return Reading(diagram, notes.problems, etree.tostring(root, encoding="utf-8", xml_declaration=True))
