"""What stands beside a document for those who decide: warnings, its standing, what the traveller asks, the sums of a trip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine import wording
from engine.acts.views import DocumentView
from engine.documents.queries import card_of
from engine.office import Work
from webui import naming
from webui.languages import N_, _, language, say
from webui.trip_way import way

STANDING = {
    "amended": N_("It is amended by {document}"),
    "repealed": N_("It is repealed by {document}"),
}
ASKED = {
    "new_to": N_("Asked for: the last day"),
    "change_reason": N_("Reason of the change"),
    "real_from": N_("Really left on"),
    "real_to": N_("Really came back on"),
    "place": N_("Place of the paper"),
}


@dataclass(frozen=True)
class Notes:
    """In words, ready to be shown; `standing` is (words, id of the other document or "")."""

    warnings: Sequence[str] = ()
    standing: tuple[str, str] | None = None
    asked: Sequence[tuple[str, str]] = ()
    sums: Sequence[tuple[str, str]] = ()
    settled: str = ""  # the document, when its settlement sheet can be had
    way: Sequence[tuple[str, str]] = ()


def notes(work: Work, view: DocumentView) -> Notes:
    """The notes of a document."""
    added = view.document.added
    return Notes(
        warnings=[say(template, language(), facts) for template, facts in view.warnings],
        standing=_standing(work, view),
        asked=[(_(words), naming.day_name(str(added[key]))) for key, words in ASKED.items() if added.get(key)],
        sums=_sums(view),
        settled=view.document.id if _may_be_settled(view) else "",
        way=way(work, view),
    )


def _standing(work: Work, view: DocumentView) -> tuple[str, str] | None:
    standing, by = view.document.standing, view.document.standing_by
    if standing is None or by is None:
        return None
    other = card_of(work, by)
    day = wording.long_date(other.date, language()) if other.date else ""
    said = _("№ {number} of {date}", number=other.shown_number or "—", date=day)
    return _(STANDING[standing], document=said), by


def _may_be_settled(view: DocumentView) -> bool:
    sums = view.settlement
    return sums is not None and (sums.actual is not None or sums.advance > 0)


def _sums(view: DocumentView) -> list[tuple[str, str]]:
    sums = view.settlement
    if sums is None:
        return []
    rows: Mapping[str, Any] = {_("Planned costs"): sums.planned, _("Advance paid"): sums.advance}
    if sums.actual is not None:
        rows = {**rows, _("Actual costs"): sums.actual}
        last = _("To be given back by the traveller") if sums.difference < 0 else _("To be paid to the traveller")
        rows = {**rows, last: abs(sums.difference)}
    return [(label, wording.money(amount, language())) for label, amount in rows.items()]
