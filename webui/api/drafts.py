"""Calls for process owners: kinds on the shelf, drafts of kinds, their files, what is wrong with them, publishing."""

from typing import Any

from flask import Response, g, request

from engine import kinds
from engine.acts import drafting
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.catalogue.queries import all_current
from engine.errors import Invalid, NotFound
from engine.instances.figures import running, stopped_by_kind
from engine.office import press
from engine.texts import said
from webui.api import answers, shapes
from webui.api.bodies import DraftBegun, DraftPublished, DraftTakenBack, Nothing
from webui.api.calling import Word, call, page, whole
from webui.draft_check import checked
from webui.languages import language
from webui.port import actor, office
from webui.refusals import as_line

BYTES = "application/octet-stream"
ZIP = "application/zip"
MOST = kinds.LARGEST_FILE
TITLE = Word("title", "What people call the kind, in the language of the call")
SEEN = Word("version", "The draft's version that was seen", {"type": "integer", "minimum": 1})


@call("GET", "/processes", gives=answers.Page[answers.ShelfLine])
def list_processes() -> dict[str, Any]:
    """All kinds, published and new, with what runs, what stopped, and whether somebody works on a draft."""
    with office().look(actor()) as work:
        drafts.must_own(work)
        counts, stopped = running(work), stopped_by_kind(work)
        held = {one.kind: one for one in drafts.drafts(work)}
        lines = [
            {
                "kind": one.kind.name,
                "title": said(one.kind.title, language()),
                "version": one.number,
                "running": counts.get(one.kind.name, 0),
                "incidents": stopped.get(one.kind.name, 0),
                "draft": _line(held.pop(one.kind.name, None)),
            }
            for one in all_current(work)
        ]
    return page([*lines, *(_new(one) for one in held.values())], None)


def _new(one: Draft) -> dict[str, Any]:
    return {"kind": one.kind, "title": "", "version": None, "running": 0, "incidents": 0, "draft": _line(one)}


@call("POST", "/processes/<kind>/draft", takes=DraftBegun, gives=answers.KindDraft, status=201)
def begin_draft(kind: str, body: DraftBegun) -> dict[str, Any]:
    """Begins a draft: of a published kind from its current version, of a new one as a copy or from a blank route."""
    with office().work(actor(), once=g.once) as work:
        if body.origin in ("", kind):
            made = drafting.open_draft(work, kind)
        elif body.origin == "blank":
            made = drafting.begin_blank(work, kind, body.title)
        else:
            made = drafting.copy(work, body.origin, kind, body.title)
        return _whole(made)


@call("GET", "/processes/<kind>/draft", gives=answers.KindDraft)
def get_draft(kind: str) -> dict[str, Any]:
    """The draft of a kind, with the names of its files."""
    with office().look(actor()) as work:
        return _whole(drafts.draft(work, kind))


@call("DELETE", "/processes/<kind>/draft", gives="", status=204, words=(SEEN,))
def throw_draft_away(kind: str) -> None:
    """Throws the draft away; what is published stays as it is."""
    with office().work(actor()) as work:
        drafts.end(work, kind, _seen())


@call("GET", "/processes/<kind>/draft/files/<path:name>", gives=BYTES)
def get_draft_file(kind: str, name: str) -> Response:
    """One file of the draft."""
    with office().look(actor()) as work:
        found = drafts.draft(work, kind).files.get(name)
    if found is None:
        raise NotFound("Expected to find the file {name} in the draft, but there is none.", name=name[:100])
    return _bytes(found, BYTES)


@call("PUT", "/processes/<kind>/draft/files/<path:name>", sends=BYTES, gives=answers.KindDraft, words=(SEEN,))
def put_draft_file(kind: str, name: str) -> dict[str, Any]:
    """Saves one file of the draft; refused with 409 when somebody has saved the draft since that version."""
    content = request.stream.read(MOST + 1)
    if len(content) > MOST:
        raise Invalid.one("file", "Expected a file of at most {most} bytes, but it is larger.", most=MOST)
    return _changed(kind, {name: content})


@call("DELETE", "/processes/<kind>/draft/files/<path:name>", gives=answers.KindDraft, words=(SEEN,))
def remove_draft_file(kind: str, name: str) -> dict[str, Any]:
    """Takes one file out of the draft."""
    return _changed(kind, {name: None})


def _changed(kind: str, changes: dict[str, bytes | None]) -> dict[str, Any]:
    with office().work(actor()) as work:
        return _whole(drafts.save(work, kind, _seen(), changes))


