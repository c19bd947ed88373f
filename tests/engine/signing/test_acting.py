"""Who signs for another by an order: the block on the paper says so, and names nobody who did not sign (domain 6.10, sign 4)."""

from datetime import timedelta

import pytest

from engine.office import OFFICE
from engine.people.commands import substitute
from engine.people.queries import person, today
from tests.offices import House, Paper
from tests.validators import pdftotext

ORDER = "Бұйрық № 77 ЖҚ, 20.11.2026"
HEADING = "Проекторды ауыстыру туралы"


def _the_dean_is_away(house: House) -> None:
    with house.office.work(OFFICE) as work:
        absent, stands, day = person(work, "dean"), person(work, "mathhead"), today(work)
        substitute(work, absent, stands, since=day, until=day + timedelta(days=9), basis=ORDER, may_sign=True)


def _block(house: House, paper: Paper) -> str:
    """The words beneath the text of the paper."""
    frozen = paper.view().rendition
    assert frozen is not None
    text = pdftotext(house.office.tools.files.get(frozen.latest))
    return " ".join(text.split()).partition(HEADING)[2]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("Факультет деканы (м.а. / и.о.)", "Исаев", f"Негіздеме / Основание: {ORDER}")),
        ("ru", ("Декан факультета (и.о.)", "Исаев", f"Основание: {ORDER}")),
    ],
)
def test_the_substitute_signs_for_the_absent_dean_and_the_block_prints_acting_and_the_order(
    small_house: House, language: str, words: tuple[str, ...]
) -> None:
    house = small_house
    _the_dean_is_away(house)
    paper = house.as_("teacher").writes(language=language)
    house.as_("chair").completes("approve")

    house.as_("mathhead").completes("sign", executor_unit="facility")

    block = _block(house, paper)
    assert all(one in block for one in words)
    assert "Ермеков" not in block


def test_before_anybody_signs_the_block_names_a_post_and_no_person(small_house: House) -> None:
    paper = small_house.as_("teacher").writes()

    block = _block(small_house, paper)

    assert "Факультет деканы" in block
    assert "Ермеков" not in block and "Оспанов" not in block


def test_who_signs_in_his_own_post_signs_with_it_and_without_a_basis(small_house: House) -> None:
    house = small_house
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")

    house.as_("dean").completes("sign", level="certificate", executor_unit="facility")

    block = _block(house, paper)
    assert block.count("Факультет деканы") == 2
    assert "Ермеков" in block
    assert "м.а." not in block and "Негіздеме" not in block
