"""A table of people is known by its headings, in any of the four languages."""

import json
from collections.abc import Sequence
from datetime import date
from io import BytesIO

import pytest

from engine.errors import Invalid
from engine.people import importing
from engine.people.columns import COLUMNS, EXAMPLE, template
from engine.spreadsheets.writing import Sheet, write_xlsx
from engine.texts import LANGUAGES
from tests.engine.people.spreadsheet import HEAD, ZONE, book, shows, shows_file
from tests.offices import House


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_template_is_understood_and_its_example_passed_over(small_house: House, tongue: str) -> None:
    table, more = template(tongue, date(2026, 9, 1))
    values = {"login": "testov", "family_kk": "Тестов"}
    row = [values.get(one) for one in COLUMNS]
    write_xlsx(Sheet(table.title, table.headings, [*table.rows, row]), file := BytesIO(), ZONE, more)

    shown = shows_file(small_house, file.getvalue())

    assert [one["login"] for one in shown.lines] == ["testov"]
    assert shown.over == []
    assert EXAMPLE in json.dumps([list(map(str, one)) for one in more.rows])


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (("Фамилия", "Имя"), "logins or personal numbers"),
        (("Логин", "Login"), "twice"),
        (("Колонка",), "logins or personal numbers"),
    ],
)
def test_headings_that_are_not_of_people_are_refused(head: Sequence[str], sentence: str) -> None:
    with pytest.raises(Invalid) as told:
        importing.read_table(book(head, ["a", "b"]), "kk")

    assert sentence in told.value.problems[0].message


def test_a_file_without_rows_is_refused_and_unknown_columns_are_told(small_house: House) -> None:
    with pytest.raises(Invalid):
        importing.read_table(book(HEAD), "kk")

    shown = shows(small_house, ("docent", "5"), head=("Логин", "Разряд"))

    assert shown.over == ["Разряд"]
