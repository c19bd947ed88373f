"""Passwords, links, locks, and what happens when others may use an account (second regulation, 4 to 6)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.accounts import listing, safety
from engine.accounts.agreement import VERSION, agree, fingerprint, text
from engine.accounts.commands import start_session
from engine.accounts.models import Account, EarlierPassword, OneTimeLink, SignInSession
from engine.accounts.queries import of_person
from engine.audit import AuditRecord
from engine.calendar.queries import working_time
from engine.errors import (
    AccountLocked,
    AgreementMissing,
    Invalid,
    NotAllowed,
    NotFound,
    PasswordChange,
    Stale,
    TooMany,
    WrongState,
)
from engine.notices.models import Letter
from engine.office import OFFICE, access, press
from engine.people.queries import person
from engine.signing.queries import credential
from engine.texts import LANGUAGES
from tests.offices import House

OLD, NEW = "Demo-2026!", "Жаңа-Сөз-77"


@pytest.fixture
def mailing(small_house: House) -> House:
    """A house whose letters go out, to a server that nobody reaches in these tests."""
    tools = small_house.office.tools
    tools.settings = replace(tools.settings, smtp_url="smtp://127.0.0.1:9")
    return small_house


def _enters(house: House, login: str, password: str) -> str:
    return press.sign_in(house.office, login, password, address="", agent=None)[0]


def _locks(house: House, login: str) -> None:
    for _ in range(4):
        with pytest.raises((Invalid, AccountLocked)):
            _enters(house, login, "wrong")


def _link(house: House, login: str) -> str:
    with house.office.look(OFFICE) as work:
        who = person(work, login).id
        letters = work.session.scalars(select(Letter).where(Letter.person_id == who).order_by(Letter.id.desc()))
        return next((one.link.rpartition("/")[2] for one in letters if one.link.startswith("/forgot/")), "")


def _wrong(refusal: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {one.field for one in refusal.value.problems}


def _set(house: House, login: str, **values: object) -> None:
    with house.office.work(OFFICE) as work:
        account = work.get(Account, person(work, login).id)
        for name, value in values.items():
            setattr(account, name, value)


def test_a_new_password_keeps_the_rule_is_not_an_earlier_one_and_ends_other_sessions(house: House) -> None:
    kept, other = _enters(house, "teacher", OLD), _enters(house, "teacher", OLD)
    teacher = house.actor("teacher")

    for new, again, field in (("short", "short", "password"), (NEW, NEW + "x", "again"), (OLD, OLD, "password")):
        with pytest.raises(Invalid) as refused:
            access.change_password(house.office, teacher, OLD, new, again)
        assert _wrong(refused) == {field}
    with pytest.raises(Invalid) as refused:
        access.change_password(house.office, teacher, "not mine", NEW, NEW)
    assert _wrong(refused) == {"old"}
    access.change_password(house.office, teacher, OLD, NEW, NEW, cookie=kept)

    with house.office.look(OFFICE) as work:
        assert [one.here for one in listing.sessions_of(work, teacher.person, kept)] == [True]
        assert not [one for one in listing.sessions_of(work, teacher.person, other) if one.here]
    with pytest.raises(Invalid):
        _enters(house, "teacher", OLD)
    _enters(house, "teacher", NEW)


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

    assert _wrong(refused) == {"password"}


def test_of_two_tabs_that_change_the_password_the_second_is_told(small_house: House) -> None:
    who = small_house.actor("teacher").person
    with small_house.office.look(OFFICE) as work:
        seen = work.get(Account, who).password_hash
    access.change_password(small_house.office, small_house.actor("teacher"), OLD, NEW, NEW)

    with pytest.raises(Stale), small_house.office.work(OFFICE) as work:
        safety.keep_password(work, who, "x", seen=seen)


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(mailing: House) -> None:
    _enters(mailing, "teacher", OLD)
    access.forgot(mailing.office, "Teacher@example.org", address="10.0.0.1")
    code = _link(mailing, "teacher")

    assert access.link_login(mailing.office, code) == "teacher"
    with pytest.raises(Invalid):
        access.use_link(mailing.office, code, "short", "short", address="")
    access.use_link(mailing.office, code, NEW, NEW, address="")

    with pytest.raises(NotFound):
        access.use_link(mailing.office, code, "Басқа-Сөз-88", "Басқа-Сөз-88", address="")
    with mailing.office.look(OFFICE) as work:
        assert work.session.query(SignInSession).count() == 0
        assert code not in [one.hash for one in work.session.query(OneTimeLink)]
    _enters(mailing, "teacher", NEW)


def test_a_link_lasts_an_hour_and_a_newer_one_takes_its_place(mailing: House) -> None:
    access.forgot(mailing.office, "teacher", address="")
    first = _link(mailing, "teacher")
    access.forgot(mailing.office, "teacher", address="")
    second = _link(mailing, "teacher")
    with pytest.raises(NotFound):
        access.link_login(mailing.office, first)
    assert access.link_login(mailing.office, second) == "teacher"

    mailing.authority.moved += timedelta(hours=1)

    with pytest.raises(NotFound):
        access.use_link(mailing.office, second, NEW, NEW, address="")


def test_a_forgotten_password_does_not_unlock(mailing: House) -> None:
    access.forgot(mailing.office, "docent", address="")
    before = _link(mailing, "docent")
    _locks(mailing, "docent")

    access.forgot(mailing.office, "docent", address="")

    assert _link(mailing, "docent") == before
    with pytest.raises(AccountLocked):
        access.use_link(mailing.office, before, NEW, NEW, address="")
    with pytest.raises(AccountLocked):
        _enters(mailing, "docent", OLD)


def test_asking_for_links_is_bounded_by_person_and_by_address(mailing: House) -> None:
    for _ in range(5):
        access.forgot(mailing.office, "teacher", address="10.0.0.2")
    with mailing.office.look(OFFICE) as work:
        assert work.session.query(OneTimeLink).count() == safety.MOST_LINKS

    with pytest.raises(TooMany):
        for _ in range(20):
            access.forgot(mailing.office, "nobody at all", address="10.0.0.2")


def test_who_has_not_agreed_signs_nothing_until_he_does(small_house: House) -> None:
    _set(small_house, "teacher", agreed_at=None, agreed_version="")
    teacher = small_house.actor("teacher")

    with pytest.raises(AgreementMissing):
        press.prove(small_house.office, teacher, OLD)
    with pytest.raises(Stale), small_house.office.work(teacher) as work:
        agree(work, version="0")
    for _ in range(2):
        with small_house.office.work(teacher) as work:
            agree(work, version=VERSION)

    press.prove(small_house.office, teacher, OLD)
    with small_house.office.look(OFFICE) as work:
        told = work.session.scalars(
            select(AuditRecord).where(AuditRecord.act == "agreement.accepted", AuditRecord.actor == "teacher")
        ).all()
        assert [one.after for one in told] == [{"version": VERSION, "sha256": fingerprint()}]


def test_the_agreement_says_as_much_in_every_language() -> None:
    assert {len(text(language)) for language in LANGUAGES} == {7}


def test_a_given_password_is_to_be_changed_within_three_working_days(small_house: House) -> None:
    with small_house.office.look(OFFICE) as work:
        change_by = working_time(work).add_days(work.now, 3)
    _set(small_house, "teacher", change_by=change_by)
    teacher = small_house.actor("teacher")
    small_house.authority.moved += change_by - small_house.office.tools.clock.now() - timedelta(seconds=30)
    press.prove(small_house.office, teacher, OLD)

    small_house.authority.moved += timedelta(minutes=1)

    with pytest.raises(PasswordChange):
        press.prove(small_house.office, teacher, OLD)
    access.change_password(small_house.office, teacher, OLD, NEW, NEW)
    press.prove(small_house.office, teacher, NEW)


def test_a_compromised_account_ends_everything_and_only_a_link_from_the_administrator_opens_it(mailing: House) -> None:
    office, rector = mailing.office, mailing.actor("rector")
    with office.work(OFFICE) as work:
        start_session(work, rector.person, address="", agent="")
    with office.look(OFFICE) as work:
        assert credential(work, rector.person) is not None

    access.report_compromised(office, rector)

    with office.look(OFFICE) as work:
        standing = of_person(work, rector.person)
        assert standing is not None and standing.locked
        assert listing.sessions_of(work, rector.person) == []
        assert credential(work, rector.person) is None
        assert listing.account_of(work, person(work, "rector")).compromised
        letters = [one.letter for one in work.session.query(Letter).filter_by(person_id=rector.person)]
    assert letters == ["account.compromised"]
    assert access.unlock(office, mailing.actor("admin"), "rector", "Кеңсеге өзі келді") == ""
    with pytest.raises(Invalid):
        _enters(mailing, "rector", OLD)
    access.use_link(office, _link(mailing, "rector"), NEW, NEW, address="")
    _enters(mailing, "rector", NEW)
    with office.look(OFFICE) as work:
        assert credential(work, rector.person) is None


def test_acts_between_the_report_and_the_unlocking_are_not_the_persons(small_house: House) -> None:
    paper = small_house.as_("teacher").writes(sends=False)
    teacher = small_house.actor("teacher")
    access.report_compromised(small_house.office, teacher)
    small_house.authority.moved += timedelta(minutes=1)
    small_house.as_("teacher").sends(paper)  # by hands that were quicker than the lock
    small_house.authority.moved += timedelta(minutes=1)
    access.unlock(small_house.office, small_house.actor("admin"), "teacher", "Өзі келді")
    small_house.authority.moved += timedelta(minutes=1)
    small_house.as_("teacher").withdraws(paper)

    with small_house.office.look(OFFICE) as work:
        lines = work.session.scalars(select(AuditRecord).where(AuditRecord.stream == f"document:{paper.id}")).all()
        lost = listing.disowned(work, lines)

    theirs = {one.act for one in lines if one.number in lost}
    mine = {one.act for one in lines if one.number not in lost}
    assert "document.submitted" in theirs
    assert {"document.created", "document.withdrawn"} <= mine


def test_an_administrator_blocks_closes_and_opens_with_a_reason_but_not_himself(house: House) -> None:
    admin = house.actor("admin")
    cookie = _enters(house, "teacher", OLD)

    for reason in ("", " \n ", "x" * 501, "a\0b"):
        with pytest.raises(Invalid), house.office.work(admin) as work:
            safety.block(work, person(work, "teacher"), reason)
    with house.office.work(admin) as work:
        safety.block(work, person(work, "teacher"), "Тәртіп бұзды")
    with house.office.look(OFFICE) as work:
        assert listing.sessions_of(work, house.actor("teacher").person, cookie) == []
    with pytest.raises(AccountLocked):
        _enters(house, "teacher", OLD)
    with house.office.work(admin) as work:
        safety.block(work, person(work, "teacher"), "Тәртіпті әдейі бұзды, акт № 3", close=True)
    with pytest.raises(WrongState), house.office.work(admin) as work:
        safety.block(work, person(work, "teacher"), "Тағы", close=True)
    with pytest.raises(NotAllowed), house.office.work(admin) as work:
        safety.block(work, person(work, "admin"), "Өзімді")
    with pytest.raises(NotAllowed):
        access.unlock(house.office, house.actor("chair"), "teacher", "Өтіндім")

    access.unlock(house.office, admin, "teacher", "Шағым қанағаттандырылды")

    _enters(house, "teacher", OLD)


def test_a_new_person_chooses_the_password_himself_and_the_administrator_never_knows_it(small_house: House) -> None:
    admin = small_house.actor("admin")
    with pytest.raises(WrongState):
        _enters(small_house, "teacher", OLD)
        access.invite(small_house.office, admin, "teacher")

    address = access.invite(small_house.office, admin, "docent")  # no mail is set: the address is handed over
    access.use_link(small_house.office, address.rpartition("/")[2], NEW, NEW, address="")

    _enters(small_house, "docent", NEW)
    with pytest.raises(NotAllowed):
        access.invite(small_house.office, small_house.actor("teacher"), "stranger")


def test_sessions_and_tokens_of_others_are_not_found(small_house: House) -> None:
    _enters(small_house, "dean", OLD)
    with small_house.office.look(OFFICE) as work:
        (theirs,) = listing.sessions_of(work, small_house.actor("dean").person)

    for id in (theirs.id, "", "\0", "x" * 1000):
        with pytest.raises(NotFound), small_house.office.work(small_house.actor("teacher")) as work:
            safety.end_one_session(work, id)
        with pytest.raises(NotFound), small_house.office.work(small_house.actor("teacher")) as work:
            safety.end_one_token(work, id)
