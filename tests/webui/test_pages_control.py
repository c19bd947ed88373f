"""Pages of control in a browser without scripts: lists, requests about terms, overviews, vacancies, files."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from engine.audit import AuditRecord
from engine.exports import writing
from engine.instances.models import Candidate
from engine.office import OFFICE
from tests.offices import House, Paper
from tests.webui.pages import Reader

ALMATY = ZoneInfo("Asia/Almaty")
At = Callable[[str], Reader]


@pytest.fixture
def memo(page_house: House) -> Paper:
    """A registered memo that waits for its executor until Wednesday the 9th; today is Wednesday, 2 December 2026."""
    page_house.office.tools.clock.set(datetime(2026, 12, 2, 10, tzinfo=ALMATY))
    return page_house.registers_a_memo()


def _exported(house: House) -> list[tuple[str, str, object]]:
    with house.office.look(OFFICE) as work:
        rows = work.session.query(AuditRecord).filter_by(act="list.exported").order_by(AuditRecord.id)
        return [(one.actor, one.object, one.after) for one in rows]


def test_an_executor_asks_for_another_term_and_the_author_moves_it(memo: Paper, at: At) -> None:
    facility, dean = at("facility"), at("dean")
    task = facility.first_task()
    facility.opens(task).opens(f"{task}/due")

    facility.sends(f"{task}/due", due="2026-12-01", reason="", status=422)
    assert "Expected a comment that says why" in facility.text
    facility.sends(f"{task}/due", due="2026-12-18", reason="Бөлшек жоқ")
    dean.opens("/control")
    assert "Requests about terms wait for you" in dean.text
    dean.opens("/due-changes/1")
    dean.sends("/due-changes/1/refuse", comment=" ", status=422)
    dean.sends("/due-changes/1/grant", due="2026-12-21")

    assert dean.address == f"/documents/{memo.id}/execution"
    assert "Requests about terms" in dean.text and "The term was moved" in dean.text
    assert "Extended" in dean.opens("/control?scope=controlled&tab=extended").text
    assert "Ask for another term" in facility.opens(task).text


def test_what_was_typed_stays_beside_what_is_wrong_with_it(memo: Paper, at: At) -> None:
    facility = at("facility")
    task = facility.first_task()

    facility.opens(f"{task}/due").sends(f"{task}/due", due="2100-01-01", reason="Бөлшек жоқ", status=422)

    assert dict(facility.form(f"{task}/due"))["reason"] == "Бөлшек жоқ"
    assert "within 5 years" in facility.text


def test_a_control_list_is_taken_out_as_xlsx_and_csv_with_a_line_in_the_audit(memo: Paper, at: At) -> None:
    dean = at("dean")

    sheet = dean.opens("/control/list.xlsx?scope=controlled").page
    page = load_workbook(BytesIO(sheet.data)).active
    text = dean.opens("/control/list.csv?scope=controlled").page
    rows = list(csv.reader(StringIO(text.data.decode("utf-8-sig")), delimiter=";"))

    assert sheet.headers["Content-Disposition"] == 'attachment; filename="control-2026-12-02.xlsx"'
    assert [cell.value for cell in page[1]][:4] == ["Kind", "Number", "Date", "Title"]
    assert page.cell(2, 2).value == rows[1][1] == memo.number
    assert [(who, what, after["format"], after["rows"]) for who, what, after in _exported(memo.house)] == [
        ("dean", "control", "xlsx", 1),
        ("dean", "control", "csv", 1),
    ]


def test_a_list_with_too_many_rows_is_not_taken_out_and_leaves_no_line(
    memo: Paper, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST", 0)

    at("dean").opens("/control/list.csv?scope=controlled", status=422)

    assert _exported(memo.house) == []


def test_a_journal_is_taken_out_with_nothing_that_computes(page_house: House, at: At) -> None:
    page_house.as_("teacher").writes(subject="=HYPERLINK(1)")
    page_house.as_("chair").completes("approve")
    page_house.as_("dean").completes("sign", level="simple", executor_unit="facility", control=True)
    page_house.as_("registrar").completes("register", level="simple")
    year = page_house.office.tools.clock.now().year

    page = at("registrar").opens(f"/journals/memos/{year}.csv").page
    rows = list(csv.reader(StringIO(page.data.decode("utf-8-sig")), delimiter=";"))
    book = load_workbook(BytesIO(at("registrar").opens(f"/journals/memos/{year}.xlsx").page.data)).active

    assert rows[1][3] == "'=HYPERLINK(1)"
    assert (book.cell(2, 4).value, book.cell(2, 4).data_type) == ("=HYPERLINK(1)", "s")
    at("teacher").opens(f"/journals/memos/{year}.csv", status=403)


def test_heads_and_the_rector_see_their_overviews_and_others_do_not(memo: Paper, at: At) -> None:
    assert "The load of the unit" in at("facility").opens("/control/unit").text
    assert "Execution discipline" in at("rector").opens("/control/house").text
    at("rector").opens("/control/house.xlsx").opens("/control/times.csv")
    at("facility").opens("/control/unit.csv")

    at("teacher").opens("/control/unit", status=403)
    at("dean").opens("/control/house", status=403)


def test_a_bad_period_is_told(memo: Paper, at: At) -> None:
    at("rector").opens("/control/house?since=2026-12-02&until=2026-01-01", status=422)
    at("dean").opens("/control?since=yesterday", status=422)


def test_a_step_nobody_may_do_stands_before_the_administrator(memo: Paper, at: At) -> None:
    with memo.house.office.work(OFFICE) as work:
        work.session.execute(update(Candidate).values(open=False))

    admin = at("admin").opens("/administration/vacancies")

    assert memo.view().kind.step_name("execute", "en") in admin.text
    admin.opens("/administration/vacancies.xlsx")
    at("teacher").opens("/administration/vacancies", status=403)


def test_overdue_tasks_are_counted_in_the_bar(memo: Paper, at: At) -> None:
    memo.house.office.tools.clock.set(datetime(2026, 12, 10, 10, tzinfo=ALMATY))

    assert "1 overdue task" in at("facility").opens("/feed").text
    assert "overdue task" not in at("teacher").opens("/feed").text


def test_everybody_finds_the_control_of_execution(at: At) -> None:
    for login in ("vice1", "chair", "teacher"):
        assert 'href="/control"' in at(login).opens("/tasks").page.text
