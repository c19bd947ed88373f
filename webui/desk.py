"""The registration desk: the queue, the document, the card; the next one opens by itself."""

from datetime import date, timedelta

from flask import Blueprint, render_template, request

from engine.acts import views
from engine.acts.views import TaskView
from engine.documents.queries import DocumentCard, listed
from engine.office import Work
from engine.people.queries import today
from webui import deciding, tasks
from webui.port import actor, office

pages = Blueprint("desk", __name__)
REGISTERED = "registered,on_execution,executed,filed"
TWIN_DAYS = 30


@pages.get("/registration")
def desk() -> str:
    """The chosen document of the queue, else the first."""
    wanted, done = request.args.get("task", ""), request.args.get("done", "")
    with office().look(actor()) as work:
        queue = [one for one in tasks.queue(work) if one.task.id != done]
        chosen = wanted if wanted in {one.task.id for one in queue} else queue[0].task.id if queue else ""
        before = views.task_view(work, done).document.document if done else None
        if not chosen:
            return render_template("tasks/desk_empty.html", before=before)
        view = views.task_view(work, chosen)
        shown = deciding.facts(work, view, deciding.Typed())
        return render_template("tasks/desk.html", **shown, queue=queue, twins=twins(work, view), before=before)


def twins(work: Work, view: TaskView) -> list[DocumentCard]:
    """Documents of the same person with the same title that were registered in the last thirty days."""
    mine = view.document.document
    since: date = today(work) - timedelta(days=TWIN_DAYS)
    found, _after = listed(work, state=REGISTERED, kind=mine.kind, text=mine.title, limit=50)
    return [
        one
        for one in found
        if one.id != mine.id
        and one.initiator.id == mine.initiator.id
        and one.title.casefold() == mine.title.casefold()
        and one.date is not None
        and one.date >= since
    ]
