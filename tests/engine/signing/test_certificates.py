"""Signing by one's own key: what is checked at the press, what waits, and what is taken back (K-25, K-26)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from engine import pades
from engine.accounts.safety import open_again
from engine.audit import AuditRecord
from engine.errors import AccountLocked, Invalid, NotAllowed, Refusal, Unavailable
from engine.instances.models import Incident
from engine.office import OFFICE, press
from engine.people.queries import person
from engine.registration.models import Counter, Registration
from engine.signing.commands import keep_credential
from engine.signing.models import Credential, Signature, SignedFile
from tests.offices import House, Paper

WRONG = "Wrong-2026!"


def _before_the_dean(house: House, **answers: str) -> Paper:
    paper = house.as_("teacher").writes(**answers)
    house.as_("chair").completes("approve")
    return paper


def _gives(house: House, login: str, key: str) -> None:
    with house.office.work(OFFICE) as work:
        keep_credential(work, person(work, login).id, house.authority.made.p12(key))


def _kept(house: House) -> tuple[int, int, int]:
    """How many signatures, numbers and steps of counters there are."""
    with house.office.look(OFFICE) as work:
        counts = [len(list(work.session.scalars(select(row)))) for row in (Signature, Registration)]
        return counts[0], counts[1], sum(work.session.scalars(select(Counter.last)))


def _files(house: House) -> list[str]:
    with house.office.look(OFFICE) as work:
        return list(work.session.scalars(select(SignedFile.field).order_by(SignedFile.number)))


@contextmanager
def _instead(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> Iterator[None]:
    """Parts of the signing craft replaced inside this block."""
    with monkeypatch.context() as patched:
        for name, value in changed.items():
            patched.setattr(pades, name, value)
        yield


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("bad-expired", "expired"),
        ("bad-not_yet_valid", "begins on"),
        ("bad-revoked", "revoked"),
        ("bad-foreign", "authority"),
        ("bad-wrong_owner", "belongs to"),
        ("chair", "belongs to"),
        ("bad-wrong_usage", "is for"),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused_at_the_press_and_nothing_is_kept(
    small_house: House, key: str, word: str
) -> None:
    house = small_house
    paper = _before_the_dean(house, addressee="rector")
    _gives(house, "rector", key)

    with pytest.raises(Invalid) as refused:
        house.as_("rector").completes("sign", level="certificate", executor_unit="facility")

    (problem,) = refused.value.problems
    assert problem.field == "certificate"
    assert word in problem.message, problem.message
    assert (paper.state, len(house.as_("rector").tasks()), _kept(house)) == ("on_signing", 1, (0, 0, 0))
    assert house.broken() == []


def test_three_wrong_passwords_are_forgiven_the_fourth_locks_and_the_administrator_opens(quick_house: House) -> None:
    house = quick_house
    paper = _before_the_dean(house)
    dean = house.as_("dean")

    for _ in range(3):
        with pytest.raises(Invalid):
            dean.completes("sign", password=WRONG, level="simple", executor_unit="facility")
    with pytest.raises(AccountLocked):
        dean.completes("sign", password=WRONG, level="simple", executor_unit="facility")
    with pytest.raises(AccountLocked):
        dean.completes("sign", level="simple", executor_unit="facility")
    with pytest.raises(AccountLocked):
        press.sign_in(house.office, "dean", "Demo-2026!", address="", agent=None)
    with pytest.raises(NotAllowed), house.office.work(house.actor("teacher")) as work:
        open_again(work, person(work, "dean"), "Телефон арқылы сұрады")
    assert _kept(house) == (0, 0, 0)

    with house.office.work(house.actor("admin")) as work:
        open_again(work, person(work, "dean"), "Телефон арқылы сұрады")
    dean.completes("sign", level="simple", executor_unit="facility")

    assert paper.state == "on_registration"
    with house.office.look(OFFICE) as work:
        stream = f"person:{house.actor('dean').person}"
        acts = list(
            work.session.scalars(
                select(AuditRecord.act).where(AuditRecord.stream == stream).order_by(AuditRecord.number)
            )
        )
    assert [act for act in acts if act.startswith(("password", "account"))] == [
        "account.opened",
        *["password.refused"] * 3,
        "account.locked",
        *["password.refused_locked"] * 2,
        "account.unlocked",
    ]
    assert house.broken() == []


def test_a_right_password_between_wrong_ones_begins_the_count_anew(quick_house: House) -> None:
    house = quick_house
    for _ in range(2):
        for _ in range(3):
            with pytest.raises(Invalid):
                press.prove(house.office, house.actor("dean"), WRONG)
        press.prove(house.office, house.actor("dean"), "Demo-2026!")


@pytest.mark.parametrize("asking", ["time-stamp", "certificate"])
def test_without_the_authority_the_registrars_own_signature_is_not_made_and_his_number_waits_for_him(
    small_house: House, asking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = small_house
    paper = _before_the_dean(house)
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    whole = pades.sign

    def failing(*given: Any, **named: Any) -> bytes:
        raise Unavailable("Expected a time-stamp, but the authority gave none.")

    if asking == "certificate":
        with house.authority.without_ocsp(), pytest.raises(Unavailable):
            house.as_("registrar").completes("register", level="certificate")
        assert (paper.number, _kept(house)) == (None, (1, 0, 0))
    else:
        for _ in range(2):
            with _instead(monkeypatch, sign=failing), pytest.raises(Unavailable):
                house.as_("registrar").completes("register", level="certificate")
        assert (paper.number, paper.state, _kept(house)) == ("05-07/1", "on_registration", (1, 1, 1))
    assert house.broken() == []

    assert pades.sign is whole
    house.as_("registrar").completes("register", level="certificate", retention_years=12)
    with house.office.look(OFFICE) as work:
        kept = work.session.scalars(select(Registration)).one()
        assert (kept.retention_years, kept.card["retention_years"]) == (12, 12)
    assert (paper.number, paper.state, _kept(house)) == ("05-07/1", "on_execution", (2, 1, 1))
    assert house.broken() == []


def test_a_signature_found_invalid_is_set_aside_and_the_document_comes_back_to_its_signer(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = small_house
    paper = _before_the_dean(house)
    verdict = pades.verdict

    def broken(*given: Any, **named: Any) -> pades.Verdict:
        return replace(verdict(*given, **named), verdict="invalid", reasons=(pades.Reason("Expected x, but y.", {}),))

    with _instead(monkeypatch, verdict=broken):
        house.as_("dean").completes("sign", level="certificate", executor_unit="facility")

    assert (paper.state, [one.step for one in house.as_("dean").tasks()]) == ("on_signing", ["sign_dean"])
    frozen = paper.view("dean").rendition
    assert frozen is not None and frozen.latest == frozen.sha256
    assert house.broken() == []
    house.as_("dean").completes("sign", level="certificate", executor_unit="facility")
    assert paper.state == "on_registration"
    assert [(one.state, one.field) for one in paper.view("dean").signatures] == [
        ("invalid", "sign_dean"),
        ("valid", "sign_dean"),
    ]
    assert _files(house) == ["sign_dean", "sign_dean"]
    assert house.broken() == []


def test_no_answer_about_a_certificate_keeps_the_document_being_checked_and_asks_a_person_after_three_working_days(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = small_house
    paper = _before_the_dean(house)
    with house.authority.without_ocsp():
        house.as_("dean").completes("sign", level="certificate", executor_unit="facility")
        assert (paper.state, paper.number, house.as_("registrar").tasks()) == ("being_checked", None, [])

        def unknown(*given: Any, **named: Any) -> Any:
            raise Unavailable("Expected an answer about the certificate, but none came.")

        with _instead(monkeypatch, verdict=unknown):  # the same answer, without half a second for each
            for _ in range(45):
                house.goes_on(hours=4, minutes=1)

    assert (paper.state, paper.number) == ("being_checked", None)
    with house.office.look(OFFICE) as work:
        assert [one.step for one in work.session.scalars(select(Incident).where(Incident.state == "open"))] == [
            "verify"
        ]
    assert house.broken() == []


@pytest.mark.parametrize("verb", ["apply_signature", "close_rendition"])
def test_a_lying_authority_leaves_nothing_half_done(
    small_house: House, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    house = small_house
    paper = _before_the_dean(house)

    def lying(*given: Any, **named: Any) -> bytes:
        raise Unavailable("Expected an honest time-stamp, but this one is of something else.")

    if verb == "apply_signature":
        with _instead(monkeypatch, sign=lying):
            house.as_("dean").completes("sign", level="simple", executor_unit="facility")
        assert (paper.state, _files(house)) == ("being_checked", [])
    else:
        house.as_("dean").completes("sign", level="simple", executor_unit="facility")
        with _instead(monkeypatch, close=lying):
            house.as_("registrar").completes("register", level="simple")
        assert (_files(house), paper.number) == (["sign_dean"], "05-07/1")
        assert paper.state != "registered"
    assert house.broken() == []

    house.goes_on(minutes=6)

    assert paper.state == ("on_registration" if verb == "apply_signature" else "on_execution")
    assert house.broken() == []


def test_a_key_that_another_password_opens_is_refused_by_its_field(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = small_house
    _before_the_dean(house)
    with house.office.work(OFFICE) as work:
        keep_credential(work, person(work, "dean").id, b"no key at all")

    with pytest.raises(Refusal) as refused:
        house.as_("dean").completes("sign", level="certificate", executor_unit="facility")

    assert isinstance(refused.value, Invalid)
    assert {one.field for one in refused.value.problems} == {"password"}
    assert _kept(house) == (0, 0, 0)


def test_who_signs_by_certificate_without_a_key_is_told(small_house: House) -> None:
    house = small_house
    _before_the_dean(house)
    with house.office.work(OFFICE) as work:
        work.session.delete(work.get(Credential, person(work, "dean").id))

    with pytest.raises(Invalid) as refused:
        house.as_("dean").completes("sign", level="certificate", executor_unit="facility")

    assert {one.field for one in refused.value.problems} == {"level"}
