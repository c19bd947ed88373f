"""No work is dropped in silence."""

from engine.instances.queries import incidents
from engine.office import OFFICE
from tests.engine.conftest import quick_house  # noqa: F401
from tests.offices import House


def test_a_job_nobody_here_can_do_leaves_an_incident(quick_house: House) -> None:  # noqa: F811
    paper = quick_house.as_("teacher").writes()
    with quick_house.office.work(OFFICE) as work:
        work.later("send_pigeon", {"to": paper.id}, document=paper.id)

    quick_house.settle()

    with quick_house.office.look(OFFICE) as work:
        assert [one.template for one in incidents(work, paper.id)] == [
            "Expected a job this release can do, but {name} is none."
        ]
