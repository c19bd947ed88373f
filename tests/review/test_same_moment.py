"""Two at the same moment: both get what they asked for, nobody an error."""

from engine.documents.commands import keep_draft
from engine.documents.queries import draft
from engine.office import OFFICE
from engine.signing.commands import keep_verdict
from engine.signing.queries import kept_verdict
from tests.engine.conftest import quick_houses  # noqa: F401
from tests.engine.crowd import crowd
from tests.offices import House


def _keeps(house: House, number: int) -> None:
    with house.office.work(house.actor("teacher")) as work:
        keep_draft(work, "start:memo", {"subject": f"{number}"})
        work.session.flush()
    with house.office.work(OFFICE) as work:
        keep_verdict(work, "0" * 64, {"verdict": "valid", "number": number})
        work.session.flush()


def test_what_is_typed_in_two_windows_and_checked_by_two_readers_is_kept(quick_houses: House) -> None:  # noqa: F811
    came = crowd([lambda number=number: _keeps(quick_houses, number) for number in range(8)])  # type: ignore[misc]

    assert [one for one in came if one is not None] == []
    with quick_houses.office.look(quick_houses.actor("teacher")) as work:
        held = kept_verdict(work, "0" * 64)
        assert draft(work, "start:memo")["subject"] in {str(number) for number in range(8)}
        assert held is not None and held.verdict == "valid"
