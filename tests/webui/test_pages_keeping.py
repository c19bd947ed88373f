"""Pages of cases, of how a document is kept, of paper duplicates and of the sealed sheets."""

from collections.abc import Callable

import pytest

from tests.engine.cheap import made_cheap
from tests.offices import House
from tests.webui.pages import Reader

At = Callable[[str], Reader]


@pytest.fixture
def page_house(small_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    made_cheap(monkeypatch)
    return small_house


def test_the_records_administrator_opens_and_changes_a_case_that_a_registrar_only_reads(at: At) -> None:
    records = at("records").opens("/journals/cases/new")

    records.sends("/journals/cases/new", index="03-11", title_kk="Бұйрықтар", retention_years="0", status=422)
    assert dict(records.form("/journals/cases/new"))["title_kk"] == "Бұйрықтар"
    records.sends("/journals/cases/new", title_ru="Приказы", retention_years="75")

    assert "03-11 Бұйрықтар 75 years" in records.text
    assert "75 years" in at("registrar").opens("/journals/cases").text
    at("registrar").opens("/journals/cases/03-11", status=403)
    at("teacher").opens("/journals/cases", status=403)


def test_who_saves_a_case_somebody_changed_meanwhile_is_told_and_loses_nothing(at: At) -> None:
    records = at("records").opens("/journals/cases/05-07")
    seen = dict(records.form("/journals/cases/05-07"))["version"]
    records.sends("/journals/cases/05-07", retention_years="7")

    records.opens("/journals/cases/05-07")
    records.sends("/journals/cases/05-07", version=seen, retention_years="9", status=409)

    assert dict(records.form("/journals/cases/05-07"))["retention_years"] == "9"
    records.sends("/journals/cases/05-07")
    assert "9 years" in records.opens("/journals/cases").text


def test_a_registered_document_is_refiled_and_its_paper_found(at: At, page_house: House) -> None:
    memo = page_house.registers_a_memo()
    here = f"/documents/{memo.id}/filing"

    records = at("records").opens(f"/documents/{memo.id}")
    assert here in records.page.text
    records.opens(here).sends(here, permanent="1", status=422)
    records.sends(here, permanent="1", reason="By the list")
    assert "permanently" in records.text
    registrar = at("registrar").opens("/journals/paper")
    registrar.sends(f"/journals/paper/{memo.id}", place="Room 3, folder 12")
    assert "Room 3, folder 12" in registrar.opens("/journals/paper?tab=done&q=folder").page.text
    assert "Room 3, folder 12" in at("teacher").opens(f"/documents/{memo.id}").text
    at("teacher").opens(here, status=403)
    at("teacher").opens("/journals/paper", status=403)


def test_the_approval_sheet_is_offered_to_who_sees_the_document(at: At, page_house: House) -> None:
    memo = page_house.registers_a_memo()
    here = f"/documents/{memo.id}/approval-sheet"

    teacher = at("teacher").opens(f"/documents/{memo.id}/approval")
    assert here in teacher.page.text
    teacher.opens(here)

    assert teacher.page.data.startswith(b"%PDF-")
    at("math1").opens(here, status=403)
    teacher.opens(f"/documents/{memo.id}/familiarisation-sheet", status=404)
