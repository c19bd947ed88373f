"""The plain cells of an XLSX file somebody sent: typed, in bounded memory, and nothing but values.

A workbook is a ZIP of XML parts. Before openpyxl sees it, what the ZIP says of itself is weighed and each part is looked
through once: no macros, no declared entities, no merged cells.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from engine.errors import Invalid

Value: TypeAlias = str | int | float | bool | date | datetime | None

MOST_ROWS = 10_000
MOST_COLUMNS = 60
LARGEST = 8 * 1024 * 1024
MOST_PARTS = 200
LARGEST_UNPACKED = 96 * 1024 * 1024
MOST_RATIO = 200  # ten thousand equal rows pack about sixty times
LONGEST = 1_000
LAST_ROW = 5 * MOST_ROWS  # empty rows between are passed over one by one
_PIECE = 256 * 1024
_OVERLAP = 32  # longer than any of the marks below
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets", re.IGNORECASE)
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell[\s/>]")


@dataclass(frozen=True)
class Line:
    """A row that is not empty: its number in the sheet, and its cells from the first column on."""

    number: int
    cells: Sequence[Value]


def read_xlsx(content: bytes) -> list[Line]:
    """The rows of the first sheet, the headings first; raises Invalid (field `file`) for what is no plain table of values."""
    _weigh(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and rules it leaves out
            return list(_bounded(_lines(content)))
    except Invalid:
        raise
    except Exception as error:  # whatever a broken workbook makes openpyxl stumble over
        raise _no_workbook() from error


def _no_workbook() -> Invalid:
    return Invalid.one("file", "Expected an XLSX file, but this is not one or it is damaged.")


def _weigh(content: bytes) -> None:
    if len(content) > LARGEST:
        raise Invalid.one(
            "file", "Expected a file of at most {most} MB, but it is larger.", most=LARGEST // 1024 // 1024
        )
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            _weigh_parts(parts)
            for part in parts:
                _look_through(packed, part)
    except Invalid:
        raise
    except Exception as error:  # zipfile tells a broken archive in many ways
        raise _no_workbook() from error


def _weigh_parts(parts: Sequence[ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or len(names) != len(parts):
        raise _no_workbook()
    if any(_MACROS.search(name) for name in names):
        raise Invalid.one(
            "file", "Expected a file without macros, but it holds some. Save it as XLSX and send it again."
        )
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    swollen = any(part.file_size > MOST_RATIO * max(part.compress_size, 5_000) for part in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or swollen or unpacked > MOST_RATIO * max(packed, 5_000):
        raise Invalid.one(
            "file", "Expected a table of at most {most} people, but the file unpacks into far more.", most=MOST_ROWS
        )


def _look_through(packed: ZipFile, part: ZipInfo) -> None:
    """Reads a part once, piece by piece: no more of it comes out than the ZIP says of itself."""
    sheet = part.filename.startswith("xl/worksheets/")
    with packed.open(part) as file:
        before = b""
        while piece := file.read(_PIECE):
            seen = before + piece
            if _DECLARED.search(seen) or b"macroEnabled" in seen:
                raise _no_workbook()
            if sheet and _MERGED.search(seen):
                raise Invalid.one("file", "Expected each value in a cell of its own, but the sheet has merged cells.")
            before = seen[-_OVERLAP:]


def _lines(content: bytes) -> Iterator[Line]:
    book = load_workbook(BytesIO(content), read_only=True, keep_links=False, rich_text=False)
    try:
        sheet: Any = next(one for one in book.worksheets if one.sheet_state == "visible")
        sheet.reset_dimensions()  # what a file says of its size is not to be believed
        if any(cell.value is not None for row in sheet.iter_rows(max_row=1) for cell in row[MOST_COLUMNS:]):
            raise Invalid.one("file", "Expected at most {most} columns, but there are more.", most=MOST_COLUMNS)
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
            if number > LAST_ROW:
                raise _too_many()
            cells = [_value(cell, at, number) for at, cell in enumerate(row, 1)]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                yield Line(number, cells)
    finally:
        book.close()


def _value(cell: Any, column: int, row: int) -> Value:
    value = cell.value
    if value is None:
        return None
    place = f"{get_column_letter(column)}{row}"
    if cell.data_type == "f":
        raise Invalid.one("file", "Expected plain values, but the cell {cell} holds a formula.", cell=place)
    if cell.data_type == "e":
        raise Invalid.one("file", "Expected plain values, but the cell {cell} holds an error.", cell=place)
    if isinstance(value, bool | int | float | date):
        return value
    text = str(value).strip()
    if len(text) > LONGEST:
        raise Invalid.one(
            "file", "Expected at most {most} letters in the cell {cell}, but there are more.", most=LONGEST, cell=place
        )
    return text or None


def _bounded(lines: Iterator[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines):
        if count > MOST_ROWS:
            raise _too_many()
        yield line


def _too_many() -> Invalid:
    return Invalid.one("file", "Expected at most {most} rows, but there are more.", most=MOST_ROWS)
