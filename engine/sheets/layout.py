"""A sheet as a page: HTML and its style. Long lists are paragraphs, which are laid out far quicker than rows of a table."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from engine.rendering.stamps import zoned
from engine.sheets.words import word
from engine.wording import numeric_date

LONG = 300  # rows; a table of more is laid out as a list

CSS = """
@page { size: A4; margin: 15mm 12mm 16mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt "Bagyt Sans" } }
html { font: 9pt/1.3 "Bagyt Sans"; hyphens: none }
h1 { font-size: 13pt; margin: 3mm 0 1mm; text-transform: uppercase }
h2 { font-size: 10.5pt; margin: 5mm 0 1mm; break-after: avoid }
p { margin: 0 0 1mm; text-align: left }
.organisation { text-align: center; font-weight: 700 }
.as-of { text-align: center; margin-bottom: 4mm }
.facts { margin-bottom: 3mm }
.facts td { border: 0; padding: .4mm 2mm .4mm 0 }
.facts td:first-child { width: 42mm; color: #444 }
.hash { font-size: 7pt; color: #333; overflow-wrap: anywhere }
.note { font-size: 8pt }
table.lines { table-layout: fixed }
.lines th { background: #eee; font-weight: 700 }
.lines td, .lines th { overflow-wrap: anywhere; padding: 1mm 1.5mm }
.lines tr { break-inside: avoid }
.lines thead { display: table-header-group }
.approval .step { width: 34mm } .approval .who { width: 48mm } .approval .when { width: 34mm }
.familiarisation .n { width: 10mm } .familiarisation .who { width: 52mm } .familiarisation .mark { width: 52mm }
.settlement .what { width: 62mm } .settlement .amount { width: 34mm }
.settlement td:nth-child(2) { text-align: right }
.person { margin-bottom: 1.2mm }
.sealed { margin-top: 5mm; font-size: 8pt; color: #444 }
"""


def page(sheet: Mapping[str, Any], as_of: datetime, zone: ZoneInfo) -> str:
    """The body of a sheet; moments stand in `zone` with its distance from UTC."""
    language = str(sheet["language"])
    body = BODIES[str(sheet["type"])](sheet, language, zone)
    return "".join((_head(sheet, language, as_of.astimezone(zone)), *body, _p("sealed", word("sealed", language))))


def _head(sheet: Mapping[str, Any], language: str, as_of: datetime) -> str:
    number = word("unnumbered", language)
    if sheet["number"]:
        number = f"№ {sheet['number']}, {numeric_date(date.fromisoformat(str(sheet['dated'])), language)}"
    facts = (
        ("document", f"{sheet['kind']}: {sheet['title']}"),
        ("number", number),
        ("initiator", sheet["initiator"]),
        ("state", sheet["state"]),
    )
    rows = "".join(f"<tr><td>{_e(word(key, language))}</td><td>{_e(value)}</td></tr>" for key, value in facts)
    return (
        f"{_p('organisation', sheet['organisation'])}<h1>{_e(word(sheet['type'], language))}</h1>"
        f'{_p("as-of", word("as_of", language, at=zoned(as_of)))}<table class="facts">{rows}</table>'
    )


def _approval(sheet: Mapping[str, Any], language: str, zone: ZoneInfo) -> list[str]:
    parts = []
    for one in sheet["rounds"]:
        parts.append(f"<h2>{_e(word('round', language, round=one['round']))}</h2>")
        if one["sha256"]:
            parts.append(_p("hash", word("file", language, sha256=one["sha256"])))
        heads = [("step", "step"), ("who", "who"), ("", "decision"), ("when", "when")]
        parts.append(_table("approval", heads, [_act(line, zone) for line in one["lines"]], language))
    return parts


def _act(line: Mapping[str, Any], zone: ZoneInfo) -> list[str]:
    who, *place = line["who"]
    notes = "".join(_p("note", one) for one in (*place, *line["notes"]) if one)
    decision = f"<p>{_e(line['decision'])}</p>" + (_p("note", line["remark"]) if line["remark"] else "")
    return [
        _e(line["step"]),
        f"<p><b>{_e(who)}</b></p>{notes}",
        decision + "".join(_p("hash", one) for one in line["proof"]),
        f"<p>{_at(line['at'], zone)}</p>{_p('note', line['level'])}",
    ]


def _familiarisation(sheet: Mapping[str, Any], language: str, zone: ZoneInfo) -> list[str]:
    lines = sheet["lines"]
    done = sum(1 for one in lines if one["acquainted"])
    counted = _p("", word("counted", language, all=len(lines), done=done, left=len(lines) - done))
    if len(lines) > LONG:
        return [counted, *(_person(number, one, zone) for number, one in enumerate(lines, 1))]
    heads = [("n", ""), ("who", "who"), ("", "post"), ("mark", "mark")]
    rows = [
        [str(number), f"<b>{_e(one['name'])}</b>", _e(one["place"]), _mark(one, zone, "<br>")]
        for number, one in enumerate(lines, 1)
    ]
    return [counted, _table("familiarisation", heads, rows, language)]


def _person(number: int, one: Mapping[str, Any], zone: ZoneInfo) -> str:
    # No markup within the line, no line beneath it: each of them doubles what thousands of lines take.
    return f'<p class="person">{number}. {_e(one["name"])}, {_e(one["place"])} — {_mark(one, zone, ", ")}</p>'


def _mark(one: Mapping[str, Any], zone: ZoneInfo, between: str) -> str:
    return between.join(part for part in (_e(one["mark"]), _at(one["at"], zone), _e(one["level"])) if part)


def _settlement(sheet: Mapping[str, Any], language: str, zone: ZoneInfo) -> list[str]:
    heads = [("what", "what"), ("amount", "amount"), ("", "in_words")]
    rows = [[_e(one["label"]), _e(one["amount"]), _e(one["words"])] for one in sheet["lines"]]
    parts = [_p("", sheet["travel"]), _table("settlement", heads, rows, language)]
    for key in ("planned", "actual"):
        if sheet[key]:
            costs = [[_e(one["item"]), _e(one["amount"])] for one in sheet[key]]
            parts.append(f"<h2>{_e(word(key, language))}</h2>")
            parts.append(_table("settlement", heads[:2], costs, language))
    return parts


def _table(name: str, heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]], language: str) -> str:
    top = "".join(f'<th class="{css}">{_e(word(key, language)) if key else "№"}</th>' for css, key in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="lines {name}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _at(at: str, zone: ZoneInfo) -> str:
    return _e(zoned(datetime.fromisoformat(at).astimezone(zone))) if at else ""


def _p(css: str, text: object) -> str:
    return f'<p class="{css}">{_e(text)}</p>' if text else ""


def _e(text: object) -> str:
    return escape(str(text))


BODIES: Mapping[str, Callable[[Mapping[str, Any], str, ZoneInfo], list[str]]] = {
    "approval": _approval,
    "familiarisation": _familiarisation,
    "settlement": _settlement,
}
