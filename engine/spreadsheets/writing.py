"""XLSX and CSV of plain rows: dates and numbers typed, texts never computed.

A text that a spreadsheet could take for a formula is typed as text in XLSX and stands behind an apostrophe in CSV.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import Any, BinaryIO, TypeAlias
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell: TypeAlias = str | int | float | Decimal | date | datetime | None

FORMULAS = frozenset("=+-@\t\r\n＝＋－＠")
LONGEST = 32_000  # a cell of XLSX holds 32 767 characters
FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets disagree on the calendar
MOST_DIGITS = 10**15  # a spreadsheet keeps fifteen digits of a number
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNTITLED = re.compile(r"[\[\]:*?/\\']")
_BOLD = Font(bold=True)


@dataclass(frozen=True)
class Sheet:
    """What is written: the title of the sheet, the heading of each column, and the rows, which may be a stream."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def computes(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    bare = text.lstrip(" \u00a0\ufeff'\"")
    return text[:1] in FORMULAS or bare[:1] in FORMULAS


def write_csv(sheet: Sheet, file: BinaryIO, zone: ZoneInfo, *, comma: bool = True) -> int:
    """Writes UTF-8 with its mark, semicolons, every text quoted; numbers with a decimal comma or point; says how many rows."""
    text = TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    rows = csv.writer(text, delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
    rows.writerow([_plain(heading) for heading in sheet.headings])
    count = 0
    for row in sheet.rows:
        rows.writerow([_for_csv(cell, zone, comma) for cell in row])
        count += 1
    text.detach()
    return count


def _plain(value: str) -> str:
    text = _UNFIT.sub("\ufffd", value)
    return f"'{text}" if computes(text) else text


def _for_csv(cell: Cell, zone: ZoneInfo, comma: bool) -> str | int:
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float | Decimal):
        return f"{cell:f}".replace(".", ",") if comma else f"{cell:f}"
    if isinstance(cell, datetime):
        return _local(cell, zone).isoformat(" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return _plain(cell or "")


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def write_xlsx(sheet: Sheet, file: BinaryIO, zone: ZoneInfo, *more: Sheet) -> int:
    """Writes a workbook of the sheet (and `more`) with heads frozen, row by row; says how many rows the first has."""
    book = Workbook(write_only=True)
    counts = [_page(book, one, zone) for one in (sheet, *more)]
    book.save(file)
    return counts[0]


def _page(book: Workbook, sheet: Sheet, zone: ZoneInfo) -> int:
    page = book.create_sheet(_UNTITLED.sub(" ", _UNFIT.sub("", sheet.title)).strip()[:31] or "1")
    page.freeze_panes = "A2"
    for at, heading in enumerate(sheet.headings, 1):
        page.column_dimensions[get_column_letter(at)].width = min(max(len(heading) + 4, 14), 60)
    page.append([_bold(page, heading) for heading in sheet.headings])
    count = 0
    for row in sheet.rows:
        page.append([_for_xlsx(page, cell, zone) for cell in row])
        count += 1
    return count


def _bold(page: Any, heading: str) -> Any:
    cell = _text(page, heading)
    cell.font = _BOLD
    return cell


def _text(page: Any, value: str) -> Any:
    text = _UNFIT.sub("\ufffd", value)
    cell = WriteOnlyCell(page, text if len(text) <= LONGEST else text[:LONGEST] + "…")
    cell.data_type = "s"  # openpyxl guesses a formula or a mistake from the first letter
    if computes(text):
        cell.quotePrefix = True  # stays a text also when somebody edits the cell
    return cell


def _for_xlsx(page: Any, cell: Cell, zone: ZoneInfo) -> Any:
    if isinstance(cell, datetime):
        return _dated(page, _local(cell, zone), "dd.mm.yyyy hh:mm")
    if isinstance(cell, date):
        return _dated(page, cell, "dd.mm.yyyy")
    if isinstance(cell, int | float | Decimal):
        return cell if -MOST_DIGITS < cell < MOST_DIGITS else _text(page, str(cell))
    return _text(page, cell) if cell else None


def _dated(page: Any, day: date, look: str) -> Any:
    if (day.date() if isinstance(day, datetime) else day) < FIRST_DAY:
        return _text(page, day.isoformat())
    cell = WriteOnlyCell(page)
    cell.value = day
    cell.number_format = look
    return cell
