"""A diagram's file held open for changing: what is not touched is written back as it stood, comments included."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from lxml import etree

from engine.errors import Invalid, KindRefused, NotFound
from engine.kinds.redrawing.as_written import as_written
from engine.workflow.markup import BAGYT, DI, B, is_bpmn, own, parse
from engine.workflow.subset import NODES

WAY: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
TABS = "  "
_ENCODING = re.compile(r"""(encoding\s*=\s*["'])[\w.-]+(["'])""")
_PROLOG = re.compile(rb"\A\s*<\?xml[^>]*\?>")


class Drawing:
    """Keeps the tree of a BPMN file and finds things in it by their ids."""

    def __init__(self, content: bytes) -> None:
        safe, problems = parse(content)
        if safe is None:
            raise KindRefused(problems)
        bare = content.removeprefix(b"\xef\xbb\xbf")
        found = _PROLOG.match(bare)
        self.prolog = found[0].decode() if found else ""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        self.root = etree.fromstring(bare, parser)
        self._original, self._plain = bare.decode()[len(self.prolog) :], self._written()
        self._by_id = {one.get("id", ""): one for one in self.root.iter(etree.Element) if is_bpmn(one)}

    def content(self) -> bytes:
        """The file."""
        body = as_written(self._original.strip(), self._plain, self._written())
        before, after = self._original[: -len(self._original.lstrip())], self._original[len(self._original.rstrip()) :]
        prolog = self.prolog if body.isascii() else _ENCODING.sub(r"\g<1>UTF-8\g<2>", self.prolog)
        return f"{prolog}{before}{body}{after}".encode()

    def _written(self) -> str:
        return str(etree.tostring(self.root.getroottree(), encoding="unicode")).strip()

    def find(self, id: str) -> etree._Element:
        """The element with that id; raises NotFound."""
        if id not in self._by_id:
            raise NotFound("Expected to find {element} in the diagram, but there is no such element.", element=id[:60])
        return self._by_id[id]

    def has(self, id: str) -> bool:
        return id in self._by_id

    def fresh(self, wanted: str) -> str:
        """An id nothing has yet: the wanted one, else with a number after it."""
        taken = {one.get("id", "") for one in self.root.iter(etree.Element)}
        if wanted not in taken:
            return wanted
        return next(name for number in range(2, len(taken) + 3) if (name := f"{wanted}_{number}") not in taken)

    def make(self, scope: etree._Element, element: str, id: str, **attributes: str) -> etree._Element:
        """A new BPMN element in the scope: nodes stand before its flows, flows after all others."""
        made = etree.Element(B + element, {"id": id, **attributes})
        flows = [one for one in scope if isinstance(one.tag, str) and is_bpmn(one, "sequenceFlow")]
        before = flows[0] if flows and element != "sequenceFlow" else None
        after = flows[-1] if flows and element == "sequenceFlow" else None
        at = scope.index(before) if before is not None else scope.index(after) + 1 if after is not None else len(scope)
        put_in(scope, made, at)
        self._by_id[id] = made
        return made

    def add(self, parent: etree._Element, element: str, id: str, **attributes: str) -> etree._Element:
        """A new BPMN element as the last one in its parent."""
        made = etree.Element(B + element, {"id": id, **attributes})
        put_in(parent, made, len(parent))
        self._by_id[id] = made
        return made

    def take_out(self, id: str) -> None:
        """Takes the element and what is drawn of it out of the file; raises NotFound."""
        element = self.find(id)
        for shown in self.shown(id):
            take_away(shown)
        for name in ("flowNodeRef", "incoming", "outgoing"):
            for one in [ref for ref in self.root.iter(B + name) if (ref.text or "").strip() == id]:
                take_away(one)
        for node in [one for one in self.root.iter(etree.Element) if one.get("default") == id]:
            del node.attrib["default"]
        del self._by_id[id]
        take_away(element)

    def shown(self, id: str) -> list[etree._Element]:
        """The shape or edge of an element; none when it is not drawn."""
        names = (f"{{{DI}}}BPMNShape", f"{{{DI}}}BPMNEdge")
        return [one for one in self.root.iter(*names) if one.get("bpmnElement") == id]

    def flows(self) -> Iterator[etree._Element]:
        yield from self.root.iter(B + "sequenceFlow")

    def nodes(self) -> Iterator[etree._Element]:
        yield from (one for one in self.root.iter(etree.Element) if is_bpmn(one, *NODES))

    def lanes(self) -> Iterator[etree._Element]:
        yield from self.root.iter(B + "lane")

    def point(self, flow: str, *, source: str = "", target: str = "") -> None:
        """Lets a flow begin or end elsewhere."""
        drawn = self.find(flow)
        for end, name, id in (("sourceRef", "outgoing", source), ("targetRef", "incoming", target)):
            if id:
                before = self._by_id.get(drawn.get(end, ""))
                for ref in [] if before is None else before.findall(B + name):
                    if (ref.text or "").strip() == flow:
                        take_away(ref)
                drawn.set(end, id)
                self.mark(id, name, flow)

    def mark(self, node: str, name: str, flow: str) -> None:
        """Notes `incoming` or `outgoing` in the node, where the file's tool does so."""
        held = self.find(node)
        made = etree.Element(B + name)
        made.text = flow
        first = ("documentation", "extensionElements", "incoming") + (("outgoing",) if name == "outgoing" else ())
        put_in(held, made, sum(1 for one in held if not isinstance(one.tag, str) or is_bpmn(one, *first)))

    def settle(self, node: str, lane: str) -> None:
        """Puts a node into a lane, out of any other."""
        for one in [ref for ref in self.root.iter(B + "flowNodeRef") if (ref.text or "").strip() == node]:
            take_away(one)
        made = etree.Element(B + "flowNodeRef")
        made.text = node
        put_in(self.find(lane), made, len(self.find(lane)))

    def setting(self, node: str, name: str, *, put: bool = False) -> etree._Element | None:
        """Our own `bagyt:name` of a node; with `put` one is made when there is none."""
        found = own(self.find(node), name)
        return found[0] if found else self.add_setting(node, name) if put else None

    def add_setting(self, node: str, name: str, **attributes: str) -> etree._Element:
        """A new setting of our own, after the others of the node."""
        held = self.find(node)
        around = held.find(B + "extensionElements")
        if around is None:
            around = etree.Element(B + "extensionElements")
            documented = sum(1 for one in held if isinstance(one.tag, str) and is_bpmn(one, "documentation"))
            put_in(held, around, documented)
        made = etree.Element(f"{{{BAGYT}}}{name}", attributes, nsmap={"bagyt": BAGYT})
        put_in(around, made, len(around))
        return made


def put_in(parent: etree._Element, made: etree._Element, at: int) -> None:
    """Puts an element among the children, on a line of its own."""
    deep = sum(1 for _ in parent.iterancestors()) + 1
    inside, outside = "\n" + TABS * deep, "\n" + TABS * (deep - 1)
    if len(parent) == 0:
        parent.text, made.tail = inside, outside
    elif at >= len(parent):
        last = parent[-1]
        made.tail, last.tail = last.tail or outside, parent.text or inside
    else:
        made.tail = parent.text or inside
    parent.insert(at, made)


def take_away(element: etree._Element) -> None:
    """Takes an element out with its line."""
    parent = element.getparent()
    if parent is None:
        return
    before, last = element.getprevious(), element.getnext() is None
    if last and before is not None:
        before.tail = element.tail
    elif last:
        parent.text = None
    parent.remove(element)


def check_id(id: str, known: Collection[str], field: str) -> str:
    """The id when it is a known one; raises Invalid."""
    if id not in known:
        raise Invalid.one(field, "Expected one of those offered, but {found} is none.", found=id[:60])
    return id
