"""What a child could not do, as refusals."""

from collections.abc import Mapping
from typing import Any

from engine.errors import Invalid, Refusal, Unavailable

_OF_TEMPLATE = {
    "refused": "Expected only pictures and fonts of the document itself, but it asks for {address}.",
    "pages": "Expected at most {most_pages} pages, but the document has {pages}.",
    "nested": "Expected a simpler document, but its parts are nested too deeply.",
    "limits": "Expected a document laid out in {seconds} s and {megabytes} MB, but it needs more. Make it smaller.",
}
_OF_FILE = {"not-pdf": "Expected a PDF that can be read, but it cannot: {why}"}
_OF_HOUSE = {
    "missing": "Expected the libraries that lay out PDF (Pango), but they are not installed: {why}",
    "failed": "Expected the renderer to finish, but it failed: {why}",
}


def refusal(answer: Mapping[str, Any], limits: Mapping[str, int]) -> Refusal:
    """The refusal for an answer with a `problem`."""
    facts = {**limits, **answer}
    problem = facts.pop("problem")
    for field, sentences in (("template", _OF_TEMPLATE), ("file", _OF_FILE)):
        if problem in sentences:
            return Invalid.one(field, sentences[problem], **facts)
    return Unavailable(_OF_HOUSE.get(problem, _OF_HOUSE["failed"]), **facts)
