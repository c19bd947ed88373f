"""Cases of the nomenclature: what there is, opening one, changing its title and how long its documents are kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from engine.errors import FieldProblem, Invalid, NotAllowed, NotFound, Stale
from engine.registration.commands import open_dossier
from engine.registration.models import Dossier, Registration
from engine.work import Work

INDEX = re.compile(r"[0-9A-Za-zА-Яа-яӘәІіҢңҒғҮүҰұҚқӨөҺһ]+([.-][0-9A-Za-zА-Яа-яӘәІіҢңҒғҮүҰұҚқӨөҺһ]+){0,4}")
LONGEST_INDEX, LONGEST_TITLE, LONGEST_KEPT = 20, 300, 100
NEEDED = ("kk", "ru")  # titles in the other two languages may follow later
TONGUES = ("kk", "ru", "ky", "en")


@dataclass(frozen=True)
class CaseCard:
    """A case: title by language, years its documents are kept (None = for ever), how many are registered in it."""

    index: str
    title: Mapping[str, str]
    retention_years: int | None
    version: int
    documents: int


def cases(work: Work) -> list[CaseCard]:
    """The nomenclature in the order of indexes."""
    counted = select(Registration.dossier, func.count()).where(Registration.state != "annulled")
    held = {row[0]: row[1] for row in work.session.execute(counted.group_by(Registration.dossier))}
    rows = work.session.scalars(select(Dossier).order_by(Dossier.index))
    return [_card(one, held.get(one.index, 0)) for one in rows]


def case(work: Work, index: str) -> CaseCard:
    """One case; raises NotFound."""
    row = work.session.get(Dossier, index)
    if row is None:
        raise NotFound("Expected to find the case {case}, but there is none.", case=index)
    return _card(row, 0)


def _card(one: Dossier, documents: int) -> CaseCard:
    return CaseCard(one.index, dict(one.title or {}), one.retention_years, one.version, documents)


def open_case(work: Work, index: str, title: Mapping[str, str], kept: str) -> None:
    """A new case. Raises NotAllowed, Invalid."""
    _must_keep_records(work)
    problems = _index_problems(work, index.strip())
    tidy, years = _checked(title, kept, problems)
    open_dossier(work, index.strip(), tidy, years)


def change_case(work: Work, index: str, title: Mapping[str, str], kept: str, *, version: int) -> None:
    """Another title or retention; what is registered keeps its own. Raises NotAllowed, NotFound, Invalid, Stale."""
    _must_keep_records(work)
    case(work, index)
    tidy, years = _checked(title, kept, [])
    row = work.get(Dossier, index, hold=True)
    if row.version != version:
        raise Stale(
            "Expected the case {case} as you saw it, but somebody has changed it since. Look at it again.", case=index
        )
    before = _said(row)
    row.title, row.retention_years = tidy, years
    if _said(row) == before:
        return
    row.version += 1
    work.record("system", "dossier.changed", index, before=before, after=_said(row))


def _said(row: Dossier) -> dict[str, Any]:
    return {"title": dict(row.title or {}), "retention_years": row.retention_years}


def _must_keep_records(work: Work) -> None:
    if not (work.actor.is_office or work.actor.has("records_admin")):
        raise NotAllowed("Expected the records administrator to change the nomenclature, but you are none.")


def _index_problems(work: Work, index: str) -> list[FieldProblem]:
    if len(index) > LONGEST_INDEX or not INDEX.fullmatch(index):
        sentence = "Expected an index like 05-07, of at most {most} characters, but it is {value}."
        return [FieldProblem("index", sentence, {"most": LONGEST_INDEX, "value": index[:40]})]
    if work.session.get(Dossier, index) is not None:
        return [
            FieldProblem("index", "Expected an index of its own, but case {value} is there already.", {"value": index})
        ]
    return []


def _checked(title: Mapping[str, str], kept: str, problems: list[FieldProblem]) -> tuple[dict[str, str], int | None]:
    """The title without what is empty, and the years; raises Invalid with all that is wrong."""
    tidy = {tongue: " ".join(title.get(tongue, "").split()) for tongue in TONGUES}
    for tongue, said in tidy.items():
        problems += _title_problems(tongue, said)
    try:
        years = retention(kept)
    except Invalid as refusal:
        problems += refusal.problems
    if problems:
        raise Invalid(problems)
    return {tongue: said for tongue, said in tidy.items() if said}, years


def _title_problems(tongue: str, said: str) -> list[FieldProblem]:
    field = f"title_{tongue}"
    if not said and tongue in NEEDED:
        return [FieldProblem(field, "Expected a title, but there is none.", {})]
    if len(said) > LONGEST_TITLE:
        sentence = "Expected at most {most} characters, but there are {count}."
        return [FieldProblem(field, sentence, {"most": LONGEST_TITLE, "count": len(said)})]
    if "\0" in said:
        return [FieldProblem(field, "Expected text, but it holds characters that cannot be shown.", {})]
    return []


def retention(kept: str) -> int | None:
    """Years from 1 to 100, or None for `permanent`; raises Invalid for anything else."""
    said = kept.strip()
    if said == "permanent":
        return None
    if said.isascii() and said.isdecimal() and len(said) <= 3 and 1 <= int(said) <= LONGEST_KEPT:
        return int(said)
    raise Invalid.one(
        "retention_years",
        "Expected whole years from 1 to {most}, or “permanent”, but it is {value}.",
        most=LONGEST_KEPT,
        value=said[:40] or "—",
    )
