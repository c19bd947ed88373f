"""The truth table of the verdict: what a forger, a silent authority or an old file does to it."""

import hashlib
import json
import subprocess
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter

from engine.errors import NotAllowed, Unavailable
from engine.pades import close, sign, verdict
from tests.engine.pades import tampering
from tests.engine.pades.conftest import FIELDS, Memo
from tests.pki import DEAN, TestPki

Change = Callable[[bytes], bytes]


@pytest.mark.parametrize("change", tampering.CHANGES, ids=lambda change: change.__name__)
def test_a_changed_memo_is_invalid(pki: TestPki, memo: Memo, change: Change) -> None:
    told = verdict(change(memo.closed), pki.outside())

    assert told.verdict == "invalid"
    assert not told.long_term
    assert told.reasons


@pytest.mark.parametrize("change", tampering.CHANGES, ids=lambda change: change.__name__)
def test_a_memo_changed_on_its_way_is_invalid(pki: TestPki, memo: Memo, change: Change) -> None:
    told = verdict(change(memo.registered), pki.outside())

    assert told.verdict == "invalid"


def test_a_change_that_is_signed_over_stays_invalid(pki: TestPki, memo: Memo) -> None:
    changed = tampering.page_content_added(memo.signed)

    forged = sign(changed, "register", pki.signatory("seal"), pki.outside(), name="", reason="")
    told = verdict(forged, pki.outside())

    assert told.verdict == "invalid"
    assert {row.field for row in told.signatures if row.verdict == "invalid"} == {"seal-open", "sign_dean"}


@pytest.mark.parametrize("to", FIELDS[:3])
def test_a_memo_rolled_back_to_an_earlier_revision_lacks_expected_signatures(pki: TestPki, memo: Memo, to: str) -> None:
    cut = tampering.rolled_back(memo.closed, to)

    told = verdict(cut, pki.outside(), expected=FIELDS)

    assert told.verdict == "invalid"
    assert "seal-close" in told.reasons[-1].message
    assert verdict(cut, pki.outside(), sha256=hashlib.sha256(memo.closed).hexdigest()).verdict == "invalid"


def test_the_document_time_stamp_cut_off_makes_the_memo_no_lasting_one(pki: TestPki, memo: Memo) -> None:
    cut = tampering.rolled_back(memo.closed, "seal-close")

    told = verdict(cut, pki.outside(), expected=FIELDS)

    assert (told.verdict, told.long_term) == ("valid", False)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (FIELDS[:-1], "Expected no signature in field seal-close"),
        ((*FIELDS, "sign_rector"), "Expected a signature in field sign_rector"),
        (FIELDS[::-1], "in the order seal-close, register, sign_dean, seal-open"),
        ((), "Expected no signature in field seal-open"),
    ],
)
def test_other_signatures_than_expected_are_invalid(
    pki: TestPki, memo: Memo, expected: tuple[str, ...], said: str
) -> None:
    told = verdict(memo.closed, pki.outside(), expected=expected)

    assert told.verdict == "invalid"
    assert any(said in reason.message for reason in told.reasons)


def test_another_file_than_the_registered_one_is_invalid(pki: TestPki, memo: Memo) -> None:
    told = verdict(memo.closed, pki.outside(), sha256="0" * 64)

    assert (told.verdict, told.long_term) == ("invalid", False)
    assert "other bytes" in told.reasons[0].message
    assert all(row.verdict == "valid" for row in told.signatures)


def test_a_silent_authority_leaves_an_open_memo_unsaid_and_a_closed_one_valid(pki: TestPki, memo: Memo) -> None:
    with pki.silent():
        on_its_way = verdict(memo.registered, pki.outside())
        closed = verdict(memo.closed, pki.outside(), expected=FIELDS)
        changed = verdict(tampering.one_byte_flipped(memo.registered), pki.outside())
        with pytest.raises(Unavailable, match="its authority gives none"):
            sign(memo.opened, "sign_dean", pki.signatory("dean"), pki.outside(), name="", reason="")
        with pytest.raises(Unavailable):
            close(memo.registered, "seal-close", pki.signatory("seal"), pki.outside())

    assert on_its_way.verdict == "not_yet_verifiable"
    assert (closed.verdict, closed.long_term) == ("valid", True)
    assert changed.verdict == "invalid"


def test_without_asking_outside_a_closed_memo_is_valid_and_an_open_one_not_yet_verifiable(
    pki: TestPki, memo: Memo
) -> None:
    assert verdict(memo.closed, pki.outside(), online=False).verdict == "valid"
    assert verdict(memo.registered, pki.outside(), online=False).verdict == "not_yet_verifiable"


@pytest.mark.parametrize("later", [timedelta(hours=2), timedelta(days=40)])
def test_a_closed_memo_stays_valid_by_itself_when_the_answers_in_it_have_become_old(
    pki: TestPki, memo: Memo, later: timedelta
) -> None:
    with pki.silent(), pki.clock(later):
        closed = verdict(memo.closed, pki.outside(), expected=FIELDS)
        on_its_way = verdict(memo.registered, pki.outside())

    assert (closed.verdict, closed.long_term) == ("valid", True)
    assert on_its_way.verdict == "not_yet_verifiable"


