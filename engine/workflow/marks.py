"""Checks of the file as it was drawn, before anything is changed: ids, hidden characters, places on the drawing."""

import unicodedata
from collections import Counter

from lxml import etree

from engine.workflow.markup import BAGYT, BPMN, DI, B, is_bpmn, space
from engine.workflow.notes import Notes
from engine.workflow.subset import NODES, nodes_below

TAKEN = frozenset(("Start", "End", "Root"))  # the library keeps steps of its own under these ids
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
DOUBLE = 'Expected each id once, but "{id}" is there more than once. Give one of the elements another id.'
TAKEN_ID = 'Expected another id than "{id}", which the engine needs for itself. Give the element another id.'
HIDDEN = "Expected visible characters in names and settings, but there are hidden ones. Type the text anew."
NOT_DRAWN = "Expected every element on the drawing, but this one is invisible there. Draw it or leave it out."
NO_DRAWING = "Expected a drawing of the process, but the file has none: it runs, and nobody can look at it."
SPACES = 'Expected an id of letters, digits, "_", "-" and ".", but found "{id}".'


def check_marks(root: etree._Element, notes: Notes) -> None:
    """Tells of double ids, hidden characters, and elements that nobody can see."""
    _check_ids(root, notes)
    for element in root.iter(etree.Element):
        if any(hides(text) for text in _said(element)):
            notes.refuse(_named(element), HIDDEN)
    _check_drawing(root, notes)


def _said(element: etree._Element) -> list[str]:
    """What a person may read of the element, or Bagyt does."""
    if space(element) not in (BPMN, BAGYT):
        return []
    spoken = is_bpmn(element, "documentation", "conditionExpression", "script", "text")
    return [str(value) for value in element.attrib.values()] + [element.text or ""] * spoken


def hides(text: str) -> bool:
    """Whether the text has characters that nobody sees, or that turn the direction of reading."""
    return any(_is_hidden(sign) for sign in text)


def _is_hidden(sign: str) -> bool:
    if sign.isascii():
        return not sign.isprintable() and sign not in "\n\r\t"
    return sign in FILLERS or unicodedata.category(sign) in ("Cf", "Cc", "Cs")


def _named(element: etree._Element) -> etree._Element:
    held: etree._Element | None = element
    while held is not None and not (held.get("id") and space(held) == BPMN):
        held = held.getparent()
    return element if held is None else held


def _check_ids(root: etree._Element, notes: Notes) -> None:
    marked = [element for element in root.iter(etree.Element) if space(element) in (BPMN, DI) and element.get("id")]
    count = Counter(element.get("id", "") for element in marked)
    for element in marked:
        name = element.get("id", "")
        if count[name] > 1:
            notes.refuse(element, DOUBLE, id=name[:60])
        if is_bpmn(element, "sequenceFlow", "process", *NODES):
            if name in TAKEN:
                notes.refuse(element, TAKEN_ID, id=name)
            if not all(sign.isalnum() or sign in "_-." for sign in name):
                notes.refuse(element, SPACES, id=name[:60])


def _check_drawing(root: etree._Element, notes: Notes) -> None:
    drawn = {
        shape.get("bpmnElement", "").rpartition(":")[2]
        for shape in root.iter(f"{{{DI}}}BPMNShape", f"{{{DI}}}BPMNEdge")
    }
    if not drawn:
        notes.note("", "", NO_DRAWING, "warning")
        return
    for element in [*nodes_below(root), *root.iter(B + "sequenceFlow")]:
        if element.get("id") and element.get("id") not in drawn:
            notes.warn(element, NOT_DRAWN)
