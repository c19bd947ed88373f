"""Checks a kind may ask for by name (`checks` in kind.yaml): data in, what is wrong or worth knowing out; one file each.

Whoever asks gathers the facts and decides what a finding does: refuse what was sent, or tell those who decide.
"""

from collections.abc import Mapping

from engine.checks import (
    dates_in_order,
    days_ahead,
    leave_in_order,
    new_end,
    no_overlap,
    past_dates,
    report_closed,
    said_in_both,
    stood_in_for,
    terms_ahead,
)
from engine.checks.check import Asked, Away, Check, Finding, Other

CHECKS: Mapping[str, Check] = {
    one.name: one
    for one in (
        dates_in_order.CHECK,
        past_dates.CHECK,
        days_ahead.CHECK,
        no_overlap.CHECK,
        report_closed.CHECK,
        said_in_both.CHECK,
        stood_in_for.CHECK,
        leave_in_order.CHECK,
        terms_ahead.CHECK,
        no_overlap.LATER,
        new_end.LATER,
        new_end.EARLIER,
    )
}

__all__ = ["CHECKS", "Asked", "Away", "Check", "Finding", "Other"]
