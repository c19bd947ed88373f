"""Fields, seals, signatures and closing: what a memo's PDF is after each stage, told by programs that are not ours."""

import hashlib
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from engine.errors import Invalid, NotAllowed, WrongState
from engine.pades import FieldPlace, add_fields, certify, close, from_pkcs12, sign, verdict
from tests.engine.pades.conftest import EVENT, FIELDS, LATER_EVENT, Memo
from tests.pki import DEAN, REGISTRAR, TestPki
from tests.validators import pdfsig, qpdf_check, verapdf


def ran(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def signatures(pdf: bytes) -> list[EmbeddedPdfSignature]:
    return list(PdfFileReader(BytesIO(pdf)).embedded_signatures)


def test_the_verdict_on_a_finished_memo_is_valid_and_lasts(pki: TestPki, memo: Memo) -> None:
    told = verdict(memo.closed, pki.outside(), expected=FIELDS, sha256=hashlib.sha256(memo.closed).hexdigest())

    assert told.verdict == "valid", told.reasons
    assert told.long_term
    assert told.reasons == ()
    assert [(row.field, row.level, row.verdict) for row in told.signatures[:-1]] == [
        (field, "LTA", "valid") for field in FIELDS
    ]
    assert told.signatures[-1].level == "timestamp"
    assert told.signatures[-1].covers == "whole_file"


def test_the_verdict_tells_who_signed_what_for_and_by_which_certificate(pki: TestPki, memo: Memo) -> None:
    opening, dean, registrar, *_ = verdict(memo.closed, pki.outside()).signatures

    assert opening.certifies
    assert (dean.name, dean.reason, dean.event_sha256) == (DEAN.name, "Бекітемін", EVENT)
    assert dean.certificate is not None
    assert (dean.certificate.number, dean.certificate.owner) == (DEAN.number, DEAN.name)
    assert (registrar.name, registrar.event_sha256) == (REGISTRAR.name, LATER_EVENT)
    assert registrar.certificate is not None
    assert registrar.certificate.organisation_number == "990140000123"
    assert not dean.certifies


@pytest.mark.parametrize("stage", ["opened", "signed", "registered"])
def test_a_memo_on_its_way_is_valid_for_now(pki: TestPki, memo: Memo, stage: str) -> None:
    told = verdict(memo.stages()[stage], pki.outside())

    assert (told.verdict, told.long_term) == ("valid", False), told.reasons
    assert {row.level for row in told.signatures} == {"T"}


def test_poppler_finds_every_signature_valid_in_the_order_of_the_route(memo: Memo) -> None:
    told = pdfsig(memo.closed)

    assert told.count("Signature is Valid") == 4
    places = [told.index(f"Field Name: {field}") for field in FIELDS]
    assert places == sorted(places)


def test_openssl_finds_every_cms_and_the_document_time_stamp_valid(pki: TestPki, memo: Memo, tmp_path: Path) -> None:
    root, data, signature = tmp_path / "root.pem", tmp_path / "data", tmp_path / "signature.der"
    root.write_bytes(pki.made.root)
    *people, stamp = signatures(memo.closed)

    for one in people:
        _write_parts(memo.closed, one, data, signature)
        cms_options = ["-cades", "-binary", "-inform", "DER", "-purpose", "any", "-out", tmp_path / "out"]
        told = ran("openssl", "cms", "-verify", *cms_options, "-in", signature, "-content", data, "-CAfile", root)
        assert "successful" in told

    _write_parts(memo.closed, stamp, data, signature)
    assert "OK" in ran("openssl", "ts", "-verify", "-token_in", "-in", signature, "-data", data, "-CAfile", root)


def _write_parts(pdf: bytes, signature: EmbeddedPdfSignature, data: Path, der: Path) -> None:
    start, length, again, rest = (int(number) for number in signature.sig_object["/ByteRange"])
    data.write_bytes(pdf[start : start + length] + pdf[again : again + rest])
    der.write_bytes(cms.ContentInfo.load(signature.pkcs7_content).dump())


def test_every_stage_is_sound_pdf(memo: Memo) -> None:
    assert {stage: qpdf_check(pdf) for stage, pdf in memo.stages().items()} == dict.fromkeys(memo.stages(), "")


def test_every_stage_is_an_archive_pdf(memo: Memo) -> None:
    told = verapdf(memo.stages().values(), "3a")

    assert [one.broken for one in told] == [()] * 5
    assert all(one.ok for one in told)


def test_every_signature_is_cades_with_a_time_stamp_and_without_a_claimed_time(memo: Memo) -> None:
    people = signatures(memo.closed)[:-1]

    for one in people:
        assert one.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        assert one.md_algorithm == "sha256"
        signed = {attribute["type"].native for attribute in one.signer_info["signed_attrs"]}
        assert {"signing_certificate_v2", "commitment_type_indication"} <= signed | _named(one)
        assert "signing_time" not in signed
        assert {attribute["type"].native for attribute in one.signer_info["unsigned_attrs"]} == {
            "signature_time_stamp_token"
        }


def _named(signature: EmbeddedPdfSignature) -> set[str]:
    oids = {attribute["type"].dotted for attribute in signature.signer_info["signed_attrs"]}
    return {"commitment_type_indication"} if "1.2.840.113549.1.9.16.2.16" in oids else set()


def test_all_fields_come_in_one_revision(memo: Memo) -> None:
    reader = PdfFileReader(BytesIO(memo.frozen))

    assert reader.xrefs.total_revisions == 2
    assert [field.get_object()["/T"] for field in reader.root["/AcroForm"]["/Fields"]] == list(FIELDS)


def test_the_registrars_field_shows_the_picture_and_the_deans_nothing_foreign(memo: Memo, tmp_path: Path) -> None:
    path = tmp_path / "memo.pdf"
    path.write_bytes(memo.closed)
    looks = {
        field.get_object()["/T"]: field.get_object().get("/AP")
        for field in PdfFileReader(BytesIO(memo.closed)).root["/AcroForm"]["/Fields"]
    }

    assert "/XObject" in looks["register"]["/N"]["/Resources"]
    assert "/Font" not in looks["sign_dean"]["/N"].get("/Resources", {})
    assert {line.split()[-5] for line in ran("pdffonts", path).splitlines()[2:]} == {"yes"}


def test_signatures_believe_the_moved_clock(pki: TestPki, frozen: bytes) -> None:
    with pki.clock(timedelta(days=500)):
        outside, seal = pki.outside(), pki.signatory("seal")
        opened = certify(frozen, "seal-open", seal, outside)
        closed = close(opened, "seal-close", seal, outside)
        told = verdict(closed, outside)
        expected = pki.now()

    assert told.long_term, told.reasons
    assert all(row.moment and abs(row.moment - expected) < timedelta(hours=1) for row in told.signatures)
    assert signatures(closed)[0].self_reported_timestamp.date() == expected.date()


def test_a_closed_memo_outlives_its_certificates(pki: TestPki, memo: Memo) -> None:
    with pki.clock(timedelta(days=5 * 365)):
        closed, open_still = verdict(memo.closed, pki.outside()), verdict(memo.registered, pki.outside())

    assert (closed.verdict, closed.long_term) == ("valid", True), closed.reasons
    assert open_still.verdict == "invalid"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("expired", "expired on"),
        ("not_yet_valid", "begins on"),
        ("revoked", "was revoked on"),
        ("foreign", "Foreign root is not one"),
        ("wrong_usage", "is for something else"),
    ],
)
def test_a_certificate_that_may_not_sign_signs_nothing(pki: TestPki, memo: Memo, bad: str, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        sign(memo.opened, "sign_dean", pki.signatory(f"bad-{bad}"), pki.outside(), name="", reason="")


def test_a_field_is_signed_once(pki: TestPki, memo: Memo) -> None:
    with pytest.raises(WrongState, match="sign_dean to be empty"):
        sign(memo.signed, "sign_dean", pki.signatory("dean"), pki.outside(), name="", reason="")


def test_a_field_that_is_not_there_is_not_signed(pki: TestPki, memo: Memo) -> None:
    with pytest.raises(WrongState, match="the document has none"):
        sign(memo.opened, "sign_rector", pki.signatory("dean"), pki.outside(), name="", reason="")


def test_only_an_unsigned_document_is_certified(pki: TestPki, memo: Memo) -> None:
    with pytest.raises(WrongState, match="unsigned document"):
        certify(memo.opened, "seal-close", pki.signatory("seal"), pki.outside())


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"PK\x03\x04", b"\0" * 5000])
def test_what_is_no_pdf_gets_neither_fields_nor_signatures(pki: TestPki, junk: bytes) -> None:
    with pytest.raises(Invalid):
        add_fields(junk, [FieldPlace("a")])
    with pytest.raises(Invalid):
        sign(junk, "a", pki.signatory("dean"), pki.outside(), name="", reason="")


def test_two_fields_of_one_name_are_refused(memo: Memo) -> None:
    with pytest.raises(Invalid):
        add_fields(memo.frozen, [FieldPlace("sign_dean")])


def test_a_wrong_passphrase_opens_no_key(pki: TestPki) -> None:
    with pytest.raises(Invalid, match="some fields need mending") as refused:
        from_pkcs12(pki.made.p12("dean"), "Demo-2025!")

    assert refused.value.problems[0].field == "passphrase"
    with pytest.raises(Invalid):
        from_pkcs12(b"not a key file", "Demo-2026!")
