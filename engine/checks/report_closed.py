"""`report_closed`: the reports on earlier documents of this kind are given (domain 6.3, an option of the kind)."""

from collections.abc import Iterator

from engine.checks.check import Asked, Check, Finding


def _do(asked: Asked) -> Iterator[Finding]:
    for other in asked.others:
        if other.kind == asked.kind and other.owes:
            facts = {"title": other.title, "number": other.number or "—"}
            yield Finding("from", "The report on an earlier trip is still owed: {title} (№ {number}).", facts)


CHECK = Check("report_closed", _do)
