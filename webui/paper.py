"""The paper itself: page images of a rendition, the PDFs, the attached files, the diagram."""

import threading
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, request, send_file

from engine.acts import files as acts
from engine.acts.views import DocumentView, document_view
from engine.documents import queries as documents
from engine.documents import rights
from engine.documents.uploads import safe_name
from engine.errors import NotFound
from engine.office import Office
from webui import asked
from webui.port import actor, office

pages = Blueprint("paper", __name__)
SCALE = 1.6
_drawing = threading.Lock()


@pages.get("/documents/<id>/pages/<int(max=9999):round>/<int(max=9999):number>.png")
def page_image(id: str, round: int, number: int) -> Response:
    """One page of a round's frozen file; of its newest signed form when `v` begins that one's SHA-256."""
    with office().look(actor()) as work:
        rights.seen(work, id)
        frozen = documents.rendition(work, id, round)
    if frozen is None or not 1 <= number <= frozen.pages:
        raise NotFound("Expected to find the page, but there is none.")
    newest = request.args.get("v", "") == frozen.latest[:12]
    folder = drawn(office(), frozen.latest if newest else frozen.sha256)
    answer = Response((folder / f"{number}.png").read_bytes(), mimetype="image/png")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def drawn(office: Office, sha256: str) -> Path:
    """The folder with the pictures of a file's pages, drawn once."""
    folder = office.tools.settings.data / "pages" / sha256[:2] / sha256
    if (folder / "whole").exists():
        return folder
    with _drawing:
        if not (folder / "whole").exists():
            _draw(office, sha256, folder)
    return folder


def _draw(office: Office, sha256: str, folder: Path) -> None:
    pictures = office.tools.renderer.pages(office.tools.files.get(sha256), scale=SCALE)
    folder.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(pictures, 1):
        (folder / f"{number}.png").write_bytes(picture)
    (folder / "whole").touch()


@pages.get("/documents/<id>/rendition.pdf")
def rendition(id: str) -> Response:
    """The frozen file of a round (`?round=`), else of the newest."""
    with office().work(actor()) as work:
        sha256, name = acts.paper(work, id, latest=False, round=asked.whole("round") or None)
    return given(office().tools.files.get(sha256), f"{name}.pdf", "application/pdf")


@pages.get("/documents/<id>/signed.pdf")
def signed(id: str) -> Response:
    """The newest file with everything that was put into it."""
    with office().work(actor()) as work:
        sha256, name = acts.paper(work, id, latest=True)
    return given(office().tools.files.get(sha256), f"{name}.pdf", "application/pdf")


@pages.get("/documents/<id>/attachments/<int(max=9999):number>")
def attachment(id: str, number: int) -> Response:
    """An attached file; giving it out is noted."""
    with office().work(actor()) as work:
        file = acts.fetched(work, id, number)
    return given(office().tools.files.get(file.sha256), file.name, file.media_type)


def given(content: bytes, name: str, media_type: str) -> Response:
    """Bytes to be kept by the reader, never opened as a page of this site."""
    tidy = safe_name(name.replace("/", "-"))
    answer = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=tidy)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@pages.get("/documents/<id>/diagram.bpmn")
def diagram(id: str) -> Response:
    """The diagram the document runs on."""
    with office().look(actor()) as work:
        view = document_view(work, id)
    return drawing(view)


def drawing(view: DocumentView) -> Response:
    """The diagram as it runs, as XML."""
    return Response(view.kind.reading.normalised, mimetype="application/xml")
