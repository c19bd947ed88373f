"""How a document or a task stands now: what most calls answer, and what those tell whose first answer was lost."""

from collections.abc import Mapping
from typing import Any

from engine.acts import views
from webui.api import answers, shapes
from webui.api.calling import TOLD_AGAIN, settle
from webui.port import actor, office


def told(document_id: str) -> dict[str, Any]:
    """The document as it is now, after the automatic steps the caller waits for."""
    settled = settle(document_id)
    with office().look(actor()) as work:
        return shapes.document(work, views.document_view(work, document_id)) | {"settled": settled}


def _said(place: Mapping[str, Any], document: str) -> dict[str, Any]:
    return told(document)


def _plain(place: Mapping[str, Any], document: str) -> dict[str, Any]:
    return {name: value for name, value in told(document).items() if name != "settled"}


def _completed(place: Mapping[str, Any], document: str) -> dict[str, Any]:
    said = told(document)
    settled = said.pop("settled")
    return {"document": said, "next_tasks": said["tasks"], "settled": settled}


def _task(place: Mapping[str, Any], document: str) -> dict[str, Any]:
    with office().look(actor()) as work:
        return shapes.task(work, views.task_view(work, place["id"]))


TOLD_AGAIN.update(
    {
        answers.DocumentSaid: _said,
        answers.Document: _plain,
        answers.Completed: _completed,
        answers.Task: _task,
    }
)
