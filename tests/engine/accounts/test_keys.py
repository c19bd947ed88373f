"""Keys of requests at the desk, and the hands that hold them at once."""

from engine.accounts.commands import forget
from engine.accounts.models import GivenAnswer
from engine.documents.commands import keep_draft
from engine.documents.queries import draft
from engine.errors import WrongState
from engine.office import OFFICE
from tests.engine.crowd import crowd
from tests.offices import House


def _keyed(house: House, about: str) -> str:
    with house.office.work(house.actor("teacher"), once="key|print") as work:
        keep_draft(work, about, {"n": 1})
    return about


def test_of_many_acts_under_one_key_one_is_kept_and_the_others_are_told(house: House) -> None:
    came = crowd([lambda at=at: _keyed(house, f"start:{at}") for at in range(16)])

    kept = [one for one in came if isinstance(one, str)]
    assert len(kept) == 1
    assert {type(one) for one in came if one not in kept} == {WrongState}
    with house.office.look(house.actor("teacher")) as work:
        assert [at for at in range(16) if draft(work, f"start:{at}")] == [int(kept[0].removeprefix("start:"))]


def test_an_act_that_fails_leaves_its_key_free(small_house: House) -> None:
    try:
        with small_house.office.work(small_house.actor("teacher"), once="key|print"):
            raise ArithmeticError
    except ArithmeticError:
        pass

    assert _keyed(small_house, "start:memo") == "start:memo"


def test_keys_are_forgotten_after_a_day(small_house: House) -> None:
    _keyed(small_house, "start:memo")

    small_house.goes_on(hours=25)
    with small_house.office.work(OFFICE) as work:
        forget(work)

    with small_house.office.look(OFFICE) as work:
        assert work.session.query(GivenAnswer).count() == 0
