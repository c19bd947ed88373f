"""Twenty-two ways in which HTML asks for something outside itself: none reaches the network or a file."""

import re
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engine.errors import Refusal
from tests.engine.rendering.conftest import Rendered

MARK = "TOP-SECRET-MARK"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">'
VECTORS = {
    "img http": '<img src="{http}/img">',
    "img file": '<img src="{file}">',
    "stylesheet": '<link rel="stylesheet" href="{http}/css">',
    "@import": "<style>@import url({http}/imp)</style>",
    "background": '<p style="background: url({http}/bg)">x</p>',
    "attachment of the document": '<link rel="attachment" href="{file}">',
    "attachment of a link": '<a rel="attachment" href="{file}">x</a>',
    "attachment http": '<link rel="attachment" href="{http}/att">',
    "@font-face": "<style>@font-face {{ font-family: x; src: url({http}/f) }} p {{ font-family: x }}</style><p>x</p>",
    "base": '<base href="{http}/b/"><img src="x.png">',
    "image of an svg": SVG + '<image href="{http}/svg" width="10" height="10"/></svg>',
    "use of an svg": SVG + '<use href="{http}/use.svg#a"/></svg>',
    "object": '<object data="{http}/obj"></object>',
    "embed": '<embed src="{http}/emb">',
    "content": "<style>p::before {{ content: url({http}/cnt) }}</style><p>x</p>",
    "list style": '<ul style="list-style: url({http}/ls)"><li>x</li></ul>',
    "ftp": '<img src="ftp://127.0.0.1/x">',
    "data svg": f"<img src='data:image/svg+xml,{SVG}<image href=\"{{http}}/n\"/></svg>'>",
    "border image": '<p style="border: 1px solid; border-image: url({http}/bi) 1">x</p>',
    "mask": '<p style="mask: url({http}/mask)">x</p>',
    "relative file": '<img src="../../../../../../../etc/passwd">',
    "@color-profile": "<style>@color-profile --x {{ src: url({http}/icc) }}</style><p>x</p>",
}


@pytest.fixture(scope="module")
def outside() -> Iterator[tuple[str, list[str]]]:
    hits: list[str] = []

    class Seen(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Seen)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_outside_the_document_is_read(
    vector: str, rendered: Rendered, outside: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, hits = outside
    secret = tmp_path / "secret.txt"
    secret.write_text(MARK)
    html = VECTORS[vector].format(http=address, file=secret.as_uri())

    try:
        pdf = rendered(html + "<p>y</p>").pdf
    except Refusal as refusal:
        pdf = b""
        assert "failed" not in str(refusal)

    assert hits == []
    assert MARK.encode() not in opened(pdf)
    assert b"root:" not in opened(pdf)


def test_a_style_sheet_asks_in_vain_too(rendered: Rendered, outside: tuple[str, list[str]]) -> None:
    address, hits = outside

    for css in (
        f"@import url({address}/a);",
        f"p {{ background: url({address}/b) }}",
        "p { background: url(file:///etc/passwd) }",
    ):
        with pytest.raises(Refusal):
            rendered("<p>x</p>", css)

    assert hits == []


def opened(pdf: bytes) -> bytes:
    """The file with its streams opened, so that what is inside can be looked for."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S)
    return pdf + b"".join(_opened(stream) for stream in streams)


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream
