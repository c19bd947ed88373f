"""Calls about documents."""

from flask import Response, g, jsonify, request

from engine.acts import end, files, start, views
from engine.documents import queries, rights, uploads
from engine.documents.commands import STATES
from engine.errors import Invalid, NotFound
from engine.office import looking, press
from engine.signing import queries as signing
from webui.api import api, shapes
from webui.api.bodies import Answers, NewDocument, Nothing, Said
from webui.api.calling import known, keyed, page, paging, settle
from webui.port import actor, office


def told(document_id: str, status: int = 200) -> tuple[Response, int]:
    """The document as it is now, after the automatic steps the caller waits for."""
    settled = settle(document_id)
    with office().look(actor()) as work:
        body = shapes.document(views.document_view(work, document_id))
    return jsonify(body | {"settled": settled}), status


@api.post("/documents")
@api.input(NewDocument, location="json")
@keyed
def create_document(json_data: NewDocument) -> tuple[Response, int]:
    """A new document: a draft, or straight onto its route."""
    document = press.start_document(office(), actor(), json_data.kind, json_data.answers, submit=json_data.submit, once=g.once)
    return told(document, 201)


@api.get("/documents")
def list_documents() -> Response:
    """Documents the caller may see, newest first."""
    known("state", "kind", "unit", "q", "limit", "cursor", "mine")
    limit, cursor = paging()
    state = request.args.get("state", "")
    if unknown := set(filter(None, state.split(","))) - set(STATES):
        raise Invalid.one(
            "state",
            "Expected one of {known}, but it is {value}.",
            known=", ".join(STATES),
            value=sorted(unknown)[0][:40],
        )
    with office().look(actor()) as work:
        cards, next_cursor = queries.listed(
            work,
            state=state,
            kind=request.args.get("kind", ""),
            unit=request.args.get("unit", ""),
            text=request.args.get("q", "")[:200].replace("\0", ""),
            mine=request.args.get("mine") == "true",
            cursor=cursor,
            limit=limit,
        )
    return page([shapes.document_line(one) for one in cards], next_cursor)


@api.get("/documents/<id>")
def get_document(id: str) -> tuple[Response, int]:
    """A document."""
    return told(id)


@api.put("/documents/<id>")
@api.input(Answers, location="json")
def revise_document(id: str, json_data: Answers) -> tuple[Response, int]:
    """New answers for a draft or a returned document."""
    with office().work(actor()) as work:
        start.revise(work, id, json_data.answers)
    return told(id)


@api.post("/documents/<id>/submit")
@api.input(Nothing, location="json", arg_name="body")
@keyed
def submit_document(id: str, body: Nothing) -> tuple[Response, int]:
    """Sends a draft, or a returned document (the same as `submit` of its rework task)."""
    with office().look(actor()) as work:
        view = views.document_view(work, id)
    task = next((one for one in view.tasks if one.state == "open" and one.stage == "rework" and one.mine), None)
    if task is not None:
        press.complete(office(), actor(), task.id, press.acts.Press("submit", dict(view.document.answers)), once=g.once)
    else:
        with press.stopping(office(), id), office().work(actor(), once=g.once) as work:
            start.submit(work, id)
    return told(id)


@api.post("/documents/<id>/withdraw")
@api.input(Said, location="json")
@keyed
def withdraw_document(id: str, json_data: Said) -> tuple[Response, int]:
    """The initiator takes it back, until it is signed."""
    with office().work(actor(), once=g.once) as work:
        end.withdraw(work, id, json_data.comment)
    return told(id)


@api.post("/documents/<id>/annul")
@api.input(Said, location="json")
@keyed
def annul_document(id: str, json_data: Said) -> tuple[Response, int]:
    """The records officer annuls it; the number stays in the journal."""
    with office().work(actor(), once=g.once) as work:
        end.annul(work, id, json_data.comment)
    return told(id)


@api.post("/documents/<id>/cancel")
@api.input(Said, location="json")
@keyed
def cancel_document(id: str, json_data: Said) -> tuple[Response, int]:
    """The administrator of the kind stops it."""
    with office().work(actor(), once=g.once) as work:
        end.cancel(work, id, json_data.comment)
    return told(id)


