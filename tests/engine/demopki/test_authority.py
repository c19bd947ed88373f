"""The demo authority: made once, the same after a restart, believing the moved clock."""

import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import crl
from cryptography.hazmat.primitives.serialization import pkcs12

from engine.demopki import Holder, make, opened, serve
from engine.errors import Unavailable
from tests.pki import DEAN, PASSPHRASE, UNIVERSITY, TestPki


def answer(url: str, body: bytes | None = None) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, body), timeout=10) as response:
        given: bytes = response.read()
    return given


def test_an_authority_made_again_keeps_its_port_its_keys_and_its_people_and_takes_in_new_ones(
    pki: TestPki, tmp_path: Path
) -> None:
    before = pki.made.p12("dean")
    newcomer = Holder("newcomer", "Жаңа Адам", "010101500111")

    again = make(
        pki.made.folder,
        1,
        [DEAN, newcomer],
        now=datetime.now(UTC) + timedelta(days=9),
        passphrase=PASSPHRASE.encode(),
        organisation=UNIVERSITY,
    )

    assert (again.port, again.made) == (pki.made.port, pki.made.made)
    assert [holder.login for holder in again.people] == ["dean", "registrar", "late", "newcomer"]
    assert again.p12("dean") == before
    assert again == opened(pki.made.folder)


def test_a_persons_certificate_names_the_person_the_number_and_what_the_key_is_for(pki: TestPki) -> None:
    key, certificate, chain = pkcs12.load_key_and_certificates(pki.made.p12("dean"), PASSPHRASE.encode())

    assert certificate is not None
    assert key is not None
    subject = certificate.subject.rfc4514_string()
    assert "IIN750101400123" in subject
    assert "BIN990140000123" in subject
    assert DEAN.name in subject
    usage = certificate.extensions.get_extension_for_class(type_of("KeyUsage")).value
    assert usage.digital_signature
    assert usage.content_commitment
    extended = certificate.extensions.get_extension_for_class(type_of("ExtendedKeyUsage")).value
    assert {"1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.2"} <= {oid.dotted_string for oid in extended}
    assert len(chain) == 2


def type_of(name: str) -> type:
    from cryptography import x509

    found: type = getattr(x509, name)
    return found


@pytest.mark.parametrize("login", ["nobody", "../keys/dean", "", "."])
def test_a_key_that_was_not_made_is_not_found(pki: TestPki, login: str) -> None:
    with pytest.raises(KeyError):
        pki.made.p12(login)


def test_private_keys_are_for_the_owner_of_the_folder_alone(pki: TestPki) -> None:
    kept = [*pki.made.folder.glob("keys/*"), *pki.made.folder.glob("p12/*")]

    assert len(kept) > 20
    assert {oct(path.stat().st_mode & 0o777) for path in kept} == {"0o600"}


def test_a_revocation_list_of_the_moved_moment_is_given(pki: TestPki) -> None:
    with pki.clock(timedelta(days=400)):
        given = crl.CertificateList.load(answer(f"{pki.made.url}/bagyt/crls/issuing/latest.crl"))
        expected = pki.now()

    assert given["tbs_cert_list"]["this_update"].native <= expected <= given["tbs_cert_list"]["next_update"].native


@pytest.mark.parametrize("path", ["ocsp/issuing", "tsa/tsa"])
@pytest.mark.parametrize("body", [b"", b"garbage", b"\x30\x82\xff\xff", b"\x30\x00"])
def test_a_question_that_is_none_gets_a_refusal(pki: TestPki, path: str, body: bytes) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        answer(f"{pki.made.url}/bagyt/{path}", body)

    assert refused.value.code in (400, 500)
    refused.value.close()


def test_a_port_that_is_taken_is_said_so(pki: TestPki, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Unavailable, match=f"Expected port {pki.made.port} to be free"):
        serve(pki.made.folder, pki.now)
