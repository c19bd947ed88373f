"""The agreement, locks, links, and what happens when others may use an account (second regulation, 4 to 6)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.accounts import listing, safety
from engine.accounts.agreement import VERSION, agree, fingerprint, text
from engine.accounts.commands import start_session
from engine.accounts.queries import of_person
from engine.audit import AuditRecord
from engine.errors import (
    AccountLocked,
    AgreementMissing,
    Invalid,
    NotAllowed,
    NotFound,
    Stale,
    WrongState,
)
from engine.notices.models import Letter
from engine.office import OFFICE, access, press
from engine.people.queries import person
from engine.signing.queries import credential
from engine.texts import LANGUAGES
from tests.engine.accounts.entering import NEW, OLD, enters, link, set_account
from tests.offices import House


def test_who_has_not_agreed_signs_nothing_until_he_does(small_house: House) -> None:
    set_account(small_house, "teacher", agreed_at=None, agreed_version="")
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
        enters(mailing, "rector", OLD)
    access.use_link(office, link(mailing, "rector"), NEW, NEW, address="")
    enters(mailing, "rector", NEW)
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
    cookie = enters(house, "teacher", OLD)

    for reason in ("", " \n ", "x" * 501, "a\0b"):
        with pytest.raises(Invalid), house.office.work(admin) as work:
            safety.block(work, person(work, "teacher"), reason)
    with house.office.work(admin) as work:
        safety.block(work, person(work, "teacher"), "Тәртіп бұзды")
    with house.office.look(OFFICE) as work:
        assert listing.sessions_of(work, house.actor("teacher").person, cookie) == []
    with pytest.raises(AccountLocked):
        enters(house, "teacher", OLD)
    with house.office.work(admin) as work:
        safety.block(work, person(work, "teacher"), "Тәртіпті әдейі бұзды, акт № 3", close=True)
    with pytest.raises(WrongState), house.office.work(admin) as work:
        safety.block(work, person(work, "teacher"), "Тағы", close=True)
    with pytest.raises(NotAllowed), house.office.work(admin) as work:
        safety.block(work, person(work, "admin"), "Өзімді")
    with pytest.raises(NotAllowed):
        access.unlock(house.office, house.actor("chair"), "teacher", "Өтіндім")

    access.unlock(house.office, admin, "teacher", "Шағым қанағаттандырылды")

    enters(house, "teacher", OLD)


def test_a_new_person_chooses_the_password_himself_and_the_administrator_never_knows_it(small_house: House) -> None:
    admin = small_house.actor("admin")
    with pytest.raises(WrongState):
        enters(small_house, "teacher", OLD)
        access.invite(small_house.office, admin, "teacher")

    address = access.invite(small_house.office, admin, "docent")  # no mail is set: the address is handed over
    access.use_link(small_house.office, address.rpartition("/")[2], NEW, NEW, address="")

    enters(small_house, "docent", NEW)
    with pytest.raises(NotAllowed):
        access.invite(small_house.office, small_house.actor("teacher"), "stranger")


def test_sessions_and_tokens_of_others_are_not_found(small_house: House) -> None:
    enters(small_house, "dean", OLD)
    with small_house.office.look(OFFICE) as work:
        (theirs,) = listing.sessions_of(work, small_house.actor("dean").person)

    for id in (theirs.id, "", "\0", "x" * 1000):
        with pytest.raises(NotFound), small_house.office.work(small_house.actor("teacher")) as work:
            safety.end_one_session(work, id)
        with pytest.raises(NotFound), small_house.office.work(small_house.actor("teacher")) as work:
            safety.end_one_token(work, id)