@call("POST", "/processes/<kind>/draft/take_back", takes=DraftTakenBack, gives=answers.KindDraft)
def take_draft_back(kind: str, body: DraftTakenBack) -> dict[str, Any]:
    """Makes the draft what it was at an earlier save, as a new save."""
    with office().work(actor(), once=g.once) as work:
        return _whole(drafts.take_back(work, kind, body.version, body.to))


@call("GET", "/processes/<kind>/draft/saves", gives=answers.Page[answers.DraftSave])
def list_draft_saves(kind: str) -> dict[str, Any]:
    """The saves of the draft, newest first."""
    with office().look(actor()) as work:
        drafts.draft(work, kind)
        found = drafts.saves(work, kind)
    lines = [{"version": one.version, "at": shapes.moment(one.at), "by": one.by, "what": one.what} for one in found]
    return page(lines, None)


@call("GET", "/processes/<kind>/draft.zip", gives=ZIP)
def export_draft(kind: str) -> Response:
    """The draft's folder as one archive, byte-equal for equal files."""
    with office().look(actor()) as work:
        return _bytes(kinds.pack(drafts.draft(work, kind).files), ZIP)


@call("GET", "/processes/<kind>/versions/<int:number>/bundle", gives=ZIP)
def export_version(kind: str, number: int) -> Response:
    """A published version's own files as one archive, byte-equal for equal files."""
    with office().look(actor()) as work:
        drafts.must_own(work)
        return _bytes(kinds.pack(drafting.files_of(work, kind, number)), ZIP)


@call("POST", "/processes/import", sends=ZIP, gives=answers.KindDraft, status=201)
def import_process() -> dict[str, Any]:
    """Begins a draft from an exported archive (ZIP in the body); the kind is the one its kind.yaml names."""
    content = request.stream.read(kinds.LARGEST_BUNDLE + 1)
    with office().work(actor(), once=g.once) as work:
        return _whole(drafting.import_bundle(work, content))


@call("POST", "/processes/<kind>/draft/import", sends=BYTES, gives=answers.KindDraft, status=201, words=(TITLE,))
def import_diagram(kind: str) -> dict[str, Any]:
    """Begins a draft of a new kind around a BPMN diagram of any program (XML in the body), with what it lacks put in."""
    content = request.stream.read(kinds.LARGEST_FILE + 1)
    title = {language(): request.args.get("title", "")[:200].strip()}
    with office().work(actor(), once=g.once) as work:
        return _whole(drafting.import_diagram(work, kind, title, content))


@call("GET", "/processes/<kind>/draft/adoption", gives=answers.KindChecked)
def get_adoption(kind: str) -> dict[str, Any]:
    """What was put into the diagram of another program that the draft began from, by element."""
    with office().look(actor()) as work:
        drafts.draft(work, kind)
        return {"problems": [as_line(one) for one in drafting.adoption(work, kind)]}


@call("POST", "/processes/<kind>/draft/check", takes=Nothing, gives=answers.DraftChecked)
def check_draft(kind: str, body: Nothing) -> dict[str, Any]:
    """What is wrong with the draft, by file and element, and what its scenarios give; nothing is kept."""
    with office().look(actor()) as work:
        held = drafts.draft(work, kind)
    return checked(held, drafting.check(office().tools, held.files))


@call("POST", "/processes/<kind>/draft/publish", takes=DraftPublished, gives=answers.Publication, status=201)
def publish_draft(kind: str, body: DraftPublished) -> dict[str, Any]:
    """Publishes the draft as the kind's next version; new documents begin on it at once."""
    number = press.publish_draft(office(), actor(), kind, body.version, reason=body.reason, once=g.once)
    with office().look(actor()) as work:
        return {"kind": kind, "version": number, "sha256": drafting.sha256_of(work, kind, number)}


def _seen() -> int:
    return whole("version", 0, 1, 1_000_000_000)


def _line(one: Draft | None) -> dict[str, Any] | None:
    return None if one is None else {"version": one.version, "at": shapes.moment(one.saved_at), "by": one.saved_by}


def _whole(one: Draft) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "base": one.base,
        "version": one.version,
        "saved_at": shapes.moment(one.saved_at),
        "saved_by": one.saved_by,
        "files": [{"name": name, "size": len(one.files[name])} for name in sorted(one.files)],
    }


def _bytes(content: bytes, media_type: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = "attachment"
    return answer
