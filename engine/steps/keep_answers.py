"""`keep_answers`: puts answers among the document's requisites, as if a person had given them on the way.

A name of `as` gives the value of another answer: `{"to": "new_to"}` puts what `new_to` holds now under `to`.
"""

from collections.abc import Mapping
from typing import Any

from engine.documents.models import Document
from engine.steps.verb import Verb, nothing
from engine.work import Work
from engine.workflow import VerbShape


def gather(work: Work, document: Document, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    return parameters


def keep(work: Work, document: Document, gathered: Mapping[str, Any], result: None) -> dict[str, Any]:
    known = {**document.answers, **document.added}
    taken = dict(gathered.get("as") or {})
    answers = {**dict(gathered.get("answers") or {}), **{key: known.get(str(name)) for key, name in taken.items()}}
    before = {key: known.get(key) for key in answers}
    if before != answers:
        document.added = {**document.added, **answers}
        work.record(f"document:{document.id}", "document.answers_kept", document.id, before=before, after=answers)
    return answers


SHAPE = VerbShape("keep_answers", {"answers": dict, "as": dict}, frozenset(("answers", "as")))
VERB = Verb(SHAPE, gather, nothing, keep)
