"""A file goes to the task that asks for files, whichever others one has on the document."""

import pytest

from engine.acts import files
from engine.documents.models import Attachment
from engine.errors import NotAllowed
from engine.instances.models import Task
from tests.circular import publishes_circulars
from tests.offices import House, Paper


@pytest.fixture
def executed(quick_house: House) -> Paper:
    """A circular that the facility department executes and its head also reads, in either order of his tasks."""
    house = publishes_circulars(quick_house)
    given = {"subject": "S", "text": "T", "executors": ["facility", "hr"], "acquaint": ["facility"]}
    paper = house.as_("teacher").writes("circular", **given)
    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("approve")
    return paper


def _attached(paper: Paper, task: str = "") -> Attachment:
    house = paper.house
    with house.office.work(house.actor("facility")) as work:
        put = house.office.tools.files.put(b"x")
        return files.attach(work, paper.id, name="a.txt", media_type="text/plain", size=1, sha256=put, task=task)


def _tasks(paper: Paper) -> dict[str, str]:
    return {one.step: one.id for one in paper.house.as_("facility").tasks() if one.document == paper.id}


@pytest.mark.parametrize("first", ["execute", "acknowledge"])
def test_a_file_goes_to_the_report_and_not_to_the_acquaintance(executed: Paper, first: str) -> None:
    house, own = executed.house, _tasks(executed)
    assert set(own) == {"execute", "acknowledge"}
    with house.office.work(house.actor("facility")) as work:
        task = work.get(Task, own[first])
        task.opened = task.opened.replace(year=2025)

    assert _attached(executed).task_id == own["execute"]


def test_a_task_that_is_named_gets_the_file_and_another_s_does_not(executed: Paper) -> None:
    own = _tasks(executed)
    [other] = [one.id for one in executed.house.as_("hr").tasks() if one.document == executed.id]

    assert _attached(executed, own["execute"]).task_id == own["execute"]
    with pytest.raises(NotAllowed):
        _attached(executed, other)
