"""The table of a draft's route on pages: all of the route is in it, rows are changed without scripts, nothing typed is lost."""

import re
from typing import Any

import pytest

from engine.catalogue import drafts
from engine.kinds.redrawing import Table, table
from engine.workflow import Outcome, Term
from tests.offices import House

PLACE = "/workshop/memo/table"


@pytest.fixture
def owner(at: Any) -> Any:
    """The owner with a draft of the memo."""
    return at("owner").opens("/workshop/memo").sends("/workshop/memo/draft")


def now(house: House, kind: str = "memo") -> Table:
    with house.office.look(house.actor("owner")) as work:
        return table(drafts.draft(work, kind).files)


def theirs(house: House) -> None:
    """Somebody else saves the draft."""
    with house.office.work(house.actor("owner")) as work:
        held = drafts.draft(work, "memo")
        drafts.save(work, "memo", held.version, {"README.md": f"# {held.version}\n".encode()})


@pytest.mark.parametrize("kind", ["memo", "order", "trip"])
def test_the_whole_route_is_told_in_words(at: Any, page_house: House, kind: str) -> None:
    reader = at("owner").opens(f"/workshop/{kind}").sends(f"/workshop/{kind}/draft")

    reader.opens(f"/workshop/{kind}/table")

    for row in now(page_house, kind).rows:
        assert f'id="row-{row.step.id}"' in reader.page.text
        for way in row.ways:
            assert f'href="#row-{way.target}"' in reader.page.text
    assert "the head of: the unit of who started the document" in reader.text or kind == "order"
    assert "Nothing is wrong." in reader.text


def test_a_memos_rows_say_who_by_when_with_which_buttons_and_what_is_next(owner: Any) -> None:
    owner.opens(PLACE)

    assert "1 working day" in owner.text
    assert "Approve with a remark (must say why) → Sign the memo" in owner.text
    assert "return: the decision is “Return” → Rework the memo" in owner.text
    assert "what came of “Check the signature” is not valid" in owner.text
    assert "who has the role Registrar" in owner.text
    assert "until the day in “Due date”, else 5 working days" in owner.text


def test_a_row_is_changed_and_the_draft_is_looked_at_anew(owner: Any, page_house: House) -> None:
    owner.opens(f"{PLACE}/approve_chair")

    owner.sends(f"{PLACE}/approve_chair", name_en="Look at the memo", amount="3", level="simple", has_reject=None,
                why_approve="optional", primary="approve")  # fmt: skip

    assert owner.address == PLACE
    assert "The route is saved" in owner.text
    row = now(page_house).row("approve_chair")
    assert row.names["en"] == "Look at the memo"
    assert row.step.term == Term(3, "workday")
    assert row.step.level == "simple"
    assert row.step.outcomes[0] == Outcome("approve", "optional", True)
    assert [one.id for one in row.step.outcomes] == ["approve", "approve_with_remark", "return"]


def test_what_is_wrong_after_a_change_stands_beside_its_row(owner: Any) -> None:
    owner.opens(f"{PLACE}/approve_chair").sends(f"{PLACE}/approve_chair", level="certificate", has_reject=None)

    assert "keeps from publishing" in owner.text
    assert "Expected the level certificate only where somebody signs" in owner.text
    assert 'href="#row-approve_chair"' in owner.page.text


def test_what_cannot_be_saved_is_shown_with_everything_that_was_typed(owner: Any, page_house: House) -> None:
    owner.opens(f"{PLACE}/approve_chair")

    owner.sends(f"{PLACE}/approve_chair", name_ru="Проверить", amount="many", status=422)

    assert "Expected a whole number from 1 to 10000" in owner.text
    assert 'value="Проверить"' in owner.page.text
    assert 'value="many"' in owner.page.text
    assert now(page_house).row("approve_chair").names["ru"] == "Согласовать записку"


def test_two_owners_at_one_row_are_told_and_nothing_typed_is_lost(owner: Any, page_house: House) -> None:
    owner.opens(f"{PLACE}/approve_chair")
    theirs(page_house)

    owner.sends(f"{PLACE}/approve_chair", name_ru="Проверить", amount="4", status=409)

    assert "has saved it since" in owner.text
    assert 'value="Проверить"' in owner.page.text
    owner.sends(f"{PLACE}/approve_chair")
    assert now(page_house).row("approve_chair").step.term == Term(4, "workday")


def test_a_step_of_the_system_has_a_name_alone(owner: Any, page_house: House) -> None:
    owner.opens(f"{PLACE}/verify").sends(f"{PLACE}/verify", name_kk="Тексеру")

    assert now(page_house).row("verify").names["kk"] == "Тексеру"
    owner.opens(f"{PLACE}/nowhere", status=404)


def test_a_route_that_cannot_be_read_is_told_and_no_page_breaks(owner: Any, page_house: House) -> None:
    with page_house.office.work(page_house.actor("owner")) as work:
        drafts.save(work, "memo", 1, {"process.bpmn": b"<broken"})

    owner.opens(PLACE, status=422)

    assert "well-formed XML" in owner.text


