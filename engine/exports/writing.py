"""A table as a file, with the audit's line about who took it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO, BinaryIO
from zoneinfo import ZoneInfo

from engine.errors import Invalid
from engine.people.queries import today
from engine.spreadsheets.writing import Cell, Sheet, write_csv, write_xlsx
from engine.work import Work

MEDIA = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
BULK = ("records_admin", "registrar", "archivist", "hr", "admin")
MOST, MOST_IN_BULK = 2_000, 100_000


@dataclass(frozen=True)
class Table:
    """A list to be taken out: its name in the audit, its title and headings in the reader's language, its rows as a stream."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    narrowed: Mapping[str, str]


@dataclass(frozen=True)
class Made:
    """A file that is ready: it may be given away once `note` has kept the audit's line."""

    name: str
    format: str
    count: int
    filename: str
    media_type: str
    file: IO[bytes]
    narrowed: Mapping[str, str]


def write(work: Work, table: Table, format: str) -> Made:
    """The table as XLSX or CSV; raises Invalid for another format, or for more rows than one may take at once."""
    if format not in MEDIA:
        raise Invalid.one(
            "format", "Expected one of {known}, but it is {value}.", known=", ".join(MEDIA), value=format[:40]
        )
    most = MOST_IN_BULK if work.actor.has(*BULK) else MOST
    sheet = Sheet(table.title, table.headings, _bounded(table.rows, most))
    zone = ZoneInfo(work.tools.settings.timezone)
    file = BytesIO()  # some tens of megabytes at most: the number of rows is bounded
    count = _written(sheet, file, format, zone, work.actor.language)
    file.seek(0)
    filename = f"{table.name}-{today(work).isoformat()}.{format}"
    return Made(table.name, format, count, filename, MEDIA[format], file, table.narrowed)


def _written(sheet: Sheet, file: BinaryIO, format: str, zone: ZoneInfo, language: str) -> int:
    return write_xlsx(sheet, file, zone) if format == "xlsx" else write_csv(sheet, file, zone, comma=language != "en")


def _bounded(rows: Iterable[Sequence[Cell]], most: int) -> Iterator[Sequence[Cell]]:
    for count, row in enumerate(rows):
        if count >= most:
            raise Invalid.one(
                "format",
                "Expected at most {most} rows in one file, but there are more. Narrow the list first.",
                most=most,
            )
        yield row


def note(work: Work, made: Made) -> None:
    """Keeps who took which list, narrowed to what, and how many rows."""
    narrowed = {name: value for name, value in made.narrowed.items() if value}
    after = {"format": made.format, "rows": made.count, **narrowed}
    work.record(f"person:{work.actor.person}", "list.exported", made.name, after=after)
