"""What a line of the feed says of its document: left out where the document itself says the same, put back for reading.

A line that says something else of it (a title hidden from those who only mend it) keeps all of its own words.
"""

from collections.abc import Mapping
from typing import Any

from engine.documents.models import Document


def left_out(facts: Mapping[str, Any], document: Document | None) -> dict[str, Any]:
    """The facts without kind, title and number, when all three are the document's."""
    known = _known(document)
    same = bool(known) and all(facts.get(name) == value for name, value in known.items())
    return {name: value for name, value in facts.items() if not same or name not in known}


def put_back(facts: Mapping[str, Any], document: Document | None) -> dict[str, Any]:
    """The facts with what was left out, as the document says it now."""
    return dict(facts) if "title" in facts else {**_known(document), **facts}


def in_language(facts: Mapping[str, Any], document: Document | None, language: str) -> dict[str, Any]:
    """The facts with the document's title and number as that language says them; those of before stay as they were."""
    given = dict(facts)
    if document is not None and given.get("title") == document.title:
        given["title"] = document.called(language)
    if document is not None and document.number and given.get("number") == document.number:
        given["number"] = document.numbered(language)
    return given


def _known(document: Document | None) -> dict[str, str]:
    if document is None:
        return {}
    return {"kind": document.kind, "title": document.title, "number": document.number or ""}
