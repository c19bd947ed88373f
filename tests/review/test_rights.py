"""Rights are those of the moment of the press, and a signature is its owner's."""

from datetime import timedelta

import pytest

from engine.acts.views import history
from engine.errors import NotAllowed
from engine.office import OFFICE
from engine.people.commands import substitute
from engine.people.queries import person, today
from tests.engine.conftest import quick_houses  # noqa: F401
from tests.offices import House


def _stands_for_the_dean(house: House) -> None:
    with house.office.work(OFFICE) as work:
        day = today(work)
        substitute(
            work,
            person(work, "dean"),
            person(work, "facility"),
            since=day,
            until=day + timedelta(days=3),
            basis="приказ № 1",
            may_sign=True,
        )


def _waits_for_the_dean(house: House) -> None:
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")


def test_who_stood_for_another_may_not_act_for_him_after_the_last_day_of_the_order(
    quick_houses: House,  # noqa: F811
) -> None:
    _stands_for_the_dean(quick_houses)
    _waits_for_the_dean(quick_houses)

    substitute_saw = quick_houses.as_("facility").tasks()[0]

    quick_houses.authority.moved += timedelta(days=5)  # the moment itself: nobody has looked at open tasks anew yet

    with pytest.raises(NotAllowed):
        quick_houses.as_("facility").completes("sign", task=substitute_saw, executor_unit="facility", control=True)
    quick_houses.settle()
    assert quick_houses.as_("facility").tasks() == []
    assert (
        quick_houses.as_("dean").completes("sign", executor_unit="facility", level="simple").state == "on_registration"
    )


def test_the_audit_names_the_one_a_substitute_acted_for(quick_houses: House) -> None:  # noqa: F811
    _stands_for_the_dean(quick_houses)
    _waits_for_the_dean(quick_houses)

    paper = quick_houses.as_("facility").completes("sign", executor_unit="facility", level="simple")

    with quick_houses.office.look(quick_houses.actor("teacher")) as work:
        from_audit = [one.acting_for for one in history(work, paper.id) if one.act == "task.sign"]
    assert from_audit == ["dean"]
