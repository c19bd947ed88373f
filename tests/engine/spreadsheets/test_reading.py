"""Files people send are read as plain values in bounded memory, or refused with a sentence."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from engine.errors import Invalid
from engine.spreadsheets.reading import LARGEST, MOST_ROWS, read_xlsx


def made(fill: Callable[[Worksheet], object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["Логин", "Күні"])
    fill(sheet)
    book.save(file := BytesIO())
    return file.getvalue()


def packed(content: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The workbook with its parts changed, and parts more."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
        for name, body in more.items():
            after.writestr(name.replace("__", "/"), body)
    return out.getvalue()


def in_sheet(mark: bytes, instead: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, body: body.replace(mark, instead) if "sheet1" in name else body


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as told:
        read_xlsx(content)
    assert [one.field for one in told.value.problems] == ["file"]
    return told.value.problems[0].message


PLAIN = made(lambda sheet: sheet.append(["a", 1]))


def test_rows_come_typed_with_their_numbers_and_empty_ones_are_passed_over() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([" docent ", date(2026, 9, 1)])
        sheet.append([None, None])
        sheet.append([True, 2.5])

    lines = read_xlsx(made(fill))

    assert [(one.number, list(one.cells)) for one in lines] == [
        (1, ["Логин", "Күні"]),
        (2, ["docent", datetime(2026, 9, 1)]),
        (4, [True, 2.5]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"login;name\r\ndocent;1\r\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04" + b"\0" * 100,
        PLAIN[:-40],
        PLAIN[: len(PLAIN) // 2],
        packed(PLAIN, lambda name, body: b"<x/>" if name == "xl/workbook.xml" else body),
        packed(PLAIN, lambda name, body: body[:-30] if "sheet1" in name else body),
        packed(PLAIN, lambda name, body: body.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')),
    ],
    ids=["empty", "csv", "xls", "half a zip", "no end", "cut", "no workbook", "broken sheet", "entities"],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert "Expected an XLSX file" in refusal(content)


def test_another_zip_is_refused() -> None:
    with ZipFile(file := BytesIO(), "w") as other:
        other.writestr("word/document.xml", "<x/>")

    assert "Expected an XLSX file" in refusal(file.getvalue())


def test_formulas_errors_and_merged_cells_are_refused_with_their_place() -> None:
    assert "B2 holds a formula" in refusal(made(lambda sheet: sheet.append(["a", "=1+1"])))
    assert "B2 holds an error" in refusal(made(lambda sheet: sheet.append(["a", "#REF!"])))
    assert "merged" in refusal(made(lambda sheet: sheet.merge_cells("A2:B2")))


def test_macros_are_refused() -> None:
    assert "macros" in refusal(packed(PLAIN, lambda _, body: body, **{"xl__vbaProject.bin": b"x"}))
    kind = b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"
    assert "XLSX" in refusal(packed(PLAIN, lambda name, body: body.replace(*kind) if "Types" in name else body))


def test_what_unpacks_into_far_more_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(PLAIN, lambda _, body: body, **{"xl__sharedStrings2.xml": b" " * 40_000_000})

    assert len(bomb) < 100_000
    assert "unpacks into far more" in refusal(bomb)
    assert "larger" in refusal(b"PK" + b"\0" * LARGEST)


def test_too_many_rows_columns_and_letters_are_refused() -> None:
    def many(sheet: Worksheet) -> None:
        for at in range(MOST_ROWS + 1):
            sheet.append([at])

    assert "at most 10000 rows" in refusal(made(many))
    assert "columns" in refusal(made(lambda sheet: sheet.cell(1, 61, "Бағана")))
    assert "letters in the cell A2" in refusal(made(lambda sheet: sheet.append(["а" * 1001])))


def test_ten_thousand_rows_are_read() -> None:
    def many(sheet: Worksheet) -> None:
        for at in range(MOST_ROWS):
            sheet.append([at])

    assert len(read_xlsx(made(many))) == MOST_ROWS + 1


def test_a_row_far_below_is_not_waited_for() -> None:
    far = packed(PLAIN, in_sheet(b'<row r="2"', b'<row r="99999999999"'))

    assert "rows" in refusal(far)


def test_a_day_no_calendar_has_is_read_as_it_stands() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["a", 99_999_999_999])
        sheet["B2"].number_format = "dd.mm.yyyy"

    content = made(fill)

    assert "error" in refusal(content)
