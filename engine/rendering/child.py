"""What a throw-away child can do: lay a document out, picture pages, read text. Runs only in the nursery's children."""

import io
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pypdfium2

HERE = Path(__file__).resolve().parent
_FONTS = HERE / "fonts"
_POINTS = 0.75
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}

Answer = tuple[dict[str, Any], list[bytes]]
_loaded: dict[str, Any] = {}


def load() -> None:
    """Imports the layout library and opens the bundled fonts; what is missing is told to each caller."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        import weasyprint  # noqa: PLC0415  the web must start without Pango
        from weasyprint import urls  # noqa: PLC0415
        from weasyprint.text import fonts  # noqa: PLC0415
    except (ImportError, OSError) as problem:
        _loaded["missing"] = str(problem).splitlines()[0]
        return
    _loaded.update(weasyprint=weasyprint, urls=urls, fonts=fonts.FontConfiguration())
    _loaded["base"] = _sheet((HERE / "base.css").read_text(), _fetcher({}))


def do(head: dict[str, Any], parts: list[bytes]) -> Answer:
    """Does what the head asks; a failure is an answer with `problem` and its facts."""
    try:
        return _JOBS[head["job"]](head, parts)
    except MemoryError:
        return {"problem": "limits"}, []
    except RecursionError:
        return {"problem": "nested"}, []
    except pypdfium2.PdfiumError as problem:
        return {"problem": "not-pdf", "why": str(problem)}, []
    except Exception as problem:
        return {"problem": "failed", "why": f"{type(problem).__name__}: {problem}"[:300]}, []


def _pdf(head: dict[str, Any], parts: list[bytes]) -> Answer:
    if "missing" in _loaded:
        return {"problem": "missing", "why": _loaded["missing"]}, []
    pictures = dict(zip(head["images"], parts[: len(head["images"])], strict=True))
    fetcher = _fetcher(pictures)
    try:
        pages, boxes, pdf = _lay_out(head, parts[len(pictures) :], fetcher)
    except _loaded["urls"].FatalURLFetchingError:
        return {"problem": "refused", "address": fetcher.refused[0] if fetcher.refused else "?"}, []
    if fetcher.refused:
        return {"problem": "refused", "address": fetcher.refused[0]}, []
    if pages > head["most_pages"]:
        return {"problem": "pages", "pages": pages}, []
    return {"pages": pages, "boxes": boxes}, [pdf]


def _lay_out(head: dict[str, Any], contents: list[bytes], fetcher: Any) -> tuple[int, dict[str, Any], bytes]:
    options = {"pdf_variant": head["variant"]} if head["variant"] else {}
    document = _fitted(head, fetcher, options)
    if len(document.pages) > head["most_pages"]:
        return len(document.pages), {}, b""
    attached = [
        _attachment(told, content, fetcher) for told, content in zip(head["attachments"], contents, strict=True)
    ]
    pdf = document.write_pdf(attachments=attached or None, pdf_identifier=bytes.fromhex(head["identifier"]), **options)
    return len(document.pages), _boxes(document, head["places"]), pdf


def _fitted(head: dict[str, Any], fetcher: Any, options: dict[str, Any]) -> Any:
    """The laid out document; when `sizes` of letters are given, by the first with which all stands on one page."""
    whole = _loaded["weasyprint"].HTML(string=_page(head), base_url="bagyt:", url_fetcher=fetcher)
    for size in head.get("sizes", [None]):
        css = head["css"] if size is None else f"{head['css']} html {{ font-size: {size}pt }}"
        sheets = [_loaded["base"], _sheet(css, fetcher)]
        document = whole.render(stylesheets=sheets, font_config=_loaded["fonts"], **options)
        if len(document.pages) == 1:
            break
    return document


def _page(head: dict[str, Any]) -> str:
    created = escape(head["created"])
    return (
        f'<!doctype html><html lang="{escape(head["language"])}"><head><meta charset="utf-8">'
        f'<title>{escape(head["title"])}</title><meta name="author" content="{escape(head["author"])}">'
        f'<meta name="dcterms.created" content="{created}"><meta name="dcterms.modified" content="{created}">'
        f"</head><body>{head['html']}</body></html>"
    )


def _attachment(told: dict[str, Any], content: bytes, fetcher: Any) -> Any:
    # the library writes naive dates with a Z behind them
    moment = datetime.fromisoformat(told["created"]).astimezone(UTC).replace(tzinfo=None)
    return _loaded["weasyprint"].Attachment(
        string=content,
        name=told["name"],
        description=told["description"],
        created=moment,
        modified=moment,
        relationship=told["relationship"],
        url_fetcher=fetcher,
    )


def _boxes(document: Any, places: list[str]) -> dict[str, list[float]]:
    boxes: dict[str, list[float]] = {}
    for number, page in enumerate(document.pages):
        for place in places:
            if place in page.anchors and place not in boxes:
                x1, y1, x2, y2 = page.anchors[place]
                edges = (x1, page.height - y2, x2, page.height - y1)
                boxes[place] = [number, *(round(edge * _POINTS, 2) for edge in edges)]
    return boxes


def _sheet(css: str, fetcher: Any) -> Any:
    return _loaded["weasyprint"].CSS(string=css, font_config=_loaded["fonts"], url_fetcher=fetcher, base_url="bagyt:")


def _fetcher(pictures: dict[str, bytes]) -> Any:
    """A fetcher that serves bundled fonts as `bagyt:` and the given pictures as `image:`, and refuses the rest.

    It must be made of the library's class, which is imported late, so the class is made here.
    """
    urls = _loaded["urls"]

    class Closed(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__(
                allowed_protocols=("bagyt", "image"), allow_redirects=False, fail_on_errors=True, timeout=1
            )
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            found = _given(url, pictures)
            if found is None:
                self.refused.append(url[:200])
                raise ValueError("refused")
            return urls.URLFetcherResponse(url, found[1], {"Content-Type": found[0]})

    return Closed()


def _given(url: str, pictures: dict[str, bytes]) -> tuple[str, bytes] | None:
    scheme, _, name = url.partition(":")
    if scheme == "bagyt" and name in {path.name for path in _FONTS.glob("*.ttf")}:
        return "font/ttf", (_FONTS / name).read_bytes()
    if scheme == "image" and name in pictures:
        kinds = [kind for magic, kind in _PICTURES.items() if pictures[name].startswith(magic)]
        return (kinds[0], pictures[name]) if kinds else None
    return None


def _pages(head: dict[str, Any], parts: list[bytes]) -> Answer:
    pictures = []
    with pypdfium2.PdfDocument(parts[0]) as document:
        document.init_forms()
        for number in range(len(document))[: head["most_pages"]]:
            bitmap = document[number].render(scale=head["scale"])
            file = io.BytesIO()
            bitmap.to_pil().save(file, "PNG")
            pictures.append(file.getvalue())
    return {}, pictures


def _text(head: dict[str, Any], parts: list[bytes]) -> Answer:
    with pypdfium2.PdfDocument(parts[0]) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return {"texts": [text.replace("\r\n", "\n").replace("\x02", "-") for text in texts]}, []


def _count(head: dict[str, Any], parts: list[bytes]) -> Answer:
    with pypdfium2.PdfDocument(parts[0]) as document:
        return {"pages": len(document)}, []


_JOBS: dict[str, Callable[[dict[str, Any], list[bytes]], Answer]] = {
    "pdf": _pdf,
    "pages": _pages,
    "text": _text,
    "count": _count,
}
