"""What a person types for a task and does not send is his alone, and is forgotten with the task."""

from sqlalchemy import select

from engine.acts import handing
from engine.acts.views import task_view
from engine.documents.commands import keep_draft
from engine.documents.models import Draft
from engine.office import OFFICE, running
from tests.offices import House

SECRET = "Тек өзіме: бас тартамын ба?"


def _types(house: House, login: str, task: str) -> None:
    with house.office.work(house.actor(login)) as work:
        keep_draft(work, f"task:{task}", {"report": SECRET})


def _drafts(house: House) -> list[str]:
    with house.office.look(OFFICE) as work:
        return list(work.session.scalars(select(Draft.about)))


def _executed(house: House) -> str:
    """A memo that waits for the report of the facility department's head."""
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    house.as_("registrar").completes("register", level="simple")
    return house.as_("facility").tasks()[0].id


def test_who_gets_a_task_does_not_see_what_the_one_before_had_typed(quick_houses: House) -> None:
    house = quick_houses
    task = _executed(house)
    _types(house, "facility", task)
    with house.office.look(house.actor("facility")) as work:
        assert task_view(work, task).answers["report"] == SECRET

    with house.office.work(house.actor("facility")) as work:
        handing.delegate(work, task, "finance")

    with house.office.look(house.actor("finance")) as work:
        assert SECRET not in str(task_view(work, task))


def test_what_was_typed_is_forgotten_when_the_task_is_anothers_or_done(quick_houses: House) -> None:
    house = quick_houses
    task = _executed(house)
    _types(house, "facility", task)
    running.tidy(house.office)
    assert _drafts(house) == [f"task:{task}"]

    with house.office.work(house.actor("facility")) as work:
        handing.delegate(work, task, "finance")
    running.tidy(house.office)
    assert _drafts(house) == []

    _types(house, "finance", task)
    with house.office.work(house.actor("teacher")) as work:
        keep_draft(work, "start:memo", {"subject": "Бір"})
    house.as_("finance").completes("report", report="Орындалды")
    running.tidy(house.office)
    assert _drafts(house) == ["start:memo"]