def test_a_certificate_revoked_later_spoils_the_open_memo_and_not_the_closed_one(pki: TestPki, memo: Memo) -> None:
    late, seal, outside = pki.signatory("late"), pki.signatory("seal"), pki.outside()
    signed = sign(memo.opened, "sign_dean", late, outside, name="Late", reason="")
    closed = close(signed, "seal-close", seal, outside)
    since = pki.now() + timedelta(seconds=1)

    pki.made = pki.made.revoke("late", since)
    with pki.clock(timedelta(hours=1)):
        open_still, archived = verdict(signed, pki.outside()), verdict(closed, pki.outside())
        with pytest.raises(NotAllowed, match="was revoked on"):
            sign(memo.opened, "sign_dean", late, pki.outside(), name="Late", reason="")
        with pytest.raises(NotAllowed, match="was revoked on"):
            close(signed, "seal-close", seal, pki.outside())

    assert open_still.verdict == "invalid", open_still.reasons
    assert "was revoked on" in open_still.reasons[0].message
    assert (archived.verdict, archived.long_term) == ("valid", True)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("expired", "expired on"),
        ("not_yet_valid", "begins on"),
        ("revoked", "was revoked on"),
        ("foreign", "is not one"),
        ("wrong_usage", "is for something else"),
    ],
)
def test_a_signature_by_a_certificate_that_may_not_sign_is_invalid(
    pki: TestPki, memo: Memo, bad: str, said: str
) -> None:
    forged = signed_regardless(memo.opened, pki, f"bad-{bad}")

    told = verdict(forged, pki.outside())

    assert told.verdict == "invalid"
    assert any(said in reason.message for reason in told.reasons), told.reasons


def test_a_bad_signature_stays_invalid_when_it_was_closed_by_others(pki: TestPki, memo: Memo) -> None:
    forged = signed_regardless(memo.opened, pki, "bad-expired")

    with pytest.raises(NotAllowed, match="expired on"):
        close(forged, "seal-close", pki.signatory("seal"), pki.outside())


def signed_regardless(pdf: bytes, pki: TestPki, login: str) -> bytes:
    """Signed by the bare library, which asks nobody whether the certificate may sign."""
    metadata = PdfSignatureMetadata(field_name="sign_dean", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signer = PdfSigner(metadata, signer=pki.signatory(login).signer)
    out = BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=True, output=out)
    return out.getvalue()


def test_a_signature_without_a_time_stamp_is_valid_only_as_long_as_its_certificate(pki: TestPki, memo: Memo) -> None:
    plain = signed_regardless(memo.frozen, pki, "dean")

    now = verdict(plain, pki.outside())
    with pki.clock(timedelta(days=4 * 365)):
        later = verdict(plain, pki.outside())

    assert (now.verdict, now.signatures[0].level, now.signatures[0].moment) == ("valid", "B", None)
    assert later.verdict == "invalid"


def test_a_time_stamp_of_tomorrow_is_not_yet_verifiable(pki: TestPki, memo: Memo) -> None:
    with pki.clock(timedelta(days=-3)):
        told = [verdict(pdf, pki.outside()).verdict for pdf in (memo.registered, memo.closed)]

    assert told == ["not_yet_verifiable", "not_yet_verifiable"]


def test_a_signature_of_an_unknown_kind_is_not_passed_over(pki: TestPki, memo: Memo) -> None:
    strange = memo.closed.replace(b"/ETSI.CAdES.detached", b"/ETSI.CAdES.detachex", 1)

    told = verdict(strange, pki.outside())

    assert told.verdict == "invalid"
    assert any("cannot be read" in reason.message and "seal-open" in reason.message for reason in told.reasons)


def test_a_pdf_without_signatures_is_unsigned(pki: TestPki, memo: Memo) -> None:
    told = verdict(memo.frozen, pki.outside(), expected=FIELDS)

    assert told.verdict == "unsigned"
    assert not told.valid


@pytest.mark.parametrize(
    "junk", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04junk", b"\0" * 5000, b"%PDF-1.7\nstartxref\n9999999\n%%EOF"]
)
def test_what_is_no_pdf_is_invalid(pki: TestPki, junk: bytes) -> None:
    told = verdict(junk, pki.outside())

    assert told.verdict == "invalid"
    assert "cannot be read" in told.reasons[0].message


def test_an_encrypted_pdf_is_refused(pki: TestPki, memo: Memo, tmp_path: Path) -> None:
    plain, secret = tmp_path / "plain.pdf", tmp_path / "secret.pdf"
    plain.write_bytes(memo.closed)
    command = ["qpdf", "--encrypt", "", "owner", "256", "--", plain, secret]
    subprocess.run([str(part) for part in command], check=True)

    told = verdict(secret.read_bytes(), pki.outside())

    assert told.verdict == "invalid"
    assert "encrypted" in told.reasons[0].message


def test_a_pdf_with_two_tables_of_contents_is_invalid(pki: TestPki, memo: Memo) -> None:
    assert verdict(tampering.hybrid(memo.closed), pki.outside()).verdict == "invalid"


def test_a_verdict_is_told_to_programs_as_json(pki: TestPki, memo: Memo) -> None:
    told = json.loads(json.dumps(verdict(memo.closed, pki.outside(), sha256="0" * 64).to_dict()))

    assert told["verdict"] == "invalid"
    assert told["reasons"][0]["message"] == "Expected the file that was registered, but these are other bytes."
    dean = told["signatures"][1]
    assert (dean["field"], dean["name"], dean["certificate"]["number"]) == ("sign_dean", DEAN.name, DEAN.number)
    assert dean["moment"].endswith("+00:00")
