"""Steps whose files cost nothing."""

from dataclasses import replace
from typing import Any

import pytest

from engine.office.chores import SLOW
from engine.sheets import making
from engine.steps import VERBS, apply_signature, assign_number, close_rendition, make_rendition
from engine.work import Tools


def _frozen(tools: Tools, gathered: make_rendition.Gathered) -> make_rendition.Result | None:
    if gathered.made:
        return None
    return make_rendition.Result(tools.files.put(b"%PDF-1.7 " + gathered.identifier), 1, {})


def _signed(tools: Tools, gathered: apply_signature.Gathered) -> apply_signature.Result:
    if gathered.state == "put":
        return apply_signature.Result("", b"", "valid", None)
    pdf = tools.files.get(gathered.latest) + b"\nsigned in " + gathered.field.encode()
    return apply_signature.Result(tools.files.put(pdf), b"certificate", "valid", None)


def _numbered(tools: Tools, gathered: assign_number.Gathered) -> None:
    return None


def _closed(tools: Tools, gathered: close_rendition.Gathered) -> close_rendition.Result:
    pdf = tools.files.get(gathered.latest) + b"\nregistered"
    signed = tools.files.put(pdf) if gathered.asked else ""
    return close_rendition.Result(signed, tools.files.put(pdf + b"\nclosed"), b"certificate", {"verdict": "valid"})


CHEAP: dict[str, Any] = {
    "make_rendition": _frozen,
    "apply_signature": _signed,
    "assign_number": _numbered,
    "close_rendition": _closed,
}


def _sheet(tools: Tools, gathered: making.Gathered) -> making.Made:
    return making.Made(tools.files.put(b"%PDF-1.7 sheet " + gathered.shows.encode()), 1)


def made_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SLOW, making.JOB, replace(SLOW[making.JOB], do=_sheet))  # type: ignore[arg-type]
    for name, do in CHEAP.items():
        monkeypatch.setitem(VERBS, name, replace(VERBS[name], do=do))  # type: ignore[arg-type]
