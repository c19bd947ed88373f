"""Faults planted in a copied route: the drawing changed as an owner might change it by mistake."""

from collections.abc import Callable
from pathlib import Path

from lxml import etree

from engine import kinds
from engine.kinds import Kind
from engine.steps import VERBS

ROOT = Path(__file__).parents[3]
SHARED = kinds.read_folder(ROOT / "forms")
SHAPES = {name: verb.shape for name, verb in VERBS.items()}
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BAGYT = "{urn:bagyt:bpmn:1.0}"
Change = Callable[[etree._Element], None]


def shipped(name: str) -> dict[str, bytes]:
    return kinds.read_folder(ROOT / "processes" / name)


def read(files: dict[str, bytes]) -> Kind:
    return kinds.read(files, SHARED, SHAPES)


def redrawn(name: str, *changes: Change, settings: Callable[[bytes], bytes] = lambda text: text) -> Kind:
    """The shipped kind with its drawing changed."""
    files = shipped(name)
    root = etree.fromstring(files["process.bpmn"])
    for change in changes:
        change(root)
    files["process.bpmn"] = etree.tostring(root)
    files["kind.yaml"] = settings(files["kind.yaml"])
    return read(files)


def _at(root: etree._Element, id: str) -> etree._Element:
    return next(one for one in root.iter(etree.Element) if one.get("id") == id)


def aim(flow: str, target: str) -> Change:
    return lambda root: _at(root, flow).set("targetRef", target)


def ask(flow: str, condition: str) -> Change:
    """Gives the flow that condition; it is the default no longer."""

    def change(root: etree._Element) -> None:
        held = _at(root, flow)
        for gateway in root.iter(etree.Element):
            if gateway.get("default") == flow:
                del gateway.attrib["default"]
        for old in held.findall(BPMN + "conditionExpression"):
            held.remove(old)
        etree.SubElement(held, BPMN + "conditionExpression").text = condition

    return change


def otherwise(gateway: str, flow: str) -> Change:
    """Makes the flow the default of the gateway."""

    def change(root: etree._Element) -> None:
        _at(root, gateway).set("default", flow)
        for old in _at(root, flow).findall(BPMN + "conditionExpression"):
            _at(root, flow).remove(old)

    return change


def turn(step: str, element: str) -> Change:
    def change(root: etree._Element) -> None:
        _at(root, step).tag = BPMN + element

    return change


def drop(flow: str) -> Change:
    def change(root: etree._Element) -> None:
        held = _at(root, flow)
        parent = held.getparent()
        assert parent is not None
        parent.remove(held)
        for one in list(root.iter(BPMN + "incoming", BPMN + "outgoing")):
            if one.text == flow:
                one.getparent().remove(one)  # type: ignore[union-attr]
        for edge in [one for one in root.iter(etree.Element) if one.get("bpmnElement") == flow]:
            edge.getparent().remove(edge)  # type: ignore[union-attr]

    return change


def without_term(step: str) -> Change:
    def change(root: etree._Element) -> None:
        for one in list(_at(root, step).iter(BAGYT + "term")):
            one.getparent().remove(one)  # type: ignore[union-attr]

    return change
