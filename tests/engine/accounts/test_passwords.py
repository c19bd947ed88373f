"""Passwords: their rule, how they are changed in time and chosen anew by a link (second regulation, 4 and 5)."""

from datetime import timedelta

import pytest

from engine.accounts import listing, safety
from engine.accounts.models import Account, EarlierPassword, OneTimeLink, SignInSession
from engine.calendar.queries import working_time
from engine.errors import (
    AccountLocked,
    Invalid,
    NotFound,
    PasswordChange,
    Stale,
    TooMany,
)
from engine.office import OFFICE, access, press
from tests.engine.accounts.entering import NEW, OLD, enters, link, locks, set_account, wrong
from tests.offices import House


def test_a_new_password_keeps_the_rule_is_not_an_earlier_one_and_ends_other_sessions(house: House) -> None:
    kept, other = enters(house, "teacher", OLD), enters(house, "teacher", OLD)
    teacher = house.actor("teacher")

    for new, again, field in (("short", "short", "password"), (NEW, NEW + "x", "again"), (OLD, OLD, "password")):
        with pytest.raises(Invalid) as refused:
            access.change_password(house.office, teacher, OLD, new, again)
        assert wrong(refused) == {field}
    with pytest.raises(Invalid) as refused:
        access.change_password(house.office, teacher, "not mine", NEW, NEW)
    assert wrong(refused) == {"old"}
    access.change_password(house.office, teacher, OLD, NEW, NEW, cookie=kept)

    with house.office.look(OFFICE) as work:
        assert [one.here for one in listing.sessions_of(work, teacher.person, kept)] == [True]
        assert not [one for one in listing.sessions_of(work, teacher.person, other) if one.here]
    with pytest.raises(Invalid):
        enters(house, "teacher", OLD)
    enters(house, "teacher", NEW)


def test_the_last_ten_passwords_are_not_taken_again_and_no_more_are_kept(small_house: House) -> None:
    teacher, now = small_house.actor("teacher"), OLD
    for number in range(12):
        new = f"Құпия-сөз-{number:02}"
        access.change_password(small_house.office, teacher, now, new, new)
        now = new

    with pytest.raises(Invalid):
        access.change_password(small_house.office, teacher, now, "Құпия-сөз-01", "Құпия-сөз-01")
    with small_house.office.look(OFFICE) as work:
        assert work.session.query(EarlierPassword).count() == safety.KEPT_PASSWORDS
    access.change_password(small_house.office, teacher, now, "Құпия-сөз-00", "Құпия-сөз-00")


@pytest.mark.parametrize(
    "password", ["", "\0" * 9, "\ud800Aa1!aaaa", "Aa1!" * 100, "Aa1!Aa1!", "Teacher-2026!", "Aa1! \n\tbcd"]
)
def test_a_password_against_the_rule_is_refused_by_sentence(small_house: House, password: str) -> None:
    with pytest.raises(Invalid) as refused:
        access.change_password(small_house.office, small_house.actor("teacher"), OLD, password, password)

    assert wrong(refused) == {"password"}


def test_of_two_tabs_that_change_the_password_the_second_is_told(small_house: House) -> None:
    who = small_house.actor("teacher").person
    with small_house.office.look(OFFICE) as work:
        seen = work.get(Account, who).password_hash
    access.change_password(small_house.office, small_house.actor("teacher"), OLD, NEW, NEW)

    with pytest.raises(Stale), small_house.office.work(OFFICE) as work:
        safety.keep_password(work, who, "x", seen=seen)


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(mailing: House) -> None:
    enters(mailing, "teacher", OLD)
    access.forgot(mailing.office, "Teacher@example.org", address="10.0.0.1")
    code = link(mailing, "teacher")

    assert access.link_login(mailing.office, code) == "teacher"
    with pytest.raises(Invalid):
        access.use_link(mailing.office, code, "short", "short", address="")
    access.use_link(mailing.office, code, NEW, NEW, address="")

    with pytest.raises(NotFound):
        access.use_link(mailing.office, code, "Басқа-Сөз-88", "Басқа-Сөз-88", address="")
    with mailing.office.look(OFFICE) as work:
        assert work.session.query(SignInSession).count() == 0
        assert code not in [one.hash for one in work.session.query(OneTimeLink)]
    enters(mailing, "teacher", NEW)


def test_a_link_lasts_an_hour_and_a_newer_one_takes_its_place(mailing: House) -> None:
    access.forgot(mailing.office, "teacher", address="")
    first = link(mailing, "teacher")
    access.forgot(mailing.office, "teacher", address="")
    second = link(mailing, "teacher")
    with pytest.raises(NotFound):
        access.link_login(mailing.office, first)
    assert access.link_login(mailing.office, second) == "teacher"

    mailing.authority.moved += timedelta(hours=1)

    with pytest.raises(NotFound):
        access.use_link(mailing.office, second, NEW, NEW, address="")


def test_a_forgotten_password_does_not_unlock(mailing: House) -> None:
    access.forgot(mailing.office, "docent", address="")
    before = link(mailing, "docent")
    locks(mailing, "docent")

    access.forgot(mailing.office, "docent", address="")

    assert link(mailing, "docent") == before
    with pytest.raises(AccountLocked):
        access.use_link(mailing.office, before, NEW, NEW, address="")
    with pytest.raises(AccountLocked):
        enters(mailing, "docent", OLD)


def test_asking_for_links_is_bounded_by_person_and_by_address(mailing: House) -> None:
    for _ in range(5):
        access.forgot(mailing.office, "teacher", address="10.0.0.2")
    with mailing.office.look(OFFICE) as work:
        assert work.session.query(OneTimeLink).count() == safety.MOST_LINKS

    with pytest.raises(TooMany):
        for _ in range(20):
            access.forgot(mailing.office, "nobody at all", address="10.0.0.2")


def test_a_given_password_is_to_be_changed_within_three_working_days(small_house: House) -> None:
    with small_house.office.look(OFFICE) as work:
        change_by = working_time(work).add_days(work.now, 3)
    set_account(small_house, "teacher", change_by=change_by)
    teacher = small_house.actor("teacher")
    small_house.authority.moved += change_by - small_house.office.tools.clock.now() - timedelta(seconds=30)
    press.prove(small_house.office, teacher, OLD)

    small_house.authority.moved += timedelta(minutes=1)

    with pytest.raises(PasswordChange):
        press.prove(small_house.office, teacher, OLD)
    access.change_password(small_house.office, teacher, OLD, NEW, NEW)
    press.prove(small_house.office, teacher, NEW)
