"""The verdict on any PDF."""

from flask import Response, jsonify, request

from engine import pades
from engine.errors import Invalid
from webui.api import api
from webui.api.shapes import reasons
from webui.port import actor, office

LARGEST = 50 * 1024 * 1024


@api.post("/verify")
def verify_file() -> Response:
    """Whether the signatures of a PDF (multipart field `file`) hold."""
    actor()
    sent = request.files.get("file")
    if sent is None:
        raise Invalid.one("file", "Expected a file in the field “file”, but there is none.")
    content = sent.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Invalid.one(
            "file", "Expected a file of at most {most} MB, but {name} is larger.", most=LARGEST // 1024 // 1024, name=""
        )
    found = pades.verdict(content, office().tools.outside).to_dict()
    found["reasons"] = reasons(found["reasons"])  # type: ignore[arg-type]
    return jsonify(found)
