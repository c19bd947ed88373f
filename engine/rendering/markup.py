"""Which HTML a template may hold, checked in what its author wrote and enforced on what comes out."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

import nh3
import tinycss2  # type: ignore[import-untyped]

from engine.errors import KindProblem

_NAMES = """
section article header footer address div p span br hr wbr h1 h2 h3 h4 h5 h6 b strong i em u s sup sub small q
blockquote pre code bdi table caption colgroup col thead tbody tfoot tr td th ul ol li dl dt dd figure figcaption img
"""
ELEMENTS = frozenset(_NAMES.split())
_EVERYWHERE = frozenset({"id", "class", "lang", "dir", "title", "style"})
_ALSO = {
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "img": {"src", "alt", "width", "height"},
}
_FILLED = frozenset({"class", "lang", "title", "alt"})
_VALUE, _BLOCK = "\ue000", "\ue001"
_MARKS = {"variable_begin": _VALUE, "block_begin": _BLOCK}
_STYLE = re.compile(r"[a-zA-Z0-9:;.%,# \-]*")
_SOURCE = re.compile(r"image:[A-Za-z0-9._-]+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CLEAN = nh3.Cleaner(
    tags=set(ELEMENTS),
    attributes={"*": set(_EVERYWHERE), **{element: set(names) for element, names in _ALSO.items()}},
    url_schemes={"image"},
    link_rel=None,
    attribute_filter=lambda element, name, value: None if name == "style" and not _STYLE.fullmatch(value) else value,
)

_ELEMENT = "Expected an element of text, tables and lists, but line {line} has <{found}>."
_ATTRIBUTE = "Expected a plain attribute, but line {line} has {found} in <{element}>."
_SHEET = "Expected a style without addresses and brackets, but line {line} has {found}. Write it in the style sheet."
_PICTURE = 'Expected a picture of the kind as src="image:name", but line {line} has {found}.'
_INSIDE = "Expected no conditions inside a tag and placeholders only in quoted {filled}, but line {line} has others."
_SIGN = "Expected &lt; for a sign that begins no element, but line {line} has <."
_COMMENT = "Expected notes to be written {{# like this #}}, but line {line} has an HTML comment or declaration."
_ADDRESS = (
    "Expected only pictures of the kind (image:name) and bundled fonts, but line {line} of the style has {found}."
)


class _Reader(HTMLParser):
    def __init__(self, place: str) -> None:
        super().__init__(convert_charrefs=False)
        self.place = place
        self.found: list[KindProblem] = []

    def problem(self, sentence: str, **facts: object) -> None:
        line = self.getpos()[0]
        self.found.append(KindProblem(self.place, sentence, {**facts, "line": line}, str(line)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        if _BLOCK in written or _VALUE in _QUOTED.sub("", written):
            self.problem(_INSIDE, filled=", ".join(sorted(_FILLED)))
        elif tag not in ELEMENTS:
            self.problem(_ELEMENT, found=tag)
        else:
            for name, value in attrs:
                self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name not in _EVERYWHERE | _ALSO.get(tag, set()):
            self.problem(_ATTRIBUTE, found=name, element=tag)
        elif _VALUE in value and name not in _FILLED:
            self.problem(_INSIDE, filled=", ".join(sorted(_FILLED)))
        elif name == "style" and not _STYLE.fullmatch(value):
            self.problem(_SHEET, found=value[:60])
        elif name == "src" and not _SOURCE.fullmatch(value):
            self.problem(_PICTURE, found=value[:60])

    def handle_endtag(self, tag: str) -> None:
        if tag not in ELEMENTS:
            self.problem(_ELEMENT, found=f"/{tag}".replace(_VALUE, "").replace(_BLOCK, ""))

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self.problem(_SIGN)

    def handle_comment(self, data: str) -> None:
        self.problem(_COMMENT)

    def handle_decl(self, decl: str) -> None:
        self.problem(_COMMENT)

    def handle_pi(self, data: str) -> None:
        self.problem(_COMMENT)

    def unknown_decl(self, data: str) -> None:
        self.problem(_COMMENT)


def check_markup(pieces: Iterable[tuple[int, str, str]], place: str) -> list[KindProblem]:
    """What in the HTML of a template is not allowed; `pieces` are the lexer's (line, kind, text)."""
    reader = _Reader(place)
    try:
        reader.feed(_outline(pieces))
        reader.close()
    except AssertionError:
        reader.problem(_COMMENT)
    return reader.found


def _outline(pieces: Iterable[tuple[int, str, str]]) -> str:
    """The HTML with a mark for each placeholder and each block; every text stands on its line."""
    outline: list[str] = []
    lines = 1
    for line, kind, text in pieces:
        if kind == "data":
            lost = max(line - lines, 0)
            outline.append("\n" * lost + text.replace(_VALUE, "<").replace(_BLOCK, "<"))
            lines += lost + text.count("\n")
        elif kind in _MARKS:
            outline.append(_MARKS[kind])
    return "".join(outline)


def check_css(css: str, place: str = "template.css") -> list[KindProblem]:
    """What in a style sheet of a kind asks for something outside the kind."""
    found: list[KindProblem] = []
    _walk(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), place, found)
    return found


def _walk(tokens: Iterable[object], place: str, found: list[KindProblem]) -> None:
    for token in tokens:
        written = _address(token)
        if written is not None:
            line = int(getattr(token, "source_line", 1))
            found.append(KindProblem(place, _ADDRESS, {"line": line, "found": written[:60]}, str(line)))
        for inner in ("prelude", "content", "arguments"):
            _walk(getattr(token, inner, None) or (), place, found)


def _address(token: object) -> str | None:
    kind, name = getattr(token, "type", ""), str(getattr(token, "lower_name", ""))
    if kind == "at-rule" and (name := str(getattr(token, "lower_at_keyword", ""))) in (
        "import",
        "font-face",
        "color-profile",
        "namespace",
    ):
        return f"@{name}"
    if kind == "url":
        value = str(getattr(token, "value", ""))
        return None if _SOURCE.fullmatch(value) else value
    if kind == "function" and name in ("url", "src", "image", "image-set", "attr"):
        return _function(token, name)
    return f"a mistake ({getattr(token, 'message', '')})" if kind == "error" else None


def _function(token: object, name: str) -> str | None:
    texts = [
        getattr(one, "value", "") for one in getattr(token, "arguments", ()) if getattr(one, "type", "") == "string"
    ]
    return None if name == "url" and len(texts) == 1 and _SOURCE.fullmatch(texts[0]) else f"{name}()"


def clean(html: str) -> str:
    """The HTML with everything outside the allow-list taken away: the last word, whatever the checks let through."""
    return _CLEAN.clean(html)
