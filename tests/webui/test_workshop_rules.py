"""The tab of rules: who sits in each lane in words, who it would be, and a lane's rule changed without a script."""

from typing import Any

from engine.acts import drafting
from tests.offices import House


def test_an_owner_asks_who_it_would_be(at: Any) -> None:
    owner = at("owner").opens("/workshop/memo/rules?who=Сейітова Д. (teacher)&a-executor_unit=facility")

    assert "the head of: " in owner.text
    assert "Who would it be?" in owner.text
    assert "a queue: the first to take it" in owner.text
    assert "Оспанов" in owner.text


def test_a_name_nobody_has_and_a_day_that_is_none_are_told(at: Any) -> None:
    owner = at("owner")

    assert "Expected to find the person nobody" in owner.opens("/workshop/memo/rules?who=nobody").text
    assert "Expected a day" in owner.opens("/workshop/memo/rules?who=teacher&day=31.02").text
    assert "within five years" in owner.opens("/workshop/memo/rules?who=teacher&day=2100-01-01").text


def test_a_lanes_rule_is_changed_and_a_wrong_one_is_kept_in_its_field(at: Any, page_house: House) -> None:
    with page_house.office.work(page_house.actor("owner")) as work:
        drafting.open_draft(work, "memo")
    owner = at("owner").opens("/workshop/memo/rules")

    refused = owner.sends("/workshop/memo/rules", status=422, version="1", lane="chair", rule="os.system(1)")
    assert "os.system(1)" in refused.page.text

    stale = owner.sends("/workshop/memo/rules", status=409, version="7", lane="chair", rule="initiator")
    assert "Somebody has saved meanwhile" in stale.text

    saved = owner.sends("/workshop/memo/rules", version="1", lane="chair", rule='post("rector")')
    assert "who holds the post rector" in saved.text


def test_others_are_refused(at: Any) -> None:
    at("teacher").opens("/workshop/memo/rules", status=403)
    at("admin").opens("/workshop/memo/rules", status=403)
