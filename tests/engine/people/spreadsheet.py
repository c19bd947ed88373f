"""Spreadsheets of people in the hands of a test: `brings_in(house, shows(house, row, …))`."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from zoneinfo import ZoneInfo

from engine.people import importing
from engine.people.importing import ImportCard, card
from engine.spreadsheets.writing import Sheet, write_xlsx
from tests.offices import House

ZONE = ZoneInfo("Asia/Almaty")
HEAD = ("login", "family_ru", "given_ru", "email", "unit", "title_ru", "post", "since")
NEW = ("testov", "Тестов", "Ержан", "testov@example.org", "informatics", "доцент", "teacher", date(2026, 9, 1))


def book(head: Sequence[str], *rows: Sequence[object]) -> bytes:
    file = BytesIO()
    write_xlsx(Sheet("1", head, rows), file, ZONE)  # type: ignore[arg-type]
    return file.getvalue()


def shows(house: House, *rows: Sequence[object], head: Sequence[str] = HEAD, by: str = "hr") -> ImportCard:
    return shows_file(house, book(head, *rows), by)


def shows_file(house: House, content: bytes, by: str = "hr") -> ImportCard:
    table = importing.read_table(content, "ru")
    with house.office.work(house.actor(by)) as work:
        id = importing.show(work, "people.xlsx", content, table)
    return looks(house, id)


def looks(house: House, id: str) -> ImportCard:
    with house.office.look(house.actor("hr")) as work:
        return card(work, id, limit=20_000)


def brings_in(house: House, shown: ImportCard, by: str = "hr") -> ImportCard:
    with house.office.work(house.actor(by)) as work:
        importing.bring_in(work, shown.id, shown.shown)
    house.settle()
    return looks(house, shown.id)


def said(shown: ImportCard, at: int = 0) -> str:
    return " ".join(sentence.format(**facts) for _, sentence, facts in shown.lines[at]["problems"])


def states(shown: ImportCard) -> list[str]:
    return [one["state"] for one in shown.lines]
