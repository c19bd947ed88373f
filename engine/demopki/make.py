"""Making a demo authority: keys once, certificates and PKCS#12 files for everybody."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from asn1crypto import pem
from certomancer.registry import CertLabel, PKIArchitecture
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from engine.demopki.authority import architecture, key_names
from engine.demopki.facts import BAD, FACTS, DemoPki, Holder, Organisation, opened, write


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
    Takes about a second for each ten people (RSA keys of 2048 bits).
    """
    if (folder / FACTS).exists():
        pki = opened(folder)
    else:
        (folder / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "p12").mkdir(exist_ok=True, mode=0o700)
        pki = DemoPki(folder, port, now, organisation, (), {})
    known = {holder.login for holder in pki.people}
    pki = replace(pki, people=(*pki.people, *(holder for holder in people if holder.login not in known)))
    _make_keys(pki)
    _make_files(pki, architecture(pki), passphrase)
    write(pki)
    return pki


def _make_keys(pki: DemoPki) -> None:
    paths = [pki.folder / "keys" / f"{name}.pem" for name in key_names(pki.people)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_make_key, [path for path in paths if not path.exists()]))


def _make_key(path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    unprotected = serialization.NoEncryption()
    data = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unprotected)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(data)
    fresh.replace(path)


def _make_files(pki: DemoPki, authority: PKIArchitecture, passphrase: bytes) -> None:
    for name in ("root", "issuing"):
        certificate = authority.get_cert(CertLabel(name)).dump()
        (pki.folder / f"{name}.pem").write_bytes(pem.armor("CERTIFICATE", certificate))
    for name in ("seal", *(f"bad-{what}" for what in BAD), *(holder.login for holder in pki.people)):
        path = pki.folder / "p12" / f"{name}.p12"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(authority.package_pkcs12(CertLabel(name), password=passphrase))
