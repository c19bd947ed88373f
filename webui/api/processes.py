"""Calls for process owners: versions of kinds, checking and publishing."""

from typing import Any

from flask import g, request

from engine import kinds
from engine.acts.publish import publish
from engine.catalogue import drafts
from engine.catalogue.queries import versions
from engine.errors import Invalid, KindRefused
from webui.api import answers, shapes
from webui.api.calling import Word, call, page
from webui.port import actor, office
from webui.refusals import as_line

MOST = 4 * 1024 * 1024
ZIP = "application/zip"
REASON = Word("reason", "Why, as the list of versions will say")


@call("GET", "/processes/<kind>/versions", gives=answers.Page[answers.VersionLine])
def list_versions(kind: str) -> dict[str, Any]:
    """The published versions of a kind, newest first."""
    with office().look(actor()) as work:
        drafts.must_own(work)
        found = versions(work, kind)
    return page(
        [
            {
                "version": one.number,
                "sha256": one.sha256,
                "published_at": shapes.moment(one.published_at),
                "published_by": one.published_by,
                "reason": one.reason,
                "current": one.current,
            }
            for one in found
        ],
        None,
    )


@call("POST", "/processes/<kind>/check", sends=ZIP, gives=answers.KindChecked)
def check_kind(kind: str) -> dict[str, Any]:
    """What is wrong with a bundle (ZIP in the body or the multipart field `file`), by file and element; nothing is published."""
    with office().look(actor()) as work:
        drafts.must_own(work)
    try:
        found = kinds.read(_bundle(kind), _shared(), office().tools.verbs)
        problems = found.warnings
    except KindRefused as refused:
        problems = refused.problems
    return {"problems": [as_line(one) for one in problems]}


@call("POST", "/processes/<kind>/versions", sends=ZIP, gives=answers.Publication, status=201, words=(REASON,))
def publish_kind(kind: str) -> dict[str, Any]:
    """Publishes a bundle (ZIP in the body or the multipart field `file`)."""
    with office().look(actor()) as work:
        drafts.must_own(work)
    reason = request.args.get("reason") or request.form.get("reason") or ""
    files = _bundle(kind)
    with office().work(actor(), once=g.once) as work:
        row = publish(work, files, _shared(), reason=reason[:1000])
        return {"kind": kind, "version": row.number, "sha256": row.sha256}


def _bundle(kind: str) -> dict[str, bytes]:
    sent = request.files.get("file")
    content = sent.stream.read(MOST + 1) if sent else request.get_data()
    if len(content) > MOST:
        raise Invalid.one(
            "file", "Expected a bundle of at most {most} MB, but it is larger.", most=MOST // 1024 // 1024
        )
    files = kinds.unpack(content)
    found = kinds.read(files, _shared(), office().tools.verbs).name
    if found != kind:
        raise Invalid.one("file", "Expected the bundle of {kind}, but it is of {found}.", kind=kind, found=found)
    return files


def _shared() -> dict[str, bytes]:
    return kinds.read_folder(office().tools.settings.forms)
