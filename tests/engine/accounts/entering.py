"""How the tests of accounts enter a house, lock its accounts and read the addresses it sends."""

import pytest
from sqlalchemy import select

from engine.accounts.models import Account
from engine.errors import AccountLocked, Invalid
from engine.notices.models import Letter
from engine.office import OFFICE, press
from engine.people.queries import person
from tests.offices import House

OLD, NEW = "Demo-2026!", "Жаңа-Сөз-77"


def enters(house: House, login: str, password: str) -> str:
    return press.sign_in(house.office, login, password, address="", agent=None)[0]


def locks(house: House, login: str) -> None:
    for _ in range(4):
        with pytest.raises((Invalid, AccountLocked)):
            enters(house, login, "wrong")


def link(house: House, login: str) -> str:
    with house.office.look(OFFICE) as work:
        who = person(work, login).id
        letters = work.session.scalars(select(Letter).where(Letter.person_id == who).order_by(Letter.id.desc()))
        return next((one.link.rpartition("/")[2] for one in letters if one.link.startswith("/forgot/")), "")


def wrong(refusal: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {one.field for one in refusal.value.problems}


def set_account(house: House, login: str, **values: object) -> None:
    with house.office.work(OFFICE) as work:
        account = work.get(Account, person(work, login).id)
        for name, value in values.items():
            setattr(account, name, value)
