"""What the settlement sheet of a trip says: planned, advanced and spent sums with the difference, in figures and in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.documents.models import Document
from engine.documents.settlement import Settlement, money, settlement
from engine.sheets.words import word
from engine.wording import money as figures
from engine.wording import money_in_words, period


def has(document: Document) -> bool:
    """Whether there is something to settle: the traveller has reported his costs, or was paid an advance."""
    found = settlement(document.answers, document.added)
    return found is not None and (found.actual is not None or found.advance > 0)


def sums(document: Document, language: str) -> dict[str, Any]:
    """The lines of the sheet with the costs they are the sums of; no lines where there is nothing to settle."""
    answers = {**document.answers, **document.added}
    found = settlement(document.answers, document.added)
    lines = _lines(found, language) if found is not None and has(document) else []
    return {
        "travel": _travel(answers, language),
        "lines": lines,
        "planned": _costs(answers.get("costs"), language),
        "actual": _costs(answers.get("actual_costs"), language),
    }


def _lines(found: Settlement, language: str) -> list[dict[str, str]]:
    said: dict[str, Decimal] = {"planned": found.planned, "advance": found.advance}
    if found.actual is not None:
        said["actual"] = found.actual
        said["to_return" if found.difference < 0 else "to_pay"] = abs(found.difference)
    return [
        {"label": word(key, language), "amount": figures(sum, language), "words": money_in_words(sum, language)}
        for key, sum in said.items()
    ]


def _costs(rows: Any, language: str) -> list[dict[str, str]]:
    given = [one for one in rows if isinstance(one, Mapping)] if isinstance(rows, list) else []
    return [
        {"item": str(one.get("item") or ""), "amount": figures(money(one.get("amount")), language)} for one in given
    ]


def _travel(answers: Mapping[str, Any], language: str) -> str:
    """Where and when, as the dates stand now."""
    try:
        since, until = date.fromisoformat(str(answers.get("from"))), date.fromisoformat(str(answers.get("to")))
    except ValueError:
        return str(answers.get("city") or "")
    where = [str(answers[key]) for key in ("city", "country") if answers.get(key)]
    return ", ".join((*where, period(since, until, language)))
