"""Making a demo authority: keys once, certificates and PKCS#12 files for everybody."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from asn1crypto import pem
from certomancer.registry import CertLabel, PKIArchitecture
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from engine.demopki.authority import AUTHORITIES, architecture, signatories
from engine.demopki.facts import FACTS, DemoPki, Holder, Organisation, opened, write


def make(
    folder: Path,
    port: int,
    people: Iterable[Holder],
    *,
    now: datetime,
    passphrase: bytes,
    organisation: Organisation,
) -> DemoPki:
    """The demo authority of the folder, made if it is not there; people it does not know yet are added.

    The port stands in every certificate, so an authority that is there keeps the port it was made with.
    A private key of a person exists only in that person's PKCS#12 file. Takes about a second for each ten people (RSA
    keys of 2048 bits).
    """
    if (folder / FACTS).exists():
        pki = opened(folder)
    else:
        (folder / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "p12").mkdir(exist_ok=True, mode=0o700)
        pki = DemoPki(folder, port, now, organisation, (), {})
    known = {holder.login for holder in pki.people}
    pki = replace(pki, people=(*pki.people, *(holder for holder in people if holder.login not in known)))
    _make_authorities(pki.folder)
    keys = _make_signatories(pki)
    authority = architecture(pki)
    for name in ("root", "issuing"):
        (folder / f"{name}.pem").write_bytes(pem.armor("CERTIFICATE", authority.get_cert(CertLabel(name)).dump()))
    for name, key in keys.items():
        _write(folder / "p12" / f"{name}.p12", _packed(authority, name, key, passphrase))
    write(pki)
    return pki


def _make_authorities(folder: Path) -> None:
    for name in AUTHORITIES:
        path = folder / "keys" / f"{name}.pem"
        if not path.exists():
            unprotected = serialization.NoEncryption()
            form = serialization.PrivateFormat.PKCS8
            _write(path, _new_key(name).private_bytes(serialization.Encoding.PEM, form, unprotected))


def _make_signatories(pki: DemoPki) -> dict[str, rsa.RSAPrivateKey]:
    """New keys of those who have none; only the public half is kept in the clear."""
    missing = [name for name in signatories(pki.people) if not (pki.folder / "p12" / f"{name}.p12").exists()]
    with ThreadPoolExecutor(4) as pool:
        keys = dict(zip(missing, pool.map(_new_key, missing), strict=True))
    for name, key in keys.items():
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        public = key.public_key().public_bytes(serialization.Encoding.PEM, form)
        _write(pki.folder / "keys" / f"{name}.pem", public)
    return keys


def _new_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _packed(authority: PKIArchitecture, name: str, key: rsa.RSAPrivateKey, passphrase: bytes) -> bytes:
    chain = [CertLabel(name), *authority.get_chain(CertLabel(name))]
    own, *above = [x509.load_der_x509_certificate(authority.get_cert(label).dump()) for label in chain]
    protected = serialization.BestAvailableEncryption(passphrase)
    return pkcs12.serialize_key_and_certificates(name.encode(), key, own, above, protected)


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(data)
    fresh.replace(path)
