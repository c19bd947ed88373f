"""Calls for process owners: versions of kinds, checking and publishing."""

from flask import Response, jsonify, request

from engine import kinds
from engine.acts.publish import publish
from engine.catalogue.queries import versions
from engine.errors import Invalid, KindRefused, NotAllowed
from webui.api import api, shapes
from webui.api.calling import keyed, page
from webui.port import actor, office
from webui.refusals import sentence

MOST = 4 * 1024 * 1024


def must_own() -> None:
    """Raises NotAllowed for anybody but process owners."""
    if not actor().has("owner"):
        raise NotAllowed("Expected a process owner, but you are none.")


@api.get("/processes/<kind>/versions")
def list_versions(kind: str) -> Response:
    """The published versions of a kind, newest first."""
    with office().look(actor()) as work:
        must_own()
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


@api.post("/processes/<kind>/check")
def check_kind(kind: str) -> Response:
    """What is wrong with a bundle (ZIP), by file and element; nothing is published."""
    with office().look(actor()):
        must_own()
    try:
        found = kinds.read(_bundle(kind), _shared(), office().tools.verbs)
        problems = found.warnings
    except KindRefused as refused:
        problems = refused.problems
    return jsonify(
        {
            "problems": [
                {
                    "place": one.place,
                    "element": one.element,
                    "name": one.name,
                    "severity": one.severity,
                    "message": sentence(one),
                }
                for one in problems
            ]
        }
    )


@api.post("/processes/<kind>/versions")
@keyed
def publish_kind(kind: str) -> tuple[Response, int]:
    """Publishes a bundle (ZIP in the body or the field `file`) with a `reason`."""
    with office().look(actor()):
        must_own()
    reason = request.args.get("reason") or request.form.get("reason") or ""
    with office().work(actor()) as work:
        row = publish(work, _bundle(kind), _shared(), reason=reason)
        number, sha256 = row.number, row.sha256
    return jsonify({"kind": kind, "version": number, "sha256": sha256}), 201


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