@api.post("/documents/<id>/attachments")
@keyed
def attach_file(id: str) -> tuple[Response, int]:
    """Attaches a file (multipart field `file`)."""
    sent = request.files.get("file")
    if sent is None:
        raise Invalid.one("file", "Expected a file in the field “file”, but there is none.")
    with office().look(actor()) as work:
        rights.seen(work, id)
    content = sent.stream.read(uploads.LARGEST + 1)
    kind = uploads.media_type(sent.filename or "", content)
    sha256 = office().tools.files.put(content)
    with office().work(actor(), once=g.once) as work:
        made = files.attach(work, id, name=sent.filename or "", media_type=kind, size=len(content), sha256=sha256)
        number = made.number
    with office().look(actor()) as work:
        return jsonify(shapes.attachment(queries.attachment(work, id, number))), 201


@api.get("/documents/<id>/attachments/<int:number>")
def get_attachment(id: str, number: int) -> Response:
    """The bytes of a file."""
    with office().work(actor()) as work:
        card = files.fetched(work, id, number)
    return file_answer(office().tools.files.get(card.sha256), card.media_type, card.name)


@api.delete("/documents/<id>/attachments/<int:number>")
def remove_attachment(id: str, number: int) -> tuple[str, int]:
    """Takes a file out of a draft or a returned document."""
    with office().work(actor()) as work:
        files.detach(work, id, number)
    return "", 204


def file_answer(content: bytes, media_type: str, name: str) -> Response:
    """A file to be kept, not to be run: downloaded, typed, sandboxed."""
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@api.get("/documents/<id>/rendition")
def get_rendition(id: str) -> Response:
    """The frozen bytes of this round."""
    return _pdf(id, latest=False)


@api.get("/documents/<id>/pdf")
def get_pdf(id: str) -> Response:
    """The newest signed file."""
    return _pdf(id, latest=True)


def _pdf(id: str, *, latest: bool) -> Response:
    with office().work(actor()) as work:
        document = rights.seen(work, id)
        frozen = queries.rendition(work, id, document.round) or queries.rendition(work, id)
        if frozen is None:
            raise NotFound("Expected a file of document {document}, but it is not made yet.", document=id)
        sha256 = frozen.latest if latest else frozen.sha256
        work.record(f"document:{id}", "pdf.fetched", id, after={"sha256": sha256})
    return file_answer(
        office().tools.files.get(sha256), "application/pdf", f"{(document.number or 'document').replace('/', '-')}.pdf"
    )


@api.get("/documents/<id>/history")
def get_history(id: str) -> Response:
    """Who did what, when, from what to what."""
    with office().look(actor()) as work:
        limit, cursor = paging()
        if cursor and not cursor.isdecimal():
            raise Invalid.one("cursor", "Expected a cursor of this list, but {value} is none.", value=cursor[:60])
        lines = views.history(work, id, after=int(cursor or 0), limit=limit)
    return page([shapes.history(one) for one in lines], str(lines[-1].number) if len(lines) == limit else None)


@api.get("/documents/<id>/signatures")
def get_signatures(id: str) -> Response:
    """Who signed, in order."""
    with office().look(actor()) as work:
        rights.seen(work, id)
        return page([shapes.signature(one) for one in signing.of_document(work, id)], None)


@api.get("/documents/<id>/verdict")
def get_verdict(id: str) -> Response:
    """What the strict check says of the newest file."""
    return jsonify(looking.document_verdict(office(), actor(), id))


@api.post("/documents/<id>/check")
@api.input(Nothing, location="json", arg_name="body")
def check_again(id: str, body: Nothing) -> tuple[Response, int]:
    """Asks again at once about a signature that is being checked."""
    looking.check_now(office(), actor(), id)
    return told(id)


@api.get("/documents/<id>/evidence")
def get_evidence(id: str) -> Response:
    """The evidence package: card, history, files, signatures, verdict, in one ZIP."""
    content = looking.evidence(office(), actor(), id)
    return file_answer(content, "application/zip", f"evidence-{id}.zip")
