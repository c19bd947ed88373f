"""What is kept for more than ten years is kept on paper too (K-29)."""

import pytest

from engine.registration.queries import of_document
from tests.offices import House


def registered(house: House, card: dict[str, object]) -> tuple[list[str], int | None]:
    """Whether the registrar is asked for paper, and how long the registration says it is kept."""
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility", control=False)
    house.as_("registrar").completes("register", level="simple", **card)
    with house.office.look(house.actor("registrar")) as work:
        kept = of_document(work, paper.id)
    assert kept is not None
    return [one.step for one in house.as_("registrar").tasks()], kept.retention_years


@pytest.mark.parametrize(("years", "asked"), [(5, []), (10, []), (11, ["paper_duplicate"]), (75, ["paper_duplicate"])])
def test_more_than_ten_years_ask_for_paper_and_ten_do_not(quick_house: House, years: int, asked: list[str]) -> None:
    assert registered(quick_house, {"retention_years": years}) == (asked, years)


def test_for_ever_asks_for_paper(quick_house: House) -> None:
    assert registered(quick_house, {"retention_years": None, "case": "01-04"}) == (["paper_duplicate"], None)


def test_a_document_is_filed_when_its_paper_lies_in_its_place(quick_house: House) -> None:
    registered(quick_house, {"retention_years": 75})

    quick_house.as_("facility").completes("report", report="Ауыстырылды")
    paper = quick_house.as_("registrar").completes("print_done", place="104-кабинет, 2-шкаф, 05-07 папкасы")

    assert paper.state == "filed"
    assert next(one.answers for one in paper.view().tasks if one.step == "paper_duplicate") == {
        "place": "104-кабинет, 2-шкаф, 05-07 папкасы"
    }
    assert quick_house.broken() == []
