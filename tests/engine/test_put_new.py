"""Rows that may be there already are put once, and it is told how many were new, on both databases."""

from engine.db import put_new
from engine.office import OFFICE
from engine.stamps import Stamp
from tests.offices import House


def test_it_is_told_how_many_rows_were_new(quick_houses: House) -> None:
    with quick_houses.office.work(OFFICE) as work:
        first = put_new(work.session, Stamp, [{"name": "a", "value": "1"}, {"name": "b", "value": "1"}])
        again = put_new(work.session, Stamp, [{"name": "a", "value": "2"}, {"name": "c", "value": "2"}])
        kept = work.get(Stamp, "a").value

    assert (first, again, kept) == (2, 1, "1")
