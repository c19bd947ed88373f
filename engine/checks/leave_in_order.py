"""`leave_in_order`: a leave has both its days, the last not before the first, and at most a year between them."""

from collections.abc import Iterator

from engine.checks.check import Asked, Check, Finding
from engine.checks.dates_in_order import LONGEST, in_order

FIRST, LAST = "leave_from", "leave_to"


def _do(asked: Asked) -> Iterator[Finding]:
    since, until = asked.date_of(FIRST), asked.date_of(LAST)
    if (since is None) != (until is None):
        lacks = FIRST if since is None else LAST
        yield Finding(lacks, "Expected both the first and the last day of the leave, but one is missing.")
    if since is not None and until is not None:
        yield from in_order(LAST, since, until, LONGEST)


CHECK = Check("leave_in_order", _do)
