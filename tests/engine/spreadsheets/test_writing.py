"""Spreadsheets hold what they were given, and compute nothing."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from engine.spreadsheets.writing import Sheet, computes, write_csv, write_xlsx

ALMATY = ZoneInfo("Asia/Almaty")
BEGINNINGS = ["=1+1", "+7 777", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "'=1", '"=1', "＝1+1", "=cmd|' /C calc'!A0"]
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60),
    st.builds(str.__add__, st.sampled_from(BEGINNINGS), st.text("Әүі;,\"'=x", max_size=20)),
)


def _read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


FORMULAS = tuple("=+-@\t\r\n＝＋－＠")  # what spreadsheets take for the start of a formula


def _csv(*rows: list[object], comma: bool = True) -> bytes:
    file = BytesIO()
    write_csv(Sheet("Тізім", ["Мәтін"], rows), file, ALMATY, comma=comma)  # type: ignore[arg-type]
    return file.getvalue()


def _xlsx(*rows: list[object]):
    file = BytesIO()
    write_xlsx(Sheet("Тізім: 2026/27", ["Мәтін", "=1+1"], rows), file, ALMATY)  # type: ignore[arg-type]
    return load_workbook(BytesIO(file.getvalue())).active


@given(texts)
@example("#REF!")
@example("=")
def test_a_text_comes_back_from_csv_and_begins_no_formula(text: str) -> None:
    (_, row) = _read_csv(_csv([text]))

    assert row[0] in (text, f"'{text}")
    assert row[0][:1] not in FORMULAS


@pytest.mark.parametrize("start", FORMULAS)
def test_whatever_begins_a_formula_is_kept_from_computing(start: str) -> None:
    assert computes(f"{start}SUM(A1)")
    assert computes(f"  {start}SUM(A1)") or start in "\t\r\n"
    assert _read_csv(_csv([f"{start}SUM(A1)"]))[1] == [f"'{start}SUM(A1)"]
    assert _xlsx([f"{start}SUM(A1)"]).cell(2, 1).quotePrefix


@given(st.lists(texts, min_size=1, max_size=3))
@example(["#REF!"])
@example(["=HYPERLINK(1)"])
def test_texts_come_back_from_xlsx_as_texts(row: list[str]) -> None:
    page = _xlsx(row)  # type: ignore[arg-type]

    cells = [page.cell(2, at + 1) for at in range(len(row))]
    assert [cell.value or "" for cell in cells] == row
    assert {cell.data_type for cell in cells if cell.value} <= {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value and computes(cell.value))


def test_every_text_of_csv_is_quoted_so_that_no_other_separator_can_cut_a_formula_out_of_it() -> None:
    content = _csv(["a,=1+1"], ["қара\nжол"]).decode("utf-8-sig")

    assert content == '"Мәтін"\r\n"a,=1+1"\r\n"қара\nжол"\r\n'


@pytest.mark.parametrize(("comma", "said"), [(True, "1,50"), (False, "1.50")])
def test_csv_begins_with_its_mark_and_has_typed_numbers_and_days(comma: bool, said: str) -> None:
    moment = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)

    content = _csv([-5, Decimal("1.50"), date(2026, 11, 24), moment, None], comma=comma)

    assert content.startswith(b"\xef\xbb\xbf")
    assert _read_csv(content)[1] == ["-5", said, "2026-11-24", "2026-11-25 01:30", ""]


def test_xlsx_has_typed_numbers_and_days_and_keeps_long_numbers_as_texts() -> None:
    moment = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)

    page = _xlsx([-5, Decimal("1.50"), date(2026, 11, 24), moment, 10**18, date(1899, 1, 1)])

    cells = [page.cell(2, at) for at in range(1, 7)]
    assert [cell.data_type for cell in cells] == ["n", "n", "d", "d", "s", "s"]
    assert cells[2].value == datetime(2026, 11, 24)
    assert cells[3].value == datetime(2026, 11, 25, 1, 30)
    assert page.title == "Тізім  2026 27"
    assert page.cell(1, 2).data_type == "s"


def test_letters_no_file_can_hold_are_marked() -> None:
    page = _xlsx(["a\x00\x1fb\ud800"])

    assert page.cell(2, 1).value == "a\ufffd\ufffdb\ufffd"
    assert _read_csv(_csv(["\ud800"]))[1] == ["\ufffd"]


def test_a_text_longer_than_a_cell_is_cut_with_a_mark() -> None:
    page = _xlsx(["қ" * 40_000])

    assert page.cell(2, 1).value.endswith("…")
    assert len(page.cell(2, 1).value) <= 32_767
