"""Where documents of a kind are registered and kept: one journal and case for all, or by an answer (`journals`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.errors import Invalid
from engine.kinds.sheet import Sheet
from engine.numbering import check_pattern
from engine.texts import LANGUAGES, Text

DIRECTIONS = ("internal", "incoming", "outgoing")
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Journal:
    """The journal a kind registers in; it is opened when the kind is published and there is none of that code.

    `direction`: internal, incoming, outgoing; `number` the pattern (`engine.numbering`), `numbers` its variants by
    language where they differ; `restart`: yearly, never.
    """

    code: str
    title: Text = field(default_factory=dict)
    direction: str = "internal"
    number: str = "{seq}"
    restart: str = "yearly"
    numbers: Text = field(default_factory=dict)

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class Filing:
    """Where a document goes: its journal, its case, how many years it is kept; `for_ever` when the kind says so."""

    journal: Journal | None = None
    case: str = ""
    retention_years: int | None = None
    for_ever: bool = False


@dataclass(frozen=True)
class Journals:
    """Journals by the value of an answer: `by` is the answer's name. The first stands where the answer says nothing."""

    by: str = ""
    filings: Mapping[str, Filing] = field(default_factory=dict)


def read_filing(sheet: Sheet) -> Filing:
    """What kind.yaml says for all documents of the kind; with `journals`, the first of them."""
    return Filing(_journal(sheet), sheet.text(("case",), most=20), *_retention(sheet, ("retention_years",)))


def read_journals(sheet: Sheet, otherwise: Filing) -> Journals:
    """The key `journals`: `by`, and for each value of that answer journal, case and retention."""
    given = sheet.mapping(("journals",))
    if not given:
        return Journals()
    if otherwise.journal is not None:
        sheet.wrong(("journals",), "Expected either journal or journals, but both are there.")
    found = {value: _one(sheet, ("journals", value), otherwise) for value in given if value != "by"}
    if not found:
        sheet.wrong(("journals",), "Expected a journal for each value of the answer, but there is none.")
    return Journals(sheet.text(("journals", "by"), required=True), found)


def _one(sheet: Sheet, path: Path, otherwise: Filing) -> Filing:
    sheet.mapping(path, required=True)
    sheet.known(path, ("code", "title", "direction", "number", "restart", "case", "retention_years"))
    years, for_ever = _retention(sheet, (*path, "retention_years"))
    told = years is not None or for_ever
    return Filing(
        _read(sheet, path),
        sheet.text((*path, "case"), most=20) or otherwise.case,
        years if told else otherwise.retention_years,
        for_ever if told else otherwise.for_ever,
    )


def _journal(sheet: Sheet) -> Journal | None:
    given = sheet.value(("journal",))
    if given is None:
        return None
    if not isinstance(given, dict):
        return Journal(sheet.text(("journal",), most=40), sheet.texts(("title",)))
    sheet.known(("journal",), ("code", "title", "direction", "number", "restart"))
    return _read(sheet, ("journal",))


def _read(sheet: Sheet, path: Path) -> Journal:
    book = Journal(
        code=sheet.text((*path, "code"), required=True, most=40),
        title=sheet.texts((*path, "title")) or sheet.texts(("title",)),
        direction=sheet.choice((*path, "direction"), DIRECTIONS, "internal"),
        restart=sheet.choice((*path, "restart"), ("yearly", "never"), "yearly"),
    )
    at = (*path, "number")
    if not isinstance(sheet.value(at), dict):
        return replace(book, number=_pattern(sheet, at))
    sheet.known(at, LANGUAGES)
    numbers = {language: _pattern(sheet, (*at, language)) for language in LANGUAGES if language in sheet.mapping(at)}
    return replace(book, number=next(iter(numbers.values()), book.number), numbers=numbers)


def _pattern(sheet: Sheet, path: Path) -> str:
    pattern = sheet.text(path, "{seq}")
    try:
        check_pattern(pattern)
    except Invalid as refused:
        for one in refused.problems:
            sheet.wrong(path, one.template, **one.facts)
    return pattern


def _retention(sheet: Sheet, path: Path) -> tuple[int | None, bool]:
    if sheet.value(path) == "permanent":
        return None, True
    return sheet.number(path, 1, 100), False