@pytest.mark.parametrize("login", ["teacher", "admin", "registrar"])
def test_only_owners_see_the_table(at: Any, owner: Any, login: str) -> None:
    at(login).opens(PLACE, status=403)


def test_an_approver_is_put_in_runs_and_is_taken_out_again(owner: Any, page_house: House) -> None:
    before = [row.step for row in now(page_house).rows]
    owner.opens(f"{PLACE}/approve_chair")

    owner.sends(f"{PLACE}/approve_chair/insert", in_place="after", in_lane="+", in_sort="unit", in_which="legal",
                in_lane_name_ru="Юрист", in_lane_name_en="Lawyer", in_name_en="Check the law", in_amount="2")  # fmt: skip

    assert "The route is saved" in owner.text
    row = now(page_house).row("approve_legal")
    assert (row.step.term, row.names["en"]) == (Term(2, "workday"), "Check the law")
    assert [(one.id, one.leads) for one in row.buttons if one.id in ("approve", "return")] == [
        ("approve", ("sign_dean",)),
        ("return", ("rework",)),
    ]
    assert "Lawyer" in owner.text
    assert "Expected" in owner.text  # stories in which nobody asks the lawyer do not hold any more
    owner.opens(f"{PLACE}/approve_legal").sends(f"{PLACE}/approve_legal/drop")
    assert [row.step for row in now(page_house).rows] == before
    assert "everybody of" not in owner.text


def test_who_does_a_step_is_changed_in_its_row(owner: Any, page_house: House) -> None:
    owner.opens(f"{PLACE}/approve_chair").sends(f"{PLACE}/approve_chair", lane="dean")

    assert now(page_house).row("approve_chair").step.lane == "dean"


def test_where_nobody_can_be_put_is_told_and_what_was_typed_stays(owner: Any) -> None:
    owner.opens(f"{PLACE}/sign_dean")

    owner.sends(f"{PLACE}/sign_dean/insert", in_place="beside", in_name_en="Typed before", status=409)
    assert "Expected ways that run at once around Sign the memo" in owner.text
    assert 'value="Typed before"' in owner.page.text
    owner.sends(
        f"{PLACE}/sign_dean/insert", in_place="before", in_lane="+", in_sort="unit", in_lane_name_en="L", status=422
    )
    assert 'href="#f-in_which"' in owner.page.text
    owner.sends(f"{PLACE}/sign_dean/drop", status=409)
    assert "Expected a step the kind can do without, but Sign the memo" in owner.text


CHAIR = b"  - {by: chair, at: approve_chair, does: approve}\n"
DEAN = b"  - {by: dean, at: approve_dean, does: %s}\n"


def tell_the_dean_too(house: House) -> None:
    """Lets every story of the memo ask the dean twice, and tells two more."""
    with house.office.work(house.actor("owner")) as work:
        held = drafts.draft(work, "memo")
        stories = {name: content for name, content in held.files.items() if name.startswith("tests/")}
        asked = re.compile(rb"(  - {by: chair, at: approve_chair, does: approve(?:_with_remark)?.*}\n)")
        told = {name: asked.sub(rb"\g<1>" + DEAN % b"approve", content) for name, content in stories.items()}
        head, _, rest = stories["tests/rejected.yaml"].partition(b"play:\n")
        end = rest[rest.index(b"expect:") :]
        told["tests/dean_rejects.yaml"] = head + b"play:\n" + CHAIR + DEAN % b"reject" + end
        again = stories["tests/approved_and_filed.yaml"].replace(b"rounds: 1", b"rounds: 2")
        submit = b"  - {by: teacher, at: rework, does: submit}\n"
        back = CHAIR + DEAN % b"return" + submit + CHAIR + DEAN % b"approve"
        told["tests/dean_returns.yaml"] = again.replace(CHAIR, back)
        drafts.save(work, "memo", held.version, told)


def test_a_memo_walks_the_route_with_the_new_approver_to_its_end(owner: Any, page_house: House) -> None:
    owner.opens(f"{PLACE}/approve_chair")
    owner.sends(f"{PLACE}/approve_chair/insert", in_place="after", in_lane="dean")
    tell_the_dean_too(page_house)
    owner.opens("/workshop/memo/publish").sends("/workshop/memo/publish", reason="Жаңа келісуші")
    assert "Version 2 is published" in owner.text

    paper = page_house.as_("teacher").writes()
    page_house.as_("chair").completes("approve")
    assert [one.step for one in page_house.as_("dean").tasks()] == ["approve_dean"]
    page_house.as_("dean").completes("return", comment="Толықтырыңыз")
    assert paper.state == "rework"
    page_house.as_("teacher").completes("submit", subject="Проектор", text="Ауыстыру")
    page_house.as_("chair").completes("approve")
    page_house.as_("dean").completes("approve")
    page_house.as_("dean").completes("sign", executor_unit="facility", control=False)
    page_house.as_("registrar").completes("register")
    page_house.as_("facility").completes("report", report="Ауыстырылды")
    assert paper.state == "filed"
