"""Time-stamp authorities that lie, stall or talk too much, and authorities that do not answer about a certificate."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.errors import NotAllowed, Unavailable
from engine.pades import Outside, certificate_status, certificates, certify, close, sign, verdict
from tests.engine.pades.conftest import Memo
from tests.engine.pades.liar import Liar
from tests.pki import DEAN, TestPki

LIES = (
    "other imprint",
    "other algorithm",
    "other nonce",
    "no nonce",
    "broken signature",
    "garbage",
    "nothing",
    "half",
    "page",
    "error",
    "refusal",
    "endless",
    "silence",
    "drip",
)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("lie", LIES)
def test_a_lying_time_stamp_authority_leaves_the_field_unsigned(pki: TestPki, memo: Memo, liar: Liar, lie: str) -> None:
    liar.mode = lie

    with pytest.raises(Unavailable, match="Expected a time-stamp"):
        sign(memo.opened, "sign_dean", pki.signatory("dean"), lied_to(pki, liar), name="", reason="")


def test_an_honest_authority_behind_the_same_server_is_believed(pki: TestPki, memo: Memo, liar: Liar) -> None:
    liar.mode = "honest"

    signed = sign(memo.opened, "sign_dean", pki.signatory("dean"), lied_to(pki, liar), name="", reason="")

    assert len(signed) > len(memo.opened)


def test_the_authority_is_asked_once_for_a_signature(pki: TestPki, memo: Memo, liar: Liar) -> None:
    liar.mode, outside = "honest", lied_to(pki, liar)
    sign(memo.opened, "sign_dean", pki.signatory("dean"), outside, name="", reason="")
    before = liar.asked

    sign(memo.opened, "sign_dean", pki.signatory("dean"), outside, name="", reason="")

    assert liar.asked - before == 1


def test_a_token_that_outgrew_its_room_is_refused_and_the_next_one_has_room(
    pki: TestPki, memo: Memo, liar: Liar
) -> None:
    liar.mode, outside = "honest", lied_to(pki, liar)
    sign(memo.opened, "sign_dean", pki.signatory("dean"), outside, name="", reason="")
    liar.mode = "grown"

    with pytest.raises(Unavailable, match="Expected a time-stamp"):
        sign(memo.opened, "sign_dean", pki.signatory("dean"), outside, name="", reason="")
    signed = sign(memo.opened, "sign_dean", pki.signatory("dean"), outside, name="", reason="")

    assert verdict(signed, pki.outside()).verdict == "valid"


@pytest.mark.parametrize("lie", ["other imprint", "silence"])
def test_nothing_is_closed_over_a_lie(pki: TestPki, memo: Memo, liar: Liar, lie: str) -> None:
    liar.mode = lie

    with pytest.raises(Unavailable, match="Expected a time-stamp"):
        close(memo.registered, "seal-close", pki.signatory("seal"), lied_to(pki, liar))


def test_a_time_stamp_of_another_hour_is_refused(pki: TestPki, memo: Memo) -> None:
    ahead = replace(pki.outside(), now=lambda: pki.now() + timedelta(minutes=7))

    with pytest.raises(Unavailable, match="Expected a time-stamp"):
        certify(memo.frozen, "seal-open", pki.signatory("seal"), ahead)


def test_no_time_stamp_authority_at_all_is_unavailable(pki: TestPki, memo: Memo) -> None:
    nobody = pki.outside(tsa_url="http://127.0.0.1:9/")

    with pytest.raises(Unavailable, match="Expected a time-stamp"):
        certify(memo.frozen, "seal-open", pki.signatory("seal"), nobody)


def lied_to(pki: TestPki, liar: Liar) -> Outside:
    return pki.outside(tsa_url=liar.url, deadline=1.0)


@pytest.mark.parametrize(
    ("login", "owner", "expected"),
    [
        ("dean", DEAN.number, "good"),
        ("dean", f"IIN{DEAN.number}", "good"),
        ("dean", None, "good"),
        ("seal", None, "good"),
        ("registrar", DEAN.number, "wrong_owner"),
        ("seal", DEAN.number, "wrong_owner"),
        ("bad-wrong_owner", DEAN.number, "wrong_owner"),
        ("bad-expired", DEAN.number, "expired"),
        ("bad-not_yet_valid", DEAN.number, "not_yet_valid"),
        ("bad-revoked", DEAN.number, "revoked"),
        ("bad-foreign", DEAN.number, "foreign"),
        ("bad-wrong_usage", DEAN.number, "wrong_usage"),
    ],
)
def test_a_certificate_is_checked_when_it_is_used(pki: TestPki, login: str, owner: str | None, expected: str) -> None:
    status = certificate_status(pki.signatory(login).certificate, pki.outside(), owner=owner)

    assert status.verdict == expected
    assert status.good is (expected == "good")
    assert "{" not in status.message


def test_each_answer_about_a_certificate_has_its_own_sentence(pki: TestPki) -> None:
    logins = ["dean", *(f"bad-{what}" for what in ("expired", "not_yet_valid", "revoked", "foreign", "wrong_usage"))]

    said = {certificate_status(pki.signatory(login).certificate, pki.outside()).template for login in logins}

    assert len(said) == len(logins)


def test_a_revoked_certificate_tells_since_when(pki: TestPki) -> None:
    status = certificate_status(pki.signatory("bad-revoked").certificate, pki.outside())

    assert status.revoked_at is not None
    assert status.revoked_at.strftime("%d.%m.%Y") in status.message


def test_a_seal_belongs_to_its_organisation_alone(pki: TestPki) -> None:
    seal, outside = pki.signatory("seal").certificate, pki.outside()

    assert certificate_status(seal, outside, organisation="990140000123").good
    assert certificate_status(seal, outside, organisation="990140000999").verdict == "wrong_owner"


def test_the_root_alone_is_enough_when_the_key_brings_its_chain(pki: TestPki, memo: Memo) -> None:
    dean, alone = pki.signatory("dean"), pki.outside(roots=certificates(pki.made.root))

    signed = sign(memo.opened, "sign_dean", dean, alone, name="", reason="")

    assert verdict(signed, alone).verdict == "valid"
    assert certificate_status(dean.certificate, alone, chain=dean.chain).good
    assert certificate_status(dean.certificate, alone).verdict == "foreign"


def test_a_silent_authority_is_never_a_good_answer(pki: TestPki) -> None:
    with pki.silent():
        told = {
            login: certificate_status(pki.signatory(login).certificate, pki.outside(), owner=DEAN.number).verdict
            for login in ("dean", "bad-revoked", "bad-expired", "bad-foreign", "bad-wrong_usage", "registrar")
        }

    assert told == {
        "dean": "unknown",
        "bad-revoked": "unknown",
        "bad-expired": "expired",
        "bad-foreign": "foreign",
        "bad-wrong_usage": "wrong_usage",
        "registrar": "wrong_owner",
    }


def test_a_person_may_sign_before_the_authority_answers_and_the_signature_waits_for_it(
    pki: TestPki, memo: Memo
) -> None:
    dean = pki.signatory("dean")
    with pki.without_ocsp():
        with pytest.raises(Unavailable, match="its authority gives none"):
            sign(memo.opened, "sign_dean", dean, pki.outside(), name="", reason="")
        signed = sign(memo.opened, "sign_dean", dean, pki.outside(), name="", reason="", checked=False)
        waiting = verdict(signed, pki.outside())
        with pytest.raises(NotAllowed, match="expired on"):
            expired = pki.signatory("bad-expired")
            sign(memo.opened, "sign_dean", expired, pki.outside(), name="", reason="", checked=False)

    assert waiting.verdict == "not_yet_verifiable"
    assert waiting.reasons
    assert verdict(signed, pki.outside()).verdict == "valid"


def test_signing_and_checking_work_inside_a_running_loop(pki: TestPki) -> None:
    async def inside() -> str:
        return certificate_status(pki.signatory("dean").certificate, pki.outside()).verdict

    with ThreadPoolExecutor(1) as aside:  # a browser of another test may have left its own loop running in this thread
        assert aside.submit(asyncio.run, inside()).result() == "good"


def test_certificates_are_read_from_pem_and_der(pki: TestPki) -> None:
    (root,) = certificates(pki.made.root)

    assert [one.dump() for one in certificates(root.dump())] == [root.dump()]
    assert len(certificates(pki.made.trust)) == 2


@pytest.mark.parametrize("junk", [b"", b"junk", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_holds_no_certificate_is_refused(junk: bytes) -> None:
    with pytest.raises(ValueError):
        certificates(junk)
