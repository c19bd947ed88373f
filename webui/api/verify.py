"""The verdict on any PDF."""

from typing import Any

from engine.office import looking
from webui.api import answers, shapes
from webui.api.calling import call, sent_file
from webui.port import office

LARGEST = 50 * 1024 * 1024


@call("POST", "/verify", sends="multipart/form-data", gives=answers.Verdict)
def verify_file() -> dict[str, Any]:
    """Whether the signatures of a PDF hold; an earlier stage of a document of this office is invalid."""
    _name, content = sent_file(LARGEST)
    return shapes.verdict(looking.file_verdict(office(), content).to_dict())
