"""The table of people as a spreadsheet: its columns, their headings in four languages, and what is typed in a row.

A heading is known in any of the four languages, whatever its case. «Фамилия» without a language is the family name in
the language most of the headings are written in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from engine.errors import Invalid
from engine.people.checks import PARTS, number_looks_wrong
from engine.phrases import say
from engine.spreadsheets.reading import Line, Value
from engine.spreadsheets.writing import Cell, Sheet
from engine.texts import LANGUAGES

EXAMPLE = "example.person"  # the login of the template's own line, which is passed over
NAMES = tuple(f"{part}_{tongue}" for tongue in LANGUAGES for part in PARTS)
TITLES = tuple(f"title_{tongue}" for tongue in LANGUAGES)
PERSON = (*NAMES, "number", "email", "phone_work", "phone_mobile")
POST = ("unit", "parent", *TITLES, "post", "is_head", "acting", "since", "until")
COLUMNS = ("login", "number", *NAMES, "email", "phone_work", "phone_mobile", *POST)
_ALSO = {"иин": "number", "жсн": "number", "iin": "number", "пин": "number", "pin": "number", "email": "email"}
YES = frozenset({"1", "+", "x", "х", "✓", "yes", "true", "да", "иә", "ия", "ооба"})
NO = frozenset({"0", "-", "–", "no", "false", "нет", "жоқ", "жок"})


@dataclass(frozen=True)
class Table:
    """What a file says: rows by number with the typed texts by column, and the headings nobody knows."""

    rows: Sequence[tuple[int, Mapping[str, str]]]
    over: Sequence[str] = field(default=())


def headings(tongue: str) -> dict[str, str]:
    """The heading of each column."""
    plain, tongues = _plain(tongue), _tongues(tongue)
    inflected = {f"{part}_{one}": f"{plain[part]} ({tongues[one]})" for part in (*PARTS, "title") for one in LANGUAGES}
    return {one: inflected.get(one) or plain[one] for one in COLUMNS}


def _tongues(tongue: str) -> dict[str, str]:
    return {
        "kk": say("Kazakh", tongue),
        "ru": say("Russian", tongue),
        "ky": say("Kyrgyz", tongue),
        "en": say("English", tongue),
    }


def _plain(tongue: str) -> dict[str, str]:
    return {
        "login": say("Login", tongue),
        "number": say("Personal number", tongue),
        "family": say("Family name", tongue),
        "given": say("Given name", tongue),
        "patronymic": say("Patronymic", tongue),
        "email": say("E-mail", tongue),
        "phone_work": say("Work phone", tongue),
        "phone_mobile": say("Mobile phone", tongue),
        "unit": say("Unit", tongue),
        "parent": say("Unit above", tongue),
        "title": say("Post", tongue),
        "post": say("Code of the post", tongue),
        "is_head": say("Heads the unit", tongue),
        "acting": say("Acting", tongue),
        "since": say("In the post from", tongue),
        "until": say("In the post until", tongue),
    }


def template(tongue: str, day: date) -> tuple[Sheet, Sheet]:
    """An empty table with one line as an example, and a sheet that explains the columns."""
    said = headings(tongue)
    example: dict[str, Cell] = {
        "login": EXAMPLE,
        "number": "900101300017",
        "family_kk": "Оспанов",
        "given_kk": "Ержан",
        "patronymic_kk": "Маратұлы",
        "family_ru": "Оспанов",
        "given_ru": "Ержан",
        "patronymic_ru": "Маратович",
        "email": "ospanov@example.org",
        "phone_work": "+7 727 000-00-00",
        "unit": "informatics",
        "title_kk": "аға оқытушы",
        "title_ru": "старший преподаватель",
        "post": "teacher",
        "is_head": say("no", tongue),
        "acting": say("no", tongue),
        "since": day,
    }
    table = Sheet(say("People", tongue), list(said.values()), [[example.get(one) for one in said]])
    columns = [say("Column", tongue), say("What stands there", tongue)]
    return table, Sheet(say("Explanation", tongue), columns, _explained(said, tongue))


def _explained(said: Mapping[str, str], tongue: str) -> list[list[Cell]]:
    return [
        [said["login"], say("Latin letters, digits, dots, dashes. Somebody known is found by it, else by his number.", tongue)],
        [said["number"], say("12 digits (IIN) or 14 (PIN)", tongue)],
        [said["family_kk"], say("Names in one language at least.", tongue)],
        [said["unit"], say("The code of an open unit or its name. A person in several posts has several lines.", tongue)],
        [said["parent"], say("The unit above: needed only where two units have the same name.", tongue)],
        [said["post"], say("Routes find people by it: teacher, head, dean, rector.", tongue)],
        [said["is_head"], say("yes or no", tongue)],
        [said["since"], say("A day; today when it is empty.", tongue)],
        ["–", say("An empty cell leaves what is there.", tongue)],
        [EXAMPLE, say("The line with this login is an example, it is passed over.", tongue)],
    ]  # fmt: skip


def understood(lines: Sequence[Line], prefer: str) -> Table:
    """The rows by column; raises Invalid (field `file`) when the headings are not those of a table of people."""
    if not lines:
        raise Invalid.one("file", "Expected headings and rows, but the sheet is empty.")
    known, over = _recognised(lines[0].cells, prefer)
    rows = [(line.number, _typed(line.cells, known)) for line in lines[1:]]
    rows = [(number, typed) for number, typed in rows if typed and typed.get("login") != EXAMPLE]
    if not rows:
        raise Invalid.one("file", "Expected rows under the headings, but there are none.")
    return Table(rows, over)


def _recognised(cells: Sequence[Value], prefer: str) -> tuple[dict[int, str], list[str]]:
    words = {at: _even(str(cell)) for at, cell in enumerate(cells) if cell is not None}
    tongue = _tongue(words.values(), prefer)
    names = _names(tongue)
    known = {at: names[word] for at, word in words.items() if word in names}
    for at, name in known.items():
        if name in [other for place, other in known.items() if place < at]:
            raise Invalid.one("file", "Expected each column once, but {name} is there twice.", name=str(cells[at])[:60])
    if not {"login", "number"}.intersection(known.values()):
        raise Invalid.one("file", "Expected a column with logins or personal numbers, but there is none.")
    return known, [str(cells[at])[:60] for at in words if at not in known]


def _tongue(words: Iterable[str], prefer: str) -> str:
    """The language most of the headings are written in."""
    typed = set(words)

    def many(tongue: str) -> tuple[int, bool]:
        said = {*map(_even, headings(tongue).values()), *map(_even, _plain(tongue).values())}
        return len(typed & said), tongue == prefer

    return max(LANGUAGES, key=many)


def _names(tongue: str) -> dict[str, str]:
    """Headings of every language, then those without a language of their own, as that language has them."""
    bare = {_even(words): key for one in LANGUAGES for key, words in _plain(one).items()}
    own = {_even(words): key for key, words in _plain(tongue).items()}
    inflected = (*PARTS, "title")
    plain = {words: f"{key}_{tongue}" if key in inflected else key for words, key in (bare | own).items()}
    whole = {_even(words): key for one in LANGUAGES for key, words in headings(one).items()}
    return plain | whole | {_even(one): one for one in COLUMNS} | _ALSO


def _even(words: str) -> str:
    return " ".join(words.casefold().replace("ё", "е").replace("*", " ").split()).rstrip(" :")


def _typed(cells: Sequence[Value], known: Mapping[int, str]) -> dict[str, str]:
    found = {name: _text(cells[at], name) for at, name in known.items() if at < len(cells)}
    typed = {name: text for name, text in found.items() if text}
    return typed | ({"login": typed["login"].casefold()} if "login" in typed else {})


def _text(cell: Value, name: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = " ".join(str(cell).split())
    if name == "number" and isinstance(cell, int):  # a spreadsheet drops the zeros a number begins with
        whole = text.zfill(12)
        return text if number_looks_wrong(whole) else whole
    return text
