"""Where letters that open an account go, and how long programs speak for a person."""

import pytest
from sqlalchemy import select

from engine.accounts import contacts, listing
from engine.accounts.commands import make_token
from engine.accounts.models import Account
from engine.accounts.queries import of_token
from engine.audit import AuditRecord
from engine.errors import Invalid, Stale
from engine.notices.composing import compose
from engine.notices.models import Letter
from engine.office import OFFICE, access
from engine.people.commands import change_person
from engine.people.models import Person
from engine.people.queries import own_address, person
from tests.engine.accounts.entering import NEW, OLD, enters, link, wrong
from tests.offices import House

ELSEWHERE = "elsewhere@example.net"


def _mine(house: House, login: str = "teacher") -> contacts.Contacts:
    with house.office.look(house.actor(login)) as work:
        return contacts.contacts_of(work)


def _keeps(house: House, password: str, login: str = "teacher", **changed: str) -> None:
    seen = _mine(house, login)
    given = contacts.Contacts(
        changed.get("email", seen.email), changed.get("phone", seen.phone_work), seen.phone_mobile, seen.version
    )
    access.keep_contacts(house.office, house.actor(login), given, password)


def _address(house: House, login: str = "teacher") -> str:
    with house.office.look(OFFICE) as work:
        return own_address(person(work, login))


def _letters(house: House, login: str) -> list[str]:
    with house.office.look(OFFICE) as work:
        who = person(work, login).id
        return list(work.session.scalars(select(Letter.letter).where(Letter.person_id == who).order_by(Letter.id)))


def test_another_address_is_kept_with_the_password_only_and_wrong_ones_are_counted(house: House) -> None:
    had = _address(house)

    for password in ("", "not mine"):
        with pytest.raises(Invalid) as refused:
            _keeps(house, password, email=ELSEWHERE)
        assert wrong(refused) == {"old"}
    assert _address(house) == had
    with house.office.look(OFFICE) as work:
        assert work.get(Account, person(work, "teacher").id).failed == 1
    _keeps(house, OLD, email=ELSEWHERE)

    assert _address(house) == ELSEWHERE


def test_the_address_before_is_told_of_the_new_one(mailing: House) -> None:
    had = _address(mailing)

    _keeps(mailing, OLD, email=ELSEWHERE)

    with mailing.office.look(OFFICE) as work:
        who = person(work, "teacher")
        (letter,) = work.session.scalars(select(Letter).where(Letter.person_id == who.id))
        mail = compose(work, letter, who, "ru", {})
        (line,) = work.session.scalars(select(AuditRecord).where(AuditRecord.act == "person.contacts_changed"))
    assert (letter.letter, mail.to) == ("account.address_changed", had)
    assert ELSEWHERE not in mail.text
    assert (line.before["email"], line.after["email"]) == (had, ELSEWHERE)


def test_telephones_are_kept_without_a_password_and_no_letter_goes(mailing: House) -> None:
    _keeps(mailing, "", phone="+7 727 123 45 67")

    assert _mine(mailing).phone_work == "+7 727 123 45 67"
    assert _letters(mailing, "teacher") == []


def test_an_address_that_another_entered_opens_nothing_until_its_owner_types_his_password(house: House) -> None:
    had = _address(house)
    with house.office.work(house.actor("hr")) as work:
        who = person(work, "teacher")
        change_person(
            work, "teacher", who.names, number=who.number, email=ELSEWHERE, phone_work=None, phone_mobile=None
        )
    assert (_mine(house).email, _address(house)) == (ELSEWHERE, had)

    with pytest.raises(Invalid) as refused:
        _keeps(house, "")
    assert wrong(refused) == {"old"}
    _keeps(house, OLD)

    assert _address(house) == ELSEWHERE


def test_hr_does_not_move_his_own_address_without_his_password_by_the_page_of_people(house: House) -> None:
    had = _address(house, "hr")

    with house.office.work(house.actor("hr")) as work:
        who = person(work, "hr")
        change_person(work, "hr", who.names, number=who.number, email=ELSEWHERE, phone_work=None, phone_mobile=None)

    assert _address(house, "hr") == had


def test_contacts_that_were_changed_meanwhile_are_not_written_over(house: House) -> None:
    seen = _mine(house)
    _keeps(house, "", phone="+7 727 123 45 67")

    with pytest.raises(Stale):
        access.keep_contacts(house.office, house.actor("teacher"), seen, "")


def _token(house: House, login: str) -> str:
    with house.office.work(OFFICE) as work:
        return make_token(work, person(work, login), "Robot")


def _speaks(house: House, token: str) -> bool:
    with house.office.look(OFFICE) as work:
        return of_token(work, token) is not None


def _ended(house: House, login: str) -> list[str]:
    with house.office.look(OFFICE) as work:
        stream = f"person:{work.session.scalar(select(Person.id).where(Person.login == login))}"
        lines = select(AuditRecord.object).where(AuditRecord.stream == stream, AuditRecord.act == "token.ended")
        return list(work.session.scalars(lines))


def test_tokens_end_when_the_password_is_chosen_by_a_link_and_the_person_is_told(mailing: House) -> None:
    token = _token(mailing, "teacher")
    access.forgot(mailing.office, "teacher", address="")

    access.use_link(mailing.office, link(mailing, "teacher"), NEW, NEW, address="")

    assert not _speaks(mailing, token)
    assert _ended(mailing, "teacher") == ["Robot"]
    assert _letters(mailing, "teacher") == ["account.recovery", "account.password_new"]


def test_tokens_end_when_the_account_is_reported_as_compromised(mailing: House) -> None:
    token = _token(mailing, "teacher")

    access.report_compromised(mailing.office, mailing.actor("teacher"))
    access.unlock(mailing.office, mailing.actor("admin"), "teacher", "Өзі келді")

    assert not _speaks(mailing, token)
    assert _ended(mailing, "teacher") == ["Robot"]
    with mailing.office.look(OFFICE) as work:
        who = person(work, "teacher")
        letter = work.session.scalars(select(Letter).where(Letter.letter == "account.compromised")).one()
        text = compose(work, letter, who, "en", {}).text
    assert "All your sessions and the tokens of your programs have ended." in text


def test_tokens_end_when_the_password_is_chosen_by_a_link_from_the_administrator(mailing: House) -> None:
    token = _token(mailing, "teacher")
    access.invite(mailing.office, mailing.actor("admin"), "teacher")

    access.use_link(mailing.office, link(mailing, "teacher"), NEW, NEW, address="")

    assert not _speaks(mailing, token)
    assert _ended(mailing, "teacher") == ["Robot"]
    assert _letters(mailing, "teacher") == ["account.activation", "account.password_new"]
    enters(mailing, "teacher", NEW)


def test_tokens_go_on_when_a_person_changes_his_own_password(house: House) -> None:
    token = _token(house, "teacher")

    access.change_password(house.office, house.actor("teacher"), OLD, NEW, NEW)

    assert _speaks(house, token)
    with house.office.look(OFFICE) as work:
        assert [one.ended for one in listing.tokens_of(work, house.actor("teacher").person)] == [None]
