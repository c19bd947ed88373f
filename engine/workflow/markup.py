"""Reads XML that strangers have written: bounded, UTF-8, no DOCTYPE, no entities, nothing fetched."""

import re
from typing import Final

from lxml import etree

from engine.errors import KindProblem

PLACE: Final = "process.bpmn"
BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
BAGYT: Final = "urn:bagyt:bpmn:1.0"
B: Final = "{" + BPMN + "}"
MAX_BYTES = 2 * 1024 * 1024
MAX_ELEMENTS = 60_000
MAX_ATTRIBUTES = 120_000
MAX_NAMESPACES = 200
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_LATIN = re.compile(r"(ISO-8859-|WINDOWS-125)\d{1,2}")  # the same bytes as UTF-8 while the file is plain ASCII
_PROLOG = re.compile(rb"\A\s*<\?xml\s[^>]{0,300}\?>")


def parse(content: bytes) -> tuple[etree._Element | None, tuple[KindProblem, ...]]:
    """The root of the XML, or None and what is wrong with the file. Comments are left out."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    problem = _size_problem(content) or _encoding_problem(content) or _markup_problem(content)
    if problem is not None:
        return None, (problem,)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, reason = error.lineno or 0, error.msg or ""
        problem = _problem(
            "Expected well-formed XML, but line {line} is not: {reason}.", line=line, reason=reason[:200]
        )
        return None, (problem,)
    return root, ()


def _problem(template: str, **facts: object) -> KindProblem:
    return KindProblem(PLACE, template, facts)


def _size_problem(content: bytes) -> KindProblem | None:
    if len(content) > MAX_BYTES:
        return _problem(
            "Expected a diagram of at most {limit} bytes, but it has {size}.", limit=MAX_BYTES, size=len(content)
        )
    counted = ((b"<", MAX_ELEMENTS), (b"=", MAX_ATTRIBUTES), (b"xmlns", MAX_NAMESPACES))
    if any(content.count(sign) > limit for sign, limit in counted):
        return _problem("Expected a diagram of ordinary size, but it has too many elements, attributes or namespaces.")
    return None


def _encoding_problem(content: bytes) -> KindProblem | None:
    declared = _DECLARED.match(content)
    named = declared[1].decode("ascii").upper() if declared else "UTF-8"
    same = named in ("UTF-8", "UTF8", "ASCII", "US-ASCII") or (
        _LATIN.fullmatch(named) is not None and content.isascii()
    )
    if not same or b"\x00" in content:
        return _problem("Expected the diagram in UTF-8, but it is in another encoding. Save it as UTF-8.")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _problem("Expected the diagram in UTF-8, but it is in another encoding. Save it as UTF-8.")
    return None


def _markup_problem(content: bytes) -> KindProblem | None:
    upper = content.upper()
    if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper:
        return _problem("Expected a diagram without DOCTYPE and entities, but it has them.")
    if b"<?" in _PROLOG.sub(b"", content, count=1):
        return _problem("Expected a diagram without processing instructions, but it has some.")
    return None


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def space(element: etree._Element) -> str:
    """The element's namespace."""
    return etree.QName(element).namespace or ""


def is_bpmn(element: etree._Element, *names: str) -> bool:
    """Whether the element is BPMN's own and has one of the names (any name when none is given)."""
    return space(element) == BPMN and (not names or local(element) in names)


def called(element: etree._Element) -> str:
    """What the author called the element, on one line."""
    return " ".join((element.get("name") or "").split())


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first BPMN child of that name."""
    return element.find(B + name)


def content_of(element: etree._Element | None) -> str:
    """The text of an element without spaces around it; empty where there is none."""
    return "" if element is None else "".join(str(part) for part in element.itertext()).strip()


def own(element: etree._Element, name: str) -> list[etree._Element]:
    """The children `bagyt:name` of the element's extensionElements."""
    return element.findall(f"{B}extensionElements/{{{BAGYT}}}{name}")


def put(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A new BPMN child at the end."""
    made = etree.SubElement(parent, B + name)
    for key, value in attributes.items():
        made.set(key, value)
    return made


def remove(element: etree._Element) -> None:
    """Takes the element out of its parent; text after it stays."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
